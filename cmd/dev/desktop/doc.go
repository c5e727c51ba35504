// Package desktop starts a desktop of its own on a screen that nobody sees: an X
// server, a D-Bus session, a window manager, a notification daemon, a panel with
// a tray and a keyring, each the real program. Tests prove the paging path on
// it, and dev run uses it where there is no display.
//
// It touches nothing of the user's session: home, XDG directories, bus and
// display are its own, and every process ends with it or with its parent.
//
// It is a tool for contributors. It may import the standard library, godbus and
// notify/desktop/sessionbus; nothing under app may import it.
package desktop
