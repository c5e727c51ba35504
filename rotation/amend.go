package rotation

import (
	"cmp"
	"math/bits"
	"slices"
)

// bout is a span in which edits of a layer or role overlap one another: outside
// of bouts nothing is edited, and what one bout does is no concern of another's.
type bout struct {
	span
	edits []edit // in sequence
}

// bouts are the bouts of a layer or role in order, apart from one another.
type bouts struct {
	list []bout
	ends []int64 // of the same
	// near is how many bouts end before each block of 2^bits seconds begins, from
	// the start of the first one on.
	near []int32
	bits int
}

// boutsOf puts together those edits of a layer, or of the whole rota, that
// concern a role.
func boutsOf(edits []edit, role int16) bouts {
	var order []int
	for i := range edits {
		if edits[i].role == anyScope || edits[i].role == role {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(edits[a].start, edits[b].start), cmp.Compare(a, b))
	})
	var list []bout
	for first := 0; first < len(order); {
		b := bout{span: edits[order[first]].span}
		n := first + 1
		for ; n < len(order) && edits[order[n]].start < b.end; n++ {
			b.end = max(b.end, edits[order[n]].end)
		}
		slices.Sort(order[first:n])
		for _, i := range order[first:n] {
			b.edits = append(b.edits, edits[i])
		}
		list = append(list, b)
		first = n
	}
	return sealed(list)
}

// sealed makes bouts ready to search, in about as many blocks as there are of
// them.
func sealed(list []bout) bouts {
	bs := bouts{list: list}
	if len(list) == 0 {
		return bs
	}
	for _, b := range list {
		bs.ends = append(bs.ends, b.end)
	}
	first, last := list[0].start, bs.ends[len(bs.ends)-1]
	bs.bits = bits.Len64(uint64(last-first) / uint64(len(list)))
	n := int32(0)
	for block := first; block <= last; block += 1 << bs.bits {
		for bs.ends[n] < block {
			n++
		}
		bs.near = append(bs.near, n)
	}
	bs.near = append(bs.near, int32(len(list)))
	return bs
}

// from are the bouts that end after an instant.
func (bs *bouts) from(instant int64) []bout {
	if len(bs.list) == 0 || instant < bs.list[0].start {
		return bs.list
	}
	block := (instant - bs.list[0].start) >> bs.bits
	if block+1 >= int64(len(bs.near)) {
		return nil
	}
	low, high := int(bs.near[block]), int(bs.near[block+1])
	for low < high {
		if mid := int(uint(low+high) >> 1); bs.ends[mid] > instant {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return bs.list[low:]
}

// at is the bout that an instant lies in, or nil. It looks at the few of a block
// one by one, which is quicker than to search them.
func (bs *bouts) at(instant int64) *bout {
	if len(bs.near) == 0 {
		return nil
	}
	block := uint64(instant-bs.list[0].start) >> bs.bits
	if block >= uint64(len(bs.near)) {
		return nil // before the first, or after the last
	}
	for i := int(bs.near[block]); i < len(bs.list) && bs.list[i].start <= instant; i++ {
		if instant < bs.ends[i] {
			return &bs.list[i]
		}
	}
	return nil
}

// trades reports an edit that does no more than put one person in another's
// place.
func (e *edit) trades() bool { return e.out >= 0 && e.in >= 0 && !e.cover }

// flow hands out slots from left to right, cut where the caller stops.
type flow struct {
	slots []Slot
	carry []Slot // what reaches beyond at
	at    int64
}

// upTo adds what lies in [at, to) and goes on to there.
func (f *flow) upTo(dst []Slot, to int64) []Slot {
	if to == f.at {
		return dst // one bout touches the next
	}
	kept := f.carry[:0]
	for _, s := range f.carry {
		dst = append(dst, Slot{f.at, min(s.End, to), s.holder})
		if s.End > to {
			kept = append(kept, s)
		}
	}
	slots, n := f.slots, 0
	for i := range slots {
		s := slots[i]
		if s.Start >= to {
			break
		}
		if n++; s.End > to {
			kept = append(kept, s)
			s.End = to
		}
		dst = append(dst, s)
	}
	f.slots, f.carry, f.at = slots[n:], kept, to
	return dst
}

// amend adds slots as the bouts of their layer or role change them. Somebody who
// joins holds the role.
func (w *work) amend(dst, slots []Slot, bs *bouts, role int16, from, to int64) []Slot {
	f := flow{slots: slots, carry: w.carry[:0], at: from}
	list := bs.from(from)
	for i := range list {
		b := &list[i]
		if b.start >= to {
			break
		}
		in := b.clip(from, to)
		dst = f.upTo(dst, in.start)
		if len(b.edits) == 1 && b.edits[0].trades() {
			base := len(dst)
			dst = f.upTo(dst, in.end)
			b.edits[0].trade(dst[base:])
			continue
		}
		w.piece = f.upTo(w.piece[:0], in.end)
		dst = w.resolve(dst, w.piece, b, role, in)
	}
	dst = f.upTo(dst, to)
	w.carry = f.carry
	return dst
}

// trade changes the holders of slots that the edit covers from end to end.
func (e *edit) trade(slots []Slot) {
	for i := range slots {
		if h := slots[i].holder; e.means(h) {
			slots[i].holder = e.heir(h)
		}
	}
}

// resolve adds what the edits of a bout make of slots within it.
func (w *work) resolve(dst, slots []Slot, b *bout, role int16, within span) []Slot {
	base := len(dst)
	w.active = w.active[:0]
	for _, s := range slots {
		dst = append(dst, s)
		w.active = append(w.active, span{s.Start, s.End})
	}
	w.active = mergeSpans(w.active)
	for i := range b.edits {
		if e := &b.edits[i]; e.touches(within.start, within.end) {
			dst = w.apply(dst, base, e, role, e.clip(within.start, within.end))
		}
	}
	kept := slices.DeleteFunc(dst[base:], func(s Slot) bool { return s.Start >= s.End || s.holder.vacant() })
	slices.SortFunc(kept, func(a, b Slot) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.holder.who(), b.holder.who()))
	})
	return dst[:base+len(kept)]
}

