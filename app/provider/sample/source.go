package sample

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"standby/app/provider"
	"standby/notify"
)

const (
	// workedFor is how long after its acknowledgement an alert ends by itself.
	workedFor = 2 * time.Minute
	// secondAfter is how long after the first alert the quiet one follows.
	secondAfter = 10 * time.Minute
)

// Source pages twice: something urgent, and later something that can wait. It
// keeps everything in memory and is safe for concurrent use.
type Source struct {
	name string
	now  func() time.Time

	mu     sync.Mutex
	alerts []*alert
}

// alert is one entry of the script and what became of it.
type alert struct {
	provider.Alert
	ackedAt time.Time
	ended   bool
}

var (
	_ provider.Source       = (*Source)(nil)
	_ provider.Acknowledger = (*Source)(nil)
	_ provider.Resolver     = (*Source)(nil)
)

// New returns a source whose first alert begins after has passed. A new Source
// has new occurrences: what an earlier one left open has ended.
func New(name string, now func() time.Time, after time.Duration) *Source {
	start := now().UTC()
	s := &Source{name: name, now: now}
	s.add(start, provider.Alert{
		Title:     "Checkout p99 above 2 s",
		Body:      "Every hundredth customer has waited more than 2 s at checkout for 5 minutes. The card gateway answers slowly; the queue before it grows.",
		Service:   "Payments",
		Severity:  "critical",
		Urgency:   notify.High,
		StartedAt: start.Add(after),
	})
	s.add(start, provider.Alert{
		Title:     "Receipts archive 70 % full",
		Body:      "At the present rate the disk of the receipts archive is full in nine days. Nothing fails today.",
		Service:   "Receipts",
		Severity:  "info",
		Urgency:   notify.Low,
		StartedAt: start.Add(after + secondAfter),
	})
	return s
}

func (s *Source) add(start time.Time, a provider.Alert) {
	a.Key = fmt.Sprintf("sample-%d@%s", len(s.alerts)+1, strconv.FormatInt(start.UnixNano(), 36))
	a.Ref = a.Key
	s.alerts = append(s.alerts, &alert{Alert: a})
}

// Name is the account's name in the configuration.
func (s *Source) Name() string { return s.name }

// Open returns the alerts that have begun and not ended. It fails only when ctx
// has ended.
func (s *Source) Open(ctx context.Context) ([]provider.Alert, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("list alerts of %s: %w", s.name, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	open := []provider.Alert{}
	for _, a := range s.alerts {
		if s.isOpen(a) {
			one := a.Alert
			if a.Ack != nil {
				ack := *a.Ack
				one.Ack = &ack
			}
			open = append(open, one)
		}
	}
	return open, nil
}

// isOpen also ends an alert whose time has come, for good: taking back its
// acknowledgement later does not bring it back.
func (s *Source) isOpen(a *alert) bool {
	now := s.now()
	if a.Ack != nil && !now.Before(a.ackedAt.Add(workedFor)) {
		a.ended = true
	}
	return !a.ended && !now.Before(a.StartedAt)
}

// AckLabel is what the button says.
func (s *Source) AckLabel() string { return "Acknowledge" }

// Acknowledge takes the alert; whoever took it first has it. The
// acknowledgement does not lapse. ErrGone when the alert is not open.
func (s *Source) Acknowledge(_ context.Context, ref, by string) (provider.Ack, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, err := s.find(ref)
	if err != nil {
		return provider.Ack{}, fmt.Errorf("acknowledge at %s: %w", s.name, err)
	}
	if a.Ack == nil {
		a.Ack = &provider.Ack{Handle: ref, By: by}
		a.ackedAt = s.now()
	}
	return *a.Ack, nil
}

// Extend confirms an acknowledgement, or gives it anew where it was taken back.
func (s *Source) Extend(ctx context.Context, ref string, ack provider.Ack) (provider.Ack, error) {
	return s.Acknowledge(ctx, ref, ack.By)
}

// Unacknowledge takes an acknowledgement back; that of an alert which has ended
// or is unknown is done already.
func (s *Source) Unacknowledge(_ context.Context, ack provider.Ack) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a, err := s.find(ack.Handle); err == nil {
		a.Ack, a.ackedAt = nil, time.Time{}
	}
	return nil
}

// Resolve ends the alert; one that has ended or is unknown is done already.
func (s *Source) Resolve(_ context.Context, ref string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a, err := s.find(ref); err == nil {
		a.ended = true
	}
	return nil
}

func (s *Source) find(ref string) (*alert, error) {
	for _, a := range s.alerts {
		if a.Ref == ref && s.isOpen(a) {
			return a, nil
		}
	}
	return nil, provider.ErrGone
}
