package timetable

import (
	"errors"
	"fmt"
	"time"

	"standby/app/agent"
	"standby/rotation"
)

// MaxShifts is the largest number of shifts that one rota is expanded to. One
// that has more in the window of a question is expanded less far.
const MaxShifts = 10_000

// ask has a plan answer a question.
func ask(plan *rotation.Plan, q agent.Question) (agent.Timetable, error) {
	window, err := fit(plan, q)
	if err != nil {
		return agent.Timetable{}, err
	}
	s, err := plan.Schedule(window)
	if err != nil {
		return agent.Timetable{}, err
	}
	t := agent.Timetable{Shifts: whole(plan, s.Shifts, window), Gaps: s.Gaps, Knows: mentions(s.Shifts, q.Me)}
	if window != q.Window {
		t.Horizon = window.End
		t.Warnings = append(t.Warnings, fmt.Sprintf("the rota has more than %d shifts; those from %s on are left out",
			MaxShifts, window.End.In(q.Zone).Format("2 Jan 2006")))
	}
	return t, nil
}

// fit is as much of the question's window, around today, as holds MaxShifts at
// most. It begins with a few days and doubles them, so that its work is bounded
// by what it finds.
func fit(plan *rotation.Plan, q agent.Question) (rotation.Interval, error) {
	var window rotation.Interval
	var slots []rotation.Slot
	for share := time.Duration(64); share >= 1; share /= 2 {
		w := rotation.Interval{Start: q.Today.Add(-q.Today.Sub(q.Window.Start) / share), End: q.Today.Add(q.Window.End.Sub(q.Today) / share)}
		var err error
		slots, err = plan.AppendSlots(slots[:0], w)
		switch {
		case err != nil && (window.Empty() || !errors.Is(err, rotation.ErrRange)):
			return window, err
		case err == nil && len(slots) > MaxShifts && window.Empty():
			return window, fmt.Errorf("%w: the rota has more than %d shifts a week", agent.ErrUnreadable, MaxShifts)
		case err != nil, len(slots) > MaxShifts:
			return window, nil
		}
		window = w
	}
	return window, nil
}

// whole gives the shifts that the window cuts their own ends, so that what is
// recorded of them does not change with every day. A shift without an end within
// ten years ends with the window.
func whole(plan *rotation.Plan, shifts []rotation.Shift, window rotation.Interval) []rotation.Shift {
	before := reaches(plan, window.Start, -1)
	after := reaches(plan, window.End.Add(-time.Second), 1)
	for i := range shifts {
		s := &shifts[i]
		h := holding{s.Person, s.Role}
		if slot, ok := before[h]; ok && s.Start.Equal(window.Start) {
			s.Start = time.Unix(slot.Start, 0).UTC()
		}
		if slot, ok := after[h]; ok && s.End.Equal(window.End) {
			s.End = time.Unix(slot.End, 0).UTC()
		}
	}
	rotation.SortShifts(shifts)
	return shifts
}

// holding is a role in one person's hands.
type holding struct {
	person rotation.Person
	role   rotation.Role
}

// reaches is what is held at an instant, as far as it goes back (side -1) or on
// (side 1). It looks a little farther each time, and ten years at most; what goes
// on beyond them is left out, what goes back beyond them is cut there.
func reaches(plan *rotation.Plan, at time.Time, side int) map[holding]rotation.Slot {
	held := map[holding]rotation.Slot{}
	var slots []rotation.Slot
	for _, days := range []int{16, 128, 1024, 3660} {
		w := rotation.Interval{Start: at, End: at.Add(time.Second)}
		if side < 0 {
			w.Start = at.AddDate(0, 0, -days)
		} else {
			w.End = at.AddDate(0, 0, days)
		}
		var err error
		if slots, err = plan.AppendSlots(slots[:0], w); err != nil {
			break // beyond what may be asked
		}
		open := false
		for _, s := range slots {
			if s.Start > at.Unix() || s.End <= at.Unix() {
				continue
			}
			h := holding{plan.Person(s.Who()), plan.Role(s.Role())}
			cut := side > 0 && s.End == w.End.Unix()
			open = open || cut || side < 0 && s.Start == w.Start.Unix()
			if !cut {
				held[h] = s
			}
		}
		if !open {
			break
		}
	}
	return held
}
