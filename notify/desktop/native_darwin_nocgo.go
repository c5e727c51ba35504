//go:build darwin && !cgo

package desktop

// native is the plain back end: the user notification centre is reached through
// Objective-C, which needs cgo.
func native(o Options) backend { return newPlain(o) }
