package incident

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"standby/rotation"
)

// Entry is one line of the timeline. It is made of an event by itself.
type Entry struct {
	// Seq is that of the event; Last that of the last one that the entry stands for,
	// where somebody edited the same text for a while.
	Seq  int `json:"seq"`
	Last int `json:"last"`
	// At is when it happened, RecordedAt when it was recorded.
	At         time.Time `json:"at"`
	RecordedAt time.Time `json:"recorded_at"`
	// By is who did it, RecordedBy who wrote it down.
	By         rotation.Person `json:"by,omitzero"`
	RecordedBy rotation.Person `json:"recorded_by,omitzero"`
	What       Kind            `json:"what"`
	// Field is the text that was edited, Sort the sort of a note.
	Field Field    `json:"field,omitempty"`
	Sort  NoteSort `json:"sort,omitempty"`
	Text  string   `json:"text"`
	// Remark, Hidden and Moved are from curating: what somebody added, whether it is
	// left out of documents, and whether At is another time than the recorded one.
	Remark string `json:"remark,omitempty"`
	Hidden bool   `json:"hidden,omitempty"`
	Moved  bool   `json:"moved,omitempty"`
}

// typing is how long somebody may pause while they edit one text, for it to be one
// entry of the timeline.
const typing = 5 * time.Minute

// told is how much of a text the timeline repeats, in runes.
const told = 200

// record adds what an event says to the timeline.
func (i *Incident) record(e Event) {
	entry := Entry{Seq: e.Seq, Last: e.Seq, At: e.At, RecordedAt: e.At, By: e.By, RecordedBy: e.By, What: e.What()}
	entry.Text = i.say(e, &entry)
	if entry.Text == "" {
		return
	}
	if edit, ok := e.Fact.(Edit); ok {
		entry.Field = edit.Field
		if i.goesOn(entry) {
			return
		}
	}
	i.Entries = append(i.Entries, entry)
}

// goesOn works an edit into the entry of the same typing.
func (i *Incident) goesOn(entry Entry) bool {
	for n := len(i.Entries) - 1; n >= 0; n-- {
		held := &i.Entries[n]
		if held.Field != entry.Field {
			continue
		}
		if held.By != entry.By || entry.At.Sub(held.RecordedAt) > typing {
			return false
		}
		held.Last, held.RecordedAt, held.Text = entry.Last, entry.RecordedAt, entry.Text
		return true
	}
	return false
}

// Curation is what was changed about an entry by hand. The entry itself stays.
type Curation struct {
	Hidden bool      `json:"hidden,omitempty"`
	At     time.Time `json:"at,omitzero"`
	Remark string    `json:"remark,omitempty"`
}

// Curate hides an entry of the timeline, gives it another time or a remark. Each
// Curate replaces the one before; the zero one shows the entry as it was recorded.
type Curate struct {
	Seq    int  `json:"seq"`
	Hidden bool `json:"hidden,omitempty"`
	// HappenedAt is the time to show; zero for the recorded one.
	HappenedAt time.Time `json:"happened_at,omitzero"`
	Remark     string    `json:"remark,omitempty"`
}

// Kind is "curated".
func (Curate) Kind() Kind { return "curated" }

func (c Curate) value() any { return c }

func (c Curate) decide(i Incident, _ rotation.Person, now time.Time) ([]Fact, error) {
	if !slices.ContainsFunc(i.Entries, func(e Entry) bool { return e.Seq == c.Seq }) {
		return nil, fmt.Errorf("entry %d of the timeline: %w", c.Seq, ErrGone)
	}
	var err error
	if c.Remark, err = anyLine("The remark", c.Remark); err != nil {
		return nil, err
	}
	if !c.HappenedAt.IsZero() {
		if c.HappenedAt, err = past("The entry", c.HappenedAt, now); err != nil {
			return nil, err
		}
	}
	if i.Curations[c.Seq] == (Curation{c.Hidden, c.HappenedAt, c.Remark}) {
		return nil, nil
	}
	return []Fact{c}, nil
}

func (c Curate) fold(i *Incident, _ Event) {
	if i.Curations == nil {
		i.Curations = map[int]Curation{}
	}
	i.Curations[c.Seq] = Curation{c.Hidden, c.HappenedAt, c.Remark}
}

// Timeline is the timeline as it was curated, the earliest entry first. Hidden
// entries are in it only with all.
func (i Incident) Timeline(all bool) []Entry {
	shown := make([]Entry, 0, len(i.Entries))
	for _, e := range i.Entries {
		c := i.Curations[e.Seq]
		if e.Hidden, e.Remark = c.Hidden, c.Remark; e.Hidden && !all {
			continue
		}
		if !c.At.IsZero() && !c.At.Equal(e.At) {
			e.At, e.Moved = c.At, true
		}
		shown = append(shown, e)
	}
	slices.SortStableFunc(shown, func(a, b Entry) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Seq, b.Seq)) })
	return shown
}
