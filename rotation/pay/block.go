package pay

import (
	"math/big"
	"slices"
)

// block is a piece of a duty, or a call-out, with its time sorted by row.
type block struct {
	piece piece
	duty  stretch
	items []*item
	segs  []seg
	// worked is the time before what is included, bonus, minimum and rounding.
	worked int64
	trace  []string
}

// seg is a part of a block in which the same rows match.
type seg struct {
	stretch
	sec   int64 // by the rule's clock, and after adjustments
	real  int64 // elapsed
	rows  []*row
	item  *item
	month int64
	share *big.Rat // nil: all of it
}

func (b *block) seconds() (sum int64) {
	for i := range b.segs {
		sum += b.segs[i].sec
	}
	return sum
}

// block sorts the time of a piece; nil where none of it is paid.
func (r *run) block(ru *rule, d duty, p piece) (*block, error) {
	b := &block{piece: p, duty: d.stretch}
	for _, it := range d.items {
		if it.in(p.stretch) {
			b.items = append(b.items, it)
		}
	}
	if len(b.items) == 0 {
		return nil, nil
	}
	long := r.wall.length(p.stretch, ru.byWall)
	for _, s := range r.paidSpans(ru, b) {
		if err := r.sort(ru, b, s, long); err != nil {
			return nil, err
		}
	}
	if len(b.segs) == 0 && ru.from != forStandby {
		if err := r.sortMoment(ru, b, p.from, long); err != nil {
			return nil, err
		}
	}
	if len(b.segs) == 0 && !ru.pauses {
		return nil, nil
	}
	b.worked = b.seconds()
	return b, nil
}

// in reports whether an item is in a span; one that took no time may be at its
// end.
func (it *item) in(s stretch) bool {
	return it.from < s.to && it.to > s.from || it.stretch == s || it.length() == 0 && it.from >= s.from && it.from <= s.to
}

// paidSpans is the time of a piece in which there is a shift or a call-out, less
// the call-outs where the rule pauses.
func (r *run) paidSpans(ru *rule, b *block) []stretch {
	spans := []stretch{b.piece.stretch}
	if gaps := ru.join > 0 || ru.merge.from != "" && ru.merge.as != "span"; gaps {
		spans = r.present(b.items, b.piece.stretch)
	}
	if !ru.pauses {
		return spans
	}
	var kept []stretch
	for _, s := range spans {
		kept = append(kept, without(s, r.worked)...)
	}
	return kept
}

// present is the part of a piece in which one of the items is.
func (r *run) present(items []*item, p stretch) []stretch {
	spans := make([]stretch, len(items))
	for i, it := range items {
		spans[i] = it.clip(p.from, p.to)
	}
	return united(spans)
}

// sortMoment makes the empty segment of a call-out that took no time.
func (r *run) sortMoment(ru *rule, b *block, at, long int64) error {
	if err := r.sort(ru, b, stretch{at, at + 1}, long); err != nil {
		return err
	}
	for i := range b.segs {
		b.segs[i].to, b.segs[i].sec, b.segs[i].real = at, 0, 0
	}
	return nil
}

// sort cuts a span wherever another row may begin to match, and adds a segment
// for each part that some row pays.
func (r *run) sort(ru *rule, b *block, s stretch, long int64) error {
	if s.length() == 0 {
		return nil
	}
	allowed := []stretch{s}
	if ru.match.timed() && ru.cut.kind != "window" && ru.classify == "time" {
		spans, err := r.occurrences(&ru.match, false)
		if err != nil {
			return err
		}
		allowed = nil
		for i := firstAfter(spans, s.from); i < len(spans) && spans[i].from < s.to; i++ {
			allowed = append(allowed, spans[i].clip(s.from, s.to))
		}
	}
	for _, a := range allowed {
		bounds, err := r.boundaries(ru, b, a)
		if err != nil {
			return err
		}
		for i := 0; i+1 < len(bounds); i++ {
			part := stretch{bounds[i], bounds[i+1]}
			if err := r.addSegs(ru, b, part, long); err != nil {
				return err
			}
		}
	}
	return nil
}

