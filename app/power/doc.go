// Package power says what the machine says: that it goes to sleep and wakes,
// that the screen is locked, that the network came or went, whether somebody is
// at the keyboard, and how the battery does.
//
// It owns the conversations with systemd-logind, NetworkManager, the kernel, the
// screen savers, the X server, Windows and the macOS tools that know. All of it
// only makes Standby quicker and more considerate, and nothing in Standby may
// depend on it: a service that is absent is no error, one that hangs is given up
// after a few seconds, and where nobody knows, the answer is Unknown. The agent
// notices a sleep by its own clock as well.
//
// It may import the way to the session bus, notify/desktop/sessionbus. It must not
// import anything else of Standby, nor a toolkit.
package power
