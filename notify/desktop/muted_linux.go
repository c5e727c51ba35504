package desktop

import (
	"context"
	"os"
	"os/exec"
	"strings"

	"github.com/godbus/dbus/v5"

	"standby/notify/desktop/sessionbus"
)

// muted asks over a connection of its own, so that it waits for nothing that run
// does. Who is asked depends on who shows notes; there is no standard for it.
func (b *bus) muted(ctx context.Context) (muted, known bool) {
	conn, err := sessionbus.Dial(ctx)
	if err != nil {
		return false, false
	}
	defer func() { _ = conn.Close() }()
	var name, vendor, version, spec string
	service := conn.Object(serviceName, servicePath)
	call := service.CallWithContext(ctx, serviceName+".GetServerInformation", dbus.FlagNoAutoStart)
	if call.Store(&name, &vendor, &version, &spec) != nil {
		return false, false
	}
	switch name {
	case "dunst":
		return property(ctx, service, "org.dunstproject.cmd0", "paused")
	case xfce:
		return xfconf(ctx, conn)
	}
	// Plasma's word; no other service is known to have the property.
	if muted, known = property(ctx, service, serviceName, "Inhibited"); known {
		return muted, true
	}
	return setting(ctx, os.Getenv("XDG_CURRENT_DESKTOP"))
}

func property(ctx context.Context, of dbus.BusObject, iface, name string) (value, known bool) {
	var v dbus.Variant
	if of.CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", dbus.FlagNoAutoStart, iface, name).Store(&v) != nil {
		return false, false
	}
	value, known = v.Value().(bool)
	return value, known
}

// xfconf reads Xfce's switch. It is off until it is thrown for the first time.
func xfconf(ctx context.Context, conn *dbus.Conn) (muted, known bool) {
	const channel, switched = "xfce4-notifyd", "/do-not-disturb"
	settings := conn.Object("org.xfce.Xfconf", "/org/xfce/Xfconf")
	var set bool
	if settings.CallWithContext(ctx, "org.xfce.Xfconf.PropertyExists", 0, channel, switched).Store(&set) != nil {
		return false, false
	}
	if !set {
		return false, true
	}
	var v dbus.Variant
	if settings.CallWithContext(ctx, "org.xfce.Xfconf.GetProperty", 0, channel, switched).Store(&v) != nil {
		return false, false
	}
	muted, known = v.Value().(bool)
	return muted, known
}

// setting asks the settings store of the desktops that have their switch there;
// desktop is XDG_CURRENT_DESKTOP, names between colons.
func setting(ctx context.Context, desktop string) (muted, known bool) {
	for _, d := range []struct{ desktop, schema, key, muted string }{
		{"X-Cinnamon", "org.cinnamon.desktop.notifications", "display-notifications", "false"},
		{"MATE", "org.mate.NotificationDaemon", "do-not-disturb", "true"},
		{"GNOME", "org.gnome.desktop.notifications", "show-banners", "false"},
		{"Unity", "org.gnome.desktop.notifications", "show-banners", "false"},
	} {
		if !strings.Contains(":"+desktop+":", ":"+d.desktop+":") {
			continue
		}
		out, err := exec.CommandContext(ctx, "gsettings", "get", d.schema, d.key).Output()
		said := strings.TrimSpace(string(out))
		if err != nil || said != "true" && said != "false" {
			return false, false
		}
		return said == d.muted, true
	}
	return false, false
}
