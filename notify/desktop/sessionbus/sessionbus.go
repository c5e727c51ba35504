package sessionbus

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/godbus/dbus/v5"
)

// ErrNone is returned where no session bus is announced: plain ssh logins,
// containers, and programs started as another user.
var ErrNone = errors.New("no D-Bus session bus: DBUS_SESSION_BUS_ADDRESS is not set and $XDG_RUNTIME_DIR/bus does not exist; start Standby from the desktop session")

const handshake = 5 * time.Second

// Address is where the session bus listens: DBUS_SESSION_BUS_ADDRESS, else the
// socket bus in XDG_RUNTIME_DIR. It is empty when neither is there; an address
// that asks for autolaunch counts as none.
func Address() string {
	if address := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); address != "" {
		if len(address) >= 11 && address[:11] == "autolaunch:" {
			return ""
		}
		return address
	}
	dir := os.Getenv("XDG_RUNTIME_DIR")
	if dir == "" {
		return ""
	}
	socket := filepath.Join(dir, "bus")
	if _, err := os.Stat(socket); err != nil {
		return ""
	}
	return "unix:path=" + dbus.EscapeBusAddressValue(socket)
}

// Present reports whether a session bus is announced. It does not connect.
func Present() bool { return Address() != "" }

// Dial opens a private connection, authenticated and greeted, that the caller
// closes; it closes by itself when ctx ends. Signals reach a channel in the order
// in which they were sent. It gives up after five seconds, and returns ErrNone
// where no bus is announced.
func Dial(ctx context.Context) (*dbus.Conn, error) {
	address := Address()
	if address == "" {
		return nil, ErrNone
	}
	return DialAddress(ctx, address)
}

// DialAddress is Dial for a bus at a known address.
func DialAddress(ctx context.Context, address string) (*dbus.Conn, error) {
	ctx, cancel := context.WithCancel(ctx)
	conn, err := dbus.Dial(address, dbus.WithContext(ctx), dbus.WithSignalHandler(dbus.NewSequentialSignalHandler()))
	if err != nil {
		cancel()
		return nil, fmt.Errorf("connect to the D-Bus session bus: %w", err)
	}
	// The handshake reads without a deadline; ending ctx closes the transport
	// under it.
	timer := time.AfterFunc(handshake, cancel)
	if err = conn.Auth(nil); err == nil {
		err = conn.Hello()
	}
	if !timer.Stop() && err == nil {
		err = context.DeadlineExceeded
	}
	if err != nil {
		cancel()
		_ = conn.Close()
		return nil, fmt.Errorf("greet the D-Bus session bus: %w", err)
	}
	context.AfterFunc(conn.Context(), cancel)
	return conn, nil
}

const (
	firstRetry = 200 * time.Millisecond
	lastRetry  = 10 * time.Second
)

// Await is Dial repeated until there is a bus, with growing pauses of up to ten
// seconds, for a session whose bus comes later than we do. It returns an error
// only when ctx ends.
func Await(ctx context.Context) (*dbus.Conn, error) {
	for retry := firstRetry; ; retry = min(2*retry, lastRetry) {
		conn, err := Dial(ctx)
		if err == nil {
			return conn, nil
		}
		timer := time.NewTimer(retry)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil, fmt.Errorf("%w (%w)", ctx.Err(), err)
		case <-timer.C:
		}
	}
}
