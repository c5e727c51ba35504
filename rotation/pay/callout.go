package pay

import (
	"slices"
)

// callOuts applies a rule to the call-outs, or to their journeys.
func (r *run) callOuts(ru *rule) error {
	duties := r.duties(ru, r.calls)
	if ru.insteadOf == "" {
		var err error
		if duties, err = r.merged(ru, duties); err != nil {
			return err
		}
	}
	blocks, err := r.blocksOf(ru, r.counted(ru, duties))
	if err != nil {
		return err
	}
	if ru.from == forTravel {
		for i := range blocks {
			blocks[i].journey()
		}
	}
	return r.settleBlocks(ru, blocks)
}

// journey leaves of a call-out the time of its journeys.
func (b *block) journey() {
	for i := range b.segs {
		b.segs[i].sec = 0
	}
	b.pad(b.travel())
	b.worked = b.seconds()
}

func (b *block) travel() (sum int64) {
	for _, it := range b.items {
		sum += it.travel
	}
	return sum
}

// merged makes one call-out of those that the rule takes for one.
func (r *run) merged(ru *rule, duties []duty) ([]duty, error) {
	if ru.merge.from == "" {
		return duties, nil
	}
	var out []duty
	var until int64
	for _, d := range duties {
		n := len(out) - 1
		if n >= 0 && d.from <= until {
			if ru.merge.as != "first" {
				out[n].to = max(out[n].to, d.to)
				out[n].items = append(slices.Clone(out[n].items), d.items...)
			}
			if ru.merge.from == "end" {
				until = out[n].to + ru.merge.gap
			}
			continue
		}
		var err error
		if until, err = r.mergeUntil(ru, d); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// mergeUntil is the last instant at which another call-out still belongs to d.
func (r *run) mergeUntil(ru *rule, d duty) (int64, error) {
	switch ru.merge.from {
	case "start":
		return d.from + ru.merge.gap, nil
	case "end":
		return d.to + ru.merge.gap, nil
	}
	least, err := r.least(ru, &block{piece: piece{d.stretch, d.stretch}, duty: d.stretch, items: d.items})
	return max(d.to, d.from+least-1), err
}

// counted keeps the first call-outs of each day, duty, ..., or the ones after them.
func (r *run) counted(ru *rule, duties []duty) []duty {
	if ru.nthFrom == 0 {
		return duties
	}
	seen := map[scope]int64{}
	return slices.DeleteFunc(slices.Clone(duties), func(d duty) bool {
		key := r.scopeOf(ru.nthPer.kind, ru.nthPer, d.stretch, d.from)
		seen[key]++
		return seen[key] < ru.nthFrom || ru.nthTo > 0 && seen[key] > ru.nthTo
	})
}
