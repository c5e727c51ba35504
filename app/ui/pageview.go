package ui

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/notify"
)

// pageRow is a page as one row of a list.
type pageRow struct {
	id, title, service string
	form               look.Form
	tone               fyne.ThemeColorName
	// state is the state in words, age how long ago the page came.
	state, age string
	// clock is what is left of the ack target, in its colour; empty when no clock
	// runs.
	clock     string
	clockTone fyne.ThemeColorName
	// ack is what the acknowledge button says, empty when there is none; busy is
	// true while a request is on its way.
	ack  string
	busy bool
	// failure is why the last request failed.
	failure string
}

// rowOf is how a page looks at v.now.
func rowOf(p api.Page, v view) pageRow {
	r := pageRow{id: p.ID, title: titleOf(p), service: p.Service, age: ago(p.TriggeredAt, v.now), failure: p.Failure}
	r.form, r.tone, r.state = stateOf(p, v)
	r.clock, r.clockTone = ackClock(p, v)
	r.busy = p.Request != notify.NoRequest
	if p.Waiting() {
		r.ack = p.AckLabel
	}
	if r.busy {
		r.ack = "Sending…"
	}
	if p.Drill {
		r.title = "Test: " + r.title
	}
	return r
}

func titleOf(p api.Page) string {
	if strings.TrimSpace(p.Title) == "" {
		return "(no title)"
	}
	return p.Title
}

func stateOf(p api.Page, v view) (look.Form, fyne.ThemeColorName, string) {
	switch {
	case p.State == notify.Resolved:
		return look.Ring, look.Off, "Resolved " + api.Clock(p.ResolvedAt, v.now, v.loc)
	case p.State == notify.Acknowledged && p.AckedBy != "":
		return look.Tick, look.Taken, fmt.Sprintf("Acknowledged %s by %s", api.Clock(p.AckedAt, v.now, v.loc), p.AckedBy)
	case p.State == notify.Acknowledged:
		return look.Tick, look.Taken, "Acknowledged " + api.Clock(p.AckedAt, v.now, v.loc)
	case !p.ForMe():
		return look.Triangle, look.Off, "Waiting, not for you"
	}
	return look.Triangle, look.Waiting, "Waiting"
}

// ackClock is what is left of the ack target: amber from the warning on, red
// once it has passed.
func ackClock(p api.Page, v view) (string, fyne.ThemeColorName) {
	if !p.ForMe() {
		return "", look.Secondary
	}
	left, text := p.Due.Sub(v.now), countdown
	if !v.live {
		text = api.Span // Nothing counts the seconds now.
	}
	switch {
	case left <= 0:
		return "overdue " + api.Span(-left), look.Waiting
	case left <= p.Target-p.Warn:
		return text(left) + " left", look.Taken
	}
	return text(left) + " left", look.Secondary
}

// countdown is a span of less than an hour in minutes and seconds, else as
// everywhere.
func countdown(d time.Duration) string {
	if d >= time.Hour {
		return api.Span(d)
	}
	return fmt.Sprintf("%d:%02d", int(d/time.Minute), int(d%time.Minute/time.Second))
}

// ago is an age as people say it.
func ago(t, now time.Time) string {
	switch age := now.Sub(t); {
	case t.IsZero():
		return ""
	case age < time.Minute:
		return "just now"
	default:
		return api.Span(age) + " ago"
	}
}

// linkOf is the address of a page when it may be opened: http or https with a
// host, and nobody's password in it.
func linkOf(raw string) *url.URL {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	return u
}

// fact is one line of a page's detail: a word, and what goes with it.
type fact struct{ name, value string }

// factsOf is what is known of a page besides its state and its text.
func factsOf(p api.Page, v view) []fact {
	var facts []fact
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, fact{name, value})
		}
	}
	add("Service", p.Service)
	add("Severity", p.Severity)
	add("Source", p.Source)
	add("Came", fmt.Sprintf("%s, %s", stamp(p.TriggeredAt, v), ago(p.TriggeredAt, v.now)))
	if !p.StartedAt.IsZero() {
		add("Began", stamp(p.StartedAt, v))
	}
	if p.State == notify.Acknowledged && !p.AckUntil.IsZero() {
		add("Lapses", stamp(p.AckUntil, v)+" unless it is extended")
	}
	if p.Missed {
		add("Missed", "nobody acknowledged it within "+api.Span(p.Target))
	}
	return facts
}

// stamp is an instant in full: day, date, time.
func stamp(t time.Time, v view) string { return t.In(v.loc).Format("Mon 2 Jan 2006 15:04") }

// timelineOf is what happened to a page, oldest first, one line each.
func timelineOf(p api.Page, v view) []fact {
	facts := make([]fact, 0, len(p.Timeline))
	for _, e := range p.Timeline {
		text := happened(e.What)
		if e.By != "" {
			text += " by " + e.By
		}
		if e.Detail != "" {
			text += ": " + e.Detail
		}
		facts = append(facts, fact{e.At.In(v.loc).Format("2 Jan 15:04:05"), text})
	}
	return facts
}

func happened(what string) string {
	words := map[string]string{
		"triggered": "Triggered", "reopened": "Fired again", "shown": "Shown on this desktop", "missed": "Ack target missed", "resolved": "Resolved",
		"acknowledged": "Acknowledged", "unacknowledged": "Given back", "ack-lapsed": "Acknowledgement lapsed",
		"acknowledge-asked": "Acknowledgement asked for", "acknowledge-failed": "Acknowledgement failed, asked for",
		"unacknowledge-asked": "Giving back asked for", "unacknowledge-failed": "Giving back failed, asked for",
		"resolve-asked": "Resolving asked for", "resolve-failed": "Resolving failed, asked for",
	}
	if w, ok := words[what]; ok {
		return w
	}
	w := strings.ReplaceAll(what, "-", " ")
	if w == "" {
		return "Something happened"
	}
	return strings.ToUpper(w[:1]) + w[1:]
}
