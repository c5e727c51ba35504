package notify

import (
	"fmt"
	"strings"
	"time"
)

// The buttons of a page's note.
const (
	ActionAcknowledge = "acknowledge"
	ActionOpen        = "open"
)

// Repeat is how long a waiting page stays quiet before it is shown again.
const Repeat = 5 * time.Minute

// NextShow is when a waiting page is to be shown, given when it last was (zero
// when it was not, in this run): at once the first time, again when the warning
// and the target of its clock pass, and every Repeat besides. A page whose clock
// does not run is shown once. Zero means never.
func (p Page) NextShow(last time.Time, warn, target time.Duration) time.Time {
	switch {
	case p.State != Triggered || p.Request == AskAcknowledge && p.Failure == "":
		return time.Time{}
	case last.Before(p.TriggeredAt):
		return p.TriggeredAt
	case p.ClockFrom.IsZero():
		return time.Time{}
	}
	next := last.Add(Repeat)
	for _, mark := range []time.Time{p.ClockFrom.Add(warn), p.ClockFrom.Add(target)} {
		if last.Before(mark) && mark.Before(next) {
			next = mark
		}
	}
	return next
}

// NoteOf is the note for a waiting page, with clock times in loc. ackLabel is
// the button; without one there is only "Open".
func NoteOf(p Page, ackLabel string, target time.Duration, now time.Time, loc *time.Location) Note {
	n := Note{ID: p.ID, Title: p.Title, Urgency: Normal, Sound: true}
	if p.Service != "" {
		n.Title = p.Service + ": " + p.Title
	}
	if p.Drill {
		n.Title = "Test page: " + p.Title
	}
	var lines []string
	due := p.Due(target)
	switch {
	case due.IsZero():
		lines = append(lines, "You are off call.")
		n.Sound = false
	case now.Before(due):
		lines = append(lines, fmt.Sprintf("Acknowledge by %s.", due.In(loc).Format("15:04")))
	default:
		lines = append(lines, fmt.Sprintf("Overdue since %s.", due.In(loc).Format("15:04")))
	}
	if !due.IsZero() && p.Urgency != Low {
		n.Urgency = High
	}
	if p.Failure != "" {
		lines = append(lines, p.Failure)
	}
	if p.Body != "" {
		lines = append(lines, p.Body)
	}
	n.Body = strings.Join(lines, "\n")
	if ackLabel != "" {
		n.Actions = append(n.Actions, Action{Key: ActionAcknowledge, Label: ackLabel})
	}
	n.Actions = append(n.Actions, Action{Key: ActionOpen, Label: "Open"})
	return n
}
