package sound

import (
	"errors"
	"fmt"
	"time"
)

// Signal is one sound to be heard.
type Signal struct {
	// ID is chosen by the caller and stable: the page's ID for a page. A signal with
	// the ID of one that sounds replaces it.
	ID string
	// Sound is the name of one of Options.Sounds.
	Sound string
	// Volume is how loud, from 1 to 100 percent of what the system's own volume lets
	// through. Loudness is felt, not amplitude: 50 is a quarter of the amplitude of
	// 100, which sounds about half as loud.
	Volume int
	// Rise is the time in which the volume grows from 30 % of Volume to Volume, from
	// the start of the signal, pauses included; 0 for at once, at most an hour.
	Rise time.Duration
	// Loop repeats the sound until Stop.
	Loop bool
	// Every is the pause between two repeats, with Loop; 0 to an hour.
	Every time.Duration
}

// longest bounds Signal.Rise and Signal.Every.
const longest = time.Hour

// Kind is what became of a signal.
type Kind string

// What can become of a signal. Every signal that Play took comes to exactly one
// of Played, Stopped, or, when it does not loop, Failed.
const (
	// Started: the output takes its samples. A signal that loops and had failed
	// starts again when it is heard again.
	Started Kind = "started"
	// Warned: it sounds, but not as asked; Err says why: ErrMuted, ErrDevice,
	// ErrBeep. Once for each cause.
	Warned Kind = "warned"
	// Played: the output took all of it.
	Played Kind = "played"
	// Stopped: it was ended by Stop, StopAll, Close, or a signal with the same ID.
	Stopped Kind = "stopped"
	// Failed: it cannot be heard; Err says why. A signal that loops is tried again
	// every Options.Retry until it is stopped, and says so once.
	Failed Kind = "failed"
)

// Outcome is what became of a signal.
type Outcome struct {
	// ID is that of the signal.
	ID   string
	Kind Kind
	// Device is the output in words, with Started and Warned, where it is known.
	Device string
	// Err is the cause, with Warned and Failed, in words for the user.
	Err error
}

// Causes of silence or of a sound that is not as asked; Outcome.Err wraps them.
var (
	// ErrNone: nothing on this machine can make a sound.
	ErrNone = errors.New("no way to make a sound; on Linux install pipewire-pulse or pulseaudio, or alsa-utils")
	// ErrNoCard: there is a sound system, but nothing that is heard behind it.
	ErrNoCard = errors.New("no sound card")
	// ErrStalled: the output was opened, and takes no samples.
	ErrStalled = errors.New("the output takes no sound; it is suspended or hangs")
	// ErrMuted: the system's volume of the output is off or 0.
	ErrMuted = errors.New("the output is muted")
	// ErrDevice: the output that was chosen is not there; the default is used.
	ErrDevice = errors.New("the output that was chosen is gone")
	// ErrBeep: it is the machine's beep that sounds, at a volume of its own.
	ErrBeep = errors.New("only the machine's beep can be heard")
	// ErrClosed: the player was closed.
	ErrClosed = errors.New("the player is closed")
)

func (s Signal) check(sounds map[string][]int16) error {
	switch {
	case s.ID == "":
		return errors.New("play a signal: it has no ID")
	case sounds[s.Sound] == nil:
		return fmt.Errorf("play signal %s: there is no sound %q", s.ID, s.Sound)
	case s.Volume < 1 || s.Volume > 100:
		return fmt.Errorf("play signal %s: volume %d is not within 1 to 100, so it could not be heard", s.ID, s.Volume)
	case s.Rise < 0 || s.Rise > longest:
		return fmt.Errorf("play signal %s: it cannot rise in %v; at most %v", s.ID, s.Rise, longest)
	case s.Every < 0 || s.Every > longest:
		return fmt.Errorf("play signal %s: it cannot pause for %v; at most %v", s.ID, s.Every, longest)
	}
	return nil
}
