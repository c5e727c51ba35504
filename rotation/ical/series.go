package ical

import (
	"fmt"
	"slices"
	"time"

	"standby/rotation"
)

// occurrence is one instance of an event.
type occurrence struct {
	ev       *event
	start    moment
	from, to time.Time
}

// collector gathers the occurrences in the window, the earliest of them when
// there are too many: then the window shrinks, so that the rest costs nothing.
type collector struct {
	window rotation.Interval
	list   []occurrence
	cut    time.Time // start of the first that was dropped; zero when none was
}

func (c *collector) add(o occurrence) {
	if !o.from.Before(c.window.End) || !o.to.After(c.window.Start) {
		return
	}
	c.list = append(c.list, o)
	if len(c.list) >= 4*MaxShifts {
		c.trim()
	}
}

func (c *collector) trim() {
	slices.SortStableFunc(c.list, func(a, b occurrence) int { return a.from.Compare(b.from) })
	if len(c.list) <= MaxShifts {
		return
	}
	c.cut = c.list[MaxShifts].from
	c.window.End = c.cut
	clear(c.list[MaxShifts:])
	c.list = c.list[:MaxShifts]
}

// extent is from when to when a calendar knows anything.
type extent struct {
	begins, ends time.Time
	endless      bool
}

func (x *extent) sees(from, to time.Time) {
	if x.begins.IsZero() || from.Before(x.begins) {
		x.begins = from
	}
	if to.After(x.ends) {
		x.ends = to
	}
}

func (x *extent) horizon() time.Time {
	if x.endless {
		return time.Time{}
	}
	return x.ends
}

// group is the events of one UID: the series, and what replaces its instances.
type group struct {
	masters   []*event
	overrides []*event
}

// expandAll finds the occurrences of all events of one calendar.
func (rd *reader) expandAll(events []*event) {
	groups := map[string]*group{}
	var order []*group
	for _, ev := range events {
		g := groups[ev.uid]
		if g == nil {
			g = &group{}
			groups[ev.uid] = g
			order = append(order, g)
		}
		if ev.replaces != nil {
			g.overrides = append(g.overrides, ev)
		} else {
			g.masters = append(g.masters, ev)
		}
	}
	for _, g := range order {
		rd.expandGroup(g)
	}
}

func (rd *reader) expandGroup(g *group) {
	masters := newest(g.masters)
	overrides := current(g.overrides, func(ev *event) int64 { return ev.replaces.instant().Unix() })
	overrides = slices.DeleteFunc(overrides, func(ov *event) bool { return stale(ov, masters) })
	for _, ov := range overrides {
		if !ov.cancelled {
			rd.occurs(ov, ov.start, ov.length)
		}
	}
	for _, ev := range masters {
		if !ev.cancelled {
			rd.series(ev, overrides)
		}
	}
}

// stale reports whether a newer version of the series has taken out what the
// override replaces.
func stale(ov *event, masters []*event) bool {
	return slices.ContainsFunc(masters, func(ev *event) bool {
		if ev.sequence <= ov.sequence || len(ev.except) == 0 {
			return false
		}
		except := newExceptions()
		except.addAll(ev, ev.except)
		if ev.start.date {
			return except.days[ov.replaces.asDay(ev.start.zone).day()]
		}
		return except.has(*ov.replaces)
	})
}

// current keeps the event with the highest SEQUENCE, the later one among equals,
// for each key, in the order of the file.
func current(events []*event, key func(*event) int64) []*event {
	best := map[int64]*event{}
	for _, ev := range events {
		if old := best[key(ev)]; old == nil || ev.sequence >= old.sequence {
			best[key(ev)] = ev
		}
	}
	return slices.DeleteFunc(slices.Clone(events), func(ev *event) bool { return best[key(ev)] != ev })
}

// newest keeps the events with the highest SEQUENCE. Several of them that start
// at different times stay: some feeds give one UID to unlike shifts, and to lose
// a shift is worse than to show one twice.
func newest(events []*event) []*event {
	if len(events) < 2 {
		return events
	}
	top := slices.MaxFunc(events, func(a, b *event) int { return a.sequence - b.sequence }).sequence
	kept := slices.DeleteFunc(slices.Clone(events), func(ev *event) bool { return ev.sequence < top })
	if len(kept) > 1 && slices.ContainsFunc(kept, func(ev *event) bool { return ev.cancelled }) {
		return current(kept, func(ev *event) int64 { return ev.start.instant().Unix() })
	}
	return kept
}

