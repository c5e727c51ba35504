package pay

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"
)

// ErrVersions is wrapped by the error that says why policies are no versions of one.
var ErrVersions = errors.New("these are no versions of one policy")

// Join makes one policy of its versions, in any order. Each is in force from the
// day that its file gives as "from"; the one without a day is in force before all
// others. They must agree in currency, zone and decimals.
//
// A period in which the version changes is computed in parts, each by the version
// of its own, and the lines say by which. What belongs to a period counts to the
// part in which it would if the part were a period; each part sees what came
// before it, so a count that a week, a month or a duty has goes on.
func Join(versions ...Policy) (Policy, error) {
	if len(versions) == 0 {
		return Policy{}, fmt.Errorf("%w: there is none", ErrVersions)
	}
	var all []Policy
	for _, v := range versions {
		if len(v.versions) > 0 {
			all = append(all, v.versions...)
		} else {
			all = append(all, v)
		}
	}
	slices.SortStableFunc(all, func(a, b Policy) int { return cmp.Compare(a.from, b.from) })
	for i := range all[1:] {
		a, b := &all[i], &all[i+1]
		switch {
		case a.from == b.from:
			return Policy{}, fmt.Errorf("%w: %q and %q begin on the same day; give each its own from", ErrVersions, a.label(), b.label())
		case a.Currency != b.Currency, a.Place != b.Place, a.zoneName() != b.zoneName(), a.zoneOfPerson != b.zoneOfPerson:
			return Policy{}, fmt.Errorf("%w: %q and %q differ in currency, zone or decimals; compute the time before and after by itself", ErrVersions, a.label(), b.label())
		}
	}
	out := all[len(all)-1]
	if len(all) == 1 {
		return out, nil
	}
	for i := range all {
		all[i].joined = true
	}
	out.versions = all
	return out, nil
}

func (p *Policy) dated() bool { return p.from != 0 && p.from != noDate }

// inForce is the version in force at an instant; before all of them the first.
func (p *Policy) inForce(at int64) *Policy {
	if len(p.versions) == 0 {
		return p
	}
	found := &p.versions[0]
	for i := range p.versions {
		v := &p.versions[i]
		if w := newWall(v.zoneFor(&Input{}), stretch{at, at}); v.dated() && w.date(at) >= v.from {
			found = v
		}
	}
	return found
}

// label names a version to people.
func (p *Policy) label() string {
	switch {
	case p.Version != "":
		return "version " + p.Version
	case !p.dated():
		return "the first version"
	}
	return "the version from " + dateSaid(p.from)
}

// byVersion computes each part of the period by the version that is in force.
func (p *Policy) byVersion(in *Input, room *space) (Statement, error) {
	first := newRun(p, in, room)
	if err := first.prepare(); err != nil {
		return Statement{}, err
	}
	var out Statement
	part, begun := *in, false
	for i := range p.versions {
		v := p.versions[i]
		span := first.period
		if v.dated() {
			span.from = max(span.from, first.wallAt(v.from*day).first(v.from*day))
		}
		if i+1 < len(p.versions) {
			next := p.versions[i+1].from * day
			span.to = min(span.to, first.wallAt(next).first(next))
		}
		if span.length() == 0 {
			continue
		}
		part.Period = span.interval()
		if begun {
			v.account.opening = length{} // it is in what the part before left
		}
		s, err := v.figures(&part, room)
		if err != nil {
			return Statement{}, fmt.Errorf("by %s: %w", v.label(), err)
		}
		if !begun {
			out, begun = s, true
		} else {
			out.follow(&s)
		}
		part.Account = s.carried
	}
	if !begun {
		return Statement{}, fmt.Errorf("%w: no version is in force in the period; give one without from", ErrVersions)
	}
	out.Period = first.period.interval()
	return out, nil
}

// follow adds the statement of the part that comes after.
func (s *Statement) follow(by *Statement) {
	s.Policy, s.Version = by.Policy, s.Version+", "+by.Version
	s.Lines = append(s.Lines, by.Lines...)
	s.Cash = s.Cash.Add(by.Cash)
	s.TimeInLieu, s.Expiring = by.TimeInLieu, by.Expiring
	s.StandbySeconds += by.StandbySeconds
	s.CallOutSeconds += by.CallOutSeconds
	for name, v := range by.Units {
		if s.Units == nil {
			s.Units = map[string]decimal.Decimal{}
		}
		s.Units[name] = s.Units[name].Add(v)
	}
	s.Violations = withFindings(s.Violations, by.Violations)
	s.Warnings = withFindings(s.Warnings, by.Warnings)
	for _, n := range by.Notes {
		s.Notes = addWord(s.Notes, n)
	}
}

// withFindings adds those that are not there yet: a window that two parts share is
// found by both.
func withFindings(to, more []Violation) []Violation {
	for _, v := range more {
		if !slices.ContainsFunc(to, func(have Violation) bool { return have.Code == v.Code && have.At.Equal(v.At) }) {
			to = append(to, v)
		}
	}
	return to
}

// From is the day from which the policy is in force, at 00:00 in UTC, and whether
// its file gives one.
func (p *Policy) From() (time.Time, bool) {
	if !p.dated() {
		return time.Time{}, false
	}
	return time.Unix(p.from*day, 0).UTC(), true
}
