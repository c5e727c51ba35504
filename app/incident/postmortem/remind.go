package postmortem

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"standby/app/incident"
	"standby/rotation"
)

// Reminder is something that people were to do and have not.
type Reminder struct {
	// Incident is the ID of the incident, Row the follow-up's, 0 for the post-mortem.
	Incident string `json:"incident"`
	Row      int    `json:"row,omitempty"`
	// Since is from when it is told; Overdue is false for a warning ahead.
	Since   time.Time `json:"since"`
	Overdue bool      `json:"overdue"`
	// Owner is whom it concerns, where that is known.
	Owner    rotation.Person `json:"owner,omitzero"`
	Sentence string          `json:"sentence"`
	Remedy   string          `json:"remedy"`
}

// ahead is how long before its last day ends a date is told.
const ahead = 24 * time.Hour

// Reminders are what is overdue, or is due within a day, at now: the post-mortems
// that a trigger calls for and that are not reviewed, and the follow-ups. next is
// when the next one begins by itself; zero when none does. Exercises remind nobody.
func Reminders(all []incident.Incident, written map[string]Written, s Settings, now time.Time) (due []Reminder, next time.Time) {
	begin := func(r Reminder, warn, over time.Time) {
		for _, t := range []time.Time{warn, over} {
			if t.After(now) && (next.IsZero() || t.Before(next)) {
				next = t
			}
		}
		if now.Before(warn) {
			return
		}
		if r.Since = warn; !now.Before(over) {
			r.Since, r.Overdue = over, true
		}
		due = append(due, r)
	}
	for _, i := range all {
		if i.Drill {
			continue
		}
		if d, waits := s.waits(i, written[i.ID], now); waits {
			begin(Reminder{
				Incident: i.ID, Owner: lastCommander(i),
				Sentence: fmt.Sprintf("The post-mortem of %q is due on %s; it is at %q.", i.Title(), d.Day.Format("Mon 2 Jan 2006"), Label(i.Review.State)),
				Remedy:   "Go on with it, or say why none is needed.",
			}, d.Over.Add(-ahead), d.Over)
		}
		for _, f := range FollowUps(i, now) {
			if f.Due.IsZero() || f.State != Outstanding && f.State != Overdue {
				continue
			}
			begin(Reminder{
				Incident: i.ID, Row: f.Row, Owner: f.Owner,
				Sentence: fmt.Sprintf("%q of %q is due on %s.", f.Text, i.Title(), f.Due.In(s.Calendar.zone()).Format("Mon 2 Jan 2006")),
				Remedy:   "Finish it, give it another date, or take it off the list.",
			}, f.Due.Add(-ahead), f.Due)
		}
	}
	slices.SortStableFunc(due, func(a, b Reminder) int {
		return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Incident, b.Incident), cmp.Compare(a.Row, b.Row))
	})
	return due, next
}

// waits reports whether the post-mortem of an incident is still to be reviewed. An
// incident of which it is not known whether a trigger fired waits too.
func (s Settings) waits(i incident.Incident, w Written, now time.Time) (Due, bool) {
	switch i.Review.State {
	case incident.NotNeeded, incident.Reviewed, incident.Filed:
		return Due{}, false
	case incident.NotBegun:
		if i.Decision.Verdict != incident.Now || Needed(Evaluate(FactsOf(i, w, now), s.Thresholds)) == incident.No {
			return Due{}, false
		}
	}
	return s.Calendar.DueFor(i)
}

// lastCommander is who was in command last.
func lastCommander(i incident.Incident) rotation.Person {
	for _, h := range slices.Backward(i.Holdings) {
		if h.Role == incident.Commanding {
			return h.Person
		}
	}
	return rotation.Person{}
}
