package ledger

import (
	"errors"
	"fmt"
	"time"

	"standby/rotation/pay"
)

// ErrAltered says that a closed month is not as it was sealed.
var ErrAltered = errors.New("the closed month was altered after it was sealed")

// Closing is a month that was closed: its statement, frozen.
type Closing struct {
	Statement
	// PolicyHash names the text of the policy that was applied, Facts and Holidays
	// are what the input gave besides. A closed month is always computed by these.
	PolicyHash string
	Facts      pay.Facts
	Holidays   []pay.Holiday
	// At is when it was closed, By who closed it.
	At time.Time
	By string
	// Previous is the Hash of the month before, empty for the first one. Hash is the
	// SHA-256 of what Seal writes, in hexadecimal digits.
	Previous, Hash string
}

// Close freezes a statement of Open, which has to be that of the next month and
// made when the month was over. The error wraps ErrMonth.
func (b Book) Close(s Statement, by string, at time.Time) (Closing, error) {
	fault := func(text string) error { return fmt.Errorf("%w %s cannot be closed: %s", ErrMonth, s.Month, text) }
	if err := b.Check(); err != nil {
		return Closing{}, err
	}
	c := Closing{
		Statement: s, PolicyHash: s.work.PolicyHash, Facts: s.work.Input.Facts, Holidays: s.work.Input.Holidays,
		At: at.UTC().Truncate(time.Second), By: by,
	}
	if n := len(b.Closed); n > 0 {
		last := &b.Closed[n-1]
		if s.Month != last.Month.Next() || !s.Period.Start.Equal(last.Period.End) {
			return Closing{}, fault(last.Month.Next().String() + " comes next")
		}
		c.Previous = last.Hash
	}
	switch {
	case s.work.Policy == nil:
		return Closing{}, fault("it is closed already")
	case !s.Over || at.Before(s.Period.End):
		return Closing{}, fault("it is not over yet")
	case by == "" || badText(by):
		return Closing{}, fault("say who closes it, in a line")
	}
	data, err := c.Seal()
	if err != nil {
		return Closing{}, err
	}
	return ReadClosing(data)
}

// Input is what the closing keeps of the input that it was made from, with the
// time and the work still to be filled in.
func (c *Closing) Input() pay.Input {
	return pay.Input{Person: c.Person, Facts: c.Facts, Zone: c.Zone, Holidays: c.Holidays}
}

// Again is the month to be computed anew: under the policy whose text has
// PolicyHash, with the shifts and the log as they are known now.
func (c *Closing) Again(policy *pay.Policy, in pay.Input, log []Logged) Work {
	kept := c.Input()
	in.Person, in.Facts, in.Zone, in.Holidays = kept.Person, kept.Facts, kept.Zone, kept.Holidays
	return Work{Month: c.Month, Period: c.Period, Policy: policy, PolicyHash: c.PolicyHash, Input: in, Hours: log}
}

// check says what is wrong with the figures.
func (c *Closing) check() error {
	sum := Sum(c.Lines)
	moved := c.Balance.Earned + c.Balance.Corrected - c.Balance.Expired - c.Balance.PaidOut
	switch {
	case !sum.Amount.Equal(c.Cash) || sum.TimeInLieu != c.TimeInLieu:
		return errors.New("its lines do not add up to its totals")
	case !c.Balance.adds() || moved != c.TimeInLieu:
		return errors.New("its account does not add up")
	case c.Period.Empty() || c.At.Before(c.Period.End):
		return errors.New("it was closed before it was over")
	}
	again := Balance{Opening: c.Balance.Opening, Closing: c.Balance.Opening}
	for _, e := range c.Entries {
		again.book(e)
	}
	if again.Closing != c.Balance.Closing {
		return errors.New("its account is not what its entries come to")
	}
	return nil
}

// checkChain says whether closed months follow one another.
func checkChain(closed []Closing) error {
	for i := 1; i < len(closed); i++ {
		last, c := &closed[i-1], &closed[i]
		switch {
		case c.Month != last.Month.Next() || !c.Period.Start.Equal(last.Period.End):
			return fmt.Errorf("%w %s does not follow %s", ErrMonth, c.Month, last.Month)
		case c.Previous != last.Hash:
			return fmt.Errorf("%s, which %s was closed after: %w", last.Month, c.Month, ErrAltered)
		case c.Balance.Opening != last.Balance.Closing:
			return fmt.Errorf("the account of %s does not begin with what %s left: %w", c.Month, last.Month, ErrAltered)
		}
	}
	return nil
}
