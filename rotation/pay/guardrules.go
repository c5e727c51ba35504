package pay

import (
	"fmt"
	"slices"
	"time"

	"standby/rotation"
)

// RestRule is what a rest rule of a policy wants.
type RestRule struct {
	// Code is that of its violations.
	Code string
	// Kind is "daily" (between one day's work and the next), "after_call_out"
	// (between the last call-out and work) or "weekly".
	Kind string
	// AtLeast is how long the rest must be on end.
	AtLeast time.Duration
	// StandbyIsWork says that being on call is no rest.
	StandbyIsWork bool
	// Release is what becomes of working time that is given for rest after a
	// call-out: "none", "paid" or "time".
	Release string
	// Warning says that the policy warns where it is not kept, and speaks of no
	// violation.
	Warning bool
	// Shortfall is the name under which a statement by Policy.OnlyRest counts the
	// hours that are missing.
	Shortfall string

	workEnd, nextStart string
}

// RestRules lists the rest rules, in the order of the file.
func (p *Policy) RestRules() []RestRule {
	out := make([]RestRule, len(p.rests))
	for i := range p.rests {
		r := &p.rests[i]
		out[i] = RestRule{Code: r.code, Kind: r.kind, AtLeast: time.Duration(r.atLeast) * time.Second, StandbyIsWork: r.standbyIsWork,
			Release: r.release, Warning: r.warning, Shortfall: fmt.Sprintf("shortfall of rest %d", i+1), workEnd: r.workEnd, nextStart: r.nextStart}
	}
	return out
}

// LimitRule is a limit of a policy.
type LimitRule struct {
	// Code is that of its violations.
	Code string
	// Of is what is counted: "standby_days", "average_week_hours", ...
	Of string
	// Warning is as in RestRule.
	Warning bool
}

// LimitRules lists the limits, in the order of the file.
func (p *Policy) LimitRules() []LimitRule {
	out := make([]LimitRule, len(p.limits))
	for i := range p.limits {
		out[i] = LimitRule{Code: p.limits[i].code, Of: p.limits[i].of, Warning: p.limits[i].warning}
	}
	return out
}

// OnlyRest is the policy with nothing but its rest rules. It needs no fact about
// pay, pays nothing, and finds the same violations of rest.
func (p *Policy) OnlyRest() Policy {
	out := p.unpaid()
	for i := range out.versions {
		out.versions[i] = p.versions[i].OnlyRest()
	}
	out.rests = slices.Clone(p.rests)
	for i, rule := range p.RestRules() {
		out.rests[i].releaseRate = nil
		out.rests[i].reports = []report{{name: rule.Shortfall, as: "shortfall"}}
	}
	return out
}

// OnlyLimits is the policy with nothing but its limits, as OnlyRest is.
func (p *Policy) OnlyLimits() Policy {
	out := p.unpaid()
	for i := range out.versions {
		out.versions[i].limits = p.versions[i].limits
	}
	out.limits = p.limits
	return out
}

// unpaid is the policy without anything that makes a line, a count or a finding.
func (p *Policy) unpaid() Policy {
	out := *p
	out.rules, out.packages, out.choices, out.guarantees, out.caps, out.supplements = nil, nil, nil, nil, nil, nil
	out.rests, out.limits, out.account = nil, nil, accountRule{}
	out.versions = slices.Clone(p.versions)
	for i := range out.versions {
		out.versions[i] = out.versions[i].unpaid()
	}
	return out
}

// NextStart is when work begins next, at or after an instant, as the rest rule
// sees it: by the fact that it names, else by the usual hours with holidays left
// out. False says that it is not known.
//
// The engine itself is asked: by a rule of that kind which no rest satisfies,
// about a call-out that ends at the instant.
func (p *Policy) NextStart(in Input, rule RestRule, after time.Time) (time.Time, bool, error) {
	fact := func(name string) bool { return name != "" && (in.Facts[name] != "" || p.given[name] != "") }
	probe := p.inForce(after.Unix()).unpaid()
	probe.rests = []restRule{{code: "next_start", kind: "after_call_out", atLeast: 35 * day, nextStart: rule.nextStart, release: "time"}}
	if rule.Kind == "daily" && (!fact(rule.workEnd) || !fact(rule.nextStart)) {
		probe.rests[0].nextStart = ""
	}
	after = time.Unix(after.Unix(), 0)
	in.Shifts, in.ShiftFacts, in.Account, in.Period, in.Now = nil, nil, nil, rotation.Interval{}, time.Time{}
	in.CallOuts = []CallOut{{Person: in.Person, Interval: rotation.Interval{Start: after.Add(-time.Second), End: after}}}
	st, err := probe.Evaluate(in)
	if err != nil {
		return time.Time{}, false, fmt.Errorf("find the next start of work: %w", err)
	}
	for i := range st.Lines {
		if st.Lines[i].Kind == KindRest {
			return st.Lines[i].Span.Start, true, nil
		}
	}
	return time.Time{}, false, nil
}
