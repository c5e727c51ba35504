package pay

import (
	"time"

	"standby/rotation"
)

// Month is the calendar month in the zone: from its first instant to the first
// instant of the next month. Where the clocks skip midnight it begins with the
// first instant after the gap; where midnight comes twice, with the first. A
// nil zone is UTC.
func Month(year int, month time.Month, zone *time.Location) rotation.Interval {
	if zone == nil {
		zone = time.UTC
	}
	return rotation.Interval{
		Start: midnight(year, month, zone),
		End:   midnight(year, month+1, zone),
	}
}

// midnight is the beginning of the first of the month. time.Date leaves open
// which of two instants it returns near a change of the clocks; this does not.
func midnight(year int, month time.Month, zone *time.Location) time.Time {
	wall := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	t := time.Date(year, month, 1, 0, 0, 0, 0, zone)
	begin, end := t.ZoneBounds()
	if h, m, s := t.Clock(); h != 0 || m != 0 || s != 0 {
		if t.Day() == 1 {
			return begin
		}
		return end
	}
	if begin.IsZero() {
		return t
	}
	_, before := begin.Add(-time.Second).Zone()
	if first := wall.Add(-time.Duration(before) * time.Second).In(zone); first.Before(begin) {
		return first
	}
	return t
}
