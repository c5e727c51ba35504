package rotation

import (
	"cmp"
	"slices"
	"time"
)

// How far ahead and back a question about one instant looks: far enough for any
// rota that changes hands, near enough to answer at once for one that does not.
const (
	nearSight = 16 * secondsPerDay
	farSight  = 3660 * secondsPerDay
)

// sight is the farthest that a question about one instant looks; less than
// farSight only in a rota of turns so short, for so many, that it holds
// millions of shifts.
func (p *Plan) sight() int64 {
	return max(min(farSight, int64(MaxShifts/10/max(p.load, 1e-9))), secondsPerDay)
}

// Standing is one person's part in a rota at an instant. It looks ten years
// ahead and back; less in a rota that holds millions of shifts in that time, but
// a day at least.
type Standing struct {
	// Shift is the whole of the shift, from before the instant to after it; where
	// it began or ends farther off, Start or End is how far the search went.
	Shift Shift `json:"shift"`
	// Open says that no end of the shift was found.
	Open bool `json:"open,omitempty"`
	// Next is who holds the role once the shift ends, or first after that if
	// nobody does at once; several hold it together. Who holds it already begins
	// there, as far as Next is concerned. Empty when nobody is found.
	Next []Shift `json:"next,omitempty"`
}

// WhoAt says who is on call at t, until when, and who comes next; nobody is, in
// a gap and outside of the years 1970 to 2099.
func (p *Plan) WhoAt(t time.Time) []Standing {
	var list []Standing
	uids := p.uids()
	for _, h := range p.AppendHolders(nil, t) {
		slot, open := p.around(h)
		s := Standing{Shift: p.shift(slot, uids), Open: open}
		if !open {
			for _, n := range p.following(slot) {
				s.Next = append(s.Next, p.shift(n, uids))
			}
		}
		list = append(list, s)
	}
	return list
}

// around is the whole slot that h is a second of.
func (p *Plan) around(h Slot) (slot Slot, open bool) {
	w := p.work()
	defer p.done(w)
	buf := w.slot
	defer func() { w.slot = buf }()
	for reach := int64(nearSight); ; reach *= 4 {
		reach = min(reach, p.sight())
		from, to := max(h.Start-reach, minInstant), min(h.Start+reach, maxInstant)
		buf = w.slots(buf[:0], p, &p.roles[h.Role()], from, to)
		i := slices.IndexFunc(buf, func(s Slot) bool { return s.holder == h.holder && s.Start <= h.Start && h.Start < s.End })
		slot, open = buf[i], buf[i].End == to
		if reach == p.sight() || (slot.Start > from && !open) {
			return slot, open
		}
	}
}

// following are the slots of the role that hold it first from slot's end on,
// cut where the search ends.
func (p *Plan) following(slot Slot) []Slot {
	w := p.work()
	defer p.done(w)
	buf := w.slot
	defer func() { w.slot = buf }()
	for reach := int64(nearSight); ; reach *= 4 {
		reach = min(reach, p.sight())
		from, to := slot.End, min(slot.End+reach, maxInstant)
		if from >= to {
			return nil
		}
		buf = w.slots(buf[:0], p, &p.roles[slot.Role()], from, to)
		next := first(buf)
		cut := slices.ContainsFunc(next, func(s Slot) bool { return s.End == to })
		if (len(next) > 0 && !cut) || reach == p.sight() {
			return next
		}
	}
}

// first are the slots that begin together, before all others.
func first(slots []Slot) []Slot {
	n := 0
	for n < len(slots) && slots[n].Start == slots[0].Start {
		n++
	}
	return slices.Clone(slots[:n])
}

// HandOff is an instant at which a role changes hands.
type HandOff struct {
	At   time.Time `json:"at"`
	Role Role      `json:"role"`
	// Out go off call and In come on; either may be empty, at a gap.
	Out []Person `json:"out,omitempty"`
	In  []Person `json:"in,omitempty"`
}

// NextHandOff is the first change of hands after t in each role that has one
// within ten years, the earliest first.
func (p *Plan) NextHandOff(t time.Time) []HandOff {
	var list []HandOff
	if t.Unix() < minInstant || t.Unix() >= maxInstant {
		return nil
	}
	for i := range p.roles {
		if h, ok := p.handOff(&p.roles[i], t.Unix()); ok {
			list = append(list, h)
		}
	}
	slices.SortStableFunc(list, func(a, b HandOff) int { return cmp.Compare(a.At.Unix(), b.At.Unix()) })
	return list
}

func (p *Plan) handOff(r *rolePlan, t int64) (HandOff, bool) {
	w := p.work()
	defer p.done(w)
	buf := w.slot
	defer func() { w.slot = buf }()
	for reach := int64(nearSight); ; reach *= 4 {
		reach = min(reach, p.sight())
		to := min(t+reach, maxInstant)
		buf = w.slots(buf[:0], p, r, t, to)
		at := to
		for _, s := range buf {
			if s.Start > t {
				at = min(at, s.Start)
			}
			at = min(at, s.End)
		}
		if at < to {
			return p.describe(buf, r.role, at), true
		}
		if reach == p.sight() {
			return HandOff{}, false
		}
	}
}

func (p *Plan) describe(slots []Slot, role Role, at int64) HandOff {
	h := HandOff{At: time.Unix(at, 0).UTC(), Role: role}
	for _, s := range slots {
		switch at {
		case s.End:
			h.Out = append(h.Out, p.people[s.Who()])
		case s.Start:
			h.In = append(h.In, p.people[s.Who()])
		}
	}
	return h
}
