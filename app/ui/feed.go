package ui

import (
	"context"
	"time"

	"standby/app/api"
	"standby/app/ui/kit"
)

const (
	// firstRetry and lastRetry bound the wait before the agent is tried again. It
	// is short: an agent that starts must find this window before it opens another.
	firstRetry, lastRetry = 100 * time.Millisecond, time.Second
	// quiet is how long the agent may say nothing before it is asked whether it
	// lives, probeWait how long it may take to answer. A stopped process keeps its
	// connections open: without the question its last word would pass for current.
	quiet, probeWait = time.Minute, 5 * time.Second
)

// follow reads the agent's stream until the window closes, and comes back to it
// whenever it ends.
func (w *Window) follow() {
	wait := firstRetry
	for w.desk.Ctx.Err() == nil {
		ctx, hangUp := context.WithCancel(w.desk.Ctx)
		kit.OnScreen(func() { w.hangUp = hangUp })
		heard := false
		err := w.agent.Stream(ctx, "window", func(m api.Message) {
			heard = true
			w.receive(m)
		})
		hangUp()
		if w.desk.Ctx.Err() != nil {
			return
		}
		kit.OnScreen(func() { w.onLost(err) })
		if heard {
			wait = firstRetry
		}
		select {
		case <-w.desk.Ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, lastRetry)
	}
}

// receive is called by the stream. Snapshots that come faster than they can be
// drawn replace one another.
func (w *Window) receive(m api.Message) {
	if m.Snapshot != nil && w.pending.Swap(m.Snapshot) == nil {
		kit.OnScreen(w.onSnapshot)
	}
	if m.Raise {
		kit.OnScreen(w.onRaise)
	}
}

func (w *Window) onSnapshot() {
	snap := w.pending.Swap(nil)
	if snap == nil {
		return
	}
	w.accept(*snap)
}

func (w *Window) accept(snap api.Snapshot) {
	now := w.desk.Now()
	w.view.Snap, w.view.Known, w.view.Live, w.view.Heard = snap, true, true, now
	w.render()
}

func (w *Window) onRaise() {
	w.desk.Win.Show()
	w.desk.Win.RequestFocus()
}

// onLost marks what is shown as past. The cause is the same in every case that
// matters to the reader: pages are not seen here.
func (w *Window) onLost(error) {
	if w.view.Live {
		w.view.Live, w.view.Lost = false, w.desk.Now()
	}
	w.render()
}

// probe asks an agent that has said nothing for a while whether it lives.
func (w *Window) probe() {
	if w.probing || !w.view.Live || w.desk.Now().Sub(w.view.Heard) < quiet {
		return
	}
	w.probing = true
	var snap api.Snapshot
	w.desk.Ask(func(ctx context.Context) (err error) {
		ctx, cancel := context.WithTimeout(ctx, probeWait)
		defer cancel()
		snap, err = w.agent.Snapshot(ctx)
		return err
	}, func(err error) { w.onProbed(snap, err) })
}

func (w *Window) onProbed(snap api.Snapshot, err error) {
	w.probing = false
	if err == nil {
		if snap.Seq >= w.view.Snap.Seq {
			w.accept(snap)
		}
		return
	}
	if w.hangUp != nil {
		w.hangUp()
	}
	w.onLost(err)
}
