package main

import (
	"errors"
	"fmt"
	"log/slog"
	"testing"

	"standby/app/agent"
	"standby/app/api"
	"standby/notify/sound"
)

// heard is what a speaker told the agent.
type heard struct {
	desktop api.Desktop
	err     error
}

func newHeardSpeaker(t *testing.T, volume int) (*speaker, *heard) {
	t.Helper()
	s, err := newSpeaker(volume, "", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.player.Close)
	h := &heard{}
	s.desktop = func(edit func(*api.Desktop)) { edit(&h.desktop) }
	s.trouble = func(_, _ string, err error) { h.err = err }
	return s, h
}

func TestTheTraySaysSoUntilASoundIsHeardAsAsked(t *testing.T) {
	gone := fmt.Errorf("play: %w", sound.ErrNoCard)
	for name, row := range map[string]struct {
		outcomes []sound.Outcome
		state    string
		want     error
	}{
		"it was heard":                     {[]sound.Outcome{{Kind: sound.Started}, {Kind: sound.Played}}, "ok", nil},
		"it could not be heard":            {[]sound.Outcome{{Kind: sound.Failed, Err: gone}}, "failed", sound.ErrNoCard},
		"it was stopped after a failure":   {[]sound.Outcome{{Kind: sound.Failed, Err: gone}, {Kind: sound.Stopped}}, "failed", sound.ErrNoCard},
		"it is heard again":                {[]sound.Outcome{{Kind: sound.Failed, Err: gone}, {Kind: sound.Started}}, "ok", nil},
		"the output is muted":              {[]sound.Outcome{{Kind: sound.Warned, Err: sound.ErrMuted}, {Kind: sound.Started}, {Kind: sound.Played}}, "failed", sound.ErrMuted},
		"the output that was chosen is no": {[]sound.Outcome{{Kind: sound.Warned, Err: sound.ErrDevice}, {Kind: sound.Started}}, "ok", sound.ErrDevice},
		"the next one is heard as asked":   {[]sound.Outcome{{Kind: sound.Warned, Err: sound.ErrMuted}, {Kind: sound.Started}, {Kind: sound.Played}, {Kind: sound.Started}}, "ok", nil},
	} {
		t.Run(name, func(t *testing.T) {
			s, h := newHeardSpeaker(t, 100)
			for _, o := range row.outcomes {
				s.report(o)
			}
			if h.desktop.Sound != row.state || !errors.Is(h.err, row.want) || (h.desktop.SoundTrouble == api.Trouble{}) != (row.want == nil) {
				t.Errorf("%q, %v", h.desktop.Sound, h.err)
			}
		})
	}
}

func TestTheVolumeOfTheConfigurationScalesAll(t *testing.T) {
	for _, row := range []struct{ volume, of, want int }{{100, 60, 60}, {50, 60, 30}, {1, 60, 1}, {100, 0, 1}, {100, 200, 100}} {
		if got := (&speaker{volume: row.volume}).scaled(row.of); got != row.want {
			t.Errorf("%d of %d is %d", row.of, row.volume, got)
		}
	}
	s, h := newHeardSpeaker(t, 0)
	s.Sound(agent.Sounding{Name: "page-high", Volume: 100})
	if err := s.TestSound(t.Context(), api.SoundTest{}); !errors.Is(err, errSoundOff) || h.err != nil {
		t.Errorf("a sound that is off: %v, told %v", err, h.err)
	}
}

func TestATestOfNoSoundIsRefused(t *testing.T) {
	s, _ := newHeardSpeaker(t, 100)
	for _, bad := range []api.SoundTest{{Sound: "siren"}, {Volume: -1}, {Volume: 101}} {
		if err := s.TestSound(t.Context(), bad); !errors.Is(err, api.ErrBadRequest) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

func TestTheOutputThatIsUsedIsTheOneThatWasChosenElseTheDefault(t *testing.T) {
	list := []sound.Device{{ID: "a", Name: "Speakers"}, {ID: "b", Name: "Headset"}}
	for wanted, used := range map[string]string{"": "a", "b": "b", "gone": "a"} {
		for _, o := range outputs(list, wanted) {
			if o.Used != (o.ID == used) {
				t.Errorf("of %q: %+v", wanted, o)
			}
		}
	}
	if got := outputs([]sound.Device{{Name: "System default"}}, "b"); len(got) != 1 || !got[0].Used {
		t.Errorf("where none can be chosen: %+v", got)
	}
	if got := outputs(nil, "b"); got == nil || len(got) != 0 {
		t.Errorf("where there is none: %v", got)
	}
}
