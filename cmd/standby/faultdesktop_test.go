//go:build linux

package main

import (
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/godbus/dbus/v5/prop"

	"standby/app/api"
	"standby/notify/desktop/sessionbus/bustest"
)

// faultMiddle is what the middle of the API's answers may take, whatever the desktop
// does or does not.
const faultMiddle = 50 * time.Millisecond

// faultScene is a desktop that misbehaves.
type faultScene struct {
	t      *testing.T
	bus    *bustest.Bus
	server *faultServer
	p      *badInputProfile
}

func newFaultScene(t *testing.T, more ...string) *faultScene {
	t.Helper()
	s := &faultScene{t: t, bus: bustest.Start(t), server: newFaultServer(t)}
	s.p = faultProfile(t, faultProgram(t), s.server.URL, more...)
	return s
}

func (s *faultScene) start() { faultStart(s.p, "DBUS_SESSION_BUS_ADDRESS="+s.bus.Address) }

// quick does something, and wants the agent to answer meanwhile. A machine that is
// busy with something else gets three tries.
func (s *faultScene) quick(what string, do func()) {
	s.t.Helper()
	pulse := faultAsk(s.p)
	do()
	middle, slowest := s.at(pulse)
	for range 2 {
		if middle <= faultMiddle {
			break
		}
		middle, slowest = s.at(faultAsk(s.p))
	}
	s.t.Logf("%s: the middle of the answers took %v, the slowest %v", what, middle, slowest)
	if middle > faultMiddle {
		s.t.Errorf("%s: the middle of the answers took %v, at most %v is meant", what, middle, faultMiddle)
	}
}

func (s *faultScene) at(pulse *faultPulse) (middle, slowest time.Duration) {
	time.Sleep(500 * time.Millisecond) // what it does meanwhile is what is measured
	return pulse.result(s.t)
}

const faultTitle = "Disk of db-0 is 95 % full"

func TestWithoutANotificationDaemonThePageIsListedAndShownOnceThereIsOne(t *testing.T) {
	s := newFaultScene(t)
	s.start()
	s.server.fire(1)
	s.quick("no daemon", func() { s.p.awaitPage(faultTitle) })
	s.p.await("it is told that nothing is shown", func(snap api.Snapshot) bool { return snap.Desktop.Notifications == "" })
	faultNotifications(t, s.bus).awaitShown(t, faultTitle)
}

func TestARestartedDaemonShowsWhatWaitsAgainAndTheAgentAnswersMeanwhile(t *testing.T) {
	s := newFaultScene(t)
	s.server.fire(1)
	first := faultNotifications(t, s.bus)
	s.start()
	first.awaitShown(t, faultTitle)
	s.quick("a daemon that dies and comes back", func() {
		if err := first.conn.Close(); err != nil {
			t.Fatal(err)
		}
		s.p.await("the loss is known", func(snap api.Snapshot) bool { return snap.Desktop.Notifications == "" })
		faultNotifications(t, s.bus).awaitShown(t, faultTitle)
	})
}

func TestADaemonThatRefusesIsToldOfAndThePageIsListed(t *testing.T) {
	s := newFaultScene(t)
	daemon := faultNotifications(t, s.bus)
	daemon.set(func() { daemon.refuse = true })
	s.start()
	s.server.fire(1)
	s.quick("a daemon that refuses", func() {
		s.p.awaitPage(faultTitle)
		s.p.await("it is told", func(snap api.Snapshot) bool {
			return slices.ContainsFunc(snap.Troubles, func(t api.Trouble) bool { return strings.Contains(strings.ToLower(t.What), "notification") })
		})
	})
	daemon.set(func() { daemon.refuse = false })
	if _, errs, code := s.p.run("", "test-page"); code != exitOK {
		t.Fatal(errs)
	}
	s.p.await("the trouble is over", func(snap api.Snapshot) bool {
		return !slices.ContainsFunc(snap.Troubles, func(t api.Trouble) bool { return strings.Contains(strings.ToLower(t.What), "notification") })
	})
}

func TestADaemonThatHangsHoldsNothingUp(t *testing.T) {
	s := newFaultScene(t)
	daemon := faultNotifications(t, s.bus)
	gate := make(chan struct{})
	t.Cleanup(func() { close(gate) })
	daemon.set(func() { daemon.gate = gate })
	s.start()
	s.server.fire(3)
	s.quick("a daemon that hangs", func() {
		id := s.p.awaitPage(faultTitle).ID
		if _, errs, code := s.p.run("", "ack", id); code != exitOK {
			t.Errorf("acknowledge: %s", errs)
		}
	})
}

