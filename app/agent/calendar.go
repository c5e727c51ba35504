package agent

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"standby/app/api"
	"standby/app/provider"
	"standby/notify"
	"standby/rotation"
)

// CalendarSpec is a calendar or a rota to read and how.
type CalendarSpec struct {
	Calendar provider.Calendar
	// Kind is what it is: api.KindCalendar or api.KindRota.
	Kind string
	// Read says what a copy of it means.
	Read Format
	// Mine says that every shift in it is the user's.
	Mine bool
	// Every is the time between two readings; a feed may ask for a longer one.
	Every time.Duration
	// Watch calls changed after each change until ctx ends; nil where nobody
	// tells. It spares nothing of the readings: it brings one forward.
	Watch func(ctx context.Context, changed func()) error
}

// staleCalendar is how old a copy may grow before the age itself is a trouble.
const staleCalendar = 6 * time.Hour

// reading is a calendar as the owner sees it.
type reading struct {
	CalendarSpec
	worker
	again   chan struct{} // it may lie elsewhere, or mean something else, now
	changed chan struct{} // it may say something else now
	since   time.Time
	fetched time.Time // of the copy that the shifts come from
	host    string    // that it came from
	readAt  time.Time // when the shifts were last read or recorded anew
	err     error
	Timetable
}

func (c *reading) nudge() { poke(c.again) }

// held is what a calendar's worker holds between two looks.
type held struct {
	// copied is the newest copy that could be read, table the answer that it gave
	// to question.
	copied   provider.Copy
	question Question
	table    Timetable
	read     bool
	// kept is the copy as the store has it, with the shifts of table, once isKept.
	kept   provider.Copy
	isKept bool
}

// forgetValidators has the calendar fetched whole: it may lie at another address now,
// where the validators of its copy mean nothing.
func (h *held) forgetValidators() { h.copied.ETag, h.copied.LastModified = "", "" }

// ReadFrom begins to read one more calendar or rota, in the place of the one that had
// its name, whose shifts hold until the new one was read.
func (a *Agent) ReadFrom(spec CalendarSpec) {
	a.send(func() { a.readFrom(spec) })
}

func (a *Agent) readFrom(spec CalendarSpec) *reading {
	c := &reading{CalendarSpec: spec, again: make(chan struct{}, 1), changed: make(chan struct{}, 1), since: a.now}
	var before *worker
	at := len(a.calendars)
	if old := a.reader(spec.Calendar.Name()); old != nil {
		a.leaveCalendar(old)
		before, at = &old.worker, slices.Index(a.calendars, old)
		c.fetched, c.readAt, c.Timetable = old.fetched, old.readAt, old.Timetable
		a.calendars = slices.Delete(a.calendars, at, at+1)
	}
	a.calendars = slices.Insert(a.calendars, at, c)
	a.judgeAnew()
	a.employ(&c.worker, before, func(ctx context.Context) { a.follow(ctx, c, before != nil) })
	return c
}

// follow is a calendar's worker: the last good copy first, then the source. moved says
// that it may lie elsewhere than when that copy came.
func (a *Agent) follow(ctx context.Context, c *reading, moved bool) {
	var h held
	a.remember(ctx, c, &h)
	if moved {
		h.forgetValidators()
	}
	if h.read {
		a.send(func() { a.recalled(c) })
	}
	// What was heard since the store was last told is worth knowing after a restart.
	defer func() { a.confirm(context.WithoutCancel(ctx), c, &h) }()
	if c.Watch != nil {
		a.work.Go(func() { a.keepWatch(ctx, c) })
	}
	fails := 0
	for {
		heard, err := a.look(ctx, c, &h)
		a.send(func() { a.recalled(c) })
		if fails++; heard {
			fails = 0
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(c.pause(h.table.Refresh, fails, err, rand.Float64())): //nolint:gosec // it spreads requests
		case <-c.changed:
		case <-c.again:
			fails = 0
			h.forgetValidators()
		}
	}
}

// keepWatch has the calendar read when it changed. Where nothing can be watched
// it is read by the clock alone.
func (a *Agent) keepWatch(ctx context.Context, c *reading) {
	if err := c.Watch(ctx, func() { poke(c.changed) }); err != nil && ctx.Err() == nil {
		a.p.Log.Warn("changes of a calendar are seen at its next reading only", "calendar", c.Calendar.Name(), "error", err)
	}
}

// remember shows the copy that the store has.
func (a *Agent) remember(ctx context.Context, c *reading, h *held) {
	name := c.Calendar.Name()
	last, err := a.p.Store.LastCopy(ctx, name)
	if err != nil {
		a.p.Log.Warn("the kept copy of a calendar cannot be read", "calendar", name, "error", err)
	}
	if len(last.Body) == 0 {
		return
	}
	if _, err := a.interpret(ctx, c, h, last, true); err != nil {
		a.send(func() { a.unread(c, err) })
		return
	}
	a.told(c, *h, false, true)
}

