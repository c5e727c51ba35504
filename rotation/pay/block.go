package pay

import "slices"

// block is a piece of a duty, or a call-out, with its time sorted by row.
type block struct {
	piece piece
	duty  stretch
	items []*item
	mixed bool // the items differ in what a row asks for, or pays
	segs  []seg
	// worked is the time before what is included, bonus, minimum and rounding.
	worked int64
	// topUp is what is missing to the minimum, where that has a rate of its own.
	topUp int64
	trace []note
}

// seg is a part of a block in which the same rows match.
type seg struct {
	stretch
	sec  int64 // by the rule's clock, and after adjustments
	real int64 // elapsed
	rows *rowSet
	item *item
	part part
	ways int64 // of so many that share it; 0: all of it
}

// part tells apart what a rule that splits must not put on one line: the local
// month, whether it is in the period, and the epoch of the person's facts.
type part struct {
	month int64 // when it begins
	in    bool
	epoch int
	// window is where the window of a package that it lies in was entered, or left
	// for another; 0 outside of all.
	window int64
}

func (b *block) seconds() (sum int64) {
	for i := range b.segs {
		sum += b.segs[i].sec
	}
	return sum
}

// block sorts the time of a piece, and says whether any of it is paid.
func (r *run) block(ru *rule, d duty, p piece) (block, bool, error) {
	b := block{piece: p, duty: d.stretch, items: within(d.items, p.stretch), segs: r.segs.open()}
	if len(b.items) == 0 {
		return b, false, nil
	}
	b.mixed = r.mixed(ru, b.items)
	long := r.wall.length(p.stretch, ru.byWall)
	r.spans = r.paidSpans(r.spans[:0], ru, &b)
	for _, s := range r.spans {
		if err := r.sort(ru, &b, s, long); err != nil {
			return b, false, err
		}
	}
	if len(b.segs) == 0 && ru.from != forStandby {
		if err := r.sortMoment(ru, &b, p.from, long); err != nil {
			return b, false, err
		}
	}
	if len(b.segs) == 0 && ru.pauses && (ru.minimumPay != nil || ru.minimum.set || len(ru.minimums) > 0) {
		if err := r.sortPaused(ru, &b, long); err != nil {
			return b, false, err
		}
	}
	b.segs = r.segs.close(b.segs)
	b.worked = b.seconds()
	return b, len(b.segs) > 0 || ru.pauses, nil
}

// within are the items that are in a span, without a copy where they stand side
// by side.
func within(items []*item, s stretch) []*item {
	first, last, n := -1, -1, 0
	for i, it := range items {
		if it.in(s) {
			if first < 0 {
				first = i
			}
			last = i
			n++
		}
	}
	if n == 0 {
		return nil
	}
	if items = items[first : last+1 : last+1]; n == len(items) {
		return items
	}
	return slices.DeleteFunc(slices.Clone(items), func(it *item) bool { return !it.in(s) })
}

// in reports whether an item is in a span; one that took no time may be at its
// end.
func (it *item) in(s stretch) bool {
	return it.from < s.to && it.to > s.from || it.stretch == s || it.length() == 0 && it.from >= s.from && it.from <= s.to
}

// paidSpans adds to out the time of a piece in which there is a shift or a
// call-out, less the call-outs where the rule pauses.
func (r *run) paidSpans(out []stretch, ru *rule, b *block) []stretch {
	gaps := ru.join > 0 || ru.merge.from != "" && ru.merge.as != "span"
	switch {
	case gaps && len(b.items) > 1:
		spans := present(b.items, b.piece.stretch)
		if !ru.pauses {
			return append(out, spans...)
		}
		for _, s := range spans {
			out = without(out, s, r.pauseOf(ru))
		}
		return out
	case gaps:
		one := b.items[0].clip(b.piece.from, b.piece.to)
		if one.length() == 0 {
			return out
		}
		out = append(out, one)
	default:
		out = append(out, b.piece.stretch)
	}
	if !ru.pauses {
		return out
	}
	return without(out[:len(out)-1], out[len(out)-1], r.pauseOf(ru))
}

// pauseOf is the time for which a rule pauses.
func (r *run) pauseOf(ru *rule) []stretch {
	if ru.paidPause {
		return r.paidWork
	}
	return r.worked
}

