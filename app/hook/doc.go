// Package hook runs the user's own commands when something happens: a page, its
// acknowledgement or end, a shift that begins or is over.
//
// A command is a program with its arguments; no shell reads them, and nothing that
// a remote system wrote is ever part of them. What happened is in the environment,
// as STANDBY_ variables of one clean line each, and as JSON on standard input.
// Nobody waits for a command: a few run at once, others queue, and one that takes
// too long is ended with everything that it started.
//
// It may import app/api, notify and rotation for their value types. It must not
// import anything else under app, nor a toolkit.
package hook
