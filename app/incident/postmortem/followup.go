package postmortem

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"standby/app/incident"
	"standby/rotation"
)

// FollowUpState is how far a follow-up has come.
type FollowUpState string

// The states.
const (
	Outstanding FollowUpState = "open"
	Overdue     FollowUpState = "overdue"
	Finished    FollowUpState = "done"
	// Dropped was taken off the list without being done.
	Dropped FollowUpState = "dropped"
)

// FollowUp is a piece of work that came of an incident.
type FollowUp struct {
	// Incident is the ID of the incident, Title its title.
	Incident string `json:"incident"`
	Title    string `json:"title"`
	// Row is the ID of the row in the incident's to-dos.
	Row    int               `json:"row"`
	Sort   incident.TodoSort `json:"sort"`
	Text   string            `json:"text"`
	Owner  rotation.Person   `json:"owner,omitzero"`
	Due    time.Time         `json:"due,omitzero"`
	Ticket string            `json:"ticket,omitempty"`
	State  FollowUpState     `json:"state"`
	// Since is when it was written down or last changed.
	Since time.Time `json:"since"`
}

// FollowUps are the follow-ups and bugs of an incident at now, and what was to be
// done during it and was not, in the order in which they were added. An exercise
// has them too.
func FollowUps(i incident.Incident, now time.Time) []FollowUp {
	var all []FollowUp
	for _, r := range i.Todos {
		t := r.Value
		f := FollowUp{i.ID, i.Title(), r.ID, t.Sort, t.Text, t.Owner, t.Due, t.Ticket, Outstanding, r.At}
		switch {
		case t.Sort == incident.Task && (t.Done || r.Gone):
			continue
		case t.Done:
			f.State = Finished
		case r.Gone:
			f.State = Dropped
		case !t.Due.IsZero() && !now.Before(t.Due):
			f.State = Overdue
		}
		all = append(all, f)
	}
	return all
}

// Unfinished are the follow-ups of many incidents that are neither done nor
// dropped: the overdue ones first, those without a date last, and each kind in
// order of its dates. Exercises are left out.
func Unfinished(all []incident.Incident, now time.Time) []FollowUp {
	var open []FollowUp
	for _, i := range all {
		if i.Drill {
			continue
		}
		for _, f := range FollowUps(i, now) {
			if f.State == Outstanding || f.State == Overdue {
				open = append(open, f)
			}
		}
	}
	slices.SortStableFunc(open, func(a, b FollowUp) int {
		if a.Due.IsZero() != b.Due.IsZero() {
			if a.Due.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Incident, b.Incident), cmp.Compare(a.Row, b.Row))
	})
	return open
}

// unowned says what a follow-up lacks to be seen to.
func (f FollowUp) unowned() []string {
	var lacks []string
	if f.Owner == (rotation.Person{}) {
		lacks = append(lacks, fmt.Sprintf("%q has no owner", f.Text))
	}
	if f.Due.IsZero() {
		lacks = append(lacks, fmt.Sprintf("%q has no date", f.Text))
	}
	return lacks
}
