package desktop

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
)

// EventKind says what passed between a program and the notification daemon.
type EventKind string

// What a Recorder sees. Calls go to the daemon, signals come from it.
const (
	NotifyCall         EventKind = "Notify"
	CloseCall          EventKind = "CloseNotification"
	ActionInvoked      EventKind = "ActionInvoked"
	NotificationClosed EventKind = "NotificationClosed"
)

// Event is one message, with all that it carries.
type Event struct {
	Kind EventKind
	// At is when the recorder read it, with a monotonic clock reading.
	At time.Time
	// Sender is the unique bus name of who sent it.
	Sender string

	// App to Expire are the arguments of NotifyCall.
	App        string
	ReplacesID uint32
	Icon       string
	Summary    string
	Body       string
	Actions    []string
	Hints      map[string]dbus.Variant
	Expire     int32

	// ID is the daemon's number of the notification, with the other kinds; Action
	// goes with ActionInvoked and Reason with NotificationClosed.
	ID     uint32
	Action string
	Reason uint32
}

// Recorder listens to all traffic with the notification daemon, as
// dbus-monitor does, so it hides nothing from the daemon and sees every sender.
type Recorder struct {
	conn *dbus.Conn

	mu     sync.Mutex
	events []Event
	seen   int
	// more is closed and replaced whenever an event is added; gone tells that
	// none will be.
	more chan struct{}
	gone bool
}

// Record starts to listen; nothing sent after it returned is missed. Close it.
func (d *Desktop) Record(ctx context.Context) (*Recorder, error) {
	conn, err := d.Dial(context.WithoutCancel(ctx))
	if err != nil {
		return nil, err
	}
	r := &Recorder{conn: conn, more: make(chan struct{})}
	messages := make(chan *dbus.Message, 4096)
	conn.Eavesdrop(messages)
	rules := []string{
		"type='method_call',interface='" + notifications + "'",
		"type='signal',interface='" + notifications + "'",
	}
	call := conn.BusObject().Go("org.freedesktop.DBus.Monitoring.BecomeMonitor", 0, nil, rules, uint32(0))
	// The answer reaches the eavesdropper, not the call.
	for {
		select {
		case m := <-messages:
			if m.Type == dbus.TypeMethodReply || m.Type == dbus.TypeError {
				if m.Type == dbus.TypeError {
					_ = conn.Close()
					return nil, fmt.Errorf("listen to the notification daemon: %v", m.Body)
				}
				go r.listen(messages)
				return r, nil
			}
		case <-call.Done:
			if call.Err != nil {
				_ = conn.Close()
				return nil, fmt.Errorf("listen to the notification daemon: %w", call.Err)
			}
			go r.listen(messages)
			return r, nil
		case <-ctx.Done():
			_ = conn.Close()
			return nil, ctx.Err()
		}
	}
}

// Close stops listening. What was recorded can still be read.
func (r *Recorder) Close() { _ = r.conn.Close() }

// Events returns everything recorded up to now.
func (r *Recorder) Events() []Event {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Event(nil), r.events...)
}

// Wait returns the first event that matches, of those after the one that the
// last Wait returned.
func (r *Recorder) Wait(ctx context.Context, match func(Event) bool) (Event, error) {
	for {
		r.mu.Lock()
		for i := r.seen; i < len(r.events); i++ {
			if match(r.events[i]) {
				r.seen = i + 1
				e := r.events[i]
				r.mu.Unlock()
				return e, nil
			}
		}
		more, gone := r.more, r.gone
		r.mu.Unlock()
		if gone {
			return Event{}, errors.New("wait for a notification: the bus has gone")
		}
		select {
		case <-more:
		case <-ctx.Done():
			return Event{}, fmt.Errorf("wait for a notification: %w", ctx.Err())
		}
	}
}

// WaitNotify waits for a Notify call with that summary.
func (r *Recorder) WaitNotify(ctx context.Context, summary string) (Event, error) {
	e, err := r.Wait(ctx, func(e Event) bool { return e.Kind == NotifyCall && e.Summary == summary })
	if err != nil {
		return e, fmt.Errorf("%q: %w", summary, err)
	}
	return e, nil
}

// listen ends when the connection does, which closes the channel.
func (r *Recorder) listen(messages <-chan *dbus.Message) {
	for m := range messages {
		if e, ok := decode(m); ok {
			r.add(e)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.gone = true
	close(r.more)
	r.more = make(chan struct{})
}

func (r *Recorder) add(e Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, e)
	close(r.more)
	r.more = make(chan struct{})
}

func decode(m *dbus.Message) (Event, bool) {
	member, _ := m.Headers[dbus.FieldMember].Value().(string)
	sender, _ := m.Headers[dbus.FieldSender].Value().(string)
	e := Event{Kind: EventKind(member), At: time.Now(), Sender: sender}
	var err error
	switch e.Kind {
	case NotifyCall:
		err = dbus.Store(m.Body, &e.App, &e.ReplacesID, &e.Icon, &e.Summary, &e.Body, &e.Actions, &e.Hints, &e.Expire)
	case CloseCall:
		err = dbus.Store(m.Body, &e.ID)
	case ActionInvoked:
		err = dbus.Store(m.Body, &e.ID, &e.Action)
	case NotificationClosed:
		err = dbus.Store(m.Body, &e.ID, &e.Reason)
	default:
		return e, false
	}
	return e, err == nil
}
