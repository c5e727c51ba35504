package rotation_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
)

func TestTimeOffWithoutAnEndIsUntilFurtherNotice(t *testing.T) {
	p := compile(t, one(rotation.Version{Rotation: weekly(t)}))
	window := rotation.Interval{Start: week(0).Start, End: week(7).Start}
	off := rotation.TimeOff{Person: person("A"), Interval: rotation.Interval{Start: week(3).Start.Add(time.Hour)}}
	c, err := p.Conflicts([]rotation.TimeOff{off}, window)
	if err != nil || len(c) != 2 || !c[0].Shift.Start.Equal(off.Start) || !c[0].Shift.End.Equal(week(3).End) || c[1].Shift.Interval != week(6) {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestTimeOffIsThatOfOnePerson(t *testing.T) {
	r := one(rotation.Version{Rotation: weekly(t)})
	annX, annY := rotation.Person{Name: "Ann", Email: "x@example.org"}, rotation.Person{Name: "Ann", Email: "y@example.org"}
	r.Layers[0].Versions[0].Rotation.Groups = [][]rotation.Person{{annX}, {engineerA}, {engineerC}}
	namesakes := one(rotation.Version{Rotation: weekly(t)})
	namesakes.Layers[0].Versions[0].Rotation.Groups = [][]rotation.Person{{annX}, {annY}, {engineerC}}
	window := rotation.Interval{Start: week(0).Start, End: week(3).Start}
	tests := []struct {
		name string
		rota rotation.Rota
		off  []rotation.Person
		want string // of the starts of conflicts, the numbers of their weeks
		err  string
	}{
		{name: "a name of one", rota: r, off: []rotation.Person{{Name: "ann"}}, want: "0"},
		{name: "an address without the name", rota: r, off: []rotation.Person{{Email: "X@example.org"}}, want: "0"},
		{name: "an address that the rota lacks", rota: r, off: []rotation.Person{{Name: "Engineer C", Email: "c@example.org"}}, want: "2"},
		{name: "one of two of a name", rota: namesakes, off: []rotation.Person{annY}, want: "1"},
		{name: "somebody else", rota: r, off: []rotation.Person{engineerB}},
		{name: "a namesake of somebody else", rota: r, off: []rotation.Person{annY}},
		{name: "a name of two", rota: namesakes, off: []rotation.Person{{Name: "Ann"}}, err: "two people are called Ann; give the e-mail address"},
		{name: "nobody", rota: r, off: []rotation.Person{{}}, err: "a person needs a name or an e-mail address"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var away []rotation.TimeOff
			for _, p := range tt.off {
				away = append(away, rotation.TimeOff{Person: p, Interval: window})
			}
			list, err := compile(t, tt.rota).Conflicts(away, window)
			if tt.err != "" {
				if !errors.Is(err, rotation.ErrRange) || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("error %v", err)
				}
				return
			}
			got := ""
			for _, c := range list {
				for n := range 3 {
					if c.Shift.Interval == week(n) {
						got += fmt.Sprint(n)
					}
				}
			}
			if err != nil || got != tt.want || len(list) != len(tt.want) {
				t.Errorf("weeks %q: %v, %v", got, list, err)
			}
		})
	}
}

