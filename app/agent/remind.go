package agent

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/app/api"
	"standby/notify"
	"standby/rotation"
)

// Reminders are when the user is reminded of their shifts.
type Reminders struct {
	// Before is how long before a shift, several times if wanted; ByRota is other
	// than that for the rotas that it names.
	Before []time.Duration
	ByRota map[string][]time.Duration
	// HandOff is how long before the end of a shift the hand-off is due; zero for no
	// such reminder.
	HandOff time.Duration
	// Turns says that the beginning and the end of a shift are told.
	Turns bool
	// TestPage sends a test page with the first reminder before a shift, so that the
	// whole path is proved before it is needed.
	TestPage bool
}

// Bounds of reminders.
const (
	// lateMost is how late a reminder may come and still be worth it.
	lateMost = 12 * time.Hour
	// lateFrom is from when it is marked as late.
	lateFrom = 2 * time.Minute
	// readyWithin is how long looking whether all is ready may take.
	readyWithin = 10 * time.Second
)

// reminderKind is what a reminder is about.
type reminderKind string

const (
	remindSoon    reminderKind = "soon"
	remindStart   reminderKind = "start"
	remindHandOff reminderKind = "hand-off"
	remindEnd     reminderKind = "end"
)

// moment is a reminder and when it falls due.
type moment struct {
	at    time.Time
	kind  reminderKind
	first bool // of those before the same shift
	shift rotation.Shift
}

func (m moment) id() string {
	return fmt.Sprintf("%s%s/%s/%s/%d/%d", reminderPrefix, m.kind, m.shift.Rota, m.shift.Role, m.shift.Start.Unix(), m.at.Unix())
}

// reminderPrefix is what the IDs of reminders begin with.
const reminderPrefix = noticePrefix + "reminder/"

// reminded is what is known of reminders; it is worked out anew when the shifts
// change and when one falls due.
type reminded struct {
	shifts []moment // in order of at
	valid  bool
	next   time.Time
}

// judgeReminders tells what is due, each reminder once: what was missed in a sleep
// comes as the last of its shift, marked as late.
func (a *Agent) judgeReminders() {
	r := &a.reminded
	if r.valid && (r.next.IsZero() || a.now.Before(r.next)) {
		a.wake(r.next)
		return
	}
	if !r.valid {
		r.shifts, r.valid = moments(a.mine(), a.p.Settings.Reminders, a.now), true
	}
	r.next = time.Time{}
	last := map[rotation.Shift]moment{}
	var passed []moment
	for _, m := range r.shifts {
		if m.at.After(a.now) {
			r.next = m.at
			break
		}
		if a.worth(m) {
			passed = append(passed, m)
			last[m.shift] = m
		}
	}
	for _, m := range passed {
		a.remind(m, last[m.shift] == m)
	}
	r.shifts = slices.DeleteFunc(r.shifts, func(m moment) bool { return !m.at.After(a.now) })
	a.wake(r.next)
}

// worth reports whether a moment that has come is not too late to be told of.
func (a *Agent) worth(m moment) bool {
	switch {
	case a.now.Sub(m.at) > lateMost:
		return false
	case m.kind == remindSoon:
		return a.now.Before(m.shift.Start)
	case m.kind == remindHandOff:
		return a.now.Before(m.shift.End)
	}
	return true
}

// mine are the user's shifts in all calendars, each once.
func (a *Agent) mine() []rotation.Shift {
	var list []rotation.Shift
	for _, c := range a.calendars {
		for _, s := range c.Shifts {
			if s.Person.Same(a.me) && s.End.After(a.now.Add(-lateMost)) && !slices.Contains(list, s) {
				list = append(list, s)
			}
		}
	}
	return list
}

