package ledger

import (
	"cmp"
	"slices"
	"time"
)

// Logged is an hour as the log has it, and where that comes from.
type Logged struct {
	// Hour is what counts: what the last revision says, else what the page tells.
	Hour
	// Page is what the page tells now; nil where none does.
	Page *Hour `json:"page,omitempty"`
	// Edited says that a revision stands, made At by By; Why is the reason of the
	// last one that gave one.
	Edited bool      `json:"edited,omitempty"`
	At     time.Time `json:"at,omitzero"`
	By     string    `json:"by,omitempty"`
	Why    string    `json:"why,omitempty"`
	// Differs says in words what the page tells now and did not tell when the hour
	// was last edited, such as "end 02:00 is 02:30" (UTC); empty where nothing. It
	// is not counted until somebody takes it over by a revision.
	Differs string `json:"differs,omitempty"`
}

// Merge is the log: what pages tell, as they tell it until somebody edits it, and
// what revisions say, in the order in which they were written. An hour of a page
// that is not among told stands as it was last edited. Removed hours are in the
// log, too. It is sorted by start, then by ID.
func Merge(told []Hour, revisions []Revision) []Logged {
	at := make(map[string]int, len(told))
	log := make([]Logged, 0, len(told))
	for _, h := range told {
		if _, twice := at[h.ID]; twice {
			continue
		}
		page := h
		at[h.ID] = len(log)
		log = append(log, Logged{Hour: h, Page: &page})
	}
	for _, r := range revisions {
		i, known := at[r.Hour.ID]
		if !known {
			i = len(log)
			at[r.Hour.ID] = i
			log = append(log, Logged{})
		}
		log[i].revise(r)
	}
	slices.SortFunc(log, func(a, b Logged) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.ID, b.ID))
	})
	return log
}

func (l *Logged) revise(r Revision) {
	l.Hour, l.Edited, l.At, l.By, l.Differs = r.Hour, true, r.At, r.By, ""
	if r.Why != "" {
		l.Why = r.Why
	}
	if l.Page != nil && r.Page != nil {
		l.Differs = l.Page.changes(*r.Page)
	}
}

// Revise is the revision that makes the hour another one, of the page as it is
// now, or why not: the errors are those of Revision.Check.
func (l Logged) Revise(to Hour, by, why string, at time.Time) (Revision, error) {
	r := Revision{At: at, By: by, Why: why, Hour: to, Page: l.Page}
	return r, r.Check(&l.Hour)
}

// Add is the revision that enters an hour by hand, or why not.
func Add(h Hour, by, why string, at time.Time) (Revision, error) {
	r := Revision{At: at, By: by, Why: why, Hour: h}
	return r, r.Check(nil)
}
