package tray

import (
	"context"
	"time"

	"github.com/godbus/dbus/v5"

	"standby/notify/desktop/sessionbus"
)

const (
	watcherName = "org.kde.StatusNotifierWatcher"
	watcherPath = "/StatusNotifierWatcher"
	hostTimeout = 2 * time.Second
)

// WatchHost tells whether anything on the desktop shows tray icons: once soon
// after it is called, and then with every change, until ctx ends. It calls report
// from the calling goroutine. Where there is no session bus nothing shows icons.
func WatchHost(ctx context.Context, report func(present bool)) {
	h := &host{report: report}
	if !sessionbus.Present() {
		h.tell(false)
	}
	for {
		conn, err := sessionbus.Await(ctx)
		if err != nil {
			return
		}
		h.follow(ctx, conn)
		_ = conn.Close()
		if ctx.Err() != nil {
			return
		}
		h.tell(false)
		// A bus that takes us and throws us out again must not keep us busy.
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
		}
	}
}

type host struct {
	report  func(bool)
	told    bool
	present bool
}

func (h *host) tell(present bool) {
	if !h.told || h.present != present {
		h.told, h.present = true, present
		h.report(present)
	}
}

// follow returns when ctx ends or the connection is lost. Which signal came does
// not matter: each means that it is time to ask again.
func (h *host) follow(ctx context.Context, conn *dbus.Conn) {
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	for _, match := range [][]dbus.MatchOption{
		{dbus.WithMatchSender("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, watcherName)},
		{dbus.WithMatchSender(watcherName), dbus.WithMatchInterface(watcherName), dbus.WithMatchMember("StatusNotifierHostRegistered")},
		{dbus.WithMatchSender(watcherName), dbus.WithMatchInterface(watcherName), dbus.WithMatchMember("StatusNotifierHostUnregistered")},
	} {
		if err := conn.AddMatchSignalContext(ctx, match...); err != nil {
			return
		}
	}
	h.tell(hosted(ctx, conn))
	for {
		select {
		case <-ctx.Done():
			return
		case signal, ok := <-signals:
			if !ok {
				return
			}
			if signal.Name != "org.freedesktop.DBus.NameAcquired" {
				h.tell(hosted(ctx, conn))
			}
		}
	}
}

// hosted asks the watcher whether a host is there.
func hosted(ctx context.Context, conn *dbus.Conn) bool {
	present, _ := watched(ctx, conn, "IsStatusNotifierHostRegistered").(bool)
	return present
}

// watched is a property of the watcher, asked for without having the bus start
// one; nil when there is no answer.
func watched(ctx context.Context, conn *dbus.Conn, property string) any {
	ctx, cancel := context.WithTimeout(ctx, hostTimeout)
	defer cancel()
	var answer dbus.Variant
	err := conn.Object(watcherName, watcherPath).CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get",
		dbus.FlagNoAutoStart, watcherName, property).Store(&answer)
	if err != nil {
		return nil
	}
	return answer.Value()
}
