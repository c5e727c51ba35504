//go:build linux

package desktop

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/godbus/dbus/v5"

	"standby/notify"
	"standby/notify/desktop/sessionbus/bustest"
)

// call is one Notify call as the service received it.
type call struct {
	app      string
	replaces uint32
	title    string
	body     string
	actions  []string
	hints    map[string]dbus.Variant
	expire   int32
	id       uint32
}

// service is a notification service of ours on a real bus. It answers, records
// and can be told to hang.
type service struct {
	conn *dbus.Conn
	name string
	can  []string
	// gate hangs every Notify while it is locked.
	gate sync.RWMutex
	// refuses is the error that every Notify gets, when there is one.
	refuses atomic.Pointer[dbus.Error]
	// closing says that the note which a Notify replaces was closed just before.
	closing atomic.Bool
	calls   chan call
	closes  chan uint32
	lastID  atomic.Uint32
}

func (s *service) GetServerInformation() (name, vendor, version, spec string, err *dbus.Error) {
	return s.name, "us", "1", "1.2", nil
}

func (s *service) GetCapabilities() ([]string, *dbus.Error) { return s.can, nil }

func (s *service) Notify(app string, replaces uint32, _ string, title, body string, actions []string, hints map[string]dbus.Variant, expire int32) (uint32, *dbus.Error) {
	s.gate.RLock()
	defer s.gate.RUnlock()
	if refusal := s.refuses.Load(); refusal != nil {
		return 0, refusal
	}
	id := replaces
	if id == 0 {
		id = s.lastID.Add(1)
	}
	if s.closing.Load() && replaces != 0 {
		_ = s.conn.Emit(servicePath, serviceName+".NotificationClosed", replaces, uint32(closedDismissed))
	}
	s.calls <- call{app, replaces, title, body, actions, hints, expire, id}
	return id, nil
}

func (s *service) CloseNotification(id uint32) *dbus.Error {
	s.closes <- id
	_ = s.conn.Emit(servicePath, serviceName+".NotificationClosed", id, uint32(closedByCall))
	return nil
}

func (s *service) press(t *testing.T, id uint32, key string) {
	t.Helper()
	if err := s.conn.Emit(servicePath, serviceName+".ActionInvoked", id, key); err != nil {
		t.Fatal(err)
	}
}

func (s *service) close(t *testing.T, id, reason uint32) {
	t.Helper()
	if err := s.conn.Emit(servicePath, serviceName+".NotificationClosed", id, reason); err != nil {
		t.Fatal(err)
	}
}

// vanish gives the name up, as a crash would.
func (s *service) vanish(t *testing.T) {
	t.Helper()
	if err := s.conn.Close(); err != nil {
		t.Fatal(err)
	}
}

func serve(t *testing.T, b *bustest.Bus, can ...string) *service {
	t.Helper()
	s := &service{conn: b.Dial(t), name: "ours", can: can, calls: make(chan call, 64), closes: make(chan uint32, 64)}
	s.start(t)
	return s
}

func (s *service) start(t *testing.T) {
	t.Helper()
	if err := s.conn.Export(s, servicePath, serviceName); err != nil {
		t.Fatal(err)
	}
	reply, err := s.conn.RequestName(serviceName, dbus.NameFlagReplaceExisting|dbus.NameFlagAllowReplacement)
	if err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("own %s: reply %v, %v", serviceName, reply, err)
	}
}

// started is a running Desktop whose reactions and capabilities can be read.
type started struct {
	*Desktop
	reactions chan notify.Reaction
	changes   chan Capabilities
	stop      func()
}

func start(t *testing.T, o Options) *started {
	t.Helper()
	r := &started{reactions: make(chan notify.Reaction, 1024), changes: make(chan Capabilities, 64)}
	o.Changed = func(c Capabilities) { r.changes <- c }
	r.Desktop = New(o)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := r.Run(ctx, func(x notify.Reaction) { r.reactions <- x }); err != nil {
			t.Errorf("Run: %v", err)
		}
	}()
	r.stop = func() { cancel(); <-done }
	t.Cleanup(r.stop)
	return r
}

// want waits for the next reaction and checks what it is.
func (r *started) want(t *testing.T, kind notify.ReactionKind, id string) notify.Reaction {
	t.Helper()
	got := <-r.reactions
	if got.Kind != kind || got.NoteID != id {
		t.Fatalf("reaction %+v, want %s of %q", got, kind, id)
	}
	return got
}

// show shows a note and returns the call that the service got.
func (r *started) show(t *testing.T, s *service, n notify.Note) call {
	t.Helper()
	r.Show(n)
	r.want(t, notify.Shown, n.ID)
	return <-s.calls
}
