package mail

import (
	"fmt"
	"hash/fnv"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"standby/app/provider"
)

// labelled is one alert as Alertmanager's own template writes it into a mail: labels
// and annotations, a line each, under headings.
type labelled struct {
	turn        turn
	labels      map[string]string
	annotations map[string]string
}

// alertmanagerMail reads the mails that Alertmanager's own template makes: each alert
// of the group is a trouble of its own, with the fingerprint that Alertmanager itself
// knows it by.
func alertmanagerMail(m message, base report, _ subject) []report {
	var sources []string
	for _, l := range m.links {
		if u, err := url.Parse(l); err == nil && u.User == nil && provider.CheckURL(u) == nil && !strings.HasPrefix(u.Fragment, "/alerts") {
			sources = append(sources, l)
		}
	}
	list := alertsIn(m.text)
	var out []report
	for i, a := range list[:min(len(list), maxReports)] {
		r, print := base, fingerprint(a.labels)
		r.turn, r.exact, r.known = a.turn, "fingerprint "+print, []string{print}
		r.title, r.body = a.title(print), firstOf(a.annotations["description"], a.annotations["message"])
		r.service, r.severity = firstOf(a.labels["service"], a.labels["job"]), a.labels["severity"]
		r.urgency = urgencyOf(r.severity)
		if len(sources) >= len(list) {
			r.url = sources[i]
		}
		out = append(out, r)
	}
	return out
}

var (
	alertHeading = regexp.MustCompile(`(?i)^\[[0-9]+\] (firing|resolved)$`)
	pairLine     = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_]*) = (.*)$`)
)

// alertsIn finds the alerts in a text; none where one of them cannot be told whole.
func alertsIn(text string) []labelled {
	var out []labelled
	state, into := neither, map[string]string(nil)
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if m := alertHeading.FindStringSubmatch(line); m != nil {
			state, into = begins, nil
			if strings.EqualFold(m[1], "resolved") {
				state = ends
			}
			continue
		}
		switch {
		case state == neither:
		case line == "Labels":
			out = append(out, labelled{turn: state, labels: map[string]string{}, annotations: map[string]string{}})
			into = out[len(out)-1].labels
		case line == "Annotations" && len(out) > 0:
			into = out[len(out)-1].annotations
		default:
			if m := pairLine.FindStringSubmatch(line); m != nil && into != nil {
				into[m[1]] = m[2]
			}
		}
	}
	if slices.ContainsFunc(out, func(a labelled) bool { return len(a.labels) == 0 }) {
		return nil
	}
	return out
}

// title is as the provider of Alertmanager itself makes it, so that both are alike.
func (a labelled) title(print string) string {
	name, instance := a.labels["alertname"], a.labels["instance"]
	switch summary := firstOf(a.annotations["summary"], a.annotations["title"]); {
	case summary != "":
		return summary
	case name == "":
		return "Alert " + print
	case instance == "":
		return name
	}
	return name + " on " + instance
}

// fingerprint is the name that Prometheus and Alertmanager give to a set of labels:
// FNV-1a of names and values in order, each ended by the byte 255
// (github.com/prometheus/common/model, LabelSet.Fingerprint).
func fingerprint(labels map[string]string) string {
	sum := fnv.New64a()
	for _, name := range slices.Sorted(maps.Keys(labels)) {
		_, _ = sum.Write([]byte(name + "\xff" + labels[name] + "\xff")) // a hash takes all
	}
	return fmt.Sprintf("%016x", sum.Sum64())
}
