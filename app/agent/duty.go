package agent

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/api"
	"standby/rotation"
)

// judgeDuty works out what the calendars mean for the user now. It is asked with
// every message, and the answer changes where shifts begin and end alone.
func (a *Agent) judgeDuty() {
	duty := a.duty
	if !a.dutyIn.Contains(a.now) {
		var shifts []rotation.Shift
		for _, c := range a.calendars {
			shifts = append(shifts, c.Shifts...)
		}
		duty, a.dutyIn = rotation.DutyAt(shifts, a.me, a.now), steady(shifts, a.now)
	}
	known, reason := a.sure(duty)
	before := a.onDuty()
	if !sameDuty(a.duty, duty) || known != a.known || reason != a.reason {
		a.dirty = true
	}
	a.duty, a.known, a.reason = duty, known, reason
	if on := a.onDuty(); on != before {
		a.p.Log.Info("duty changed", "on", on, "known", known)
		a.lookAtAll()
	}
}

// steady is how long from now on no shift begins or ends; a day at most.
func steady(shifts []rotation.Shift, now time.Time) rotation.Interval {
	out := rotation.Interval{Start: now, End: now.AddDate(0, 0, 1)}
	for i := range shifts {
		for _, t := range [2]time.Time{shifts[i].Start, shifts[i].End} {
			if t.After(now) && t.Before(out.End) {
				out.End = t
			}
		}
	}
	return out
}

// sure reports whether the calendars suffice to say whether the user is on call,
// and if not, why. Being on call by one calendar is certain; being off call
// needs all of them.
func (a *Agent) sure(d rotation.Duty) (bool, string) {
	if d.Current != nil {
		return true, ""
	}
	if len(a.calendars) == 0 {
		return false, "No calendar or rota yet"
	}
	for _, c := range a.calendars {
		name := c.Calendar.Name()
		switch {
		case c.fetched.IsZero() && c.err == nil:
			return false, "Reading " + name
		case c.fetched.IsZero():
			return false, name + " was never read"
		case doubted(c.Doubts, a.now):
			return false, name + " has an event that cannot be read"
		case c.Mine && !c.Bounded:
		case !c.Horizon.IsZero() && !a.now.Before(c.Horizon):
			return false, fmt.Sprintf("%s ends on %s", name, c.Horizon.In(a.p.Settings.Zone).Format("2 Jan 2006"))
		case !c.Knows && len(c.Shifts) > 0:
			return false, fmt.Sprintf("%s does not know %s", name, a.me)
		}
	}
	return true, ""
}

func doubted(doubts []rotation.Interval, now time.Time) bool {
	return slices.ContainsFunc(doubts, func(d rotation.Interval) bool { return d.Contains(now) })
}

func sameDuty(a, b rotation.Duty) bool {
	return sameShift(a.Current, b.Current) && sameShift(a.Next, b.Next) && sameShift(a.After, b.After) &&
		a.Until.Equal(b.Until) && len(a.With) == len(b.With)
}

func sameShift(a, b *rotation.Shift) bool {
	return a == b || a != nil && b != nil && *a == *b
}

// Gaps returns where nobody holds a role of a rota in the span, in order of
// start, rota and role; it implements api.Records. Calendars cannot tell a gap
// from somebody's free time and have none.
func (a *Agent) Gaps(ctx context.Context, from, to time.Time) ([]api.Gap, error) {
	if err := checkSpan(from, to); err != nil {
		return nil, err
	}
	out := []api.Gap{}
	err := a.ask(ctx, func() error {
		for _, c := range a.calendars {
			for _, g := range c.Gaps {
				if g.Start.Before(to) && g.End.After(from) {
					out = append(out, api.Gap{Rota: c.Calendar.Name(), Gap: g})
				}
			}
		}
		return nil
	})
	slices.SortFunc(out, func(a, b api.Gap) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		return strings.Compare(a.Rota+"\x00"+string(a.Role), b.Rota+"\x00"+string(b.Role))
	})
	return out, err
}
