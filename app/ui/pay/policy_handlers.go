package pay

import (
	"context"
	"errors"
	"strings"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
)

var errNoFile = errors.New("no file is named")

func (p *policyPane) onExplainFile() {
	path := strings.TrimSpace(p.path.Text)
	if path == "" {
		p.answer.ShowErr(errNoFile)
		return
	}
	p.answer.Show(nil)
	p.file.ask(api.PolicyChoice{Path: path})
}

// ask has the agent say what a policy pays.
func (s *policySaid) ask(c api.PolicyChoice) {
	s.clear()
	s.choice = c
	turn := s.turn
	var said api.PolicyWords
	s.pane.desk.Ask(func(ctx context.Context) (err error) {
		said, err = s.pane.ledger.ExplainPolicy(ctx, c)
		return err
	}, func(err error) {
		if turn != s.turn {
			return
		}
		s.answer.ShowErr(err)
		if err == nil {
			s.show(said)
		}
	})
}

// onUse takes the policy that was said.
func (s *policySaid) onUse() {
	p, c := s.pane, s.choice
	s.use.SetEnabled(false)
	kit.Toggle(p.done, false)
	var said api.PolicyWords
	p.desk.Ask(func(ctx context.Context) (err error) {
		said, err = p.ledger.UsePolicy(ctx, c)
		return err
	}, func(err error) {
		s.use.SetEnabled(true)
		s.answer.ShowErr(err)
		if err != nil {
			return
		}
		p.done.Set(used(said), look.On)
		kit.Toggle(p.done, true)
		p.reveal(p.done)
		p.again()
	})
}
