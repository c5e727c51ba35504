package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"standby/app/api"
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
	for w.desk.ctx.Err() == nil {
		ctx, hangUp := context.WithCancel(w.desk.ctx)
		fyne.Do(func() { w.hangUp = hangUp })
		heard := false
		err := w.agent.Stream(ctx, "window", func(m api.Message) {
			heard = true
			w.receive(m)
		})
		hangUp()
		if w.desk.ctx.Err() != nil {
			return
		}
		fyne.Do(func() { w.onLost(err) })
		if heard {
			wait = firstRetry
		}
		select {
		case <-w.desk.ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, lastRetry)
	}
}

// receive is called by the stream. Snapshots that come faster than they can be
// drawn replace one another.
func (w *Window) receive(m api.Message) {
	if m.Snapshot != nil && w.pending.Swap(m.Snapshot) == nil {
		fyne.Do(w.onSnapshot)
	}
	if m.Raise {
		fyne.Do(w.onRaise)
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
	now := w.desk.now()
	w.view.snap, w.view.known, w.view.live, w.view.heard = snap, true, true, now
	w.render()
}

func (w *Window) onRaise() {
	w.desk.win.Show()
	w.desk.win.RequestFocus()
}

// onLost marks what is shown as past. The cause is the same in every case that
// matters to the reader: pages are not seen here.
func (w *Window) onLost(error) {
	if w.view.live {
		w.view.live, w.view.lost = false, w.desk.now()
	}
	w.render()
}

// probe asks an agent that has said nothing for a while whether it lives.
func (w *Window) probe() {
	if w.probing || !w.view.live || w.desk.now().Sub(w.view.heard) < quiet {
		return
	}
	w.probing = true
	var snap api.Snapshot
	w.desk.ask(func(ctx context.Context) (err error) {
		ctx, cancel := context.WithTimeout(ctx, probeWait)
		defer cancel()
		snap, err = w.agent.Snapshot(ctx)
		return err
	}, func(err error) { w.onProbed(snap, err) })
}

func (w *Window) onProbed(snap api.Snapshot, err error) {
	w.probing = false
	if err == nil {
		if snap.Seq >= w.view.snap.Seq {
			w.accept(snap)
		}
		return
	}
	if w.hangUp != nil {
		w.hangUp()
	}
	w.onLost(err)
}
