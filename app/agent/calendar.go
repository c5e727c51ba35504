package agent

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"standby/app/api"
	"standby/app/provider"
	"standby/rotation"
	"standby/rotation/ical"
)

// CalendarSpec is a calendar to read and how.
type CalendarSpec struct {
	Calendar provider.Calendar
	// Mine says that every event is the user's shift.
	Mine bool
	// Role is what its shifts are, where they do not say.
	Role rotation.Role
	// Every is the time between two readings.
	Every time.Duration
}

// How far a calendar is expanded, and how old a copy may grow before the age
// itself is a trouble.
const (
	pastDays, futureDays = 62, 400
	staleCalendar        = 6 * time.Hour
	calendarRetry        = time.Minute
)

// reading is a calendar as the owner sees it.
type reading struct {
	CalendarSpec
	again   chan struct{}
	since   time.Time
	fetched time.Time // of the copy that the shifts come from
	err     error
	ical.Result
	mentionsMe bool
}

func (c *reading) nudge() { poke(c.again) }

// ReadFrom begins to read one more calendar.
func (a *Agent) ReadFrom(spec CalendarSpec) {
	a.send(func() { a.readFrom(spec) })
}

func (a *Agent) readFrom(spec CalendarSpec) {
	c := &reading{CalendarSpec: spec, again: make(chan struct{}, 1), since: a.now}
	a.calendars = append(a.calendars, c)
	a.dirty = true
	ctx := a.ctx
	a.work.Go(func() { a.follow(ctx, c) })
}

// follow is a calendar's worker: the last good copy first, then the source.
func (a *Agent) follow(ctx context.Context, c *reading) {
	name := c.Calendar.Name()
	last, err := a.p.Store.LastCopy(ctx, name)
	if err != nil {
		a.p.Log.Warn("the kept copy of a calendar cannot be read", "calendar", name, "error", err)
	}
	if len(last.Body) > 0 {
		if err := a.interpret(ctx, c, last, false); err != nil {
			a.send(func() { a.unread(c, err) })
		}
	}
	for {
		// An unchanged calendar is interpreted all the same: tomorrow, the same file
		// means other shifts.
		now, _, err := c.Calendar.Fetch(ctx, last)
		if ctx.Err() != nil {
			return
		}
		if err == nil {
			err = a.interpret(ctx, c, now, true)
		}
		wait := c.Every
		switch {
		case err == nil:
			last = now
		case errors.Is(err, errNotKept):
			last, wait = now, min(calendarRetry, c.Every)
		default:
			wait = min(calendarRetry, c.Every)
			a.send(func() { a.unread(c, err) })
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		case <-c.again:
			// It may lie at another address now, where its validators mean nothing.
			last.ETag, last.LastModified = "", ""
		}
	}
}

// errNotKept says that a calendar was read and could not be written to the store.
var errNotKept = errors.New("the calendar could not be kept")

// interpret turns a copy into shifts, keeps both when fresh, and tells the owner.
func (a *Agent) interpret(ctx context.Context, c *reading, copied provider.Copy, fresh bool) error {
	me, err := a.whoAmI(ctx)
	if err != nil {
		return err
	}
	now := a.clock()
	window := rotation.Interval{Start: now.AddDate(0, 0, -pastDays), End: now.AddDate(0, 0, futureDays)}
	res, err := ical.Read(copied.Body, ical.Options{
		Rota: c.Calendar.Name(), Role: c.Role, Me: me, Mine: c.Mine, Zone: a.p.Settings.Zone, Window: window,
	})
	if err != nil {
		return fmt.Errorf("read calendar %s: %w", c.Calendar.Name(), err)
	}
	var kept error
	if fresh {
		kept = a.p.Store.KeepCalendar(ctx, c.Calendar.Name(), copied, now, res.Shifts)
	}
	a.send(func() {
		a.setTrouble("calendar store", kept, "the store")
		a.noteWarnings(c, res.Warnings)
		c.Result, c.fetched, c.mentionsMe = res, copied.FetchedAt, mentions(res.Shifts, me)
		if fresh {
			c.err = nil
		}
		a.dirty = true
	})
	if kept != nil {
		return fmt.Errorf("%w: %w", errNotKept, kept)
	}
	return nil
}

// noteWarnings logs what of a calendar was not understood, when that has changed.
func (a *Agent) noteWarnings(c *reading, now []ical.Warning) {
	if slices.Equal(c.Warnings, now) {
		return
	}
	for _, w := range now {
		a.p.Log.Warn("calendar read in part", "calendar", c.Calendar.Name(), "warning", w.String())
	}
}

func (a *Agent) whoAmI(ctx context.Context) (me rotation.Person, err error) {
	err = a.ask(ctx, func() error { me = a.me; return nil })
	return me, err
}

func mentions(shifts []rotation.Shift, me rotation.Person) bool {
	for _, s := range shifts {
		if s.Person.Same(me) {
			return true
		}
	}
	return false
}

func (a *Agent) unread(c *reading, err error) {
	if c.err == nil || c.err.Error() != err.Error() {
		a.p.Log.Warn("calendar not read", "calendar", c.Calendar.Name(), "error", err)
	}
	c.err = err
	a.dirty = true
}

// state is how well the calendar is seen at now. A calendar changes rarely, so
// its last good copy is trusted for hours; a refusal is told at once.
func (c *reading) state(now time.Time) api.SourceState {
	last := c.fetched
	if last.IsZero() {
		last = c.since
	}
	switch {
	case errors.Is(c.err, provider.ErrUnauthorized), errors.Is(c.err, provider.ErrNotTheService), errors.Is(c.err, ical.ErrNotACalendar):
		return api.SourceRefused
	case c.fetched.IsZero() && c.err != nil, now.Sub(last) > max(staleCalendar, 4*c.Every):
		return api.SourceSilent
	case c.fetched.IsZero():
		return api.SourceStarting
	}
	return api.SourceOK
}

// IAm changes who the user is in the calendars; they are read again.
func (a *Agent) IAm(me rotation.Person) {
	a.send(func() {
		a.me = me
		a.dirty = true
		for _, c := range a.calendars {
			c.nudge()
		}
	})
}

// UsePolicy changes the name of the pay policy in force.
func (a *Agent) UsePolicy(name string) {
	a.send(func() { a.policy, a.dirty = name, true })
}

// judgeDuty works out what the calendars mean for the user now.
func (a *Agent) judgeDuty() {
	var shifts []rotation.Shift
	for _, c := range a.calendars {
		shifts = append(shifts, c.Shifts...)
	}
	duty := rotation.DutyAt(shifts, a.me, a.now)
	known, reason := a.sure(duty)
	before := a.onDuty()
	if !sameDuty(a.duty, duty) || known != a.known || reason != a.reason {
		a.dirty = true
	}
	a.duty, a.known, a.reason = duty, known, reason
	if on := a.onDuty(); on != before {
		a.p.Log.Info("duty changed", "on", on, "known", known)
	}
}

// sure reports whether the calendars suffice to say whether the user is on call,
// and if not, why. Being on call by one calendar is certain; being off call
// needs all of them.
func (a *Agent) sure(d rotation.Duty) (bool, string) {
	if d.Current != nil {
		return true, ""
	}
	if len(a.calendars) == 0 {
		return false, "No calendar yet"
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
		case c.Mine:
		case !c.Horizon.IsZero() && !a.now.Before(c.Horizon):
			return false, fmt.Sprintf("%s ends on %s", name, c.Horizon.In(a.p.Settings.Zone).Format("2 Jan 2006"))
		case !c.mentionsMe && len(c.Shifts) > 0:
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
