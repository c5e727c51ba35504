package postmortem

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/incident"
	"standby/app/incident/publish"
	"standby/rotation"
)

// Why is one question of the five whys and its answer. A why may have several
// others below it: there is rarely one cause alone.
type Why struct {
	ID int `json:"id"`
	// Rev is the change that it comes from; a further one names it.
	Rev int `json:"rev"`
	// Parent is the why that it asks on from, 0 for one that begins a tree.
	Parent   int    `json:"parent,omitempty"`
	Question string `json:"question"`
	Answer   string `json:"answer,omitempty"`
	// Evidence is where the answer can be seen to be true.
	Evidence []publish.Link `json:"evidence,omitempty"`
	// FollowUp is the row of the incident's to-dos that answers a leaf, 0 for none;
	// NoAction says why none is needed.
	FollowUp int             `json:"follow_up,omitempty"`
	NoAction string          `json:"no_action,omitempty"`
	At       time.Time       `json:"at"`
	By       rotation.Person `json:"by,omitzero"`
}

// PutWhy adds a why, changes one or takes one away.
type PutWhy struct {
	// ID is the why to change, 0 adds one; On is the Rev that it was made on.
	ID int `json:"id,omitempty"`
	On int `json:"on,omitempty"`
	// Parent counts for a new one alone.
	Parent   int            `json:"parent,omitempty"`
	Question string         `json:"question"`
	Answer   string         `json:"answer,omitempty"`
	Evidence []publish.Link `json:"evidence,omitempty"`
	FollowUp int            `json:"follow_up,omitempty"`
	NoAction string         `json:"no_action,omitempty"`
	// Gone takes it away: ErrBranch while others hang on it.
	Gone bool `json:"gone,omitempty"`
}

func (c PutWhy) change(w *Written, by rotation.Person, now time.Time) error {
	next, err := c.clean()
	if err != nil {
		return err
	}
	next.Rev, next.At, next.By = w.Rev, now, by
	if c.ID == 0 {
		return next.add(w, c.Parent)
	}
	at := slices.IndexFunc(w.Whys, func(y Why) bool { return y.ID == c.ID })
	if at < 0 {
		return fmt.Errorf("why %d: %w", c.ID, ErrUnknown)
	}
	held := w.Whys[at]
	switch {
	case held.Rev != c.On:
		return &incident.StaleError{What: "why", Rev: held.Rev, At: held.At, By: held.By, Theirs: held.Answer, Yours: next.Answer}
	case !c.Gone:
		next.ID, next.Parent = held.ID, held.Parent
		w.Whys[at] = next
		return nil
	case slices.ContainsFunc(w.Whys, func(y Why) bool { return y.Parent == c.ID }):
		return fmt.Errorf("%q has further whys below it: %w; take those away first", held.Question, ErrBranch)
	}
	w.Whys = slices.Delete(w.Whys, at, at+1)
	return nil
}

// add gives a new why the revision as its ID, which is never given again.
func (y Why) add(w *Written, parent int) error {
	if len(w.Whys) >= MaxWhys {
		return fmt.Errorf("the tree of whys %w: %d at most", ErrTooLong, MaxWhys)
	}
	if parent != 0 && !slices.ContainsFunc(w.Whys, func(p Why) bool { return p.ID == parent }) {
		return fmt.Errorf("why %d to ask on from: %w", parent, ErrBranch)
	}
	y.ID, y.Parent = w.Rev, parent
	w.Whys = append(w.Whys, y)
	return nil
}

func (c PutWhy) clean() (y Why, err error) {
	if y.Question, err = line("the question", c.Question); err != nil {
		return y, err
	}
	if y.Question == "" && !c.Gone {
		return y, fmt.Errorf("the question of a why %w", ErrEmpty)
	}
	if y.Answer, err = text("the answer", c.Answer); err != nil {
		return y, err
	}
	if y.NoAction, err = line("why no action is needed", c.NoAction); err != nil {
		return y, err
	}
	if len(c.Evidence) > maxLinks {
		return y, fmt.Errorf("the evidence of a why %w: %d links at most", ErrTooLong, maxLinks)
	}
	for _, l := range c.Evidence {
		if l.Text, err = line("the evidence", l.Text); err != nil {
			return y, err
		}
		if l.URL, err = line("the link of the evidence", l.URL); err != nil {
			return y, err
		}
		if l != (publish.Link{}) {
			y.Evidence = append(y.Evidence, l)
		}
	}
	y.FollowUp = c.FollowUp
	return y, nil
}

// Below are the whys that ask on from one, in the order in which they were added;
// those of 0 begin the trees. One whose parent is not there begins a tree too, so
// that nothing is lost to sight.
func Below(whys []Why, parent int) []Why {
	var below []Why
	for _, y := range whys {
		at := y.Parent
		if at != 0 && (at >= y.ID || !slices.ContainsFunc(whys, func(p Why) bool { return p.ID == at })) {
			at = 0
		}
		if at == parent {
			below = append(below, y)
		}
	}
	return below
}

// Lack is what a why still needs.
type Lack struct {
	ID int `json:"id"`
	// Question is that of the why, What what it lacks.
	Question string `json:"question"`
	What     string `json:"what"`
}

// Lacks says which whys have no answer or no evidence, and which leaves lead to no
// action: neither a follow-up that stands, nor a reason why none is needed. The
// to-dos are those of the incident.
func Lacks(whys []Why, todos []incident.Row[incident.Todo]) []Lack {
	var lacks []Lack
	asked := map[int]bool{}
	for _, y := range whys {
		asked[y.Parent] = true
	}
	for _, y := range whys {
		lack := func(what string) { lacks = append(lacks, Lack{y.ID, y.Question, what}) }
		if strings.TrimSpace(y.Answer) == "" {
			lack("has no answer")
		} else if len(y.Evidence) == 0 {
			lack("has no evidence for its answer")
		}
		if asked[y.ID] || y.NoAction != "" {
			continue
		}
		switch _, standing := todo(todos, y.FollowUp); {
		case y.FollowUp == 0:
			lack("leads to no action")
		case !standing:
			lack("leads to an action that was taken off the list")
		}
	}
	return lacks
}

func todo(todos []incident.Row[incident.Todo], id int) (incident.Todo, bool) {
	for _, r := range todos {
		if r.ID == id && !r.Gone {
			return r.Value, true
		}
	}
	return incident.Todo{}, false
}
