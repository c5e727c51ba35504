package alertmanager

import (
	"context"
	"fmt"
	"sync"
	"time"

	"standby/app/provider"
)

const (
	// silencesFor is how long details of silences are believed: somebody else may
	// have extended one under the same id.
	silencesFor = 5 * time.Minute
	// silencesMargin is how long before its end a silence is looked up again.
	silencesMargin = 2 * time.Minute
)

// Source is one Alertmanager. Open is called from one goroutine at a time; the
// other methods may be called at any time from any.
type Source struct {
	name     string
	receiver string
	filter   []string
	person   string
	ackFor   time.Duration
	api      *api

	// acting holds one token: acknowledgements look before they leap, so two of
	// them at once would post two silences.
	acting chan struct{}

	mu     sync.Mutex
	known  map[string]silence
	readAt time.Time
}

var (
	_ provider.Source       = (*Source)(nil)
	_ provider.Acknowledger = (*Source)(nil)
)

// Name is the account's name in the configuration.
func (s *Source) Name() string { return s.name }

// Open returns every alert that fires now. A silenced one carries an Ack, whose
// By and Until are empty when the silence's details could not be read; an
// inhibited one is muted.
func (s *Source) Open(ctx context.Context) ([]provider.Alert, error) {
	list, err := s.api.alerts(ctx, s.receiver, s.filter)
	if err != nil {
		return nil, fmt.Errorf("list alerts of %s: %w", s.name, err)
	}
	known := s.details(ctx, list)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("list alerts of %s: stopped: %w", s.name, ctx.Err())
	}
	alerts := make([]provider.Alert, 0, len(list))
	for _, w := range list {
		a := w.alert()
		a.Ack = ackOf(w.Status.SilencedBy, known)
		alerts = append(alerts, a)
	}
	return alerts, nil
}

// details returns the silences that hold alerts back. They are asked for only
// when there are any, and when what is known of them could be out of date. A
// failure leaves what was known: who silenced an alert is worth less than the
// list of alerts.
func (s *Source) details(ctx context.Context, list []wireAlert) map[string]silence {
	s.mu.Lock()
	known, stale := s.known, s.stale(list)
	s.mu.Unlock()
	if !stale {
		return known
	}
	silences, err := s.api.silences(ctx)
	if err != nil {
		return known
	}
	fresh := make(map[string]silence, len(silences))
	for _, one := range silences {
		if !one.expired() {
			fresh[one.ID] = one
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known, s.readAt = fresh, s.api.serverNow()
	return fresh
}

func (s *Source) stale(list []wireAlert) bool {
	now := s.api.serverNow()
	for _, w := range list {
		for _, id := range w.Status.SilencedBy {
			one, ok := s.known[id]
			if !ok || one.EndsAt.Before(now.Add(silencesMargin)) || now.Sub(s.readAt).Abs() > silencesFor {
				return true
			}
		}
	}
	return false
}

// forget makes the next Open read the silences anew, after we changed one.
func (s *Source) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known, s.readAt = nil, time.Time{}
}
