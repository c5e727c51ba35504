package schedule

import (
	"testing"

	"standby/app/api"
	"standby/app/ui/bench"
)

// open shows the screen as the agent's first word leaves it; s may be nil.
func open(t *testing.T, s *api.Snapshot) (*bench.Bench, *Screen) {
	t.Helper()
	b := bench.New(t)
	screen := New(b.Desk, b.Agent)
	b.Open(screen, s)
	return b, screen
}
