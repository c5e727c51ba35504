package pagerduty

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"standby/app/provider"
	"standby/notify"
)

// Bounds of an alert's text: the agent cuts it to what a page shows.
const (
	mostDetails = 40
	longestText = 8 << 10
	mostKeys    = 8
)

// ref is what acts need to know of an incident: its id, and when it was last
// assigned as the user saw it. Encoded, "PABC123@2026-11-22T09:00:00Z", it is the
// Ref of a provider.Alert.
type ref struct {
	id    string
	moved time.Time
}

func (r ref) String() string {
	if r.moved.IsZero() {
		return r.id
	}
	return r.id + "@" + r.moved.Format(time.RFC3339)
}

func parseRef(text string) (ref, error) {
	id, at, found := strings.Cut(text, "@")
	r := ref{id: id}
	if found {
		var err error
		if r.moved, err = time.Parse(time.RFC3339, at); err != nil {
			return ref{}, errNoRef
		}
	}
	if !identifier.MatchString(id) {
		return ref{}, errNoRef
	}
	return r, nil
}

var errNoRef = errors.New("the page's reference is not one of a PagerDuty incident")

// alert is the incident as a page. Its key is the incident's id, so that one that
// is opened again is the page it was.
func (i incident) alert() provider.Alert {
	first := i.first()
	a := provider.Alert{
		Key:       i.ID,
		Ref:       ref{i.ID, i.moved()}.String(),
		Title:     i.title(),
		Body:      cut(first.text()),
		Service:   i.Service.Summary,
		Severity:  i.Priority.Summary,
		URL:       link(i.HTMLURL),
		Urgency:   notify.High, // one that nobody here has heard of is loud
		StartedAt: i.CreatedAt.UTC(),
		Dedup:     keys(i.IncidentKey, first.Channel.IncidentKey, first.Channel.CEF.DedupKey, link(i.HTMLURL)), // its mails name the address
	}
	if i.Urgency == "low" {
		a.Urgency = notify.Low
	}
	if i.Status == acknowledged {
		ack := i.ack()
		a.Ack = &ack
	}
	return a
}

func (i incident) title() string {
	for _, text := range []string{i.Title, i.Summary} {
		if text = strings.TrimSpace(text); text != "" {
			return text
		}
	}
	return fmt.Sprintf("Incident #%d", i.Number)
}

// link is an address that a browser may safely be sent to, or none.
func link(raw string) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.User != nil || provider.CheckURL(u) != nil {
		return ""
	}
	return u.String()
}

func keys(all ...string) []string {
	var out []string
	for _, k := range all {
		if k != "" && !slices.Contains(out, k) && len(out) < mostKeys {
			out = append(out, k)
		}
	}
	return out
}

// trigger is what set the incident off: the first entry of its log.
type trigger struct {
	Event struct {
		Description string `json:"description"`
	} `json:"event_details"`
	Channel struct {
		Type        string          `json:"type"`
		Summary     string          `json:"summary"`
		Description string          `json:"description"`
		Subject     string          `json:"subject"`
		Body        string          `json:"body"`
		BodyType    string          `json:"body_content_type"`
		IncidentKey string          `json:"incident_key"`
		Details     json.RawMessage `json:"details"`
		CEF         struct {
			DedupKey string          `json:"dedup_key"`
			Details  json.RawMessage `json:"details"`
		} `json:"cef_details"`
	} `json:"channel"`
}

// first reads what it can: the form depends on who sent the event, and a page
// without its details is worth more than none.
func (i incident) first() trigger {
	var t trigger
	if len(i.First) > 0 && json.Unmarshal(i.First, &t) != nil {
		return trigger{}
	}
	return t
}

func (t trigger) text() string {
	c := t.Channel
	var parts []string
	add := func(text string) {
		if text = strings.TrimSpace(text); text != "" && !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	add(c.Description)
	add(t.Event.Description)
	add(c.Subject)
	if !strings.Contains(c.BodyType, "html") {
		add(c.Body)
	}
	if len(c.Details) > 0 && !bytes.Equal(c.Details, []byte("null")) {
		add(details(c.Details))
	} else {
		add(details(c.CEF.Details))
	}
	return strings.Join(parts, "\n")
}

// details are those that the event carried: a text, or members with a line each.
func details(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		return text
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil {
		return ""
	}
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if len(lines) == mostDetails {
			break
		}
		if json.Unmarshal(members[name], &text) != nil {
			text = string(members[name])
		}
		lines = append(lines, name+": "+text)
	}
	return strings.Join(lines, "\n")
}

func cut(text string) string {
	if len(text) > longestText {
		return strings.ToValidUTF8(text[:longestText], "")
	}
	return text
}
