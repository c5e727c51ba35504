package pay

import "slices"

// supplementRule pays a part of what other rules pay: holiday pay, or a deduction.
type supplementRule struct {
	key, what string
	of        []string
	per       cutting
	rate      *rate
	reports   []report
}

// supplements adds the part of the lines of the period, as these are rounded.
func (r *run) supplements() error {
	for i := range r.p.supplements {
		s := &r.p.supplements[i]
		order := len(r.p.rules) + len(r.p.packages) + len(r.p.choices) + len(r.p.guarantees) + len(r.p.caps) + i
		if err := r.supplement(s, order); err != nil {
			return err
		}
	}
	return nil
}

// supplementOf is what a supplement is counted in: a week, month, ... with the same
// facts of the person.
type supplementOf struct {
	scope
	epoch int
}

func (r *run) supplement(s *supplementRule, order int) error {
	sortEntries(r.entries, func(a, b *entry) int { return byStart(a.span, b.span) })
	found := map[supplementOf]*entry{}
	var lines []*entry
	var sums []ratio
	for _, e := range r.entries {
		if !slices.Contains(s.of, e.key) && !slices.Contains(s.of, e.taken) {
			continue
		}
		in := supplementOf{r.scopeOf(s.per.kind, s.per, e.span, e.at), e.epoch}
		line := found[in]
		if line == nil {
			line = r.newEntry()
			*line = entry{kind: KindSupplement, order: order, key: s.key, what: s.what, span: e.span, at: e.at, epoch: e.epoch, units: whole(1), unit: "supplement",
				paid: true, rateText: s.rate.text, reports: s.reports}
			found[in] = line
			lines, sums = append(lines, line), append(sums, ratio{})
		}
		i := slices.Index(lines, line)
		n, place := r.p.amount(e)
		sums[i] = sums[i].plus(n.over(whole(pow10(place))))
		line.from, line.span.to = append(line.from, e), max(line.span.to, e.span.to)
	}
	for i, line := range lines {
		rate, err := r.amount(s.rate, nil, "", line.epoch)
		if err != nil {
			return err
		}
		sum := sums[i]
		line.rate = rate.times(sum)
		line.exact = line.rate
		line.trace = []note{func(t *teller) string {
			return s.rate.text + " of " + t.money(sum) + ", the pay of " + listed(s.of, "and")
		}}
		if line.exact.sign() != 0 {
			r.entries = append(r.entries, line)
		}
	}
	return nil
}
