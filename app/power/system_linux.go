package power

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/godbus/dbus/v5"

	"standby/notify/desktop/sessionbus"
)

const (
	busName     = "org.freedesktop.DBus"
	getProperty = "org.freedesktop.DBus.Properties.Get"
	changed     = "org.freedesktop.DBus.Properties.PropertiesChanged"
	ownerChange = busName + ".NameOwnerChanged"
)

var errNoSystemBus = errors.New("no D-Bus system bus")

// systemAddress is where the system bus listens, empty where there is none. It
// starts none.
func systemAddress() string {
	if address := os.Getenv("DBUS_SYSTEM_BUS_ADDRESS"); address != "" {
		if strings.HasPrefix(address, "autolaunch:") {
			return ""
		}
		return address
	}
	for _, socket := range []string{"/run/dbus/system_bus_socket", "/var/run/dbus/system_bus_socket"} {
		if _, err := os.Stat(socket); err == nil {
			return "unix:path=" + socket
		}
	}
	return ""
}

// dialSystem opens a connection of its own, which closes with ctx.
func dialSystem(ctx context.Context) (*dbus.Conn, error) {
	address := systemAddress()
	if address == "" {
		return nil, errNoSystemBus
	}
	conn, err := sessionbus.DialAddress(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("D-Bus system bus: %w", err)
	}
	return conn, nil
}

// call asks a service, and never starts it.
func call(ctx context.Context, o dbus.BusObject, method string, args []any, results ...any) error {
	done := o.CallWithContext(ctx, method, dbus.FlagNoAutoStart, args...)
	if done.Err != nil {
		return fmt.Errorf("call %s: %w", method, done.Err)
	}
	if err := done.Store(results...); err != nil {
		return fmt.Errorf("read the answer of %s: %w", method, err)
	}
	return nil
}

// property reads one of an object's properties into result.
func property(ctx context.Context, o dbus.BusObject, iface, name string, result any) error {
	var v dbus.Variant
	if err := call(ctx, o, getProperty, []any{iface, name}, &v); err != nil {
		return err
	}
	if err := v.Store(result); err != nil {
		return fmt.Errorf("read the property %s: %w", name, err)
	}
	return nil
}

// owned reports whether somebody on the bus owns the name.
func owned(ctx context.Context, conn *dbus.Conn, name string) bool {
	var has bool
	err := call(ctx, conn.BusObject(), busName+".NameHasOwner", []any{name}, &has)
	return err == nil && has
}

// listenToSystem serves the system bus until ctx ends, and finds it again when it
// was lost.
func (p *Power) listenToSystem(ctx context.Context, tell func(Event), hint func(fresh bool)) {
	again(ctx, func() {
		err := p.serveSystem(ctx, tell, hint)
		p.note(func(c *Capabilities) {
			c.Sleep, c.Delay, c.Lock, c.Link = "", false, "", listed(c.Link, networkWord, false)
		})
		if ctx.Err() == nil {
			p.o.Log.Debug("waiting for the system bus", "cause", err)
		}
	})
}

func (p *Power) serveSystem(ctx context.Context, tell func(Event), hint func(fresh bool)) error {
	conn, err := dialSystem(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	signals := make(chan *dbus.Signal, 64)
	conn.Signal(signals)
	w := &systemWatch{p: p, conn: conn, tell: tell, hint: hint}
	defer w.release()
	if err := w.subscribe(ctx); err != nil {
		return err
	}
	w.meetLogind(ctx)
	w.meetNetworkManager(ctx)
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-conn.Context().Done():
			return errors.New("the connection to the D-Bus system bus was lost")
		case s, ok := <-signals:
			if !ok {
				return errors.New("the connection to the D-Bus system bus was lost")
			}
			w.take(ctx, s)
		}
	}
}

// systemWatch is one connection to the system bus.
type systemWatch struct {
	p    *Power
	conn *dbus.Conn
	tell func(Event)
	hint func(fresh bool)

	delay   *os.File // the inhibitor lock; nil while there is none
	session dbus.ObjectPath
	locked  bool
}

// subscribe asks for everything at once; rules for services that are not there
// cost nothing and hold when they come.
func (w *systemWatch) subscribe(ctx context.Context) error {
	rules := [][]dbus.MatchOption{
		{dbus.WithMatchSender(logindName), dbus.WithMatchInterface(logindManager), dbus.WithMatchMember("PrepareForSleep")},
		{dbus.WithMatchSender(logindName), dbus.WithMatchInterface(logindManager), dbus.WithMatchMember("SessionNew")},
		{dbus.WithMatchSender(logindName), dbus.WithMatchInterface(logindManager), dbus.WithMatchMember("SessionRemoved")},
		{dbus.WithMatchSender(logindName), dbus.WithMatchInterface(logindSession)},
		{dbus.WithMatchSender(logindName), dbus.WithMatchPathNamespace(sessionPaths), dbus.WithMatchMember("PropertiesChanged")},
		{dbus.WithMatchSender(networkName), dbus.WithMatchInterface(networkName), dbus.WithMatchMember("StateChanged")},
		{dbus.WithMatchSender(busName), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, logindName)},
		{dbus.WithMatchSender(busName), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, networkName)},
	}
	ctx, cancel := context.WithTimeout(ctx, w.p.o.Timeout)
	defer cancel()
	for _, r := range rules {
		if err := w.conn.AddMatchSignalContext(ctx, r...); err != nil {
			return fmt.Errorf("listen to the D-Bus system bus: %w", err)
		}
	}
	return nil
}

func (w *systemWatch) take(ctx context.Context, s *dbus.Signal) {
	switch s.Name {
	case logindManager + ".PrepareForSleep":
		if begins, ok := argument[bool](s, 0); ok {
			w.sleep(ctx, begins)
		}
	case logindManager + ".SessionNew", logindManager + ".SessionRemoved":
		w.findSession(ctx)
	case logindSession + ".Lock":
		w.lock(s.Path, true)
	case logindSession + ".Unlock":
		w.lock(s.Path, false)
	case changed:
		properties, _ := argument[map[string]dbus.Variant](s, 1)
		if locked, ok := properties["LockedHint"].Value().(bool); ok {
			w.lock(s.Path, locked)
		}
	case networkName + ".StateChanged":
		if state, ok := argument[uint32](s, 0); ok {
			w.hint(state >= networkSite)
		}
	case ownerChange:
		w.owner(ctx, s)
	}
}

// owner greets a service that came, and forgets one that went.
func (w *systemWatch) owner(ctx context.Context, s *dbus.Signal) {
	name, _ := argument[string](s, 0)
	now, ok := argument[string](s, 2)
	switch {
	case !ok:
	case name == logindName && now == "":
		w.loseLogind()
	case name == logindName:
		w.meetLogind(ctx)
	case name == networkName && now == "":
		w.p.note(func(c *Capabilities) { c.Link = listed(c.Link, networkWord, false) })
	case name == networkName:
		w.meetNetworkManager(ctx)
	}
}

// argument is the nth argument of a signal, if it has one of that type.
func argument[T any](s *dbus.Signal, n int) (T, bool) {
	var none T
	if n >= len(s.Body) {
		return none, false
	}
	v, ok := s.Body[n].(T)
	return v, ok
}
