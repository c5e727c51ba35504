package agent

import (
	"errors"
	"fmt"

	"standby/app/provider"
	"standby/notify"
)

// What a source may not be able to do.
var (
	// ErrCannotResolve: the source ends its alerts by itself.
	ErrCannotResolve = errors.New("this source ends its alerts by itself")
	// ErrCannotEscalate: the source knows nobody who is next.
	ErrCannotEscalate = errors.New("this source cannot hand a page on")
	// ErrNoBeat: an alert that must always fire does not.
	ErrNoBeat = errors.New("the alert that must always fire does not")
	// ErrNoSource: the page's source is not configured any more.
	ErrNoSource = errors.New("its source is not configured")
)

// able reports whether what is asked of the page can be done: by its source, or
// here alone where nobody else need know.
func (a *Agent) able(p notify.Page, r notify.Request) error {
	if p.Drill {
		if r == notify.AskEscalate {
			return ErrCannotEscalate
		}
		return nil
	}
	w := a.source(p.Source)
	if w == nil {
		return fmt.Errorf("%s: %w", p.Source, ErrNoSource)
	}
	switch r {
	case notify.AskResolve:
		if _, ok := w.Source.(provider.Resolver); !ok {
			return ErrCannotResolve
		}
	case notify.AskEscalate:
		if _, ok := w.Source.(provider.Escalator); !ok {
			return ErrCannotEscalate
		}
	}
	return nil
}

// here reports whether what is asked concerns nobody else: a test page, or a source
// that cannot be told of it.
func (a *Agent) here(p notify.Page, r notify.Request) bool {
	w := a.source(p.Source)
	if p.Drill || w == nil {
		return true
	}
	_, acks := w.Source.(provider.Acknowledger)
	_, snoozes := w.Source.(provider.Snoozer)
	switch r {
	case notify.AskAcknowledge, notify.AskUnacknowledge:
		return !acks
	case notify.AskSnooze:
		return !acks && !snoozes
	}
	return false
}

func (a *Agent) takesNotes(p notify.Page) bool {
	w := a.source(p.Source)
	if p.Drill || w == nil {
		return false
	}
	_, ok := w.Source.(provider.Noter)
	return ok
}

// ackLabel is what the button says; empty when it would do nothing.
func (a *Agent) ackLabel(p notify.Page) string {
	w := a.source(p.Source)
	switch {
	case p.Drill:
		return "Acknowledge"
	case w == nil:
		return ""
	}
	if k, ok := w.Source.(provider.Acknowledger); ok {
		return k.AckLabel()
	}
	return "Acknowledge (here alone)"
}

func (a *Agent) escalateLabel(p notify.Page) string {
	w := a.source(p.Source)
	if p.Drill || w == nil {
		return ""
	}
	if e, ok := w.Source.(provider.Escalator); ok {
		return e.EscalateLabel()
	}
	return ""
}

func (a *Agent) canResolve(p notify.Page) bool {
	return a.able(p, notify.AskResolve) == nil
}
