// Package pay is the screen of what a month of duty is worth, with every line explained.
//
// model.go says what stands on it, view.go draws that, handlers.go sends what is
// asked of the agent, and ports.go says of whom.
//
// It may import kit, model, look, api and Fyne. It must not import another screen,
// the agent, a provider or the store.
package pay
