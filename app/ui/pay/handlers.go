package pay

import (
	"context"
	"fmt"

	"standby/app/api"
	"standby/rotation"
	"standby/rotation/pay/ledger"
)

// monthly is all that is shown of a month.
type monthly struct {
	month     ledger.Month
	months    []api.MonthState
	statement api.Statement
	hours     []ledger.Logged
	shifts    []rotation.Shift
	lieu      api.Lieu
}

// load asks for the month, and asks again when something that it rests on may
// have changed: the month itself, the policy, the pages, the ledger, or the day.
func (s *Screen) load() {
	why := cause(s.of, s.view)
	if why == s.asked {
		return
	}
	s.asked = why
	m, priced, loc := &monthly{month: s.of}, s.view.Snap.PolicyName != "", s.view.Loc
	s.desk.Ask(func(ctx context.Context) error {
		if !priced {
			span := m.month.Span(loc)
			hours, err := s.ledger.Hours(ctx, span.Start, span.End)
			m.hours = hours
			return err
		}
		return m.read(ctx, s.ledger)
	}, func(err error) { s.onMonth(m, why, err) })
}

func (m *monthly) read(ctx context.Context, from Ledger) (err error) {
	if m.months, err = from.Months(ctx); err != nil {
		return err
	}
	m.month = within(m.months, m.month)
	if m.statement, err = from.Statement(ctx, m.month); err != nil {
		return err
	}
	span := m.statement.Period
	if span.Empty() {
		return fmt.Errorf("the statement of %s says no time", m.month)
	}
	if m.hours, err = from.Hours(ctx, span.Start, span.End); err != nil {
		return err
	}
	if m.shifts, err = from.Shifts(ctx, api.ShiftQuery{From: span.Start, To: span.End, Mine: true}); err != nil {
		return err
	}
	m.lieu, err = from.Lieu(ctx)
	return err
}

func (s *Screen) onMonth(m *monthly, why string, err error) {
	if why != s.asked {
		return // another month has been asked for meanwhile
	}
	s.answer.ShowErr(err)
	if err != nil {
		s.had = false
		s.lay()
		return
	}
	if m.month != s.of {
		s.of = m.month
		s.asked = cause(s.of, s.view)
	}
	s.draw(m)
}

// again asks anew after something was entered.
func (s *Screen) again() {
	s.asked = ""
	s.Show(s.view)
}

func (s *Screen) step(by int) { s.goTo(monthStep(s.of, by)) }

func (s *Screen) onPicked(name string) {
	for _, m := range s.months {
		if monthName(m.Month) == name {
			s.goTo(m.Month)
			return
		}
	}
}

// goTo shows a month.
func (s *Screen) goTo(m ledger.Month) {
	if m == (ledger.Month{}) {
		return
	}
	s.of = within(s.months, m)
	s.name()
	s.Show(s.view)
}