// trayWatcher is the protocol's registry of tray icons.
type trayWatcher struct{}

// RegisterStatusNotifierItem is the protocol's.
func (trayWatcher) RegisterStatusNotifierItem(string) *dbus.Error { return nil }

func TestATrayHostThatComesLateIsFound(t *testing.T) {
	s := newFaultScene(t)
	s.start()
	s.quick("no tray host", func() {
		s.p.await("it is known that nothing shows the icon", func(snap api.Snapshot) bool { return !snap.Desktop.TrayHost })
	})
	const name, path = "org.kde.StatusNotifierWatcher", "/StatusNotifierWatcher"
	conn := s.bus.Dial(t)
	if err := conn.Export(trayWatcher{}, path, name); err != nil {
		t.Fatal(err)
	}
	if _, err := prop.Export(conn, path, prop.Map{name: {
		"IsStatusNotifierHostRegistered": {Value: true, Emit: prop.EmitTrue},
		"RegisteredStatusNotifierItems":  {Value: []string{}, Emit: prop.EmitTrue},
	}}); err != nil {
		t.Fatal(err)
	}
	s.quick("a tray host that comes late", func() {
		if _, err := conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil {
			t.Fatal(err)
		}
		s.p.await("the host is known", func(snap api.Snapshot) bool { return snap.Desktop.TrayHost })
	})
}

func TestALockedKeyringThatNobodyCanUnlockHoldsNothingUp(t *testing.T) {
	s := newFaultScene(t)
	s.server.fire(1)
	stop := s.keyring("a made-up password")
	s.start()
	if _, errs, code := s.p.run("CANARY-token", "listen", s.server.URL, "--name", "second", "--auth", "bearer", "--secret-stdin"); code != exitOK {
		t.Fatalf("listen: %s", errs)
	}
	s.p.canaries = append(s.p.canaries, "CANARY-token")
	s.p.await("the keyring is open", func(snap api.Snapshot) bool { return snap.Desktop.Keyring == "ok" })
	s.p.kill()
	stop()
	s.keyring("") // it is there, it is locked, and nothing can ask for its password
	s.start()
	s.quick("a locked keyring", func() {
		s.p.await("it is known", func(snap api.Snapshot) bool { return snap.Desktop.Keyring == "locked" })
		src := s.p.awaitTrouble("second")
		if !strings.Contains(strings.ToLower(src.Trouble.What+src.Trouble.Means+src.Trouble.Next), "keyring") {
			t.Errorf("the source does not name the keyring: %+v", src.Trouble)
		}
		s.p.awaitPage(faultTitle) // what needs no secret is heard all the same
	})
}

// keyring runs gnome-keyring on the scene's bus: unlocked by a password, which makes
// it at first, or as it is.
func (s *faultScene) keyring(password string) (stop func()) {
	s.t.Helper()
	program, err := exec.LookPath("gnome-keyring-daemon")
	if err != nil {
		bustest.Missing(s.t, "gnome-keyring-daemon", "gnome-keyring")
	}
	c := exec.Command(program, "--foreground", "--components=secrets")
	if password != "" {
		c.Args = append(c.Args, "--unlock")
		c.Stdin = strings.NewReader(password)
	}
	c.Env = append(s.p.command().Env, "DBUS_SESSION_BUS_ADDRESS="+s.bus.Address)
	c.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := c.Start(); err != nil {
		s.t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() { _ = c.Wait(); close(ended) }()
	stop = func() {
		_ = c.Process.Kill()
		<-ended
	}
	s.t.Cleanup(stop)
	const name = "org.freedesktop.secrets"
	conn := s.bus.Dial(s.t)
	faultAwait(s.t, "the keyring is there", func() bool {
		var owned bool
		if err := conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, name).Store(&owned); err != nil || !owned {
			return false
		}
		var alias dbus.ObjectPath
		err := conn.Object(name, "/org/freedesktop/secrets").Call("org.freedesktop.Secret.Service.ReadAlias", 0, "default").Store(&alias)
		return err == nil && (password == "" || alias != "/")
	})
	return stop
}
