package firstrun

import (
	"slices"

	"standby/app/api"
	"standby/app/ui/model"
	"standby/notify"
)

// step is one of the three things to do at first.
type step struct {
	done        bool
	what, label string
	target      model.Place
}

// stepsOf are the first steps, until each has been done; nil from then on.
func stepsOf(v model.View) []step {
	s := v.Snap
	calendar := slices.ContainsFunc(s.Sources, func(src api.Source) bool { return !model.Watches(src) })
	watched := slices.ContainsFunc(s.Sources, model.Watches)
	if !v.Known || s.Demo || calendar && watched {
		return nil
	}
	proved := slices.ContainsFunc(s.Pages, func(p api.Page) bool { return p.Drill && p.State != notify.Triggered })
	return []step{
		{calendar, "Add a calendar or a rota and say who you are in it, so that Standby knows when you are on call.", "Add a calendar", model.Settings},
		{watched, "Add an Alertmanager, a PagerDuty account or a mailbox, so that its pages reach you.", "Add a source", model.Settings},
		{proved, "Send yourself a test page, and acknowledge it, to prove the whole path.", "Send a test page", model.Now},
	}
}
