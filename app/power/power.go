package power

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// Event is something that happened to the machine.
type Event int

// The events. Which of them can come here, Capabilities says.
const (
	// WillSleep: the machine is about to sleep.
	WillSleep Event = iota + 1
	// Woke: it is awake again. It may come without a WillSleep before it.
	Woke
	// LinkUp: there is a way out to the network, and it is new: it came, or it
	// leads elsewhere than before. Connections from before are probably dead.
	LinkUp
	// LinkDown: there is no way out of this machine any more.
	LinkDown
	// Locked: the screen was locked.
	Locked
	// Unlocked: it was unlocked; somebody is there.
	Unlocked
)

func (e Event) String() string {
	switch e {
	case WillSleep:
		return "will sleep"
	case Woke:
		return "woke"
	case LinkUp:
		return "link up"
	case LinkDown:
		return "link down"
	case Locked:
		return "locked"
	case Unlocked:
		return "unlocked"
	}
	return "unknown event"
}

// Options are what New takes. The zero value of each field means its default.
type Options struct {
	// ActiveWithin is how long after the last input somebody still counts as
	// being at the keyboard. Default three minutes.
	ActiveWithin time.Duration
	// Timeout bounds each conversation: one call of Presence or Battery as a
	// whole, and each request that Run makes. Default five seconds.
	Timeout time.Duration
	// Supplies is where the Linux kernel lists batteries. Default
	// /sys/class/power_supply.
	Supplies string
	// Log gets what was found and what failed, at the level Debug. Default none.
	Log *slog.Logger
}

// Power is the machine that Standby runs on. All methods may be called from any
// goroutine.
type Power struct {
	o Options

	mu    sync.Mutex
	found Capabilities
}

// Capabilities names who can report what, empty where nobody can. What Run
// listens to is known only once it runs, and may come and go with the services.
type Capabilities struct {
	// Sleep reports WillSleep and Woke.
	Sleep string
	// Delay is whether the machine waits with its sleep until WillSleep was
	// handled.
	Delay bool
	// Lock reports Locked and Unlocked.
	Lock string
	// Link reports LinkUp and LinkDown.
	Link string
	// Presence is who answered the last call of Presence that had an answer.
	Presence string
}

// New returns the machine. It touches nothing yet.
func New(o Options) *Power {
	if o.ActiveWithin <= 0 {
		o.ActiveWithin = 3 * time.Minute
	}
	if o.Timeout <= 0 {
		o.Timeout = 5 * time.Second
	}
	if o.Supplies == "" {
		o.Supplies = "/sys/class/power_supply"
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Power{o: o}
}

// Run listens until ctx ends, and is to be called once. It waits for services
// that are not there yet, and finds those again that were restarted.
//
// It calls tell for each event, one at a time, and only for what changed while it
// listened: what holds at the start is no event. The machine goes to sleep when
// tell has returned from WillSleep, at the latest when the system loses its
// patience: five seconds on Linux, two on Windows. tell must not wait for the
// network.
func (p *Power) Run(ctx context.Context, tell func(Event)) {
	var one sync.Mutex
	p.listen(ctx, func(e Event) {
		one.Lock()
		defer one.Unlock()
		if ctx.Err() == nil {
			p.o.Log.Debug("the machine", "says", e.String())
			tell(e)
		}
	})
}

// Capabilities returns who was found so far.
func (p *Power) Capabilities() Capabilities {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.found
}

func (p *Power) note(change func(*Capabilities)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(&p.found)
}
