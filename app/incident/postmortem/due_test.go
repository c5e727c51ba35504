package postmortem_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/incident"
	"standby/app/incident/postmortem"
	"standby/rotation"
)

func resolved(t testing.TB, at time.Time, severities ...incident.Severity) incident.Incident {
	t.Helper()
	s := &scene{t: t}
	s.do(at.Add(-time.Hour), "A", incident.Open{ID: "x", Title: "Example"}, incident.Decide{Verdict: incident.Now, Reason: "example"})
	for _, sev := range severities {
		s.do(at.Add(-time.Minute), "A", incident.Rate{Severity: sev})
	}
	s.do(at, "A", incident.Mark{Milestone: incident.Resolved})
	return s.i
}

func TestDueDates(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	utc := func(s string) time.Time {
		at, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	christmas := map[string]bool{"2026-12-25": true, "2026-12-24": true, "2027-01-01": true}
	cases := []struct {
		name     string
		resolved string
		severity []incident.Severity
		calendar postmortem.Calendar
		want     string
	}{
		{"SEV1 is due after 3 days, weekend or not", "2026-11-20T15:00:00Z", []incident.Severity{1}, postmortem.Calendar{}, "2026-11-23"},
		{"SEV2 is due after 5 working days", "2026-11-20T15:00:00Z", []incident.Severity{2}, postmortem.Calendar{}, "2026-11-27"},
		{"SEV2 resolved on a Sunday", "2026-11-22T09:20:00Z", []incident.Severity{2}, postmortem.Calendar{}, "2026-11-27"},
		{"SEV3 is due after 10 working days", "2026-11-20T15:00:00Z", []incident.Severity{3}, postmortem.Calendar{}, "2026-12-04"},
		{"one without a severity is due like the others", "2026-11-20T15:00:00Z", nil, postmortem.Calendar{}, "2026-12-04"},
		{"the worst severity counts", "2026-11-20T15:00:00Z", []incident.Severity{3, 1, 4}, postmortem.Calendar{}, "2026-11-23"},
		{"holidays are left out", "2026-12-23T10:00:00Z", []incident.Severity{2}, postmortem.Calendar{Holidays: christmas}, "2027-01-04"},
		{"SEV1 knows no holidays", "2026-12-23T10:00:00Z", []incident.Severity{1}, postmortem.Calendar{Holidays: christmas}, "2026-12-26"},
		{"the day is that of the zone", "2026-11-20T23:30:00Z", []incident.Severity{1}, postmortem.Calendar{Zone: berlin}, "2026-11-24"},
		{"another weekend", "2026-11-19T10:00:00Z", []incident.Severity{2}, postmortem.Calendar{Weekend: rotation.On(time.Friday, time.Saturday)}, "2026-11-26"},
		{"over the end of summer time", "2026-10-23T10:00:00Z", []incident.Severity{1}, postmortem.Calendar{Zone: berlin}, "2026-10-26"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			due, ok := c.calendar.DueFor(resolved(t, utc(c.resolved), c.severity...))
			if got := due.Day.Format(time.DateOnly); !ok || got != c.want {
				t.Errorf("it is due on %s, want %s", got, c.want)
			}
			if next := due.Day.AddDate(0, 0, 1); !due.Over.Equal(next) {
				t.Errorf("it is overdue from %s on, want %s", due.Over, next)
			}
		})
	}
	if _, ok := (postmortem.Calendar{}).DueFor(begin(t, "Open", false).i); ok {
		t.Error("an open incident has a due date")
	}
}

func TestWorkingDaysAreCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := time.Unix(rapid.Int64Range(1_700_000_000, 1_900_000_000).Draw(t, "from"), 0).UTC()
		days := rapid.IntRange(1, 30).Draw(t, "days")
		c := postmortem.Calendar{Holidays: map[string]bool{}}
		for range rapid.IntRange(0, 10).Draw(t, "holidays") {
			c.Holidays[from.AddDate(0, 0, rapid.IntRange(0, 40).Draw(t, "holiday")).Format(time.DateOnly)] = true
		}
		due, worked := c.After(from, days, true), 0
		for d := from.AddDate(0, 0, 1); d.Before(due.Over); d = d.AddDate(0, 0, 1) {
			if c.Works(d) {
				worked++
			}
		}
		if worked != days || !c.Works(due.Day) {
			t.Fatalf("%d working days from %s to %s, want %d", worked, from, due.Day, days)
		}
	})
	never := postmortem.Calendar{Weekend: rotation.On(0, 1, 2, 3, 4, 5, 6)}
	if got := never.After(at(8, 0), 5, true).Day.Format(time.DateOnly); got != "2026-11-27" {
		t.Errorf("of a calendar without a working day it is %s", got)
	}
}
