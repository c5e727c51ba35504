package rotation_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
)

var (
	engineerA = rotation.Person{Name: "Engineer A", Email: "a@example.org"}
	engineerB = rotation.Person{Name: "Engineer B", Email: "b@example.org"}
	engineerC = rotation.Person{Name: "Engineer C"}
)

// hour is an instant on the made-up time line of these tests.
func hour(n int) time.Time {
	return time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Hour)
}

func shift(uid, rota string, role rotation.Role, who rotation.Person, from, to int) rotation.Shift {
	return rotation.Shift{UID: uid, Rota: rota, Role: role, Person: who,
		Interval: rotation.Interval{Start: hour(from), End: hour(to)}}
}

func TestDutyAtSaysWhoHoldsTheDuty(t *testing.T) {
	const web, db = "web", "db"
	rota := []rotation.Shift{
		shift("a1", web, rotation.Primary, engineerA, 0, 12),
		shift("b1", web, rotation.Primary, engineerB, 12, 24),
		shift("a2", web, rotation.Primary, engineerA, 24, 36),
		shift("a3", web, rotation.Primary, engineerA, 36, 48),
		shift("c1", web, rotation.Secondary, engineerC, 0, 48),
		shift("d1", db, rotation.Primary, engineerC, 0, 100),
	}
	tests := []struct {
		name          string
		shifts        []rotation.Shift
		me            rotation.Person
		now           int
		current, next string // UIDs
		until         int    // -1 for off call
		with          []string
		after         string
	}{
		{name: "on call", shifts: rota, me: engineerA, now: 3, current: "a1", until: 12, next: "a2", with: []string{"c1"}, after: "b1"},
		{name: "on call from the very start", shifts: rota, me: engineerA, now: 0, current: "a1", until: 12, next: "a2", with: []string{"c1"}, after: "b1"},
		{name: "off call at the hand-off", shifts: rota, me: engineerA, now: 12, until: -1, next: "a2", with: []string{"b1", "c1", "d1"}},
		{name: "and the other one on", shifts: rota, me: engineerB, now: 12, current: "b1", until: 24, with: []string{"c1"}, after: "a2"},
		{name: "off call, before anything begins", shifts: rota, me: engineerA, now: -5, until: -1, next: "a1"},
		{name: "off call, after everything", shifts: rota, me: engineerA, now: 200, until: -1},
		{name: "shifts back to back are one", shifts: rota, me: engineerA, now: 25, current: "a2", until: 48, with: []string{"c1"}},
		{name: "nobody of that name", shifts: rota, me: rotation.Person{Name: "Engineer Z"}, now: 3, until: -1, with: []string{"a1", "c1", "d1"}},
		{name: "no shifts at all", me: engineerA, now: 3, until: -1},
		{
			name: "primary goes before secondary, which outlasts it", me: engineerA, now: 3, current: "p", until: 5, next: "s",
			shifts: []rotation.Shift{
				shift("s", web, rotation.Secondary, engineerA, 0, 10),
				shift("p", web, rotation.Primary, engineerA, 2, 5),
				shift("later", web, rotation.Secondary, engineerA, 20, 30),
			},
		},
		{
			name: "another role at the hand-off is next, not the same run", me: engineerA, now: 3, current: "p", until: 5, next: "s", after: "b",
			shifts: []rotation.Shift{
				shift("p", web, rotation.Primary, engineerA, 0, 5),
				shift("s", web, rotation.Secondary, engineerA, 5, 10),
				shift("b", web, rotation.Primary, engineerB, 5, 10),
			},
		},
		{
			name: "another rota at the hand-off is not the same run", me: engineerA, now: 3, current: "w", until: 5, next: "d",
			shifts: []rotation.Shift{
				shift("w", web, rotation.Primary, engineerA, 0, 5),
				shift("d", db, rotation.Primary, engineerA, 5, 10),
			},
		},
		{
			name: "shifts that overlap are one run, in any order", me: engineerA, now: 1, current: "1", until: 9,
			shifts: []rotation.Shift{
				shift("3", web, rotation.Primary, engineerA, 5, 9),
				shift("1", web, rotation.Primary, engineerA, 0, 4),
				shift("2", web, rotation.Primary, engineerA, 3, 6),
			},
		},
		{
			name: "a hole of an hour ends the run", me: engineerA, now: 1, current: "1", until: 4, next: "2",
			shifts: []rotation.Shift{
				shift("1", web, rotation.Primary, engineerA, 0, 4),
				shift("2", web, rotation.Primary, engineerA, 5, 9),
			},
		},
		{
			name: "of two shifts in one role the longer one counts", me: engineerA, now: 1, current: "long", until: 8,
			shifts: []rotation.Shift{
				shift("short", web, rotation.Primary, engineerA, 0, 4),
				shift("long", web, rotation.Primary, engineerA, 0, 8),
			},
		},
		{
			name: "a shift of no length is never next", me: engineerA, now: 1, until: -1,
			shifts: []rotation.Shift{shift("none", web, rotation.Primary, engineerA, 5, 5)},
		},
		{
			name: "a role of the team's own comes last", me: engineerA, now: 1, current: "s", until: 8,
			shifts: []rotation.Shift{
				shift("own", web, "comms", engineerA, 0, 8),
				shift("s", web, rotation.Secondary, engineerA, 0, 8),
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := rotation.DutyAt(tt.shifts, tt.me, hour(tt.now))
			if got := uid(d.Current); got != tt.current {
				t.Errorf("current = %q, want %q", got, tt.current)
			}
			if got := uid(d.Next); got != tt.next {
				t.Errorf("next = %q, want %q", got, tt.next)
			}
			if got := uid(d.After); got != tt.after {
				t.Errorf("after = %q, want %q", got, tt.after)
			}
			var with []string
			for _, s := range d.With {
				with = append(with, s.UID)
			}
			slices.Sort(with)
			if !slices.Equal(with, tt.with) {
				t.Errorf("with = %v, want %v", with, tt.with)
			}
			switch {
			case tt.until < 0 && !d.Until.IsZero():
				t.Errorf("until = %v though off call", d.Until)
			case tt.until >= 0 && !d.Until.Equal(hour(tt.until)):
				t.Errorf("until = %v, want %v", d.Until, hour(tt.until))
			}
		})
	}
}

