package power

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// State says where the user is, as far as the machine can know.
type State int

// The states.
const (
	// Unknown: nobody here can tell. Whoever pages must assume that nobody looks.
	Unknown State = iota
	// Active: there was input a short while ago (Options.ActiveWithin).
	Active
	// Idle: there was none for longer.
	Idle
	// LockedScreen: the screen is locked, or covered by a screen saver.
	LockedScreen
	// Away: the session is not the one on the screen; another user has it.
	Away
)

func (s State) String() string {
	switch s {
	case Active:
		return "active"
	case Idle:
		return "idle"
	case LockedScreen:
		return "locked"
	case Away:
		return "away"
	}
	return "unknown"
}

// Presence is whether somebody is at the keyboard.
type Presence struct {
	State State
	// LastInput is when a key or the pointer was last used, by the wall clock; zero
	// where only the state is known.
	LastInput time.Time
	// Source names who said so, for people.
	Source string
}

// AtKeyboard reports whether somebody can be expected to see what appears on the
// screen. Where nothing is known it is false: rather loud than missed.
func (p Presence) AtKeyboard() bool { return p.State == Active }

// ErrNobodyKnows is returned where no service says whether somebody is there: a
// Wayland desktop without one, a plain login, a system that we cannot ask.
var ErrNobodyKnows = errors.New("nothing on this machine says whether somebody is at the keyboard")

// Presence asks who is there. The error is nil whenever the state is known; with
// the state Unknown it tells why: ErrNobodyKnows, or what failed. It never takes
// longer than Options.Timeout, runs nothing between calls, and is meant to be
// asked at most once a minute, when a page waits.
func (p *Power) Presence(ctx context.Context) (Presence, error) {
	ctx, cancel := context.WithTimeout(ctx, p.o.Timeout)
	defer cancel()
	evidence, err := p.witnesses(ctx)
	presence := judge(evidence, time.Now().Round(0), p.o.ActiveWithin)
	if presence.State != Unknown {
		p.note(func(c *Capabilities) { c.Presence = presence.Source })
		return presence, nil
	}
	if err == nil {
		err = ErrNobodyKnows
	}
	return presence, fmt.Errorf("ask who is at the keyboard: %w", err)
}

// evidence is what one witness knows. Absence of a flag says nothing: most
// desktops never set most of them.
type evidence struct {
	source       string
	locked, away bool
	// idle is the time since the last input, if timed; at least that, if bound.
	idle         time.Duration
	timed, bound bool
}

// judge weighs the witnesses. A locked screen or a session in the background
// counts more than input: they are about this moment. Of the times, the shortest
// is the last input anybody saw; one that only says idle yields to a time.
func judge(all []evidence, now time.Time, activeWithin time.Duration) Presence {
	p := Presence{}
	last := time.Duration(-1)
	for _, e := range all {
		if e.timed && (last < 0 || e.idle < last) {
			last = max(e.idle, 0)
			p = Presence{State: Active, LastInput: now.Add(-last), Source: e.source}
			if last > activeWithin {
				p.State = Idle
			}
		}
	}
	for _, e := range all {
		if e.bound && last < 0 {
			p = Presence{State: Idle, Source: e.source}
			if e.idle > 0 {
				p.LastInput = now.Add(-e.idle)
			}
		}
	}
	for _, e := range all {
		switch {
		case e.away:
			p.State, p.Source = Away, e.source
		case e.locked && p.State != Away:
			p.State, p.Source = LockedScreen, e.source
		}
	}
	return p
}
