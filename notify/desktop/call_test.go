//go:build linux

package desktop

import (
	"slices"
	"testing"

	"standby/notify"
)

func TestButtonsComeBeforeTheClickOnTheNote(t *testing.T) {
	acknowledge, open := notify.Action{Key: "acknowledge", Label: "Acknowledge"}, notify.Action{Key: "open", Label: "Open"}
	for _, c := range []struct {
		name    string
		server  server
		actions []notify.Action
		want    []string
	}{
		{"a click opens", server{can: []string{"actions"}}, nil, []string{"default", "Open"}},
		{"a button is added", server{can: []string{"actions"}}, []notify.Action{acknowledge}, []string{"acknowledge", "Acknowledge", "default", "Open"}},
		{"the click has a label of its own", server{can: []string{"actions"}},
			[]notify.Action{{Key: notify.ActionDefault, Label: "Show"}, acknowledge}, []string{"acknowledge", "Acknowledge", "default", "Show"}},
		{"a button that says the same may stay beside the click", server{can: []string{"actions"}},
			[]notify.Action{open}, []string{"open", "Open", "default", "Open"}},
		{"but not where the click is drawn as a button", server{name: "Xfce Notify Daemon", can: []string{"actions"}},
			[]notify.Action{acknowledge, open}, []string{"acknowledge", "Acknowledge", "open", "Open"}},
		{"where it is the only way to open", server{name: "Xfce Notify Daemon", can: []string{"actions"}},
			[]notify.Action{acknowledge}, []string{"acknowledge", "Acknowledge", "default", "Open"}},
		{"without actions there are none", server{}, []notify.Action{acknowledge}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := actionArgs(c.server, notify.Note{Actions: c.actions}); !slices.Equal(got, c.want) {
				t.Errorf("actions %q, want %q", got, c.want)
			}
		})
	}
}
