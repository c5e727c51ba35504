package main

import (
	"fmt"
	"strings"
	"time"

	"standby/rotation/pay/account"
)

// clockDay says on which day a time of the clock is meant: of two that clocks in
// the zone show, whether the first is the better answer.
type clockDay func(a, b time.Time) bool

// lastBefore means the last time that clocks showed it.
func lastBefore(now time.Time) clockDay {
	return func(a, b time.Time) bool {
		if a.After(now) != b.After(now) {
			return !a.After(now)
		}
		return a.After(b) != a.After(now)
	}
}

// firstAfter means the next time that they show it after a start.
func firstAfter(start time.Time) clockDay {
	return func(a, b time.Time) bool {
		if a.After(start) != b.After(start) {
			return a.After(start)
		}
		return a.Before(b) == a.After(start)
	}
}

// nearestTo means the time nearest to another.
func nearestTo(t time.Time) clockDay {
	return func(a, b time.Time) bool { return a.Sub(t).Abs() < b.Sub(t).Abs() }
}

const workedForms = "22:10, \"2026-11-20 22:10\" or 2026-11-20T22:10+01:00"

// workedAt is when work began or ended, as a flag names it: a time of the clock, on
// the day about around that fits best, a day and a time, or one with an offset. What
// clocks in the zone skip or show twice is refused: a guess would be pay.
func workedAt(flag, text string, zone *time.Location, around time.Time, day clockDay) (time.Time, error) {
	text = strings.TrimSpace(text)
	if m := clockTime.FindStringSubmatch(text); m != nil {
		clock, _ := time.Parse("15:04", fmt.Sprintf("%02s:%s", m[1], m[2])) // as the form has it
		return exactly(flag, text, onDay(clock, zone, around, day), zone)
	}
	plain := strings.Replace(text, " ", "T", 1)
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if local, err := time.Parse(layout, plain); err == nil && len(plain) == len(layout) {
			return exactly(flag, text, local, zone)
		}
	}
	t, err := readInstant(text, zone, false)
	switch {
	case err == nil && len(text) == len(time.DateOnly):
		return t, usageError{fmt.Errorf("%s %s is a day; write the time as well, such as \"%s 22:10\"", flag, text, text)}
	case err != nil:
		return t, usageError{fmt.Errorf("%s %.60q is no time; write %s", flag, text, workedForms)}
	}
	return t, inYears(flag, text, t)
}

func inYears(flag, text string, t time.Time) error {
	if t.Before(earliest) || t.After(latest) {
		return usageError{fmt.Errorf("%s %s must lie in the years 1970 to 2099", flag, text)}
	}
	return nil
}

// onDay is what clocks show, in UTC, on the day that fits best.
func onDay(clock time.Time, zone *time.Location, around time.Time, day clockDay) time.Time {
	y, m, d := around.In(zone).Date()
	var best time.Time
	for off := -2; off <= 2; off++ {
		local := time.Date(y, m, d+off, clock.Hour(), clock.Minute(), 0, 0, time.UTC)
		if best.IsZero() || day(instantAt(local, zone, false), instantAt(best, zone, false)) {
			best = local
		}
	}
	return best
}

// exactly is when clocks in zone show what local, in UTC, shows, where that is one
// instant.
func exactly(flag, text string, local time.Time, zone *time.Location) (time.Time, error) {
	const stamp = "2006-01-02T15:04:05-07:00"
	first, last := instantAt(local, zone, false), instantAt(local, zone, true)
	shown := first.In(zone)
	switch {
	case !first.Equal(last):
		return first, usageError{fmt.Errorf("%s %s: clocks in %s show %s twice, as they are put back; write %s or %s",
			flag, text, zone, local.Format("15:04 on 2 Jan 2006"), shown.Format(stamp), last.In(zone).Format(stamp))}
	case shown.Format(time.DateTime) != local.Format(time.DateTime):
		return first, usageError{fmt.Errorf("%s %s: clocks in %s never show %s, as they are put forward to %s then; write %s, or the time with an offset",
			flag, text, zone, local.Format("15:04 on 2 Jan 2006"), shown.Format("15:04"), shown.Format("\"2006-01-02 15:04\""))}
	}
	return first, inYears(flag, text, first)
}

// hoursLength reads a length of time in lieu, in seconds: 8h, 7h36m, 30m, or a number
// of hours such as 7.6. A day is not always as long, so days are not taken.
func hoursLength(flag, text string) (int64, error) {
	plain := strings.TrimSpace(text)
	if last := len(plain) - 1; last >= 0 && plain[last] >= '0' && plain[last] <= '9' {
		plain += "h"
	}
	d, err := time.ParseDuration(strings.ReplaceAll(plain, "min", "m"))
	if err != nil || d == 0 || d%time.Second != 0 || d.Abs() > 10*366*24*time.Hour {
		return 0, usageError{fmt.Errorf("%s %.40q is no length; write 8h, 7h36m, 30m, or a number of hours such as 7.6", flag, text)}
	}
	return int64(d / time.Second), nil
}

// travelLength reads the time of journeys in seconds, which may be none.
func travelLength(text string) (int64, error) {
	if text == "0" || text == "0m" || text == "0h" {
		return 0, nil
	}
	d, err := spanOf(text)
	if err != nil || d%time.Second != 0 {
		return 0, usageError{fmt.Errorf("--travel %.40q is no duration; write 40m, 1h20m, or 0 for none", text)}
	}
	return int64(d / time.Second), nil
}

// dayNamed is the day that a flag or an argument names.
func dayNamed(where, text string) (account.Date, error) {
	d, err := account.ParseDate(strings.TrimSpace(text))
	if err != nil {
		return d, usageError{fmt.Errorf("%s %.40q is no day; write it as 2026-12-14", where, text)}
	}
	return d, nil
}
