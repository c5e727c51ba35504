package guard

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation"
	"standby/rotation/pay"
)

// Warning is a rest rule or a limit that a plan does not keep.
type Warning struct {
	// Person is whose plan it is.
	Person rotation.Person
	// Code, At and Text are those of the pay.Violation.
	Code string
	At   time.Time
	Text string
	// Violation says that the policy calls it that, and does not merely warn.
	Violation bool
	// Wanted is the least rest, for a rest rule; zero for a limit. Rest is the longest
	// there is.
	Wanted, Rest time.Duration
	// Next is the start of work that ends the rest; zero for the rest of a week.
	Next time.Time
}

// Check lists what a person's plan in in.Period does not keep, in order of time.
// The shifts are those planned, the call-outs those so far; in.Now bounds only
// the call-outs. Shifts and call-outs should reach as far beyond the period as
// the limits look. The zero Period is all that the input spans.
//
// It is what OnlyRest and OnlyLimits of the policy find. The average working week
// is looked at as of the end of the period and of every week before that in it;
// of those in a row that are too long the first is told. The errors are those of
// Evaluate, and ErrNobody.
func Check(p *pay.Policy, in pay.Input) ([]Warning, error) {
	in, err := settled(in)
	if err != nil {
		return nil, err
	}
	in.Account = nil
	out, err := restWarnings(p, in)
	if err != nil {
		return nil, err
	}
	limits, err := limitWarnings(p, in)
	if err != nil {
		return nil, err
	}
	out = append(out, limits...)
	slices.SortStableFunc(out, func(a, b Warning) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Code, b.Code)) })
	return out, nil
}

func restWarnings(p *pay.Policy, in pay.Input) ([]Warning, error) {
	rules := p.RestRules()
	if len(rules) == 0 {
		return nil, nil
	}
	rest := p.OnlyRest()
	st, err := rest.Evaluate(in)
	if err != nil {
		return nil, fmt.Errorf("check the rest of a plan: %w", err)
	}
	out := warnings(in.Person, &st)
	for i := range out {
		if err := measure(&rest, rules, in, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func warnings(who rotation.Person, st *pay.Statement) []Warning {
	out := make([]Warning, 0, len(st.Violations)+len(st.Warnings))
	for _, v := range st.Violations {
		out = append(out, Warning{Person: who, Code: v.Code, At: v.At, Text: v.Text, Violation: true})
	}
	for _, v := range st.Warnings {
		out = append(out, Warning{Person: who, Code: v.Code, At: v.At, Text: v.Text})
	}
	return out
}

// ruleOf is the one rest rule of that code; none where several share it.
func ruleOf(rules []pay.RestRule, code string) (found pay.RestRule, ok bool) {
	for _, r := range rules {
		if r.Code == code {
			if ok {
				return found, false
			}
			found, ok = r, true
		}
	}
	return found, ok
}

// measure fills in how long the rest is. The engine reports what is missing in
// hours; that of the span about the one rest alone is asked for.
func measure(rest *pay.Policy, rules []pay.RestRule, in pay.Input, w *Warning) error {
	rule, ok := ruleOf(rules, w.Code)
	if !ok {
		return nil
	}
	span := rotation.Interval{Start: w.At, End: w.At.In(rest.ZoneFor(in)).AddDate(0, 0, 7)}
	if rule.Kind != "weekly" {
		next, known, err := rest.NextStart(in, rule, w.At)
		if err != nil || !known {
			return err
		}
		w.Next = next
		span.End = next
	}
	w.Wanted = rule.AtLeast
	if rule.Kind == "after_call_out" {
		w.Rest = span.Duration()
		return nil
	}
	in = near(in, span)
	in.Period = span
	if rule.Kind == "daily" {
		in.Period = rotation.Interval{Start: span.End, End: span.End.Add(time.Second)}
	}
	st, err := rest.Evaluate(in)
	if err != nil {
		return fmt.Errorf("measure the rest: %w", err)
	}
	missing := st.Units[rule.Shortfall].Mul(decimal.NewFromInt(3600)).Round(0).IntPart()
	w.Rest = w.Wanted - time.Duration(missing)*time.Second
	return nil
}

func limitWarnings(p *pay.Policy, in pay.Input) ([]Warning, error) {
	rules := p.LimitRules()
	if len(rules) == 0 {
		return nil, nil
	}
	limits := p.OnlyLimits()
	find := func(in pay.Input) ([]Warning, error) {
		st, err := limits.Evaluate(in)
		if err != nil {
			return nil, fmt.Errorf("check the limits of a plan: %w", err)
		}
		return warnings(in.Person, &st), nil
	}
	out, err := find(in)
	if err != nil || in.Period.Empty() {
		return out, err
	}
	average := func(w Warning) bool {
		return slices.ContainsFunc(rules, func(r pay.LimitRule) bool { return r.Code == w.Code && r.Of == "average_week_hours" })
	}
	if !slices.ContainsFunc(rules, func(r pay.LimitRule) bool { return r.Of == "average_week_hours" }) {
		return out, nil
	}
	out = slices.DeleteFunc(out, average)
	weekly, err := averages(in, find, average)
	return append(out, weekly...), err
}

// averages looks at the average week at the end of each week of the period.
func averages(in pay.Input, find func(pay.Input) ([]Warning, error), average func(Warning) bool) ([]Warning, error) {
	const week = 7 * 24 * time.Hour
	var out []Warning
	before := map[string]bool{}
	first := in.Period.Duration() % week
	if first == 0 {
		first = week
	}
	for end := in.Period.Start.Add(first); !end.After(in.Period.End); end = end.Add(week) {
		at := in
		at.Period = rotation.Interval{Start: in.Period.Start, End: end}
		found, err := find(at)
		if err != nil {
			return nil, err
		}
		now := map[string]bool{}
		for _, w := range found {
			if !average(w) {
				continue
			}
			if now[w.Code] = true; !before[w.Code] {
				out = append(out, w)
			}
		}
		before = now
	}
	return out, nil
}
