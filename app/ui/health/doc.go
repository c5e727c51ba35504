// Package health is the screen of what the pages ask of people: when they come, who
// bears them, what keeps coming back, and how soon they are answered.
//
// model.go says what stands on it, view.go draws that, handlers.go asks the agent,
// and ports.go says for what.
//
// It may import kit, model, look, api and Fyne. It must not import another screen,
// the agent, a provider or the store.
package health
