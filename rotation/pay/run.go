package pay

import (
	"errors"
	"fmt"
	"time"

	"github.com/shopspring/decimal"
)

// ErrFact is wrapped by the error that says which fact of the person or of a
// call-out a policy needs, and does not have.
var ErrFact = errors.New("the policy needs a fact that is not given")

// ErrRange is wrapped by every error about time or an amount of it that lies
// outside what is computed: 1970 to 2099, and 25 years at once.
var ErrRange = errors.New("out of range")

const (
	maxSpan   = 25 * 366 * day
	maxTime   = 4102444800 // 2100
	maxPieces = 1_000_000
)

// run is one evaluation of a policy.
type run struct {
	p    *Policy
	in   *Input
	tell *teller
	calendar
	period stretch
	now    int64
	epochs []epoch
	err    error // the first of those that need not stop anything at once

	occur   []occurrence
	workday []stretch // the usual hours, once they are known
	month   stretch   // the one that was asked for last

	shifts, calls []item
	onCall        []stretch // when the person is on call, united
	worked        []stretch // when the person worked on call-outs, united
	windowBounds  []int64   // where packages cut the rule that is applied
	windowSpans   []stretch // the windows of these packages, united
	paidWork      []stretch // when call-outs are paid, or worked, united
	failed        map[string][]duty
	entries       []*entry
	pieces        int
	amounts       map[priced]ratio

	*space
	slab pool[entry]
	// sets and once are of the rule that is applied; once is where its minimum has
	// counted.
	sets map[uint64]*rowSet
	once map[scope]bool

	restsUsed map[restUsed]int64
	statement Statement
	cash      ratio // in millionths
	units     map[string]ratio
	shown     map[shownAs]decimal.Decimal
}

func newRun(p *Policy, in *Input, room *space) *run {
	return &run{p: p, in: in, space: room, failed: map[string][]duty{}, amounts: map[priced]ratio{}, units: map[string]ratio{}, shown: map[shownAs]decimal.Decimal{},
		occur: make([]occurrence, 2*p.matches+2)}
}

// Evaluate computes what the person's duty in the period is worth. An error is
// about the input: a fact that is missing (ErrFact), or time that is out of
// range (ErrRange).
func (p *Policy) Evaluate(in Input) (Statement, error) {
	s, err := p.Figures(in)
	s.Explain()
	return s, err
}

// Figures is Evaluate without words: the lines have neither explanation nor
// evidence until the statement is asked to Explain itself.
func (p *Policy) Figures(in Input) (Statement, error) { return p.figures(&in, &space{}) }

func (p *Policy) figures(in *Input, room *space) (Statement, error) {
	if len(p.versions) > 0 {
		return p.byVersion(in, room)
	}
	r := newRun(p, in, room)
	if err := r.prepare(); err != nil {
		return Statement{}, err
	}
	if err := r.rules(); err != nil {
		return Statement{}, err
	}
	for _, step := range []func() error{r.packages, r.choices, r.guarantees, r.caps, r.keepPeriod, r.supplements, r.write,
		r.keepAccount, r.rests, r.limits, r.finish} {
		if err := step(); err != nil {
			return Statement{}, err
		}
	}
	if r.err != nil {
		return Statement{}, r.err
	}
	return r.statement, nil
}

// rules applies the rules in their order, but those of call-outs first where time on
// call pauses for what they pay.
func (r *run) rules() error {
	for i := range r.p.rules {
		if r.p.pausesPaid && r.p.rules[i].from == forCallOut {
			if err := r.apply(&r.p.rules[i]); err != nil {
				return err
			}
		}
	}
	r.paidWork = united(append(r.paidWork, r.worked...))
	for i := range r.p.rules {
		if r.p.pausesPaid && r.p.rules[i].from == forCallOut {
			continue
		}
		if err := r.apply(&r.p.rules[i]); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) apply(ru *rule) error {
	r.sets = map[uint64]*rowSet{}
	r.segs.reset()
	if err := r.packageBounds(ru); err != nil {
		return err
	}
	if err := r.applyBySource(ru); err != nil {
		return fmt.Errorf("apply %q: %w", ru.key, err)
	}
	return nil
}

func (r *run) applyBySource(ru *rule) error {
	switch ru.from {
	case forFigure:
		return r.figure(ru)
	case forCallOut, forTravel:
		return r.callOuts(ru)
	}
	return r.standby(ru)
}

// fail keeps the first error of those that need not stop anything at once.
func (r *run) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// ZoneFor is the zone by whose clock the policy counts for an input.
func (p *Policy) ZoneFor(in Input) *time.Location { return p.zoneFor(&in) }

func (p *Policy) zoneFor(in *Input) *time.Location {
	switch {
	case p.zoneOfPerson && in.Zone != nil:
		return in.Zone
	case p.Zone != nil:
		return p.Zone
	case in.Zone != nil:
		return in.Zone
	}
	return time.UTC
}

func (r *run) prepare() error {
	zone := r.p.zoneFor(r.in)
	if r.now = maxTime; !r.in.Now.IsZero() {
		r.now = r.in.Now.Unix()
	}
	r.collect()
	r.epochs = []epoch{r.firstFacts()}
	wide := r.reach(zone)
	if wide.from < 0 || wide.to > maxTime || wide.to-wide.from > maxSpan {
		return fmt.Errorf("shifts, call-outs and period from %s to %s: %w; give at most 25 years between 1970 and 2099",
			time.Unix(wide.from, 0).UTC().Format(time.DateOnly), time.Unix(wide.to, 0).UTC().Format(time.DateOnly), ErrRange)
	}
	const margin = 35 * day
	r.calendar = r.p.calendarOf(stretch{wide.from - margin, wide.to + margin}, zone, r.in.Holidays)
	r.tell = &teller{r.p, r.wall}
	r.laterFacts()
	r.statement = Statement{
		Policy: r.p.Name, Version: r.p.Version, Person: r.in.Person, Zone: zone, Currency: r.p.Currency, Place: r.p.Place,
		Period: r.period.interval(),
	}
	r.notes()
	return nil
}

// reach finds the period, and all that is looked at.
func (r *run) reach(zone *time.Location) stretch {
	hull, some := stretch{}, false
	grow := func(s stretch) {
		if !some {
			hull, some = s, true
		}
		hull = stretch{min(hull.from, s.from), max(hull.to, s.to)}
	}
	for i := range r.shifts {
		grow(r.shifts[i].stretch)
	}
	for i := range r.calls {
		grow(r.calls[i].stretch)
	}
	for _, c := range r.in.Account {
		grow(stretch{c.At.Unix(), c.At.Unix()})
	}
	if r.period = seconds(r.in.Period); r.all() {
		if r.period = hull; some {
			r.period.to++ // what happens at the very end belongs to it
		}
	} else {
		grow(r.period)
	}
	named := []string{r.p.account.asOf}
	for i := range r.p.rests {
		named = append(named, r.p.rests[i].workEnd, r.p.rests[i].nextStart)
	}
	for _, name := range named {
		if at, ok := instantOf(r.epochs[0].facts[name], func(at int64) *wall { return newWall(zone, stretch{at, at}) }); ok {
			grow(stretch{at, at})
		}
	}
	return hull
}

func (r *run) all() bool { return r.in.Period.Start.IsZero() && r.in.Period.End.IsZero() }
