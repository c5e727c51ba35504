package ui

import (
	"time"

	"standby/app/ui/kit"
)

func (w *Window) setTimer() {
	w.stopTimer()
	// A little late is right, a little early would show the old minute again.
	w.timer = w.desk.After(nextChange(w.view)+5*time.Millisecond, w.ring)
}

func (w *Window) stopTimer() {
	if w.timer != nil {
		w.timer.Stop()
	}
}

// ring runs on the timer's goroutine.
func (w *Window) ring() {
	if w.desk.Ctx.Err() == nil {
		kit.OnScreen(w.onTick)
	}
}

func (w *Window) onTick() {
	if w.desk.Ctx.Err() != nil {
		return
	}
	w.sizes.keep(w.desk.Win.Canvas().Size()) // A window that is ended does not close.
	w.render()
	w.probe()
}
