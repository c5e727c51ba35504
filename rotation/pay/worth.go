package pay

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// worth puts rate, money and time in lieu into an entry that has its units.
func (r *run) worth(ru *rule, e *entry, rows []*row) error {
	var err error
	e.exact = new(big.Rat)
	settle := r.settled(ru, e.item)
	if settle != "time" {
		if e.rate, e.rateText, err = r.combined(ru, e.item, rows); err != nil {
			return err
		}
		if e.rate != nil {
			e.exact.Mul(e.rate, e.units)
		}
	}
	if settle == "cash" {
		return nil
	}
	t := rows[0].time
	if t == nil {
		return nil
	}
	if t.ratio == nil {
		e.time = new(big.Rat).Mul(big.NewRat(t.each, 1), e.units)
	} else {
		ratio, err := r.amount(t.ratio, e.item, e.row)
		if err != nil {
			return err
		}
		base := new(big.Rat).SetInt64(e.sec)
		if ru.per.sec > 0 {
			base.Mul(e.units, new(big.Rat).SetInt64(ru.per.sec))
		}
		e.time = base.Mul(base, ratio)
	}
	if ru.combine == "multiply" {
		for _, w := range rows {
			e.time.Mul(e.time, w.factor)
		}
	}
	if ru.timeRound.step > 0 {
		e.time = ru.timeRound.of(e.time)
	}
	return nil
}

// of is a length of time brought to a multiple of the step.
func (t timeRound) of(sec *big.Rat) *big.Rat {
	if t.step == 0 {
		return sec
	}
	n := new(big.Rat).Quo(sec, big.NewRat(t.step, 1))
	return n.Mul(rounded(n, 0, t.mode).Rat(), big.NewRat(t.step, 1))
}

func (r *run) settled(ru *rule, it *item) string {
	if ru.settle != "choice" {
		return ru.settle
	}
	if choice := r.factOf(it)("settle"); choice == "cash" || choice == "time" {
		return choice
	}
	return ru.settleElse
}

// combined is the rate that rows give together; nil where they give none.
func (r *run) combined(ru *rule, it *item, rows []*row) (*big.Rat, string, error) {
	var best *big.Rat
	text := ""
	for i, w := range rows {
		if w.rate == nil {
			continue
		}
		v, err := r.rateOf(w, it)
		if err != nil {
			return nil, "", err
		}
		switch {
		case best == nil || ru.overlap == "max" && v.Cmp(best) > 0,
			ru.combine == "highest" && v.Cmp(best) > 0, ru.combine == "lowest" && v.Cmp(best) < 0:
			best, text = v, w.rate.text
		case ru.combine == "add":
			best, text = new(big.Rat).Add(best, v), text+" + "+w.rate.text
		}
		if ru.combine == "multiply" && i == 0 {
			for _, by := range rows {
				best, text = new(big.Rat).Mul(best, by.factor), text+" x "+ratText(by.factor)
			}
		}
	}
	return best, text, nil
}

// rateOf is the rate of a row, within its bounds.
func (r *run) rateOf(w *row, it *item) (*big.Rat, error) {
	v, err := r.amount(w.rate, it, w.name)
	if err != nil {
		return nil, err
	}
	for _, bound := range []struct {
		at   *rate
		sign int
	}{{w.low, -1}, {w.high, 1}} {
		if bound.at == nil {
			continue
		}
		limit, err := r.amount(bound.at, it, w.name)
		if err != nil {
			return nil, err
		}
		if v.Cmp(limit) == bound.sign {
			v = limit
		}
	}
	return v, nil
}

// amount is what a rate comes to for an item; whoever gets it must not change it.
func (r *run) amount(at *rate, it *item, row string) (*big.Rat, error) {
	if it != nil && len(it.facts) > 0 && !at.constant() || r.looksUp(at) {
		return r.lookUp(at, it, row)
	}
	if have := r.amounts[at]; have != nil {
		return have, nil
	}
	v, err := r.lookUp(at, it, row)
	if err == nil {
		r.amounts[at] = v
	}
	return v, err
}

// looksUp reports whether a rate has a table in it.
func (r *run) looksUp(at *rate) bool {
	return len(r.p.tables) > 0 && slices.ContainsFunc(at.factors, func(f factor) bool {
		return f.number == nil && slices.ContainsFunc(r.p.tables, func(t table) bool { return t.name == f.name })
	})
}

// lookUp computes a rate from facts and tables.
func (r *run) lookUp(at *rate, it *item, row string) (*big.Rat, error) {
	return at.value(func(name string) (*big.Rat, error) {
		facts := r.factOf(it)
		for i := range r.p.tables {
			if r.p.tables[i].name == name {
				return r.p.tables[i].value(func(by string) string {
					switch {
					case by == "row":
						return row
					case by == "role" && it != nil:
						return it.role
					case by == "mode" && it != nil:
						return it.mode
					case by == "schedule" && it != nil:
						return it.schedule
					}
					return facts(by)
				})
			}
		}
		key := strings.TrimPrefix(name, "$")
		n, ok := factNumber(facts(key))
		if !ok {
			return nil, fmt.Errorf("%w: %s, an amount such as 31.50", ErrFact, key)
		}
		return n, nil
	})
}

// value looks up a table; the first row that fits decides.
func (t *table) value(fact func(string) string) (*big.Rat, error) {
	var have []string
	for _, by := range t.by {
		have = append(have, fact(by))
	}
	for _, w := range t.rows {
		fits := true
		for i := range w.is {
			fits = fits && (w.is[i] == "*" || strings.EqualFold(w.is[i], have[i]))
		}
		if fits {
			return w.value, nil
		}
	}
	if t.fallback != nil {
		return t.fallback, nil
	}
	return nil, fmt.Errorf("%w: the table %q has no row for %s", ErrFact, t.name, strings.Join(have, ", "))
}
