package power

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"go.uber.org/goleak"

	"standby/notify/desktop/sessionbus/bustest"
)

// patient is for what must come; nothing here is late on purpose.
const patient = time.Minute

const (
	mockPackage = "python3-dbusmock"
	mock        = "org.freedesktop.DBus.Mock"
)

// desk is a machine of its own: a system bus and a session bus, both real, with
// nobody on them, and no display.
type desk struct {
	t               *testing.T
	system, session *bustest.Bus
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, system: bustest.Start(t)}
	t.Setenv("DBUS_SYSTEM_BUS_ADDRESS", d.system.Address)
	d.session = bustest.Start(t)
	for _, name := range []string{"DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "XDG_SESSION_ID", "XAUTHORITY"} {
		t.Setenv(name, "")
	}
	return d
}

// python is one that has dbusmock: the first in the path is often not Debian's.
func python(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"/usr/bin/python3", "python3"} {
		if exec.CommandContext(t.Context(), name, "-c", "import dbusmock").Run() == nil {
			return name
		}
	}
	bustest.Missing(t, "dbusmock", mockPackage)
	return ""
}

// start runs a program until the test or stop ends it.
func start(t *testing.T, cmd *exec.Cmd) (stop func()) {
	t.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := false
	stop = func() {
		if !ended {
			ended = true
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
	}
	t.Cleanup(func() {
		stop()
		if t.Failed() {
			t.Logf("%s said: %.2000s", cmd.Path, said.String())
		}
	})
	return stop
}

// mocked starts a template of dbusmock and returns once it has its name.
func (d *desk) mocked(bus *bustest.Bus, template, name string) (object func(path, iface string) mockObject, stop func()) {
	d.t.Helper()
	conn := bus.Dial(d.t)
	owners := make(chan *dbus.Signal, 64)
	conn.Signal(owners)
	if err := conn.AddMatchSignal(dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, name)); err != nil {
		d.t.Fatal(err)
	}
	kind := "--session"
	if bus == d.system {
		kind = "--system"
	}
	stop = start(d.t, exec.CommandContext(context.WithoutCancel(d.t.Context()), python(d.t), "-m", "dbusmock", kind, "--template", template))
	for {
		select {
		case s := <-owners:
			if s.Name == ownerChange && s.Body[2] != "" {
				return func(path, iface string) mockObject {
					return mockObject{d.t, conn.Object(name, dbus.ObjectPath(path)), iface}
				}, stop
			}
		case <-time.After(patient):
			d.t.Fatalf("%s did not come", name)
		}
	}
}

// mockObject is an object that does what it is told.
type mockObject struct {
	t     *testing.T
	o     dbus.BusObject
	iface string
}

func (m mockObject) must(method string, args ...any) *dbus.Call {
	m.t.Helper()
	c := m.o.Call(method, 0, args...)
	if c.Err != nil {
		m.t.Fatalf("%s: %v", method, c.Err)
	}
	return c
}

func (m mockObject) emit(signal, signature string, args ...any) {
	m.t.Helper()
	variants := make([]dbus.Variant, len(args))
	for i, a := range args {
		variants[i] = dbus.MakeVariant(a)
	}
	m.must(mock+".EmitSignal", m.iface, signal, signature, variants)
}

func (m mockObject) set(properties map[string]dbus.Variant) {
	m.t.Helper()
	m.must(mock+".UpdateProperties", m.iface, properties)
}

// running is a Power that runs until the test ends, and its events.
func running(t *testing.T, p *Power, tell func(Event)) <-chan Event {
	t.Helper()
	events := make(chan Event, 64)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		p.Run(ctx, func(e Event) {
			if tell != nil {
				tell(e)
			}
			events <- e
		})
	}()
	t.Cleanup(func() {
		cancel()
		select {
		case <-ended:
		case <-time.After(patient):
			t.Error("Run does not end")
		}
	})
	return events
}

// want waits for an event and lets no other one of its kind pass. The network of
// the machine may change meanwhile.
func want(t *testing.T, events <-chan Event, e Event) {
	t.Helper()
	network := func(e Event) bool { return e == LinkUp || e == LinkDown }
	limit := time.After(patient)
	for {
		select {
		case got := <-events:
			if got == e {
				return
			}
			if network(e) || !network(got) {
				t.Fatalf("%v came, want %v", got, e)
			}
		case <-limit:
			t.Fatalf("%v did not come", e)
		}
	}
}

func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	for limit := time.Now().Add(patient); !is(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatalf("never: %s", what)
		}
	}
}

func need(t *testing.T, program, debianPackage string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		bustest.Missing(t, program, debianPackage)
	}
	return path
}

func TestMain(m *testing.M) {
	if scene := os.Getenv(sceneName); scene != "" {
		os.Exit(playScene(scene))
	}
	goleak.VerifyTestMain(m)
}
