package pay

import (
	"slices"
	"strings"
)

// rowSet are rows of a rule that match together, in order. A run has each set
// once, so that sets are equal where their pointers are.
type rowSet struct {
	rows []*row
	name string
	// first is the set of its first row alone.
	first *rowSet
	next  *rowSet // with the same mark
	// prices are known by epoch, for items without facts of their own.
	prices []price
}

// price is what the rows of a set pay together for a unit.
type price struct {
	known, paid bool
	rate        ratio
	text        string
}

// skips reports whether what the set matches is not counted, whatever the hours.
func (s *rowSet) skips() bool {
	m := &s.rows[0].match
	return s.rows[0].skip && !m.tiered()
}

// tiered reports whether a row is for some of the hours, or pieces, alone.
func (m *match) tiered() bool {
	return m.after.set || m.upTo.set || m.afterCount+m.upToCount > 0
}

// set is the set of rows; the slice may be used again.
func (r *run) set(rows []*row) *rowSet {
	mark := uint64(len(rows))
	for _, w := range rows {
		mark = mark*257 + uint64(w.index)
	}
	for s := r.sets[mark]; s != nil; s = s.next {
		if slices.Equal(s.rows, rows) {
			return s
		}
	}
	s := &rowSet{rows: slices.Clone(rows), name: rowNames(rows), next: r.sets[mark], prices: make([]price, len(r.epochs))}
	r.sets[mark] = s
	if s.first = s; len(rows) > 1 {
		s.first = r.set(rows[:1])
	}
	return s
}

func rowNames(rows []*row) string {
	var names []string
	for _, w := range rows {
		if w.name != "" {
			names = append(names, w.name)
		}
	}
	return strings.Join(names, " + ")
}

// matching are the rows that match a part. Conditions on hours that have been
// paid are left for later.
func (r *run) matching(ru *rule, b *block, s stretch, active []*item, long int64) (*rowSet, error) {
	if ru.overlap == "max" && len(active) > 1 {
		return r.matchingEach(ru, b, s, active, long)
	}
	out, firstAlone := r.rows[:0], ru.combine == "first" && !ru.tiers
	for i := range ru.rows {
		w := &ru.rows[i]
		if in, err := r.timely(ru, b, w, s); err != nil {
			return nil, err
		} else if !in || !w.match.fits(long) || !r.anyItem(w, active) {
			continue
		}
		if out = append(out, w); firstAlone {
			break
		}
	}
	r.rows = excluded(out)
	return r.set(r.rows), nil
}

// matchingEach are the rows of each item by itself.
func (r *run) matchingEach(ru *rule, b *block, s stretch, active []*item, long int64) (*rowSet, error) {
	var out []*row
	for i := range active {
		set, err := r.matching(ru, b, s, active[i:i+1], long)
		if err != nil {
			return nil, err
		}
		for _, w := range set.rows {
			if !slices.Contains(out, w) && !w.skip {
				out = append(out, w)
			}
		}
	}
	return r.set(out), nil
}

// anyItem reports whether the conditions of a row hold for one of the items.
func (r *run) anyItem(w *row, items []*item) bool {
	return !w.match.perItem() || slices.ContainsFunc(items, func(it *item) bool { return r.concerns(&w.match, it) })
}

// timely reports whether the times of a row hold for a part.
func (r *run) timely(ru *rule, b *block, w *row, s stretch) (bool, error) {
	switch {
	case !w.match.timed():
		return true, nil
	case ru.classify != "time":
		return r.holdsAt(&w.match, ru.classify, b.piece)
	}
	spans, err := r.occurrences(&w.match, false)
	if err != nil {
		return false, err
	}
	i := r.near(&w.match, s.from)
	return i < len(spans) && spans[i].from <= s.from, nil
}

// excluded drops the rows that another one excludes by name.
func excluded(rows []*row) []*row {
	if !slices.ContainsFunc(rows, func(w *row) bool { return len(w.excludes) > 0 }) {
		return rows
	}
	all := slices.Clone(rows)
	return slices.DeleteFunc(rows, func(w *row) bool {
		return slices.ContainsFunc(all, func(by *row) bool { return by != w && slices.Contains(by.excludes, w.name) })
	})
}
