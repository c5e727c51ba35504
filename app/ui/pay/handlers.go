package pay

import (
	"context"
	"fmt"
	"time"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/model"
)

// load asks for the month, and asks again when something that it rests on may
// have changed: the month itself, the policy, the pages, or the day.
func (s *Screen) load() {
	why := fmt.Sprint(s.year, s.of, s.view.Snap.PolicyName, s.view.Now.In(s.view.Loc).YearDay(), workOf(s.view.Snap), model.DutyCause(s.view))
	if why == s.asked {
		return
	}
	s.asked = why
	year, month := s.year, s.of
	var statement api.Statement
	s.desk.Ask(func(ctx context.Context) (err error) {
		statement, err = s.ledger.Pay(ctx, year, month)
		return err
	}, func(err error) { s.onStatement(statement, year, month, err) })
}

func (s *Screen) onStatement(statement api.Statement, year int, month time.Month, err error) {
	if year != s.year || month != s.of {
		return
	}
	s.answer.ShowErr(err)
	kit.Toggle(s.sheet, err == nil)
	if err != nil {
		return
	}
	s.draw(statementOf(statement, s.view))
}

func (s *Screen) onPrevious() { s.step(-1) }

func (s *Screen) onNext() { s.step(1) }

func (s *Screen) step(by int) {
	s.year, s.of = monthStep(s.year, s.of, by)
	s.Show(s.view)
}

func (s *Screen) onPolicy() {
	s.asked = ""
	s.Show(s.view)
}
