package tray

import (
	"context"

	"fyne.io/systray"
	"github.com/godbus/dbus/v5"

	"standby/notify/desktop/sessionbus"
)

// loop starts the library only once there is a bus: without one it panics at the
// end, and asking for one would start a stray daemon.
func (t *Tray) loop(ctx context.Context, ready func(surface), click func(Command)) error {
	if !sessionbus.Present() {
		t.log.Info("no tray icon until there is a session bus")
	}
	conn, err := sessionbus.Await(ctx)
	if err != nil {
		return nil
	}
	_ = conn.Close()
	// The library takes this connection too, and closes it.
	shared, err := dbus.SessionBus()
	if err == nil {
		go t.insist(ctx, shared, hostsComing(ctx, shared))
	}
	// Everything is set before the start, so that the first host to ask gets it,
	// under a name that does not change from start to start.
	systray.SetTitle("Standby")
	start, end := systray.RunWithExternalLoop(nil, nil)
	ready(t.surface(ctx, click))
	start()
	<-ctx.Done()
	t.quit(end)
	return nil
}

// quit ends the library, which panics when the bus went away between our asking
// and its own.
func (t *Tray) quit(end func()) {
	defer func() {
		if fault := recover(); fault != nil {
			t.log.Debug("the tray had no connection to close", "fault", fault)
		}
	}()
	end()
}
