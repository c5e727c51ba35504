package firstrun

import (
	"testing"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/app/ui/model"
)

func TestTheFirstStepsStayUntilEachIsDone(t *testing.T) {
	full := night.OnCall(t)
	for _, c := range []struct {
		name string
		s    api.Snapshot
		done []bool
	}{
		{"nothing is there", api.Snapshot{}, []bool{false, false, false}},
		{"a calendar is there", api.Snapshot{Sources: full.Sources[1:]}, []bool{true, false, false}},
		{"an Alertmanager is there", api.Snapshot{Sources: full.Sources[:1]}, []bool{false, true, false}},
		{"both are there", full, nil},
		{"the sample team", api.Snapshot{Demo: true}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			steps := stepsOf(model.View{Snap: c.s, Known: true})
			if len(steps) != len(c.done) {
				t.Fatalf("%d steps", len(steps))
			}
			for i, done := range c.done {
				if steps[i].done != done {
					t.Errorf("step %d: done %v", i+1, steps[i].done)
				}
			}
		})
	}
}
