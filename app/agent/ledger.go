package agent

import (
	"context"
	"reflect"
	"time"

	"standby/app/api"
	"standby/notify"
)

// Ledger shows what the ledger comes to, and tells the user, once, when they may
// begin work after a night's call-out. Nil says that nothing is known.
func (a *Agent) Ledger(now *api.LedgerSummary) {
	a.send(func() {
		if !reflect.DeepEqual(a.ledger, now) {
			a.ledger, a.dirty = now, true
		}
		if now != nil && now.Earliest.After(a.now) {
			a.tellRest(now.Earliest, now.Rest)
		}
	})
}

// tellRest keeps the note before it is shown, so that it comes once, whatever happens
// in between.
func (a *Agent) tellRest(at time.Time, why string) {
	n := notify.Note{
		ID: "rest/" + at.UTC().Format(time.RFC3339), Title: "Rest until " + at.In(a.p.Settings.Zone).Format("Mon 15:04"),
		Body: why, Urgency: notify.Low,
	}
	due, err := a.p.Store.KeepNotice(context.WithoutCancel(a.ctx), "rest", n, a.now, a.now.Add(-toldFor))
	if err != nil {
		a.p.Log.Warn("a note about rest is not kept", "error", err) // told twice is better than not at all
	} else if !due {
		return
	}
	a.announce(n)
}
