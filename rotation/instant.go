package rotation

import (
	"cmp"
	"slices"
	"time"
)

// AppendHolders adds who is on call at t, in order of role: one slot for each,
// of the one second that t lies in. It adds none for a t outside of the years
// 1970 to 2099. Into a slice with room it allocates nothing.
func (p *Plan) AppendHolders(dst []Slot, t time.Time) []Slot {
	at := t.Unix()
	if at < minInstant || at >= maxInstant {
		return dst
	}
	m := moment{at: at}
	for i := range p.roles {
		r := &p.roles[i]
		base := len(dst)
		for _, h := range r.on(&m) {
			dst = append(dst, Slot{at, at + 1, h})
		}
		if b := r.bouts.at(at); b != nil || len(dst) != base+1 {
			dst = r.settle(dst, base, p, &m, b)
		}
	}
	return dst
}

// moment is an instant as the clocks of one zone show it.
type moment struct {
	at    int64
	zone  *zoneTable
	local int64 // what they show
	week  int64 // of it, the seconds since a week began, as openings count them
	now   *regime
	index int
	// calm says that no clock changes within a week and more.
	calm bool
}

func (m *moment) in(z *zoneTable) {
	m.zone, m.index = z, z.regimeAt(m.at)
	m.now = &z.regimes[m.index]
	m.local = m.at + m.now.off
	m.week = (m.local + secondsPerWeek) % secondsPerWeek // never negative: 1970 is the first year
	m.calm = m.now.start <= m.at-secondsPerWeek-slack && m.at+secondsPerWeek+slack <= m.now.end
}

// on are the holders of the first level that anybody holds, where no level has
// several layers or edits of its own; else none.
func (r *rolePlan) on(m *moment) []holder {
	for _, v := range r.views {
		if on := v.on(m); len(on) > 0 {
			return on
		}
	}
	return nil
}

// settle completes dst[base:], which is what on has found, with the bout of the
// moment. It says for one instant what work.slots says for a span; a property
// holds them together.
func (r *rolePlan) settle(dst []Slot, base int, p *Plan, m *moment, b *bout) []Slot {
	if r.views == nil {
		for _, level := range r.levels {
			for _, i := range level {
				dst = p.layers[i].holders(dst, m)
			}
			if len(dst) > base {
				break
			}
		}
	}
	if b != nil {
		dst = b.amendAt(dst, base, r.number, m.at)
	}
	return distinct(dst, base)
}

// distinct leaves one slot of each person in dst[base:], in order of people.
func distinct(dst []Slot, base int) []Slot {
	found := dst[base:]
	for i := range found {
		found[i].holder = found[i].holder.plain()
	}
	if len(found) < 2 {
		return dst
	}
	slices.SortFunc(found, func(a, b Slot) int { return cmp.Compare(a.holder, b.holder) })
	return dst[:base+len(slices.Compact(found))]
}

// holders adds who holds a layer with its edits.
func (l *layerPlan) holders(dst []Slot, m *moment) []Slot {
	base := len(dst)
	for _, h := range l.on(m) {
		dst = append(dst, Slot{m.at, m.at + 1, h})
	}
	if b := l.bouts.at(m.at); b != nil {
		dst = b.amendAt(dst, base, l.role, m.at)
	}
	return dst
}

// on is the group of a layer before its edits.
func (l *layerPlan) on(m *moment) []holder {
	for i := range l.versions {
		if on := l.versions[i].on(m); len(on) > 0 {
			return on
		}
	}
	return nil
}

func (v *versionPlan) on(m *moment) []holder {
	if m.at < v.in.start || m.at >= v.in.end {
		return nil
	}
	if m.zone != v.cycle.zone {
		m.in(v.cycle.zone)
	}
	if len(v.week) > 0 && !m.open(v.week) {
		return nil
	}
	return v.cycle.on(m)
}

// on is the group whose turn a moment of the cycle's zone lies in.
func (c *cycle) on(m *moment) []holder {
	local := m.local
	if c.elapsed {
		local = m.at
	}
	if c.step != 0 && c.lasts == forever {
		if n, rest := c.by.floor(local - c.anchor); c.elapsed || local-rest >= m.now.first.start {
			_, group := c.round.floor(n)
			return c.groups[group]
		}
	}
	t := c.turnAt(m.at)
	if m.at-t.start >= c.lasts {
		return nil
	}
	return c.groups[t.group]
}

// open reports whether any window is open.
func (m *moment) open(week []opening) bool {
	if !m.calm {
		return m.openByInstants(week)
	}
	for i := range week {
		begun := m.week - week[i].at
		if begun < 0 {
			begun += secondsPerWeek
		}
		if begun < week[i].length {
			return true
		}
	}
	return false
}

// openByInstants is open near a change of the clocks, where a window that began
// on one side of it may end on the other.
func (m *moment) openByInstants(week []opening) bool {
	for _, o := range week {
		for _, begun := range [...]int64{m.week - o.at, m.week - o.at + secondsPerWeek, m.week - o.at - secondsPerWeek} {
			if begun < -slack || begun > o.length+slack {
				continue
			}
			start, _ := m.zone.first(m.local-begun, m.index)
			end, _ := m.zone.last(m.local-begun+o.length, m.index)
			if start <= m.at && m.at < end {
				return true
			}
		}
	}
	return false
}

// amendAt applies the edits of an instant to dst[base:].
func (b *bout) amendAt(dst []Slot, base int, role int16, at int64) []Slot {
	active := len(dst) > base
	for i := range b.edits {
		if e := &b.edits[i]; e.start <= at && at < e.end {
			dst = e.applyAt(dst, base, Slot{at, at + 1, newcomer(e.in, role, e.rank)}, active)
		}
	}
	kept := slices.DeleteFunc(dst[base:], func(s Slot) bool { return s.holder.vacant() })
	return dst[:base+len(kept)]
}

// applyAt applies an edit to dst[base:], where more joins if anybody does.
func (e *edit) applyAt(dst []Slot, base int, more Slot, active bool) []Slot {
	held := false
	for i := range dst[base:] {
		h := &dst[base+i].holder
		if e.out != nobody && e.means(*h) {
			*h = e.heir(*h)
		}
		held = held || !h.vacant()
	}
	if e.joins() && ((!e.cover && active) || (e.cover && (e.out == nobody || !held))) {
		dst = append(dst, more)
	}
	return dst
}
