package rotation

import (
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

// span is a half-open interval of instants.
type span struct{ start, end int64 }

func (s span) clip(from, to int64) span { return span{max(s.start, from), min(s.end, to)} }

func (s span) empty() bool { return s.start >= s.end }

// appendWindows adds the spans of [from, to) in which any window is open, in
// order and apart from one another.
func appendWindows(dst []span, windows []Window, z *zoneTable, from, to int64) []span {
	base := len(dst)
	lastDay := floorDiv(to+z.offset(to), secondsPerDay) + 1
	hint := z.segment(from)
	for _, w := range windows {
		length := w.length()
		// A day more on either side, for clocks that jump over midnight.
		day := floorDiv(from+z.offset(from)-length, secondsPerDay) - 1
		for ; day <= lastDay; day++ {
			if !w.Days.Has(time.Weekday(floorMod(day+4, 7))) {
				continue
			}
			local := day*secondsPerDay + int64(w.Start)
			s := span{z.first(local, &hint), z.last(local + length)}.clip(from, to)
			if !s.empty() {
				dst = append(dst, s)
			}
		}
	}
	return mergeSpans(dst, base)
}

// mergeSpans puts dst[base:] in order and joins what touches.
func mergeSpans(dst []span, base int) []span {
	part := dst[base:]
	order := func(a, b span) int {
		switch {
		case a.start < b.start:
			return -1
		case a.start > b.start:
			return 1
		}
		return 0
	}
	if !slices.IsSortedFunc(part, order) {
		slices.SortFunc(part, order)
	}
	n := base
	for _, s := range part {
		if n > base && s.start <= dst[n-1].end {
			dst[n-1].end = max(dst[n-1].end, s.end)
			continue
		}
		dst[n] = s
		n++
	}
	return dst[:n]
}