// moments are when to remind of shifts, in order. Where one shift follows another
// of the same rota and role without a break there is no end and no start.
func moments(shifts []rotation.Shift, r Reminders, now time.Time) []moment {
	var list []moment
	add := func(at time.Time, k reminderKind, first bool, s rotation.Shift) {
		if now.Sub(at) <= lateMost {
			list = append(list, moment{at, k, first, s})
		}
	}
	for _, s := range shifts {
		if !slices.ContainsFunc(shifts, func(o rotation.Shift) bool { return o.Rota == s.Rota && o.Role == s.Role && o.End.Equal(s.Start) }) {
			before := r.Before
			if own, ok := r.ByRota[s.Rota]; ok {
				before = own
			}
			for i, d := range slices.Backward(slices.Sorted(slices.Values(before))) {
				add(s.Start.Add(-d), remindSoon, i == len(before)-1, s)
			}
			add(s.Start, remindStart, false, s)
		}
		if !slices.ContainsFunc(shifts, func(o rotation.Shift) bool { return o.Rota == s.Rota && o.Role == s.Role && o.Start.Equal(s.End) }) {
			if r.HandOff > 0 && s.End.Sub(s.Start) > r.HandOff {
				add(s.End.Add(-r.HandOff), remindHandOff, false, s)
			}
			add(s.End, remindEnd, false, s)
		}
	}
	slices.SortFunc(list, func(a, b moment) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id(), b.id())) })
	return list
}

// remind tells one reminder, unless it was told before. It is kept first, so that it
// is told after a restart in between. One that a later one of its shift makes
// needless is not shown.
func (a *Agent) remind(m moment, show bool) {
	n := a.reminder(m)
	due, err := a.p.Store.KeepNotice(context.WithoutCancel(a.ctx), "reminders", n, a.now, m.at.Add(-time.Minute))
	if err != nil {
		a.p.Log.Warn("a reminder is not kept", "error", err) // told twice is better than not at all
	} else if !due {
		return
	}
	switch m.kind {
	case remindStart:
		a.hookShift(HookShiftStart, m.shift)
	case remindEnd:
		a.hookShift(HookShiftEnd, m.shift)
	case remindSoon:
		if m.first && a.p.Settings.Reminders.TestPage {
			a.drill("You are on call soon. Acknowledge this to prove that pages reach you.")
		}
	}
	switch {
	case !show, (m.kind == remindStart || m.kind == remindEnd) && !a.p.Settings.Reminders.Turns:
		a.after(func() { a.markNotice(n.ID, a.now) })
		return
	case m.kind != remindSoon || a.p.Ready == nil:
		a.announce(n)
		return
	}
	a.work.Go(func() {
		ctx, cancel := context.WithTimeout(a.ctx, readyWithin)
		defer cancel()
		missing := a.p.Ready(ctx)
		a.send(func() {
			n.Body += "\n" + readiness(missing)
			a.announce(n)
		})
	})
}

func readiness(missing []string) string {
	if len(missing) == 0 {
		return "All is ready: pages will be seen and heard."
	}
	return "Not ready: " + strings.Join(missing, " ")
}

// reminder is the note of a moment.
func (a *Agent) reminder(m moment) notify.Note {
	zone := a.p.Settings.Zone
	what := fmt.Sprintf("%s (%s)", m.shift.Rota, m.shift.Role)
	n := notify.Note{ID: m.id()}
	switch m.kind {
	case remindSoon:
		n.Title = "On call in " + api.Span(m.shift.Start.Sub(a.now))
		n.Body = fmt.Sprintf("%s, from %s until %s.", what, api.Clock(m.shift.Start, a.now, zone), api.Clock(m.shift.End, a.now, zone))
	case remindStart:
		n.Title = "You are on call"
		n.Body = fmt.Sprintf("%s, until %s.", what, api.Clock(m.shift.End, a.now, zone))
	case remindHandOff:
		n.Title = "Hand-off in " + api.Span(m.shift.End.Sub(a.now))
		n.Body = fmt.Sprintf("%s ends at %s. Open pages and notes are what the next one needs.", what, api.Clock(m.shift.End, a.now, zone))
	case remindEnd:
		n.Title = "Your shift is over"
		n.Body = what + " ended at " + api.Clock(m.shift.End, a.now, zone) + "."
	}
	if late := a.now.Sub(m.at); late > lateFrom {
		n.Body += fmt.Sprintf(" (Late: this was due at %s.)", api.Clock(m.at, a.now, zone))
	}
	return n
}
