package guard

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation"
	"standby/rotation/pay"
)

// Side is one of the people whom a change concerns.
type Side struct {
	// Policy is what the person is paid by, and with it the person's facts in Known.
	Policy *pay.Policy
	// Known is the person, the shifts before the change, the call-outs so far, and
	// the time in lieu from before the first period. Known.Now bounds the call-outs
	// alone: all shifts count as if they had been. Known.Period is of no consequence.
	Known pay.Input
	// After are the shifts after the change. Those of others are passed over, here
	// and in Known.
	After []rotation.Shift
	// Periods are the pay periods to compare, in order and apart from one another;
	// nil is what the function Periods says.
	Periods []rotation.Interval
}

// Figures are what a person's duty comes to in the compared periods.
type Figures struct {
	// Cash is money in the policy's currency.
	Cash decimal.Decimal
	// TimeInLieu is what goes into the account, and negative what goes out of it, in
	// seconds.
	TimeInLieu int64
	// Standby is the time on call in seconds, each second once.
	Standby int64
	// Nights is how many nights, 22:00 to 06:00 by the policy's clock, have time on
	// call.
	Nights int
}

func (f Figures) less(g Figures) Figures {
	return Figures{f.Cash.Sub(g.Cash), f.TimeInLieu - g.TimeInLieu, f.Standby - g.Standby, f.Nights - g.Nights}
}

// Effect is what a change means for one person.
type Effect struct {
	Person rotation.Person
	// Periods are those that were compared.
	Periods []rotation.Interval
	// Zone is where sentences show times, Currency that of every amount, Place the
	// number of its decimals.
	Zone     *time.Location
	Currency string
	Place    int32
	// Before and After are exact, Delta is After without Before.
	Before, After, Delta Figures
	// Lines are those that differ, in order of time. What they are apart adds up to
	// the money and the time in lieu of Delta.
	Lines []LineChange
	// Rest is what differs in what Check finds, and whether the account is overdrawn;
	// in order of time.
	Rest []RestChange
}

// Empty reports whether the change means nothing for the person.
func (e *Effect) Empty() bool {
	d := e.Delta
	return d.Cash.IsZero() && d.TimeInLieu == 0 && d.Standby == 0 && d.Nights == 0 && len(e.Lines) == 0 && len(e.Rest) == 0
}

// Preview compares what the policy makes of a person's shifts before and after a
// change. Call-outs to come are not invented, so it compares time on call. Nothing
// is kept. The errors are those of Periods, Evaluate and Check.
func Preview(s Side) (Effect, error) {
	in, err := settled(s.Known)
	if err != nil {
		return Effect{}, err
	}
	periods := s.Periods
	if periods == nil {
		if periods, err = Periods(s.Policy, in, s.After); err != nil {
			return Effect{}, err
		}
	}
	e := Effect{Person: in.Person, Periods: periods, Zone: s.Policy.ZoneFor(in), Currency: s.Policy.Currency, Place: s.Policy.Place}
	if len(periods) == 0 {
		return e, nil
	}
	before, err := reckon(s.Policy, in, periods)
	if err != nil {
		return Effect{}, fmt.Errorf("reckon what is planned for %s: %w", in.Person, err)
	}
	in.Shifts = own(s.After, in.Person)
	after, err := reckon(s.Policy, in, periods)
	if err != nil {
		return Effect{}, fmt.Errorf("reckon the change for %s: %w", in.Person, err)
	}
	e.Before, e.After, e.Delta = before.figures, after.figures, after.figures.less(before.figures)
	e.Lines = compareLines(before.lines, after.lines)
	e.Rest = compareRest(s.Policy, before.warnings, after.warnings)
	return e, nil
}

// Preview makes the change for each side, in whose Known.Shifts are at least the
// person's own, and says what it means for each. After of the sides is of no
// consequence. The errors are those of For and of the function Preview.
func (c Change) Preview(sides ...Side) ([]Effect, error) {
	out := make([]Effect, len(sides))
	for i, s := range sides {
		var err error
		if s.After, err = c.For(s.Known.Person, s.Known.Shifts); err != nil {
			return nil, err
		}
		if out[i], err = Preview(s); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// reckoning is what one set of shifts comes to.
type reckoning struct {
	figures  Figures
	lines    []pay.Line
	warnings []Warning
}

// overdrawn is the code of the one violation that has to do with neither rest nor
// limits.
const overdrawn = "time_in_lieu_negative"

// reckon evaluates period by period, as the statements will be made, and takes
// the time in lieu of one along to the next.
func reckon(p *pay.Policy, in pay.Input, periods []rotation.Interval) (reckoning, error) {
	var out reckoning
	chain := carry{credits: in.Account}
	for _, in.Period = range periods {
		in.Account = chain.credits
		st, err := p.Evaluate(in)
		if err != nil {
			return out, err
		}
		out.figures.Standby += st.StandbySeconds
		for _, l := range chain.take(&st) {
			out.figures.Cash = out.figures.Cash.Add(l.Amount)
			out.figures.TimeInLieu += l.TimeInLieu
			out.lines = append(out.lines, l)
		}
		for _, w := range warnings(in.Person, &st) {
			if w.Code == overdrawn && !has(out.warnings, w) {
				out.warnings = append(out.warnings, w)
			}
		}
	}
	out.figures.Nights = nights(in.Shifts, periods, p.ZoneFor(in))
	in.Period = rotation.Interval{Start: periods[0].Start, End: periods[len(periods)-1].End}
	found, err := Check(p, in)
	out.warnings = append(out.warnings, found...)
	return out, err
}

func has(list []Warning, w Warning) bool {
	for i := range list {
		if list[i].Code == w.Code && list[i].At.Equal(w.At) {
			return true
		}
	}
	return false
}
