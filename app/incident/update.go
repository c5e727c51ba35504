package incident

import (
	"fmt"
	"time"

	"standby/rotation"
)

// Audience is who reads an update.
type Audience string

// The audiences.
const (
	Internal Audience = "internal"
	// External are customers and everybody else.
	External Audience = "external"
)

// Phase is what an external update says.
type Phase string

// The phases of external updates, in their usual order.
const (
	Investigating Phase = "investigating"
	Scope         Phase = "scope"
	Ongoing       Phase = "update"
	Monitoring    Phase = "monitoring"
	AllClear      Phase = "resolved"
)

// Update is what was told to people, recorded once it was sent.
type Update struct {
	Audience Audience `json:"audience"`
	// Phase is of external updates alone.
	Phase Phase `json:"phase,omitempty"`
	// Status, Progress, Next and Needs are the parts of an internal update.
	Status   string `json:"status,omitempty"`
	Progress string `json:"progress,omitempty"`
	Next     string `json:"next,omitempty"`
	Needs    string `json:"needs,omitempty"`
	// Text is what was sent, word for word.
	Text string `json:"text,omitempty"`
	// NextAt is when the next one was promised; zero when nothing was.
	NextAt time.Time `json:"next_at,omitzero"`
	// To names where it went: "mail to team@example.org", "clipboard".
	To []string `json:"to,omitempty"`
}

// Sent is an update that was sent.
type Sent struct {
	Update
	Seq int             `json:"seq"`
	At  time.Time       `json:"at"`
	By  rotation.Person `json:"by,omitzero"`
}

const maxTargets = 50

// Kind is "update-sent".
func (Update) Kind() Kind { return "update-sent" }

func (c Update) value() any { return c }

func (c Update) decide(_ Incident, _ rotation.Person, now time.Time) ([]Fact, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	var err error
	for what, s := range map[string]*string{"The status": &c.Status, "The progress": &c.Progress, "What comes next": &c.Next, "What is needed": &c.Needs, "The text": &c.Text} {
		if *s, err = text(what, *s); err != nil {
			return nil, err
		}
	}
	if c.Status == "" && c.Text == "" {
		return nil, fmt.Errorf("what the update says %w", ErrEmpty)
	}
	to := make([]string, len(c.To))
	for n, t := range c.To {
		if to[n], err = line("Where the update went", t); err != nil {
			return nil, err
		}
	}
	if c.To = to; len(to) == 0 {
		c.To = nil
	}
	if c.NextAt.IsZero() {
		return []Fact{c}, nil
	}
	if !c.NextAt.After(now) {
		return nil, fmt.Errorf("the time of the next update %w: it has passed", ErrValue)
	}
	c.NextAt, err = moment("The next update", c.NextAt)
	return []Fact{c}, err
}

func (c Update) check() error {
	if err := oneOf("audience", c.Audience, Internal, External); err != nil {
		return err
	}
	if len(c.To) > maxTargets {
		return fmt.Errorf("%d places for an update: %w", len(c.To), ErrTooLong)
	}
	if c.Audience == Internal {
		return oneOf("phase of an internal update", c.Phase, "")
	}
	return oneOf("phase", c.Phase, Investigating, Scope, Ongoing, Monitoring, AllClear)
}

func (c Update) fold(i *Incident, e Event) {
	i.Updates = append(i.Updates, Sent{c, e.Seq, e.At, e.By})
}

// Last is the newest update for an audience; ok is false before the first one.
func (i Incident) Last(a Audience) (last Sent, ok bool) {
	for n := len(i.Updates) - 1; n >= 0; n-- {
		if i.Updates[n].Audience == a {
			return i.Updates[n], true
		}
	}
	return Sent{}, false
}
