package kit

import "fyne.io/fyne/v2"

// OnScreen runs f on the goroutine of the interface, after what is queued there. It
// is the one place that does so, and it never waits: who waits for that goroutine
// from it waits for ever.
func OnScreen(f func()) { fyne.Do(f) }
