package incident

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Ask is one of the questions of a diagnosis.
type Ask string

// What to ask: what it is doing, where its resources go, why it does that.
const (
	AskWhat  Ask = "what"
	AskWhere Ask = "where"
	AskWhy   Ask = "why"
)

// Finding is a question about the system and its answer.
type Finding struct {
	Ask      Ask    `json:"ask"`
	Question string `json:"question"`
	Answer   string `json:"answer,omitempty"`
	Evidence string `json:"evidence,omitempty"`
}

func (Finding) kind() Kind { return "finding" }

func (v Finding) clean(time.Time) (Finding, error) {
	if err := oneOf("question", v.Ask, AskWhat, AskWhere, AskWhy); err != nil {
		return v, err
	}
	var err error
	if v.Question, err = line("The question", v.Question); err != nil {
		return v, err
	}
	return v, lines(map[string]*string{"The answer": &v.Answer, "The evidence": &v.Evidence})
}

func (v Finding) line() string {
	if v.Answer == "" {
		return "Asked: " + v.Question
	}
	return v.Question + " " + v.Answer
}

func (Finding) rows(i *Incident) *[]Row[Finding] { return &i.Findings }

// LastChange is something that touched the system lately.
type LastChange struct {
	// ChangedAt is when; zero when that is not known.
	ChangedAt time.Time `json:"changed_at,omitzero"`
	Who       string    `json:"who,omitempty"`
	What      string    `json:"what"`
	// Ref names it: a commit, a release, a ticket.
	Ref string `json:"ref,omitempty"`
}

func (LastChange) kind() Kind { return "last-change" }

func (v LastChange) clean(time.Time) (LastChange, error) {
	var err error
	if v.ChangedAt, err = moment("When it was changed", v.ChangedAt); err != nil {
		return v, err
	}
	if v.What, err = line("The change", v.What); err != nil {
		return v, err
	}
	return v, lines(map[string]*string{"Who changed it": &v.Who, "The name of the change": &v.Ref})
}

// line is empty: a pasted list of changes is no news.
func (LastChange) line() string { return "" }

func (LastChange) rows(i *Incident) *[]Row[LastChange] { return &i.Changes }

// LastChanges are the changes, the newest first, those without a time last.
func (i Incident) LastChanges() []Row[LastChange] {
	rows := Standing(i.Changes)
	slices.SortStableFunc(rows, func(a, b Row[LastChange]) int { return b.Value.ChangedAt.Compare(a.Value.ChangedAt) })
	return rows
}

// Outcome is what a test said of a hypothesis.
type Outcome string

// The outcomes. A test suggests; it seldom proves.
const (
	Untested  Outcome = ""
	RuledOut  Outcome = "ruled-out"
	Suggested Outcome = "suggested"
	Proved    Outcome = "proved"
	Unclear   Outcome = "unclear"
)

// Hypothesis is a possible cause and the test that tells.
type Hypothesis struct {
	Cause string `json:"cause"`
	// Likelihood is in per cent, from 0 to 100, as people judge it.
	Likelihood int    `json:"likelihood"`
	Test       string `json:"test,omitempty"`
	// Exclusive: its result rules the other causes out, or this one.
	Exclusive Reply `json:"exclusive,omitempty"`
	// SideEffects: the test itself changes how the system behaves.
	SideEffects Reply `json:"side_effects,omitempty"`
	// Misleading: the test may say so for another reason.
	Misleading Reply   `json:"misleading,omitempty"`
	Outcome    Outcome `json:"outcome,omitempty"`
	Result     string  `json:"result,omitempty"`
}

func (Hypothesis) kind() Kind { return "hypothesis" }

func (v Hypothesis) clean(time.Time) (Hypothesis, error) {
	if v.Likelihood < 0 || v.Likelihood > 100 {
		return v, fmt.Errorf("a likelihood of %d %% %w: 0 to 100", v.Likelihood, ErrValue)
	}
	for _, r := range []Reply{v.Exclusive, v.SideEffects, v.Misleading} {
		if err := oneOf("reply", r, Unanswered, Yes, No, Unsure); err != nil {
			return v, err
		}
	}
	if err := oneOf("outcome", v.Outcome, Untested, RuledOut, Suggested, Proved, Unclear); err != nil {
		return v, err
	}
	var err error
	if v.Cause, err = line("The possible cause", v.Cause); err != nil {
		return v, err
	}
	return v, lines(map[string]*string{"The test": &v.Test, "The result": &v.Result})
}

func (v Hypothesis) line() string {
	said := "Possible cause: " + v.Cause
	switch v.Outcome {
	case RuledOut:
		said += ": ruled out"
	case Suggested:
		said += ": a test suggests it"
	case Proved:
		said += ": a test proved it"
	case Unclear:
		said += ": the test did not tell"
	}
	if v.Result != "" {
		said += ". " + v.Result
	}
	return said
}

func (Hypothesis) rows(i *Incident) *[]Row[Hypothesis] { return &i.Hypotheses }

// HypothesesByLikelihood are the possible causes in the order in which to test
// them: those that are not ruled out first, the likeliest first.
func (i Incident) HypothesesByLikelihood() []Row[Hypothesis] {
	rows := Standing(i.Hypotheses)
	slices.SortStableFunc(rows, func(a, b Row[Hypothesis]) int {
		return cmp.Or(cmp.Compare(out(a.Value), out(b.Value)), cmp.Compare(b.Value.Likelihood, a.Value.Likelihood))
	})
	return rows
}

func out(h Hypothesis) int {
	if h.Outcome == RuledOut {
		return 1
	}
	return 0
}
