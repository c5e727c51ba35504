package holiday

import (
	"fmt"
	"sort"
	"time"
)

// The calendar is computed from the start of 1970 to the end of 2099.
const (
	MinYear = 1970
	MaxYear = 2099

	secondsPerDay = 86400
)

// Date is a day of the Gregorian calendar, without a zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the date that clocks in zone show at t.
func DateOf(t time.Time, zone *time.Location) Date {
	y, m, d := t.In(zone).Date()
	return Date{y, m, d}
}

// String writes the date as ISO 8601 does: 2026-12-24.
func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.day().weekday() }

func (d Date) day() day {
	return day(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// real says that there is such a date, and that it is within the bounds.
func (d Date) real() bool {
	return d.Year >= MinYear && d.Year <= MaxYear && d.day().date() == d
}

// day counts from 1970-01-01.
type day int32

func (d day) date() Date {
	y, m, n := time.Unix(int64(d)*secondsPerDay, 0).UTC().Date()
	return Date{y, m, n}
}

func (d day) weekday() time.Weekday {
	return time.Weekday((int(d)%7 + 7 + int(time.Thursday)) % 7) // 1970 began on a Thursday
}

// instant is when clocks in zone show second of the day d: the first such
// instant, or with last the last one, or the first after the gap that skips it.
func (d day) instant(second int32, zone *time.Location, last bool) time.Time {
	local := int64(d)*secondsPerDay + int64(second)
	// No clock is further from UTC than a day, so these two offsets are those
	// before and after whatever change is near.
	before := local - offset(local-secondsPerDay, zone)
	after := local - offset(local+secondsPerDay, zone)
	shown := func(t int64) bool { return t+offset(t, zone) == local }
	switch {
	case shown(before) && shown(after) && last:
		return time.Unix(max(before, after), 0).UTC()
	case shown(before) && shown(after):
		return time.Unix(min(before, after), 0).UTC()
	case shown(before):
		return time.Unix(before, 0).UTC()
	case shown(after):
		return time.Unix(after, 0).UTC()
	}
	n := sort.Search(int(before-after), func(i int) bool {
		t := after + int64(i)
		return t+offset(t, zone) >= local
	})
	return time.Unix(after+int64(n), 0).UTC()
}

func offset(t int64, zone *time.Location) int64 {
	_, off := time.Unix(t, 0).In(zone).Zone()
	return int64(off)
}
