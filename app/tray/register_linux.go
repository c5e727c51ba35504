package tray

import (
	"context"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
)

// settle is how long the library and a host have to find each other before we
// look whether they did.
const settle = time.Second

// hostsComing listens for hosts that come, from now on.
func hostsComing(ctx context.Context, conn *dbus.Conn) <-chan *dbus.Signal {
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	// An error shows when the icon is looked for; there is nothing to do about it.
	_ = conn.AddMatchSignalContext(ctx, dbus.WithMatchSender("org.freedesktop.DBus"),
		dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, watcherName))
	return signals
}

// insist registers the icon where the library has not. It registers once and
// only then begins to listen for hosts, so one that comes in between, as hosts
// do at login, would never show the icon.
func (t *Tray) insist(ctx context.Context, conn *dbus.Conn, signals <-chan *dbus.Signal) {
	look := time.NewTimer(settle)
	defer look.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case signal, ok := <-signals:
			if !ok {
				return
			}
			if signal.Name == "org.freedesktop.DBus.NameOwnerChanged" && len(signal.Body) == 3 && signal.Body[0] == watcherName {
				look.Reset(settle)
			}
		case <-look.C:
			t.registerWhereMissing(ctx, conn)
		}
	}
}

func (t *Tray) registerWhereMissing(ctx context.Context, conn *dbus.Conn) {
	names := conn.Names()
	if len(names) == 0 {
		return
	}
	items, listed := watched(ctx, conn, "RegisteredStatusNotifierItems").([]string)
	if !listed || registered(items, names[0]) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, hostTimeout)
	defer cancel()
	err := conn.Object(watcherName, watcherPath).CallWithContext(ctx, watcherName+".RegisterStatusNotifierItem",
		dbus.FlagNoAutoStart, "/StatusNotifierItem").Err
	if err != nil {
		t.log.Warn("the tray host does not take the icon", "cause", err)
	}
}

// registered looks for an item of a connection: hosts write its unique name,
// then its path, with or without something between.
func registered(items []string, unique string) bool {
	for _, item := range items {
		if rest, ours := strings.CutPrefix(item, unique); ours && (rest == "" || rest[0] < '0' || rest[0] > '9') {
			return true
		}
	}
	return false
}
