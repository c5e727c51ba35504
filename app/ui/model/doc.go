// Package model holds what more than one screen says of a snapshot: a page as a
// row, a source with its age, times and spans in words, what can be undone, and
// which screens there are. A screen's own model.go holds the rest.
//
// It is pure: a snapshot, an instant and a zone go in, values come out.
//
// It may import api, the value types of rotation and notify, and look for the
// names of forms and colours. It must not import Fyne, kit or a screen.
package model
