package power

import (
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// logind starts the mock with a session that is ours.
func (d *desk) logind() (manager, session mockObject, stop func()) {
	d.t.Helper()
	object, stop := d.mocked(d.system, "logind", logindName)
	d.t.Setenv("XDG_SESSION_ID", "c1")
	manager = object(string(logindPath), logindManager)
	manager.must(mock+".AddSession", "c1", "seat0", uint32(os.Getuid()), "engineer", true)
	manager.must(mock+".AddSession", "c2", "seat0", uint32(os.Getuid()+1), "other", false)
	return manager, object(string(sessionPaths)+"/c1", logindSession), stop
}

func (m mockObject) inhibitors() int {
	m.t.Helper()
	var list []struct {
		What, Who, Why, Mode string
		UID, PID             uint32
	}
	if err := m.must(logindManager + ".ListInhibitors").Store(&list); err != nil {
		m.t.Fatal(err)
	}
	for _, i := range list {
		if i.What != "sleep" || i.Mode != "delay" || i.Who != "Standby" {
			m.t.Errorf("inhibitor %+v", i)
		}
	}
	return len(list)
}

func TestTheMachineWaitsWithItsSleepUntilWeKnow(t *testing.T) {
	d := newDesk(t)
	manager, _, _ := d.logind()
	p := New(Options{})
	var heldMeanwhile atomic.Int32
	events := running(t, p, func(e Event) {
		if e == WillSleep {
			heldMeanwhile.Store(int32(manager.inhibitors()))
		}
	})
	until(t, "a delay", func() bool { return p.Capabilities().Delay })
	for range 3 {
		until(t, "the lock is held", func() bool { return manager.inhibitors() == 1 })
		manager.emit("PrepareForSleep", "b", true)
		want(t, events, WillSleep)
		if heldMeanwhile.Load() != 1 {
			t.Errorf("%d locks while the sleep is handled", heldMeanwhile.Load())
		}
		until(t, "the lock is released", func() bool { return manager.inhibitors() == 0 })
		manager.emit("PrepareForSleep", "b", false)
		want(t, events, Woke)
	}
}

func TestTheLockOfOurSessionIsToldOnce(t *testing.T) {
	d := newDesk(t)
	manager, session, _ := d.logind()
	p := New(Options{})
	events := running(t, p, nil)
	until(t, "a session", func() bool { return p.Capabilities().Lock != "" })
	session.must(logindSession + ".Lock")
	session.must(logindSession+".SetLockedHint", true)
	want(t, events, Locked)
	session.must(logindSession+".SetLockedHint", false)
	session.must(logindSession + ".Unlock")
	want(t, events, Unlocked)
	// Another user's session is not ours, and nonsense is nothing.
	other := mockObject{t, manager.o, logindSession}
	other.o = d.system.Dial(t).Object(logindName, sessionPaths+"/c2")
	other.must(logindSession + ".Lock")
	manager.emit("PrepareForSleep", "s", "nonsense")
	manager.emit("PrepareForSleep", "", []any{}...)
	manager.emit("PrepareForSleep", "b", false)
	want(t, events, Woke)
}

func TestASessionThatComesLaterIsFound(t *testing.T) {
	d := newDesk(t)
	object, _ := d.mocked(d.system, "logind", logindName)
	p := New(Options{})
	events := running(t, p, nil)
	until(t, "logind is found", func() bool { return p.Capabilities().Sleep != "" })
	if p.Capabilities().Lock != "" {
		t.Error("there is no session yet")
	}
	manager, session := object(string(logindPath), logindManager), object(string(sessionPaths)+"/c1", logindSession)
	manager.must(mock+".AddSession", "c1", "seat0", uint32(os.Getuid()), "engineer", true)
	t.Setenv("XDG_SESSION_ID", "c1")
	manager.emit("SessionNew", "so", "c1", sessionPaths+"/c1")
	until(t, "the session is found", func() bool { return p.Capabilities().Lock != "" })
	session.must(logindSession + ".Lock")
	want(t, events, Locked)
}

func TestTheGraphicalSessionComesFirst(t *testing.T) {
	d := newDesk(t)
	manager, _, _ := d.logind()
	manager.must(mock+".AddSession", "c3", "seat0", uint32(os.Getuid()), "engineer", true)
	conn := d.system.Dial(t)
	if got, err := ownSession(t.Context(), conn); err != nil || got.Path() != sessionPaths+"/c1" {
		t.Errorf("%v, %v", got, err)
	}
	path := fmt.Sprintf("%s/user/%d", logindPath, os.Getuid())
	manager.must(mock+".AddMethod", logindManager, "GetUser", "u", "o", fmt.Sprintf("ret = %q", path))
	user := mockObject{t, conn.Object(logindName, dbus.ObjectPath(path)), logindUser}
	user.must("org.freedesktop.DBus.Properties.Set", logindUser, "Display", dbus.MakeVariant(struct {
		ID   string
		Path dbus.ObjectPath
	}{"c3", sessionPaths + "/c3"}))
	if got, err := ownSession(t.Context(), conn); err != nil || got.Path() != sessionPaths+"/c3" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestLogindIsFoundAgainAfterItsRestartAndTheBussAbsence(t *testing.T) {
	d := newDesk(t)
	p := New(Options{})
	events := running(t, p, nil)
	for range 2 {
		manager, _, stop := d.logind()
		until(t, "logind is found", func() bool { return p.Capabilities().Sleep == "systemd-logind" })
		manager.emit("PrepareForSleep", "b", true)
		want(t, events, WillSleep)
		manager.emit("PrepareForSleep", "b", false)
		want(t, events, Woke)
		stop()
		until(t, "logind is lost", func() bool { return p.Capabilities().Sleep == "" })
	}
	d.logind()
	until(t, "logind is found", func() bool { return p.Capabilities().Delay })
	d.system.Kill()
	until(t, "the bus is lost", func() bool { return p.Capabilities().Sleep == "" && !p.Capabilities().Delay })
}

func TestPresenceByLogind(t *testing.T) {
	d := newDesk(t)
	_, session, _ := d.logind()
	hour := uint64(time.Now().Add(-time.Hour).UnixMicro())
	for _, c := range []struct {
		name  string
		hints map[string]any
		want  State
		timed bool
	}{
		{"a desktop that tells nothing", map[string]any{}, Unknown, false},
		{"idle", map[string]any{"IdleHint": true, "IdleSinceHint": hour}, Idle, true},
		{"idle, nobody knows since when", map[string]any{"IdleSinceHint": uint64(0)}, Idle, false},
		{"locked", map[string]any{"LockedHint": true}, LockedScreen, false},
		{"another user has the screen", map[string]any{"Active": false}, Away, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			properties := map[string]dbus.Variant{}
			for name, v := range c.hints {
				properties[name] = dbus.MakeVariant(v)
			}
			session.set(properties)
			p := New(Options{})
			got, err := p.Presence(t.Context())
			if got.State != c.want || got.LastInput.IsZero() == c.timed {
				t.Errorf("%+v, %v", got, err)
			}
			if (c.want == Unknown) != errors.Is(err, ErrNobodyKnows) || (p.Capabilities().Presence == "") != (c.want == Unknown) {
				t.Errorf("%v, %+v", err, p.Capabilities())
			}
		})
	}
}

func TestPropertiesOfAStrangeTypeAreUnknown(t *testing.T) {
	got := fromSession(map[string]dbus.Variant{
		"LockedHint": dbus.MakeVariant("yes"), "IdleHint": dbus.MakeVariant(1), "Active": dbus.MakeVariant("no"), "IdleSinceHint": dbus.MakeVariant(-1),
	}, time.Now())
	if got != (evidence{source: "systemd-logind"}) {
		t.Errorf("%+v", got)
	}
}
