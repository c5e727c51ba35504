package postmortem

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"standby/app/incident"
)

// What can be wrong with a move.
var (
	// ErrMove: that state does not follow this one.
	ErrMove = errors.New("the post-mortem cannot go there")
	// ErrUnready: something is missing, and no reason was given to go on all the same.
	ErrUnready = errors.New("the post-mortem is not ready")
)

// Next are the states that may follow one. The four of a review are PagerDuty's:
// draft, in review, reviewed, closed.
func Next(from incident.ReviewState) []incident.ReviewState {
	switch from {
	case incident.NotBegun:
		return []incident.ReviewState{incident.Draft, incident.NotNeeded}
	case incident.NotNeeded:
		return []incident.ReviewState{incident.Draft}
	case incident.Draft:
		return []incident.ReviewState{incident.InReview, incident.NotNeeded}
	case incident.InReview:
		return []incident.ReviewState{incident.Reviewed, incident.Draft}
	case incident.Reviewed:
		return []incident.ReviewState{incident.Filed, incident.InReview}
	case incident.Filed:
		return []incident.ReviewState{incident.InReview}
	}
	return nil
}

// Label is what people call a state.
func Label(s incident.ReviewState) string {
	switch s {
	case incident.NotBegun:
		return "Not begun"
	case incident.NotNeeded:
		return "Not needed"
	case incident.Draft:
		return "Draft"
	case incident.InReview:
		return "In review"
	case incident.Reviewed:
		return "Reviewed"
	case incident.Filed:
		return "Closed"
	}
	return string(s)
}

// Move is the command that brings the post-mortem to a state. What is missing
// (ErrUnready names it) can be left missing for a reason; that none is needed, and
// going back, always take one.
func (p PostMortem) Move(to incident.ReviewState, why string) (incident.PostMortem, error) {
	from := p.Review.State
	if !slices.Contains(Next(from), to) {
		return incident.PostMortem{}, fmt.Errorf("from %q to %q: %w", Label(from), Label(to), ErrMove)
	}
	why = strings.TrimSpace(why)
	move := incident.PostMortem{State: to, Why: why}
	back := from == incident.InReview && to == incident.Draft || to == incident.InReview && from != incident.Draft
	switch missing := p.Missing(to); {
	case why != "":
		return move, nil
	case to == incident.NotNeeded:
		return incident.PostMortem{}, fmt.Errorf("why no post-mortem is needed %w", ErrEmpty)
	case back:
		return incident.PostMortem{}, fmt.Errorf("why it goes back to %q %w", Label(to), ErrEmpty)
	case len(missing) > 0:
		return incident.PostMortem{}, fmt.Errorf("%w for %q: %s; do that, or say why to go on without", ErrUnready, Label(to), strings.Join(missing, "; "))
	}
	return move, nil
}

// Missing says what a post-mortem lacks for a state, in sentences without a stop.
func (p PostMortem) Missing(to incident.ReviewState) []string {
	switch to {
	case incident.InReview:
		return p.missingText()
	case incident.Reviewed:
		return p.unchecked(Shared)
	case incident.Filed:
		missing := p.unchecked("")
		for _, f := range p.FollowUps {
			if f.State == Outstanding || f.State == Overdue {
				missing = append(missing, f.unowned()...)
			}
		}
		return missing
	}
	return nil
}

func (p PostMortem) missingText() []string {
	var missing []string
	if len(p.Authors) == 0 {
		missing = append(missing, "it has no author")
	}
	for _, t := range p.Texts {
		if t.Part.Required() && t.Blank() {
			missing = append(missing, "nobody has written: "+t.Part.Ask())
		}
	}
	if len(p.Whys) == 0 {
		missing = append(missing, "nobody has asked why")
	}
	for _, l := range p.Lacks {
		missing = append(missing, fmt.Sprintf("%q %s", l.Question, l.What))
	}
	return missing
}

// unchecked are the checks that were not answered with yes, but for one that comes
// later.
func (p PostMortem) unchecked(later Check) []string {
	var missing []string
	for _, c := range p.Checks {
		if c.Reply != incident.Yes && c.Check != later {
			missing = append(missing, "not answered with yes: "+c.Check.Asks())
		}
	}
	return missing
}
