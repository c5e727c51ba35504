package pagerduty

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"standby/app/provider"
)

// ErrLastLevel says that nobody further is named by the escalation policy.
var ErrLastLevel = errors.New("its escalation policy names nobody further")

// EscalateLabel is what the button says.
func (s *Source) EscalateLabel() string { return "Escalate to the next level" }

// Escalate assigns the incident to the next level of its escalation policy at which
// somebody is on call who does not have it yet, and returns their names. An
// incident that was assigned anew since ref was listed is left where it is; to is
// then who has it. ErrLastLevel where there is no such level, ErrGone when the
// incident is resolved or had left us before.
//
// The API does not say at which level an incident is. It is worked out from who
// has it and who is on call at which level.
func (s *Source) Escalate(ctx context.Context, text, _ string) (to string, err error) {
	err = s.act(ctx, "escalate", func(ses *session) error {
		to, err = ses.escalate(ctx, text)
		return err
	})
	return to, err
}

func (s *session) escalate(ctx context.Context, text string) (to string, err error) {
	i, err := s.mine(ctx, text)
	r, bad := parseRef(text)
	seen := bad == nil && !r.moved.IsZero()
	if seen && len(i.Assignments) > 0 && i.moved().After(r.moved) {
		return i.assignees(), nil
	}
	if err != nil {
		return "", err
	}
	levels, err := s.levels(ctx, i.Policy.ID)
	if err != nil {
		return "", err
	}
	next := i.next(levels)
	if next == nil {
		return "", fmt.Errorf("incident %s: %w", i.ID, ErrLastLevel)
	}
	before := i
	i, err = s.change(ctx, i.ID, map[string]any{"escalation_level": next.number}, func(i incident) bool {
		return i.Status != resolved && !sameAssignments(before, i)
	})
	if err != nil {
		return "", err
	}
	return i.assignees(), nil
}

func sameAssignments(a, b incident) bool {
	return a.moved().Equal(b.moved()) && a.assignees() == b.assignees()
}

// level is one level of an escalation policy, with who is on call at it now.
type level struct {
	number int
	people []person
}

// levels are those of a policy at which anybody is on call now, in order.
func (s *session) levels(ctx context.Context, policy string) ([]level, error) {
	if policy == "" {
		return nil, nil
	}
	list, err := s.onCalls(ctx, url.Values{"escalation_policy_ids[]": {policy}})
	if err != nil {
		return nil, fmt.Errorf("read who is on call: %w", err)
	}
	var levels []level
	for _, c := range list {
		at := slices.IndexFunc(levels, func(l level) bool { return l.number == c.Level })
		if at < 0 {
			at, levels = len(levels), append(levels, level{number: c.Level})
		}
		levels[at].people = append(levels[at].people, c.User)
	}
	slices.SortFunc(levels, func(a, b level) int { return a.number - b.number })
	return levels, nil
}

// next is the first level, after the one where the incident is, that tells somebody
// who does not have it; nil when there is none. It is taken to be at the lowest
// level at which anybody has it, below all where nobody on call does.
func (i incident) next(levels []level) *level {
	has := func(p person) bool { return i.assignedTo(p.ID) }
	at := slices.IndexFunc(levels, func(l level) bool { return slices.ContainsFunc(l.people, has) })
	for n := at + 1; n < len(levels); n++ {
		if slices.ContainsFunc(levels[n].people, func(p person) bool { return !has(p) }) {
			return &levels[n]
		}
	}
	return nil
}

// onCall is one entry of who is on call. Start and End are empty where there is
// none: that person is named by the policy itself.
type onCall struct {
	User     person    `json:"user"`
	Schedule reference `json:"schedule"`
	Policy   reference `json:"escalation_policy"`
	Level    int       `json:"escalation_level"`
	Start    *string   `json:"start"`
	End      *string   `json:"end"`
}

func (c onCall) key() string {
	start := ""
	if c.Start != nil {
		start = *c.Start
	}
	return strings.Join([]string{c.User.ID, c.Schedule.ID, c.Policy.ID, strconv.Itoa(c.Level), start}, "/")
}

func (s *session) onCalls(ctx context.Context, filter url.Values) ([]onCall, error) {
	return collect(ctx, onCall.key, func(ctx context.Context, query url.Values) (listing[onCall], error) {
		for name, values := range filter {
			query[name] = values
		}
		var answer struct {
			OnCalls []onCall `json:"oncalls"`
			More    *bool    `json:"more"`
			Offset  *int     `json:"offset"`
		}
		if err := s.get(ctx, onCallsPath, query, &answer); err != nil {
			return listing[onCall]{}, err
		}
		for _, c := range answer.OnCalls {
			if c.User.ID == "" || c.Level < 1 {
				return listing[onCall]{}, fmt.Errorf("%w: an on-call without user or level", provider.ErrNotTheService)
			}
		}
		return listing[onCall]{answer.OnCalls, answer.More, answer.Offset}, nil
	})
}
