package incident

import (
	"encoding/json"
	"fmt"
	"time"

	"standby/rotation"
)

// Kind is what an event tells or a command asks: a short stable word that is kept
// on the disk, such as "opened" or "assigned".
type Kind string

// Fact is what an event says has happened. The facts are those of this package.
type Fact interface {
	// Kind names the fact in the record.
	Kind() Kind
	// fold works the fact into the incident, which is the callee's to change. It
	// takes whatever is in a record: what makes no sense changes nothing.
	fold(i *Incident, e Event)
}

// Event is one line of the record of an incident. Events are never changed or
// removed; the first has the Seq 1, and there is no gap.
type Event struct {
	Seq int
	// At is when it was recorded, in UTC. What happened earlier and was told later
	// has the earlier time within the fact.
	At time.Time
	// By is who did it; the zero value when it was Standby itself.
	By   rotation.Person
	Fact Fact
}

// What is the kind of the event's fact.
func (e Event) What() Kind {
	if e.Fact == nil {
		return ""
	}
	return e.Fact.Kind()
}

type wireEvent struct {
	Seq  int             `json:"seq"`
	At   time.Time       `json:"at"`
	By   rotation.Person `json:"by,omitzero"`
	What Kind            `json:"what"`
	Fact json.RawMessage `json:"fact"`
}

// MarshalJSON writes {"seq", "at", "by", "what", "fact"}.
func (e Event) MarshalJSON() ([]byte, error) {
	fact, err := json.Marshal(e.Fact)
	if err != nil {
		return nil, fmt.Errorf("event %d: %w", e.Seq, err)
	}
	return json.Marshal(wireEvent{e.Seq, e.At, e.By, e.What(), fact})
}

// UnmarshalJSON reads what MarshalJSON wrote. A kind that is not known here is an
// error: the record was written by a newer Standby, and must not be told in part.
func (e *Event) UnmarshalJSON(data []byte) error {
	var w wireEvent
	if err := json.Unmarshal(data, &w); err != nil {
		return fmt.Errorf("event of an incident: %w", err)
	}
	fact, err := decodeFact(w.What, w.Fact)
	if err != nil {
		return fmt.Errorf("event %d of an incident: %w", w.Seq, err)
	}
	*e = Event{w.Seq, w.At, w.By, fact}
	return nil
}
