package ical

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// length is how long an event lasts: nominal days and hours on the wall clock,
// then exact ones (RFC 5545 3.3.6), in seconds. From 20:00 to 08:00 is nominal.
type length struct {
	nominal int64
	exact   int64
}

// maxLength is the longest event, in seconds; "for ever" is often written as
// year 9999.
const maxLength = 100 * 366 * daySeconds

func (l length) end(start moment) int64 {
	if l == (length{}) {
		return bounded(start.instant())
	}
	from := start.instant()
	to := from
	if l.nominal != 0 {
		to = start.zone.instantOf(start.wall + l.nominal)
	}
	to += l.exact
	if to <= from && l.total() > 0 {
		to = from + l.total() // the clocks skip all of it
	}
	return bounded(to)
}

func (l length) total() int64 { return l.nominal + l.exact }

// between is the length from start to end, on the wall clock when both are in
// one zone. It is bounded by maxLength.
func between(start, end moment) length {
	if start.zone.same(end.zone) {
		return length{nominal: min(end.wall-start.wall, maxLength)}
	}
	return length{exact: min(end.instant()-start.instant(), maxLength)}
}

// parseLength reads a DURATION (RFC 5545 3.3.6): weeks and days are nominal,
// hours, minutes and seconds exact. It must not be negative.
func parseLength(s string) (length, error) {
	var l length
	bad := func() (length, error) {
		return length{}, fmt.Errorf("%q is not a duration such as PT12H or P7D", clean(s, 40))
	}
	rest, ok := strings.CutPrefix(strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(s)), "+"), "P")
	if !ok || rest == "" || rest == "T" {
		return bad()
	}
	inTime := false
	for rest != "" {
		if cut, ok := strings.CutPrefix(rest, "T"); ok && !inTime {
			rest, inTime = cut, true
			continue
		}
		i := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
		if i <= 0 {
			return bad()
		}
		n, err := strconv.Atoi(rest[:i])
		unit := unitOf(rest[i], inTime)
		if err != nil || unit == 0 || int64(n) > maxLength/unit {
			return bad()
		}
		l.grow(int64(n)*unit, inTime)
		rest = rest[i+1:]
	}
	return l, nil
}

func (l *length) grow(seconds int64, exact bool) {
	if exact {
		l.exact = min(l.exact+seconds, maxLength)
	} else {
		l.nominal = min(l.nominal+seconds, maxLength)
	}
}

func unitOf(c byte, inTime bool) int64 {
	switch {
	case c == 'W' && !inTime:
		return 7 * daySeconds
	case c == 'D' && !inTime:
		return daySeconds
	case c == 'H' && inTime:
		return 3600
	case c == 'M' && inTime:
		return 60
	case c == 'S' && inTime:
		return 1
	}
	return 0
}

const day = 24 * time.Hour
