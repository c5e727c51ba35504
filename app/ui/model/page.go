package model

import (
	"strings"
	"time"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/notify"
)

// PageRow is a page as one row of a list.
type PageRow struct {
	ID, Title, Service string
	Form               look.Form
	Tone               look.ColorName
	// State is the state in words, Brief the same for where there is little room;
	// Age is how long ago the page came.
	State, Brief, Age string
	// Clock is what is left of the ack target, in its colour; empty when no clock
	// is of interest.
	Clock     string
	ClockTone look.ColorName
	// Still is true while the clock is paused.
	Still bool
	// Ack is what the acknowledge button says, empty when there is none; Busy is
	// true while that is on its way.
	Ack  string
	Busy bool
	// Sending is what is on its way to the source, in words; Failure is why the
	// last request failed.
	Sending, Failure string
	// Again is how often the same trouble came; empty when that is not known.
	Again string
}

// PageRowOf is how a page looks at v.Now.
func PageRowOf(p api.Page, v View) PageRow {
	r := PageRow{ID: p.ID, Title: titleOf(p), Service: p.Service, Age: Ago(p.TriggeredAt, v.Now), Failure: p.Failure, Sending: sendingOf(p, v)}
	s := standOf(p, v)
	r.Form, r.Tone, r.State, r.Brief = s.form, s.tone, s.word, s.brief
	r.Clock, r.ClockTone = ackClock(p, v)
	r.Still = !p.PausedAt.IsZero()
	if p.Recurrence != nil {
		r.Again = p.Recurrence.String()
	}
	r.Busy = p.Request == notify.AskAcknowledge
	switch {
	case r.Busy:
		r.Ack = "Sending…"
	case p.Waiting():
		r.Ack = p.AckLabel
	}
	if p.Drill {
		r.Title = "Test: " + r.Title
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
	tone        look.ColorName
	word, brief string
}

func standOf(p api.Page, v View) stand {
	switch p.State {
	case notify.Resolved:
		return overOf(p, v)
	case notify.Acknowledged:
		return stand{look.Tick, look.Taken, by("Acknowledged "+api.Clock(p.AckedAt, v.Now, v.Loc), p.AckedBy), "Acknowledged"}
	case notify.Snoozed:
		word := "Snoozed until " + api.Clock(p.SnoozedUntil, v.Now, v.Loc)
		return stand{look.ClockFace, look.Soon, by(word, p.SnoozedBy), word}
	case notify.Escalated:
		brief := "Handed on " + api.Clock(p.EscalatedAt, v.Now, v.Loc)
		word := brief
		if p.EscalatedTo != "" {
			word += " to " + p.EscalatedTo
		}
		return stand{look.Arrow, look.Taken, word, brief}
	}
	return waitingOf(p, v)
}

func overOf(p api.Page, v View) stand {
	resolved := "esolved " + api.Clock(p.ResolvedAt, v.Now, v.Loc)
	if p.Unseen {
		return stand{look.Outline, look.Soon, "Came and went, not seen, r" + resolved, "Came and went, not seen"}
	}
	return stand{look.Ring, look.Off, "R" + resolved, "R" + resolved}
}

func waitingOf(p api.Page, v View) stand {
	switch {
	case !p.PausedAt.IsZero():
		word := "Paused until " + api.Clock(p.PausedUntil, v.Now, v.Loc)
		return stand{look.Triangle, look.Taken, word, word}
	case p.Held:
		brief := "Held until " + api.Clock(p.HeldUntil, v.Now, v.Loc)
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
func ackClock(p api.Page, v View) (string, look.ColorName) {
	if !p.ForMe() {
		return "", look.Secondary
	}
	if !p.PausedAt.IsZero() {
		return pausedClock(p)
	}
	left, text := p.Due.Sub(v.Now), countdown
	if !v.Live {
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

func pausedClock(p api.Page) (string, look.ColorName) {
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
func aheadOf(p api.Page, v View) time.Duration {
	if p.Target == 0 { // from before pages had targets of their own
		return v.Snap.Ack.Target - v.Snap.Ack.Warn
	}
	return p.Target - p.Warn
}
