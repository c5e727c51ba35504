package ical

import (
	"cmp"
	"slices"
)

// instance is one time that an event takes place.
type instance struct {
	ev       *event
	start    moment
	from, to int64 // instants
	original int64 // the start it has by the rule, as start counts; never for a single event
}

// collector gathers the instances in the window. When there are too many for a
// schedule, it keeps the earliest: then the window shrinks, so that the rest costs
// nothing.
type collector struct {
	from, to int64 // instants, or wall clocks when byWall
	byWall   bool
	home     *place // where days are, whatever the calendar says; nil to do as it says
	trims    bool
	list     []instance
	cut      int64 // start of the first that was dropped; never when none was
	full     bool
}

func (c *collector) add(o instance) {
	from, to := o.from, o.to
	switch {
	case c.byWall:
		from, to = o.start.zone.wallOf(from), o.start.zone.wallOf(to)
	case o.start.date && c.home != nil:
		from, to = c.home.instantOf(o.start.wall), c.home.instantOf(o.start.zone.wallOf(to))
	}
	if from >= c.to || to <= c.from && (to != from || from < c.from) {
		return
	}
	if len(c.list) >= MaxInstances {
		c.full = true
		return
	}
	c.list = append(c.list, o)
	if c.trims && len(c.list) >= 4*MaxShifts {
		c.trim()
	}
}

// ranked is an instance by its start and its place in the list.
type ranked struct {
	from int64
	at   int32
}

// order is the list by start, as it was found among equals.
func (c *collector) order() []ranked {
	keys := make([]ranked, len(c.list))
	for i := range c.list {
		keys[i] = ranked{c.list[i].from, int32(i)}
	}
	slices.SortFunc(keys, func(a, b ranked) int {
		if a.from != b.from {
			return cmp.Compare(a.from, b.from)
		}
		return cmp.Compare(a.at, b.at)
	})
	return keys
}

func (c *collector) trim() {
	list := make([]instance, 0, len(c.list))
	for _, k := range c.order() {
		list = append(list, c.list[k.at])
	}
	c.list = list
	if len(c.list) <= MaxShifts {
		return
	}
	c.cut = c.list[MaxShifts].from
	c.to = c.cut
	clear(c.list[MaxShifts:])
	c.list = c.list[:MaxShifts]
}

// extent is from when to when a calendar knows anything.
type extent struct {
	begins, ends int64
	endless      bool
}

func (x *extent) sees(from, to int64) {
	if x.begins == never || from < x.begins {
		x.begins = from
	}
	x.ends = max(x.ends, to)
}

func (x *extent) horizon() int64 {
	if x.endless {
		return never
	}
	return x.ends
}

// group is the events of one UID: the series, and what replaces its instances.
type group struct {
	masters   []*event
	overrides []*event
}

// expandAll finds the instances of all events of one calendar.
func (rd *reader) expandAll(events []event) {
	first := make(map[string]int32, len(events))
	last := make(map[string]int32)
	for i := range events {
		uid := events[i].uid
		head, known := first[uid]
		if !known {
			first[uid] = int32(i)
			continue
		}
		tail, more := last[uid]
		if !more {
			tail = head
		}
		events[tail].next = int32(i)
		last[uid] = int32(i)
	}
	var g group
	for i := range events {
		if first[events[i].uid] != int32(i) {
			continue
		}
		g.masters, g.overrides = g.masters[:0], g.overrides[:0]
		for j := int32(i); j >= 0; j = events[j].next {
			if ev := &events[j]; ev.override {
				g.overrides = append(g.overrides, ev)
			} else {
				g.masters = append(g.masters, ev)
			}
		}
		rd.expandGroup(&g)
	}
}

func (rd *reader) expandGroup(g *group) {
	masters := newest(g.masters)
	overrides := g.overrides
	if len(overrides) > 0 {
		overrides = current(overrides, func(ev *event) int64 { return ev.replaces.instant() })
		overrides = slices.DeleteFunc(overrides, func(ov *event) bool { return rd.stale(ov, masters) })
	}
	for _, ov := range overrides {
		original := ov.replaces.instant()
		if ov.start.date || ov.start.floating {
			original = ov.replaces.wall
		}
		rd.occurs(ov, ov.start, ov.length, original)
	}
	for _, ev := range masters {
		rd.series(ev, overrides)
	}
}

// stale reports whether a newer version of the series no longer has what the
// override replaces.
func (rd *reader) stale(ov *event, masters []*event) bool {
	return slices.ContainsFunc(masters, func(ev *event) bool {
		if ev.sequence <= ov.sequence {
			return false
		}
		var except exceptions
		except.addAll(ev, ev.except)
		except.sort()
		replaced := ov.replaces
		if ev.start.date {
			replaced = replaced.asDay(ev.start.zone)
		}
		return except.has(replaced, replaced.instant()) || !rd.hasInstance(ev, replaced)
	})
}

// hasInstance reports whether the series has an instance at that moment, or on
// that day when it is a date.
func (rd *reader) hasInstance(ev *event, m moment) bool {
	at := m.instant()
	same := func(start moment, instant int64) bool {
		return instant == at || m.date && start.day() == m.day()
	}
	if same(ev.start, ev.start.instant()) ||
		slices.ContainsFunc(ev.also, func(x extra) bool { return same(x.start, x.start.instant()) }) {
		return true
	}
	wall := ev.start.zone.wallOf(at)
	span := walls{wall - 2*daySeconds, wall + 2*daySeconds}
	found := false
	for i := range ev.rules {
		_, err := ev.rules[i].walk(span, ev.start, &rd.meter, func(wall, instant int64) bool {
			if instant == never {
				instant = ev.start.at(wall).instant()
			}
			found = found || same(ev.start.at(wall), instant)
			return !found && wall <= span.to
		})
		if found || err != nil {
			return true
		}
	}
	return false
}

// current keeps the event with the highest SEQUENCE, the later one among equals,
// for each key, in the order of the file.
func current(events []*event, key func(*event) int64) []*event {
	best := make(map[int64]*event, len(events))
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
	top := slices.MaxFunc(events, func(a, b *event) int { return cmp.Compare(a.sequence, b.sequence) }).sequence
	kept := slices.DeleteFunc(slices.Clone(events), func(ev *event) bool { return ev.sequence < top })
	if len(kept) > 1 && slices.ContainsFunc(kept, func(ev *event) bool { return ev.cancelled }) {
		return current(kept, func(ev *event) int64 { return ev.start.instant() })
	}
	return kept
}

func (rd *reader) occurs(ev *event, start moment, l length, original int64) {
	rd.meter.spend(instanceWork)
	from := start.instant()
	rd.occursAt(ev, start, from, l, original)
}

func (rd *reader) occursAt(ev *event, start moment, from int64, l length, original int64) {
	o := instance{ev: ev, start: start, from: from, original: original}
	if o.to = max(from, l.end(start)); l.nominal == 0 {
		o.to = bounded(from + l.exact)
	}
	if !ev.cancelled && o.to > o.from {
		rd.extent.sees(o.from, o.to)
	}
	rd.found.add(o)
}
