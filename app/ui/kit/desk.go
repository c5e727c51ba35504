package kit

import (
	"context"
	"net/url"
	"time"

	"fyne.io/fyne/v2"

	"standby/app/ui/model"
)

// patience is how long a command to the agent may take before the window says
// that it got no answer.
const patience = 30 * time.Second

// Desk is what the window lends to its screens.
type Desk struct {
	// Ctx ends with the window.
	Ctx context.Context
	Win fyne.Window
	// Now is the clock, After its timer, Background runs what may take long. What
	// After and Background run is not on the interface's goroutine.
	Now        func() time.Time
	After      func(time.Duration, func()) *time.Timer
	Background func(func())
	// Open shows an address in the browser, GoTo a screen, PageAt one page in full.
	Open   func(*url.URL) error
	GoTo   func(model.Place)
	PageAt func(id string)
	// Typed, Shortcut and Wheel take what came to a widget and is meant for the window.
	Typed    func(rune)
	Shortcut func(fyne.Shortcut)
	Wheel    func(*fyne.ScrollEvent)
}

// Ask runs work off the interface's goroutine and hands its result back to it. The
// context that work gets ends after 30 seconds, or with the window; in the latter case
// then is not called.
func (d *Desk) Ask(work func(context.Context) error, then func(error)) {
	d.Background(func() {
		ctx, cancel := context.WithTimeout(d.Ctx, patience)
		defer cancel()
		err := work(ctx)
		if d.Ctx.Err() != nil {
			return
		}
		OnScreen(func() { then(err) })
	})
}
