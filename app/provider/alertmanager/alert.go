package alertmanager

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"time"

	"standby/app/provider"
	"standby/notify"
)

// ref is what acknowledging needs to know of an alert. Encoded it is the Ref of
// a provider.Alert.
type ref struct {
	Fingerprint string            `json:"fingerprint"`
	StartsAt    time.Time         `json:"startsAt"`
	Labels      map[string]string `json:"labels"`
}

func (r ref) String() string {
	text, err := json.Marshal(r)
	if err != nil {
		// Only a year beyond 9999 cannot be written; the alert keeps its identity
		// and is found to be gone when it is acted upon.
		return r.Fingerprint
	}
	return string(text)
}

func parseRef(text string) (ref, error) {
	var r ref
	if json.Unmarshal([]byte(text), &r) != nil || r.Fingerprint == "" || len(r.Labels) == 0 {
		return ref{}, errors.New("the page's reference is not one of an Alertmanager alert")
	}
	return r, nil
}

func (a wireAlert) ref() ref {
	return ref{Fingerprint: a.Fingerprint, StartsAt: a.StartsAt.UTC(), Labels: a.Labels}
}

// key names the occurrence: the same labels firing again after a recovery have
// the same fingerprint and another start.
func (r ref) key() string {
	return r.Fingerprint + "@" + r.StartsAt.UTC().Format(time.RFC3339Nano)
}

func (a wireAlert) alert() provider.Alert {
	r := a.ref()
	return provider.Alert{
		Key:       r.key(),
		Ref:       r.String(),
		Title:     a.title(),
		Body:      first(a.Annotations, "description", "message"),
		Service:   first(a.Labels, "service", "job"),
		Severity:  a.Labels["severity"],
		URL:       a.link(),
		Urgency:   urgency(a.Labels["severity"]),
		StartedAt: r.StartsAt,
		Muted:     a.muted(),
		Dedup:     []string{a.Fingerprint},
	}
}

// muted is true only where the server says so and gives a reason that is no
// silence: an alert that is held back for no reason we know of is shown.
func (a wireAlert) muted() bool {
	s := a.Status
	return s.State == "suppressed" && len(s.SilencedBy) == 0 && len(s.InhibitedBy)+len(s.MutedBy) > 0
}

func (a wireAlert) title() string {
	if summary := first(a.Annotations, "summary", "title"); summary != "" {
		return summary
	}
	name, instance := a.Labels["alertname"], a.Labels["instance"]
	switch {
	case name == "":
		return "Alert " + a.Fingerprint
	case instance == "":
		return name
	}
	return name + " on " + instance
}

func first(of map[string]string, names ...string) string {
	for _, name := range names {
		if text := strings.TrimSpace(of[name]); text != "" {
			return text
		}
	}
	return ""
}

// urgency reads the severity label as most rule sets use it. One that is missing
// or that nobody here has heard of is loud: better woken for nothing.
func urgency(severity string) notify.Urgency {
	switch strings.ToLower(strings.TrimSpace(severity)) {
	case "warning", "warn":
		return notify.Normal
	case "info", "informational", "notice", "debug", "none":
		return notify.Low
	}
	return notify.High
}

// link is the first address that a browser may safely be sent to.
func (a wireAlert) link() string {
	for _, raw := range []string{a.GeneratorURL, a.Annotations["runbook_url"]} {
		u, err := url.Parse(strings.TrimSpace(raw))
		if err == nil && u.User == nil && provider.CheckURL(u) == nil {
			return u.String()
		}
	}
	return ""
}
