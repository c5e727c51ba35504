package paper

import (
	"time"

	"standby/rotation"
)

// Moment is an instant for a reader: weekday, day and time of day in the zone,
// with the distance to UTC where the same wall clock comes twice, in the night
// when the clocks go back.
func Moment(t time.Time, loc *time.Location) string {
	t = t.In(loc)
	s := t.Format("Mon 2 Jan 2006 15:04")
	if t.Second() != 0 {
		s = t.Format("Mon 2 Jan 2006 15:04:05")
	}
	if ambiguous(t) {
		s += t.Format(" -07:00")
	}
	return s
}

// ambiguous reports whether another instant has the same wall clock.
func ambiguous(t time.Time) bool {
	_, here := t.Zone()
	for _, d := range []time.Duration{-6 * time.Hour, 6 * time.Hour} {
		_, near := t.Add(d).Zone()
		other := t.Add(time.Duration(here-near) * time.Second)
		if _, there := other.Zone(); near != here && there == near {
			return true
		}
	}
	return false
}

// Period is a span for a reader: in whole days where it starts and ends at
// midnight, the last one included.
func Period(i rotation.Interval, loc *time.Location) string {
	from, to := i.Start.In(loc), i.End.In(loc)
	if !Midnight(from) || !Midnight(to) {
		return Moment(from, loc) + " to " + Moment(to, loc)
	}
	last := to.AddDate(0, 0, -1)
	if from.Format(time.DateOnly) == last.Format(time.DateOnly) {
		return from.Format("2 January 2006")
	}
	return from.Format("2 January 2006") + " to " + last.Format("2 January 2006")
}

// Midnight reports whether a day begins at t, by the wall clock of its zone.
func Midnight(t time.Time) bool { return t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 }