func (rd *reader) occurs(ev *event, start moment, l length) {
	o := occurrence{ev: ev, start: start, from: start.instant(), to: l.end(start)}
	if !o.from.Before(o.to) {
		return // the whole of it fell into the hour that the clocks skip
	}
	rd.extent.sees(o.from, o.to)
	rd.found.add(o)
}

// exceptions are the starts that a series does not have: those of EXDATE, and
// those that an override replaces.
type exceptions struct {
	instants map[int64]bool
	days     map[string]bool
}

func newExceptions() *exceptions {
	return &exceptions{map[int64]bool{}, map[string]bool{}}
}

// add excepts an instant, or the whole local day when the calendar gives a date.
func (x *exceptions) add(m moment) {
	if m.date {
		x.days[m.day()] = true
		return
	}
	x.instants[m.instant().Unix()] = true
}

// addAll adds moments as they are meant in a series: where it is all-day, the
// midnight that Outlook writes stands for the day.
func (x *exceptions) addAll(ev *event, moments []moment) {
	for _, m := range moments {
		if ev.start.date {
			m = m.asDay(ev.start.zone)
		}
		x.add(m)
	}
}

func (x *exceptions) none() bool { return len(x.instants) == 0 && len(x.days) == 0 }

func (x *exceptions) has(start moment) bool {
	if x.none() {
		return false
	}
	return x.instants[start.instant().Unix()] || x.days[start.day()]
}

// series adds the instances of a recurring event: those of its rules, which the
// start need not be one of, and its RDATEs, each once, without the exceptions.
func (rd *reader) series(ev *event, overrides []*event) {
	if len(ev.rules)+len(ev.also)+len(ev.except)+len(overrides) == 0 {
		rd.occurs(ev, ev.start, ev.length)
		return
	}
	except := newExceptions()
	except.addAll(ev, ev.except)
	for _, ov := range overrides {
		except.addAll(ev, []moment{*ov.replaces})
	}
	done := map[int64]bool{}
	add := func(start moment, l length) {
		at := start.instant().Unix()
		if !done[at] && !except.has(start) {
			rd.occurs(ev, start, l)
		}
		done[at] = true
	}
	followed := len(ev.rules) > 0
	for _, r := range ev.rules {
		err := rd.follow(ev, r, func(wall time.Time) { add(ev.start.at(wall), ev.length) })
		if err != nil {
			followed = false
			rd.notes.add(ev.line, fmt.Sprintf("the recurrence was not followed: %v; instances are missing", err))
		}
	}
	if !followed {
		add(ev.start, ev.length)
	}
	for _, x := range ev.also {
		add(x.start, x.length)
	}
}

// follow gives out the instances of a rule that may lie in the window, and notes
// when the rule ends.
func (rd *reader) follow(ev *event, r rule, add func(wall time.Time)) error {
	from := rd.found.window.Start.UTC().Add(-ev.length.total() - 2*day)
	var last time.Time
	tail := 0
	ended, err := r.walk(from, &rd.meter, func(wall time.Time) bool {
		last = wall
		if wall.Before(rd.found.window.End.UTC().Add(day)) {
			if !wall.Before(from) {
				add(wall)
			}
			return true
		}
		tail++
		return r.opt.Count > 0 && tail <= maxTail
	})
	if err != nil {
		return err
	}
	rd.extent.sees(ev.start.instant(), ev.start.instant())
	if r.until.IsZero() && (!ended || r.opt.Count == 0) {
		rd.extent.endless = true
		return nil
	}
	// The walk stops at the window, or begins past the last instance.
	if !r.until.IsZero() && (!ended || last.IsZero()) {
		if last, err = r.last(&rd.meter); err != nil {
			return err
		}
	}
	if !last.IsZero() {
		rd.extent.sees(ev.start.instant(), ev.length.end(ev.start.at(last)))
	}
	return nil
}
