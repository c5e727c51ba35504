package settings

import (
	"context"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
)

func (s *Screen) onTest() {
	s.testing = true
	s.test.SetEnabled(false)
	s.testAnswer.Show(nil)
	kit.Toggle(s.tested, false)
	s.desk.Ask(func(ctx context.Context) error {
		_, err := s.prover.TestPage(ctx)
		return err
	}, s.onTested)
}

func (s *Screen) onTested(err error) {
	s.testing = false
	s.test.SetEnabled(true)
	s.testAnswer.ShowErr(err)
	if err == nil {
		s.tested.Set("Sent. It waits on the screens Now and Pages, and should have shown as a notification.", look.On)
		kit.Toggle(s.tested, true)
	}
}

func (s *Screen) onDoctor() {
	s.checking = true
	s.doctor.SetEnabled(false)
	s.doctor.SetLabel("Checking…")
	s.docAnswer.Show(nil)
	var checks []api.Check
	s.desk.Ask(func(ctx context.Context) (err error) {
		checks, err = s.prover.Doctor(ctx)
		return err
	}, func(err error) { s.onChecked(checks, err) })
}

func (s *Screen) onChecked(checks []api.Check, err error) {
	s.checking = false
	s.doctor.SetEnabled(true)
	s.doctor.SetLabel("Check again")
	s.docAnswer.ShowErr(err)
	s.findings.RemoveAll()
	for _, c := range checks {
		s.findings.Add(drawFinding(c))
	}
	kit.Toggle(s.findings, len(checks) > 0)
}
