// Package ui is the window: its frame, the banner that says that the agent has
// gone, and how its screens follow the agent.
//
// It renders the snapshots that the agent streams and sends commands; it keeps
// no state that matters, so it may be closed or crash at any time. Each screen
// has a folder: what it says is computed by pure functions from a snapshot, an
// instant and a zone (model.go), put into widgets (view.go), and what is asked of
// the agent is sent from handlers.go. What screens share lies in model, kit and
// look. Nothing in here calls the agent on the goroutine of the interface.
//
// It may import its screens, kit, model, look, api, assets and Fyne. It must not
// import the agent, a provider, the store, or fyne.io/fyne/v2/app, which belongs
// to cmd.
package ui
