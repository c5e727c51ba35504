//go:build !linux

package tray

import "context"

// prefersDark does not ask on this system; its panels are dark unless the user
// says otherwise in the configuration.
func prefersDark(context.Context) bool { return true }
