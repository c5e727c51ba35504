//go:build linux

package desktop

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/godbus/dbus/v5"
)

var errNoAnswer = errors.New("no answer")

// maxUnanswered bounds the calls that a hanging service leaves unanswered.
const maxUnanswered = 64

// lateNote is what a Notify was for that was given up for failed.
type lateNote struct{ note, owner string }

// notify calls Notify and returns the service's number of the note, and when the
// answer came. A service that hangs may show the note after all once it goes on;
// its answer is not lost then.
func (s *session) notify(ctx context.Context, note string, args []any) (uint32, dbus.Sequence, error) {
	if len(s.unanswered) >= cap(s.answers) {
		return 0, 0, ErrBusy
	}
	call := s.conn.Object(s.owner, servicePath).Go(serviceName+".Notify", dbus.FlagNoAutoStart, s.answers, args...)
	timer := time.NewTimer(s.timeout)
	defer timer.Stop()
	for {
		select {
		case answer := <-s.answers:
			if answer != call {
				s.answered(answer)
				continue
			}
			var id uint32
			err := answer.Store(&id)
			return id, answer.ResponseSequence, err
		case <-timer.C:
			s.overdue[note] = call
			s.unanswered[call] = lateNote{note: note, owner: s.owner}
			return 0, 0, fmt.Errorf("%w within %v: %w", errNoAnswer, s.timeout, context.DeadlineExceeded)
		case <-ctx.Done():
			return 0, 0, ctx.Err()
		}
	}
}

// catchUp takes the late answers that are there. The library delivers an answer
// before it reads the next message, so whoever calls this before acting on a signal
// knows every note that the signal can be about.
func (s *session) catchUp() {
	for {
		select {
		case answer := <-s.answers:
			s.answered(answer)
		default:
			return
		}
	}
}

// answered takes a note that came late for the one on the screen, so that its
// buttons work and it can be withdrawn, unless it was shown again or withdrawn in
// the meantime: then it is one too many.
func (s *session) answered(answer *dbus.Call) {
	late, known := s.unanswered[answer]
	delete(s.unanswered, answer)
	wanted := s.overdue[late.note] == answer
	if wanted {
		delete(s.overdue, late.note)
	}
	var id uint32
	if !known || late.owner != s.owner || answer.Store(&id) != nil {
		return
	}
	current, there := s.ids[late.note]
	switch {
	case there && current == id:
	case !there && wanted:
		s.ids[late.note], s.notes[id] = id, shown{late.note, answer.ResponseSequence}
	default:
		s.closeNote(id)
	}
}
