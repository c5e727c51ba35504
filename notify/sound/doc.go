// Package sound makes one short audible signal, for desktops whose notification
// service does not.
//
// It must not import anything of Standby.
package sound
