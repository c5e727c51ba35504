package rotation

// sweep hands out, from left to right, what a role says of which one person at a
// time holds each level, with the edits that only trade one person for another.
// Which of the two changes next no processor can foresee, so that masks decide it
// and not jumps.
type sweep struct {
	slots  []Slot // in order and apart, the first not past, the last endless
	trades []trade
	at     int64
}

// trade puts one holder in the place of another.
type trade struct {
	span
	out, in holder
}

// endless comes after the last slot of a sweep.
var endless = Slot{Start: forever, End: forever, holder: nobodyHolds}

// below is all ones where a is less than b, else zero.
func below(a, b int64) int64 { return (a - b) >> 63 }

// equal is all ones where a is b, else zero.
func equal(a, b holder) holder {
	d := uint64(a ^ b)
	return holder(int64(^d&(d-1)) >> 63)
}

// upTo adds what lies in [at, to) and goes on to there. What touches the last of
// dst, if that is not before base, is joined to it.
func (s *sweep) upTo(dst []Slot, base int, to int64) []Slot {
	slots, trades, i, j := s.slots, s.trades, 0, 0
	for at := s.at; at < to; {
		o, t := slots[i], &trades[j]
		ahead, tradeAhead := below(at, o.Start), below(at, t.start)
		end := min(to, o.Start&ahead|o.End&^ahead, t.start&tradeAhead|t.end&^tradeAhead)
		h := o.holder | holder(ahead)
		gone := equal(h, t.out) &^ holder(tradeAhead)
		h = h&^gone | t.in&gone
		i -= int(below(o.End, end+1))
		j -= int(below(t.end, end+1))
		start := at
		at = end
		switch n := len(dst) - 1; {
		case h == nobodyHolds:
		case n >= base && dst[n].holder == h && dst[n].End == start:
			dst[n].End = end
		default:
			dst = append(dst, Slot{start, end, h})
		}
	}
	s.slots, s.trades, s.at = slots[i:], trades[j:], to
	return dst
}

// swept adds who holds a role whose levels can be swept.
func (w *work) swept(dst []Slot, p *Plan, r *rolePlan, from, to int64) []Slot {
	w.before = append(w.layers(w.before[:0], p, r, from, to), endless)
	s := sweep{slots: w.before, trades: r.trades, at: from}
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
		dst = w.resolve(dst, w.piece, &b, holderOf(0, r.number), in)
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
