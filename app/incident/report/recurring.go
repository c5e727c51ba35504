package report

import (
	"cmp"
	"slices"
	"time"

	"standby/app/incident"
	"standby/app/incident/postmortem"
	"standby/notify"
)

// Issue is trouble that comes back.
type Issue struct {
	Title string `json:"title"`
	// In30 and In90 are how often it came in the last 30 and 90 days of 24 hours.
	In30 int       `json:"in_30"`
	In90 int       `json:"in_90"`
	Last time.Time `json:"last"`
	// LastFix is the newest fix of it that an incident recorded; nil where there is
	// none.
	LastFix *Fix `json:"last_fix,omitempty"`
	// SinceFix is how often it came after that.
	SinceFix int `json:"since_fix,omitempty"`
	// Open are the follow-ups of its incidents that are not done.
	Open []postmortem.FollowUp `json:"open,omitempty"`
}

// Fix is what was done about it in an incident.
type Fix struct {
	Incident string    `json:"incident"`
	Title    string    `json:"title"`
	What     string    `json:"what"`
	At       time.Time `json:"at"`
}

const (
	aMonth  = 30 * 24 * time.Hour
	aSeason = 90 * 24 * time.Hour
)

// tracked is an issue with the times at which it came.
type tracked struct {
	Issue
	came []time.Time
}

// Recurring are the issues that came at least twice within 90 days before now, the
// most frequent of the last 30 days first. What is alike is decided by
// [notify.Likeness]; an incident counts through its pages, and by its title where it
// has none. Exercises are left out.
func Recurring(episodes []notify.Episode, incidents []incident.Incident, now time.Time) []Issue {
	issues := map[string]*tracked{}
	at := func(title, service string) *tracked {
		key := notify.Likeness(title, service)
		if issues[key] == nil {
			issues[key] = &tracked{Issue: Issue{Title: title}}
		}
		return issues[key]
	}
	practice := drillPages(incidents)
	for _, e := range episodes {
		if !practice[e.PageID] {
			at(e.Title, e.Service).came = append(at(e.Title, e.Service).came, e.From)
		}
	}
	for _, i := range incidents {
		if i.Drill {
			continue
		}
		if len(i.Pages) == 0 {
			at(i.Title(), "").came = append(at(i.Title(), "").came, i.OpenedAt)
			at(i.Title(), "").learn(i, now)
		}
		seen := map[*tracked]bool{}
		for _, p := range i.Pages {
			if t := at(p.Title, p.Service); !seen[t] {
				seen[t] = true
				t.learn(i, now)
			}
		}
	}
	return ranked(issues, now)
}

// drillPages are the pages of exercises.
func drillPages(incidents []incident.Incident) map[string]bool {
	pages := map[string]bool{}
	for _, i := range incidents {
		for _, p := range i.Pages {
			if i.Drill {
				pages[p.ID] = true
			}
		}
	}
	return pages
}

// learn takes the newest fix and the open follow-ups of an incident.
func (t *tracked) learn(i incident.Incident, now time.Time) {
	if c, ok := i.Cure(); ok && c.Fix != "" && (t.LastFix == nil || c.At.After(t.LastFix.At)) {
		t.LastFix = &Fix{i.ID, i.Title(), c.Fix, c.At}
	}
	for _, f := range postmortem.FollowUps(i, now) {
		if f.State == postmortem.Outstanding || f.State == postmortem.Overdue {
			t.Open = append(t.Open, f)
		}
	}
}

func ranked(issues map[string]*tracked, now time.Time) []Issue {
	var list []Issue
	for _, t := range issues {
		for _, came := range t.came {
			age := now.Sub(came)
			if age < 0 || age >= aSeason {
				continue
			}
			t.In90++
			if age < aMonth {
				t.In30++
			}
			if came.After(t.Last) {
				t.Last = came
			}
			if t.LastFix != nil && came.After(t.LastFix.At) {
				t.SinceFix++
			}
		}
		if t.In90 >= 2 {
			list = append(list, t.Issue)
		}
	}
	slices.SortFunc(list, func(a, b Issue) int {
		return cmp.Or(cmp.Compare(b.In30, a.In30), cmp.Compare(b.In90, a.In90), b.Last.Compare(a.Last), cmp.Compare(a.Title, b.Title))
	})
	return list
}
