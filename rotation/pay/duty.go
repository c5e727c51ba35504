package pay

import (
	"fmt"
	"slices"
)

// duty is time that counts as one: shifts of one or of several schedules, or
// call-outs, that overlap or touch.
type duty struct {
	stretch
	items []*item
}

// piece is what a duty is cut into; whole is the span that it would have, were
// the duty long enough.
type piece struct {
	stretch
	whole stretch
}

// standby applies a rule to the time on call.
func (r *run) standby(ru *rule) error {
	blocks, err := r.blocksOf(ru, r.duties(ru, r.shifts))
	if err != nil {
		return err
	}
	return r.settleBlocks(ru, blocks)
}

// duties are what a rule takes of the items, in order of time.
func (r *run) duties(ru *rule, items []item) []duty {
	if ru.insteadOf != "" {
		return r.instead(ru)
	}
	kept := make([]*item, 0, len(items))
	for i := range items {
		it := &items[i]
		if r.takes(ru, it) {
			kept = append(kept, it)
		}
	}
	if ru.overlap != "sum" {
		return joined(nil, kept, ru.join)
	}
	return r.pooled(ru, kept)
}

// takes reports whether a rule takes an item.
func (r *run) takes(ru *rule, it *item) bool {
	if it.call && ru.onStandby != "any" && inside(r.onCall, it.from) != (ru.onStandby == "only") {
		return false
	}
	return r.concerns(&ru.match, it)
}

// pooled are the duties of each schedule and role by itself.
func (r *run) pooled(ru *rule, items []*item) []duty {
	type own struct{ schedule, role string }
	pools := map[own][]*item{}
	var order []own
	for _, it := range items {
		key := own{it.schedule, it.role}
		if pools[key] == nil {
			order = append(order, key)
		}
		pools[key] = append(pools[key], it)
	}
	slices.SortFunc(order, func(a, b own) int { return compareTexts(a.schedule, b.schedule, a.role, b.role) })
	var out []duty
	for _, key := range order {
		out = joined(out, pools[key], ru.join)
	}
	slices.SortStableFunc(out, func(a, b duty) int { return byStart(a.stretch, b.stretch) })
	return out
}

// joined adds to out duties of items in order of start. Items whose gap is at most
// the given one belong together; -1 means that they must overlap.
func joined(out []duty, items []*item, gap int64) []duty {
	begin := 0
	for i, it := range items {
		n := len(out) - 1
		if i == 0 || it.from-out[n].to > gap || gap < 0 && it.from >= out[n].to {
			begin = i
			out = append(out, duty{it.stretch, items[i : i+1 : i+1]})
			continue
		}
		out[n].to = max(out[n].to, it.to)
		out[n].items = items[begin : i+1 : i+1]
	}
	return out
}

// blocksOf cuts duties into pieces, keeps those that qualify, and sorts their
// time by row.
func (r *run) blocksOf(ru *rule, duties []duty) ([]block, error) {
	r.blocks = r.blocks[:0]
	for i := range duties {
		var err error
		if r.blocks, err = r.blocksIn(r.blocks, ru, duties[i]); err != nil {
			return nil, err
		}
	}
	return r.blocks, nil
}

// blocksIn adds the blocks of a duty.
func (r *run) blocksIn(out []block, ru *rule, d duty) ([]block, error) {
	var err error
	if r.cuts, err = r.cut(r.cuts[:0], ru.cut, d.stretch, ru); err != nil {
		return nil, err
	}
	left := leftOver{by: ru, duty: d}
	for _, p := range r.cuts {
		ok, err := r.qualifies(ru, d, p)
		if err != nil {
			return nil, err
		}
		if !ok {
			left.failed = append(left.failed, p.stretch)
			continue
		}
		left.paid = append(left.paid, p.stretch)
		if r.pieces++; r.pieces > maxPieces {
			return nil, fmt.Errorf("the policy makes more than %d pieces of time: %w; make them longer, or the period shorter", maxPieces, ErrRange)
		}
		b, ok, err := r.block(ru, d, p)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, b)
		}
	}
	return out, r.leftFor(left)
}

// qualifies reports whether a piece of a duty meets the rule's conditions.
func (r *run) qualifies(ru *rule, d duty, p piece) (bool, error) {
	if ru.match.timed() && ru.cut.kind != "window" && ru.classify != "time" {
		ok, err := r.holdsAt(&ru.match, ru.classify, p)
		if err != nil || !ok {
			return false, err
		}
	}
	if !ru.match.fits(r.wall.length(p.stretch, ru.byWall)) {
		return false, nil
	}
	if !ru.qualify.set {
		return true, nil
	}
	return r.meets(&ru.qualify, ru.byWall, d, p)
}

// meets reports whether a piece of a duty meets what a rule asks of it.
func (r *run) meets(q *qualification, byWall bool, d duty, p piece) (bool, error) {
	measured := d.stretch
	switch q.of {
	case "piece":
		measured = p.stretch
	case "rest":
		measured = stretch{p.from, d.to}
	}
	long := r.wall.length(measured, byWall)
	if q.within.timed() {
		windows, err := r.occurrences(&q.within, false)
		if err != nil {
			return false, err
		}
		long = 0
		for _, s := range parted([]stretch{measured}, windows) {
			long += r.wall.length(s, byWall)
		}
	}
	m := match{atLeast: q.atLeast, moreThan: q.moreThan, atMost: q.atMost, lessThan: q.lessThan}
	date := r.wall.date(p.from)
	switch {
	case !m.fits(long),
		q.overnight && d.to < r.wall.first((date+1)*day),
		q.uninterrupted && overlap(r.worked, d.stretch) > 0:
		return false, nil
	}
	if q.runsPast.set {
		sec, err := r.clock(q.runsPast)
		if err != nil || d.to <= r.wall.first(date*day+sec) {
			return false, err
		}
	}
	if !q.covers.set {
		return true, nil
	}
	sec, err := r.clock(q.covers)
	if err != nil {
		return false, err
	}
	return p.holds(r.wall.first(date*day+sec)) || p.holds(r.wall.first((date+1)*day+sec)), nil
}

// holdsAt reports whether timed conditions hold for a whole piece: at its start
// or end, in any of it, or in most of it.
func (r *run) holdsAt(m *match, how string, p piece) (bool, error) {
	if !m.timed() {
		return true, nil
	}
	spans, err := r.occurrences(m, false)
	if err != nil {
		return false, err
	}
	switch how {
	case "touch":
		return overlap(spans, p.stretch) > 0 || p.length() == 0 && inside(spans, p.from), nil
	case "most":
		return 2*overlap(spans, p.stretch) > p.length(), nil
	case "end":
		return inside(spans, max(p.from, p.to-1)), nil
	}
	return inside(spans, p.from), nil
}
