package ical

import (
	"errors"
	"fmt"
	"time"

	"github.com/teambition/rrule-go"
)

// Work is counted in days of the calendar that rrule-go looks at, times the
// weight of the rule, and instances that it gives. A day takes some 200 ns.
const (
	workBudget = 5_000_000 // for one file
	ruleBudget = 2_500_000 // for one rule at its worst
)

var errTooMuchWork = errors.New("it takes too much work to follow; give it an UNTIL or a later start")

// meter is the work that may still be done for a file.
type meter struct{ left int64 }

// spend takes work from the meter; false when there was not enough.
func (m *meter) spend(n int64) bool {
	m.left -= n
	return m.left >= 0
}

const day = 24 * time.Hour

// periodDays is at least how many days one turn of the rule takes.
func (r rule) periodDays() int {
	switch r.opt.Freq {
	case rrule.YEARLY:
		return 366 * r.opt.Interval
	case rrule.MONTHLY:
		return 31 * r.opt.Interval
	case rrule.WEEKLY:
		return 7 * r.opt.Interval
	}
	return r.opt.Interval
}

// walk visits the starts of the rule from about from on, in order, as wall
// clocks, until visit says stop or the rule ends; ended tells which. It may
// visit a few starts before from.
func (r rule) walk(from time.Time, m *meter, visit func(wall time.Time) bool) (ended bool, err error) {
	// rrule-go indexes out of its tables on some rules; which ones is not
	// written down anywhere.
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("it cannot be followed: %v", p)
		}
	}()
	opt := r.opt
	opt.Dtstart = r.forward(from)
	// The Gregorian calendar repeats itself, weekdays too, after 400 years.
	// rrule-go looks for the next instance until the year 9999 and cannot be
	// told to stop earlier, so the rule is run as late as it can be.
	shift := max(0, (9990-max(from.Year(), opt.Dtstart.Year()))/400*400)
	opt.Dtstart = opt.Dtstart.AddDate(shift, 0, 0)
	opt.Until = latest
	worst := int64(latest.Year()-opt.Dtstart.Year()+1) * 366 * r.weight
	if worst > ruleBudget || m.left <= 0 {
		return false, errTooMuchWork
	}
	rr, err := rrule.NewRRule(opt)
	if err != nil {
		return false, err
	}
	next, prev := rr.Iterator(), opt.Dtstart
	for n := 1; ; n++ {
		wall, ok := next()
		if !ok {
			if n <= opt.Count || opt.Count == 0 { // it ran on to the year 9999
				m.spend(worst)
			}
			return true, nil
		}
		if !m.spend(int64(wall.Sub(prev)/day)*r.weight + 1) {
			return false, errTooMuchWork
		}
		prev = wall
		wall = wall.AddDate(-shift, 0, 0)
		if !r.until.IsZero() && wall.After(r.until) {
			return true, nil
		}
		if !visit(wall) {
			return false, nil
		}
	}
}

// forward is a start for the rule from which it has the same instances from
// about from on: some whole turns later, and at least one turn before from. A
// rule that counts its instances has to be followed from its beginning.
func (r rule) forward(from time.Time) time.Time {
	start, n := r.opt.Dtstart, r.opt.Interval
	if r.opt.Count > 0 || !from.After(start) {
		return start
	}
	days := int(from.Unix()-start.Unix()) / 86400
	months := (from.Year()-start.Year())*12 + int(from.Month()) - int(start.Month())
	var turns int
	switch r.opt.Freq {
	case rrule.YEARLY:
		turns = (from.Year()-start.Year())/n - 1
	case rrule.MONTHLY:
		turns = months/n - 1
	case rrule.WEEKLY:
		turns = days/(7*n) - 1
	default:
		turns = days/n - 1
	}
	if turns <= 0 {
		return start
	}
	h, m, s := start.Clock()
	switch r.opt.Freq {
	case rrule.YEARLY:
		return time.Date(start.Year()+turns*n, 1, 1, h, m, s, 0, time.UTC)
	case rrule.MONTHLY:
		return time.Date(start.Year(), start.Month()+time.Month(turns*n), 1, h, m, s, 0, time.UTC)
	case rrule.WEEKLY:
		return start.AddDate(0, 0, turns*7*n)
	}
	return start.AddDate(0, 0, turns*n)
}

// maxTail is how many instances past the window a counted rule is followed to
// find its end; one that goes on is as good as endless.
const maxTail = 1000

// last is the last start of a rule that has an UNTIL; zero when there is none in
// the century before it.
func (r rule) last(m *meter) (time.Time, error) {
	for _, turns := range []int{2, 40, 800, 36_600} {
		reach := min(turns*r.periodDays(), 36_600)
		found := time.Time{}
		_, err := r.walk(r.until.AddDate(0, 0, -reach), m, func(wall time.Time) bool {
			found = wall
			return true
		})
		if err != nil || !found.IsZero() {
			return found, err
		}
	}
	return time.Time{}, nil
}
