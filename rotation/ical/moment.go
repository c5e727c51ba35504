package ical

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// moment is a time as a calendar writes it: a wall clock and the zone to read it
// in. Recurrences are computed on wall clocks and mapped to instants last, so
// that a weekly shift keeps its hours when the clocks change.
type moment struct {
	wall     int64 // seconds since 1970 as the clock shows them
	zone     *place
	date     bool // a DATE: the whole local day
	floating bool // nobody says in which zone; zone is then where it is read
}

func (m moment) instant() int64 { return m.zone.instantOf(m.wall) }

// at is the same kind of moment on another wall clock.
func (m moment) at(wall int64) moment {
	m.wall = wall
	return m
}

// asDay is the day that a moment means in an all-day series of that zone. Times
// in UTC are midnight there, or by some writers midnight in UTC itself.
func (m moment) asDay(zone *place) moment {
	if m.zone.utc && !m.date && floorMod64(m.wall, daySeconds) != 0 {
		m.wall = zone.wallOf(m.wall)
	}
	return moment{wall: m.wall - floorMod64(m.wall, daySeconds), zone: zone, date: true}
}

func (m moment) day() int64 {
	day, _ := splitWall(m.wall)
	return day
}

// latest is the last second that can be written in RFC 3339, and so in JSON;
// earliest is the first of the year 1.
var (
	latest   = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC).Unix()
	earliest = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
)

// never is no time at all.
const never = math.MinInt64

func bounded(at int64) int64 { return max(earliest, min(at, latest)) }

// timeAt is an instant as time.Time, in UTC; the zero time for never.
func timeAt(at int64) time.Time {
	if at == never {
		return time.Time{}
	}
	return time.Unix(at, 0).UTC()
}

// parseWall reads a DATE or a DATE-TIME (RFC 5545 3.3.4, 3.3.5) by its shape;
// VALUE is too often missing or wrong to go by.
func parseWall(s string) (wall int64, date, utc bool, err error) {
	text := strings.TrimSpace(s)
	if n := len(text); n > 0 && (text[n-1] == 'Z' || text[n-1] == 'z') {
		text, utc = text[:n-1], true
	}
	hour, minute, second := 0, 0, 0
	ok := true
	switch len(text) {
	case len("20060102"):
		date, utc = true, false
	case len("20060102T1504"), len("20060102T150405"):
		hour, ok = number(text[9:11], 23)
		var fine bool
		minute, fine = number(text[11:13], 59)
		ok = ok && fine && (text[8] == 'T' || text[8] == 't')
		if len(text) == len("20060102T150405") {
			second, fine = number(text[13:15], 60)
			ok = ok && fine
		}
	default:
		ok = false
	}
	var day int64
	if ok {
		day, ok = parseDay(text[:8])
	}
	if !ok {
		return 0, false, false, fmt.Errorf("%q is not a date or time", clean(s, 40))
	}
	// A leap second is the second before it: RFC 5545 3.3.12 allows that.
	return day*daySeconds + int64(hour*3600+minute*60+min(second, 59)), date, utc, nil
}

// parseDay reads 20060102.
func parseDay(s string) (int64, bool) {
	year, ok1 := number(s[:4], 9999)
	month, ok2 := number(s[4:6], 12)
	day, ok3 := number(s[6:8], 31)
	if !ok1 || !ok2 || !ok3 || year < 1 || month < 1 || day < 1 || day > daysIn(year, month) {
		return 0, false
	}
	return dayOf(year, month, day), true
}

// number reads decimal digits, no more than limit.
func number(s string, limit int) (int, bool) {
	n := 0
	for i := range len(s) {
		c := s[i] - '0'
		if c > 9 || n > limit {
			return 0, false
		}
		n = n*10 + int(c)
	}
	return n, s != "" && n <= limit
}
