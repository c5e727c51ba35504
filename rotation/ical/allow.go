package ical

import (
	"math/bits"
	"slices"
)

func firstBit(set uint32) int { return bits.TrailingZeros32(set) }

// allows reports whether the rule may have an instance on a day: whether each of
// the parts that name days names this one.
func (r *rule) allows(day int64) bool {
	if !r.allowsWeekday(day) {
		return false
	}
	if r.months|r.monthDays|r.fromEnd == 0 && len(r.yearDays)+len(r.weeks) == 0 {
		return true
	}
	c := civilOf(day)
	if r.months != 0 && r.months&(1<<c.month) == 0 {
		return false
	}
	if r.monthDays|r.fromEnd != 0 {
		back := daysIn(c.year, c.month) - c.day + 1
		if r.monthDays&(1<<c.day) == 0 && r.fromEnd&(1<<back) == 0 {
			return false
		}
	}
	return (len(r.yearDays) == 0 || r.allowsYearDay(day, c.year)) &&
		(len(r.weeks) == 0 || r.allowsWeek(day))
}

func (r *rule) allowsWeekday(day int64) bool {
	if r.days == 0 && len(r.nths) == 0 {
		return true
	}
	weekday := weekdayOf(day)
	return r.days&(1<<weekday) != 0 || len(r.nths) > 0 && r.allowsNth(day, weekday)
}

// allowsNth is for BYDAY with a number, within the month.
func (r *rule) allowsNth(day int64, weekday int) bool {
	c := civilOf(day)
	from, back := (c.day-1)/7+1, (daysIn(c.year, c.month)-c.day)/7+1
	return slices.Contains(r.nths, nth{from, weekday}) || slices.Contains(r.nths, nth{-back, weekday})
}

func (r *rule) allowsYearDay(day int64, year int) bool {
	n := int(day-dayOf(year, 1, 1)) + 1
	return slices.Contains(r.yearDays, n) || slices.Contains(r.yearDays, n-daysInYear(year)-1)
}

// allowsWeek is for BYWEEKNO: the first week of a year is the one with at least
// four of its days in it.
func (r *rule) allowsWeek(day int64) bool {
	year := civilOf(day).year
	first := r.firstWeek(year)
	switch {
	case day < first:
		year--
		first = r.firstWeek(year)
	case day >= r.firstWeek(year+1):
		year++
		first = r.firstWeek(year)
	}
	n := int(day-first)/7 + 1
	weeks := int(r.firstWeek(year+1)-first) / 7
	return slices.Contains(r.weeks, n) || slices.Contains(r.weeks, n-weeks-1)
}

// firstWeek is the first day of the first week of a year.
func (r *rule) firstWeek(year int) int64 {
	fourth := dayOf(year, 1, 4)
	return fourth - int64(floorMod(weekdayOf(fourth)-r.wkst, 7))
}

// picked are the indexes that BYSETPOS takes of a set of that size, in order.
func picked(positions []int, size int) []int {
	out := make([]int, 0, len(positions))
	for _, p := range positions {
		i := p - 1
		if p < 0 {
			i = size + p
		}
		if i >= 0 && i < size && !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	slices.Sort(out)
	return out
}
