package incident

import (
	"time"

	"standby/rotation"
)

// ReviewState is where the post-mortem of an incident stands.
type ReviewState string

// The states. NotNeeded takes a reason.
const (
	NotBegun  ReviewState = ""
	NotNeeded ReviewState = "not-needed"
	Draft     ReviewState = "draft"
	InReview  ReviewState = "in-review"
	Reviewed  ReviewState = "reviewed"
	Filed     ReviewState = "closed"
)

// Review is where the post-mortem stands, and since when.
type Review struct {
	State ReviewState     `json:"state"`
	Why   string          `json:"why,omitempty"`
	At    time.Time       `json:"at"`
	By    rotation.Person `json:"by,omitzero"`
}

// PostMortem says where the post-mortem stands. Which state may follow which is
// the business of app/incident/postmortem.
type PostMortem struct {
	State ReviewState `json:"state"`
	Why   string      `json:"why,omitempty"`
}

// Kind is "post-mortem".
func (PostMortem) Kind() Kind { return "post-mortem" }

func (c PostMortem) value() any { return c }

func (c PostMortem) decide(i Incident, _ rotation.Person, _ time.Time) ([]Fact, error) {
	if err := oneOf("state of the post-mortem", c.State, NotNeeded, Draft, InReview, Reviewed, Filed); err != nil {
		return nil, err
	}
	var err error
	if c.State == NotNeeded {
		c.Why, err = line("Why no post-mortem is needed", c.Why)
	} else {
		c.Why, err = anyLine("The reason", c.Why)
	}
	if err != nil || i.Review.State == c.State && i.Review.Why == c.Why {
		return nil, err
	}
	return []Fact{c}, nil
}

func (c PostMortem) fold(i *Incident, e Event) { i.Review = Review{c.State, c.Why, e.At, e.By} }
