package rotation

import "slices"

// amend applies the edits of a layer, or with anyScope those of a role, to
// segs, which are in order of start and are so again afterwards.
func (w *work) amend(p *Plan, segs []seg, from, to int64, layer, role int16) []seg {
	touched := false
	for i := range p.edits {
		e := &p.edits[i]
		if !e.touches(from, to) || e.layer != layer || (e.role != anyScope && e.role != role) {
			continue
		}
		if !touched {
			w.active = w.active[:0]
			for _, s := range segs {
				w.active = append(w.active, s.span)
			}
			w.active = mergeSpans(w.active, 0)
			touched = true
		}
		segs = w.apply(segs, e, from, to, layer, role)
	}
	if !touched {
		return segs
	}
	segs = slices.DeleteFunc(segs, func(s seg) bool { return s.empty() })
	if !slices.IsSortedFunc(segs, bySegStart) {
		slices.SortFunc(segs, bySegStart)
	}
	return segs
}

func (w *work) apply(segs []seg, e *edit, from, to int64, layer, role int16) []seg {
	in := e.clip(from, to)
	if e.out != nobody {
		segs = take(segs, e, in)
	}
	if e.in == nobody || (e.out >= 0 && !e.cover) {
		return segs
	}
	newcomer := seg{who: e.in, own: e.in, role: role, layer: layer}
	switch {
	case !e.cover:
		for _, a := range w.active {
			newcomer.span = a.clip(in.start, in.end)
			if !newcomer.empty() {
				segs = append(segs, newcomer)
			}
		}
	case e.out >= 0:
		segs = w.fill(segs, newcomer, in)
	default:
		newcomer.span = in
		segs = append(segs, newcomer)
	}
	return segs
}

// take lets those whom the edit means lose the span, and its newcomer gain it
// where the two trade places. A removed part stays behind empty.
func take(segs []seg, e *edit, in span) []seg {
	for i, n := 0, len(segs); i < n; i++ {
		s := segs[i]
		if s.empty() || s.start >= in.end || s.end <= in.start || !e.means(s) {
			continue
		}
		if s.start < in.start {
			before := s
			before.end = in.start
			segs = append(segs, before)
		}
		if s.end > in.end {
			after := s
			after.start = in.end
			segs = append(segs, after)
		}
		s.span = s.clip(in.start, in.end)
		switch {
		case e.in == nobody || e.out == everyone:
			s.end = s.start
		case e.transfer:
			s.who, s.own = e.in, e.in
		default:
			s.who = e.in
		}
		segs[i] = s
	}
	return segs
}

func (e *edit) means(s seg) bool {
	return e.out == everyone || s.who == e.out || (!e.transfer && s.own == e.out)
}

// fill puts the newcomer where nobody holds anything of the span.
func (w *work) fill(segs []seg, newcomer seg, in span) []seg {
	held := w.open[:0]
	for _, s := range segs {
		if c := s.clip(in.start, in.end); !c.empty() {
			held = append(held, c)
		}
	}
	held = mergeSpans(held, 0)
	at := in.start
	for _, h := range held {
		if at < h.start {
			newcomer.span = span{at, h.start}
			segs = append(segs, newcomer)
		}
		at = h.end
	}
	if at < in.end {
		newcomer.span = span{at, in.end}
		segs = append(segs, newcomer)
	}
	w.open = held
	return segs
}
