package rotation

import (
	"fmt"
	"time"
)

// Unit is how a rotation counts the time between hand-offs.
type Unit uint8

// The units of a rotation. Daily, weekly and monthly hand-offs keep the wall
// clock across daylight-saving changes.
const (
	// Hourly counts elapsed hours, unless the rotation is marked WallClock.
	Hourly Unit = iota + 1
	Daily
	Weekly
	// Monthly counts from the anchor each time and clamps to the end of the
	// month: 31 January, 28 February, 31 March.
	Monthly
)

// String is the unit's name in lower case.
func (u Unit) String() string {
	switch u {
	case Hourly:
		return "hourly"
	case Daily:
		return "daily"
	case Weekly:
		return "weekly"
	case Monthly:
		return "monthly"
	}
	return fmt.Sprintf("unit %d", uint8(u))
}

// Bounds of a rotation; beyond them Compile answers with an error that wraps
// ErrRange.
const (
	MaxEvery  = 10_000
	MaxPeople = 10_000
)

// Rotation is an ordered list of groups of people who take turns. Turn n, for
// any n below or above zero, belongs to group n modulo the number of groups; it
// begins n times Every units after the anchor.
type Rotation struct {
	Unit Unit
	// Every is how many units a turn lasts, 1 to MaxEvery.
	Every int
	// WallClock makes an hourly rotation follow the clock: the turn in which
	// clocks go back is an hour longer. The other units always follow it.
	WallClock bool
	// Lasts ends a turn's duty that long after its start, in elapsed time and
	// whole seconds; zero lasts until the hand-off. Beyond that it never lasts.
	Lasts time.Duration
	// Anchor is the hand-off that begins turn 0, as clocks in Zone show it.
	Anchor Local
	// Zone is the IANA zone of the anchor, of every hand-off and of the
	// restrictions of the layer.
	Zone *time.Location
	// Groups take turns in this order; the people of a group hold a turn
	// together. No group is empty.
	Groups [][]Person
}

func (r Rotation) check() error {
	switch {
	case r.Unit < Hourly || r.Unit > Monthly:
		return fmt.Errorf("%s: a rotation is hourly, daily, weekly or monthly: %w", r.Unit, ErrRange)
	case r.Every < 1 || r.Every > MaxEvery:
		return fmt.Errorf("every %d: must be 1 to %d: %w", r.Every, MaxEvery, ErrRange)
	case r.WallClock && r.Unit != Hourly:
		return fmt.Errorf("wall clock is a choice of hourly rotations; a %s one always follows it: %w", r.Unit, ErrRange)
	case r.Lasts < 0 || r.Lasts%time.Second != 0:
		return fmt.Errorf("turns of %s: must be whole seconds and not less than none: %w", r.Lasts, ErrRange)
	case r.Zone == nil:
		return fmt.Errorf("a rotation needs a time zone: %w", ErrRange)
	case len(r.Groups) == 0:
		return fmt.Errorf("a rotation needs at least one person: %w", ErrRange)
	}
	for i, g := range r.Groups {
		if len(g) == 0 {
			return fmt.Errorf("group %d has nobody in it: %w", i+1, ErrRange)
		}
	}
	return r.Anchor.check()
}

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
	groups  [][]int32
}

func newCycle(r Rotation, z *zoneTable, groups [][]int32) cycle {
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
		days := floorDiv(c.anchor, secondsPerDay)
		c.month = civilMonth(days)
		c.day = days - civilDays(c.month)
	}
	if c.elapsed {
		hint := 0
		c.anchor = z.first(c.anchor, &hint)
	}
	return c
}

// handOff is the instant at which turn n begins. It never decreases with n.
func (c *cycle) handOff(n int64, hint *int) int64 {
	if c.elapsed {
		return c.anchor + n*c.step
	}
	return c.zone.first(c.local(n), hint)
}

func (c *cycle) local(n int64) int64 {
	if c.step != 0 {
		return c.anchor + n*c.step
	}
	m := c.month + n*c.every
	first := civilDays(m)
	day := first + c.day
	if c.day > 27 {
		day = min(day, civilDays(m+1)-1)
	}
	return day*secondsPerDay + floorMod(c.anchor, secondsPerDay)
}

// turn is the turn that an instant lies in. Local time gives it but for the
// hours around a clock change, where a step or two to a side finds it.
func (c *cycle) turn(instant int64) int64 {
	if c.elapsed {
		return floorDiv(instant-c.anchor, c.step)
	}
	i := c.zone.segment(instant)
	local := instant + c.zone.off[i]
	var n int64
	if c.step != 0 {
		n = floorDiv(local-c.anchor, c.step)
	} else {
		n = floorDiv(civilMonth(floorDiv(local, secondsPerDay))-c.month, c.every)
	}
	for c.handOff(n, &i) > instant {
		n--
	}
	for c.handOff(n+1, &i) <= instant {
		n++
	}
	return n
}

func (c *cycle) group(n int64) []int32 {
	return c.groups[floorMod(n, int64(len(c.groups)))]
}
