package agent_test

import (
	"slices"
	"testing"
	"time"

	"standby/app/api"
	"standby/notify"
)

func TestAWarningOfAnIncidentIsToldOnceAndTakenBackWhenItIsOver(t *testing.T) {
	inBubble(t, "incident", func(t *testing.T, d *desk) {
		d.startWith()
		defer func() { d.stop() }()
		open := []api.IncidentSummary{{ID: "20260101-a", Title: "Payments fail"}}
		warning := notify.Note{ID: "incident/20260101-a/no-commander//1", Title: "Payments fail", Body: "Nobody is in command."}
		for range 3 {
			d.agent.Incidents(open, nil, []notify.Note{warning, {ID: "other/1", Title: "not of an incident"}})
			d.settle(time.Second)
		}
		if got := d.screen.titles(); !slices.Contains(got, "Payments fail") || slices.Contains(got, "not of an incident") || d.screen.shows() != 1 {
			t.Errorf("on the screen: %q, shown %d times", got, d.screen.shows())
		}
		d.mu.Lock()
		if len(d.snap.Incidents) != 1 || d.snap.Incidents[0].ID != "20260101-a" {
			t.Errorf("in the snapshot: %+v", d.snap.Incidents)
		}
		d.mu.Unlock()
		d.agent.Incidents(nil, []api.ReportSummary{{ID: "r"}}, nil)
		d.settle(time.Second)
		if got := d.screen.titles(); slices.Contains(got, "Payments fail") {
			t.Errorf("still on the screen: %q", got)
		}
		d.mu.Lock()
		defer d.mu.Unlock()
		if len(d.snap.Incidents) != 0 || len(d.snap.Unsigned) != 1 {
			t.Errorf("in the snapshot: %+v, %+v", d.snap.Incidents, d.snap.Unsigned)
		}
	})
}
