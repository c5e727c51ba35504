//go:build linux

package sessionbus_test

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"

	"standby/notify/desktop/sessionbus"
	"standby/notify/desktop/sessionbus/bustest"
)

func TestAddressNamesOnlyABusThatIsThere(t *testing.T) {
	with := t.TempDir()
	if err := os.WriteFile(filepath.Join(with, "bus"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, address, runtime, want string }{
		{"the variable wins", "unix:path=/a", with, "unix:path=/a"},
		{"the runtime directory comes second", "", with, "unix:path=" + filepath.Join(with, "bus")},
		{"an empty runtime directory has none", "", t.TempDir(), ""},
		{"nothing set is none", "", "", ""},
		{"autolaunch is none", "autolaunch:", with, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", c.address)
			t.Setenv("XDG_RUNTIME_DIR", c.runtime)
			if got := sessionbus.Address(); got != c.want {
				t.Errorf("Address() = %q, want %q", got, c.want)
			}
		})
	}
}

func TestDialWithoutABusSaysSoAndStartsNone(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", "")
	if _, err := sessionbus.Dial(t.Context()); !errors.Is(err, sessionbus.ErrNone) {
		t.Errorf("Dial = %v, want ErrNone", err)
	}
}

func TestDialReachesARealBus(t *testing.T) {
	bustest.Start(t)
	conn, err := sessionbus.Dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if len(conn.Names()) == 0 {
		t.Error("the bus gave us no name")
	}
}

func TestTheConnectionClosesWithItsContext(t *testing.T) {
	bustest.Start(t)
	ctx, cancel := context.WithCancel(t.Context())
	conn, err := sessionbus.Dial(ctx)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	<-conn.Context().Done()
}

func TestDialOfABusThatNeverAnswersEndsWithTheContext(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "s")
	listener, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		_, _ = conn.Read(make([]byte, 64))
		cancel()
		_, _ = conn.Read(make([]byte, 64))
	}()
	if _, err := sessionbus.DialAddress(ctx, "unix:path="+socket); err == nil {
		t.Error("Dial succeeded against a bus that says nothing")
	}
}
