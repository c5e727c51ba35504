package pages

import (
	"time"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/app/ui/model"
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
func questionOf(a action, p api.Page, v model.View) (question string, answers []model.Offer) {
	switch a {
	case snooze:
		return "Snooze for how long? It pages again then.", snoozes(v)
	case pause:
		return "Pause the ack clock while you work on it? It still waits for an acknowledgement.", []model.Offer{
			model.InSpan(api.DoPause, "15 min", 15*time.Minute), model.InSpan(api.DoPause, "30 min", 30*time.Minute), model.InSpan(api.DoPause, "1 h", notify.MaxPause)}
	case escalate:
		return "This may wake somebody. What nobody answers comes back to you.", []model.Offer{
			{Label: p.EscalateLabel, Command: func(time.Time) api.Command { return api.Command{Do: api.DoEscalate} }}}
	case excuse:
		return "Why was it not acknowledged in time?", nil
	}
	return "Note on this page, for you and for whoever is next:", nil
}

// snoozes are how long a page can be put off: until the morning at most, or until
// somebody works again.
func snoozes(v model.View) []model.Offer {
	offers := []model.Offer{model.InSpan(api.DoSnooze, "15 min", notify.SnoozeFor), model.InSpan(api.DoSnooze, "1 h", time.Hour), model.UntilClock(api.DoSnooze, model.NextMorning(v), v)}
	work := model.UntilClock(api.DoSnooze, model.NextWork(v), v)
	work.Label += ", work"
	return append(offers, work)
}

// matter is one action on one page.
type matter struct {
	id string
	a  action
}

// keys are the letters of the screen.
func keys() []model.Key {
	return []model.Key{
		{Keys: "j, k", Does: "Go to the next or the previous page; so do the arrows"},
		{Keys: "a", Does: "Acknowledge it"},
		{Keys: "s", Does: "Snooze it: it pages again later"},
		{Keys: "r", Does: "Resolve it"},
		{Keys: "e", Does: "Hand it on to whoever is next"},
		{Keys: "u", Does: "Give it back, or wake it before its time"},
		{Keys: "n", Does: "Write a note on it"},
		{Keys: "p", Does: "Pause its ack clock, or let it run again"},
		{Keys: "w", Does: "Say why it was missed"},
		{Keys: "o", Does: "Mark as seen what came and went"},
		{Keys: "f", Does: "Show the pages that came while you read"},
		{Keys: "/", Does: "Search the list"},
		{Keys: "z", Does: "Take the last step back, for a moment"},
		{Keys: "1 … 4", Does: "Answer a question"},
	}
}
