package pay

import "slices"

// guaranteeRule brings what some rules pay in a week, month, ... to a least.
type guaranteeRule struct {
	key, what string
	of        []string
	per       cutting
	pay       *rate
	whenNone  bool // it pays where the person is on call and the rules pay nothing
	reports   []report
}

// guaranteed is what the rules of a guarantee come to in one scope.
type guaranteed struct {
	span  stretch
	at    int64 // decides the period
	sum   ratio
	lines []*entry
}

// guarantees adds what is missing to each least.
func (r *run) guarantees() error {
	for i := range r.p.guarantees {
		g := &r.p.guarantees[i]
		found, scopes := map[scope]*guaranteed{}, []scope(nil)
		reach := func(in scope, span stretch, at int64) *guaranteed {
			have := found[in]
			if have == nil {
				have = &guaranteed{span: span, at: at}
				found[in] = have
				scopes = append(scopes, in)
			}
			have.at = max(have.at, at)
			have.span = stretch{min(have.span.from, span.from), max(have.span.to, span.to)}
			return have
		}
		if g.whenNone {
			for _, s := range r.onCall {
				r.eachScope(g.per, s, func(part stretch) { reach(r.scopeOf(g.per.kind, g.per, s, part.from), part, part.from) })
			}
		}
		for _, e := range r.entries {
			if slices.Contains(g.of, e.key) {
				have := reach(r.scopeOf(g.per.kind, g.per, e.span, e.at), e.span, e.at)
				have.sum, have.lines = have.sum.plus(e.exact), append(have.lines, e)
			}
		}
		for _, in := range scopes {
			if err := r.guarantee(g, found[in], len(r.p.rules)+len(r.p.packages)+len(r.p.choices)+i); err != nil {
				return err
			}
		}
	}
	return nil
}

// eachScope calls do with the part of a span that lies in each week, month, ...
func (r *run) eachScope(per cutting, s stretch, do func(part stretch)) {
	if slices.Contains([]string{"duty", "all", "period", "none"}, per.kind) {
		do(s)
		return
	}
	for at := s.from; at < s.to; {
		w := r.around(per, s, at)
		do(w.clip(s.from, s.to))
		at = w.to
	}
}

func (r *run) guarantee(g *guaranteeRule, have *guaranteed, order int) error {
	at := have.at
	least, err := r.amount(g.pay, nil, "", r.epochAt(at))
	if err != nil {
		return err
	}
	missing := least.minus(have.sum)
	if missing.sign() <= 0 {
		return nil
	}
	e := r.newEntry()
	*e = entry{kind: KindGuarantee, order: order, key: g.key, what: g.what, span: have.span, at: at, epoch: r.epochAt(at), units: whole(1), unit: "guarantee",
		rate: missing, paid: true, rateText: g.pay.text, exact: missing, from: have.lines, reports: g.reports,
		trace: []note{func(t *teller) string {
			return "the least in each " + g.per.said() + " is " + t.money(least) + ", and " + listed(g.of, "and") + " come to " + t.money(have.sum)
		}}}
	r.entries = append(r.entries, e)
	return nil
}
