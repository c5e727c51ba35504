package incident

import (
	"fmt"
	"slices"
	"time"

	"standby/rotation"
)

// Role is what a person does in an incident.
type Role string

// The roles. Several people may hold Operations, the first of them leads; each
// other role is one person's.
const (
	// Commanding decides, hands out the other roles and does what nobody was given.
	Commanding Role = "command"
	// Operations are the only ones who change the system.
	Operations    Role = "operations"
	Communication Role = "communication"
	Planning      Role = "planning"
	// NextCommander takes command next.
	NextCommander Role = "next-commander"
)

// Roles are all roles.
func Roles() []Role {
	return []Role{Commanding, Operations, Communication, Planning, NextCommander}
}

func (r Role) label() string {
	return map[Role]string{
		Commanding: "Command", Operations: "Operations", Communication: "Communication", Planning: "Planning", NextCommander: "Next commander",
	}[r]
}

// Holding is a person holding a role.
type Holding struct {
	Role   Role            `json:"role"`
	Person rotation.Person `json:"person"`
	From   time.Time       `json:"from"`
	// Until is zero while they hold it.
	Until time.Time `json:"until,omitzero"`
	// Why is the reason for giving it up, where one was given.
	Why string `json:"why,omitempty"`
}

// Holders are those who hold a role now, in the order in which they took it.
func (i Incident) Holders(r Role) []rotation.Person {
	var held []rotation.Person
	for _, h := range i.Holdings {
		if h.Role == r && h.Until.IsZero() {
			held = append(held, h.Person)
		}
	}
	return held
}

// Commander is who is in command, and since when; ok is false while nobody is.
func (i Incident) Commander() (h Holding, ok bool) {
	for _, h := range slices.Backward(i.Holdings) {
		if h.Role == Commanding && h.Until.IsZero() {
			return h, true
		}
	}
	return Holding{}, false
}

// Holds reports whether the person holds the role.
func (i Incident) Holds(r Role, p rotation.Person) bool {
	return slices.ContainsFunc(i.Holders(r), p.Same)
}

// Assign gives somebody a role. One that a single person holds is released or, with
// Command, handed off first: ErrHeld.
type Assign struct {
	Role   Role            `json:"role"`
	Person rotation.Person `json:"person"`
}

// Kind is "assigned".
func (Assign) Kind() Kind { return "assigned" }

func (c Assign) value() any { return c }

func (c Assign) decide(i Incident, _ rotation.Person, _ time.Time) ([]Fact, error) {
	if err := oneOf("role", c.Role, Roles()...); err != nil {
		return nil, err
	}
	var err error
	if c.Person, err = somebody("Who takes the role", c.Person); err != nil {
		return nil, err
	}
	if i.Holds(c.Role, c.Person) {
		return nil, nil
	}
	if held := i.Holders(c.Role); len(held) > 0 && c.Role != Operations {
		return nil, fmt.Errorf("%s: %w: %s", c.Role, ErrHeld, held[0])
	}
	return []Fact{c}, nil
}

func (c Assign) fold(i *Incident, e Event) {
	i.Holdings = append(i.Holdings, Holding{Role: c.Role, Person: c.Person, From: e.At})
}

// Release ends that somebody holds a role. That of Command takes a reason: it is
// handed off, except where the commander cannot be reached or it is all over.
type Release struct {
	Role   Role            `json:"role"`
	Person rotation.Person `json:"person"`
	Why    string          `json:"why,omitempty"`
}

// Kind is "released".
func (Release) Kind() Kind { return "released" }

func (c Release) value() any { return c }

func (c Release) decide(i Incident, _ rotation.Person, _ time.Time) ([]Fact, error) {
	if err := oneOf("role", c.Role, Roles()...); err != nil {
		return nil, err
	}
	c.Person = cleanPerson(c.Person)
	var err error
	if c.Why, err = anyLine("The reason", c.Why); err != nil || !i.Holds(c.Role, c.Person) {
		return nil, err
	}
	if c.Role == Commanding && c.Why == "" {
		return nil, fmt.Errorf("why %s gives up command without a hand-off %w", c.Person, ErrEmpty)
	}
	facts := []Fact{c}
	if h, open := i.PendingHandOff(); open && c.Role == Commanding {
		facts = append([]Fact{WithdrawHandOff{Why: "Command of " + h.From.String() + " was released."}}, c)
	}
	return facts, nil
}

func (c Release) fold(i *Incident, e Event) { i.release(c.Role, c.Person, c.Why, e.At) }

func (i *Incident) release(r Role, p rotation.Person, why string, at time.Time) {
	for n, h := range i.Holdings {
		if h.Role == r && h.Until.IsZero() && h.Person.Same(p) {
			i.Holdings[n].Until, i.Holdings[n].Why = at, why
		}
	}
}
