package alertmanager

import (
	"maps"
	"slices"
	"strings"
	"time"

	"standby/app/provider"
)

// ackSign begins the comment of a silence that means an acknowledgement.
const ackSign = "ACK!"

// silence is gettableSilence of the API v2, and without Status and UpdatedAt
// postableSilence.
type silence struct {
	ID     string `json:"id,omitempty"`
	Status struct {
		State string `json:"state,omitempty"`
	} `json:"status,omitzero"`
	Matchers  []matcher `json:"matchers"`
	StartsAt  time.Time `json:"startsAt"`
	EndsAt    time.Time `json:"endsAt"`
	CreatedBy string    `json:"createdBy"`
	Comment   string    `json:"comment"`
}

type matcher struct {
	Name    string `json:"name"`
	Value   string `json:"value"`
	IsRegex bool   `json:"isRegex"`
	// IsEqual is true where it is absent.
	IsEqual *bool `json:"isEqual,omitempty"`
}

// exactly returns one equality matcher for every label, by name. A label with an
// empty value is kept: to Alertmanager it matches an alert without that label,
// which is what the alert is.
func exactly(labels map[string]string) []matcher {
	equal := true
	out := make([]matcher, 0, len(labels))
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		out = append(out, matcher{Name: name, Value: labels[name], IsEqual: &equal})
	}
	return out
}

// isExactly reports whether the silence holds the equality matchers of these
// labels and no others.
func (s silence) isExactly(labels map[string]string) bool {
	if len(s.Matchers) != len(labels) {
		return false
	}
	seen := make(map[string]bool, len(labels))
	for _, m := range s.Matchers {
		value, known := labels[m.Name]
		equal := m.IsEqual == nil || *m.IsEqual
		if !known || value != m.Value || m.IsRegex || !equal || seen[m.Name] {
			return false
		}
		seen[m.Name] = true
	}
	return true
}

// isAck reports whether the silence means an acknowledgement, of ours or of a
// tool that signs likewise.
func (s silence) isAck() bool { return strings.HasPrefix(strings.TrimSpace(s.Comment), ackSign) }

func (s silence) expired() bool { return s.Status.State == "expired" }

func (s silence) ack() provider.Ack {
	return provider.Ack{Handle: s.ID, By: s.CreatedBy, Until: s.EndsAt.UTC()}
}

func ackComment(by string) string {
	return ackSign + " " + by + " has taken this alert with Standby; extended while it fires."
}

// ackOf picks the one of several silences that says most: an acknowledgement
// before maintenance, then the one that ends last. An id without details still
// means that the alert is silenced.
func ackOf(ids []string, known map[string]silence) *provider.Ack {
	if len(ids) == 0 {
		return nil
	}
	var best *silence
	for _, id := range ids {
		if s, ok := known[id]; ok && (best == nil || s.outranks(*best)) {
			best = &s
		}
	}
	ack := provider.Ack{Handle: ids[0]}
	if best != nil {
		ack = best.ack()
	}
	return &ack
}

func (s silence) outranks(t silence) bool {
	if s.isAck() != t.isAck() {
		return s.isAck()
	}
	return s.EndsAt.After(t.EndsAt)
}
