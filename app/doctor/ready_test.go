package doctor

import (
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/api"
)

func TestWhatWouldKeepAPageFromBeingNoticedIsASentenceEach(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	well := api.Desktop{TrayHost: true, Notifications: "dunst", Buttons: true, Keyring: "ok"}
	with := func(change func(*api.Snapshot)) api.Snapshot {
		s := api.Snapshot{Desktop: well, Sources: []api.Source{{Name: "prod", State: api.SourceOK}, {Name: "team", Kind: api.KindCalendar, State: api.SourceSilent}}}
		change(&s)
		return s
	}
	for name, row := range map[string]struct {
		snap api.Snapshot
		at   Surroundings
		want []string // words of each sentence
	}{
		"all is well":         {snap: with(func(*api.Snapshot) {}), at: Surroundings{Speaker: "Headset", MutedKnown: true, Battery: true, Percent: 80}},
		"a muted output":      {snap: with(func(*api.Snapshot) {}), at: Surroundings{Unheard: "The output Headset is muted."}, want: []string{"Headset is muted"}},
		"sound that is off":   {snap: with(func(*api.Snapshot) {}), at: Surroundings{SoundOff: true}, want: []string{"volume of pages is 0"}},
		"do not disturb":      {snap: with(func(*api.Snapshot) {}), at: Surroundings{Muted: true, MutedKnown: true}, want: []string{"do not disturb"}},
		"a low battery":       {snap: with(func(*api.Snapshot) {}), at: Surroundings{Battery: true, BatteryLow: true, Percent: 9}, want: []string{"9 %"}},
		"a locked keyring":    {snap: with(func(s *api.Snapshot) { s.Desktop.Keyring = "locked" }), want: []string{"keyring is locked"}},
		"a secret that lacks": {snap: with(func(s *api.Snapshot) { s.Desktop.Keyring = "missing" }), want: []string{"lacks a secret"}},
		"no tray, no service": {snap: with(func(s *api.Snapshot) { s.Desktop = api.Desktop{Keyring: "ok"} }), want: []string{"No notification service", "no tray icons"}},
		"a source not heard": {snap: with(func(s *api.Snapshot) {
			s.Sources[0].State, s.Sources[0].LastHeard = api.SourceSilent, now.Add(-time.Hour)
		}), want: []string{"prod was last heard 1 h ago"}},
		"a source never heard": {snap: with(func(s *api.Snapshot) { s.Sources[0].State = api.SourceSilent }), want: []string{"VPN"}},
		"a source that refuses": {snap: with(func(s *api.Snapshot) { s.Sources[0].State = api.SourceRefused }), at: Surroundings{Muted: true, MutedKnown: true},
			want: []string{"prod refuses", "do not disturb"}},
		"muted by the user": {snap: with(func(s *api.Snapshot) { s.MutedUntil = now.Add(time.Hour) }), want: []string{"muted for another 1 h"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := Ready(row.snap, row.at, now)
			if len(got) != len(row.want) {
				t.Fatalf("got %q", got)
			}
			for i, words := range row.want {
				if !strings.Contains(got[i], words) || !strings.HasSuffix(got[i], ".") && !strings.HasSuffix(got[i], "?") {
					t.Errorf("%q is no sentence with %q", got[i], words)
				}
			}
		})
	}
}

func TestTheSurroundingsAreChecksOfTheDoctor(t *testing.T) {
	for _, o := range []Surroundings{{}, {SoundOff: true}, {Unheard: "x"}, {Speaker: "y", MutedKnown: true}, {Muted: true, MutedKnown: true}, {Battery: true, Percent: -1}, {BatteryLow: true}} {
		for _, c := range o.Checks() {
			if c.Name == "" || c.Finding == "" || (c.Result == OK) != (c.Next == "") || !slices.Contains([]string{OK, Warning}, c.Result) {
				t.Errorf("%+v: %+v", o, c)
			}
		}
	}
}
