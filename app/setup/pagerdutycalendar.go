package setup

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/provider/pagerduty"
	"standby/notify"
	"standby/rotation"
	"standby/rotation/ical/profile"
)

// Calendars makes all calendars of the configuration. Errors name the calendar.
func (b Builder) Calendars(c config.Config) ([]agent.CalendarSpec, error) {
	var out []agent.CalendarSpec
	for _, cal := range c.Calendars {
		if cal.PagerDuty == "" {
			out = append(out, b.Calendar(cal))
			continue
		}
		spec, err := b.pagerDutyCalendar(c, cal)
		if err != nil {
			return nil, fmt.Errorf("set up %s: %w", cal.Name, err)
		}
		out = append(out, spec)
	}
	return out, nil
}

// pagerDutyCalendar makes a calendar that is read from a PagerDuty account: one of
// its schedules, or the on-calls of the key's owner.
func (b Builder) pagerDutyCalendar(c config.Config, cal config.Calendar) (agent.CalendarSpec, error) {
	account, err := b.accountIn(c, cal.PagerDuty)
	if err != nil {
		return agent.CalendarSpec{}, err
	}
	spec := agent.CalendarSpec{Kind: api.KindCalendar, Read: b.Covers.heeded(cal.Name, readRoster(cal.Role)), Every: cal.Refresh}
	if cal.Schedule == "" {
		spec.Calendar, spec.Mine = account.OnCalls(cal.Name), true
	} else {
		spec.Calendar = account.Schedule(cal.Name, cal.Schedule)
	}
	return spec, nil
}

// accountIn is the account of that name in the configuration.
func (b Builder) accountIn(c config.Config, name string) (*pagerduty.Source, error) {
	for _, p := range c.PagerDutys {
		if p.Name == name {
			return b.account(p)
		}
	}
	return nil, fmt.Errorf("%w: no PagerDuty account is called %q; add one with: standby add pagerduty", api.ErrBadRequest, name)
}

// readRoster reads the copies of such calendars.
func readRoster(role rotation.Role) agent.Format {
	return func(data []byte, q agent.Question) (agent.Timetable, error) {
		r, err := pagerduty.ReadRoster(data, q.Rota, role, q.Window)
		if err != nil {
			return agent.Timetable{}, fmt.Errorf("%w: %w", agent.ErrUnreadable, err)
		}
		return timetableOf(r, q.Me), nil
	}
}

// timetableOf is what a roster says to me. The shifts of whoever owns the key are
// mine, whatever PagerDuty calls them, unless it knows somebody else by my name.
func timetableOf(r pagerduty.Roster, me rotation.Person) agent.Timetable {
	mine := ownerIs(r, me)
	for _, list := range [][]rotation.Shift{r.Shifts, r.OpenEnd} {
		for i := range list {
			if mine && list[i].Person == r.Me {
				list[i].Person = me
			}
			list[i].Person = shown(list[i].Person)
		}
	}
	return agent.Timetable{
		Shifts: r.Shifts, OpenEnd: r.OpenEnd, Horizon: r.Horizon, Bounded: true, Profile: profile.PagerDuty.Title(),
		Knows: slices.ContainsFunc(r.Shifts, func(s rotation.Shift) bool { return s.Person.Same(me) }),
	}
}

// ownerIs reports whether the owner of the key is to be told as the user.
func ownerIs(r pagerduty.Roster, me rotation.Person) bool {
	none := rotation.Person{}
	return me != none && r.Me != none && !slices.ContainsFunc(r.Shifts, func(s rotation.Shift) bool { return s.Person != r.Me && s.Person.Same(me) })
}

// shown is a person whose name a stranger wrote, fit to be shown.
func shown(p rotation.Person) rotation.Person {
	return rotation.Person{Name: notify.Clean(p.Name, maxName), Email: notify.Clean(p.Email, maxEmail)}
}

// maxEmail is the longest an e-mail address can be (RFC 5321 4.5.3.1.3).
const maxEmail = 254

// addPagerDutyCalendar tries the calendar first: what the account refuses, or does
// not have, is not added. An account that cannot be reached now is believed. Where
// nobody has said who the user is, the account has.
func (c *Commands) addPagerDutyCalendar(ctx context.Context, n api.NewCalendar) error {
	if err := plainRoster(n); err != nil {
		return err
	}
	cfg, err := config.Load(c.path)
	if err != nil {
		return err
	}
	if err := free(cfg, n.Name); err != nil {
		return err
	}
	cal := rosterOf(n)
	spec, err := c.build.pagerDutyCalendar(cfg, cal)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, trialTime)
	defer cancel()
	if _, _, err := spec.Calendar.Fetch(ctx, provider.Copy{}); refuses(err) {
		return fmt.Errorf("try %s: %w", n.Name, err)
	}
	me := n.Me
	if none := (rotation.Person{}); me == none && cfg.Me == none {
		if me, err = c.build.owner(ctx, cfg, n.PagerDuty); err != nil {
			me = none // it is asked for again in the window
		}
	}
	if err := config.AddCalendar(c.path, cal); err != nil {
		return err
	}
	return c.follow(me)
}

// plainRoster refuses what goes with other calendars.
func plainRoster(n api.NewCalendar) error {
	switch {
	case n.Location != "" || n.CalDAV || n.User != "" || n.Secret != "":
		return fmt.Errorf("%w: a calendar of a PagerDuty account has no address and no secret of its own", api.ErrBadRequest)
	case n.Pattern != "" || n.Mine:
		return fmt.Errorf("%w: a PagerDuty account says by itself who is on call; leave out the pattern and whose shifts they are", api.ErrBadRequest)
	case n.Schedule == "" && n.Role != "":
		return fmt.Errorf("%w: the roles of your on-calls are their escalation levels; leave out the role, or name a schedule", api.ErrBadRequest)
	}
	return nil
}

// rosterOf is the calendar as it is configured.
func rosterOf(n api.NewCalendar) config.Calendar {
	cal := config.Calendar{Name: n.Name, PagerDuty: n.PagerDuty, Schedule: n.Schedule, Role: n.Role, Refresh: config.DefaultRefresh}
	if cal.Role == "" {
		cal.Role = rotation.Primary
	}
	return cal
}

// refuses reports whether an error says more than that nobody answers now.
func refuses(err error) bool {
	switch {
	case err == nil, errors.Is(err, provider.ErrUnreachable), errors.Is(err, context.DeadlineExceeded):
		return false
	case errors.Is(err, pagerduty.ErrNoSchedule):
		return true
	}
	return !errors.Is(err, provider.ErrService)
}

// owner is whom the key of an account belongs to.
func (b Builder) owner(ctx context.Context, c config.Config, account string) (rotation.Person, error) {
	s, err := b.accountIn(c, account)
	if err != nil {
		return rotation.Person{}, err
	}
	me, err := s.Me(ctx)
	return shown(me), err
}

// Schedules implements api.PagerDutys.
func (c *Commands) Schedules(ctx context.Context, account string) ([]api.PagerDutySchedule, error) {
	cfg, err := config.Load(c.path)
	if err != nil {
		return nil, err
	}
	s, err := c.build.accountIn(cfg, account)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, trialTime)
	defer cancel()
	list, err := s.Schedules(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]api.PagerDutySchedule, 0, len(list))
	for _, i := range list {
		out = append(out, api.PagerDutySchedule{ID: i.ID, Name: notify.Clean(i.Name, maxName), Zone: notify.Clean(i.Zone, maxName)})
	}
	return out, nil
}
