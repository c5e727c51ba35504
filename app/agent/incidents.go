package agent

import (
	"context"
	"reflect"
	"strings"

	"standby/app/api"
	"standby/notify"
)

// incidentPrefix is what the IDs of notes about incidents begin with.
const incidentPrefix = "incident/"

// Incidents shows the incidents that are open and the hand-off reports that nobody has
// signed. Each of the notes is told once, by its ID, which begins with "incident/";
// one that was told and is not among them any more is taken off the screen.
func (a *Agent) Incidents(open []api.IncidentSummary, unsigned []api.ReportSummary, notes []notify.Note) {
	a.send(func() {
		if !reflect.DeepEqual(a.incidents, open) || !reflect.DeepEqual(a.unsigned, unsigned) {
			a.incidents, a.unsigned, a.dirty = open, unsigned, true
		}
		a.tellIncidents(notes)
	})
}

// tellIncidents keeps each note before it is shown, so that it comes once, whatever
// happens in between.
func (a *Agent) tellIncidents(notes []notify.Note) {
	standing := map[string]bool{}
	for _, n := range notes {
		if !strings.HasPrefix(n.ID, incidentPrefix) {
			continue
		}
		standing[n.ID] = true
		if a.warned[n.ID] {
			continue
		}
		due, err := a.p.Store.KeepNotice(context.WithoutCancel(a.ctx), "incidents", n, a.now, a.now.Add(-toldFor))
		if err != nil {
			a.p.Log.Warn("a note about an incident is not kept", "error", err) // told twice is better than not at all
		}
		if due || err != nil {
			a.announce(n)
		}
	}
	for id := range a.warned {
		if !standing[id] {
			a.after(func() { a.p.Notes.Withdraw(id) })
		}
	}
	a.warned = standing
}
