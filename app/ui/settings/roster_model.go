package settings

import (
	"fmt"
	"slices"

	"standby/app/api"
)

// The kinds of rosters that an account has, in the order of the form.
const (
	rosterSchedule = iota
	rosterOnCalls
)

// rosterLabels name the kinds.
func rosterLabels() []string {
	return []string{"A schedule: everybody's shifts", "My on-calls, by any schedule or escalation policy"}
}

// accountsIn are the PagerDuty accounts that are set up.
func accountsIn(sources []api.Source) []string {
	var names []string
	for _, s := range sources {
		if s.Kind == "pagerduty" {
			names = append(names, s.Name)
		}
	}
	return names
}

// scheduleLabels are the schedules of an account as they can be chosen: each label is
// another one.
func scheduleLabels(list []api.PagerDutySchedule) []string {
	var out []string
	for _, s := range list {
		label := s.Name
		if label == "" || slices.Contains(out, label) {
			label += " (" + s.ID + ")"
		}
		out = append(out, label)
	}
	return out
}

// schedulesNote is what came of looking for schedules.
func schedulesNote(list []api.PagerDutySchedule) string {
	switch len(list) {
	case 0:
		return "The account has no schedule that your key may see. Your on-calls can be read all the same."
	case 1:
		return "One schedule was found."
	}
	return fmt.Sprintf("%d schedules were found. Choose the one that holds the shifts.", len(list))
}

// checkRoster looks at which roster was chosen.
func checkRoster(c api.NewCalendar, kind int) *api.Trouble {
	switch {
	case c.PagerDuty == "":
		return problem("No PagerDuty account is chosen", "Choose one. An account is added further down, under “Listen to a source of pages”.")
	case kind == rosterSchedule && c.Schedule == "":
		return problem("No schedule is chosen", "Use “Show the schedules” and choose one, or read your on-calls.")
	}
	return nil
}
