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
