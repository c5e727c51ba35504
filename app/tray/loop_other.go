//go:build !linux && (!darwin || cgo)

package tray

import (
	"context"

	"fyne.io/systray"
)

// loop gives the calling goroutine to the system's event loop.
func (t *Tray) loop(ctx context.Context, ready func(surface), click func(Command)) error {
	systray.Run(func() {
		ready(t.surface(ctx, click))
		context.AfterFunc(ctx, systray.Quit)
	}, nil)
	return nil
}
