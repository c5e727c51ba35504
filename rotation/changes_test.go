package rotation_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/rotation"
)

func TestAChangeMovesAShiftToTheNearestPlace(t *testing.T) {
	before := one(rotation.Version{Rotation: weekly(t)})
	before.Layers[0].Versions[0].Rotation.Groups = inTurn("Engineer A", "Engineer B", "Engineer C", "Engineer C", "Engineer C", "Engineer B", "Engineer A")
	after := one(rotation.Version{Rotation: weekly(t)})
	after.Layers[0].Versions[0].Rotation.Groups = inTurn("Engineer B", "Engineer C", "Engineer C", "Engineer C", "Engineer B", "Engineer A", "Engineer C")
	// A held weeks 0 and 6 and now holds 5, B held 1 and 5 and holds 0 and 4.
	changes, err := rotation.Changes(compile(t, before), compile(t, after), rotation.Interval{Start: week(0).Start, End: week(7).Start})
	if err != nil {
		t.Fatal(err)
	}
	want := []rotation.Change{
		{Person: person("A"), Role: rotation.Primary, Was: week(0)},
		{Person: person("B"), Role: rotation.Primary, Was: week(1), Is: week(0)},
		{Person: person("B"), Role: rotation.Primary, Was: week(5), Is: week(4)},
		{Person: person("A"), Role: rotation.Primary, Was: week(6), Is: week(5)},
	}
	changes = slices.DeleteFunc(changes, func(c rotation.Change) bool { return c.Person == person("C") })
	if !slices.Equal(changes, want) {
		t.Errorf("%v\nwant %v", changes, want)
	}
}

func TestChangesKnowAPersonWhoseAddressOnePlanLacks(t *testing.T) {
	before := one(rotation.Version{Rotation: weekly(t)})
	after := one(rotation.Version{Rotation: weekly(t)})
	after.Layers[0].Versions[0].Rotation.Groups = [][]rotation.Person{{engineerA}, {engineerB}, {engineerC}}
	window := rotation.Interval{Start: week(0).Start, End: week(7).Start}
	for _, plans := range [][2]rotation.Rota{{before, after}, {after, before}} {
		if c, err := rotation.Changes(compile(t, plans[0]), compile(t, plans[1]), window); err != nil || len(c) > 0 {
			t.Errorf("%v, %v", c, err)
		}
	}
	after.Layers[0].Versions[0].Rotation.Groups = [][]rotation.Person{{engineerA}, {engineerB}, {{Name: engineerA.Name, Email: "other@example.org"}}}
	for _, plans := range [][2]rotation.Rota{{before, after}, {after, before}} {
		_, err := rotation.Changes(compile(t, plans[0]), compile(t, plans[1]), window)
		if !errors.Is(err, rotation.ErrRange) || !strings.Contains(err.Error(), "two people are called Engineer A; give the e-mail address") {
			t.Errorf("a name that two people share: %v", err)
		}
	}
}

func TestChangesTellThePeopleOfTwoFullPlansApart(t *testing.T) {
	full := func(letter string) *rotation.Plan {
		r := one(rotation.Version{Rotation: weekly(t)})
		r.Layers[0].Versions[0].Rotation.Groups = nil
		for i := range rotation.MaxPeople {
			r.Layers[0].Versions[0].Rotation.Groups = append(r.Layers[0].Versions[0].Rotation.Groups, []rotation.Person{{Name: fmt.Sprint(letter, i)}})
		}
		return compile(t, r)
	}
	changes, err := rotation.Changes(full("P"), full("Q"), week(0))
	want := []rotation.Change{
		{Person: rotation.Person{Name: "P0"}, Role: rotation.Primary, Was: week(0)},
		{Person: rotation.Person{Name: "Q0"}, Role: rotation.Primary, Is: week(0)},
	}
	if err != nil || !slices.Equal(changes, want) {
		t.Errorf("%v, %v", changes, err)
	}
}

// eightYears hand off every hour from 2026 on.
func eightYears(people ...string) (rotation.Rota, rotation.Interval) {
	r := rotation.Rotation{Unit: rotation.Hourly, Every: 1, Zone: time.UTC, Groups: inTurn(people...),
		Anchor: rotation.Local{Year: 2026, Month: time.January, Day: 1}}
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	return one(rotation.Version{Rotation: r}), rotation.Interval{Start: start, End: start.AddDate(8, 0, 0)}
}

func TestChangesOfEveryHourOfEightYears(t *testing.T) {
	before, window := eightYears("Engineer A", "Engineer B")
	after, _ := eightYears("Engineer B", "Engineer A")
	changes, err := rotation.Changes(compile(t, before), compile(t, after), window)
	if err != nil {
		t.Fatal(err)
	}
	if n := int(window.Duration() / time.Hour); len(changes) != n {
		t.Errorf("%d changes of %d hours", len(changes), n)
	}
	for _, c := range changes {
		if by := c.Is.Start.Sub(c.Was.Start).Abs(); c.Was.Empty() || c.Is.Empty() || by != time.Hour {
			t.Fatalf("%v", c)
		}
	}
}

func BenchmarkChangesOfEightYears(b *testing.B) {
	before, window := eightYears("Engineer A", "Engineer B")
	after, _ := eightYears("Engineer B", "Engineer A")
	old, now := compile(b, before), compile(b, after)
	for b.Loop() {
		if _, err := rotation.Changes(old, now, window); err != nil {
			b.Fatal(err)
		}
	}
}
