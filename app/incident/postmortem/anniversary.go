package postmortem

import (
	"cmp"
	"slices"
	"time"

	"standby/app/incident"
)

// Anniversary is an incident of which the day comes round.
type Anniversary struct {
	Incident string `json:"incident"`
	Title    string `json:"title"`
	// Years is how long ago it was, On the first instant of the day.
	Years int       `json:"years"`
	On    time.Time `json:"on"`
	// Open are its follow-ups that are still not done.
	Open []FollowUp `json:"open,omitempty"`
}

// Anniversaries are the incidents that lie whole years, and at least one, before
// the days from that of from on, so many days of them, in order of the days. One of
// 29 February is told on 28 February of other years. Exercises, and what turned out
// to be no incident, have none.
func Anniversaries(all []incident.Incident, from time.Time, days int, zone *time.Location) []Anniversary {
	var list []Anniversary
	first := from.In(zone)
	for n := range days {
		day := time.Date(first.Year(), first.Month(), first.Day()+n, 0, 0, 0, 0, zone)
		for _, i := range all {
			years, falls := comesRound(happened(i).In(zone), day)
			if !falls || i.Drill || i.Decision.Verdict != incident.Now {
				continue
			}
			a := Anniversary{Incident: i.ID, Title: i.Title(), Years: years, On: day}
			for _, f := range FollowUps(i, from) {
				if f.State == Outstanding || f.State == Overdue {
					a.Open = append(a.Open, f)
				}
			}
			list = append(list, a)
		}
	}
	slices.SortStableFunc(list, func(a, b Anniversary) int {
		return cmp.Or(a.On.Compare(b.On), cmp.Compare(b.Years, a.Years), cmp.Compare(a.Incident, b.Incident))
	})
	return list
}

func comesRound(then, day time.Time) (years int, falls bool) {
	years = day.Year() - then.Year()
	if years < 1 || then.Month() != day.Month() {
		return years, false
	}
	last := time.Date(day.Year(), day.Month()+1, 0, 12, 0, 0, 0, day.Location()).Day()
	return years, min(then.Day(), last) == day.Day()
}

// happened is when the incident was: when it began, else when it was noticed, else
// when it was opened.
func happened(i incident.Incident) time.Time {
	for _, m := range []incident.Milestone{incident.Began, incident.Detected} {
		if s, ok := i.Milestones[m]; ok && !s.At.IsZero() {
			return s.At
		}
	}
	return i.OpenedAt
}
