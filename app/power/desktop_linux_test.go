package power

import (
	"context"
	"errors"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// serve puts an object of ours on the session bus.
func (d *desk) serve(name string, path dbus.ObjectPath, iface string, methods map[string]any) {
	d.t.Helper()
	conn := d.session.Dial(d.t)
	if err := conn.ExportMethodTable(methods, path, iface); err != nil {
		d.t.Fatal(err)
	}
	if _, err := conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil {
		d.t.Fatal(err)
	}
}

func TestPresenceByGNOME(t *testing.T) {
	d := newDesk(t)
	t.Setenv("WAYLAND_DISPLAY", "wayland-0")
	var idle atomic.Uint64
	d.serve(mutterName, mutterPath, mutterName, map[string]any{"GetIdletime": func() (uint64, *dbus.Error) { return idle.Load(), nil }})
	object, _ := d.mocked(d.session, "gnome_screensaver", "org.gnome.ScreenSaver")
	p := New(Options{})
	for _, c := range []struct {
		idle uint64
		want State
	}{{0, Active}, {179_000, Active}, {181_000, Idle}, {1 << 63, Idle}} {
		idle.Store(c.idle)
		if got, err := p.Presence(t.Context()); err != nil || got.State != c.want || got.Source != "GNOME" {
			t.Errorf("idle for %d ms: %+v, %v", c.idle, got, err)
		}
	}
	idle.Store(10)
	object("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver").must("org.gnome.ScreenSaver.Lock")
	if got, err := p.Presence(t.Context()); err != nil || got.State != LockedScreen || got.LastInput.IsZero() {
		t.Errorf("locked: %+v, %v", got, err)
	}
}

func TestPresenceByKDE(t *testing.T) {
	for _, c := range []struct {
		name    string
		wayland string
		idle    uint32
		active  bool
		want    State
	}{
		{"typing, on X11", "", 0, false, Active},
		{"a time that Wayland does not know", "wayland-0", 0, false, Unknown},
		{"locked, on Wayland", "wayland-0", 0, true, LockedScreen},
		{"a time that Wayland knows", "wayland-0", 1000, false, Active},
		{"idle", "", 200_000, false, Idle},
		{"locked", "", 200_000, true, LockedScreen},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t)
			t.Setenv("WAYLAND_DISPLAY", c.wayland)
			methods := map[string]any{
				"GetSessionIdleTime": func() (uint32, *dbus.Error) { return c.idle, nil },
				"GetActive":          func() (bool, *dbus.Error) { return c.active, nil },
			}
			d.serve(kdeName, kdePath, kdeSaver, methods)
			d.serve(kdeSaver, "/org/freedesktop/ScreenSaver", kdeSaver, methods)
			got, err := New(Options{}).Presence(t.Context())
			if got.State != c.want || (err != nil) != (c.want == Unknown) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

func TestPresenceByXfceAndAServiceThatLacksTheCall(t *testing.T) {
	d := newDesk(t)
	d.serve("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver", "org.xfce.ScreenSaver", map[string]any{"GetActive": func() (bool, *dbus.Error) { return true, nil }})
	d.serve(mutterName, mutterPath, mutterName, map[string]any{})
	d.serve("org.mate.ScreenSaver", "/elsewhere", "org.mate.ScreenSaver", map[string]any{})
	if got, err := New(Options{}).Presence(t.Context()); err != nil || got.State != LockedScreen || got.Source != "org.xfce.ScreenSaver" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestOneThatHangsSilencesNoOther(t *testing.T) {
	d := newDesk(t)
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	d.serve("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", map[string]any{
		"GetActive": func() (bool, *dbus.Error) { <-release; return false, nil },
	})
	d.serve(mutterName, mutterPath, mutterName, map[string]any{"GetIdletime": func() (uint64, *dbus.Error) { return 5, nil }})
	if got, err := New(Options{Timeout: 500 * time.Millisecond}).Presence(t.Context()); err != nil || got.State != Active {
		t.Errorf("%+v, %v", got, err)
	}
}

// mute is a socket where everybody is let in and nobody answered.
func mute(t *testing.T, path string) (came <-chan struct{}) {
	t.Helper()
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	arrivals := make(chan struct{}, 64)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			arrivals <- struct{}{}
			go func() {
				_, _ = io.Copy(io.Discard, conn)
				_ = conn.Close()
			}()
		}
	}()
	return arrivals
}

func TestABusThatHangsHoldsNobody(t *testing.T) {
	newDesk(t)
	socket := filepath.Join(t.TempDir(), "mute")
	came := mute(t, socket)
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path="+socket)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+socket)
	p := New(Options{Timeout: 200 * time.Millisecond})
	got, err := p.Presence(t.Context())
	if got.State != Unknown || err == nil || errors.Is(err, ErrNobodyKnows) {
		t.Errorf("%+v, %v", got, err)
	}
	for range 2 {
		<-came
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		p.Run(ctx, func(Event) {})
	}()
	<-came
	cancel()
	select {
	case <-ended:
	case <-time.After(patient):
		t.Error("Run does not end")
	}
}

func TestWithoutBusesAndDisplayNobodyKnows(t *testing.T) {
	newDesk(t)
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "none"))
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	got, err := New(Options{}).Presence(t.Context())
	if got.State != Unknown || err == nil || !strings.Contains(err.Error(), "system bus") {
		t.Errorf("%+v, %v", got, err)
	}
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", "autolaunch:")
	if got, err = New(Options{}).Presence(t.Context()); got.State != Unknown || !errors.Is(err, ErrNobodyKnows) {
		t.Errorf("%+v, %v", got, err)
	}
}
