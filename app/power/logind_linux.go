package power

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/godbus/dbus/v5"
)

// The interface of systemd-logind, org.freedesktop.login1(5), which elogind has
// as well.
const (
	logindName    = "org.freedesktop.login1"
	logindPath    = dbus.ObjectPath("/org/freedesktop/login1")
	logindManager = logindName + ".Manager"
	logindSession = logindName + ".Session"
	logindUser    = logindName + ".User"
	sessionPaths  = logindPath + "/session"
	logindWord    = "systemd-logind" // for people
)

// meetLogind asks for a moment before each sleep, and finds our session.
func (w *systemWatch) meetLogind(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, w.p.o.Timeout)
	defer cancel()
	if !owned(ctx, w.conn, logindName) {
		return
	}
	w.hold(ctx)
	w.findSession(ctx)
	w.p.note(func(c *Capabilities) { c.Sleep, c.Delay = logindWord, w.delay != nil })
}

// findSession finds our session again whenever sessions come and go: we may have
// been started before the desktop.
func (w *systemWatch) findSession(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, w.p.o.Timeout)
	defer cancel()
	session, err := ownSession(ctx, w.conn)
	if err != nil {
		w.p.o.Log.Debug("no session of ours", "cause", err)
		w.session = ""
		w.p.note(func(c *Capabilities) { c.Lock = "" })
		return
	}
	if session.Path() != w.session {
		w.session, w.locked = session.Path(), false
		// A logind too old to know does not matter: then nothing is locked yet.
		_ = property(ctx, session, logindSession, "LockedHint", &w.locked)
	}
	w.p.note(func(c *Capabilities) { c.Lock = logindWord })
}

func (w *systemWatch) loseLogind() {
	w.release()
	w.session = ""
	w.p.note(func(c *Capabilities) { c.Sleep, c.Delay, c.Lock = "", false, "" })
}

// sleep passes on that the machine sleeps or woke. The lock is what it waits for
// in between, and is good for one sleep.
func (w *systemWatch) sleep(ctx context.Context, begins bool) {
	if begins {
		w.tell(WillSleep)
		w.release()
		return
	}
	w.tell(Woke)
	ctx, cancel := context.WithTimeout(ctx, w.p.o.Timeout)
	defer cancel()
	w.hold(ctx)
}

// hold takes the inhibitor lock that delays a sleep until it is closed, or for
// InhibitDelayMaxSec, five seconds by default. Without it, WillSleep may come too
// late, and nothing else.
func (w *systemWatch) hold(ctx context.Context) {
	w.release()
	if !w.conn.SupportsUnixFDs() {
		return
	}
	var fd dbus.UnixFD
	err := call(ctx, w.conn.Object(logindName, logindPath), logindManager+".Inhibit",
		[]any{"sleep", "Standby", "Note the time before the machine sleeps", "delay"}, &fd)
	if err != nil {
		w.p.o.Log.Debug("no delay before sleep", "cause", err)
		return
	}
	w.delay = os.NewFile(uintptr(fd), "inhibitor")
}

func (w *systemWatch) release() {
	if w.delay != nil {
		_ = w.delay.Close()
		w.delay = nil
	}
}

// lock passes on that our session was locked or unlocked. A desktop may say it
// twice, as a request and as what holds.
func (w *systemWatch) lock(session dbus.ObjectPath, locked bool) {
	if session != w.session || locked == w.locked {
		return
	}
	w.locked = locked
	if locked {
		w.tell(Locked)
		return
	}
	w.tell(Unlocked)
}

// ownSession is the session whose screen the user looks at: the user's primary
// graphical one, else the one that started us. A service of the user's systemd is
// in none itself.
func ownSession(ctx context.Context, conn *dbus.Conn) (dbus.BusObject, error) {
	manager := conn.Object(logindName, logindPath)
	path, err := displaySession(ctx, conn)
	if err == nil {
		return conn.Object(logindName, path), nil
	}
	causes := []error{err}
	ways := []struct {
		method string
		arg    any
	}{
		{"GetSession", os.Getenv("XDG_SESSION_ID")},
		{"GetSessionByPID", uint32(os.Getpid())},
	}
	for _, way := range ways {
		if way.arg == "" {
			continue
		}
		if err := call(ctx, manager, logindManager+"."+way.method, []any{way.arg}, &path); err != nil {
			causes = append(causes, err)
			continue
		}
		return conn.Object(logindName, path), nil
	}
	return nil, fmt.Errorf("find our session: %w", errors.Join(causes...))
}

func displaySession(ctx context.Context, conn *dbus.Conn) (dbus.ObjectPath, error) {
	var user dbus.ObjectPath
	manager := conn.Object(logindName, logindPath)
	if err := call(ctx, manager, logindManager+".GetUser", []any{uint32(os.Getuid())}, &user); err != nil {
		return "", err
	}
	var display struct {
		ID   string
		Path dbus.ObjectPath
	}
	if err := property(ctx, conn.Object(logindName, user), logindUser, "Display", &display); err != nil {
		return "", err
	}
	if display.ID == "" {
		return "", errors.New("the user has no graphical session")
	}
	return display.Path, nil
}
