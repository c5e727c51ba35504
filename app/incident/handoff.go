package incident

import (
	"fmt"
	"time"

	"standby/rotation"
)

// HandOffState is how far a hand-off of command has come.
type HandOffState string

// The states of a hand-off. Until it is Accepted the old commander is in command.
const (
	Briefed   HandOffState = "briefed"
	Repeated  HandOffState = "read-back"
	Accepted  HandOffState = "accepted"
	Withdrawn HandOffState = "withdrawn"
)

// HandOff is command passing from one person to another.
type HandOff struct {
	From  rotation.Person `json:"from"`
	To    rotation.Person `json:"to"`
	State HandOffState    `json:"state"`
	// Brief is what the old commander said, ReadBack what the new one understood.
	Brief      string    `json:"brief"`
	ReadBack   string    `json:"read_back,omitempty"`
	BriefedAt  time.Time `json:"briefed_at"`
	RepeatedAt time.Time `json:"repeated_at,omitzero"`
	// EndedAt is when it was accepted or withdrawn.
	EndedAt time.Time `json:"ended_at,omitzero"`
	Why     string    `json:"why,omitempty"`
}

// PendingHandOff is the hand-off that was neither accepted nor withdrawn; ok is
// false when there is none.
func (i Incident) PendingHandOff() (h HandOff, ok bool) {
	if n := len(i.HandOffs); n > 0 && (i.HandOffs[n-1].State == Briefed || i.HandOffs[n-1].State == Repeated) {
		return i.HandOffs[n-1], true
	}
	return HandOff{}, false
}

// OfferHandOff is the brief of the commander to the next one; only the commander
// gives it (ErrNotYours). A brief that is given again replaces the one that waits.
type OfferHandOff struct {
	To    rotation.Person `json:"to"`
	Brief string          `json:"brief"`
}

// Kind is "hand-off-offered".
func (OfferHandOff) Kind() Kind { return "hand-off-offered" }

func (c OfferHandOff) value() any { return c }

func (c OfferHandOff) decide(i Incident, by rotation.Person, _ time.Time) ([]Fact, error) {
	h, ok := i.Commander()
	if !ok || !h.Person.Same(by) {
		return nil, fmt.Errorf("to hand command off: %w", ErrNotYours)
	}
	var err error
	if c.To, err = somebody("Who takes command", c.To); err != nil {
		return nil, err
	}
	if c.To.Same(by) {
		return nil, fmt.Errorf("a hand-off to oneself %w", ErrValue)
	}
	if c.Brief, err = someText("The brief", c.Brief); err != nil {
		return nil, err
	}
	if _, open := i.PendingHandOff(); open {
		return []Fact{WithdrawHandOff{Why: "A new brief was given."}, c}, nil
	}
	return []Fact{c}, nil
}

func (c OfferHandOff) fold(i *Incident, e Event) {
	i.HandOffs = append(i.HandOffs, HandOff{From: e.By, To: c.To, State: Briefed, Brief: c.Brief, BriefedAt: e.At})
}

// ReadBack is what the next commander understood, in their own words; it can be
// said anew.
type ReadBack struct {
	Text string `json:"text"`
}

// Kind is "read-back".
func (ReadBack) Kind() Kind { return "read-back" }

func (c ReadBack) value() any { return c }

func (c ReadBack) decide(i Incident, by rotation.Person, _ time.Time) ([]Fact, error) {
	if err := i.mayAnswer(by); err != nil {
		return nil, err
	}
	var err error
	c.Text, err = someText("The read-back", c.Text)
	return []Fact{c}, err
}

func (c ReadBack) fold(i *Incident, e Event) {
	if _, open := i.PendingHandOff(); open {
		h := &i.HandOffs[len(i.HandOffs)-1]
		h.State, h.ReadBack, h.RepeatedAt = Repeated, c.Text, e.At
	}
}

func (i Incident) mayAnswer(by rotation.Person) error {
	h, open := i.PendingHandOff()
	switch {
	case !open:
		return ErrNoHandOff
	case !h.To.Same(by):
		return fmt.Errorf("%w: command is being handed to %s", ErrNotYours, h.To)
	}
	return nil
}

// TakeCommand is the sentence "I have command", said by the next commander after
// the read-back. From then on the old one is not in command.
type TakeCommand struct{}

// Kind is "command-taken".
func (TakeCommand) Kind() Kind { return "command-taken" }

func (c TakeCommand) value() any { return c }

func (c TakeCommand) decide(i Incident, by rotation.Person, _ time.Time) ([]Fact, error) {
	if err := i.mayAnswer(by); err != nil {
		return nil, err
	}
	if h, _ := i.PendingHandOff(); h.State != Repeated {
		return nil, fmt.Errorf("%w: the brief is read back first", ErrNoHandOff)
	}
	return []Fact{c}, nil
}

func (TakeCommand) fold(i *Incident, e Event) {
	h, open := i.PendingHandOff()
	if !open {
		return
	}
	last := &i.HandOffs[len(i.HandOffs)-1]
	last.State, last.EndedAt = Accepted, e.At
	i.release(Commanding, h.From, "Handed off.", e.At)
	i.release(NextCommander, h.To, "In command.", e.At)
	i.Holdings = append(i.Holdings, Holding{Role: Commanding, Person: h.To, From: e.At})
}

// WithdrawHandOff ends a hand-off without a change of command: the commander takes
// the offer back, or the next one cannot take it.
type WithdrawHandOff struct {
	Why string `json:"why"`
}

// Kind is "hand-off-withdrawn".
func (WithdrawHandOff) Kind() Kind { return "hand-off-withdrawn" }

func (c WithdrawHandOff) value() any { return c }

func (c WithdrawHandOff) decide(i Incident, by rotation.Person, _ time.Time) ([]Fact, error) {
	h, open := i.PendingHandOff()
	switch {
	case !open:
		return nil, ErrNoHandOff
	case !h.From.Same(by) && !h.To.Same(by):
		return nil, fmt.Errorf("to withdraw the hand-off: %w", ErrNotYours)
	}
	var err error
	c.Why, err = line("The reason", c.Why)
	return []Fact{c}, err
}

func (c WithdrawHandOff) fold(i *Incident, e Event) {
	if _, open := i.PendingHandOff(); open {
		h := &i.HandOffs[len(i.HandOffs)-1]
		h.State, h.EndedAt, h.Why = Withdrawn, e.At, c.Why
	}
}

// Announcement is what everybody is told once a hand-off was accepted, times in
// zone; empty before the first one.
func (i Incident) Announcement(zone *time.Location) string {
	for n := len(i.HandOffs) - 1; n >= 0; n-- {
		h := i.HandOffs[n]
		if h.State != Accepted {
			continue
		}
		where := ""
		if i.Room.Name != "" {
			where = " Find us in " + i.Room.Name + "."
		}
		return fmt.Sprintf("%s%s: %s has command since %s and has taken over from %s. Please send reports and questions to %s.%s",
			i.drillMark(), i.Title(), h.To, h.EndedAt.In(zone).Format("15:04 MST"), h.From, h.To, where)
	}
	return ""
}

func (i Incident) drillMark() string {
	if i.Drill {
		return "DRILL, this is only an exercise. "
	}
	return ""
}
