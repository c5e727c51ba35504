// Package night is the night in which the tests of the window play: who is on call,
// which pages wait, and what time it is. All of it is made up.
//
// It must not import anything of the window, so that every part of that can use it.
package night
