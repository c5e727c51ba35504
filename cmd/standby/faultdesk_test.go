//go:build linux

package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"standby/app/api"
	"standby/notify/desktop/sessionbus/bustest"
)

const (
	faultNotesName = "org.freedesktop.Notifications"
	faultNotesPath = "/org/freedesktop/Notifications"
)

// faultDaemon is a notification daemon that answers, refuses or hangs.
type faultDaemon struct {
	conn *dbus.Conn

	mu     sync.Mutex
	refuse bool
	gate   chan struct{} // holds every Notify back until it is closed
	titles []string      // of every Notify
	up     map[uint32]string
	next   uint32
}

func faultNotifications(t *testing.T, bus *bustest.Bus) *faultDaemon {
	t.Helper()
	d := &faultDaemon{conn: bus.Dial(t), up: map[uint32]string{}}
	if err := d.conn.Export(d, faultNotesPath, faultNotesName); err != nil {
		t.Fatal(err)
	}
	if reply, err := d.conn.RequestName(faultNotesName, dbus.NameFlagDoNotQueue); err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("own the notifications: %v %v", reply, err)
	}
	return d
}

// GetServerInformation is the protocol's.
func (*faultDaemon) GetServerInformation() (name, vendor, version, spec string, err *dbus.Error) {
	return "ours", "us", "1", "1.2", nil
}

// GetCapabilities is the protocol's.
func (*faultDaemon) GetCapabilities() ([]string, *dbus.Error) {
	return []string{"body", "actions"}, nil
}

// Notify is the protocol's.
func (d *faultDaemon) Notify(_ string, replaces uint32, _, title, _ string, _ []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	d.mu.Lock()
	gate, refuse := d.gate, d.refuse
	d.mu.Unlock()
	if gate != nil {
		<-gate
	}
	if refuse {
		return 0, dbus.NewError("org.freedesktop.DBus.Error.LimitsExceeded", []any{"too many"})
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if replaces == 0 {
		d.next++
		replaces = d.next
	}
	d.titles = append(d.titles, title)
	d.up[replaces] = title
	return replaces, nil
}

// CloseNotification is the protocol's.
func (d *faultDaemon) CloseNotification(id uint32) *dbus.Error {
	d.mu.Lock()
	delete(d.up, id)
	d.mu.Unlock()
	_ = d.conn.Emit(faultNotesPath, faultNotesName+".NotificationClosed", id, uint32(3))
	return nil
}

// set changes how it answers.
func (d *faultDaemon) set(change func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change()
}

// shown are the titles of every Notify so far; standing is how many are up.
func (d *faultDaemon) shown() (titles []string, standing int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.titles), len(d.up)
}

// awaitShown waits until a note of that title was put up.
func (d *faultDaemon) awaitShown(t *testing.T, title string) {
	t.Helper()
	faultAwait(t, title+" is shown", func() bool {
		titles, _ := d.shown()
		return slices.Contains(titles, title)
	})
}

// faultAwait waits until it is so.
func faultAwait(t *testing.T, what string, so func() bool) {
	t.Helper()
	for limit := time.Now().Add(badInputPatience); !so(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatalf("it never came to this: %s", what)
		}
	}
}

// faultLaunch starts the agent with more in its environment and does not wait for it.
func faultLaunch(p *badInputProfile, env ...string) {
	p.t.Helper()
	p.cmd = p.command()
	p.cmd.Env = append(p.cmd.Env, env...)
	p.cmd.Stdout, p.cmd.Stderr = &p.said, &p.log
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	done, cmd := make(chan struct{}), p.cmd
	p.done = done
	go func() { _ = cmd.Wait(); close(done) }()
}

// faultStart is faultLaunch, and waits until it answers.
func faultStart(p *badInputProfile, env ...string) {
	p.t.Helper()
	faultLaunch(p, env...)
	faultAwait(p.t, "the agent answers", func() bool {
		_, err := p.client.Snapshot(p.t.Context())
		return err == nil
	})
}

// faultPulse asks the agent something all the time: the snapshot, and what its owner
// alone can answer.
type faultPulse struct {
	stop func()
	done chan struct{}
	took []time.Duration
	errs []error
}

func faultAsk(p *badInputProfile) *faultPulse {
	ctx, cancel := context.WithCancel(p.t.Context())
	f := &faultPulse{stop: cancel, done: make(chan struct{})}
	go func() {
		defer close(f.done)
		for ctx.Err() == nil {
			begun := time.Now()
			_, err := p.client.Page(ctx, "none")
			if _, also := p.client.Snapshot(ctx); also != nil || !errors.Is(err, api.ErrNotFound) {
				f.errs = append(f.errs, errors.Join(err, also))
			}
			f.took = append(f.took, time.Since(begun)/2)
			time.Sleep(5 * time.Millisecond) // it is asked, not flooded
		}
	}()
	return f
}

// result is the middle of the answers and the slowest, once it was stopped.
func (f *faultPulse) result(t *testing.T) (middle, slowest time.Duration) {
	t.Helper()
	f.stop()
	<-f.done
	if n := len(f.errs); n > 1 { // the last one was cut off
		t.Errorf("%d of %d questions were not answered: %v", n, len(f.took), f.errs[0])
	}
	if len(f.took) < 10 {
		t.Fatalf("only %d answers", len(f.took))
	}
	slices.Sort(f.took)
	return f.took[len(f.took)/2], f.took[len(f.took)-1]
}
