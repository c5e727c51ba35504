// Package api is the local API: the snapshot that goes out, the commands that
// come in, the server that the agent runs on a unix socket of its user, and the
// client that the window, the command line and scripts use.
//
// Everything a client shows is in a Snapshot; everything it may do is a method
// of Client. The shapes are stable: a field may be added, none changes its
// meaning. It may import rotation and notify for their value types. It must not
// import the agent, a provider, the store or a toolkit.
package api
