package agent

import (
	"errors"
	"fmt"

	"standby/app/provider"
	"standby/notify"
)

// What a source may not be able to do.
var (
	// ErrCannotAcknowledge: the source has no way to tell others that somebody
	// has taken an alert.
	ErrCannotAcknowledge = errors.New("this source cannot acknowledge")
	// ErrCannotResolve: the source ends its alerts by itself.
	ErrCannotResolve = errors.New("this source ends its alerts by itself")
)

// able reports whether the page's source can do what is asked.
func (a *Agent) able(p notify.Page, r notify.Request) error {
	if p.Drill {
		return nil
	}
	w := a.source(p.Source)
	if w == nil {
		return fmt.Errorf("%s page %q: its source %s is not configured: %w", r, p.Title, p.Source, ErrCannotAcknowledge)
	}
	if r == notify.AskResolve {
		if _, ok := w.Source.(provider.Resolver); !ok {
			return fmt.Errorf("resolve page %q: %w", p.Title, ErrCannotResolve)
		}
		return nil
	}
	if _, ok := w.Source.(provider.Acknowledger); !ok {
		return fmt.Errorf("%s page %q: %w", r, p.Title, ErrCannotAcknowledge)
	}
	return nil
}

func (a *Agent) ackLabel(p notify.Page) string {
	if p.Drill {
		return "Acknowledge"
	}
	if w := a.source(p.Source); w != nil {
		if k, ok := w.Source.(provider.Acknowledger); ok {
			return k.AckLabel()
		}
	}
	return ""
}

func (a *Agent) canResolve(p notify.Page) bool {
	return a.able(p, notify.AskResolve) == nil
}
