// Package notify answers what must reach a human now: the page, the states it
// goes through, the clock that runs until it is acknowledged, and the note that
// a desktop shows for it.
//
// It is pure: now is an argument, nothing is read or written, and every
// transition returns a new value. The sub-package desktop puts notes on a
// screen; sound makes them heard.
//
// It must not import rotation, anything under app, or a toolkit.
package notify
