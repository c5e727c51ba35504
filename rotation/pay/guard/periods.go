package guard

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"standby/rotation"
	"standby/rotation/pay"
)

// Periods are the calendar months, by the policy's clock, in which a change of one
// person's shifts can make a difference: those of the change, of the unbroken duty
// around it for up to five weeks, and of a week on either side, because a package
// or a weekly rule looks as far. There are none where nothing changes. The error
// wraps pay.ErrRange: the change lies outside 1970 to 2099, or spans more than two
// years.
//
// The person is in.Person, the shifts before the change are in.Shifts.
func Periods(p *pay.Policy, in pay.Input, after []rotation.Shift) ([]rotation.Interval, error) {
	before, after := own(in.Shifts, in.Person), own(after, in.Person)
	span, changed := changes(before, after)
	if !changed {
		return nil, nil
	}
	if span.Start.Year() < 1970 || span.End.Year() > 2099 || span.End.After(span.Start.AddDate(2, 0, 0)) {
		return nil, fmt.Errorf("the change from %s to %s: %w; give at most two years between 1970 and 2099, or say which periods to compare",
			span.Start.UTC().Format(time.DateOnly), span.End.UTC().Format(time.DateOnly), pay.ErrRange)
	}
	around := duty(append(before, after...), span).Clip(widened(span, 35))
	if around.Empty() {
		around = span
	}
	around = widened(around, 7)
	zone := p.ZoneFor(in)
	var out []rotation.Interval
	for first := around.Start.In(zone); ; {
		month := pay.Month(first.Year(), first.Month(), zone)
		out = append(out, month)
		if !month.End.Before(around.End) {
			return out, nil
		}
		first = month.End.In(zone)
	}
}

func widened(i rotation.Interval, days int) rotation.Interval {
	return rotation.Interval{Start: i.Start.AddDate(0, 0, -days), End: i.End.AddDate(0, 0, days)}
}

// changes is from the first to the last instant at which a shift begins or ends
// in one list and not in the other. So a part that is cut out of years on call is
// a change of that part.
func changes(before, after []rotation.Shift) (span rotation.Interval, changed bool) {
	type edge struct {
		uid, rota string
		role      rotation.Role
		at        int64
		end       bool
	}
	count := map[edge]int{}
	add := func(shifts []rotation.Shift, n int) {
		for _, s := range shifts {
			if !s.Empty() {
				count[edge{s.UID, s.Rota, s.Role, s.Start.Unix(), false}] += n
				count[edge{s.UID, s.Rota, s.Role, s.End.Unix(), true}] += n
			}
		}
	}
	add(before, -1)
	add(after, 1)
	for e, n := range count {
		if n == 0 {
			continue
		}
		at := time.Unix(e.at, 0).UTC()
		if !changed || at.Before(span.Start) {
			span.Start = at
		}
		if !changed || at.After(span.End) {
			span.End = at
		}
		changed = true
	}
	return span, changed
}

// duty is the span and all unbroken duty that reaches into it or touches it.
func duty(shifts []rotation.Shift, span rotation.Interval) rotation.Interval {
	slices.SortFunc(shifts, func(a, b rotation.Shift) int { return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End)) })
	var runs []rotation.Interval
	for _, s := range shifts {
		if n := len(runs) - 1; n >= 0 && !s.Start.After(runs[n].End) {
			if s.End.After(runs[n].End) {
				runs[n].End = s.End
			}
			continue
		}
		runs = append(runs, s.Interval)
	}
	out := span
	for _, r := range runs {
		if r.End.Before(span.Start) || r.Start.After(span.End) {
			continue
		}
		if r.Start.Before(out.Start) {
			out.Start = r.Start
		}
		if r.End.After(out.End) {
			out.End = r.End
		}
	}
	return out
}
