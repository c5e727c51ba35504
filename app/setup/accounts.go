package setup

import (
	"sync"

	"standby/app/config"
	"standby/app/provider/pagerduty"
)

// Accounts are the PagerDuty accounts in use. Each is made once, so that a source
// and the calendars that are read from it share its key and its rate limit. The zero
// value is ready for use, and safe for concurrent use.
type Accounts struct {
	mu   sync.Mutex
	made map[config.PagerDuty]*pagerduty.Source
}

// one is the account p, made where it is not yet.
func (a *Accounts) one(p config.PagerDuty, first func() (*pagerduty.Source, error)) (*pagerduty.Source, error) {
	if a == nil {
		return first()
	}
	p.Poll = 0
	a.mu.Lock()
	defer a.mu.Unlock()
	if s, ok := a.made[p]; ok {
		return s, nil
	}
	s, err := first()
	if err != nil {
		return nil, err
	}
	if a.made == nil {
		a.made = map[config.PagerDuty]*pagerduty.Source{}
	}
	a.made[p] = s
	return s, nil
}
