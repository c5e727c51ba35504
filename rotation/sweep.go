package rotation

import "slices"

// sweep hands out, from left to right, what a role says of which one person at a
// time holds each level, with the edits that only trade one person for another.
type sweep struct {
	slots  []Slot // in order and apart, the first not past, the last endless
	trades []trade
}

// trade puts one holder in the place of another.
type trade struct {
	span
	out, in holder
}

// endless comes after the last slot of a sweep.
var endless = Slot{Start: forever, End: forever, holder: nobodyHolds}

// upTo adds what lies before to and goes on to there. What touches the last of
// dst, if that is not before base, is joined to it.
func (s *sweep) upTo(dst []Slot, base int, to int64) []Slot {
	here := 0
	for s.trades[here].start < to {
		here++
	}
	dst = slices.Grow(dst, len(s.slots)+2*here) // a trade makes two cuts
	out := line{dst[:cap(dst)], base, len(dst)}
	slots := s.slots
	now := slots[0]
	for ; s.trades[0].start < to; s.trades = s.trades[1:] {
		t := &s.trades[0]
		for now.End <= t.start {
			out.put(now.Start, now.End, now.holder)
			slots = slots[1:]
			now = slots[0]
		}
		if now.Start < t.start {
			out.put(now.Start, t.start, now.holder)
			now.Start = t.start
		}
		for now.Start < t.end {
			end := min(now.End, t.end)
			h := now.holder
			if h == t.out {
				h = t.in
			}
			out.put(now.Start, end, h)
			if now.Start = end; now.End == end {
				slots = slots[1:]
				now = slots[0]
			}
		}
	}
	for now.End <= to {
		out.put(now.Start, now.End, now.holder)
		slots = slots[1:]
		now = slots[0]
	}
	if now.Start < to {
		out.put(now.Start, to, now.holder)
		now.Start = to
	}
	slots[0] = now
	s.slots = slots
	return out.slots[:out.n]
}

// line is a row of slots with room for more.
type line struct {
	slots   []Slot
	base, n int
}

func (l *line) put(start, end int64, h holder) {
	if n := l.n - 1; n >= l.base && l.slots[n].End == start && l.slots[n].holder == h {
		l.slots[n].End = end
		return
	}
	l.slots[l.n] = Slot{start, end, h}
	l.n++
}

// swept adds who holds a role whose levels can be swept.
func (w *work) swept(dst []Slot, p *Plan, r *rolePlan, from, to int64) []Slot {
	w.before = append(w.layers(w.before[:0], p, r, from, to), endless)
	s := sweep{slots: w.before, trades: r.trades}
	for s.trades[0].end <= from {
		s.trades = s.trades[1:]
	}
	base, together := len(dst), false
	for _, b := range r.knots.from(from) {
		if b.start >= to {
			break
		}
		in := b.clip(from, to)
		dst = s.upTo(dst, base, in.start)
		w.piece = s.upTo(w.piece[:0], 0, in.end)
		dst = w.resolve(dst, w.piece, &b, r.number, in)
		together = true
	}
	if dst = s.upTo(dst, base, to); together {
		dst = w.joinGroups(dst, base, len(p.people))
	}
	return dst
}

// untie parts the bouts of a role that can be swept from those that cannot.
func (r *rolePlan) untie() {
	var knots []bout
	r.trades = nil
	for _, b := range r.bouts.list {
		if e := &b.edits[0]; len(b.edits) == 1 && e.trades() {
			r.trades = append(r.trades, trade{b.span, holderOf(e.out, r.number), holderOf(e.in, r.number)})
		} else {
			knots = append(knots, b)
		}
	}
	r.trades = append(r.trades, trade{span: span{forever, forever}})
	r.knots = sealed(knots)
}
