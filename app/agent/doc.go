// Package agent is the companion itself: one goroutine that owns everything
// Standby knows and joins rotation (who is on call when) with notify (what must
// reach a human now).
//
// State flows in a circle. Sources, calendars, the desktop and clients send
// messages; the owner applies pure functions of rotation and notify, commits the
// result to the store, and only then lets effects happen: notes, provider calls,
// a new snapshot. Nothing outside this goroutine changes state, and nothing in it
// waits for a network or a desktop.
//
// It declares the ports it needs and must not import a concrete provider, the
// store, the keyring or a toolkit; cmd joins them.
package agent
