package pay

import "slices"

// cappedIn is a rule in the day, month, ... of a cap.
type cappedIn struct {
	scope
	key string
}

// capOf fills up each day, month, ... in order of time; all that is beyond the
// cap of one rule in it is one line.
func (r *run) capOf(c *capRule, order int) error {
	sortEntries(r.entries, func(a, b *entry) int { return byStart(a.span, b.span) })
	sums, over := map[scope]ratio{}, map[cappedIn]*entry{}
	var lines []*entry
	var window stretch
	for _, e := range r.entries {
		if !c.covers(e) {
			continue
		}
		if c.per.kind == "hours" && !window.holds(e.span.from) {
			window = stretch{e.span.from, e.span.from + c.per.step}
		}
		in := scope{from: window.from}
		if c.per.kind != "hours" {
			in = r.scopeOf(c.per.kind, c.per, e.span, e.at)
		}
		limit, err := r.capLimit(c, e)
		if err != nil {
			return err
		}
		amount := e.measure(c)
		room := limit.minus(sums[in]).atLeast(ratio{})
		sums[in] = sums[in].plus(amount)
		excess := amount.minus(room)
		if excess.sign() <= 0 || c.over == "bank" && e.inTime && e.exact.sign() == 0 {
			continue
		}
		key := cappedIn{in, e.key}
		line := over[key]
		if line == nil {
			line = r.capLine(c, e, limit)
			line.order = order
			over[key] = line
			lines = append(lines, line)
		}
		if err := r.overflow(c, line, e, excess.over(amount)); err != nil {
			return err
		}
	}
	r.entries = append(r.entries, lines...)
	return nil
}

// covers reports whether an entry counts towards a cap.
func (c *capRule) covers(e *entry) bool {
	return e.kind != KindCap && (len(c.of) == 0 || slices.Contains(c.of, e.key))
}

// capLimit is the cap as it is when an entry comes about.
func (r *run) capLimit(c *capRule, e *entry) (ratio, error) {
	switch {
	case c.units.sign() > 0:
		return c.units, nil
	case c.pay == nil:
		return whole(c.time), nil
	}
	return r.amount(c.pay, nil, "", e.epoch)
}

// measure is what of an entry counts towards a cap.
func (e *entry) measure(c *capRule) ratio {
	switch {
	case c.units.sign() > 0:
		return e.units
	case c.pay != nil && e.exact.sign() == 0 && e.inTime:
		return e.worth
	case c.pay != nil:
		return e.exact
	case e.inTime && e.exact.sign() == 0:
		return e.time
	}
	return whole(e.sec)
}

// capLine is the line that takes back what is beyond a cap, with nothing in it.
func (r *run) capLine(c *capRule, e *entry, limit ratio) *entry {
	out := r.newEntry()
	*out = entry{kind: KindCap, key: c.key, taken: e.key, what: "Beyond the cap of " + e.what, span: e.span, at: e.at, epoch: e.epoch, units: whole(1), unit: "cap",
		trace: []note{func(t *teller) string { return c.told(t, limit) }}}
	return out
}

// overflow takes back in a line the share of an entry that is beyond the cap.
func (r *run) overflow(c *capRule, line, e *entry, share ratio) error {
	line.span.to, line.parts = max(line.span.to, e.span.to), line.parts+1
	line.from = append(line.from, e)
	line.exact = line.exact.minus(e.exact.times(share))
	back := ratio{}
	if e.inTime {
		back, line.inTime = e.time.times(share).negative(), true
	}
	sec := whole(e.sec).times(share)
	if e.inTime && e.exact.sign() == 0 {
		sec = back.negative()
	}
	switch c.over {
	case "pay":
		rate, err := r.amount(c.rate, e.item, "", e.epoch)
		if err != nil {
			return err
		}
		line.exact = line.exact.plus(sec.over(whole(hour)).times(rate))
	case "bank":
		back, line.inTime = sec, true
	}
	line.time = line.time.plus(back)
	return nil
}

// told says what a cap does.
func (c *capRule) told(t *teller, limit ratio) string {
	most := c.most(t.money(limit))
	over := map[string]string{"drop": "what is beyond it is not paid", "pay": "what is beyond it is paid by the hour", "bank": "what is beyond it becomes time in lieu"}
	return "the cap is " + most + " in each " + c.per.said() + "; " + over[c.over]
}

// most is the cap in words; pay is what it is in money.
func (c *capRule) most(pay string) string {
	switch {
	case c.units.sign() > 0:
		return c.units.text() + " of what they pay for"
	case c.pay == nil:
		return elapsed(c.time)
	}
	return pay
}
