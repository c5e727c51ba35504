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
	// state is the state in words, brief the same for where there is little room;
	// age is how long ago the page came.
	state, brief, age string
	// clock is what is left of the ack target, in its colour; empty when no clock
	// is of interest.
	clock     string
	clockTone fyne.ThemeColorName
	// still is true while the clock is paused.
	still bool
	// ack is what the acknowledge button says, empty when there is none; busy is
	// true while that is on its way.
	ack  string
	busy bool
	// sending is what is on its way to the source, in words; failure is why the
	// last request failed.
	sending, failure string
	// again is how often the same trouble came; empty when that is not known.
	again string
}

// rowOf is how a page looks at v.now.
func rowOf(p api.Page, v view) pageRow {
	r := pageRow{id: p.ID, title: titleOf(p), service: p.Service, age: ago(p.TriggeredAt, v.now), failure: p.Failure, sending: sendingOf(p, v)}
	s := standOf(p, v)
	r.form, r.tone, r.state, r.brief = s.form, s.tone, s.word, s.brief
	r.clock, r.clockTone = ackClock(p, v)
	r.still = !p.PausedAt.IsZero()
	if p.Recurrence != nil {
		r.again = p.Recurrence.String()
	}
	r.busy = p.Request == notify.AskAcknowledge
	switch {
	case r.busy:
		r.ack = "Sending…"
	case p.Waiting():
		r.ack = p.AckLabel
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

// stand is what a page is in: a shape, a colour and a word, never one of them
// alone. brief is short enough for a row of the list at its narrowest.
type stand struct {
	form        look.Form
	tone        fyne.ThemeColorName
	word, brief string
}

func standOf(p api.Page, v view) stand {
	switch p.State {
	case notify.Resolved:
		return overOf(p, v)
	case notify.Acknowledged:
		return stand{look.Tick, look.Taken, by("Acknowledged "+api.Clock(p.AckedAt, v.now, v.loc), p.AckedBy), "Acknowledged"}
	case notify.Snoozed:
		word := "Snoozed until " + api.Clock(p.SnoozedUntil, v.now, v.loc)
		return stand{look.ClockFace, look.Soon, by(word, p.SnoozedBy), word}
	case notify.Escalated:
		brief := "Handed on " + api.Clock(p.EscalatedAt, v.now, v.loc)
		word := brief
		if p.EscalatedTo != "" {
			word += " to " + p.EscalatedTo
		}
		return stand{look.Arrow, look.Taken, word, brief}
	}
	return waitingOf(p, v)
}

func overOf(p api.Page, v view) stand {
	resolved := "esolved " + api.Clock(p.ResolvedAt, v.now, v.loc)
	if p.Unseen {
		return stand{look.Outline, look.Soon, "Came and went, not seen, r" + resolved, "Came and went, not seen"}
	}
	return stand{look.Ring, look.Off, "R" + resolved, "R" + resolved}
}

func waitingOf(p api.Page, v view) stand {
	switch {
	case !p.PausedAt.IsZero():
		word := "Paused until " + api.Clock(p.PausedUntil, v.now, v.loc)
		return stand{look.Triangle, look.Taken, word, word}
	case p.Held:
		brief := "Held until " + api.Clock(p.HeldUntil, v.now, v.loc)
		return stand{look.Moon, look.Waiting, brief + " (quiet hours)", brief}
	case !p.ForMe():
		return stand{look.Triangle, look.Off, "Waiting, not for you", "Waiting, not for you"}
	}
	return stand{look.Triangle, look.Waiting, "Waiting", "Waiting"}
}

func by(what, who string) string {
	if who == "" {
		return what
	}
	return what + " by " + who
}

// ackClock is what is left of the ack target: amber from the warning on, red
// once it has passed. While it is paused, it is what will be left then.
func ackClock(p api.Page, v view) (string, fyne.ThemeColorName) {
	if !p.ForMe() {
		return "", look.Secondary
	}
	if !p.PausedAt.IsZero() {
		return pausedClock(p)
	}
	left, text := p.Due.Sub(v.now), countdown
	if !v.live {
		text = api.Span // Nothing counts the seconds now.
	}
	switch {
	case left <= 0:
		return "overdue " + api.Span(-left), look.Waiting
	case left <= aheadOf(p, v):
		return text(left) + " left", look.Taken
	}
	return text(left) + " left", look.Secondary
}

func pausedClock(p api.Page) (string, fyne.ThemeColorName) {
	if p.ClockFrom.IsZero() {
		return "", look.Secondary
	}
	left := p.ClockFrom.Add(p.Target + p.Paused).Sub(p.PausedAt)
	if left <= 0 {
		return "overdue " + api.Span(-left) + " then", look.Waiting
	}
	return api.Span(left) + " left then", look.Secondary
}

// aheadOf is how long before its ack target a page warns.
func aheadOf(p api.Page, v view) time.Duration {
	if p.Target == 0 { // from before pages had targets of their own
		return v.snap.Ack.Target - v.snap.Ack.Warn
	}
	return p.Target - p.Warn
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
