package rotation

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// TimeOff is a span in which a person cannot be on call; a zero End means until
// further notice.
type TimeOff struct {
	Person Person `json:"person"`
	Interval
}

// Conflict is a span in which somebody is on call and away at once.
type Conflict struct {
	// Shift is cut to the time off.
	Shift Shift `json:"shift"`
	// Gaps are the parts of it in which nobody would hold the role if everybody
	// who is away were taken out.
	Gaps []Interval `json:"gaps,omitempty"`
}

// Conflicts finds the shifts of a window that fall into time off, in the order
// of SortShifts. Bounds and error are those of Plan.Schedule; a name that two
// people share is an error too, which wraps ErrRange. Who is in no rota has no
// conflicts.
func (p *Plan) Conflicts(away []TimeOff, window Interval) ([]Conflict, error) {
	from, to, err := p.bounds(window)
	if err != nil || from >= to {
		return nil, err
	}
	off, err := p.away(away)
	if err != nil {
		return nil, err
	}
	uids := p.uids()
	var list []Conflict
	w := p.work()
	defer p.done(w)
	for role := range p.roles {
		w.slot = w.slots(w.slot[:0], p, &p.roles[role], from, to)
		present, clashes := part(w.slot, off)
		open := gaps(nil, present, from, to)
		for _, c := range clashes {
			list = append(list, Conflict{Shift: p.shift(c, uids), Gaps: openIn(open, c)})
		}
	}
	slices.SortFunc(list, func(a, b Conflict) int {
		return cmp.Or(a.Shift.Start.Compare(b.Shift.Start), a.Shift.End.Compare(b.Shift.End),
			cmp.Compare(a.Shift.Role, b.Shift.Role), cmp.Compare(a.Shift.UID, b.Shift.UID))
	})
	return list, nil
}

// openIn are the parts of spans, in order and apart, that lie in a slot.
func openIn(spans []span, s Slot) []Interval {
	var list []Interval
	for _, g := range spans[firstEnding(spans, s.Start):] {
		if g.start >= s.End {
			break
		}
		list = append(list, g.clip(s.Start, s.End).interval())
	}
	return list
}

// away are the spans of each person of the plan by number, in order and joined.
func (p *Plan) away(list []TimeOff) ([][]span, error) {
	people := newRegister()
	people.limit = len(p.people) + len(list)
	people.prepare(slices.Values(p.people))
	for _, a := range list {
		people.know(a.Person)
	}
	ids, err := people.ids(p)
	if err != nil {
		return nil, err
	}
	of := make([][]span, len(people.list))
	for _, a := range list {
		e, err := people.find(a.Person)
		if err != nil {
			return nil, fmt.Errorf("time off from %s: %w", a.Start.UTC().Format(time.RFC3339), err)
		}
		if s := a.span(); e.number != unnumbered && !s.empty() {
			of[e.number] = append(of[e.number], s)
		}
	}
	for i := range of {
		of[i] = mergeSpans(of[i])
	}
	off := make([][]span, len(ids))
	for i, id := range ids {
		off[i] = of[id]
	}
	return off, nil
}

func (t TimeOff) span() span {
	s := span{t.Start.Unix(), ceilSecond(t.End)}
	if t.End.IsZero() {
		s.end = maxInstant
	}
	return s
}

// part separates slots into what the people present hold and what those who
// are away do, the former in order of start.
func part(slots []Slot, off [][]span) (present, clashes []Slot) {
	for _, s := range slots {
		spans := off[s.holder.who()]
		start := s.Start
		for _, o := range spans[firstEnding(spans, s.Start):] {
			if o.start >= s.End {
				break
			}
			if start < o.start {
				present = append(present, Slot{Start: start, End: o.start, holder: s.holder})
			}
			o = o.clip(s.Start, s.End)
			clashes = append(clashes, Slot{Start: o.start, End: o.end, holder: s.holder})
			start = o.end
		}
		if start < s.End {
			present = append(present, Slot{Start: start, End: s.End, holder: s.holder})
		}
	}
	if !slices.IsSortedFunc(present, byStart) {
		slices.SortFunc(present, byStart)
	}
	return present, clashes
}
