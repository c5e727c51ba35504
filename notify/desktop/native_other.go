//go:build !linux && !windows && !darwin

package desktop

// native is the plain fallback; nothing better is written for this system.
func native(o Options) backend { return newPlain(o) }
