package pay

import (
	"fmt"
	"slices"
	"sort"
	"time"
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
	var blocks []block
	for _, d := range r.duties(ru, r.shifts) {
		found, err := r.blocksOf(ru, d)
		if err != nil {
			return err
		}
		blocks = append(blocks, found...)
	}
	return r.settleBlocks(ru, blocks)
}

// duties are what a rule takes of the items, in order of time.
func (r *run) duties(ru *rule, items []item) []duty {
	if ru.insteadOf != "" {
		return r.failed[ru.insteadOf]
	}
	pools := map[string][]*item{}
	for i := range items {
		it := &items[i]
		if !ru.match.item(it, r.factOf(it)) {
			continue
		}
		pool := ""
		if ru.overlap == "sum" {
			pool = it.schedule + "\x00" + it.role
		}
		pools[pool] = append(pools[pool], it)
	}
	var out []duty
	for _, pool := range sortedKeys(pools) {
		out = append(out, joined(pools[pool], ru.join)...)
	}
	slices.SortStableFunc(out, func(a, b duty) int { return byStart(a.stretch, b.stretch) })
	return out
}

// joined makes duties of items in order of start. Items whose gap is at most the
// given one belong together; -1 means that they must overlap.
func joined(items []*item, gap int64) []duty {
	var out []duty
	for _, it := range items {
		n := len(out) - 1
		if n < 0 || it.from-out[n].to > gap || gap < 0 && it.from >= out[n].to {
			out = append(out, duty{it.stretch, []*item{it}})
			continue
		}
		out[n].to = max(out[n].to, it.to)
		out[n].items = append(out[n].items, it)
	}
	return out
}

// blocksOf cuts a duty into pieces, keeps those that qualify, and sorts their
// time by row.
func (r *run) blocksOf(ru *rule, d duty) ([]block, error) {
	pieces, err := r.cut(ru.cut, d.stretch, ru)
	if err != nil {
		return nil, err
	}
	var out []block
	var failed []duty
	for _, p := range pieces {
		ok, err := r.qualifies(ru, d, p)
		if err != nil {
			return nil, err
		}
		if !ok {
			failed = append(failed, duty{p.stretch, d.items})
			continue
		}
		if r.pieces++; r.pieces > maxPieces {
			return nil, fmt.Errorf("the policy makes more than %d pieces of time: %w; make them longer, or the period shorter", maxPieces, ErrRange)
		}
		b, err := r.block(ru, d, p)
		if err != nil {
			return nil, err
		}
		if b != nil {
			out = append(out, *b)
		}
	}
	if len(failed) > 0 && len(out) == 0 {
		failed = []duty{d}
	}
	r.failed[ru.key] = append(r.failed[ru.key], failed...)
	return out, nil
}

// cut cuts a span; ru gives the windows where it is cut by these.
func (r *run) cut(c cutting, s stretch, ru *rule) ([]piece, error) {
	switch c.kind {
	case "none", "all", "duty", "period", "call_out":
		return []piece{{s, s}}, nil
	case "window":
		windows, err := r.occurrences(&ru.match, true)
		if err != nil {
			return nil, err
		}
		var out []piece
		for i := firstAfter(windows, s.from); i < len(windows) && windows[i].from < s.to; i++ {
			out = append(out, piece{windows[i].clip(s.from, s.to), windows[i]})
		}
		return out, nil
	}
	var out []piece
	for from := s.from; from < s.to; {
		whole := r.around(c, s, from)
		if whole.to <= from {
			return nil, fmt.Errorf("cutting by %q makes no progress: %w", c.text, ErrRange)
		}
		out = append(out, piece{whole.clip(s.from, s.to), whole})
		from = whole.to
		if len(out) > maxPieces {
			return nil, fmt.Errorf("cutting by %q makes too many pieces: %w", c.text, ErrRange)
		}
	}
	return out, nil
}

