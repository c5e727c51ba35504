package ui

import (
	"testing"
	"time"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/app/ui/model"
	"standby/notify"
)

func TestTheClockRingsWhenSomethingChanges(t *testing.T) {
	at := night.Now(t).Add(20 * time.Second)
	s := night.OnCall(t)
	for _, c := range []struct {
		name   string
		change func(*model.View)
		want   time.Duration
	}{
		{"at the full minute, or when a source's minute is over", func(*model.View) {}, 32 * time.Second}, // heard at 02:11:52
		{"at the full minute while the agent is away", func(v *model.View) { v.Live = false }, 40 * time.Second},
		{"each second while a page waits", func(v *model.View) { v.Snap.Pages = []api.Page{night.Waiting("p", v.Now)} }, time.Second},
		{"not for somebody else's page", func(v *model.View) {
			p := night.Waiting("p", v.Now)
			p.Due = time.Time{}
			v.Snap.Pages = []api.Page{p}
		}, 32 * time.Second},
		{"each second while something can be undone", func(v *model.View) {
			p := night.Waiting("p", v.Now)
			p.State, p.Due, p.UndoUntil = notify.Acknowledged, time.Time{}, v.Now.Add(2*time.Second)
			v.Snap.Pages = []api.Page{p}
		}, time.Second},
		{"soon when nothing has come yet", func(v *model.View) { v.Known = false }, grace},
		{"for a source heard in the future", func(v *model.View) { v.Snap.Sources[0].LastHeard = v.Now.Add(5 * time.Second) }, 5 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := bench.ViewAt(t, s, at)
			v.Snap.Sources = append([]api.Source(nil), s.Sources...)
			c.change(&v)
			if got := nextChange(v); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
