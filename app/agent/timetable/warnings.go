package timetable

import (
	"fmt"
	"slices"
	"time"

	"standby/app/agent"
	"standby/rotation"
	"standby/rotation/rotafile"
)

// The bounds of what is warned of.
const (
	conflictDays = 60
	maxWarnings  = 20
)

// warnings are what people should look at in a rota: swaps that did not happen,
// and who is away while on call in the next 60 days, as far as the rota is known.
func warnings(plan *rotation.Plan, f rotafile.File, horizon time.Time, q agent.Question) ([]string, error) {
	var list []string
	for _, v := range plan.Void() {
		if slices.ContainsFunc(f.Rota.Swaps, func(s rotation.Swap) bool { return s.ID == v.ID && !over(s, q.Today) }) {
			list = append(list, fmt.Sprintf("swap %q does not take place: %s", v.ID, v.Reason))
		}
	}
	soon := rotation.Interval{Start: q.Today, End: q.Today.AddDate(0, 0, conflictDays)}
	if !horizon.IsZero() && horizon.Before(soon.End) {
		soon.End = horizon
	}
	conflicts, err := plan.Conflicts(f.TimeOff, soon)
	if err != nil {
		return nil, err
	}
	for _, c := range conflicts {
		list = append(list, clash(c, q.Zone))
	}
	if more := len(list) - maxWarnings; more > 0 {
		list = append(list[:maxWarnings], fmt.Sprintf("%d more are not shown; standby rota check names them all", more))
	}
	return list, nil
}

func over(s rotation.Swap, now time.Time) bool {
	return !s.A.End.After(now) && !s.B.End.After(now)
}

// clash says that somebody is away while on call, and whether anybody else is
// there.
func clash(c rotation.Conflict, zone *time.Location) string {
	text := fmt.Sprintf("%s is away while on call as %s, %s", c.Shift.Person, c.Shift.Role, between(c.Shift.Interval, zone))
	switch {
	case len(c.Gaps) == 0:
		return text + "; others hold the role too"
	case slices.Contains(c.Gaps, c.Shift.Interval):
		return text + "; nobody would cover"
	}
	text += "; nobody would cover " + between(c.Gaps[0], zone)
	if more := len(c.Gaps) - 1; more > 0 {
		text += fmt.Sprintf(" and %d more times", more)
	}
	return text
}

func between(i rotation.Interval, zone *time.Location) string {
	const layout = "Mon 2 Jan 15:04"
	return i.Start.In(zone).Format(layout) + " – " + i.End.In(zone).Format(layout)
}
