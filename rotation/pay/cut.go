package pay

import (
	"cmp"
	"fmt"
	"slices"
)

// cut adds to out the pieces of a span; ru gives the windows where it is cut by
// these.
func (r *run) cut(out []piece, c cutting, s stretch, ru *rule) ([]piece, error) {
	switch c.kind {
	case "none", "all", "duty", "period", "call_out":
		return append(out, piece{s, s}), nil
	case "window":
		windows, err := r.occurrences(&ru.match, true)
		for i := firstAfter(windows, s.from); i < len(windows) && windows[i].from < s.to; i++ {
			out = append(out, piece{windows[i].clip(s.from, s.to), windows[i]})
		}
		return out, err
	}
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
	switch c.kind {
	case "hours":
		n := floorDiv(at-d.from, c.step)
		return stretch{d.from + n*c.step, d.from + (n+1)*c.step}
	case "day":
		return r.cycle(at, day, anchor)
	case "week":
		return r.cycle(at, week, anchor+4*day) // 1970 began on a Thursday
	case "weeks":
		return r.cycle(at, c.step, c.anchor)
	case "month":
		return r.months(at, 1)
	case "quarter":
		return r.months(at, 3)
	case "year":
		return r.months(at, 12)
	}
	return stretch{r.wide.from, r.wide.to + 1}
}

// months are so many months, counted from January, that an instant lies in.
func (r *run) months(at, n int64) stretch {
	m := floorDiv(r.wall.month(at), n) * n
	return stretch{r.wall.monthStart(m), r.wall.monthStart(m + n)}
}

// monthOf is the local month that an instant lies in; the last one is remembered.
func (r *run) monthOf(at int64) stretch {
	if !r.month.holds(at) {
		r.month = r.months(at, 1)
	}
	return r.month
}

// cycle is the span of a cycle by the local clock that an instant lies in. A
// duty that begins when a clock shows its anchor the second time is in the
// cycle that began when it did so first.
func (r *run) cycle(at, size, anchor int64) stretch {
	n := floorDiv(r.wall.local(at)-anchor, size)
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

// scope is the duty, day, week, ... that something is counted in.
type scope struct {
	kind byte // d: a duty, a: a call-out alone, p: in the period, o: out of it, s: a span
	from int64
}

// scopeOf is the scope of an instant.
func (r *run) scopeOf(kind string, c cutting, d stretch, at int64) scope {
	on, onCall := stretch{}, false
	if i := firstAfter(r.onCall, at); i < len(r.onCall) && r.onCall[i].from <= at {
		on, onCall = r.onCall[i], true
	}
	switch kind {
	case "duty":
		if onCall {
			return scope{'d', on.from}
		}
		return scope{'a', d.from}
	case "period":
		if r.period.holds(at) {
			return scope{kind: 'p'}
		}
		return scope{kind: 'o'}
	case "all", "none":
		return scope{}
	}
	if onCall && (c.kind == "hours" || c.at != "") {
		d = on
	}
	return scope{'s', r.around(c, d, at).from}
}

func sortBlocks(blocks []block) {
	slices.SortStableFunc(blocks, func(a, b block) int { return cmp.Compare(a.piece.from, b.piece.from) })
}

// compareTexts compares a with b, and where these are equal c with d.
func compareTexts(a, b, c, d string) int { return cmp.Or(cmp.Compare(a, b), cmp.Compare(c, d)) }
