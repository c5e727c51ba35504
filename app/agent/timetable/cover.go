package timetable

import (
	"fmt"
	"slices"

	"standby/app/agent"
	"standby/rotation"
)

// Covered reads what read does, and then hands over what covers says: whoever is
// Out of an override with its Role, or with any where that is empty, loses the
// interval to In. A cover of somebody who does not hold the interval changes nothing:
// the calendar says it by now itself. Covers that cannot be read are a warning, and
// the shifts are then as the calendar has them.
func Covered(read agent.Format, covers func() ([]rotation.Override, error)) agent.Format {
	return func(data []byte, q agent.Question) (agent.Timetable, error) {
		t, err := read(data, q)
		if err != nil {
			return t, err
		}
		list, err := covers()
		if err != nil {
			t.Warnings = append(slices.Clone(t.Warnings), fmt.Sprintf("the shifts that were handed over here cannot be read, and are as the calendar has them: %v", err))
			return t, nil
		}
		if len(list) == 0 {
			return t, nil
		}
		t.Shifts, t.OpenEnd = HandOver(t.Shifts, list), openAfter(t.OpenEnd, list)
		t.Knows = t.Knows || mentions(t.Shifts, q.Me)
		return t, nil
	}
}

// HandOver is what becomes of shifts once the covers have changed hands, one after
// the other, in the order of rotation.SortShifts. The given shifts stay as they are.
func HandOver(shifts []rotation.Shift, covers []rotation.Override) []rotation.Shift {
	out := slices.Clone(shifts)
	for _, c := range covers {
		next := make([]rotation.Shift, 0, len(out)+2)
		for _, s := range out {
			next = append(next, divide(s, c)...)
		}
		out = next
	}
	rotation.SortShifts(out)
	return out
}

// divide is a shift before, in and after a cover.
func divide(s rotation.Shift, c rotation.Override) []rotation.Shift {
	part := s.Clip(c.Interval)
	if !s.Person.Same(c.Out) || c.Role != "" && c.Role != s.Role || part.Empty() {
		return []rotation.Shift{s}
	}
	var out []rotation.Shift
	add := func(who rotation.Person, i rotation.Interval) {
		if !i.Empty() {
			s.Person, s.Interval = who, i
			out = append(out, s)
		}
	}
	whole, holder := s.Interval, s.Person
	add(holder, rotation.Interval{Start: whole.Start, End: part.Start})
	add(c.In, part)
	add(holder, rotation.Interval{Start: part.End, End: whole.End})
	return out
}

// openAfter are the last parts of shifts without a known end.
func openAfter(open []rotation.Shift, covers []rotation.Override) []rotation.Shift {
	var out []rotation.Shift
	for _, o := range open {
		for _, part := range HandOver([]rotation.Shift{o}, covers) {
			if part.End.Equal(o.End) {
				out = append(out, part)
			}
		}
	}
	return out
}
