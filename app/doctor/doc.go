// Package doctor says what works, what does not, and what to do about it: tray
// host, notifications and their buttons, keyring, store, and every source.
//
// It judges what the agent has seen and touches nothing itself. It must not
// import the agent or a toolkit.
package doctor
