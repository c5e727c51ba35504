//go:build !linux && !windows && !darwin

package sound

// ways are those that need no library for the system.
func ways() []way { return []way{programs{[]program{{"paplay", nil}, {"aplay", nil}}}} }

func speaker() bool { return false }
