package pay

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"standby/rotation"
	"standby/rotation/pay/holiday"
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
	p      *Policy
	in     Input
	facts  Facts
	wall   *wall
	wide   stretch // all that is looked at, and a margin
	period stretch
	now    int64

	occur    map[occurKey][]stretch
	holidays map[int64][]string // classes by local day, whole days alone
	partial  []partHoliday
	free     map[int64]bool // days that are holidays and no weekdays

	shifts, calls []item
	onCall        []stretch // when the person is on call, united
	worked        []stretch // when the person worked on call-outs, united
	failed        map[string][]duty
	once          map[*rule]map[string]bool
	entries       []*entry
	amounts       map[*rate]*big.Rat
	pieces        int

	statement Statement
	units     map[string]*big.Rat
}

// item is a shift or a call-out as the engine sees it.
type item struct {
	stretch
	role, schedule, mode string
	what, evidence       string
	travel               int64
	facts                Facts
	running              bool
}

// Evaluate computes what the person's duty in the period is worth. An error is
// about the input: a fact that is missing (ErrFact), or time that is out of
// range (ErrRange).
func (p *Policy) Evaluate(in Input) (Statement, error) {
	r := &run{p: p, in: in, occur: map[occurKey][]stretch{}, failed: map[string][]duty{}, amounts: map[*rate]*big.Rat{}, units: map[string]*big.Rat{}}
	if err := r.prepare(); err != nil {
		return Statement{}, err
	}
	for i := range p.rules {
		if err := r.apply(&p.rules[i]); err != nil {
			return Statement{}, fmt.Errorf("apply %q: %w", p.rules[i].key, err)
		}
	}
	for _, step := range []func() error{r.packages, r.caps, r.keepPeriod, r.write, r.keepAccount, r.rests, r.limits, r.finish} {
		if err := step(); err != nil {
			return Statement{}, err
		}
	}
	return r.statement, nil
}

func (r *run) apply(ru *rule) error {
	switch ru.from {
	case forFigure:
		return r.figure(ru)
	case forCallOut, forTravel:
		return r.callOuts(ru)
	}
	return r.standby(ru)
}

