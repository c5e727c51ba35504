// Package bustest gives a test a D-Bus session bus of its own: a real
// dbus-daemon that can start no services, dies with the test, and is what
// sessionbus and every D-Bus library in the test then find.
//
// Only tests import it.
package bustest
