package agent

import (
	"time"

	"standby/notify"
)

// resyncMost is the longest that judging waits for the sources after a sleep: a
// source that does not answer must not keep what waits from being told.
const resyncMost = 10 * time.Second

// resync is what is asked again after the machine was away.
type resync struct {
	// waits are the sources that have not answered yet; nil when all is well.
	waits map[string]bool
	from  time.Time
}

// woke has everything asked for afresh: the machine slept, or its clock jumped.
func (a *Agent) woke() {
	a.resync = resync{waits: map[string]bool{}, from: a.now}
	clear(a.retryAt) // reckoned by a clock that no longer holds
	a.lookAtAll()
	for _, w := range a.sources {
		a.resync.waits[w.Source.Name()] = true
		w.woke(a.now)
	}
	for _, c := range a.calendars {
		c.nudge()
	}
}

func (a *Agent) resyncing() bool { return a.resync.waits != nil }

// judgeResync ends the time after a sleep: once every source has answered, or has
// had its time, what waits is told again and what came and went is told once.
func (a *Agent) judgeResync() {
	if !a.resyncing() {
		return
	}
	limit := a.resync.from.Add(resyncMost)
	if len(a.resync.waits) > 0 && a.now.Before(limit) && !a.now.Before(a.resync.from) {
		a.wake(limit)
		return
	}
	from := a.resync.from
	a.resync = resync{}
	clear(a.nagged)
	a.lookAtAll()
	var gone []notify.Page
	for _, p := range a.unseen() {
		if !p.ResolvedAt.Before(from) {
			gone = append(gone, p)
		}
	}
	if n, any := notify.Digest(nil, gone); any {
		a.show(n, nil)
	}
}

// Woke tells that the machine has woken; it makes what the clock would show at the
// next tick happen at once.
func (a *Agent) Woke() {
	a.send(func() {
		a.p.Log.Info("the machine woke; asking every source again")
		a.lastTick = a.now
		a.woke()
	})
}

// LinkUp tells that the network is back: whatever waits to try again does so now.
func (a *Agent) LinkUp() {
	a.send(func() {
		a.p.Log.Info("the network is back; asking every source again")
		clear(a.retryAt)
		a.lookAtAll()
		for _, w := range a.sources {
			w.mail.nudge()
		}
		for _, c := range a.calendars {
			c.nudge()
		}
	})
}