// around is the day, week, ... of a cutting that an instant lies in. The duty
// gives the anchor where the cutting is from its start or to its end.
func (r *run) around(c cutting, d stretch, at int64) stretch {
	anchor := c.anchor
	switch c.at {
	case "start":
		anchor = floorMod(r.wall.local(d.from), day)
	case "end":
		anchor = floorMod(r.wall.local(d.to), day)
	}
	local := r.wall.local(at)
	switch c.kind {
	case "hours":
		n := floorDiv(at-d.from, c.step)
		return stretch{d.from + n*c.step, d.from + (n+1)*c.step}
	case "day":
		return r.cycle(local, at, day, anchor)
	case "week":
		return r.cycle(local, at, week, anchor+4*day) // 1970 began on a Thursday
	case "month":
		m := r.wall.month(at)
		return stretch{r.wall.monthStart(m), r.wall.monthStart(m + 1)}
	case "quarter":
		m := floorDiv(r.wall.month(at), 3) * 3
		return stretch{r.wall.monthStart(m), r.wall.monthStart(m + 3)}
	case "year":
		m := floorDiv(r.wall.month(at), 12) * 12
		return stretch{r.wall.monthStart(m), r.wall.monthStart(m + 12)}
	}
	return stretch{r.wide.from, r.wide.to + 1}
}

// cycle is the span of a cycle by the local clock that an instant lies in. A
// duty that begins when a clock shows its anchor the second time is in the
// cycle that began when it did so first.
func (r *run) cycle(local, at, size, anchor int64) stretch {
	n := floorDiv(local-anchor, size)
	s := stretch{r.wall.first(n*size + anchor), r.wall.first((n+1)*size + anchor)}
	for s.to <= at {
		n++
		s = stretch{s.to, r.wall.first((n+1)*size + anchor)}
	}
	for s.from > at {
		n--
		s = stretch{r.wall.first(n*size + anchor), s.from}
	}
	return s
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
	measured := map[string]stretch{"duty": d.stretch, "piece": p.stretch, "rest": {p.from, d.to}}[q.of]
	m := match{atLeast: q.atLeast, moreThan: q.moreThan, atMost: q.atMost, lessThan: q.lessThan}
	date := r.wall.date(p.from)
	switch {
	case !m.fits(r.wall.length(measured, byWall)),
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
	if q.covers.set {
		sec, err := r.clock(q.covers)
		if err != nil {
			return false, err
		}
		for _, on := range []int64{date, date + 1} {
			if at := r.wall.first(on*day + sec); p.holds(at) {
				return true, nil
			}
		}
		return false, nil
	}
	return true, nil
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

// scope names the duty, day, week, ... that an instant is counted in.
func (r *run) scope(kind string, c cutting, d stretch, at int64) string {
	switch kind {
	case "duty":
		if i := firstAfter(r.onCall, at); i < len(r.onCall) && r.onCall[i].from <= at {
			return fmt.Sprint("duty ", r.onCall[i].from)
		}
		return fmt.Sprint("alone ", d.from)
	case "period":
		return fmt.Sprint(r.period.holds(at))
	case "all", "none":
		return kind
	}
	if i := firstAfter(r.onCall, at); i < len(r.onCall) && r.onCall[i].from <= at && (c.kind == "hours" || c.at != "") {
		d = r.onCall[i]
	}
	return fmt.Sprint(r.around(c, d, at).from)
}

func sortBlocks(blocks []block) {
	sort.SliceStable(blocks, func(i, j int) bool { return blocks[i].piece.from < blocks[j].piece.from })
}

func (r *run) stamp(unix int64) string { return stamp(unix, r.wall.zone, false) }

// stamp shows an instant; named adds the zone's name, where the clock alone
// would not tell which instant it is.
func stamp(unix int64, zone *time.Location, named bool) string {
	t := time.Unix(unix, 0).In(zone)
	layout := "Mon 2 Jan 15:04"
	if t.Second() != 0 {
		layout += ":05"
	}
	if named {
		layout += " MST"
	}
	return t.Format(layout)
}
