package pages

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"standby/app/api"
	"standby/app/ui/model"
	"standby/notify"
)

// linkOf is the address of a page when it may be opened: http or https with a
// host, and nobody's password in it.
func linkOf(raw string) *url.URL {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return u
}

// factsOf is what is known of a page besides its state and its text.
func factsOf(p api.Page, v model.View) []model.Fact {
	var facts []model.Fact
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, model.Fact{Name: name, Value: value})
		}
	}
	add("Service", p.Service)
	add("Severity", p.Severity)
	if len(p.Origins) > 1 {
		facts = append(facts, waysOf(p)...)
	} else {
		add("Source", p.Source)
	}
	add("Came", fmt.Sprintf("%s, %s", stamp(p.TriggeredAt, v), model.Ago(p.TriggeredAt, v.Now)))
	if !p.StartedAt.IsZero() {
		add("Began", stamp(p.StartedAt, v))
	}
	if p.State == notify.Acknowledged && !p.AckUntil.IsZero() {
		add("Lapses", stamp(p.AckUntil, v)+" unless it is extended")
	}
	if p.State != notify.Escalated && !p.EscalatedAt.IsZero() {
		add("Handed on", model.JoinedBy(" to ", stamp(p.EscalatedAt, v), p.EscalatedTo))
	}
	if p.Reopened > 0 {
		add("Fired again", times(p.Reopened))
	}
	if p.Missed {
		missed := "nobody acknowledged it within " + api.Span(p.Target)
		if p.MissedWhy != "" {
			missed += ", because: " + p.MissedWhy
		}
		add("Missed", missed)
	}
	for i, w := range p.Unsent {
		name := ""
		if i == 0 {
			name = "Not sent yet"
		}
		facts = append(facts, model.Fact{Name: name, Value: "note: " + w.Text})
	}
	return facts
}

// waysOf is what is said of the ways that a page came by: a line for each, when
// there are several.
func waysOf(p api.Page) []model.Fact {
	facts := make([]model.Fact, 0, len(p.Origins))
	for i, o := range p.Origins {
		name := ""
		if i == 0 {
			name = "Came by"
		}
		text := o.Source + ": " + stateWord(o.State)
		if o.Sending != notify.NoRequest {
			text += ", sending “" + string(o.Sending) + "”"
		}
		if o.Failure != "" {
			text += ", failed: " + o.Failure
		}
		facts = append(facts, model.Fact{Name: name, Value: text})
	}
	return facts
}

func stateWord(s notify.State) string {
	switch s {
	case notify.Triggered:
		return "waiting"
	case notify.Escalated:
		return "handed on"
	}
	return string(s)
}

// linksOf are the addresses of a page and of the ways it came by, each once.
func linksOf(p api.Page) []string {
	var links []string
	add := func(raw string) {
		if raw != "" && len(links) < linksMax && !slices.Contains(links, raw) {
			links = append(links, raw)
		}
	}
	add(p.URL)
	for _, o := range p.Origins {
		add(o.URL)
	}
	return links
}

// linksMax is how many addresses of one page are shown.
const linksMax = 4

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// stamp is an instant in full: day, date, time.
func stamp(t time.Time, v model.View) string { return t.In(v.Loc).Format("Mon 2 Jan 2006 15:04") }

// timelineOf is what happened to a page, oldest first, one line each.
func timelineOf(p api.Page, v model.View) []model.Fact {
	facts := make([]model.Fact, 0, len(p.Timeline))
	for _, e := range p.Timeline {
		text := happened(e.What)
		if e.By != "" {
			text += " by " + e.By
		}
		if e.Detail != "" {
			text += ": " + e.Detail
		}
		facts = append(facts, model.Fact{Name: e.At.In(v.Loc).Format("2 Jan 15:04:05"), Value: text})
	}
	return facts
}

func happened(what string) string {
	if w, ok := happenings()[what]; ok {
		return w
	}
	w := strings.ReplaceAll(what, "-", " ")
	if w == "" {
		return "Something happened"
	}
	return strings.ToUpper(w[:1]) + w[1:]
}

// happenings are the words of the timeline, for people.
func happenings() map[string]string {
	return map[string]string{
		"triggered": "Triggered", "reopened": "Fired again", "joined": "Also reported", "shown": "Shown on this desktop",
		"missed": "Ack target missed", "excused": "Reason given", "paused": "Clock paused", "resumed": "Clock runs again",
		"acknowledged": "Acknowledged", "unacknowledged": "Given back", "ack-lapsed": "Acknowledgement lapsed", "acknowledge-undone": "Acknowledgement undone",
		"snoozed": "Snoozed", "snooze-ended": "Snooze ended", "escalated": "Handed on", "escalation-unanswered": "Nobody answered: it waits here again",
		"resolved": "Resolved", "seen": "Seen", "note": "Note", "note-failed": "The source did not take the note",
		"acknowledge-asked": "Acknowledgement asked for", "acknowledge-failed": "Acknowledgement failed, asked for", "acknowledge-withdrawn": "Acknowledgement withdrawn",
		"unacknowledge-asked": "Giving back asked for", "unacknowledge-failed": "Giving back failed, asked for", "unacknowledge-withdrawn": "Giving back withdrawn",
		"resolve-asked": "Resolving asked for", "resolve-failed": "Resolving failed, asked for", "resolve-withdrawn": "Resolving withdrawn",
		"snooze-asked": "Snooze asked for", "snooze-failed": "Snooze failed, asked for", "snooze-withdrawn": "Snooze withdrawn",
		"escalate-asked": "Handing on asked for", "escalate-failed": "Handing on failed, asked for", "escalate-withdrawn": "Handing on withdrawn",
	}
}
