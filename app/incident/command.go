package incident

import (
	"errors"
	"fmt"
	"time"

	"standby/rotation"
)

// What can be wrong with a command. Nothing was recorded then.
var (
	// ErrOpen: the incident is open already.
	ErrOpen = errors.New("the incident is open already")
	// ErrNotOpen: nothing can be done with an incident before it is opened.
	ErrNotOpen = errors.New("the incident was not opened")
	// ErrEmpty: something that has to be said was left out.
	ErrEmpty = errors.New("is missing")
	// ErrTooLong: a text is longer than its bound; nothing of it was cut off.
	ErrTooLong = errors.New("is too long")
	// ErrValue: a value is none of those that it may be.
	ErrValue = errors.New("is not possible")
	// ErrFuture: something is said to have happened later than now.
	ErrFuture = errors.New("lies in the future")
	// ErrStale: somebody else changed the same meanwhile. The error is a
	// *StaleError, which holds both texts.
	ErrStale = errors.New("somebody changed it meanwhile")
	// ErrUnmet: a stage is not over, and no reason was given to go on all the same.
	ErrUnmet = errors.New("the stage is not over")
	// ErrHeld: the role is somebody's. Command is handed off; any other role is
	// released first.
	ErrHeld = errors.New("somebody holds the role")
	// ErrNotYours: only somebody else can do that.
	ErrNotYours = errors.New("that is somebody else's to do")
	// ErrNoHandOff: there is no hand-off to answer, or its next step is another one.
	ErrNoHandOff = errors.New("no hand-off waits for that")
	// ErrGone: the incident has no such row, entry or page.
	ErrGone = errors.New("there is no such thing in the incident")
)

// Command is what somebody wants to be recorded. The commands are those of this
// package; [DecodeCommand] reads them.
type Command interface {
	// Kind names the command.
	Kind() Kind
	// decide says which facts the command adds; none means that it is so already.
	decide(i Incident, by rotation.Person, now time.Time) ([]Fact, error)
}

// future is how far ahead of ours another clock may be.
const future = time.Minute

// Apply says which events a command of by adds to the incident at now. Nobody is
// Standby itself. The events are to be kept in one transaction, and then to be
// folded in with [Incident.With]. None means that nothing is to be recorded. With
// an error nothing has happened; it wraps one of the errors above.
func Apply(i Incident, by rotation.Person, c Command, now time.Time) ([]Event, error) {
	if c == nil {
		return nil, ErrKind
	}
	_, opens := c.(Open)
	switch {
	case opens && i.Revision > 0:
		return nil, fmt.Errorf("incident %s: %w", i.ID, ErrOpen)
	case !opens && i.Revision == 0:
		return nil, ErrNotOpen
	}
	by, now = cleanPerson(by), now.UTC().Round(0)
	facts, err := c.decide(i, by, now)
	if err != nil {
		return nil, err
	}
	events := make([]Event, len(facts))
	for n, f := range facts {
		events[n] = Event{i.Revision + 1 + n, now, by, f}
	}
	return events, nil
}
