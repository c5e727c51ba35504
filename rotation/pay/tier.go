package pay

import (
	"cmp"
	"slices"
)

// tiers cuts segments where the hours paid so far reach a row's bound.
func (r *run) tiers(ru *rule, blocks []block) error {
	from, err := r.hours(ru.hoursFrom)
	if err != nil {
		return err
	}
	paid := map[scope]int64{}
	if ru.tierAll || ru.tierCount {
		r.tiersByPiece(ru, blocks, from)
		return r.err
	}
	for i := range blocks {
		b := &blocks[i]
		out := r.segs.open()
		for _, s := range b.segs {
			key := r.tierScope(ru, b, i, s.from)
			have, ok := paid[key]
			if !ok {
				have = from
			}
			if out, have, err = r.tier(out, s, have); err != nil {
				return err
			}
			paid[key] = have
		}
		b.segs = r.segs.close(out)
	}
	return nil
}

// tier adds the parts of a segment, each with the rows that its hours have. It
// says how many have been paid then.
func (r *run) tier(out []seg, rest seg, paid int64) ([]seg, int64, error) {
	for {
		rows, next, err := r.tierRows(rest.rows, paid)
		if err != nil {
			return nil, 0, err
		}
		part := rest
		part.rows = rows
		if next >= 0 && rest.sec > next-paid {
			part.sec = next - paid
			cut := min(part.from+part.sec, part.to)
			part.to, part.real = cut, min(part.sec, cut-part.from)
		}
		paid += part.sec
		if len(rows.rows) > 0 && !rows.rows[0].skip {
			out = append(out, part)
		}
		if rest.sec -= part.sec; rest.sec <= 0 {
			return out, paid, nil
		}
		rest.from, rest.real = part.to, rest.real-part.real
	}
}

// tierRows are the rows for so many hours paid, and where the next bound is; -1
// where there is none.
func (r *run) tierRows(set *rowSet, have int64) (out *rowSet, next int64, err error) {
	next = -1
	rows := r.rows[:0]
	for _, w := range set.rows {
		after, err := r.hours(w.match.after)
		if err != nil {
			return nil, 0, err
		}
		upTo, err := r.hours(w.match.upTo)
		if err != nil {
			return nil, 0, err
		}
		for _, bound := range [2]int64{after, upTo} {
			if bound > have && (next < 0 || bound < next) {
				next = bound
			}
		}
		if have >= after && (!w.match.upTo.set || have < upTo) {
			rows = append(rows, w)
		}
	}
	r.rows = rows
	return r.set(rows), next, nil
}

// tierScope is what the hours of a part of a block are counted in.
func (r *run) tierScope(ru *rule, b *block, place int, at int64) scope {
	if ru.hoursPer == "piece" {
		return scope{kind: 'b', from: int64(place)}
	}
	return r.scopeOf(ru.hoursPer, cutting{kind: ru.hoursPer}, b.duty, at)
}

// tiersByPiece gives each segment one tier, and cuts none: that of its number in
// the week, month, ..., or the one that the sum of all reaches.
func (r *run) tiersByPiece(ru *rule, blocks []block, from int64) {
	sums := map[scope]int64{}
	if ru.tierAll {
		for i := range blocks {
			b := &blocks[i]
			for j := range b.segs {
				key := r.tierScope(ru, b, i, r.tierAt(ru, b, &b.segs[j]))
				switch {
				case !ru.tierCount:
					sums[key] += b.segs[j].sec
				case j == 0:
					sums[key]++
				}
			}
		}
	}
	for i := range blocks {
		b := &blocks[i]
		for j := range b.segs {
			s := &b.segs[j]
			key := r.tierScope(ru, b, i, r.tierAt(ru, b, s))
			if ru.tierCount && !ru.tierAll && j == 0 {
				sums[key]++
			}
			have := sums[key]
			if !ru.tierCount {
				have += from
			}
			s.rows = r.tierOf(s.rows, max(0, have-1), ru.tierCount)
		}
		b.segs = slices.DeleteFunc(b.segs, func(s seg) bool { return len(s.rows.rows) == 0 || s.rows.rows[0].skip })
	}
}

// tierAt is the instant by which a segment is counted.
func (r *run) tierAt(ru *rule, b *block, s *seg) int64 {
	if ru.tierCount {
		return b.piece.from
	}
	return s.from
}

// tierOf are the rows in whose tier so many seconds, or pieces, lie.
func (r *run) tierOf(set *rowSet, have int64, count bool) *rowSet {
	rows := r.rows[:0]
	for _, w := range set.rows {
		after, upTo, bounded := w.match.afterCount, w.match.upToCount, w.match.upToCount > 0
		if !count {
			var err1, err2 error
			after, err1 = r.hours(w.match.after)
			upTo, err2 = r.hours(w.match.upTo)
			bounded = w.match.upTo.set
			if err := cmp.Or(err1, err2); err != nil {
				r.fail(err)
			}
		}
		if have >= after && (!bounded || have < upTo) {
			rows = append(rows, w)
		}
	}
	r.rows = rows
	return r.set(rows)
}
