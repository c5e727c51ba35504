package agent

import (
	"standby/notify"
	"standby/rotation"
)

// The events that run the user's own commands.
const (
	HookPage        = "page"
	HookAcknowledge = "acknowledge"
	HookResolve     = "resolve"
	HookShiftStart  = "shift-start"
	HookShiftEnd    = "shift-end"
)

// hooksOf runs the commands for what happened to a page, once it is on disk.
func (a *Agent) hooksOf(c notify.Change) {
	for _, e := range c.Events {
		event := ""
		switch e.What {
		case "triggered", "reopened", "ack-lapsed", "snooze-ended":
			event = HookPage
		case "acknowledged":
			event = HookAcknowledge
		case "resolved":
			event = HookResolve
		default:
			continue
		}
		page := a.page(c.Page, nil)
		a.after(func() { a.p.Hooks.Run(event, &page, nil) })
	}
}

func (a *Agent) hookShift(event string, s rotation.Shift) {
	a.after(func() { a.p.Hooks.Run(event, nil, &s) })
}
