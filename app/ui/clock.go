package ui

import (
	"time"

	"fyne.io/fyne/v2"
)

// nextChange is how long after v.now something that the window says changes by
// itself: the next second while a page's clock runs or
// something can be undone, else the next full minute of
// the wall clock or of a source's age. There is no timer but this one.
func nextChange(v view) time.Duration {
	if !v.known {
		return grace
	}
	step := time.Minute
	if _, undo := undoable(v.snap.Pages, v); v.live && (undo || headlineOf(v).Count > 0) {
		step = time.Second
	}
	next := until(v.now, v.now.Truncate(step), step)
	if step == time.Second || !v.live {
		return next
	}
	for _, src := range v.snap.Sources {
		if !src.LastHeard.IsZero() {
			next = min(next, until(v.now, src.LastHeard, step))
		}
	}
	return next
}

// until is the time from now to the first of from, from+step, from+2·step, ...
// that lies after now.
func until(now, from time.Time, step time.Duration) time.Duration {
	passed := now.Sub(from) % step
	if passed < 0 {
		passed += step
	}
	return step - passed
}

func (w *Window) setTimer() {
	w.stopTimer()
	// A little late is right, a little early would show the old minute again.
	w.timer = w.desk.after(nextChange(w.view)+5*time.Millisecond, w.ring)
}

func (w *Window) stopTimer() {
	if w.timer != nil {
		w.timer.Stop()
	}
}

// ring runs on the timer's goroutine.
func (w *Window) ring() {
	if w.desk.ctx.Err() == nil {
		fyne.Do(w.onTick)
	}
}

func (w *Window) onTick() {
	if w.desk.ctx.Err() != nil {
		return
	}
	w.render()
	w.probe()
}