// present is the part of a piece in which one of the items is.
func present(items []*item, p stretch) []stretch {
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

// sortPaused makes empty segments of a piece that call-outs fill, so that its
// minimum has a row to be paid by.
func (r *run) sortPaused(ru *rule, b *block, long int64) error {
	if err := r.sort(ru, b, b.piece.stretch, long); err != nil {
		return err
	}
	for i := range b.segs {
		b.segs[i].sec, b.segs[i].real = 0, 0
	}
	return nil
}

// sort cuts a span wherever another row may begin to match, and adds a segment
// for each part that some row pays.
func (r *run) sort(ru *rule, b *block, s stretch, long int64) error {
	if s.length() == 0 {
		return nil
	}
	if !ru.match.timed() || ru.cut.kind == "window" || ru.classify != "time" {
		return r.sortAllowed(ru, b, s, long)
	}
	spans, err := r.occurrences(&ru.match, false)
	for i := firstAfter(spans, s.from); err == nil && i < len(spans) && spans[i].from < s.to; i++ {
		err = r.sortAllowed(ru, b, spans[i].clip(s.from, s.to), long)
	}
	return err
}

// sortAllowed does so for a span in which the rule itself holds.
func (r *run) sortAllowed(ru *rule, b *block, s stretch, long int64) error {
	var err error
	if r.bounds, err = r.boundaries(r.bounds[:0], ru, b, s); err != nil {
		return err
	}
	for i := 0; i+1 < len(r.bounds); i++ {
		if err := r.addSegs(ru, b, stretch{r.bounds[i], r.bounds[i+1]}, long); err != nil {
			return err
		}
	}
	return nil
}

// addBound adds a bound that lies in a span.
func addBound(out []int64, s stretch, at int64) []int64 {
	if at > s.from && at < s.to {
		return append(out, at)
	}
	return out
}

// boundaries adds to out where a span has to be cut, its ends with them.
func (r *run) boundaries(out []int64, ru *rule, b *block, s stretch) ([]int64, error) {
	out, err := r.rowBounds(append(out, s.from), ru, s)
	if err != nil {
		return nil, err
	}
	if b.mixed {
		for _, it := range b.items {
			out = addBound(addBound(out, s, it.from), s, it.to)
		}
	}
	if ru.attribute == "split" {
		out = r.partBounds(out, s)
	}
	if i, _ := slices.BinarySearch(r.windowBounds, s.from); i < len(r.windowBounds) {
		for _, at := range r.windowBounds[i:] {
			if at >= s.to {
				break
			}
			out = addBound(out, s, at)
		}
	}
	if out = append(out, s.to); slices.IsSorted(out) {
		return slices.Compact(out), nil
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// rowBounds adds where the times of rows begin and end.
func (r *run) rowBounds(out []int64, ru *rule, s stretch) ([]int64, error) {
	if ru.classify != "time" {
		return out, nil
	}
	for i := range ru.rows {
		if !ru.rows[i].match.timed() {
			continue
		}
		spans, err := r.occurrences(&ru.rows[i].match, false)
		if err != nil {
			return nil, err
		}
		for j := r.near(&ru.rows[i].match, s.from); j < len(spans) && spans[j].from < s.to; j++ {
			out = addBound(addBound(out, s, spans[j].from), s, spans[j].to)
		}
	}
	return out, nil
}

// partBounds adds where a line has to end.
func (r *run) partBounds(out []int64, s stretch) []int64 {
	out = addBound(addBound(out, s, r.period.from), s, r.period.to)
	for i := range r.epochs {
		out = addBound(out, s, r.epochs[i].from)
	}
	for at := r.monthOf(s.from).to; at < s.to; at = r.monthOf(at).to {
		out = addBound(out, s, at)
	}
	return out
}

// addSegs adds the segments of a part in which nothing changes.
func (r *run) addSegs(ru *rule, b *block, s stretch, long int64) error {
	active := b.active(ru, s)
	own := seg{stretch: s, sec: r.wall.length(s, ru.byWall), real: s.length(), item: active[0]}
	if ru.attribute == "split" {
		own.part = part{month: r.monthOf(s.from).from, in: r.period.holds(s.from), epoch: r.epochAt(s.from)}
	}
	if len(ru.packed) > 0 {
		own.part.window = r.packageWindow(s.from)
	}
	if ru.overlap != "split" || len(active) == 1 {
		rows, err := r.matching(ru, b, s, active, long)
		own.rows = rows
		r.addSeg(b, own)
		return err
	}
	own.ways = int64(len(active))
	for i := range active {
		rows, err := r.matching(ru, b, s, active[i:i+1], long)
		if err != nil {
			return err
		}
		own.item, own.rows = active[i], rows
		r.addSeg(b, own)
	}
	return nil
}

// mixed reports whether it makes a difference which of some items are on.
func (r *run) mixed(ru *rule, items []*item) bool {
	if len(items) == 1 {
		return false
	}
	if ru.overlap == "max" || ru.overlap == "split" {
		return true
	}
	if !ru.perItem || ru.classify != "time" {
		return false
	}
	for i := range ru.rows {
		w := &ru.rows[i]
		if w.match.perItem() || slices.ContainsFunc(items, func(it *item) bool { return len(it.facts) > 0 || r.ownsRow(w, it) }) {
			return true
		}
	}
	return false
}

// active are the items that are on in a part; where it makes no difference, all.
func (b *block) active(ru *rule, s stretch) []*item {
	if !b.mixed || ru.classify != "time" {
		return b.items
	}
	on := func(it *item) bool { return it.from <= s.from && s.from < it.to }
	first := slices.IndexFunc(b.items, on)
	if first < 0 {
		return b.items[:1]
	}
	if !slices.ContainsFunc(b.items[first+1:], on) {
		return b.items[first : first+1]
	}
	return slices.DeleteFunc(slices.Clone(b.items), func(it *item) bool { return !on(it) })
}

// addSeg appends a segment that some row pays, to the last one where they are alike.
func (r *run) addSeg(b *block, s seg) {
	if s.rows == nil || len(s.rows.rows) == 0 || s.rows.skips() {
		return
	}
	if n := len(b.segs); n > 0 {
		last := &b.segs[n-1]
		if last.to == s.from && last.part == s.part && last.ways == 0 && s.ways == 0 && last.rows == s.rows && r.priceAlike(s.rows, last.item, s.item) {
			last.to, last.sec, last.real = s.to, last.sec+s.sec, last.real+s.real
			return
		}
	}
	b.segs = append(b.segs, s)
}
