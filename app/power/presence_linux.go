package power

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"

	"standby/notify/desktop/sessionbus"
)

// witnesses asks all that may know, at the same time: logind, the desktop on the
// session bus, and the X server.
func (p *Power) witnesses(ctx context.Context) ([]evidence, error) {
	asks := []func(context.Context) ([]evidence, error){askLogind, askDesktop, askX}
	heard := make([][]evidence, len(asks))
	errs := make([]error, len(asks))
	var all sync.WaitGroup
	for i, ask := range asks {
		all.Go(func() { heard[i], errs[i] = ask(ctx) })
	}
	all.Wait()
	var known []evidence
	for _, h := range heard {
		known = append(known, h...)
	}
	return known, errors.Join(errs...)
}

// askLogind reads what the desktop told logind. A desktop that tells it nothing
// leaves the hints at "no", which therefore means nothing.
func askLogind(ctx context.Context) ([]evidence, error) {
	if systemAddress() == "" {
		return nil, nil
	}
	conn, err := dialSystem(ctx)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	if !owned(ctx, conn, logindName) {
		return nil, ctx.Err()
	}
	session, err := ownSession(ctx, conn)
	if err != nil {
		return nil, nil // a plain login has none, which is no fault
	}
	var properties map[string]dbus.Variant
	if err := call(ctx, session, "org.freedesktop.DBus.Properties.GetAll", []any{logindSession}, &properties); err != nil {
		return nil, err
	}
	return []evidence{fromSession(properties, time.Now())}, nil
}

// fromSession reads the properties of a session.
func fromSession(properties map[string]dbus.Variant, now time.Time) evidence {
	e := evidence{source: logindWord}
	e.locked, _ = properties["LockedHint"].Value().(bool)
	e.bound, _ = properties["IdleHint"].Value().(bool)
	if active, ok := properties["Active"].Value().(bool); ok {
		e.away = !active
	}
	if since, ok := properties["IdleSinceHint"].Value().(uint64); ok && e.bound && since > 0 && since < 1<<62 {
		e.idle = max(now.Sub(time.UnixMicro(int64(since))), 0)
	}
	return e
}

// saver is a screen saver that says whether it covers the screen. Each of them
// locks too, or is said to be active when the screen is locked.
type saver struct {
	name string
	path dbus.ObjectPath
}

func savers() []saver {
	return []saver{
		{"org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"},
		{"org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"},
		{"org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"},
		{"org.mate.ScreenSaver", "/org/mate/ScreenSaver"},
		{"org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"},
	}
}

const (
	mutterName = "org.gnome.Mutter.IdleMonitor"
	mutterPath = dbus.ObjectPath("/org/gnome/Mutter/IdleMonitor/Core")
	kdeName    = "org.kde.screensaver"
	kdePath    = dbus.ObjectPath("/ScreenSaver")
	kdeSaver   = "org.freedesktop.ScreenSaver"
)

// askDesktop asks those on the session bus who are there already.
func askDesktop(ctx context.Context) ([]evidence, error) {
	conn, err := sessionbus.Dial(ctx)
	if errors.Is(err, sessionbus.ErrNone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	var names []string
	if err := call(ctx, conn.BusObject(), busName+".ListNames", nil, &names); err != nil {
		return nil, err
	}
	there := map[string]bool{}
	for _, n := range names {
		there[n] = true
	}
	// They are asked at the same time, so that one that hangs silences no other.
	var questions []func() (evidence, error)
	for _, s := range savers() {
		if there[s.name] {
			questions = append(questions, func() (evidence, error) { return askSaver(ctx, conn, s) })
		}
	}
	if there[mutterName] {
		questions = append(questions, func() (evidence, error) { return askMutter(ctx, conn) })
	}
	if there[kdeName] {
		questions = append(questions, func() (evidence, error) { return askKDE(ctx, conn) })
	}
	return answers(questions)
}

func answers(questions []func() (evidence, error)) ([]evidence, error) {
	heard := make([]evidence, len(questions))
	errs := make([]error, len(questions))
	var all sync.WaitGroup
	for i, ask := range questions {
		all.Go(func() { heard[i], errs[i] = ask() })
	}
	all.Wait()
	return heard, errors.Join(errs...)
}

func askSaver(ctx context.Context, conn *dbus.Conn, s saver) (evidence, error) {
	e := evidence{source: s.name}
	err := call(ctx, conn.Object(s.name, s.path), s.name+".GetActive", nil, &e.locked)
	return e, gone(err)
}

// askMutter asks GNOME's shell, in milliseconds.
func askMutter(ctx context.Context, conn *dbus.Conn) (evidence, error) {
	var idle uint64
	err := call(ctx, conn.Object(mutterName, mutterPath), mutterName+".GetIdletime", nil, &idle)
	return evidence{source: "GNOME", timed: err == nil, idle: milliseconds(idle)}, gone(err)
}

// askKDE asks Plasma, in milliseconds. The same call of other screen savers
// counts in seconds, but those run on X11 alone, which knows it itself. On
// Wayland Plasma always answers 0, which must not pass for somebody's typing.
func askKDE(ctx context.Context, conn *dbus.Conn) (evidence, error) {
	var idle uint32
	err := call(ctx, conn.Object(kdeName, kdePath), kdeSaver+".GetSessionIdleTime", nil, &idle)
	known := err == nil && (idle > 0 || !onWayland())
	return evidence{source: "KDE", timed: known, idle: milliseconds(uint64(idle))}, gone(err)
}

func onWayland() bool {
	return os.Getenv("WAYLAND_DISPLAY") != "" || os.Getenv("XDG_SESSION_TYPE") == "wayland"
}

// milliseconds turns what a service counts into a duration, at most a century.
func milliseconds(n uint64) time.Duration {
	return time.Duration(min(n, 100*365*24*3600*1000)) * time.Millisecond
}

// gone forgives a service that left, or that lacks the call: it is just not
// there.
func gone(err error) error {
	var said dbus.Error
	if errors.As(err, &said) {
		switch said.Name {
		case busName + ".Error.ServiceUnknown", busName + ".Error.NameHasNoOwner", busName + ".Error.UnknownMethod",
			busName + ".Error.UnknownObject", busName + ".Error.UnknownInterface", busName + ".Error.NotSupported":
			return nil
		}
	}
	return err
}
