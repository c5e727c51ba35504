package agent

import (
	"context"
	"time"

	"standby/notify"
)

// presentFor is how long an answer about the user's presence holds. Nobody is asked
// unless a page waits.
const presentFor = 30 * time.Second

// presence is where the user was when that was last asked.
type presence struct {
	last   notify.Presence
	asked  time.Time
	asking bool
	// wanted is true while a page waits.
	wanted bool
}

// at is where the user is, as far as is known at now.
func (p presence) at(now time.Time) notify.Presence {
	if age := now.Sub(p.asked); p.asked.IsZero() || age < 0 || age > 2*presentFor {
		return notify.PresenceUnknown
	}
	return p.last
}

// askPresence asks where the user is, at most once in presentFor.
func (a *Agent) askPresence() {
	p := &a.presence
	if !p.wanted || p.asking || a.p.Presence == nil {
		return
	}
	if next := p.asked.Add(presentFor); !p.asked.IsZero() && a.now.Before(next) && !a.now.Before(p.asked) {
		a.wake(next)
		return
	}
	p.asking = true
	a.work.Go(func() {
		ctx, cancel := context.WithTimeout(a.ctx, 5*time.Second)
		defer cancel()
		where := a.p.Presence(ctx)
		a.send(func() { a.presence.last, a.presence.asked, a.presence.asking = where, a.now, false })
	})
}