// boundaries are where a span has to be cut, its ends with them.
func (r *run) boundaries(ru *rule, b *block, s stretch) ([]int64, error) {
	out := []int64{s.from, s.to}
	add := func(at int64) {
		if at > s.from && at < s.to {
			out = append(out, at)
		}
	}
	if err := r.rowBounds(ru, s, add); err != nil {
		return nil, err
	}
	if len(b.items) > 1 && (ru.overlap == "max" || ru.overlap == "split" || ru.perItem && ru.classify == "time") {
		for _, it := range b.items {
			add(it.from)
			add(it.to)
		}
	}
	if ru.attribute == "split" {
		add(r.period.from)
		add(r.period.to)
		for m := r.wall.month(s.from); ; m++ {
			at := r.wall.monthStart(m + 1)
			if at >= s.to {
				break
			}
			add(at)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// rowBounds adds where the times of rows begin and end.
func (r *run) rowBounds(ru *rule, s stretch, add func(int64)) error {
	if ru.classify != "time" {
		return nil
	}
	for i := range ru.rows {
		if !ru.rows[i].match.timed() {
			continue
		}
		spans, err := r.occurrences(&ru.rows[i].match, false)
		if err != nil {
			return err
		}
		for j := firstAfter(spans, s.from); j < len(spans) && spans[j].from < s.to; j++ {
			add(spans[j].from)
			add(spans[j].to)
		}
	}
	return nil
}

// active are the items that are on in a part; where it makes no difference, all.
func (b *block) active(ru *rule, part stretch) []*item {
	if len(b.items) == 1 || ru.classify != "time" || !ru.perItem && ru.overlap != "max" && ru.overlap != "split" {
		return b.items
	}
	var out []*item
	for _, it := range b.items {
		if it.from <= part.from && part.from < it.to {
			out = append(out, it)
		}
	}
	if len(out) == 0 {
		return b.items[:1]
	}
	return out
}

// addSegs adds the segments of a part in which nothing changes.
func (r *run) addSegs(ru *rule, b *block, part stretch, long int64) error {
	active := b.active(ru, part)
	s := seg{stretch: part, sec: r.wall.length(part, ru.byWall), real: part.length(), item: active[0]}
	if ru.attribute == "split" {
		s.month = r.wall.month(part.from)*2 + map[bool]int64{true: 1}[r.period.holds(part.from)]
	}
	if ru.overlap == "split" && len(active) > 1 {
		for _, it := range active {
			own := s
			own.item, own.share = it, big.NewRat(1, int64(len(active)))
			rows, err := r.matching(ru, b, part, []*item{it}, long)
			if err != nil {
				return err
			}
			own.rows = rows
			r.addSeg(b, own)
		}
		return nil
	}
	rows, err := r.matching(ru, b, part, active, long)
	if err != nil {
		return err
	}
	s.rows = rows
	r.addSeg(b, s)
	return nil
}

// addSeg appends a segment that some row pays, to the last one where they are alike.
func (r *run) addSeg(b *block, s seg) {
	if len(s.rows) == 0 || s.rows[0].skip && !s.rows[0].match.after.set && !s.rows[0].match.upTo.set {
		return
	}
	if n := len(b.segs); n > 0 {
		last := &b.segs[n-1]
		if last.to == s.from && last.month == s.month && (last.item == s.item || r.priceAlike(s.rows, last.item, s.item)) && last.share == nil && s.share == nil && slices.Equal(last.rows, s.rows) {
			last.to, last.sec, last.real = s.to, last.sec+s.sec, last.real+s.real
			return
		}
	}
	b.segs = append(b.segs, s)
}

// matching are the rows that match a part, in order. Conditions on hours that
// have been paid are left for later.
func (r *run) matching(ru *rule, b *block, part stretch, active []*item, long int64) ([]*row, error) {
	if ru.overlap == "max" && len(active) > 1 {
		return r.matchingEach(ru, b, part, active, long)
	}
	var out []*row
	for i := range ru.rows {
		w := &ru.rows[i]
		if in, err := r.timely(ru, b, w, part); err != nil {
			return nil, err
		} else if !in || !w.match.fits(long) || !r.anyItem(w, active) {
			continue
		}
		if out = append(out, w); ru.combine == "first" && !ru.tiers {
			break
		}
	}
	return r.excluded(out), nil
}

// matchingEach are the rows of each item by itself.
func (r *run) matchingEach(ru *rule, b *block, part stretch, active []*item, long int64) ([]*row, error) {
	var out []*row
	for _, it := range active {
		rows, err := r.matching(ru, b, part, []*item{it}, long)
		if err != nil {
			return nil, err
		}
		for _, w := range rows {
			if !slices.Contains(out, w) && !w.skip {
				out = append(out, w)
			}
		}
	}
	return out, nil
}

// anyItem reports whether the conditions of a row hold for one of the items.
func (r *run) anyItem(w *row, items []*item) bool {
	return !w.match.perItem() || slices.ContainsFunc(items, func(it *item) bool { return w.match.item(it, r.factOf(it)) })
}

// timely reports whether the times of a row hold for a part.
func (r *run) timely(ru *rule, b *block, w *row, part stretch) (bool, error) {
	switch {
	case !w.match.timed():
		return true, nil
	case ru.classify != "time":
		return r.holdsAt(&w.match, ru.classify, b.piece)
	}
	spans, err := r.occurrences(&w.match, false)
	return inside(spans, part.from), err
}

// excluded drops the rows that another one excludes by name.
func (r *run) excluded(rows []*row) []*row {
	if !slices.ContainsFunc(rows, func(w *row) bool { return len(w.excludes) > 0 }) {
		return rows
	}
	return slices.DeleteFunc(slices.Clone(rows), func(w *row) bool {
		return slices.ContainsFunc(rows, func(by *row) bool { return by != w && slices.Contains(by.excludes, w.name) })
	})
}
