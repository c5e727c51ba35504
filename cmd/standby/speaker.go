package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/trouble"
	"standby/assets"
	"standby/notify/sound"
)

const (
	// pageSignal is the ID of what pages sound like: one sound replaces another.
	pageSignal = "page"
	// soundOf names it in words.
	soundOf = "the sound of pages"
	// riseFor is how long a rising sound takes to its volume.
	riseFor = 15 * time.Second
	// loopPause is the pause between two repeats of a sound that goes on.
	loopPause = 2 * time.Second
	// lookAgain is how often the output is looked at while it is known not to be
	// heard.
	lookAgain = 30 * time.Second
)

// errSoundOff says that the user has turned the sound of pages off.
var errSoundOff = &api.Error{Code: "failed", Trouble: api.Trouble{What: "The sound of pages is turned off",
	Means: "Nothing was played, and no page is heard.", Next: "Set volume under [sound] in standby.toml above 0."}}

// speaker makes pages heard, and says of each whether it was: silence never passes
// for a signal.
type speaker struct {
	player *sound.Player
	mu     sync.Mutex
	// volume scales all, 0 to 100; device is the ID of the output that is wanted,
	// empty for the default.
	volume int
	device string
	log    *slog.Logger
	// desktop and trouble tell the agent; set before anything runs.
	desktop func(func(*api.Desktop))
	trouble func(key, subject string, err error)
	// warned is true while what sounds is not as asked. Outcomes come one at a time.
	warned bool
	unwell chan struct{} // holds one token once something could not be heard
}

// newSpeaker makes a speaker that plays on the device of that ID, empty for the
// default. It opens nothing.
func newSpeaker(volume int, device string, log *slog.Logger) (*speaker, error) {
	s := &speaker{volume: volume, device: device, log: log, unwell: make(chan struct{}, 1)}
	var err error
	s.player, err = sound.New(sound.Options{Sounds: assets.Sounds(), Device: device, Report: s.report})
	return s, err
}

// Sound begins a sound in the place of what sounds already.
func (s *speaker) Sound(what agent.Sounding) {
	if s.off() {
		return // the readiness check and the doctor say so
	}
	signal := sound.Signal{ID: pageSignal, Sound: what.Name, Volume: s.scaled(what.Volume), Loop: what.Loop}
	if what.Loop {
		signal.Every = loopPause
	}
	if what.Rising {
		signal.Rise = riseFor
	}
	if err := s.player.Play(signal); err != nil && !errors.Is(err, sound.ErrClosed) {
		s.log.Warn("a sound", "error", err)
		go s.trouble("sound", soundOf, err) // this is the agent's own goroutine
	}
}

func (s *speaker) scaled(volume int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return min(max(volume*s.volume/100, 1), 100)
}

// off reports whether the user wants to hear nothing.
func (s *speaker) off() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.volume == 0
}

// use takes another volume and output; what sounds goes on there, and what sounds at
// another volume the next time does so.
func (s *speaker) use(volume int, device string) {
	s.mu.Lock()
	s.volume, s.device = volume, device
	s.mu.Unlock()
	s.player.Use(device)
	if volume == 0 {
		s.Silence()
	}
}

// Silence ends what sounds.
func (s *speaker) Silence() { s.player.Stop(pageSignal) }

// report tells what became of a sound: where it could not be heard, the tray says
// so until one can.
func (s *speaker) report(o sound.Outcome) {
	if o.Err != nil {
		s.log.Warn("a sound", "outcome", string(o.Kind), "error", o.Err)
	}
	switch o.Kind {
	case sound.Failed:
		s.warned = false
		s.bad("failed", o.Err)
	case sound.Warned:
		s.warned = true
		state := "ok"
		if errors.Is(o.Err, sound.ErrMuted) {
			state = "failed"
		}
		s.bad(state, o.Err)
	case sound.Started:
		if !s.warned {
			s.well()
		}
	case sound.Played, sound.Stopped:
		s.warned = false
	}
}

func (s *speaker) bad(state string, err error) {
	s.trouble("sound", soundOf, err)
	why := trouble.Explain(soundOf, err)
	s.desktop(func(d *api.Desktop) { d.Sound, d.SoundTrouble = state, why })
	select {
	case s.unwell <- struct{}{}:
	default:
	}
}

func (s *speaker) well() {
	s.trouble("sound", soundOf, nil)
	s.desktop(func(d *api.Desktop) { d.Sound, d.SoundTrouble = "ok", api.Trouble{} })
}

// follow looks at the output from time to time after something could not be heard,
// until ctx ends: what is plugged in again is noticed before the next page. A
// failure that looking does not show stands until a sound is heard.
func (s *speaker) follow(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.unwell:
		}
		problem, _ := s.look(ctx)
		if problem == "" {
			continue
		}
		for problem != "" {
			select {
			case <-ctx.Done():
				return
			case <-time.After(lookAgain):
			}
			problem, _ = s.look(ctx)
		}
		s.well()
	}
}

// look says why a page would not be heard now, as a sentence, and by which output
// it would be.
func (s *speaker) look(ctx context.Context) (problem, output string) {
	r, err := s.player.Check(ctx)
	if err != nil {
		return trouble.Explain(soundOf, err).What + ".", ""
	}
	return r.Problem(), r.Device
}

// TestSound implements api.Sounds.
func (s *speaker) TestSound(ctx context.Context, t api.SoundTest) error {
	if s.off() {
		return errSoundOff
	}
	if t.Sound == "" {
		t.Sound = assets.SoundPageHigh
	}
	if t.Volume == 0 {
		t.Volume = 100
	}
	if _, ok := assets.Sounds()[t.Sound]; !ok || t.Volume < 1 || t.Volume > 100 {
		return fmt.Errorf("%w: a sound of that name, or of that volume, is not there", api.ErrBadRequest)
	}
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	return s.player.Once(ctx, sound.Signal{Sound: t.Sound, Volume: s.scaled(t.Volume)})
}

// Outputs implements api.Sounds.
func (s *speaker) Outputs(ctx context.Context) ([]api.Output, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	list, err := s.player.Devices(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	return outputs(list, s.device), err
}

// outputs are those of the list, and which of them a page is heard by when that one
// is wanted: the first of them is the default.
func outputs(list []sound.Device, wanted string) []api.Output {
	used := max(0, slices.IndexFunc(list, func(d sound.Device) bool { return d.ID == wanted && wanted != "" }))
	out := make([]api.Output, 0, len(list))
	for i, d := range list {
		out = append(out, api.Output{ID: d.ID, Name: d.Name, Used: i == used})
	}
	return out
}
