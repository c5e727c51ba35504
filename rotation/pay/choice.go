package pay

import "slices"

// choiceRule pays, in each week, month, ..., the dearest of some groups of rules.
type choiceRule struct {
	key, what string
	of        [][]string
	per       cutting
}

// chosen is what the groups of a choice come to in one scope.
type chosen struct {
	sums  []ratio
	lines [][]*entry
}

// choices takes back what is not the dearest.
func (r *run) choices() error {
	for i := range r.p.choices {
		r.choose(&r.p.choices[i], len(r.p.rules)+len(r.p.packages)+i)
	}
	return nil
}

func (r *run) choose(c *choiceRule, order int) {
	sortEntries(r.entries, func(a, b *entry) int { return byStart(a.span, b.span) })
	found := map[scope]*chosen{}
	var scopes []*chosen
	for _, e := range r.entries {
		n := slices.IndexFunc(c.of, func(keys []string) bool { return slices.Contains(keys, e.key) })
		if n < 0 {
			continue
		}
		in := r.scopeOf(c.per.kind, c.per, e.span, e.at)
		have := found[in]
		if have == nil {
			have = &chosen{make([]ratio, len(c.of)), make([][]*entry, len(c.of))}
			found[in] = have
			scopes = append(scopes, have)
		}
		have.sums[n] = have.sums[n].plus(e.exact)
		have.lines[n] = append(have.lines[n], e)
	}
	for _, have := range scopes {
		r.takeBack(c, order, have)
	}
}

// takeBack makes the lines that take back all groups but the dearest, of which the
// first counts where several are.
func (r *run) takeBack(c *choiceRule, order int, have *chosen) {
	best := 0
	for n, sum := range have.sums {
		if sum.compare(have.sums[best]) > 0 {
			best = n
		}
	}
	for n, lines := range have.lines {
		if n == best {
			continue
		}
		var back []*entry
		for _, e := range lines {
			i := slices.IndexFunc(back, func(b *entry) bool { return b.taken == e.key && r.period.holds(b.at) == r.period.holds(e.at) })
			if i < 0 {
				i = len(back)
				line := r.newEntry()
				*line = entry{kind: KindCap, order: order, key: c.key, taken: e.key, what: c.what, span: e.span, at: e.at, epoch: e.epoch, units: whole(1), unit: "cap",
					trace: []note{r.whyBack(c, n, best, have.sums)}}
				back = append(back, line)
			}
			b := back[i]
			b.from, b.parts, b.span.to = append(b.from, e), b.parts+1, max(b.span.to, e.span.to)
			b.exact, b.time, b.inTime = b.exact.minus(e.exact), b.time.minus(e.time), b.inTime || e.inTime
		}
		r.entries = append(r.entries, back...)
	}
}

func (r *run) whyBack(c *choiceRule, n, best int, sums []ratio) note {
	return func(t *teller) string {
		return "in each " + c.per.said() + " the higher counts, " + listed(c.of[best], "and") + " with " + t.money(sums[best]) + "; " +
			listed(c.of[n], "and") + " with " + t.money(sums[n]) + " is taken back"
	}
}
