package pay

import (
	"fmt"
	"strings"
)

// worth puts rate, money and time in lieu into an entry that has its units.
func (r *run) worth(ru *rule, e *entry) error {
	settle := r.settled(ru, e)
	if settle != "time" || ru.capped {
		p, err := r.combined(ru, e)
		if err != nil {
			return err
		}
		if settle == "time" {
			e.worth = p.rate.times(e.units)
		} else if e.paid, e.rate, e.rateText = p.paid, p.rate, p.text; p.paid {
			e.exact = e.rate.times(e.units)
		}
	}
	if settle == "cash" || e.set.rows[0].time == nil {
		return nil
	}
	return r.inLieu(ru, e)
}

// inLieu puts time in lieu into an entry.
func (r *run) inLieu(ru *rule, e *entry) error {
	t := e.set.rows[0].time
	if t.ratio == nil {
		e.time = whole(t.each).times(e.units)
	} else {
		ratio, err := r.amount(t.ratio, e.item, e.set.name, e.epoch)
		if err != nil {
			return err
		}
		base := whole(e.sec)
		if ru.per.sec > 0 {
			base = e.units.times(whole(ru.per.sec))
		}
		e.time = base.times(ratio)
	}
	if ru.combine == "multiply" {
		for _, w := range e.set.rows {
			e.time = e.time.times(*w.factor)
		}
	}
	e.time, e.inTime = ru.timeRound.of(e.time), true
	return nil
}

func (r *run) settled(ru *rule, e *entry) string {
	if ru.settle != "choice" {
		return ru.settle
	}
	if choice := r.factOf(e.item, "settle", e.epoch); choice == "cash" || choice == "time" {
		return choice
	}
	return ru.settleElse
}

// combined is the rate that the rows of an entry give together.
func (r *run) combined(ru *rule, e *entry) (price, error) {
	if r.owns(e.set.rows, e.item) {
		return r.combine(ru, e)
	}
	have := &e.set.prices[e.epoch]
	if have.known {
		return *have, nil
	}
	p, err := r.combine(ru, e)
	if err == nil {
		p.known = true
		*have = p
	}
	return p, err
}

func (r *run) combine(ru *rule, e *entry) (best price, err error) {
	for i, w := range e.set.rows {
		if w.rate == nil {
			continue
		}
		v, err := r.rateOf(w, e.item, e.epoch)
		if err != nil {
			return price{}, err
		}
		c := v.compare(best.rate)
		switch {
		case !best.paid, ru.overlap == "max" && c > 0, ru.combine == "highest" && c > 0, ru.combine == "lowest" && c < 0:
			best = price{paid: true, rate: v, text: w.rate.text}
		case ru.combine == "add":
			best.rate, best.text = best.rate.plus(v), best.text+" + "+w.rate.text
		}
		if ru.combine == "multiply" && i == 0 {
			for _, by := range e.set.rows {
				best.rate, best.text = best.rate.times(*by.factor), best.text+" x "+by.factor.text()
			}
		}
	}
	if ru.rateStep.sign() > 0 {
		best.rate = best.rate.over(ru.rateStep).rounded(r.mode()).times(ru.rateStep)
	}
	return best, nil
}

// rateOf is the rate of a row, within its bounds.
func (r *run) rateOf(w *row, it *item, epoch int) (ratio, error) {
	v, err := r.amount(w.rate, it, w.name, epoch)
	if err != nil {
		return ratio{}, err
	}
	for _, bound := range [2]struct {
		at   *rate
		sign int
	}{{w.low, -1}, {w.high, 1}} {
		if bound.at == nil {
			continue
		}
		limit, err := r.amount(bound.at, it, w.name, epoch)
		if err != nil {
			return ratio{}, err
		}
		if v.compare(limit) == bound.sign {
			v = limit
		}
	}
	return v, nil
}

// priced is a rate in an epoch.
type priced struct {
	rate  *rate
	epoch int
}

// amount is what a rate comes to for an item.
func (r *run) amount(at *rate, it *item, row string, epoch int) (ratio, error) {
	switch {
	case at.constant:
		return at.fixed, nil
	case at.tabled || r.own(at, it):
		return r.lookUp(at, it, row, epoch)
	}
	if have, ok := r.amounts[priced{at, epoch}]; ok {
		return have, nil
	}
	v, err := r.lookUp(at, it, row, epoch)
	if err == nil {
		r.amounts[priced{at, epoch}] = v
	}
	return v, err
}

// owns reports whether what the rows pay may be another for an item than for
// others.
func (r *run) owns(rows []*row, it *item) bool {
	for _, w := range rows {
		if r.ownsRow(w, it) {
			return true
		}
	}
	return false
}

func (r *run) ownsRow(w *row, it *item) bool {
	for _, at := range [3]*rate{w.rate, w.low, w.high} {
		if at != nil && r.own(at, it) {
			return true
		}
	}
	return false
}

// own reports whether an item itself has something to say about a rate.
func (r *run) own(at *rate, it *item) bool {
	if at.constant || it == nil {
		return false
	}
	for i := range at.factors {
		f := &at.factors[i]
		if f.table == 0 {
			if _, has := it.facts[f.fact]; has && f.name != "" {
				return true
			}
			continue
		}
		t := &r.p.tables[f.table-1]
		if t.byItem {
			return true
		}
		for _, by := range t.by {
			if _, has := it.facts[by]; has {
				return true
			}
		}
	}
	return false
}

// lookUp computes a rate from facts and tables.
func (r *run) lookUp(at *rate, it *item, row string, epoch int) (ratio, error) {
	return at.value(func(f *factor) (ratio, error) {
		if f.table == 0 {
			return amountOf(f.fact, r.factOf(it, f.fact, epoch))
		}
		return r.p.tables[f.table-1].value(func(by string) string { return r.key(by, it, row, epoch) })
	})
}

// key is what a table is looked up by.
func (r *run) key(by string, it *item, row string, epoch int) string {
	switch {
	case by == "row":
		return row
	case by == "role" && it != nil:
		return r.roleOf(it)
	case by == "mode" && it != nil:
		return it.mode
	case by == "schedule" && it != nil:
		return r.scheduleOf(it)
	}
	return r.factOf(it, by, epoch)
}

// value looks up a table; the first row that fits decides.
func (t *table) value(key func(by string) string) (ratio, error) {
	have := make([]string, len(t.by))
	for i, by := range t.by {
		have[i] = key(by)
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
		return *t.fallback, nil
	}
	return ratio{}, fmt.Errorf("%w: the table %q has no row for %s", ErrFact, t.name, strings.Join(have, ", "))
}

// priceAlike reports whether the rates of rows are the same for two items.
func (r *run) priceAlike(set *rowSet, a, b *item) bool {
	if a == b {
		return true
	}
	for _, w := range set.rows {
		if w.rate != nil && !r.alike(w.rate, a, b) || w.time != nil && w.time.ratio != nil && !r.alike(w.time.ratio, a, b) {
			return false
		}
	}
	return true
}

// alike reports whether what a rate names is the same for two items.
func (r *run) alike(at *rate, a, b *item) bool {
	if at.constant {
		return true
	}
	for i := range at.factors {
		f := &at.factors[i]
		if f.table == 0 {
			if f.name != "" && r.factOf(a, f.fact, 0) != r.factOf(b, f.fact, 0) {
				return false
			}
			continue
		}
		for _, by := range r.p.tables[f.table-1].by {
			if r.key(by, a, "", 0) != r.key(by, b, "", 0) {
				return false
			}
		}
	}
	return true
}
