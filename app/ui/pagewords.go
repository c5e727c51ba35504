package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/api"
	"standby/notify"
)

// sendingOf is what is on its way to the source of a page, in words; empty when
// nothing is.
func sendingOf(p api.Page, v view) string {
	words := map[notify.Request]string{
		notify.AskAcknowledge: "Sending the acknowledgement…", notify.AskUnacknowledge: "Giving it back…", notify.AskResolve: "Resolving…",
		notify.AskSnooze: "Snoozing until " + api.Clock(p.AskUntil, v.now, v.loc) + "…", notify.AskEscalate: "Handing it on…",
	}
	switch {
	case p.Request == notify.NoRequest:
		return ""
	case p.Request == notify.AskResolve && p.HoldUntil.After(v.now):
		return "Resolving in " + seconds(p.HoldUntil.Sub(v.now))
	}
	text, known := words[p.Request]
	if !known {
		text = "Sending…"
	}
	switch {
	case p.Attempts == 1:
		text += " It failed once and is tried again."
	case p.Attempts > 1:
		text += fmt.Sprintf(" It failed %d times and is tried again.", p.Attempts)
	}
	return text
}

// undoOf is what the button says that takes the last step back; empty when it is
// too late, or nothing would come of it.
func undoOf(p api.Page, v view) string {
	if !v.live || !p.UndoUntil.After(v.now) {
		return ""
	}
	return "Undo (" + seconds(p.UndoUntil.Sub(v.now)) + ")"
}

// undone is what would be taken back, in words.
func undone(p api.Page) string {
	if p.Request == notify.AskResolve {
		return "Resolving: " + titleOf(p)
	}
	return "Acknowledged: " + titleOf(p)
}

// undoable is the page whose last step can be taken back, the latest of several.
func undoable(pages []api.Page, v view) (found api.Page, ok bool) {
	for _, p := range pages {
		if undoOf(p, v) != "" && p.UndoUntil.After(found.UndoUntil) {
			found, ok = p, true
		}
	}
	return found, ok
}

// seconds is a short span, rounded up, so that it never reads nothing while there
// is something left.
func seconds(d time.Duration) string {
	return fmt.Sprintf("%d s", (d+time.Second-1)/time.Second)
}

// besides is what is said of the pages that a snapshot has no room for; empty when
// it has them all.
func besides(s api.Snapshot) string {
	switch {
	case s.MorePages <= 0:
		return ""
	case s.MoreWaiting == s.MorePages:
		return fmt.Sprintf("And %d more wait; they come up as these are dealt with.", s.MorePages)
	case s.MoreWaiting == 0:
		return fmt.Sprintf("And %d more are open; they come up as these are dealt with.", s.MorePages)
	}
	return fmt.Sprintf("And %d more are open, %d of them wait; they come up as these are dealt with.", s.MorePages, s.MoreWaiting)
}

// unseenIDs are the pages that came and went and that nobody has seen.
func unseenIDs(pages []api.Page) []string {
	var ids []string
	for _, p := range pages {
		if p.Unseen {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// mutedOf is what is said while sounds are muted; empty when they are not.
func mutedOf(v view) string {
	if !v.snap.MutedUntil.After(v.now) {
		return ""
	}
	return "Muted until " + api.Clock(v.snap.MutedUntil, v.now, v.loc) + ": pages are shown, and make no sound."
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
	if len(p.Origins) > 1 {
		facts = append(facts, waysOf(p)...)
	} else {
		add("Source", p.Source)
	}
	add("Came", fmt.Sprintf("%s, %s", stamp(p.TriggeredAt, v), ago(p.TriggeredAt, v.now)))
	if !p.StartedAt.IsZero() {
		add("Began", stamp(p.StartedAt, v))
	}
	if p.State == notify.Acknowledged && !p.AckUntil.IsZero() {
		add("Lapses", stamp(p.AckUntil, v)+" unless it is extended")
	}
	if p.State != notify.Escalated && !p.EscalatedAt.IsZero() {
		add("Handed on", joinedBy(" to ", stamp(p.EscalatedAt, v), p.EscalatedTo))
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
		facts = append(facts, fact{name, "note: " + w.Text})
	}
	return facts
}

// waysOf is what is said of the ways that a page came by: a line for each, when
// there are several.
func waysOf(p api.Page) []fact {
	facts := make([]fact, 0, len(p.Origins))
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
		facts = append(facts, fact{name, text})
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

// joinedBy puts what is not empty next to each other.
func joinedBy(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), sep)
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
