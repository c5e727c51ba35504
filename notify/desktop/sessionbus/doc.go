// Package sessionbus opens private connections to the D-Bus session bus, and
// never causes one to be started: where no bus is announced, D-Bus libraries
// launch a stray daemon for each attempt, so Standby does not ask them.
//
// A private connection matters because the process-wide shared one belongs to
// the tray, and libraries have been seen to close it.
//
// It knows nothing of notes or trays. It must not import anything of Standby.
package sessionbus
