package rotation

import (
	"cmp"
	"slices"
)

// TimeOff is a span in which a person cannot be on call.
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
// of SortShifts. Bounds and error are those of Plan.Schedule.
func (p *Plan) Conflicts(away []TimeOff, window Interval) ([]Conflict, error) {
	from, to, err := p.bounds(window)
	if err != nil || from >= to {
		return nil, err
	}
	off := p.away(away)
	uids := p.uids()
	var list []Conflict
	w := p.work()
	defer p.done(w)
	for role := range p.roles {
		slots := w.slots(nil, p, &p.roles[role], from, to)
		present, clashes := part(slots, off)
		open := gaps(nil, present, from, to)
		for _, c := range clashes {
			conflict := Conflict{Shift: p.shift(c, uids)}
			for _, g := range open {
				if g = g.clip(c.Start, c.End); !g.empty() {
					conflict.Gaps = append(conflict.Gaps, g.interval())
				}
			}
			list = append(list, conflict)
		}
	}
	slices.SortStableFunc(list, func(a, b Conflict) int {
		return cmp.Or(a.Shift.Start.Compare(b.Shift.Start), a.Shift.End.Compare(b.Shift.End), cmp.Compare(a.Shift.UID, b.Shift.UID))
	})
	return list, nil
}

// away are the spans for each person of the plan, in order and joined.
func (p *Plan) away(list []TimeOff) map[int16][]span {
	off := map[int16][]span{}
	for i := range p.people {
		var spans []span
		for _, a := range list {
			if a.Person.Same(p.people[i]) && !a.Empty() {
				spans = append(spans, span{a.Start.Unix(), ceilSecond(a.End)})
			}
		}
		if len(spans) > 0 {
			off[int16(i)] = mergeSpans(spans)
		}
	}
	return off
}

// part separates slots into what the people present hold and what those who
// are away do, each in order of start.
func part(slots []Slot, off map[int16][]span) (present, clashes []Slot) {
	for _, s := range slots {
		spans := off[s.holder.who()]
		for _, rest := range subtract([]span{{s.Start, s.End}}, spans) {
			present = append(present, Slot{Start: rest.start, End: rest.end, holder: s.holder})
		}
		for _, o := range spans {
			if c := o.clip(s.Start, s.End); !c.empty() {
				clashes = append(clashes, Slot{Start: c.start, End: c.end, holder: s.holder})
			}
		}
	}
	slices.SortStableFunc(present, func(a, b Slot) int { return cmp.Compare(a.Start, b.Start) })
	return present, clashes
}
