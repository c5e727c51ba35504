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

// Standing is one person's part in a rota at an instant.
type Standing struct {
	// Shift is the whole of the shift, from before the instant to after it.
	Shift Shift `json:"shift"`
	// Open says that the shift has no end within ten years; its End is then no
	// more than how far the search went.
	Open bool `json:"open,omitempty"`
	// Next is who holds the role once the shift ends, or first after that if
	// nobody does at once. Several hold it together; empty when nobody is found
	// within ten years.
	Next []Shift `json:"next,omitempty"`
}

// AppendHolders adds who is on call at t, in order of role: one slot for each,
// of the one second that t lies in. It adds none for a t outside of the years
// 1970 to 2099. Into a slice with room it allocates nothing,
// but for scratch space that the plan keeps.
func (p *Plan) AppendHolders(dst []Slot, t time.Time) []Slot {
	at := t.Unix()
	if at < minInstant || at >= maxInstant {
		return dst
	}
	w := p.work()
	defer p.done(w)
	for r := range p.roles {
		base := len(dst)
		for _, s := range w.role(p, int16(r), at, at+1) {
			if !slices.ContainsFunc(dst[base:], func(d Slot) bool { return d.Who == s.who }) {
				dst = append(dst, Slot{Start: at, End: at + 1, Who: s.who, Role: int16(r)})
			}
		}
	}
	return dst
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
		reach = min(reach, farSight)
		from, to := max(h.Start-reach, minInstant), min(h.Start+reach, maxInstant)
		buf = w.slots(buf[:0], p, h.Role, from, to)
		i := slices.IndexFunc(buf, func(s Slot) bool { return s.Who == h.Who && s.Start <= h.Start && h.Start < s.End })
		slot, open = buf[i], buf[i].End == to
		if reach == farSight || (slot.Start > from && !open) {
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
		reach = min(reach, farSight)
		from, to := slot.End, min(slot.End+reach, maxInstant)
		if from >= to {
			return nil
		}
		buf = w.slots(buf[:0], p, slot.Role, from, to)
		if len(buf) > 0 && buf[0].End < to || reach == farSight {
			return first(buf)
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
	for role := range p.roles {
		if h, ok := p.handOff(int16(role), t.Unix()); ok {
			list = append(list, h)
		}
	}
	slices.SortStableFunc(list, func(a, b HandOff) int { return cmp.Compare(a.At.Unix(), b.At.Unix()) })
	return list
}

func (p *Plan) handOff(role int16, t int64) (HandOff, bool) {
	w := p.work()
	defer p.done(w)
	buf := w.slot
	defer func() { w.slot = buf }()
	for reach := int64(nearSight); ; reach *= 4 {
		reach = min(reach, farSight)
		to := min(t+reach, maxInstant)
		buf = w.slots(buf[:0], p, role, t, to)
		at := to
		for _, s := range buf {
			if s.Start > t {
				at = min(at, s.Start)
			}
			at = min(at, s.End)
		}
		if at < to {
			return p.describe(buf, role, at), true
		}
		if reach == farSight {
			return HandOff{}, false
		}
	}
}

func (p *Plan) describe(slots []Slot, role int16, at int64) HandOff {
	h := HandOff{At: time.Unix(at, 0).UTC(), Role: p.roles[role]}
	for _, s := range slots {
		switch at {
		case s.End:
			h.Out = append(h.Out, p.people[s.Who])
		case s.Start:
			h.In = append(h.In, p.people[s.Who])
		}
	}
	return h
}
