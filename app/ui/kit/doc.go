// Package kit is what the screens are built from besides Fyne and look: fields that
// scroll into view and hand on the window's keys, a question with its answers, a
// strip that offers one thing, a box for what is wrong, and the desk, which is what
// the window lends to its screens.
//
// It owns the way between the goroutines: Desk.Ask leads off the interface's, and
// OnScreen, the only caller of fyne.Do, back to it.
//
// It may import model, look and api. It must not import a screen, the agent, or
// fyne.io/fyne/v2/app.
package kit
