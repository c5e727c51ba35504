package tray

import (
	"context"
	"time"

	"github.com/godbus/dbus/v5"

	"standby/notify/desktop/sessionbus"
)

const (
	portalPatience = 200 * time.Millisecond
	// preferLight is a value of color-scheme in the Settings portal, version 1:
	// 0 no preference, 1 dark, 2 light.
	preferLight = 2
)

func prefersDark(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, portalPatience)
	defer cancel()
	conn, err := sessionbus.Dial(ctx)
	if err != nil {
		return true
	}
	defer func() { _ = conn.Close() }()
	var answer dbus.Variant
	err = conn.Object("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop").
		CallWithContext(ctx, "org.freedesktop.portal.Settings.Read", 0, "org.freedesktop.appearance", "color-scheme").Store(&answer)
	if err != nil {
		return true
	}
	// Read wraps the value in a variant of its own.
	if inner, ok := answer.Value().(dbus.Variant); ok {
		answer = inner
	}
	return answer.Value() != uint32(preferLight)
}
