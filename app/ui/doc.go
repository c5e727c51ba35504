// Package ui is the window: its screens and how they follow the agent.
//
// It renders the snapshots that the agent streams and sends commands; it keeps
// no state that matters, so it may be closed or crash at any time. What a
// screen shows is computed by pure functions from a snapshot, an instant and a
// zone (the files called ...view.go); the screens only put the result into
// widgets. Nothing in here calls the agent on the goroutine of the interface,
// and only fyne.Do brings results back to it.
//
// It may import api, look, assets and Fyne. It must not import the agent, a
// provider, the store, or fyne.io/fyne/v2/app, which belongs to cmd.
package ui
