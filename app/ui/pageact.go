package ui

import (
	"time"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/notify"
)

// action is what can be done with a page.
type action int

const (
	acknowledge action = iota
	snooze
	resolve
	note
	unacknowledge
	pause
	escalate
	excuse
	see
	actions
)

// actionsOf is what can be done with a page now, by the label its button gets;
// an empty label means that it cannot. asking is true while the window waits for
// the agent to take the last wish; here is whether the agent has the page at hand.
func actionsOf(p api.Page, asking, here bool) [actions]string {
	var labels [actions]string
	if asking {
		return labels
	}
	if p.Open() {
		labels = openActions(p)
	}
	if here {
		labels[note] = "n · Note"
	}
	if here && p.Missed && p.MissedWhy == "" {
		labels[excuse] = "w · Why missed"
	}
	if p.Unseen {
		labels[see] = "o · Mark as seen"
	}
	return labels
}

// openActions leaves out what is on its way already, and what the sources of the
// page cannot do.
func openActions(p api.Page) [actions]string {
	var labels [actions]string
	offer := func(a action, r notify.Request, label string, can bool) {
		if can && p.Request != r {
			labels[a] = label
		}
	}
	taken := p.State == notify.Acknowledged || p.State == notify.Snoozed
	offer(acknowledge, notify.AskAcknowledge, "a · "+p.AckLabel, p.AckLabel != "" && p.State != notify.Acknowledged)
	offer(snooze, notify.AskSnooze, "s · Snooze", p.AckLabel != "")
	offer(resolve, notify.AskResolve, "r · Resolve", p.CanResolve)
	offer(escalate, notify.AskEscalate, "e · Hand on", p.EscalateLabel != "" && p.State != notify.Escalated)
	giveBack := "u · Give back"
	if p.State == notify.Snoozed {
		giveBack = "u · Wake it now"
	}
	offer(unacknowledge, notify.AskUnacknowledge, giveBack, taken)
	switch {
	case !p.PausedAt.IsZero():
		labels[pause] = "p · Run clock"
	case p.ForMe():
		labels[pause] = "p · Pause clock"
	}
	return labels
}

// weightOf makes the one next step stand out, and nothing else.
func weightOf(a action, p api.Page) look.Weight {
	switch {
	case a == acknowledge && p.Waiting():
		return look.Urgent
	case a == see:
		return look.Main
	}
	return look.Plain
}

// commandOf is what an action that needs no more words asks of the agent.
func commandOf(a action) api.Command {
	switch a {
	case acknowledge:
		return api.Command{Do: api.DoAcknowledge}
	case unacknowledge:
		return api.Command{Do: api.DoUnacknowledge}
	case resolve:
		return api.Command{Do: api.DoResolve}
	case pause:
		return api.Command{Do: api.DoResume}
	}
	return api.Command{Do: api.DoSeen}
}

// offer is one answer to a question: its label, and what it asks of the agent at
// the moment it is given.
type offer struct {
	label   string
	command func(now time.Time) api.Command
}

// inSpan is an answer that counts from when it is given.
func inSpan(do api.Do, label string, d time.Duration) offer {
	return offer{label, func(now time.Time) api.Command { return api.Command{Do: do, Until: now.Add(d)} }}
}

// untilClock is an answer that names its moment.
func untilClock(do api.Do, t time.Time, v view) offer {
	return offer{"Until " + api.Clock(t, v.now, v.loc), func(time.Time) api.Command { return api.Command{Do: do, Until: t} }}
}

// asksFirst reports whether an action needs another word before it is done.
func asksFirst(a action, p api.Page) bool {
	switch a {
	case snooze, escalate, note, excuse:
		return true
	case pause:
		return p.PausedAt.IsZero()
	}
	return false
}

// questionOf is what is asked before an action, and what can be answered with a
// key; without answers it is a line of text that is asked for.
func questionOf(a action, p api.Page, v view) (question string, answers []offer) {
	switch a {
	case snooze:
		return "Snooze for how long? It pages again then.", snoozes(v)
	case pause:
		return "Pause the ack clock while you work on it? It still waits for an acknowledgement.", []offer{
			inSpan(api.DoPause, "15 min", 15*time.Minute), inSpan(api.DoPause, "30 min", 30*time.Minute), inSpan(api.DoPause, "1 h", notify.MaxPause)}
	case escalate:
		return "This may wake somebody. What nobody answers comes back to you.", []offer{
			{p.EscalateLabel, func(time.Time) api.Command { return api.Command{Do: api.DoEscalate} }}}
	case excuse:
		return "Why was it not acknowledged in time?", nil
	}
	return "Note on this page, for you and for whoever is next:", nil
}

// snoozes are how long a page can be put off: until the morning at most, or until
// somebody works again.
func snoozes(v view) []offer {
	offers := []offer{inSpan(api.DoSnooze, "15 min", notify.SnoozeFor), inSpan(api.DoSnooze, "1 h", time.Hour), untilClock(api.DoSnooze, nextMorning(v), v)}
	work := untilClock(api.DoSnooze, nextWork(v), v)
	work.label += ", work"
	return append(offers, work)
}

// mutes are how long sounds can be muted.
func mutes(v view) []offer {
	return []offer{inSpan("", "15 min", 15*time.Minute), inSpan("", "1 h", time.Hour), untilClock("", nextMorning(v), v)}
}

const (
	// morning is the hour until which a page of the night can be put off, workBegins
	// the one at which working hours begin, Monday to Friday.
	morning, workBegins = 7, 9
)

func nextMorning(v view) time.Time {
	return onClock(v, morning, func(time.Weekday) bool { return true })
}

func nextWork(v view) time.Time {
	return onClock(v, workBegins, func(d time.Weekday) bool { return d != time.Saturday && d != time.Sunday })
}

// onClock is the first moment after v.now at which clocks show that hour on a day
// that will do.
func onClock(v view, hour int, will func(time.Weekday) bool) time.Time {
	y, m, d := v.now.In(v.loc).Date()
	for ahead := 0; ; ahead++ {
		if t := time.Date(y, m, d+ahead, hour, 0, 0, 0, v.loc); will(t.Weekday()) && t.After(v.now) {
			return t
		}
	}
}
