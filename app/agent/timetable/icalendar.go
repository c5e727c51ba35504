package timetable

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"standby/app/agent"
	"standby/rotation"
	"standby/rotation/ical"
	"standby/rotation/ical/profile"
)

// CalendarOptions say how a calendar's events are to be understood.
type CalendarOptions struct {
	// Role is what an event that names none means.
	Role rotation.Role
	// Mine says that every event is the user's.
	Mine bool
	// Pattern says where person, role and rota stand in the summaries (see
	// profile.Pattern); empty leaves it to the calendar's profile.
	Pattern string
	// Host is where the calendar comes from, where that is set; else it is what the
	// question says.
	Host string
}

// ICalendar reads iCalendar data (RFC 5545).
func ICalendar(o CalendarOptions) agent.Format {
	return func(data []byte, q agent.Question) (agent.Timetable, error) {
		res, err := ical.Read(data, ical.Options{Rota: q.Rota, Role: o.Role, Me: q.Me, Mine: o.Mine, Pattern: o.Pattern, Host: cmp.Or(o.Host, q.Host),
			AsOf: q.AsOf, Zone: q.Zone, Window: q.Window})
		if err != nil {
			if errors.Is(err, ical.ErrNotACalendar) {
				err = fmt.Errorf("%w: %w", agent.ErrUnreadable, err)
			}
			return agent.Timetable{}, err
		}
		t := agent.Timetable{Shifts: res.Shifts, Doubts: res.Doubts, Horizon: res.Horizon, Bounded: res.Bounded, OpenEnd: res.OpenEnd,
			Knows: mentions(res.Shifts, q.Me), Refresh: refresh(data)}
		if res.Profile != profile.Plain {
			t.Profile = res.Profile.Title()
		}
		for _, w := range res.Warnings {
			t.Warnings = append(t.Warnings, w.String())
		}
		for _, a := range res.Away {
			t.Away = append(t.Away, rotation.TimeOff{Person: a.Person, Interval: a.Interval})
		}
		return t, nil
	}
}

func mentions(shifts []rotation.Shift, me rotation.Person) bool {
	return slices.ContainsFunc(shifts, func(s rotation.Shift) bool { return s.Person.Same(me) })
}
