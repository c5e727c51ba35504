package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"standby/rotation"
	"standby/rotation/pay"
)

const periodForms = "2026-11, 2026, 2026-Q4 or 2026-11-02..2026-11-15"

var quarterForm = regexp.MustCompile(`^([0-9]{4})-[qQ]([1-4])$`)

// payPeriod reads a month, a year, a quarter, a day, or a first and a last day,
// on the clocks of the zone; nothing means all. Where says where the text stands.
func payPeriod(where, text string, zone *time.Location) (rotation.Interval, error) {
	if text == "" {
		return rotation.Interval{}, nil
	}
	i, ok := readPeriod(text, zone)
	switch {
	case !ok:
		return i, usageError{fmt.Errorf("%s %.60q is no period; write %s", where, text, periodForms)}
	case i.Start.Before(earliest) || i.End.After(latest):
		return i, usageError{fmt.Errorf("%s %.60q must lie in the years 1970 to 2099", where, text)}
	}
	return i, nil
}

func readPeriod(text string, zone *time.Location) (rotation.Interval, bool) {
	if m, err := time.Parse("2006-01", text); err == nil {
		return payMonths(m.Year(), m.Month(), 1, zone), true
	}
	if y, err := time.Parse("2006", text); err == nil {
		return payMonths(y.Year(), time.January, 12, zone), true
	}
	if q := quarterForm.FindStringSubmatch(text); q != nil {
		year, _ := strconv.Atoi(q[1]) // both are digits
		n, _ := strconv.Atoi(q[2])
		return payMonths(year, time.Month(3*n-2), 3, zone), true
	}
	first, last, several := strings.Cut(text, "..")
	if !several {
		last = first
	}
	a, err1 := time.Parse(time.DateOnly, first)
	b, err2 := time.Parse(time.DateOnly, last)
	if err1 != nil || err2 != nil || b.Before(a) {
		return rotation.Interval{}, false
	}
	return rotation.Interval{Start: instantAt(a, zone, false), End: instantAt(b.AddDate(0, 0, 1), zone, false)}, true
}

// payMonths are so many calendar months from the first one on.
func payMonths(year int, first time.Month, count int, zone *time.Location) rotation.Interval {
	return rotation.Interval{Start: pay.Month(year, first, zone).Start, End: pay.Month(year, first+time.Month(count-1), zone).End}
}

// periodName is a period as a title has it: "November 2026", "2026",
// "4th quarter of 2026", else its first and last day.
func periodName(i rotation.Interval, zone *time.Location) string {
	from, to := i.Start.In(zone), i.End.In(zone)
	last := i.End.Add(-time.Second).In(zone)
	if from.Day() == 1 && to.Day() == 1 {
		months := 12*(to.Year()-from.Year()) + int(to.Month()-from.Month())
		switch {
		case months == 1:
			return from.Format("January 2006")
		case months == 12 && from.Month() == time.January:
			return from.Format("2006")
		case months == 3 && from.Month()%3 == 1:
			return []string{"1st", "2nd", "3rd", "4th"}[from.Month()/3] + " quarter of " + from.Format("2006")
		}
	}
	if from.Format(time.DateOnly) == last.Format(time.DateOnly) {
		return from.Format("2 January 2006")
	}
	return from.Format("2 January 2006") + " to " + last.Format("2 January 2006")
}

// wholeDays is a span with the days that it begins and ends on.
func wholeDays(i rotation.Interval, zone *time.Location) rotation.Interval {
	day := func(t time.Time, more int) time.Time {
		y, m, d := t.In(zone).Date()
		return instantAt(time.Date(y, m, d+more, 0, 0, 0, 0, time.UTC), zone, false)
	}
	return rotation.Interval{Start: day(i.Start, 0), End: day(i.End.Add(-time.Second), 1)}
}