// apply applies an edit to dst[base:].
func (w *work) apply(dst []Slot, base int, e *edit, role int16, in span) []Slot {
	if e.out != nobody {
		dst = take(dst, base, e, in)
	}
	if !e.joins() {
		return dst
	}
	w.held = w.held[:0]
	switch {
	case !e.cover:
		for _, a := range w.active {
			if a = a.clip(in.start, in.end); !a.empty() {
				w.held = append(w.held, a)
			}
		}
	case e.out != nobody:
		w.held = w.free(w.held, dst[base:], in)
	default:
		w.held = append(w.held, in)
	}
	for _, s := range w.held {
		dst = append(dst, Slot{s.start, s.end, newcomer(e.in, role, e.rank)})
	}
	return dst
}

// joins reports an edit whose newcomer takes more than somebody's place.
func (e *edit) joins() bool { return e.in != nobody && (e.out == nobody || e.cover) }

// take lets those of dst[base:] whom the edit means lose the span, and its
// newcomer gain it; where there is none, the place stays vacant.
func take(dst []Slot, base int, e *edit, in span) []Slot {
	for i, n := base, len(dst); i < n; i++ {
		s := dst[i]
		if s.Start >= s.End || s.Start >= in.end || s.End <= in.start || !e.means(s.holder) {
			continue
		}
		if s.Start < in.start {
			dst = append(dst, Slot{s.Start, in.start, s.holder})
		}
		if s.End > in.end {
			dst = append(dst, Slot{in.end, s.End, s.holder})
		}
		dst[i] = Slot{max(s.Start, in.start), min(s.End, in.end), e.heir(s.holder)}
	}
	return dst
}

// means reports whether a holder is to lose the span. Whom the other side of the
// same swap put there keeps it, and whom a later edit did, unless all that it did
// was to give the span back.
func (e *edit) means(h holder) bool {
	switch {
	case h.rank() == e.rank, h.rank() > e.rank && !h.home():
		return false
	case e.out == everyone:
		return true
	}
	return h.who() == e.out || (!e.transfer && h.own() == e.out)
}

// heir is who holds, or that nobody does, what a holder whom the edit means has
// lost.
func (e *edit) heir(h holder) holder {
	if e.transfer {
		return h.swapped(e.in, e.rank)
	}
	return h.given(e.in, e.rank)
}

// free adds where nobody holds anything of in.
func (w *work) free(dst []span, held []Slot, in span) []span {
	w.taken = w.taken[:0]
	for _, s := range held {
		if c := (span{s.Start, s.End}).clip(in.start, in.end); !c.empty() && !s.holder.vacant() {
			w.taken = append(w.taken, c)
		}
	}
	w.taken = mergeSpans(w.taken)
	return appendOutside(dst, in, w.taken)
}
