package rotation

import (
	"cmp"
	"slices"
)

// Change is a difference between two plans for one person: a shift that is
// gone, new or elsewhere.
type Change struct {
	Person Person `json:"person"`
	Role   Role   `json:"role"`
	// Was is what the person held before and no longer does, Is what the person
	// holds now and did not before; empty for a gain and for a loss.
	Was Interval `json:"was,omitzero"`
	Is  Interval `json:"is,omitzero"`
}

// Changes says what differs between two plans in a window, in order of time.
// For one person and role, a loss and a gain of equal length are a move.
// Bounds and error are those of Plan.Schedule.
func Changes(before, after *Plan, window Interval) ([]Change, error) {
	old, err := before.Schedule(window)
	if err != nil {
		return nil, err
	}
	now, err := after.Schedule(window)
	if err != nil {
		return nil, err
	}
	people := newRegister()
	held := map[holding][2][]span{}
	for side, shifts := range [][]Shift{old.Shifts, now.Shifts} {
		for _, s := range shifts {
			id, err := people.id(s.Person)
			if err != nil {
				return nil, err
			}
			k := holding{id, s.Role}
			h := held[k]
			h[side] = append(h[side], span{s.Start.Unix(), s.End.Unix()})
			held[k] = h
		}
	}
	var list []Change
	for k, h := range held {
		lost, gained := subtract(h[0], h[1]), subtract(h[1], h[0])
		for _, c := range pair(lost, gained) {
			c.Person, c.Role = people.list[k.who], k.role
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.first(), b.first()), cmp.Compare(a.Role, b.Role),
			cmp.Compare(a.Person.Name, b.Person.Name), cmp.Compare(a.Person.Email, b.Person.Email))
	})
	return list, nil
}

type holding struct {
	who  int16
	role Role
}

func (c Change) first() int64 {
	switch {
	case c.Was.Empty():
		return c.Is.Start.Unix()
	case c.Is.Empty():
		return c.Was.Start.Unix()
	}
	return min(c.Was.Start.Unix(), c.Is.Start.Unix())
}

// subtract is what of a lies outside of b; both are in order and apart.
func subtract(a, b []span) []span {
	var out []span
	for _, s := range a {
		for len(b) > 0 && b[0].end <= s.start {
			b = b[1:]
		}
		out = appendOutside(out, s, b)
	}
	return out
}

func pair(lost, gained []span) []Change {
	var list []Change
	for _, l := range lost {
		c := Change{Was: l.interval()}
		i := slices.IndexFunc(gained, func(g span) bool { return g.end-g.start == l.end-l.start })
		if i >= 0 {
			c.Is = gained[i].interval()
			gained = slices.Delete(gained, i, i+1)
		}
		list = append(list, c)
	}
	for _, g := range gained {
		list = append(list, Change{Is: g.interval()})
	}
	return list
}
