//go:build !linux

package tray

import "context"

// WatchHost tells that tray icons are shown, which this system always does, and
// returns when ctx ends.
func WatchHost(ctx context.Context, report func(present bool)) {
	report(true)
	<-ctx.Done()
}
