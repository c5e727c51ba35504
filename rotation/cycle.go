package rotation

import (
	"cmp"
	"slices"
	"time"
)

// cycle is a rotation ready to compute with.
type cycle struct {
	zone *zoneTable
	// anchor is local for rotations that follow the clock, an instant for the
	// one that does not.
	anchor  int64
	step    int64 // seconds between hand-offs; 0 when months are counted
	every   int64
	month   int64 // of the anchor, as civilDays counts
	day     int64 // of the month, from 0
	lasts   int64 // seconds from the hand-off
	elapsed bool
	groups  [][]holder
	// solo are the groups where each is one person, who stays on until the
	// hand-off; else nil.
	solo []holder

	// by divides by the seconds of a turn, on average where months are counted;
	// round by the number of groups.
	by, round divisor
}

func newCycle(r Rotation, z *zoneTable, groups [][]holder) cycle {
	c := cycle{zone: z, anchor: r.Anchor.naive(), every: int64(r.Every), lasts: forever, groups: groups}
	if r.Lasts > 0 {
		c.lasts = int64(r.Lasts / time.Second)
	}
	switch r.Unit {
	case Hourly:
		c.step = secondsPerHour * c.every
		c.elapsed = !r.WallClock
	case Daily:
		c.step = secondsPerDay * c.every
	case Weekly:
		c.step = 7 * secondsPerDay * c.every
	case Monthly:
		c.month = 12*int64(r.Anchor.Year) + int64(r.Anchor.Month) - 1
		c.day = int64(r.Anchor.Day) - 1
	}
	if c.elapsed {
		c.anchor, _ = z.first(c.anchor, 0)
	}
	c.by, c.round = divideBy(cmp.Or(c.step, secondsPerMonth*c.every)), divideBy(int64(len(groups)))
	c.solo = c.solos()
	return c
}

// changes reports a rotation in which nobody ever follows themselves, not even
// over a turn that clocks skip: they skip an hour or two, and once they skipped a
// day.
func (c *cycle) changes() bool {
	if !c.elapsed && c.step != 0 && c.step <= slack {
		return false
	}
	for i, who := range c.solo {
		if who == c.solo[(i+1)%len(c.solo)] {
			return false
		}
	}
	return c.solo != nil
}

func (c *cycle) solos() []holder {
	var list []holder
	for _, g := range c.groups {
		if len(g) > 1 || c.lasts != forever {
			return nil
		}
		list = append(list, g[0])
	}
	return list
}

// shortest is about how many seconds a turn takes, rather less than more.
func (c *cycle) shortest() int64 {
	if c.step == 0 {
		return 28 * secondsPerDay * c.every
	}
	return c.step
}

// handOff is the instant at which turn n begins. It never decreases with n.
func (c *cycle) handOff(n int64, hint int) (instant int64, regime int) {
	if c.elapsed {
		return c.anchor + n*c.step, hint
	}
	return c.zone.first(c.local(n), hint)
}

// local is what clocks show at hand-off n, or would show were it not skipped.
func (c *cycle) local(n int64) int64 {
	if c.step != 0 {
		return c.anchor + n*c.step
	}
	m := c.month + n*c.every
	day := civilDays(m) + c.day
	if c.day > 27 {
		day = min(day, civilDays(m+1)-1)
	}
	return day*secondsPerDay + floorMod(c.anchor, secondsPerDay)
}

// turn is a walk from hand-off to hand-off. It stands on one turn.
type turn struct {
	*cycle
	n int64
	// The turn lasts from start up to and without next; next is empty of a turn
	// that clocks skip.
	start, next int64
	// local is what clocks show at next, for rotations counted in steps.
	local  int64
	regime int
	group  int64
}

// turnAt stands on the turn that an instant lies in.
func (c *cycle) turnAt(instant int64) turn {
	t := turn{cycle: c}
	local := instant
	if !c.elapsed {
		t.regime = c.zone.regimeAt(instant)
		local += c.zone.regimes[t.regime].off
	}
	// Right but for the hours around a clock change and the ends of months, where
	// it is off by a few.
	t.n, _ = c.by.floor(local - c.anchor)
	t.start, t.regime = c.handOff(t.n, t.regime)
	for t.start > instant {
		t.n--
		t.start, t.regime = c.handOff(t.n, t.regime)
	}
	t.next, t.regime = c.handOff(t.n+1, t.regime)
	for t.next <= instant {
		t.n++
		t.start = t.next
		t.next, t.regime = c.handOff(t.n+1, t.regime)
	}
	t.local = c.anchor + (t.n+1)*c.step
	_, t.group = c.round.floor(t.n)
	return t
}

// advance goes on to the next turn.
func (t *turn) advance() {
	t.n++
	if t.group++; t.group == t.round.by {
		t.group = 0
	}
	t.start = t.next
	t.local += t.step
	switch {
	case t.elapsed:
		t.next += t.step
	case t.step != 0:
		t.next, t.regime = t.zone.first(t.local, t.regime)
	default:
		t.next, t.regime = t.handOff(t.n+1, t.regime)
	}
}

// reach goes on to the turn that an instant lies in, which is not before the
// present one.
func (t *turn) reach(instant int64) {
	for range 3 {
		if instant < t.next {
			return
		}
		t.advance()
	}
	if instant >= t.next {
		*t = t.turnAt(instant)
	}
}

// appendTurns adds the turns of [from, to), cut to it, and stays on the last.
func (t *turn) appendTurns(dst []Slot, from, to int64) []Slot {
	t.reach(from)
	for {
		s := Slot{Start: max(t.start, from), End: min(t.next, t.start+t.lasts, to)}
		if s.Start < s.End {
			for _, s.holder = range t.groups[t.group] {
				dst = append(dst, s)
			}
		}
		if t.next >= to {
			return dst
		}
		if t.solo != nil && t.step != 0 {
			if dst = t.appendWhole(dst, to); t.next >= to {
				return dst
			}
		}
		t.advance()
	}
}

// appendWhole adds the turns after the present one that end by then, up to the
// next clock change, and stays on the last. Between clock changes they follow
// each other at the same distance.
func (t *turn) appendWhole(dst []Slot, by int64) []Slot {
	if !t.elapsed {
		r := &t.zone.regimes[t.regime]
		if t.next != t.local-r.off {
			return dst // at the end of a gap
		}
		by = min(by, r.first.end-1-r.off)
	}
	if t.next+t.step > by {
		return dst
	}
	count, _ := t.by.floor(by - t.next)
	dst = slices.Grow(dst, int(count))
	more := dst[len(dst) : len(dst)+int(count)]
	at, step, solo, group := t.next, t.step, t.solo, int(t.group)
	for i := range more {
		if group++; group >= len(solo) {
			group = 0
		}
		s := &more[i]
		s.Start = at
		at += step
		s.End = at
		s.holder = solo[group]
	}
	t.n, t.group = t.n+count, int64(group)
	t.start, t.next, t.local = at-t.step, at, t.local+count*t.step
	return dst[:len(dst)+int(count)]
}
