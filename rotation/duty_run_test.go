package rotation_test

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
)

func TestDutyAtKnowsWhatOutlastsTheRun(t *testing.T) {
	const web, db = "web", "db"
	day := func(n int) int { return 24 * n }
	both := []rotation.Shift{
		shift("p", web, rotation.Primary, engineerA, day(1), day(5)),
		shift("s", web, rotation.Secondary, engineerA, day(3), day(7)),
	}
	tests := []struct {
		name    string
		shifts  []rotation.Shift
		now     int
		current string
		until   int
		next    string
	}{
		{name: "a second role that will begin during the run", shifts: both, now: day(2), current: "p", until: day(5), next: "s"},
		{name: "a second role that has begun", shifts: both, now: day(4), current: "p", until: day(5), next: "s"},
		{name: "and then it is the duty", shifts: both, now: day(6), current: "s", until: day(7)},
		{
			name: "what runs already begins at Until, before what begins later", now: 1, current: "p", until: 5, next: "d",
			shifts: []rotation.Shift{
				shift("p", web, rotation.Primary, engineerA, 0, 5),
				shift("later", web, rotation.Primary, engineerA, 6, 9),
				shift("d", db, rotation.Secondary, engineerA, 0, 30),
			},
		},
		{
			name: "of what runs on and what begins at Until the senior role is next", now: 1, current: "p", until: 5, next: "d",
			shifts: []rotation.Shift{
				shift("p", web, rotation.Primary, engineerA, 0, 5),
				shift("s", web, rotation.Secondary, engineerA, 0, 30),
				shift("d", db, rotation.Primary, engineerA, 5, 6),
			},
		},
		{
			name: "what ends with the run is not next", now: 1, current: "p", until: 5,
			shifts: []rotation.Shift{
				shift("p", web, rotation.Primary, engineerA, 0, 5),
				shift("s", web, rotation.Secondary, engineerA, 2, 5),
			},
		},
		{
			name: "a run of several shifts is outlasted as a whole", now: 1, current: "1", until: 9, next: "s",
			shifts: []rotation.Shift{
				shift("2", web, rotation.Primary, engineerA, 4, 9),
				shift("s", web, rotation.Secondary, engineerA, 2, 10),
				shift("1", web, rotation.Primary, engineerA, 0, 4),
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := rotation.DutyAt(tt.shifts, engineerA, hour(tt.now))
			if uid(d.Current) != tt.current || !d.Until.Equal(hour(tt.until)) || uid(d.Next) != tt.next {
				t.Errorf("current %q until %v, next %q", uid(d.Current), d.Until, uid(d.Next))
			}
			for _, s := range tt.shifts {
				if s.UID == tt.next && *d.Next != s {
					t.Errorf("next is %v, not %v as the calendar has it", *d.Next, s)
				}
			}
		})
	}
}

func TestDutyAtDecidesBetweenEqualsInAnyOrder(t *testing.T) {
	const web, db = "web", "db"
	mine := func(uid, rota string, role rotation.Role, from, to int) rotation.Shift {
		return shift(uid, rota, role, engineerA, from, to)
	}
	tests := []struct {
		name                 string
		shifts               []rotation.Shift
		current, next, after string
	}{
		{name: "primary and secondary begin at once", next: "p",
			shifts: []rotation.Shift{mine("s", web, rotation.Secondary, 5, 9), mine("p", web, rotation.Primary, 5, 9)}},
		{name: "the later end is next", next: "long",
			shifts: []rotation.Shift{mine("short", web, rotation.Primary, 5, 7), mine("long", web, rotation.Primary, 5, 9)}},
		{name: "then the rota decides", next: "z",
			shifts: []rotation.Shift{mine("a", web, rotation.Primary, 5, 9), mine("z", db, rotation.Primary, 5, 9)}},
		{name: "then the UID", next: "a",
			shifts: []rotation.Shift{mine("b", web, rotation.Primary, 5, 9), mine("a", web, rotation.Primary, 5, 9)}},
		{name: "two of one rank run alike", current: "d",
			shifts: []rotation.Shift{mine("w", web, rotation.Primary, 0, 5), mine("d", db, rotation.Primary, 0, 5)}},
		{name: "two successors begin at once", current: "1", after: "b",
			shifts: []rotation.Shift{mine("1", web, rotation.Primary, 0, 5),
				shift("c", web, rotation.Primary, engineerC, 5, 9), shift("b", web, rotation.Primary, engineerB, 5, 9)}},
		{name: "who takes over goes before who is there already", current: "1", after: "c",
			shifts: []rotation.Shift{mine("1", web, rotation.Primary, 0, 5),
				shift("b", web, rotation.Primary, engineerB, 0, 12), shift("c", web, rotation.Primary, engineerC, 5, 9)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for range 2 {
				d := rotation.DutyAt(tt.shifts, engineerA, hour(1))
				if uid(d.Current) != tt.current || uid(d.Next) != tt.next || uid(d.After) != tt.after {
					t.Errorf("current %q, next %q, after %q", uid(d.Current), uid(d.Next), uid(d.After))
				}
				slices.Reverse(tt.shifts)
			}
		})
	}
}

