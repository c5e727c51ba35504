package guard

import (
	"errors"
	"fmt"
	"slices"

	"standby/rotation"
)

// ErrChange is wrapped by the errors about a Change that cannot be made.
var ErrChange = errors.New("the change cannot be made")

// Hand is a shift, or a part of it, that changes hands. One is a shift given away
// or taken over, two are a swap.
type Hand struct {
	// Shift is the whole shift as it stands before the change.
	Shift rotation.Shift
	// Part is what of it changes hands; the zero Interval is all of it.
	Part rotation.Interval
	// To is who takes it.
	To rotation.Person
}

// Change is what is thought about: shifts that change hands, and extra ones.
type Change struct {
	// Hands are in order: what one brings, the next may pass on.
	Hands []Hand
	// Extra are shifts that nobody had.
	Extra []rotation.Shift
}

// People lists those whom the change concerns, each once, in the order in which
// it names them.
func (c Change) People() []rotation.Person {
	var out []rotation.Person
	add := func(p rotation.Person) {
		if p != (rotation.Person{}) && !slices.ContainsFunc(out, p.Same) {
			out = append(out, p)
		}
	}
	for _, h := range c.Hands {
		add(h.Shift.Person)
		add(h.To)
	}
	for _, s := range c.Extra {
		add(s.Person)
	}
	return out
}

// For is what one person has after the change, in the order of SortShifts. The
// shifts are those before it, at least the person's own. A part keeps the UID of
// its shift. The error wraps ErrChange: the person does not hold what is to
// change hands, or the change says nothing that can be done.
func (c Change) For(who rotation.Person, shifts []rotation.Shift) ([]rotation.Shift, error) {
	out := own(shifts, who)
	for _, h := range c.Hands {
		part, err := h.part()
		if err != nil {
			return nil, err
		}
		if h.Shift.Person.Same(who) {
			if out, err = without(out, h.Shift, part); err != nil {
				return nil, err
			}
		}
		if h.To.Same(who) {
			taken := h.Shift
			taken.Person, taken.Interval = who, part
			out = append(out, taken)
		}
	}
	for _, s := range c.Extra {
		if s.Empty() || s.Person == (rotation.Person{}) {
			return nil, fmt.Errorf("extra shift %q: %w: it has no length, or nobody holds it; give a start, a later end and a person", s.UID, ErrChange)
		}
		if s.Person.Same(who) {
			out = append(out, s)
		}
	}
	rotation.SortShifts(out)
	return out, nil
}

// part is what changes hands, checked.
func (h Hand) part() (rotation.Interval, error) {
	part := h.Part
	if part == (rotation.Interval{}) {
		part = h.Shift.Interval
	}
	var why string
	switch {
	case part.Empty():
		why = "no time changes hands; give a start and a later end"
	case part.Clip(h.Shift.Interval) != part:
		why = "the part reaches beyond the shift; give a start and an end within it"
	case h.To == rotation.Person{} || h.Shift.Person == rotation.Person{}:
		why = "nobody is named who gives it, or who takes it; name both"
	case h.To.Same(h.Shift.Person):
		why = "the one who takes it has it already; name somebody else"
	default:
		return part, nil
	}
	return part, fmt.Errorf("shift %q of %s: %w: %s", h.Shift.UID, h.Shift.Person, ErrChange, why)
}

// without takes a part out of the one of the shifts that holds all of it.
func without(shifts []rotation.Shift, s rotation.Shift, part rotation.Interval) ([]rotation.Shift, error) {
	i := slices.IndexFunc(shifts, func(t rotation.Shift) bool {
		return t.UID == s.UID && t.Rota == s.Rota && t.Role == s.Role && !t.Start.After(part.Start) && !t.End.Before(part.End)
	})
	if i < 0 {
		return nil, fmt.Errorf("shift %q of %s: %w: %s does not hold it as it is told; read the schedule again", s.UID, s.Person, ErrChange, s.Person)
	}
	first, last := shifts[i], shifts[i]
	first.End, last.Start = part.Start, part.End
	shifts = slices.Delete(shifts, i, i+1)
	for _, left := range []rotation.Shift{first, last} {
		if !left.Empty() {
			shifts = append(shifts, left)
		}
	}
	return shifts, nil
}
