//go:build linux

package desktop

import (
	"context"
	"slices"

	"github.com/godbus/dbus/v5"

	"standby/notify"
)

// Why a note was closed, as NotificationClosed says it (Desktop Notifications
// Specification 1.2, section 9); 1 is expired and 4 undefined.
const (
	closedDismissed = 2
	closedByCall    = 3
)

func (s *session) signalled(ctx context.Context, signal *dbus.Signal, out outlet) {
	s.catchUp()
	switch signal.Name {
	case busName + ".NameOwnerChanged":
		var name, before, after string
		if signal.Sender == busName && dbus.Store(signal.Body, &name, &before, &after) == nil && name == serviceName {
			s.ownerChanged(ctx, after, out)
		}
	case serviceName + ".ActionInvoked":
		var id uint32
		var key string
		if signal.Sender == s.owner && dbus.Store(signal.Body, &id, &key) == nil {
			s.pressed(id, key, out)
		}
	case serviceName + ".NotificationClosed":
		var id, reason uint32
		if signal.Sender == s.owner && dbus.Store(signal.Body, &id, &reason) == nil {
			s.closed(id, reason, signal.Sequence, out)
		}
	}
}

// pressed forgets the note before it closes it, so that the closing is not
// reported; some services leave a note up after a press.
func (s *session) pressed(id uint32, key string, out outlet) {
	pressed, ours := s.notes[id]
	if !ours {
		return
	}
	s.drop(id)
	out.react(notify.Reaction{NoteID: pressed.note, Kind: notify.Pressed, Action: key})
	s.closeNote(id)
}

// closed hears that a note has gone. One that was said before the service showed
// the note anew under the same id is about the old showing: the note is there.
func (s *session) closed(id, reason uint32, at dbus.Sequence, out outlet) {
	gone, ours := s.notes[id]
	if !ours || at < gone.at {
		return
	}
	s.drop(id)
	switch reason {
	case closedDismissed:
		out.react(notify.Reaction{NoteID: gone.note, Kind: notify.Dismissed})
	case closedByCall:
	default:
		// It has gone, and no human is known to have done it.
		out.react(notify.Reaction{NoteID: gone.note, Kind: notify.Expired})
	}
}

// ownerChanged follows the service. The owner that meet found already is no
// news: the bus tells of it again.
func (s *session) ownerChanged(ctx context.Context, owner string, out outlet) {
	if owner == s.owner {
		return
	}
	s.forget()
	if owner == "" {
		// A service that the bus can start counts as there: it left because it
		// was idle, and asking it now would start it again.
		if !s.activatable(ctx) {
			out.capable(Capabilities{})
		}
		out.lost()
		return
	}
	if err := s.meet(ctx, out); err != nil {
		s.log.Warn("a notification service came and does not answer", "cause", err)
	}
	out.lost()
}

func (s *session) forget() {
	s.owner = ""
	clear(s.ids)
	clear(s.notes)
	clear(s.overdue)
}

func (s *session) activatable(ctx context.Context) bool {
	var names []string
	err := s.call(ctx, busName, busName+".ListActivatableNames", nil, &names)
	return err == nil && slices.Contains(names, serviceName)
}
