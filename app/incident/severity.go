package incident

import (
	"fmt"
	"time"

	"standby/rotation"
)

// Severity is how bad it is, from 1, the worst, to 4; 0 while nobody said.
type Severity int

// Worst and Mildest bound the severities.
const (
	Worst   Severity = 1
	Mildest Severity = 4
)

// String is "SEV1" to "SEV4", or "not set".
func (s Severity) String() string {
	if s < Worst || s > Mildest {
		return "not set"
	}
	return fmt.Sprintf("SEV%d", int(s))
}

// Rating is a severity being set.
type Rating struct {
	Severity Severity        `json:"severity"`
	At       time.Time       `json:"at"`
	By       rotation.Person `json:"by,omitzero"`
	Why      string          `json:"why,omitempty"`
	// Unsure means that it was chosen as the higher of two.
	Unsure bool `json:"unsure,omitempty"`
}

// Severity is the one in force.
func (i Incident) Severity() Severity {
	if len(i.Ratings) == 0 {
		return 0
	}
	return i.Ratings[len(i.Ratings)-1].Severity
}

// Rate sets the severity.
type Rate struct {
	Severity Severity `json:"severity"`
	// Or is the other one that it may be, where people are unsure; the worse of both
	// is taken. 0 means that they are sure.
	Or  Severity `json:"or,omitempty"`
	Why string   `json:"why,omitempty"`
}

// Kind is "rated".
func (Rate) Kind() Kind { return "rated" }

func (c Rate) value() any { return c }

func (c Rate) decide(i Incident, _ rotation.Person, _ time.Time) ([]Fact, error) {
	for _, s := range []Severity{c.Severity, max(c.Or, Worst)} {
		if s < Worst || s > Mildest || c.Or < 0 {
			return nil, fmt.Errorf("severity %d %w: 1 to 4", int(s), ErrValue)
		}
	}
	var err error
	if c.Why, err = anyLine("The reason", c.Why); err != nil || i.Severity() == c.worse() && c.Why == "" {
		return nil, err
	}
	return []Fact{c}, nil
}

func (c Rate) worse() Severity {
	if c.Or == 0 {
		return c.Severity
	}
	return min(c.Severity, c.Or)
}

func (c Rate) fold(i *Incident, e Event) {
	i.Ratings = append(i.Ratings, Rating{c.worse(), e.At, e.By, c.Why, c.Or != 0 && c.Or != c.Severity})
}

// AllHands calls everybody to the incident, or sends them back.
type AllHands struct {
	On  bool   `json:"on"`
	Why string `json:"why,omitempty"`
}

// Kind is "all-hands".
func (AllHands) Kind() Kind { return "all-hands" }

func (c AllHands) value() any { return c }

func (c AllHands) decide(i Incident, _ rotation.Person, _ time.Time) ([]Fact, error) {
	var err error
	if c.Why, err = anyLine("The reason", c.Why); err != nil || i.AllHands == c.On {
		return nil, err
	}
	return []Fact{c}, nil
}

func (c AllHands) fold(i *Incident, _ Event) { i.AllHands = c.On }

// Noticed is whether customers notice the incident, and what was said of it.
type Noticed struct {
	Reply Reply           `json:"reply,omitempty"`
	What  string          `json:"what,omitempty"`
	At    time.Time       `json:"at,omitzero"`
	By    rotation.Person `json:"by,omitzero"`
	// Since is when it last turned from No to another reply; zero when it did not.
	Since time.Time `json:"since,omitzero"`
}

// Notice says whether customers notice the incident. While nobody says No, updates
// for them are due.
type Notice struct {
	Customers Reply  `json:"customers"`
	What      string `json:"what,omitempty"`
}

// Kind is "noticed".
func (Notice) Kind() Kind { return "noticed" }

func (c Notice) value() any { return c }

func (c Notice) decide(i Incident, _ rotation.Person, _ time.Time) ([]Fact, error) {
	if err := oneOf("reply", c.Customers, Yes, No, Unsure); err != nil {
		return nil, err
	}
	var err error
	if c.What, err = anyLine("What customers notice", c.What); err != nil || c.Customers == i.Noticed.Reply && c.What == i.Noticed.What {
		return nil, err
	}
	return []Fact{c}, nil
}

func (c Notice) fold(i *Incident, e Event) {
	since := i.Noticed.Since
	if i.Noticed.Reply == No && c.Customers != No {
		since = e.At
	}
	i.Noticed = Noticed{c.Customers, c.What, e.At, e.By, since}
}
