package ical

import (
	"cmp"
	"math"
	"slices"
)

// exceptions are the starts that a series does not have: those of EXDATE, and
// those that an override replaces. Sorted before they are asked.
type exceptions struct {
	instants []int64
	days     []int64
}

// add excepts an instant, or the whole local day when the calendar gives a date.
func (x *exceptions) add(m moment) {
	if m.date {
		x.days = append(x.days, m.day())
		return
	}
	x.instants = append(x.instants, m.instant())
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

func (x *exceptions) sort() {
	slices.Sort(x.instants)
	slices.Sort(x.days)
}

func (x *exceptions) has(start moment, at int64) bool {
	if len(x.instants) > 0 {
		if _, found := slices.BinarySearch(x.instants, at); found {
			return true
		}
	}
	if len(x.days) == 0 {
		return false
	}
	_, found := slices.BinarySearch(x.days, start.day())
	return found
}

// recurring is a series while it is expanded.
type recurring struct {
	rd      *reader
	ev      *event
	except  exceptions
	futures []*event       // overrides of an instance and all that follow, by instant
	done    map[int64]bool // instants that were given; nil where the order tells
	last    int64
	begun   bool // the start of the event was given
}

// series adds the instances of an event: those of its rules, its start, and its
// RDATEs, each once, without the exceptions. The start is an instance whether or
// not the rule has it (RFC 5545 3.8.5.3 leaves that open), unless the rule counts:
// a count is of instances of the rule.
func (rd *reader) series(ev *event, overrides []*event) {
	if len(ev.rules)+len(ev.also)+len(ev.except)+len(overrides) == 0 {
		rd.occurs(ev, ev.start, ev.length, never)
		return
	}
	s := recurring{rd: rd, ev: ev, last: never}
	s.except.addAll(ev, ev.except)
	for _, ov := range overrides {
		s.except.addAll(ev, []moment{ov.replaces})
		if ov.future {
			s.futures = append(s.futures, ov)
		}
	}
	s.except.sort()
	slices.SortStableFunc(s.futures, func(a, b *event) int { return cmp.Compare(a.replaces.instant(), b.replaces.instant()) })
	if len(ev.rules) > 1 || len(ev.also) > 0 {
		s.done = map[int64]bool{}
	}
	// Of two instances at one time, the one that says how long it is counts.
	for _, x := range ev.also {
		if x.period {
			s.give(x.start, x.start.instant(), x.length)
		}
	}
	if s.startCounts() {
		s.give(ev.start, ev.start.instant(), ev.length)
	}
	for i := range ev.rules {
		if err := rd.follow(&s, &ev.rules[i]); err != nil {
			rd.notes.addf(ev.line, "the recurrence was not followed: %v; instances are missing", err)
			ev.unsure = true
			if !s.begun {
				s.last = never
				s.give(ev.start, ev.start.instant(), ev.length)
			}
		}
	}
	for _, x := range ev.also {
		s.give(x.start, x.start.instant(), x.length)
	}
}

// startCounts reports whether the start is an instance by itself.
func (s *recurring) startCounts() bool {
	until := int64(math.MinInt64)
	for i := range s.ev.rules {
		r := &s.ev.rules[i]
		if r.count > 0 {
			return false
		}
		until = max(until, r.until)
	}
	return len(s.ev.rules) == 0 || s.ev.start.wall <= until
}

// give adds one instance, as an override of all that follow changes it.
func (s *recurring) give(start moment, at int64, l length) {
	if at == s.last || s.done[at] {
		return
	}
	s.begun = s.begun || start.wall == s.ev.start.wall
	if s.last = at; s.done != nil {
		s.done[at] = true
	}
	if s.except.has(start, at) {
		return
	}
	original := at
	if start.date || start.floating {
		original = start.wall
	}
	ov := s.futureAt(at)
	if ov == nil {
		s.rd.occursAt(s.ev, start, at, l, original)
		return
	}
	moved := ov.start.at(ov.start.zone.wallOf(at) + ov.shift())
	s.rd.occurs(ov, moved, ov.length, original)
}

// futureAt is the override that holds from before an instant on, nil for none.
func (s *recurring) futureAt(at int64) *event {
	for i := len(s.futures) - 1; i >= 0; i-- {
		if s.futures[i].replaces.instant() <= at {
			return s.futures[i]
		}
	}
	return nil
}

// shift is how much later than planned an override takes place, on its own wall
// clock.
func (ev *event) shift() int64 {
	return ev.start.wall - ev.start.zone.wallOf(ev.replaces.instant())
}

// follow gives out the instances of a rule that may lie in the window, and notes
// when the rule ends.
func (rd *reader) follow(s *recurring, r *rule) error {
	ev := s.ev
	span := rd.span
	longest := ev.length.total()
	for _, ov := range s.futures {
		longest = max(longest, ov.length.total()+max(0, ov.shift()))
		span.to += max(0, -ov.shift())
	}
	span.from -= longest
	last := int64(never)
	ended, err := r.walk(span, ev.start, &rd.meter, func(wall, at int64) bool {
		last = wall
		if wall >= span.from && wall <= span.to {
			start := ev.start.at(wall)
			if at == never {
				at = start.instant()
			}
			s.give(start, at, ev.length)
		}
		return true
	})
	if err != nil || rd.listing || ev.cancelled {
		return err
	}
	return rd.end(ev, r, last, ended)
}

// end notes when the rule ends; last is the last instance that was seen.
func (rd *reader) end(ev *event, r *rule, last int64, ended bool) (err error) {
	rd.extent.sees(ev.start.instant(), ev.start.instant())
	if r.until == math.MaxInt64 && (!ended || r.count == 0) {
		rd.extent.endless = true
		return nil
	}
	// The walk stops at the window, or begins past the last instance.
	if r.until != math.MaxInt64 && (!ended || last == never) {
		if last, err = r.last(ev.start, &rd.meter); err != nil {
			return err
		}
	}
	if last != never {
		start := ev.start.at(last)
		rd.extent.sees(ev.start.instant(), ev.length.end(start))
	}
	return nil
}

// last is the last start of a rule that has an UNTIL; never when there is none in
// the century before it.
func (r *rule) last(start moment, m *meter) (int64, error) {
	for _, turns := range [...]int64{2, 40, 800, 36_600} {
		found := int64(never)
		span := walls{r.until - min(turns*r.turnDays(), 36_600)*daySeconds, r.until}
		_, err := r.walk(span, start, m, func(wall, _ int64) bool {
			found = wall
			return true
		})
		if err != nil || found != never {
			return found, err
		}
		if span.from < start.wall {
			break
		}
	}
	return never, nil
}

// turnDays is at least how many days one turn of the rule takes.
func (r *rule) turnDays() int64 {
	n := min(r.interval, 36_600)
	switch r.freq {
	case yearly:
		return 366 * n
	case monthly:
		return 31 * n
	case weekly:
		return 7 * n
	}
	return n
}
