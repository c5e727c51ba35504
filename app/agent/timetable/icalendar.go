package timetable

import (
	"errors"
	"fmt"
	"slices"

	"standby/app/agent"
	"standby/rotation"
	"standby/rotation/ical"
)

// ICalendar reads iCalendar data (RFC 5545). Role is what an event that names
// none means; mine says that every event is the user's.
func ICalendar(role rotation.Role, mine bool) agent.Format {
	return func(data []byte, q agent.Question) (agent.Timetable, error) {
		res, err := ical.Read(data, ical.Options{Rota: q.Rota, Role: role, Me: q.Me, Mine: mine, Zone: q.Zone, Window: q.Window})
		if err != nil {
			if errors.Is(err, ical.ErrNotACalendar) {
				err = fmt.Errorf("%w: %w", agent.ErrUnreadable, err)
			}
			return agent.Timetable{}, err
		}
		t := agent.Timetable{Shifts: res.Shifts, Doubts: res.Doubts, Horizon: res.Horizon, Knows: mentions(res.Shifts, q.Me)}
		for _, w := range res.Warnings {
			t.Warnings = append(t.Warnings, w.String())
		}
		return t, nil
	}
}

func mentions(shifts []rotation.Shift, me rotation.Person) bool {
	return slices.ContainsFunc(shifts, func(s rotation.Shift) bool { return s.Person.Same(me) })
}