func TestConflictsAgreeWithTheShiftsHourByHour(t *testing.T) {
	eachStacking(t, func(t *rapid.T, stacking rotation.Stacking) {
		start := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
		window := rotation.Interval{Start: start, End: start.AddDate(0, 0, 4)}
		r := rotation.Rota{Stacking: stacking}
		for range rapid.IntRange(1, 3).Draw(t, "layers") {
			ro := rotation.Rotation{Unit: rotation.Hourly, Every: rapid.IntRange(1, 30).Draw(t, "every"), Zone: time.UTC, Anchor: rotation.LocalOf(start, time.UTC)}
			for range rapid.IntRange(1, 3).Draw(t, "groups") {
				ro.Groups = append(ro.Groups, []rotation.Person{engineer(rapid.IntRange(0, 3).Draw(t, "who")), engineer(rapid.IntRange(0, 3).Draw(t, "and"))})
			}
			r.Layers = append(r.Layers, rotation.Layer{Role: rapid.SampledFrom([]rotation.Role{rotation.Primary, rotation.Secondary}).Draw(t, "role"), Versions: []rotation.Version{{Rotation: ro}}})
		}
		var away []rotation.TimeOff
		for range rapid.IntRange(0, 6).Draw(t, "times off") {
			from := start.Add(time.Duration(rapid.IntRange(-10, 100).Draw(t, "from")) * time.Hour)
			away = append(away, rotation.TimeOff{Person: engineer(rapid.IntRange(0, 4).Draw(t, "away")),
				Interval: rotation.Interval{Start: from, End: from.Add(time.Duration(rapid.IntRange(-1, 40).Draw(t, "hours")) * time.Hour)}})
		}
		p := compile(t, r)
		conflicts, err := p.Conflicts(away, window)
		if err != nil {
			t.Fatalf("conflicts: %v", err)
		}
		for at := start; at.Before(window.End); at = at.Add(time.Hour) {
			checkConflicts(t, p, away, conflicts, at)
		}
	})
}

// checkConflicts holds conflicts against who is on call and away at an instant.
func checkConflicts(t *rapid.T, p *rotation.Plan, away []rotation.TimeOff, conflicts []rotation.Conflict, at time.Time) {
	on := p.AppendHolders(nil, at)
	isAway := func(who rotation.Person) bool {
		return slices.ContainsFunc(away, func(a rotation.TimeOff) bool { return a.Person == who && a.Contains(at) })
	}
	want := 0
	for _, s := range on {
		if !isAway(p.Person(s.Who())) {
			continue
		}
		want++
		open := !slices.ContainsFunc(on, func(o rotation.Slot) bool { return o.Role() == s.Role() && !isAway(p.Person(o.Who())) })
		i := slices.IndexFunc(conflicts, func(c rotation.Conflict) bool {
			return c.Shift.Contains(at) && c.Shift.Person == p.Person(s.Who()) && c.Shift.Role == p.Role(s.Role())
		})
		if i < 0 {
			t.Fatalf("%s is on call and away at %v, and no conflict says so: %v", p.Person(s.Who()), at, conflicts)
		}
		if inGap := slices.ContainsFunc(conflicts[i].Gaps, func(g rotation.Interval) bool { return g.Contains(at) }); inGap != open {
			t.Fatalf("at %v, nobody is left: %v, and the conflict says %v", at, open, inGap)
		}
	}
	got := 0
	for _, c := range conflicts {
		if c.Shift.Contains(at) {
			got++
		}
	}
	if got != want {
		t.Fatalf("%d conflicts at %v, want %d: %v", got, at, want, conflicts)
	}
}

func TestConflictsOfEveryOtherHourOfEightYears(t *testing.T) {
	r, window := eightYears("Engineer A", "Engineer B")
	conflicts, err := compile(t, r).Conflicts([]rotation.TimeOff{{Person: person("A")}}, window)
	if n := int(window.Duration()/time.Hour) / 2; err != nil || len(conflicts) != n {
		t.Fatalf("%d conflicts, want %d: %v", len(conflicts), n, err)
	}
	for _, c := range conflicts {
		if len(c.Gaps) != 1 || c.Gaps[0] != c.Shift.Interval {
			t.Fatalf("%v", c)
		}
	}
}

func BenchmarkConflictsOfEightYears(b *testing.B) {
	r, window := eightYears("Engineer A", "Engineer B")
	p := compile(b, r)
	off := []rotation.TimeOff{{Person: person("A")}}
	for b.Loop() {
		if _, err := p.Conflicts(off, window); err != nil {
			b.Fatal(err)
		}
	}
}
