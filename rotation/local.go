package rotation

import (
	"errors"
	"fmt"
	"time"
)

// ErrRange is wrapped by every error about an instant, a window or a number
// that lies outside what the engine computes.
var ErrRange = errors.New("out of range")

// The engine computes from 1970 up to, and without, 2100, in instants of whole
// seconds since 1970.
const (
	minInstant = 0
	maxInstant = 4102444800

	minYear, maxYear = 1970, 2099

	secondsPerHour = 3600
	secondsPerDay  = 86400
	secondsPerWeek = 7 * secondsPerDay
	// secondsPerMonth is the mean of the Gregorian calendar's 400 years.
	secondsPerMonth = 146097 * secondsPerDay / 4800
)

// Local is a date and a time of day as clocks show them, without a zone. Which
// instant it means is decided where it is used: a time that clocks skip means
// the first instant after the gap; one that they show twice means the first for
// starts and hand-offs, and the last for the end of a restriction.
type Local struct {
	Year                 int
	Month                time.Month
	Day                  int
	Hour, Minute, Second int
}

// LocalOf is what clocks in zone show at t, without the fraction of a second.
func LocalOf(t time.Time, zone *time.Location) Local {
	t = t.In(zone)
	return Local{t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second()}
}

// String writes the date and time as RFC 3339 does, without an offset.
func (l Local) String() string {
	return fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02d", l.Year, int(l.Month), l.Day, l.Hour, l.Minute, l.Second)
}

func (l Local) check() error {
	if l.Year < minYear || l.Year > maxYear {
		return fmt.Errorf("local time %s: year must be %d to %d: %w", l, minYear, maxYear, ErrRange)
	}
	u := time.Date(l.Year, l.Month, l.Day, l.Hour, l.Minute, l.Second, 0, time.UTC)
	if LocalOf(u, time.UTC) != l {
		return fmt.Errorf("local time %s: no such date or time of day: %w", l, ErrRange)
	}
	return nil
}

// naive counts the seconds a clock that never changed would have shown since
// the start of 1970.
func (l Local) naive() int64 {
	return time.Date(l.Year, l.Month, l.Day, l.Hour, l.Minute, l.Second, 0, time.UTC).Unix()
}

// civilDays is the number of days from 1970-01-01 to the first of a month,
// months counted from January of year 0 in the proleptic Gregorian calendar.
// Years are reckoned from March, so that the leap day comes last.
func civilDays(month int64) int64 {
	m := month - 2
	y := floorDiv(m, 12)
	mp := m - y*12
	era := floorDiv(y, 400)
	yoe := y - era*400
	return era*146097 + yoe*365 + yoe/4 - yoe/100 + (153*mp+2)/5 - 719468
}