func uid(s *rotation.Shift) string {
	if s == nil {
		return ""
	}
	return s.UID
}

// drawShifts makes up a rota of a few people over some days.
func drawShifts(t *rapid.T) []rotation.Shift {
	people := []rotation.Person{engineerA, engineerB, engineerC}
	roles := []rotation.Role{rotation.Primary, rotation.Secondary}
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) rotation.Shift {
		from := rapid.IntRange(0, 60).Draw(t, "from")
		return shift(rapid.StringMatching("[a-z]{4}").Draw(t, "uid"), rapid.SampledFrom([]string{"web", "db"}).Draw(t, "rota"),
			rapid.SampledFrom(roles).Draw(t, "role"), rapid.SampledFrom(people).Draw(t, "who"),
			from, from+rapid.IntRange(0, 20).Draw(t, "length"))
	}), 0, 12).Draw(t, "shifts")
}

func TestDutyAgreesWithTheShiftsHourByHour(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shifts := drawShifts(t)
		now := hour(rapid.IntRange(-2, 82).Draw(t, "now"))
		d := rotation.DutyAt(shifts, engineerA, now)
		held := slices.ContainsFunc(shifts, func(s rotation.Shift) bool {
			return s.Person.Same(engineerA) && s.Contains(now)
		})
		if held != (d.Current != nil) {
			t.Fatalf("holds a shift: %v, current: %v", held, d.Current)
		}
		if d.Current == nil {
			if d.Next != nil && !d.Next.Start.After(now) {
				t.Fatalf("off call, and next has begun: %v", d.Next)
			}
			return
		}
		if !d.Until.After(now) || d.Until.Before(d.Current.End) {
			t.Fatalf("until %v, now %v, current %v", d.Until, now, d.Current)
		}
		for at := now; at.Before(d.Until); at = at.Add(time.Hour) {
			if !slices.ContainsFunc(shifts, func(s rotation.Shift) bool {
				return s.Person.Same(engineerA) && s.Contains(at) && s.Role == d.Current.Role && s.Rota == d.Current.Rota
			}) {
				t.Fatalf("until says %v, but nothing covers %v", d.Until, at)
			}
		}
	})
}

func TestDutyDoesNotChangeTheShifts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shifts := drawShifts(t)
		before := slices.Clone(shifts)
		rotation.DutyAt(shifts, engineerA, hour(rapid.IntRange(0, 80).Draw(t, "now")))
		if !slices.Equal(shifts, before) {
			t.Fatal("the argument changed")
		}
	})
}