// look fetches, reads what is new, and tells the owner. It reports whether the
// calendar was heard, whatever became of it then.
func (a *Agent) look(ctx context.Context, c *reading, h *held) (heard bool, err error) {
	before := *h
	now, changed, err := c.Calendar.Fetch(ctx, h.copied)
	anew := false
	if err == nil {
		anew, err = a.interpret(ctx, c, h, now, changed)
	}
	switch {
	case ctx.Err() != nil:
		return false, ctx.Err()
	case err != nil:
		a.confirm(ctx, c, h)
		a.send(func() { a.unread(c, err) })
		return false, err
	}
	var note *notify.Note
	if changed && before.read {
		note = a.compare(ctx, c, before, *h)
	}
	// An unchanged copy on an unchanged day costs no write.
	if anew = anew || !h.isKept; anew {
		err = a.p.Store.KeepCalendar(ctx, c.Calendar.Name(), now, a.clock(), h.table.Shifts)
		if h.isKept = err == nil; h.isKept {
			h.kept = now
		}
		a.send(func() { a.setTrouble("calendar store", err, "the store") })
	}
	a.told(c, *h, true, anew)
	if note != nil {
		a.send(func() { a.announce(*note) })
	}
	return true, err
}

// interpret works out what a copy says, unless it is the one that h holds, and
// the same is asked of it.
func (a *Agent) interpret(ctx context.Context, c *reading, h *held, copied provider.Copy, changed bool) (anew bool, err error) {
	me, err := a.WhoAmI(ctx)
	if err != nil {
		return false, err
	}
	q := Ask(c.Calendar.Name(), me, a.shared.Load().Zone, a.clock())
	q.AsOf, q.Host = copied.FetchedAt.UTC().Truncate(24*time.Hour), copied.Host
	if anew = changed || !h.read || q != h.question; anew {
		table, err := c.Read(copied.Body, q)
		if err != nil {
			return false, fmt.Errorf("read %s %s: %w", c.Kind, c.Calendar.Name(), err)
		}
		h.question, h.table, h.read = q, table, true
	}
	h.copied = copied
	return anew, nil
}

// confirm tells the store when an unchanged copy was last heard, which it is not
// told with every look.
func (a *Agent) confirm(ctx context.Context, c *reading, h *held) {
	if !h.isKept || !h.copied.FetchedAt.After(h.kept.FetchedAt) {
		return
	}
	if err := a.p.Store.KeepCalendar(ctx, c.Calendar.Name(), h.copied, a.clock(), h.table.Shifts); err != nil {
		a.p.Log.Warn("the age of a calendar's copy is not kept", "calendar", c.Calendar.Name(), "error", err)
		return
	}
	h.kept = h.copied
}

// told hands the worker's answer to the owner; fresh means that it comes from
// the source and not from the store, anew that it may differ from the last one.
func (a *Agent) told(c *reading, h held, fresh, anew bool) {
	warnings := slices.Concat(h.table.Warnings, h.copied.Warnings)
	a.send(func() {
		if c.gone {
			return
		}
		a.noteWarnings(c, warnings)
		if anew {
			c.readAt, c.Timetable, a.dutyIn, a.reminded.valid = a.now, h.table, rotation.Interval{}, false
		}
		c.Warnings = warnings
		c.fetched, c.host = h.copied.FetchedAt, h.copied.Host
		if fresh {
			c.err = nil
		}
		a.dirty = true
	})
}

// noteWarnings logs what of a calendar is to be looked at, when that has changed.
func (a *Agent) noteWarnings(c *reading, now []string) {
	if slices.Equal(c.Warnings, now) {
		return
	}
	for _, w := range now {
		a.p.Log.Warn("calendar to be looked at", "calendar", c.Calendar.Name(), "warning", w)
	}
}

// WhoAmI is who the user is in the calendars; zero when nobody has said.
func (a *Agent) WhoAmI(ctx context.Context) (me rotation.Person, err error) {
	err = a.ask(ctx, func() error { me = a.me; return nil })
	return me, err
}

func (a *Agent) unread(c *reading, err error) {
	if c.gone {
		return
	}
	if c.err == nil || c.err.Error() != err.Error() {
		a.p.Log.Warn("calendar not read", "calendar", c.Calendar.Name(), "error", err)
	}
	c.err = err
	a.dirty = true
}

// state is how well the calendar is seen at now. A calendar changes rarely, so
// its last good copy is trusted for hours; a refusal, and what only its author
// can correct, is told at once.
func (c *reading) state(now time.Time) api.SourceState {
	last := c.fetched
	if last.IsZero() {
		last = c.since
	}
	switch {
	case errors.Is(c.err, provider.ErrUnauthorized), errors.Is(c.err, provider.ErrNotTheService), errors.Is(c.err, ErrUnreadable):
		return api.SourceRefused
	case c.fetched.IsZero() && c.err != nil, now.Sub(last) > max(staleCalendar, 4*c.pace(c.Refresh)):
		return api.SourceSilent
	case c.fetched.IsZero():
		return api.SourceStarting
	}
	return api.SourceOK
}

// IAm changes who the user is in the calendars; they are read again.
func (a *Agent) IAm(me rotation.Person) {
	a.send(func() {
		a.me, a.dutyIn, a.reminded.valid = me, rotation.Interval{}, false
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
