package agent

import (
	"context"
	"sync"
)

// mailbox hands errands to a source's worker. Putting never blocks.
type mailbox struct {
	wake   chan struct{} // something to do, or time to poll
	urgent chan struct{} // an errand is waiting

	mu      sync.Mutex
	errands []func(context.Context)
}

func newMailbox() *mailbox {
	return &mailbox{wake: make(chan struct{}, 1), urgent: make(chan struct{}, 1)}
}

func (m *mailbox) put(errand func(context.Context)) {
	m.mu.Lock()
	m.errands = append(m.errands, errand)
	m.mu.Unlock()
	poke(m.urgent)
	m.nudge()
}

// nudge makes the worker poll now.
func (m *mailbox) nudge() { poke(m.wake) }

func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

func (m *mailbox) take() []func(context.Context) {
	m.mu.Lock()
	defer m.mu.Unlock()
	errands := m.errands
	m.errands = nil
	select {
	case <-m.urgent:
	default:
	}
	return errands
}
