// Package schedule is the screen that says who is on call when, by week, two weeks,
// month, timeline or list, in any zone, and where shifts change hands.
//
// It asks the agent for as much of time as is looked at, and for what the shifts are
// made of. model.go and the *_model.go files are pure. See the package ui for what it
// may import.
package schedule
