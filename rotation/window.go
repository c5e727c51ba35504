package rotation

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Weekdays is a set of days of the week; the zero value stands for all seven.
type Weekdays uint8

// On is the set of the given days.
func On(days ...time.Weekday) Weekdays {
	var w Weekdays
	for _, d := range days {
		w |= 1 << d
	}
	return w
}

// Has reports whether the day is in the set.
func (w Weekdays) Has(d time.Weekday) bool { return w == 0 || w&(1<<d) != 0 }

// Clock is a time of day in seconds since midnight as clocks show it, 0 to
// 86,400; the latter is the end of the day.
type Clock int32

// ClockAt is the time of day that a clock shows as hour:minute.
func ClockAt(hour, minute int) Clock { return Clock(hour*secondsPerHour + minute*60) }

// Window is a span of the week in which a layer is in force. It begins at Start
// on each of Days and ends at End, Nights days later. With no Nights and an End
// that is not after Start it crosses midnight; equal ones make a whole day.
type Window struct {
	Days       Weekdays
	Start, End Clock
	// Nights is 0 to 7; the window lasts no longer than a week.
	Nights int
}

func (w Window) check() error {
	switch {
	case w.Days > 127:
		return fmt.Errorf("window on days %b: a week has seven: %w", w.Days, ErrRange)
	case w.Start < 0 || w.Start >= secondsPerDay || w.End < 0 || w.End > secondsPerDay:
		return fmt.Errorf("window from second %d to %d of the day: must be within 0 to %d: %w", w.Start, w.End, secondsPerDay, ErrRange)
	case w.Nights < 0 || w.length() > 7*secondsPerDay:
		return fmt.Errorf("window of %d nights: must last a week at most: %w", w.Nights, ErrRange)
	}
	return nil
}

// length is how long clocks say the window lasts, in seconds.
func (w Window) length() int64 {
	n := int64(w.Nights)*secondsPerDay + int64(w.End) - int64(w.Start)
	if w.Nights == 0 && n <= 0 {
		n += secondsPerDay
	}
	return n
}

// opening is when a window opens, in seconds of clock time since a Thursday
// began, as 1970 did, and for how long.
type opening struct{ at, length int64 }

// openings are the windows of a week in order.
func openings(windows []Window) []opening {
	var list []opening
	for _, w := range windows {
		for day := range 7 {
			if w.Days.Has(time.Weekday((day + int(time.Thursday)) % 7)) {
				list = append(list, opening{int64(day)*secondsPerDay + int64(w.Start), w.length()})
			}
		}
	}
	slices.SortFunc(list, func(a, b opening) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.length, b.length)) })
	return list
}

// slack is more than clocks ever jump: Samoa's jumped over a whole day.
const slack = secondsPerDay + 3*secondsPerHour

// appendOpen adds the spans of [from, to) in which any window is open, in order
// and apart from one another.
func appendOpen(dst []span, week []opening, z *zoneTable, from, to int64) []span {
	base, regime := len(dst), z.regimeAt(from)
	local := from + z.regimes[regime].off
	for week0 := floorDiv(local-secondsPerWeek-slack, secondsPerWeek) * secondsPerWeek; ; week0 += secondsPerWeek {
		r := &z.regimes[regime]
		calm := max(r.first.start, r.last.start) <= week0 && week0+2*secondsPerWeek <= min(r.first.end, r.last.end)
		if begins := week0 - r.off; calm && from <= begins && begins+2*secondsPerWeek <= to {
			dst = appendWeek(dst, base, week, begins)
			continue
		}
		for _, o := range week {
			s := span{week0 + o.at, week0 + o.at + o.length}
			if s.end+slack < local {
				continue
			}
			if calm {
				s.start, s.end = s.start-r.off, s.end-r.off
			} else {
				s.start, regime = z.first(s.start, regime)
				s.end, _ = z.last(s.end, regime)
			}
			if s.start >= to {
				return dst
			}
			s = s.clip(from, to)
			if n := len(dst); n > base && s.start <= dst[n-1].end {
				dst[n-1].end = max(dst[n-1].end, s.end)
			} else if !s.empty() {
				dst = append(dst, s)
			}
		}
	}
}

// appendWeek adds the windows of a week that begins at an instant, in which no
// clock changes and nothing is to be cut.
func appendWeek(dst []span, base int, week []opening, begins int64) []span {
	for _, o := range week {
		s := span{begins + o.at, begins + o.at + o.length}
		if n := len(dst); n > base && s.start <= dst[n-1].end {
			dst[n-1].end = max(dst[n-1].end, s.end)
		} else {
			dst = append(dst, s)
		}
	}
	return dst
}

// span is a half-open interval of instants.
type span struct{ start, end int64 }

func (s span) clip(from, to int64) span { return span{max(s.start, from), min(s.end, to)} }

func (s span) empty() bool { return s.start >= s.end }

// mergeSpans puts spans in order and joins what touches.
func mergeSpans(list []span) []span {
	order := func(a, b span) int { return cmp.Compare(a.start, b.start) }
	if !slices.IsSortedFunc(list, order) {
		slices.SortFunc(list, order)
	}
	n := 0
	for _, s := range list {
		if n > 0 && s.start <= list[n-1].end {
			list[n-1].end = max(list[n-1].end, s.end)
			continue
		}
		list[n] = s
		n++
	}
	return list[:n]
}
