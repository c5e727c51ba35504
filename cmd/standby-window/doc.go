// Standby-window is the main window. The agent starts it when it is wanted; it
// is a client of the agent's local API, and ends when it is closed.
//
// It reads its flags and joins app/ui to the toolkit's driver, which it alone
// imports. Nothing is decided here.
package main
