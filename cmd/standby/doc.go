// Command standby is the agent and its command line. Without a command it
// starts the agent, or raises the window of the one that runs; with one it
// speaks to that agent over the local API.
//
// This package wires and formats, nothing else: what is decided is decided in
// app, rotation and notify. It must not import Fyne.
//
// Exit codes: 0 done, 1 it failed (the reason is on standard error), 2 the
// command line is wrong, 3 no agent runs. Commands that are questions, such as
// rota gaps and rota diff, answer with 0 and 1, as grep and diff do, and with 2
// when they cannot tell.
package main
