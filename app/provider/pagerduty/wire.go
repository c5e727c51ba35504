package pagerduty

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"standby/app/provider"
)

// The statuses of an incident.
const (
	triggered    = "triggered"
	acknowledged = "acknowledged"
	resolved     = "resolved"
)

// reference is how the API names a thing within another.
type reference struct {
	ID      string `json:"id"`
	Type    string `json:"type,omitempty"`
	Summary string `json:"summary,omitempty"`
}

// person is a user, in full or by reference.
type person struct {
	ID      string `json:"id"`
	Name    string `json:"name,omitempty"`
	Summary string `json:"summary,omitempty"`
	Email   string `json:"email,omitempty"`
}

func (p person) String() string {
	for _, text := range []string{p.Name, p.Summary, p.Email, p.ID} {
		if strings.TrimSpace(text) != "" {
			return text
		}
	}
	return "somebody"
}

// incident is an incident as far as we use it. Members that say what it is are
// required by missing.
type incident struct {
	ID          string    `json:"id"`
	Number      int       `json:"incident_number"`
	Title       string    `json:"title"`
	Summary     string    `json:"summary"`
	Status      string    `json:"status"`
	Urgency     string    `json:"urgency"`
	HTMLURL     string    `json:"html_url"`
	CreatedAt   time.Time `json:"created_at"`
	IncidentKey string    `json:"incident_key"`
	Service     reference `json:"service"`
	Policy      reference `json:"escalation_policy"`
	Priority    reference `json:"priority"`
	Assignments []struct {
		At       time.Time `json:"at"`
		Assignee person    `json:"assignee"`
	} `json:"assignments"`
	Acknowledgements []struct {
		At           time.Time `json:"at"`
		Acknowledger person    `json:"acknowledger"`
	} `json:"acknowledgements"`
	PendingActions []struct {
		Type string    `json:"type"`
		At   time.Time `json:"at"`
	} `json:"pending_actions"`
	// First is read apart, because what stands in it is anybody's.
	First json.RawMessage `json:"first_trigger_log_entry"`
}

// identifier is what ids of the API look like; nothing else is put in a path.
var identifier = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// check refuses what cannot be an incident: nothing must be concluded from it.
func (i incident) check() error {
	switch {
	case !identifier.MatchString(i.ID):
		return fmt.Errorf("%w: an incident without an id", provider.ErrNotTheService)
	case i.Status != triggered && i.Status != acknowledged && i.Status != resolved:
		return fmt.Errorf("%w: incident %s has no status that is known here", provider.ErrNotTheService, i.ID)
	}
	return nil
}

func (i incident) assignedTo(id string) bool {
	for _, a := range i.Assignments {
		if a.Assignee.ID == id {
			return true
		}
	}
	return false
}

// moved is when it was last assigned; zero when it is assigned to nobody.
func (i incident) moved() time.Time {
	var last time.Time
	for _, a := range i.Assignments {
		if a.At.After(last) {
			last = a.At
		}
	}
	return last.UTC()
}

// assignees are the names of those it is assigned to, by name.
func (i incident) assignees() string {
	var names []string
	for _, a := range i.Assignments {
		names = append(names, a.Assignee.String())
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}

// ackBy reports whether that person's acknowledgement stands, and whose else do.
func (i incident) ackBy(id string) (theirs bool, others []string) {
	if i.Status != acknowledged {
		return false, nil
	}
	for _, a := range i.Acknowledgements {
		if a.Acknowledger.ID == id {
			theirs = true
		} else {
			others = append(others, a.Acknowledger.String())
		}
	}
	return theirs, others
}

// pagesAgain is when its acknowledgement ends by itself; zero when it does not.
func (i incident) pagesAgain() time.Time {
	var first time.Time
	for _, p := range i.PendingActions {
		if p.Type == "unacknowledge" && (first.IsZero() || p.At.Before(first)) {
			first = p.At
		}
	}
	return first.UTC()
}

// ack is the acknowledgement as it stands, by whoever came last.
func (i incident) ack() provider.Ack {
	ack := provider.Ack{Handle: i.ID, Until: i.pagesAgain()}
	ack.Lapses = !ack.Until.IsZero()
	var last time.Time
	for _, a := range i.Acknowledgements {
		if ack.By == "" || !a.At.Before(last) {
			ack.By, last = a.Acknowledger.String(), a.At
		}
	}
	return ack
}