// drawAlike makes up shifts that are often equal in much.
func drawAlike(t *rapid.T) []rotation.Shift {
	people := []rotation.Person{engineerA, {Name: "ENGINEER A "}, {Email: "A@example.org"}, engineerB, engineerC}
	roles := []rotation.Role{rotation.Primary, rotation.Secondary, rotation.Shadow, "comms"}
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) rotation.Shift {
		from := rapid.IntRange(0, 8).Draw(t, "from")
		return shift(rapid.SampledFrom([]string{"1", "2"}).Draw(t, "uid"), rapid.SampledFrom([]string{"web", "db"}).Draw(t, "rota"),
			rapid.SampledFrom(roles).Draw(t, "role"), rapid.SampledFrom(people).Draw(t, "who"),
			from, from+rapid.IntRange(-1, 4).Draw(t, "length"))
	}), 0, 20).Draw(t, "shifts")
}

func TestDutyDoesNotDependOnTheOrderOfShifts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shifts := drawAlike(t)
		now := hour(rapid.IntRange(-1, 12).Draw(t, "now"))
		a := rotation.DutyAt(shifts, engineerA, now)
		b := rotation.DutyAt(rapid.Permutation(shifts).Draw(t, "mixed"), engineerA, now)
		if !reflect.DeepEqual(a, b) {
			t.Fatalf("%+v\nor %+v", a, b)
		}
	})
}

func TestDutyNextIsTheFirstThatIsHeldFromUntilOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		shifts := drawAlike(t)
		now := hour(rapid.IntRange(-1, 12).Draw(t, "now"))
		d := rotation.DutyAt(shifts, engineerA, now)
		from := now
		if d.Current != nil {
			from = d.Until
		}
		var first time.Time
		for _, s := range shifts {
			if begins := latest(s.Start, from); s.Person.Same(engineerA) && begins.Before(s.End) && (first.IsZero() || begins.Before(first)) {
				first = begins
			}
		}
		switch {
		case d.Next == nil && !first.IsZero():
			t.Fatalf("no next, though something is held from %v on", first)
		case d.Next == nil:
		case !latest(d.Next.Start, from).Equal(first):
			t.Fatalf("next is %v, though something is held from %v on", d.Next, first)
		case !slices.Contains(shifts, *d.Next) || !d.Next.Person.Same(engineerA):
			t.Fatalf("next is %v, which is no shift of mine", d.Next)
		case d.Current != nil && d.Next.Rota == d.Current.Rota && d.Next.Role == d.Current.Role && !d.Next.Start.After(d.Until):
			t.Fatalf("next is %v, of the run until %v", d.Next, d.Until)
		}
	})
}

// hourly are n shifts of an hour that touch, the last one first, of people in
// turn for a thousand hours each.
func hourly(n int, people ...rotation.Person) []rotation.Shift {
	var list []rotation.Shift
	for i := n - 1; i >= 0; i-- {
		list = append(list, shift(fmt.Sprint("shift ", i), "web", rotation.Primary, people[i/1000%len(people)], i, i+1))
	}
	return list
}

func TestDutyFollowsARunOfTenThousandShifts(t *testing.T) {
	d := rotation.DutyAt(hourly(10_001, engineerA), engineerA, hour(0))
	if uid(d.Current) != "shift 0" || !d.Until.Equal(hour(10_001)) || d.Next != nil {
		t.Errorf("current %v until %v, next %v", d.Current, d.Until, d.Next)
	}
}

func TestDutyKeepsNothingOfTheShifts(t *testing.T) {
	shifts := hourly(3000, engineerA, engineerB)
	d := rotation.DutyAt(shifts, engineerA, hour(0))
	clear(shifts)
	if uid(d.Current) != "shift 0" || uid(d.After) != "shift 1000" || uid(d.Next) != "shift 2000" {
		t.Errorf("current %v, after %v, next %v", d.Current, d.After, d.Next)
	}
}

func TestDutyAllocatesLittle(t *testing.T) {
	shifts := hourly(10_000, engineerA, engineerB, engineerC)
	if n := testing.AllocsPerRun(10, func() { rotation.DutyAt(shifts, engineerA, hour(0)) }); n > 40 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkDutyAt(b *testing.B) {
	for _, n := range []int{500, 10_000} {
		for name, people := range map[string][]rotation.Person{"one run": {engineerA}, "three people": {engineerA, engineerB, engineerC}} {
			shifts := hourly(n, people...)
			b.Run(fmt.Sprint(n, " shifts, ", name), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					rotation.DutyAt(shifts, engineerA, hour(0))
				}
			})
		}
	}
	// Everybody is somebody else, and nobody has an address.
	shifts := hourly(10_000, engineerC)
	for i := range shifts {
		shifts[i].Person.Name = fmt.Sprint("Engineer ", i)
	}
	slices.SortFunc(shifts, func(a, b rotation.Shift) int { return cmp.Compare(a.Person.Name, b.Person.Name) })
	b.Run("10000 shifts, as many people", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			rotation.DutyAt(shifts, engineerC, hour(0))
		}
	})
}
