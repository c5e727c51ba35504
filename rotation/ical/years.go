package ical

import (
	"slices"
	"time"

	"github.com/teambition/rrule-go"
)

// walkYears has rrule-go follow a rule that picks days out of a whole year: by
// weekday, by week, by number or by position.
func (r *rule) walkYears(span walls, start moment, m *meter, visit func(wall, at int64) bool) (ended bool, err error) {
	// rrule-go indexes out of its tables on some rules; which ones is not
	// written down anywhere.
	defer func() {
		if p := recover(); p != nil {
			err = describe(p)
		}
	}()
	opt, shift, err := r.option(span, start)
	if err != nil {
		return false, err
	}
	worst := int64(9999-opt.Dtstart.Year()+1) * 366 * r.weight()
	if worst > m.rule || m.left <= 0 {
		return false, errTooMuchWork
	}
	rr, err := rrule.NewRRule(opt)
	if err != nil {
		return false, err
	}
	next, prev := rr.Iterator(), opt.Dtstart
	for n := int64(1); ; n++ {
		t, ok := next()
		if !ok {
			m.spend(worst) // it ran on to the year 9999
			return true, nil
		}
		if !m.spend(int64(t.Sub(prev)/day)*r.weight() + instanceWork) {
			return false, errTooMuchWork
		}
		prev = t
		wall := t.Unix() - shift
		switch {
		case wall > r.until:
			return true, nil
		case wall > span.to && (r.count == 0 || wall > span.to+maxTail*366*daySeconds), !visit(wall, never):
			return false, nil
		case n == r.count:
			return true, nil
		}
	}
}

// weight is the work that a day takes.
func (r *rule) weight() int64 {
	return 10 * (1 + r.perDay()/4 + int64(len(r.positions)+(len(r.yearDays)+len(r.weeks)+len(r.byDay()))/16))
}

// option is the rule as rrule-go takes it, begun as late as gives the same
// instances from the span on. The Gregorian calendar repeats itself, weekdays
// too, after 400 years. rrule-go looks for the next instance until the year 9999
// and cannot be told to stop earlier, so the rule is also run as late as it can
// be: all that it gives is shift seconds late.
func (r *rule) option(span walls, start moment) (opt rrule.ROption, shift int64, err error) {
	if perDay := r.perDay(); perDay > maxPerDay { // rrule-go makes a list of all of a year
		return opt, 0, unless(false, "it repeats %d times a day; the limit is %d", perDay, maxPerDay)
	}
	begin := time.Unix(start.wall, 0).UTC()
	interval := int(min(r.interval, 10_000))
	from := time.Unix(max(span.from, start.wall), 0).UTC()
	if turns := (from.Year()-begin.Year())/interval - 1; r.count == 0 && turns > 0 {
		h, m, s := begin.Clock()
		begin = time.Date(begin.Year()+turns*interval, 1, 1, h, m, s, 0, time.UTC)
	}
	years := max(0, (9990-max(from.Year(), begin.Year()))/400*400)
	opt = rrule.ROption{
		Freq: rrule.YEARLY, Interval: interval, Dtstart: begin.AddDate(years, 0, 0), Until: time.Unix(latest, 0).UTC(),
		Count: int(min(r.count, 1<<31-1)), Wkst: rruleDays[r.wkst], Bysetpos: r.positions, Byyearday: r.yearDays, Byweekno: r.weeks,
		Bymonth: numbers(uint64(r.months)), Byhour: numbers(r.hours), Byminute: numbers(r.minutes), Bysecond: numbers(r.seconds),
		Bymonthday: numbers(uint64(r.monthDays)),
	}
	for _, n := range numbers(uint64(r.fromEnd)) {
		opt.Bymonthday = append(opt.Bymonthday, -n)
	}
	for _, d := range r.byDay() {
		opt.Byweekday = append(opt.Byweekday, rruleDays[d.weekday].Nth(d.n))
	}
	return opt, opt.Dtstart.Unix() - begin.Unix(), nil
}

// byDay is BYDAY as rrule-go takes it. Of days with a number and days without one,
// rrule-go wants both where the standard wants either: beside others, a day
// without a number is written as that day in each week of the year, or month.
func (r *rule) byDay() []nth {
	list := slices.Clone(r.nths)
	weeks := 53
	if r.months != 0 {
		weeks = 5
	}
	for _, d := range numbers(uint64(r.days)) {
		if len(r.nths) == 0 {
			list = append(list, nth{0, d})
			continue
		}
		for n := 1; n <= weeks; n++ {
			list = append(list, nth{n, d})
		}
	}
	return list
}

var rruleDays = [...]rrule.Weekday{rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU}

// numbers are the bits of a set, in order.
func numbers(set uint64) []int {
	var list []int
	for n := range 64 {
		if set&(1<<n) != 0 {
			list = append(list, n)
		}
	}
	return list
}
