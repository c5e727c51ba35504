// Package now is the first screen: am I on call and until when, who is with me and who is
// next, what waits, and can what stands here be trusted.
//
// model.go says what stands on it, view.go draws that, handlers.go sends what is
// asked of the agent, and ports.go says of whom.
//
// It may import kit, model, look, api and Fyne. It must not import another screen but firstrun, whose card it shows,
// the agent, a provider or the store.
package now