// ZoneFor is the zone by whose clock the policy counts for an input.
func (p *Policy) ZoneFor(in Input) *time.Location {
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

func (r *run) zone() *time.Location { return r.p.ZoneFor(r.in) }

func (r *run) prepare() error {
	r.facts = Facts{}
	for k, v := range r.p.given {
		r.facts[k] = v
	}
	for k, v := range r.in.Facts {
		r.facts[k] = v
	}
	r.now = maxTime
	if !r.in.Now.IsZero() {
		r.now = r.in.Now.Unix()
	}
	r.collect()
	r.bounds()
	if r.wide.from < 0 || r.wide.to > maxTime || r.wide.to-r.wide.from > maxSpan {
		return fmt.Errorf("shifts, call-outs and period from %s to %s: %w; give at most 25 years between 1970 and 2099",
			time.Unix(r.wide.from, 0).UTC().Format(time.DateOnly), time.Unix(r.wide.to, 0).UTC().Format(time.DateOnly), ErrRange)
	}
	zone := r.zone()
	const margin = 35 * day
	r.wide = stretch{r.wide.from - margin, r.wide.to + margin}
	r.wall = newWall(zone, r.wide)
	r.statement = Statement{
		Policy: r.p.Name, Version: r.p.Version, Person: r.in.Person, Zone: zone, Currency: r.p.Currency, Place: r.p.Place,
		Period: r.period.interval(),
	}
	r.knowHolidays()
	r.notes()
	return nil
}

// collect takes the person's shifts and call-outs from the input.
func (r *run) collect() {
	anybody := r.in.Person == rotation.Person{}
	shifts := slices.Clone(r.in.Shifts)
	rotation.SortShifts(shifts)
	for _, s := range shifts {
		span := seconds(s.Interval)
		if span.to = min(span.to, r.now); !anybody && !s.Person.Same(r.in.Person) || span.length() == 0 {
			continue
		}
		r.shifts = append(r.shifts, item{stretch: span, role: string(s.Role), schedule: s.Rota, what: s.Rota,
			evidence: strings.TrimSpace("shift " + s.UID + " of " + s.Rota), facts: r.in.ShiftFacts[s.UID]})
		r.onCall = append(r.onCall, span)
	}
	r.onCall = united(r.onCall)
	calls := slices.Clone(r.in.CallOuts)
	slices.SortStableFunc(calls, func(a, b CallOut) int {
		return cmp.Or(cmp.Compare(a.Start.Unix(), b.Start.Unix()), cmp.Compare(a.PageID, b.PageID), a.End.Compare(b.End))
	})
	for _, c := range calls {
		span := seconds(c.Interval)
		if !anybody && !c.Person.Same(r.in.Person) || span.from > r.now {
			continue
		}
		if c.Running {
			span.to = r.now
		}
		span.to = max(span.from, min(span.to, r.now))
		r.calls = append(r.calls, item{stretch: span, mode: c.Mode, what: c.What, evidence: "page " + c.PageID,
			travel: int64(max(0, c.Travel) / time.Second), facts: c.Facts, running: c.Running})
		r.worked = append(r.worked, span)
	}
	r.worked = united(r.worked)
}

// bounds finds the period, and all that is looked at.
func (r *run) bounds() {
	hull, some := stretch{}, false
	grow := func(s stretch) {
		if !some {
			hull, some = s, true
		}
		hull = stretch{min(hull.from, s.from), max(hull.to, s.to)}
	}
	for _, it := range r.shifts {
		grow(it.stretch)
	}
	for _, it := range r.calls {
		grow(it.stretch)
	}
	for _, c := range r.in.Account {
		grow(stretch{c.At.Unix(), c.At.Unix()})
	}
	r.period = stretch{r.in.Period.Start.Unix(), r.in.Period.End.Unix()}
	if r.in.Period.Start.IsZero() && r.in.Period.End.IsZero() {
		r.period = hull
		if some {
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
		if at, ok := r.factTime(name); ok {
			grow(stretch{at, at})
		}
	}
	r.wide = hull
}

func (r *run) all() bool { return r.in.Period.Start.IsZero() && r.in.Period.End.IsZero() }

// fact is one of the person.
func (r *run) fact(name string) string { return r.facts[name] }

// factOf is a fact of an item, else of the person.
func (r *run) factOf(it *item) func(string) string {
	if it == nil || len(it.facts) == 0 {
		return r.fact
	}
	return func(name string) string {
		if v, ok := it.facts[name]; ok {
			return v
		}
		return r.facts[name]
	}
}

// factTime reads a fact that is a date, or a local date and time.
func (r *run) factTime(name string) (int64, bool) {
	text := r.facts[name]
	if name == "" || text == "" {
		return 0, false
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.Unix(), true
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			w := r.wall
			if w == nil || !r.wide.holds(t.Unix()) {
				w = newWall(r.zone(), stretch{t.Unix(), t.Unix()})
			}
			return w.first(t.Unix()), true
		}
	}
	return 0, false
}

// hours is a length that a policy names, in seconds.
func (r *run) hours(l length) (int64, error) {
	if l.ref == "" {
		return l.sec, nil
	}
	n, ok := factNumber(r.facts[l.ref])
	if !ok {
		return 0, fmt.Errorf("%w: %s, a number of hours", ErrFact, l.ref)
	}
	n.Mul(n, big.NewRat(hour, 1))
	return rounded(n, 0, halfUp).IntPart(), nil
}

func (r *run) knowHolidays() {
	r.holidays, r.free = map[int64][]string{}, map[int64]bool{}
	add := func(date int64, class string) {
		if !slices.Contains(r.holidays[date], class) {
			r.holidays[date] = append(r.holidays[date], class)
		}
	}
	if c := r.p.holidays; c != nil {
		for _, s := range c.Spans(r.wide.interval(), r.wall.zone) {
			span := seconds(s.Interval)
			date := r.wall.date(span.from)
			if span != (stretch{r.wall.first(date * day), r.wall.first((date + 1) * day)}) {
				r.partial = append(r.partial, partHoliday{span, s.Class})
				continue
			}
			add(date, s.Class)
		}
		first, last := r.dates()
		for date := first; date <= last; date++ {
			wd := weekday(date)
			t := time.Unix(date*day, 0).UTC()
			if wd != time.Saturday && wd != time.Sunday && !c.Weekday(holiday.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}) {
				r.free[date] = true
			}
		}
	}
	for _, h := range r.in.Holidays {
		date := civil(h.Year, h.Month, h.Day)
		add(date, cmp.Or(h.Class, "holiday"))
		r.free[date] = true
	}
}

// partHoliday is a part of a day, or a span around holidays.
type partHoliday struct {
	stretch
	class string
}

// notes say what the reader must know besides the lines.
func (r *run) notes() {
	s := &r.statement
	s.StandbySeconds = overlap(r.onCall, r.period)
	s.CallOutSeconds = overlap(r.worked, r.period)
	if (r.in.Person == rotation.Person{}) && len(r.in.Shifts)+len(r.in.CallOuts) > 0 {
		s.Notes = append(s.Notes, "Nobody is named, so what anybody did is counted.")
	}
	for _, it := range r.calls {
		if it.running && r.period.holds(it.from) {
			s.Notes = append(s.Notes, fmt.Sprintf("The call-out of %s is still running; it is counted up to %s.", r.stamp(it.from), r.stamp(r.now)))
		}
	}
	if r.now >= maxTime {
		return
	}
	var ahead []stretch
	for _, sh := range r.in.Shifts {
		if (r.in.Person == rotation.Person{}) || sh.Person.Same(r.in.Person) {
			ahead = append(ahead, seconds(sh.Interval).clip(max(r.now, r.period.from), r.period.to))
		}
	}
	if n := overlap(united(ahead), r.period); n > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("Counted up to %s; %s on call in this period are still to come.", r.stamp(r.now), elapsed(n)))
	}
	for _, c := range r.in.CallOuts {
		if c.Start.Unix() > r.now && r.period.holds(c.Start.Unix()) {
			s.Notes = append(s.Notes, fmt.Sprintf("The call-out of %s (page %s) has not begun yet and is not counted; check the clock of this machine.",
				r.stamp(c.Start.Unix()), c.PageID))
		}
	}
}
