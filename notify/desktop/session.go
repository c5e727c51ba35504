//go:build linux

package desktop

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/godbus/dbus/v5"

	"standby/notify"
)

const (
	serviceName = "org.freedesktop.Notifications"
	servicePath = "/org/freedesktop/Notifications"
	busName     = "org.freedesktop.DBus"
)

// session is one connection to the bus. It speaks to the owner of the service by
// its unique name, so that an answer or a signal can never be mistaken for that
// of a successor with the same ids.
type session struct {
	*bus
	conn    *dbus.Conn
	signals chan *dbus.Signal

	owner  string
	server server
	// ids and notes are what is on the screen, by note and by the server's id.
	ids   map[string]uint32
	notes map[uint32]shown
	// answers brings those to Notify. unanswered are the calls that the service took
	// too long over, overdue the newest of them by note.
	answers    chan *dbus.Call
	unanswered map[*dbus.Call]lateNote
	overdue    map[string]*dbus.Call
}

// shown is a note on the screen, and when the answer that says so came, in the
// order of all messages of the connection.
type shown struct {
	note string
	at   dbus.Sequence
}

func newSession(b *bus, conn *dbus.Conn) *session {
	return &session{
		bus: b, conn: conn, signals: make(chan *dbus.Signal, 16),
		ids: map[string]uint32{}, notes: map[uint32]shown{},
		answers: make(chan *dbus.Call, maxUnanswered), unanswered: map[*dbus.Call]lateNote{}, overdue: map[string]*dbus.Call{},
	}
}

func (s *session) close() { _ = s.conn.Close() }

func (s *session) listen(ctx context.Context) error {
	s.conn.Signal(s.signals)
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	for _, match := range [][]dbus.MatchOption{
		{dbus.WithMatchInterface(busName), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchSender(busName), dbus.WithMatchArg(0, serviceName)},
		{dbus.WithMatchInterface(serviceName), dbus.WithMatchObjectPath(servicePath), dbus.WithMatchSender(serviceName)},
	} {
		if err := s.conn.AddMatchSignalContext(ctx, match...); err != nil {
			return fmt.Errorf("listen to the notification service: %w", err)
		}
	}
	return nil
}

// serve works until ctx ends or the connection is lost.
func (s *session) serve(ctx context.Context, q *queue, out outlet) {
	if err := s.meet(ctx, out); err != nil {
		s.log.Debug("no notification service yet", "cause", err)
	}
	for {
		select {
		case <-ctx.Done():
			q.drain(func(r request) { s.request(ctx, r, out) }, out)
			return
		case signal, ok := <-s.signals:
			if !ok {
				return
			}
			s.signalled(ctx, signal, out)
		case answer := <-s.answers:
			s.answered(answer)
		case <-q.ready:
			q.drain(func(r request) { s.request(ctx, r, out) }, out)
		}
	}
}

func (s *session) request(ctx context.Context, r request, out outlet) {
	s.catchUp()
	switch {
	case r.note == nil:
		s.withdraw(r.id)
	case ctx.Err() != nil:
	default:
		if err := s.show(ctx, *r.note, out); err != nil {
			out.failed(r.id, err)
			return
		}
		out.react(notify.Reaction{NoteID: r.id, Kind: notify.Shown})
	}
}

// show puts a note on the screen. A service that went away since it was met is
// met anew, once.
func (s *session) show(ctx context.Context, n notify.Note, out outlet) error {
	fresh := s.owner == ""
	if fresh {
		if err := s.meet(ctx, out); err != nil {
			return err
		}
	}
	err := s.send(ctx, n)
	if err == nil || fresh || !gone(err) {
		return err
	}
	s.forget()
	out.lost()
	if err := s.meet(ctx, out); err != nil {
		return err
	}
	return s.send(ctx, n)
}

func (s *session) send(ctx context.Context, n notify.Note) error {
	replaces := s.ids[n.ID]
	id, at, err := s.notify(ctx, n.ID, notifyArgs(s.app, s.icon, s.server, n, replaces))
	if err != nil {
		return fmt.Errorf("show a notification through %s: %w", s.server.name, err)
	}
	if old := s.ids[n.ID]; old != id {
		delete(s.notes, old)
		if old != replaces { // it came late, while we waited
			s.closeNote(old)
		}
	}
	s.ids[n.ID], s.notes[id] = id, shown{n.ID, at}
	return nil
}

func (s *session) withdraw(note string) {
	delete(s.overdue, note)
	id, ok := s.ids[note]
	if !ok {
		return
	}
	s.drop(id)
	s.closeNote(id)
}

// closeNote does not wait for the answer: nothing depends on it, and the next
// note must not wait for a service that is busy drawing.
func (s *session) closeNote(id uint32) {
	s.conn.Object(s.owner, servicePath).Go(serviceName+".CloseNotification", dbus.FlagNoAutoStart|dbus.FlagNoReplyExpected, nil, id)
}

func (s *session) drop(id uint32) {
	delete(s.ids, s.notes[id].note)
	delete(s.notes, id)
}

// meet finds the service, has the bus start it where it can, and asks what it
// can do.
func (s *session) meet(ctx context.Context, out outlet) error {
	owner, err := s.find(ctx)
	if err != nil {
		out.capable(Capabilities{})
		return err
	}
	var vendor, spec string
	var met server
	if err := s.call(ctx, owner, serviceName+".GetServerInformation", nil, &met.name, &vendor, &met.version, &spec); err != nil {
		return fmt.Errorf("ask the notification service who it is: %w", err)
	}
	if err := s.call(ctx, owner, serviceName+".GetCapabilities", nil, &met.can); err != nil {
		return fmt.Errorf("ask %s what it can do: %w", met.name, err)
	}
	s.owner, s.server = owner, met
	out.capable(met.capabilities())
	return nil
}

func (s *session) find(ctx context.Context) (owner string, err error) {
	if err = s.call(ctx, busName, busName+".GetNameOwner", []any{serviceName}, &owner); err == nil {
		return owner, nil
	}
	var started uint32
	if err = s.call(ctx, busName, busName+".StartServiceByName", []any{serviceName, uint32(0)}, &started); err == nil {
		err = s.call(ctx, busName, busName+".GetNameOwner", []any{serviceName}, &owner)
	}
	if err != nil && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) {
		return "", fmt.Errorf("%w (%w)", ErrNoService, err)
	}
	return owner, err
}

// call bounds every call by the timeout; results are stored where into points.
func (s *session) call(ctx context.Context, to, method string, args []any, into ...any) error {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	path := dbus.ObjectPath(servicePath)
	if to == busName {
		path = "/org/freedesktop/DBus"
	}
	call := s.conn.Object(to, path).CallWithContext(ctx, method, dbus.FlagNoAutoStart, args...)
	if errors.Is(call.Err, context.DeadlineExceeded) {
		return fmt.Errorf("no answer within %v: %w", s.timeout, call.Err)
	}
	if call.Err != nil || len(into) == 0 {
		return call.Err
	}
	return call.Store(into...)
}

func gone(err error) bool {
	var e dbus.Error
	return errors.As(err, &e) && slices.Contains([]string{
		"org.freedesktop.DBus.Error.ServiceUnknown", "org.freedesktop.DBus.Error.NameHasNoOwner", "org.freedesktop.DBus.Error.NoReply",
	}, e.Name)
}
