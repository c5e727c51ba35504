package pay

import (
	"fmt"
	"math/big"
	"slices"
)

// packages replaces lines by the price of a package, in the order of the policy.
func (r *run) packages() error {
	for i := range r.p.packages {
		pk := &r.p.packages[i]
		windows, err := r.occurrences(&pk.match, true)
		if err != nil {
			return err
		}
		at := 0
		for _, w := range windows {
			for at < len(r.onCall) && r.onCall[at].to <= w.from {
				at++
			}
			if at == len(r.onCall) {
				break
			}
			if err := r.pack(pk, w); err != nil {
				return err
			}
		}
	}
	if len(r.p.packages) > 0 {
		r.entries = slices.DeleteFunc(r.entries, func(e *entry) bool { return e.gone })
	}
	return nil
}

// pack replaces the lines in one window, where the duty covers it.
func (r *run) pack(pk *packageRule, w stretch) error {
	on, least := overlap(r.onCall, w), w.length()
	if pk.covered >= 0 {
		least = max(1, pk.covered)
	}
	if on < least {
		return nil
	}
	price, err := r.amount(pk.rate, nil, "")
	if err != nil {
		return err
	}
	sum := new(big.Rat)
	var evidence []string
	var parts []*entry
	for _, e := range r.entries {
		if !e.gone && e.at >= w.from && e.at < w.to && slices.Contains(pk.replaces, e.key) {
			sum.Add(sum, e.exact)
			parts = append(parts, e)
			evidence = joinWords(evidence, e.evidence)
		}
	}
	if len(parts) == 0 || pk.choose == "cheapest" && price.Cmp(sum) >= 0 || pk.choose == "dearest" && price.Cmp(sum) <= 0 {
		return nil
	}
	for _, e := range parts {
		e.gone = true
	}
	r.entries = append(r.entries, &entry{
		kind: KindPackage, key: pk.key, what: pk.what, span: w, at: w.from, real: on, units: big.NewRat(1, 1), unit: "package",
		rate: price, rateText: pk.rate.text, exact: price, evidence: evidence, reports: pk.reports, parts: len(parts),
		trace: []string{fmt.Sprintf("replaces %s of %s", plural(int64(len(parts)), "line"), r.money(sum))},
	})
	return nil
}

// caps takes away, pays otherwise or banks what goes beyond a cap.
func (r *run) caps() error {
	for i := range r.p.caps {
		if err := r.capOf(&r.p.caps[i]); err != nil {
			return fmt.Errorf("apply the cap %q: %w", r.p.caps[i].key, err)
		}
	}
	return nil
}

// capOf fills up each day, month, ... in order of time; all that is beyond the
// cap of one rule in it is one line.
func (r *run) capOf(c *capRule) error {
	limit := big.NewRat(c.time, 1)
	if c.pay != nil {
		var err error
		if limit, err = r.amount(c.pay, nil, ""); err != nil {
			return err
		}
	}
	slices.SortStableFunc(r.entries, func(a, b *entry) int { return byStart(a.span, b.span) })
	sums, over := map[string]*big.Rat{}, map[string]*entry{}
	var lines []*entry
	var window stretch
	for _, e := range r.entries {
		if len(c.of) > 0 && !slices.Contains(c.of, e.key) || e.kind == KindCap {
			continue
		}
		if c.per.kind == "hours" && !window.holds(e.span.from) {
			window = stretch{e.span.from, e.span.from + c.per.step}
		}
		key := fmt.Sprint(window.from)
		if c.per.kind != "hours" {
			key = r.scope(c.per.kind, c.per, e.span, e.at)
		}
		if sums[key] == nil {
			sums[key] = new(big.Rat)
		}
		amount := e.measure(c)
		room := new(big.Rat).Sub(limit, sums[key])
		sums[key].Add(sums[key], amount)
		if room.Sign() < 0 {
			room.SetInt64(0)
		}
		excess := new(big.Rat).Sub(amount, room)
		if excess.Sign() <= 0 {
			continue
		}
		cut, err := r.overflow(c, e, excess, amount, limit)
		if err != nil {
			return err
		}
		if have := over[key+e.key]; have != nil {
			have.merge(cut)
			continue
		}
		over[key+e.key] = cut
		lines = append(lines, cut)
	}
	r.entries = append(r.entries, lines...)
	return nil
}

// merge adds another line of the same kind to e.
func (e *entry) merge(by *entry) {
	e.exact.Add(e.exact, by.exact)
	e.span.to, e.parts = max(e.span.to, by.span.to), e.parts+1
	if by.time != nil {
		e.time.Add(e.time, by.time)
	}
	e.evidence = joinWords(slices.Clip(e.evidence), by.evidence)
}

// joinWords adds the words that are not there yet.
func joinWords(to, words []string) []string {
	for _, w := range words {
		if !slices.Contains(to, w) {
			to = append(to, w)
		}
	}
	return to
}

// measure is what of an entry counts towards a cap.
func (e *entry) measure(c *capRule) *big.Rat {
	switch {
	case c.pay != nil:
		return e.exact
	case e.time != nil && e.exact.Sign() == 0:
		return e.time
	}
	return new(big.Rat).SetInt64(e.sec)
}

// overflow is the line that takes back what of an entry is beyond the cap.
func (r *run) overflow(c *capRule, e *entry, excess, amount, limit *big.Rat) (*entry, error) {
	share := new(big.Rat).Quo(excess, amount)
	out := &entry{kind: KindCap, key: c.key, what: "Beyond the cap of " + e.what, span: e.span, at: e.at, units: big.NewRat(1, 1), unit: "cap",
		evidence: e.evidence, exact: new(big.Rat).Neg(new(big.Rat).Mul(e.exact, share)), parts: 1}
	if e.time != nil {
		out.time = new(big.Rat).Neg(new(big.Rat).Mul(e.time, share))
	}
	least := "the cap is " + r.money(limit)
	if c.pay == nil {
		least = "the cap is " + elapsed(limit.Num().Int64())
	}
	what := map[string]string{"drop": "what is beyond it is not paid", "pay": "what is beyond it is paid by the hour", "bank": "what is beyond it becomes time in lieu"}
	out.trace = []string{least + " a " + c.per.text + "; " + what[c.over]}
	sec := new(big.Rat).Mul(new(big.Rat).SetInt64(e.sec), share)
	if e.time != nil && e.exact.Sign() == 0 {
		sec = new(big.Rat).Neg(out.time)
	}
	switch c.over {
	case "pay":
		rate, err := r.amount(c.rate, e.item, "")
		if err != nil {
			return nil, err
		}
		out.exact.Add(out.exact, sec.Quo(sec, big.NewRat(hour, 1)).Mul(sec, rate))
	case "bank":
		out.time = sec
	}
	return out, nil
}

// keepPeriod drops what belongs to another period.
func (r *run) keepPeriod() error {
	if !r.all() {
		r.entries = slices.DeleteFunc(r.entries, func(e *entry) bool { return !r.period.holds(e.at) })
	}
	return nil
}
