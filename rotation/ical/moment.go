package ical

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// moment is a time as a calendar writes it: a wall clock and the zone to read it
// in. Recurrences are computed on wall clocks and mapped to instants last, so
// that a weekly shift keeps its hours when the clocks change.
type moment struct {
	wall time.Time // the wall clock, dressed as UTC
	zone *time.Location
	date bool // a DATE: the whole local day
}

func (m moment) instant() time.Time { return instantOf(m.wall, m.zone) }

// at is the same kind of moment on another wall clock.
func (m moment) at(wall time.Time) moment {
	m.wall = wall
	return m
}

// asDay is the day that a moment means in an all-day series of that zone. Times
// in UTC are midnight there, or by some writers midnight in UTC itself.
func (m moment) asDay(zone *time.Location) moment {
	if m.zone == time.UTC && !m.date && m.wall.Truncate(day) != m.wall {
		m.wall = dressed(m.wall, zone)
	}
	return moment{wall: m.wall.Truncate(day), zone: zone, date: true}
}

func (m moment) day() string { return m.wall.Format("20060102") }

// latest is the last second that can be written in RFC 3339, and so in JSON.
var latest = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)

// instantOf is the instant at which a clock in loc shows wall. When the clocks
// skip it, that is the first instant after the gap; when they show it twice, it
// is the first of the two. time.Date promises neither.
func instantOf(wall time.Time, loc *time.Location) time.Time {
	u := wall.Unix()
	early, late := offsetAt(u-margin, loc), offsetAt(u+margin, loc)
	first, second := u-max(early, late), u-min(early, late)
	for _, c := range [...]int64{first, second} {
		if c+offsetAt(c, loc) == u {
			return bounded(time.Unix(c, 0).UTC())
		}
	}
	after := time.Unix(second, 0).In(loc)
	if gapEnd, _ := after.ZoneBounds(); !gapEnd.IsZero() {
		after = gapEnd
	}
	return bounded(after.UTC())
}

// margin is more than any zone is from UTC, in seconds.
const margin = 16 * 3600

func offsetAt(unix int64, loc *time.Location) int64 {
	_, offset := time.Unix(unix, 0).In(loc).Zone()
	return int64(offset)
}

func bounded(t time.Time) time.Time {
	if t.After(latest) {
		return latest
	}
	return t
}

// dressed is the wall clock in loc at t, dressed as UTC.
func dressed(t time.Time, loc *time.Location) time.Time {
	t = t.In(loc)
	_, offset := t.Zone()
	return t.Add(time.Duration(offset) * time.Second).UTC()
}

// parseWall reads a DATE or a DATE-TIME (RFC 5545 3.3.4, 3.3.5) by its shape;
// VALUE is too often missing or wrong to go by.
func parseWall(s string) (wall time.Time, date, utc bool, err error) {
	text := strings.ToUpper(strings.TrimSpace(s))
	local, utc := strings.CutSuffix(text, "Z")
	layout := "20060102T150405"
	switch len(local) {
	case len("20060102"):
		layout, date, utc = "20060102", true, false
	case len("20060102T1504"):
		layout = "20060102T1504"
	}
	// A leap second is the second before it: RFC 5545 3.3.12 allows that.
	if strings.HasSuffix(local, "60") && len(local) == len("20060102T150405") {
		local = strings.TrimSuffix(local, "60") + "59"
	}
	wall, err = time.Parse(layout, local)
	if err != nil || wall.Year() < 1 {
		return time.Time{}, false, false, fmt.Errorf("%q is not a date or time", clean(s, 40))
	}
	return wall, date, utc, nil
}

// length is how long an event lasts: nominal days and hours on the wall clock,
// then exact ones (RFC 5545 3.3.6). From 20:00 to 08:00 is nominal.
type length struct {
	nominal time.Duration
	exact   time.Duration
}

// maxLength is the longest event; "for ever" is often written as year 9999.
const maxLength = 100 * 366 * 24 * time.Hour

func (l length) end(start moment) time.Time {
	return bounded(instantOf(start.wall.Add(l.nominal), start.zone).Add(l.exact))
}

func (l length) total() time.Duration { return l.nominal + l.exact }

// between is the length from start to end, on the wall clock when both are in
// one zone. It is bounded by maxLength.
func between(start, end moment) length {
	if start.zone.String() == end.zone.String() {
		return length{nominal: min(end.wall.Sub(start.wall), maxLength)}
	}
	return length{exact: min(end.instant().Sub(start.instant()), maxLength)}
}

// parseLength reads a DURATION (RFC 5545 3.3.6): weeks and days are nominal,
// hours, minutes and seconds exact. It must be positive.
func parseLength(s string) (length, error) {
	var l length
	bad := fmt.Errorf("%q is not a duration such as PT12H or P7D", clean(s, 40))
	rest, ok := strings.CutPrefix(strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(s)), "+"), "P")
	if !ok {
		return l, bad
	}
	inTime := false
	for rest != "" {
		if cut, ok := strings.CutPrefix(rest, "T"); ok && !inTime {
			rest, inTime = cut, true
		}
		i := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
		if i <= 0 {
			return l, bad
		}
		n, err := strconv.Atoi(rest[:i])
		unit := unitOf(rest[i], inTime)
		if err != nil || unit == 0 || n > int(maxLength/unit) {
			return l, bad
		}
		l.grow(time.Duration(n)*unit, inTime)
		rest = rest[i+1:]
	}
	if l.total() <= 0 {
		return l, fmt.Errorf("the duration %q is not longer than nothing", clean(s, 40))
	}
	return l, nil
}

func (l *length) grow(d time.Duration, exact bool) {
	if exact {
		l.exact = min(l.exact+d, maxLength)
	} else {
		l.nominal = min(l.nominal+d, maxLength)
	}
}

func unitOf(c byte, inTime bool) time.Duration {
	switch {
	case c == 'W' && !inTime:
		return 7 * 24 * time.Hour
	case c == 'D' && !inTime:
		return 24 * time.Hour
	case c == 'H' && inTime:
		return time.Hour
	case c == 'M' && inTime:
		return time.Minute
	case c == 'S' && inTime:
		return time.Second
	}
	return 0
}
