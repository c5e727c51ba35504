package ical

import (
	"errors"
	"fmt"
	"math"
)

// Work is counted in steps of some 20 ns: a day or a turn of a rule that is
// looked at is one, an instance that it gives is instanceWork.
const (
	workBudget   = 20_000_000 // for one file: below 2 s at the very worst
	ruleBudget   = 8_000_000  // for one rule
	stepWork     = 4          // of a rule that repeats within a day
	instanceWork = 4
)

var errTooMuchWork = errors.New("it takes too much work to follow; give it an UNTIL or a later start")

// meter is the work that may still be done for a file, and for a rule of it.
type meter struct{ left, rule int64 }

// spend takes work from the meter; false when there was not enough.
func (m *meter) spend(n int64) bool {
	m.left -= n
	m.rule -= n
	return m.left >= 0 && m.rule >= 0
}

// walls is a span of wall clocks, both ends included.
type walls struct{ from, to int64 }

// maxTail is how many turns past the span a counted rule is followed to find its
// end; one that goes on is as good as endless.
const maxTail = 1000

// walk visits the starts of the rule in span, in order, until visit says stop or
// the rule ends; ended tells that it did. at is the instant where the rule says
// which one it is, and never where the wall clock decides. It may visit a few
// starts before the span, and those of a counted rule some way behind it.
func (r *rule) walk(span walls, start moment, m *meter, visit func(wall, at int64) bool) (ended bool, err error) {
	m.rule = ruleBudget
	switch {
	case r.freq < daily:
		return r.walkSteps(span, start, m, visit)
	case r.freq == yearly && r.wholeYear():
		return r.walkYears(span, start, m, visit)
	}
	return r.walkTurns(span, start, m, visit)
}

// wholeYear reports whether a yearly rule picks its days out of a year, and not
// out of months.
func (r *rule) wholeYear() bool {
	return len(r.yearDays)+len(r.weeks)+len(r.positions) > 0 || r.months == 0 && (r.days != 0 || len(r.nths) > 0)
}

// turns is a rule that is followed one day, week, month or year after the other.
type turns struct {
	*rule
	start moment
	base  int64 // the day, first day of the week, month or year of the start
	times []int32
	days  []int64 // of the turn that is looked at
	found int64   // instances so far
}

// walkTurns follows rules from DAILY to YEARLY by counting days.
func (r *rule) walkTurns(span walls, start moment, m *meter, visit func(wall, at int64) bool) (bool, error) {
	if !m.spend(r.perDay()) {
		return false, errTooMuchWork
	}
	t := turns{rule: r, start: start, times: r.times(start)}
	first := start.day()
	t.base = r.turnOf(first)
	k := int64(0)
	if from, _ := splitWall(span.from); r.count == 0 && from > first {
		k = max(0, (r.turnOf(from)-t.base)/r.step()-1)
	}
	for tail := 0; ; k++ {
		begin := t.dayOfTurn(k) * daySeconds
		switch {
		case begin > r.until || begin > latest:
			return true, nil
		case begin > span.to:
			if tail++; r.count == 0 || tail > maxTail {
				return false, nil
			}
		}
		if !m.spend(1) {
			return false, errTooMuchWork
		}
		if err := t.collect(k, m); err != nil {
			return false, err
		}
		if done, ended, err := t.give(m, visit); done || err != nil {
			return ended, err
		}
	}
}

// give visits the instances of the days that were collected.
func (t *turns) give(m *meter, visit func(wall, at int64) bool) (done, ended bool, err error) {
	size := len(t.days) * len(t.times)
	give := func(i int) (done bool) {
		wall := t.days[i/len(t.times)]*daySeconds + int64(t.times[i%len(t.times)])
		switch {
		case wall < t.start.wall:
			return false
		case wall > t.until:
			ended = true
			return true
		case !m.spend(instanceWork):
			err = errTooMuchWork
			return true
		case !visit(wall, never):
			return true
		}
		t.found++
		ended = t.count > 0 && t.found >= t.count
		return ended
	}
	if len(t.positions) == 0 {
		for i := range size {
			if give(i) {
				return true, ended, err
			}
		}
		return false, false, nil
	}
	for _, i := range picked(t.positions, size) {
		if give(i) {
			return true, ended, err
		}
	}
	return false, false, nil
}

// step is how far one turn is from the next, in units of turnOf.
func (r *rule) step() int64 {
	if r.freq == weekly {
		return 7 * r.interval
	}
	return r.interval
}

// turnOf is the turn that a day lies in: itself, the first day of its week, its
// month counted from the year 0, its year.
func (r *rule) turnOf(day int64) int64 {
	switch r.freq {
	case weekly:
		return day - int64(floorMod(weekdayOf(day)-r.wkst, 7))
	case monthly:
		c := civilOf(day)
		return int64(c.year*12 + c.month - 1)
	case yearly:
		return int64(civilOf(day).year)
	}
	return day
}

// dayOfTurn is the first day of the k-th turn, far in the future when it would
// overflow.
func (t *turns) dayOfTurn(k int64) int64 {
	if k > 0 && t.step() > math.MaxInt64/8/k {
		return latest
	}
	at := t.base + k*t.step()
	switch {
	case at > latest:
		return latest
	case t.freq == monthly && at < 12*10_000:
		return dayOf(int(at/12), int(at%12)+1, 1)
	case t.freq == yearly && at < 10_000:
		return dayOf(int(at), 1, 1)
	case t.freq >= monthly:
		return latest
	}
	return at
}

// collect gathers the days of the k-th turn.
func (t *turns) collect(k int64, m *meter) error {
	t.days = t.days[:0]
	first := t.dayOfTurn(k)
	switch t.freq {
	case daily:
		t.add(first, first, m)
	case weekly:
		t.add(first, first+6, m)
	case monthly:
		t.month(first, m)
	case yearly:
		year := civilOf(first).year
		for month := 1; month <= 12; month++ {
			if t.months == 0 || t.months&(1<<month) != 0 {
				t.month(dayOf(year, month, 1), m)
			}
		}
	}
	if m.left < 0 || m.rule < 0 {
		return errTooMuchWork
	}
	return nil
}

// month gathers the days of the month that begins on first.
func (t *turns) month(first int64, m *meter) {
	c := civilOf(first)
	if t.months != 0 && t.months&(1<<c.month) == 0 {
		return
	}
	size := daysIn(c.year, c.month)
	if t.days == nil {
		t.days = make([]int64, 0, 8)
	}
	// One day of the month, the commonest rule, is found without a search.
	if t.fromEnd == 0 && t.monthDays != 0 && t.monthDays&(t.monthDays-1) == 0 {
		d := firstBit(t.monthDays)
		if d <= size {
			t.add(first+int64(d-1), first+int64(d-1), m)
		}
		return
	}
	t.add(first, first+int64(size-1), m)
}

// add gathers those of the days that the rule allows.
func (t *turns) add(first, last int64, m *meter) {
	m.spend(last - first)
	for day := first; day <= last; day++ {
		if t.days = append(t.days, day); !t.allows(day) {
			t.days = t.days[:len(t.days)-1]
		}
	}
}

func describe(err any) error { return fmt.Errorf("it cannot be followed: %v", err) }
