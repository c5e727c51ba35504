//go:build darwin && !cgo

package tray

import "context"

// loop shows nothing: on macOS the tray needs cgo, and this build has none.
func (t *Tray) loop(ctx context.Context, _ func(surface), _ func(Command)) error {
	t.log.Warn("no tray icon: this build for macOS was made without cgo")
	<-ctx.Done()
	return nil
}
