package incident

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/rotation"
)

// Stage is how far people have come with an incident.
type Stage string

// The five stages of the class, and what follows them.
const (
	// Recognise is the stage Detect: something was noticed, and whether it is an
	// incident is being decided.
	Recognise Stage = "detect"
	Respond   Stage = "respond"
	Recover   Stage = "recover"
	Learn     Stage = "learn"
	Improve   Stage = "improve"
	Closed    Stage = "closed"
)

// Stages are the stages in order, Closed the last.
func Stages() []Stage { return []Stage{Recognise, Respond, Recover, Learn, Improve, Closed} }

func (s Stage) index() int { return slices.Index(Stages(), s) }

// Passage is a stage being entered.
type Passage struct {
	Stage Stage           `json:"stage"`
	At    time.Time       `json:"at"`
	By    rotation.Person `json:"by,omitzero"`
	// Why is the reason given, where one was called for.
	Why string `json:"why,omitempty"`
}

// Move enters a stage. Going on while an exit criterion of the stage is unmet
// (ErrUnmet), leaving a stage out, and going back, which is reopening, take a
// reason. What is no incident may be closed from any stage.
type Move struct {
	To  Stage  `json:"to"`
	Why string `json:"why,omitempty"`
}

// Kind is "moved".
func (Move) Kind() Kind { return "moved" }

func (c Move) value() any { return c }

func (c Move) decide(i Incident, _ rotation.Person, _ time.Time) ([]Fact, error) {
	if err := oneOf("stage", c.To, Stages()...); err != nil {
		return nil, err
	}
	var err error
	if c.Why, err = anyLine("The reason", c.Why); err != nil || c.To == i.Stage {
		return nil, err
	}
	noIncident := c.To == Closed && i.Decision.Verdict != Now && i.Decision.Verdict != Undecided
	if c.Why != "" || noIncident {
		return []Fact{c}, nil
	}
	if step := c.To.index() - i.Stage.index(); step < 0 {
		return nil, fmt.Errorf("why it goes back to %s %w", c.To, ErrEmpty)
	} else if step > 1 {
		return nil, fmt.Errorf("why %d stages are left out %w", step-1, ErrEmpty)
	}
	var unmet []string
	for _, e := range i.Exit(i.Stage) {
		if !e.Met {
			unmet = append(unmet, e.Text)
		}
	}
	if len(unmet) > 0 {
		return nil, fmt.Errorf("%s: %w: %s; do that, or say why to go on without", i.Stage, ErrUnmet, strings.Join(unmet, "; "))
	}
	return []Fact{c}, nil
}

func (c Move) fold(i *Incident, e Event) {
	back := c.To.index() < i.Stage.index()
	i.Stage, i.Passages = c.To, append(i.Passages, Passage{c.To, e.At, e.By, c.Why})
	if back && c.To.index() <= Recover.index() {
		delete(i.Milestones, Resolved)
		delete(i.Milestones, Mitigated)
	}
}

// Reopened counts how often it went back to an earlier stage.
func (i Incident) Reopened() int {
	n := 0
	for k := 1; k < len(i.Passages); k++ {
		if i.Passages[k].Stage.index() < i.Passages[k-1].Stage.index() {
			n++
		}
	}
	return n
}

// LiveSince is when people last began to respond, without a return to the stages
// before or after; zero when they did not.
func (i Incident) LiveSince() time.Time {
	var since time.Time
	for k := len(i.Passages) - 1; k >= 0; k-- {
		if s := i.Passages[k].Stage; s != Respond && s != Recover {
			break
		}
		since = i.Passages[k].At
	}
	return since
}

// Milestone is a moment that durations are counted between.
type Milestone string

// The milestones.
const (
	// Began is when it began to hurt, which only people can say.
	Began        Milestone = "began"
	Detected     Milestone = "detected"
	Acknowledged Milestone = "acknowledged"
	// Mitigated is when it stopped hurting, Resolved when it was over.
	Mitigated Milestone = "mitigated"
	Resolved  Milestone = "resolved"
)

// Milestones are all milestones, in order.
func Milestones() []Milestone {
	return []Milestone{Began, Detected, Acknowledged, Mitigated, Resolved}
}

// Stamp is when a milestone was.
type Stamp struct {
	At time.Time `json:"at"`
	// By is who said so; the zero value where Standby saw it on a page.
	By rotation.Person `json:"by,omitzero"`
}

// Mark says when a milestone was; saying so again corrects it. Reopening takes
// Mitigated and Resolved back.
type Mark struct {
	Milestone Milestone `json:"milestone"`
	// At is when it was; zero means now.
	At time.Time `json:"at,omitzero"`
}

// Kind is "marked".
func (Mark) Kind() Kind { return "marked" }

func (c Mark) value() any { return c }

func (c Mark) decide(i Incident, _ rotation.Person, now time.Time) ([]Fact, error) {
	if err := oneOf("milestone", c.Milestone, Milestones()...); err != nil {
		return nil, err
	}
	var err error
	if c.At, err = past(string(c.Milestone), c.At, now); err != nil {
		return nil, err
	}
	if s, ok := i.Milestones[c.Milestone]; ok && s.At.Equal(c.At) {
		return nil, nil
	}
	return []Fact{c}, nil
}

func (c Mark) fold(i *Incident, e Event) { i.mark(c.Milestone, Stamp{c.At, e.By}) }

func (i *Incident) mark(m Milestone, s Stamp) {
	if i.Milestones == nil {
		i.Milestones = map[Milestone]Stamp{}
	}
	i.Milestones[m] = s
}
