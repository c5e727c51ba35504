package account

import (
	"cmp"
	"fmt"
	"time"
)

// Date is a day by the person's calendar. The zero Date is no day.
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

// ParseDate reads "2026-12-14".
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || !DateOf(t, time.UTC).real() {
		return Date{}, fmt.Errorf("read a date: not a day of the years %d to %d such as 2026-12-14", minYear, maxYear)
	}
	return DateOf(t, time.UTC), nil
}

// String writes the date as ISO 8601 does.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// MarshalText writes the date as String does, and no day as nothing.
func (d Date) MarshalText() ([]byte, error) {
	if d == (Date{}) {
		return nil, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d = Date{}
	if len(text) > 0 {
		*d, err = ParseDate(string(text))
	}
	return err
}

// IsZero reports whether it is no day.
func (d Date) IsZero() bool { return d == Date{} }

// Compare is -1, 0 or 1 as the date is before, at or after the other.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day))
}

// After reports whether the date is later than the other.
func (d Date) After(o Date) bool { return d.Compare(o) > 0 }

const minYear, maxYear = 1970, 2099

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

func (d Date) real() bool {
	return d.Year >= minYear && d.Year <= maxYear && DateOf(d.utc(), time.UTC) == d
}

// add goes on by months, to the last day of a shorter one, and then by days.
func (d Date) add(months, days int) Date {
	first := time.Date(d.Year, d.Month+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return DateOf(first.AddDate(0, 0, min(d.Day, last)-1+days), time.UTC)
}

// yearly is the first day of that date in the year, on or after d; a 29 February
// is the 28th in other years.
func (d Date) yearly(month time.Month, day int) Date {
	for year := d.Year; ; year++ {
		at := Date{year, month, 1}
		at.Day = min(day, at.last())
		if !d.After(at) {
			return at
		}
	}
}

// last is the last day of the date's month.
func (d Date) last() int { return time.Date(d.Year, d.Month+1, 0, 0, 0, 0, 0, time.UTC).Day() }
