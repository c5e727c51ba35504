package ui

import (
	"testing"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/app/ui/model"
)

// windowBench is the whole window on a bench.
type windowBench struct {
	*bench.Bench
	w *Window
}

// newBench returns the window as the agent's first word leaves it; s may be nil.
func newBench(t *testing.T, s *api.Snapshot) *windowBench {
	t.Helper()
	b := &windowBench{Bench: bench.New(t)}
	b.w = newWindow(b.App, b.Agent, "", b.Desk)
	t.Cleanup(b.w.onClosed)
	b.Feed = func(s api.Snapshot) { b.w.receive(api.Message{Snapshot: &s}) }
	if s != nil {
		b.Send(*s)
	}
	return b
}

// opened is the screen Pages with one page on it, opened.
func opened(t *testing.T, change func(*api.Page)) (*windowBench, *api.Snapshot) {
	t.Helper()
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("p", night.Now(t))}
	s.Pages[0].CanResolve, s.Pages[0].EscalateLabel = true, "Escalate to the next level"
	if change != nil {
		change(&s.Pages[0])
	}
	b := newBench(t, &s)
	b.w.goTo(model.Pages)
	b.Typed("j")
	return b, &s
}
