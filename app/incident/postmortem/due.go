package postmortem

import (
	"time"

	"standby/app/incident"
	"standby/rotation"
)

// Calendar says which days people work.
type Calendar struct {
	// Zone is the one whose days count; nil is UTC.
	Zone *time.Location
	// Weekend are the days off of every week; none means Saturday and Sunday.
	Weekend rotation.Weekdays
	// Holidays are further days off, as "2026-12-25".
	Holidays map[string]bool
}

func (c Calendar) zone() *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// Works reports whether the day of t, by the clock of the zone, is a working day.
func (c Calendar) Works(t time.Time) bool {
	t = t.In(c.zone())
	weekend := c.Weekend
	if weekend == 0 {
		weekend = rotation.On(time.Saturday, time.Sunday)
	}
	return !weekend.Has(t.Weekday()) && !c.Holidays[t.Format(time.DateOnly)]
}

// Due is a day by the end of which something is to be done.
type Due struct {
	// Day is its first instant, Over the first of the day after, from which on it is
	// overdue.
	Day  time.Time `json:"day"`
	Over time.Time `json:"over"`
}

// After is the day that comes so many days after that of t; the day of t itself is
// not counted. Working counts working days alone. Of a calendar without any
// working day within ten years the days are counted as they come.
func (c Calendar) After(t time.Time, days int, working bool) Due {
	t = t.In(c.zone())
	day := func(n int) time.Time { return time.Date(t.Year(), t.Month(), t.Day()+n, 0, 0, 0, 0, c.zone()) }
	const tenYears = 3660
	at := days
	if working {
		for left, n := days, 1; left > 0 && n <= tenYears; n++ {
			// Noon is there on every day, midnight is not.
			if c.Works(day(n).Add(12 * time.Hour)) {
				if left--; left == 0 {
					at = n
				}
			}
		}
	}
	return Due{day(at), day(at + 1)}
}

// DueFor is by when the post-mortem of an incident is to be reviewed: 3 days after
// it was resolved for SEV1, 5 working days for SEV2 (PagerDuty's incident response
// documentation), 10 working days for any other (ours). The worst severity that it
// ever had counts. ok is false while it is not resolved.
func (c Calendar) DueFor(i incident.Incident) (due Due, ok bool) {
	resolved := i.Milestones[incident.Resolved].At
	if resolved.IsZero() {
		return Due{}, false
	}
	switch WorstSeverity(i) {
	case 1:
		return c.After(resolved, 3, false), true
	case 2:
		return c.After(resolved, 5, true), true
	}
	return c.After(resolved, 10, true), true
}

// WorstSeverity is the worst that an incident ever had; 0 where none was set.
func WorstSeverity(i incident.Incident) incident.Severity {
	var worst incident.Severity
	for _, r := range i.Ratings {
		if worst == 0 || r.Severity < worst {
			worst = r.Severity
		}
	}
	return worst
}
