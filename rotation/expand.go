package rotation

import (
	"cmp"
	"slices"
)

// seg is a span of one layer or role that somebody holds.
type seg struct {
	span
	who int32
	// own held it before any override did.
	own   int32
	role  int16
	layer int16
}

func bySegStart(a, b seg) int {
	if a.start != b.start {
		return cmp.Compare(a.start, b.start)
	}
	return cmp.Compare(a.who, b.who)
}

// work is the scratch space of one question.
type work struct {
	open   []span // windows of a layer
	top    []span // what higher layers hold
	level  []span // what the layers beside one another hold
	active []span // where a role is on duty before any override
	layerS []seg
	roleS  []seg
	last   []int32
	slot   []Slot // for a question whose answer is not slots
}

// turns adds the turns of a version in [from, to), cut to its windows.
func (w *work) turns(dst []seg, v *versionPlan, from, to int64) []seg {
	from, to = max(from, v.in.start), min(to, v.in.end)
	if from >= to {
		return dst
	}
	if len(v.windows) == 0 {
		return v.cycle.appendTurns(dst, from, to)
	}
	w.open = appendWindows(w.open[:0], v.windows, v.cycle.zone, from, to)
	for _, o := range w.open {
		dst = v.cycle.appendTurns(dst, o.start, o.end)
	}
	return dst
}

// appendTurns adds the turns of [from, to), cut to it.
func (c *cycle) appendTurns(dst []seg, from, to int64) []seg {
	n := c.turn(from)
	if to-from == 1 && c.lasts == forever {
		for _, who := range c.group(n) {
			dst = append(dst, seg{span: span{from, to}, who: who, own: who})
		}
		return dst
	}
	hint := 0
	if !c.elapsed {
		hint = c.zone.segment(from)
	}
	g := floorMod(n, int64(len(c.groups)))
	for start := c.handOff(n, &hint); start < to; n++ {
		next := c.handOff(n+1, &hint)
		s := span{max(start, from), min(next, start+c.lasts, to)}
		if !s.empty() {
			for _, who := range c.groups[g] {
				dst = append(dst, seg{span: s, who: who, own: who})
			}
		}
		start = next
		if g++; g == int64(len(c.groups)) {
			g = 0
		}
	}
	return dst
}

// layer is what a layer says in [from, to) with its own overrides, in order of
// start. It is good until the next call.
func (w *work) layer(p *Plan, index int, from, to int64) []seg {
	l := &p.layers[index]
	segs := w.layerS[:0]
	for i := range l.versions {
		segs = w.turns(segs, &l.versions[i], from, to)
	}
	for i := range segs {
		segs[i].role, segs[i].layer = l.role, int16(index)
	}
	if l.edited {
		segs = w.amend(p, segs, from, to, int16(index), l.role)
	}
	w.layerS = segs
	return segs
}

// role is who holds a role in [from, to), in order of start, with everything
// applied but not yet joined. It is good until the next call.
func (w *work) role(p *Plan, role int16, from, to int64) []seg {
	segs := w.roleS[:0]
	w.top, w.level = w.top[:0], w.level[:0]
	for i := len(p.layers) - 1; i >= 0; i-- {
		if p.layers[i].role != role {
			continue
		}
		part := w.layer(p, i, from, to)
		if p.stacking == Union || len(w.top) == 0 {
			segs = append(segs, part...)
		} else {
			segs = appendOutside(segs, part, w.top)
		}
		if p.stacking == TopWins {
			for _, s := range part {
				w.level = append(w.level, s.span)
			}
		}
		if !p.layers[i].beside {
			w.top = mergeSpans(append(w.top, w.level...), 0)
			w.level = w.level[:0]
		}
	}
	if !slices.IsSortedFunc(segs, bySegStart) {
		slices.SortFunc(segs, bySegStart)
	}
	segs = w.amend(p, segs, from, to, anyScope, role)
	w.roleS = segs
	return segs
}

// appendOutside adds what of part lies outside of taken; both are in order.
func appendOutside(dst, part []seg, taken []span) []seg {
	first := 0
	for _, s := range part {
		for first < len(taken) && taken[first].end <= s.start {
			first++
		}
		rest := s
		for _, t := range taken[first:] {
			if t.start >= rest.end {
				break
			}
			if rest.start < t.start {
				before := rest
				before.end = t.start
				dst = append(dst, before)
			}
			rest.start = max(rest.start, t.end)
		}
		if !rest.empty() {
			dst = append(dst, rest)
		}
	}
	return dst
}
