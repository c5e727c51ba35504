package guard

import (
	"fmt"
	"strings"
	"time"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/account"
)

// Start is when work may begin after rest that was broken.
type Start struct {
	// At is the first instant at which work may begin.
	At time.Time
	// Usual is when it would have begun; zero where that is not known.
	Usual time.Time
	// Code names the rest rule. Of several it is the one that takes longest.
	Code string
	// Wanted is the rest that the rule wants on end, Due what of it is still to come
	// at now; more than zero.
	Wanted, Due time.Duration
	// Broken is when the rest could begin at last: the end of what broke it. PageIDs
	// are those of the call-outs that ended then; none where being on call is no
	// rest and broke it. Running says that one has not ended, and Broken is now: At
	// moves on as long as it runs.
	Broken  time.Time
	PageIDs []string
	Running bool
	// Release is the working time between Usual and At, and Released what becomes of
	// it: "paid" or "time"; "none" where the policy does not say.
	Release  time.Duration
	Released string
	// Text says all that in one sentence, by the clock of the policy or the person.
	Text string
}

// EarliestStart says when the person may begin work again after a call-out, and
// why, by the rest rules of the policy: the longest stretch between one day's
// work and the next, or the rest between the last call-out and work. It is nil
// where the policy has no such rule, where the rest was had, or has been since.
//
// in.Now is required; call-outs up to then count, and shifts to come where being
// on call is no rest. Where the start of work is not known, the rest is counted
// from the end of the last call-out. The errors are those of Evaluate, and
// ErrNobody.
func EarliestStart(p *pay.Policy, in pay.Input) (*Start, error) {
	now := in.Now
	running := func(c pay.CallOut) bool { return c.Person.Same(in.Person) && c.Running && !c.Start.After(now) }
	rules := p.RestRules()
	known, err := settled(in)
	if err != nil || len(rules) == 0 {
		return nil, err
	}
	fortnight := rotation.Interval{Start: now.AddDate(0, 0, -14), End: now.AddDate(0, 0, 14)}
	known = near(known, fortnight)
	known.Period = fortnight
	rest := p.OnlyRest()
	st, err := rest.Evaluate(known)
	if err != nil {
		return nil, fmt.Errorf("find the earliest start: %w", err)
	}
	var out *Start
	for _, rule := range rules {
		s, err := startBy(&rest, rule, &st, known, now)
		if err != nil {
			return nil, err
		}
		if s != nil && (out == nil || s.At.After(out.At)) {
			out = s
		}
	}
	if out == nil {
		return nil, nil
	}
	for _, c := range in.CallOuts {
		out.Running = out.Running || running(c) && out.Broken.Unix() == now.Unix()
	}
	out.name(known, p.ZoneFor(in))
	return out, nil
}

// startBy is the earliest start by one rest rule: that of the last night, or the
// last call-out, which has begun.
func startBy(rest *pay.Policy, rule pay.RestRule, st *pay.Statement, in pay.Input, now time.Time) (*Start, error) {
	if rule.Kind == "weekly" {
		return nil, nil
	}
	from, at := lastBroken(rule, st, now)
	usual, known, err := rest.NextStart(in, rule, from)
	if err != nil {
		return nil, err
	}
	if !known {
		usual, at = time.Time{}, lastEnd(rule, in, now).Add(rule.AtLeast)
	}
	if !at.After(now) {
		return nil, nil
	}
	s := &Start{At: at.UTC(), Code: rule.Code, Wanted: rule.AtLeast, Due: at.Sub(now).Truncate(time.Second), Broken: at.Add(-rule.AtLeast).UTC(), Released: "none"}
	if known {
		s.Usual = usual.UTC()
		s.Release = at.Sub(usual)
		if rule.Kind == "after_call_out" {
			s.Released = rule.Release
		}
	}
	return s, nil
}

// lastBroken finds the last rest that has begun and falls short, and when it
// would be had. Behind what it says of a night the engine says when work may
// begin.
func lastBroken(rule pay.RestRule, st *pay.Statement, now time.Time) (from, at time.Time) {
	found := st.Violations
	if rule.Warning {
		found = st.Warnings
	}
	from = now
	for i, v := range found {
		switch {
		case v.Code != rule.Code || v.At.After(now):
		case rule.Kind == "after_call_out":
			from, at = v.At, v.At.Add(rule.AtLeast)
		case i+1 < len(found) && strings.HasPrefix(found[i+1].Code, earliest):
			from, at = v.At, found[i+1].At
		}
	}
	return from, at
}

// earliest begins the code of the violation that says when work may begin.
const earliest = "earliest_start_for_"

// lastEnd is when the last call-out ended, or the last shift where being on call
// is no rest, of those that have begun.
func lastEnd(rule pay.RestRule, in pay.Input, now time.Time) (last time.Time) {
	for _, c := range in.CallOuts {
		if c.Duration() > 0 && c.End.After(last) {
			last = c.End
		}
	}
	for _, s := range in.Shifts {
		if rule.StandbyIsWork && !s.Start.After(now) && s.End.After(last) {
			last = s.End
		}
	}
	return last.Truncate(time.Second)
}

// name says what broke the rest, and puts it into words.
func (s *Start) name(in pay.Input, zone *time.Location) {
	for _, c := range in.CallOuts {
		if c.End.Unix() == s.Broken.Unix() && c.PageID != "" {
			s.PageIDs = append(s.PageIDs, c.PageID)
		}
	}
	what := "the last call-out ended on " + moment(s.Broken, zone)
	switch {
	case s.Running:
		what = "a call-out still runs"
	case !endsWithCallOut(in, s.Broken):
		what = "being on call until " + moment(s.Broken, zone) + " is no rest"
	}
	text := "Work may begin on " + moment(s.At, zone)
	if !s.Usual.IsZero() {
		text += ", " + length(s.Release) + " later than usual"
	}
	text += fmt.Sprintf(": %s, and %s of rest on end are due after it (%s), %s of them still to come", what, length(s.Wanted), s.Code, length(s.Due))
	switch s.Released {
	case "paid":
		text += "; the " + length(s.Release) + " are off without loss of pay"
	case "time":
		text += "; the " + length(s.Release) + " count as time in lieu"
	}
	s.Text = text + "."
}

func endsWithCallOut(in pay.Input, at time.Time) bool {
	for _, c := range in.CallOuts {
		if c.End.Unix() == at.Unix() {
			return true
		}
	}
	return false
}

// moment is "Tue 8 Dec 14:00".
func moment(t time.Time, zone *time.Location) string {
	t = t.In(zone)
	if t.Second() != 0 {
		return t.Format("Mon 2 Jan 15:04:05")
	}
	return t.Format("Mon 2 Jan 15:04")
}

func length(d time.Duration) string { return account.Length(int64(d / time.Second)) }
