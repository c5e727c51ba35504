package rotation_test

import (
	"slices"
	"testing"
	"time"

	"standby/rotation"
)

func TestAWindowBeginsInTheFirstOfTwoHoursEvenIfAskedFromBetweenThem(t *testing.T) {
	r := rotation.Rotation{Unit: rotation.Hourly, Every: 1, Zone: zone(t, "Antarctica/Casey"), Anchor: rotation.Local{Year: 2023, Month: 1, Day: 1}, Groups: inTurn("A")}
	p := compile(t, one(rotation.Version{Rotation: r, Windows: []rotation.Window{
		{Days: rotation.On(time.Thursday), Start: rotation.ClockAt(1, 0), End: rotation.ClockAt(5, 0)}}}))
	for _, from := range []time.Time{time.Date(2023, 3, 8, 12, 0, 0, 0, time.UTC), time.Date(2023, 3, 8, 16, 30, 0, 0, time.UTC)} {
		want := max(from.Unix(), time.Date(2023, 3, 8, 14, 0, 0, 0, time.UTC).Unix())
		if got := slots(t, p, from, from.AddDate(0, 0, 1)); got[0].Start != want {
			t.Errorf("from %v on: %v", from, got)
		}
	}
}

// day is the first day of week(0), which is A's, cut into quarters.
func quarter(from, to int) rotation.Interval {
	return rotation.Interval{Start: week(0).Start.Add(time.Duration(6*from) * time.Hour), End: week(0).Start.Add(time.Duration(6*to) * time.Hour)}
}

// quarters is who holds each quarter of the day.
func quarters(p *rotation.Plan) (s string) {
	for i := range 4 {
		on := p.AppendHolders(nil, quarter(i, i+1).Start.Add(time.Hour))
		if len(on) == 0 {
			s += "-"
		}
		for _, h := range on {
			name := p.Person(h.Who()).Name
			s += name[len(name)-1:]
		}
		s += " "
	}
	return s[:len(s)-1]
}

func TestTheLaterEditOfTheSamePersonWins(t *testing.T) {
	o := func(seq int64, i rotation.Interval, out, in string) rotation.Override {
		v := rotation.Override{Seq: seq, Interval: i, Everyone: out == "*"}
		if out != "" && out != "*" {
			v.Out = person(out)
		}
		if in != "" {
			v.In = person(in)
		}
		return v
	}
	for name, tt := range map[string]struct {
		list []rotation.Override
		want string
	}{
		"a replacement after a removal":           {[]rotation.Override{o(1, quarter(1, 2), "A", ""), o(2, quarter(0, 4), "A", "D")}, "D D D D"},
		"a removal after a replacement":           {[]rotation.Override{o(1, quarter(0, 4), "A", "D"), o(2, quarter(1, 2), "A", "")}, "D - D D"},
		"a replacement after everybody's":         {[]rotation.Override{o(1, quarter(0, 4), "*", "C"), o(2, quarter(0, 2), "A", "D")}, "D D C C"},
		"everybody's after a replacement":         {[]rotation.Override{o(1, quarter(0, 2), "A", "D"), o(2, quarter(0, 4), "*", "C")}, "C C C C"},
		"everybody's after a removal fills it":    {[]rotation.Override{o(1, quarter(0, 2), "A", ""), o(2, quarter(0, 4), "*", "C")}, "C C C C"},
		"a removal of whom everybody's put in":    {[]rotation.Override{o(1, quarter(0, 4), "*", "C"), o(2, quarter(3, 4), "C", "")}, "C C C -"},
		"one who is added and then replaced":      {[]rotation.Override{o(1, quarter(0, 2), "", "D"), o(2, quarter(0, 1), "D", "E"), o(3, quarter(0, 1), "D", "B")}, "AB AD A A"},
		"a removal twice, and then a replacement": {[]rotation.Override{o(1, quarter(0, 2), "A", ""), o(2, quarter(1, 3), "A", ""), o(3, quarter(0, 3), "A", "B")}, "B B B A"},
	} {
		t.Run(name, func(t *testing.T) {
			r := one(rotation.Version{Rotation: weekly(t)})
			r.Overrides = tt.list
			p := compile(t, r)
			if got := quarters(p); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			agrees(t, p)
		})
	}
}

// agrees checks that the schedule of the day says what each instant does.
func agrees(t *testing.T, p *rotation.Plan) {
	t.Helper()
	all := slots(t, p, week(0).Start, week(0).End)
	for i := range 48 {
		at := week(0).Start.Add(time.Duration(i) * 30 * time.Minute)
		var want []int
		for _, s := range all {
			if s.Start <= at.Unix() && at.Unix() < s.End {
				want = append(want, s.Who())
			}
		}
		var got []int
		for _, s := range p.AppendHolders(nil, at) {
			got = append(got, s.Who())
		}
		slices.Sort(want)
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("at %v: %v, the schedule says %v", at, got, want)
		}
	}
}

func TestAfterASwapAndBackAnOverrideFindsWhomItFoundBefore(t *testing.T) {
	side := func(who string, i rotation.Interval) rotation.Side {
		return rotation.Side{Person: person(who), Interval: i, Role: rotation.Primary}
	}
	b := rotation.Interval{Start: week(1).Start, End: week(1).Start.Add(6 * time.Hour)}
	over := []rotation.Override{
		{Seq: 1, Interval: quarter(0, 1), Out: person("A"), In: person("D")},
		{Seq: 4, Interval: quarter(0, 1), Out: person("A"), In: person("E")},
	}
	swaps := []rotation.Swap{
		{ID: "there", Seq: 2, A: side("D", quarter(0, 1)), B: side("B", b)},
		{ID: "back", Seq: 3, A: side("B", quarter(0, 1)), B: side("D", b)},
	}
	for n, want := range []string{"E A A A", "B A A A", "E A A A"} {
		r := one(rotation.Version{Rotation: weekly(t)})
		r.Overrides, r.Swaps = over, swaps[:n]
		p := compile(t, r)
		if got := quarters(p); got != want || len(p.Void()) > 0 {
			t.Errorf("with %d swaps %s, want %s; void %v", n, got, want, p.Void())
		}
	}
}

func TestASwapIsBoundToATurnThatEndsEarly(t *testing.T) {
	ro := rotation.Rotation{Unit: rotation.Daily, Every: 1, Zone: zone(t, "Europe/Berlin"), Groups: berlinTeam, Lasts: 12 * time.Hour,
		Anchor: rotation.Local{Year: 2026, Month: time.January, Day: 5, Hour: 9}}
	below := ro
	below.Groups, below.Lasts = inTurn("Engineer X"), 0
	turn := func(n int) rotation.Interval {
		return rotation.Interval{Start: week(0).Start.AddDate(0, 0, n), End: week(0).Start.AddDate(0, 0, n).Add(12 * time.Hour)}
	}
	side := func(who string, n int) rotation.Side {
		return rotation.Side{Person: person(who), Interval: turn(n), Role: rotation.Primary,
			Shift: &rotation.Bond{Layer: "day", Turn: int64(n), Was: turn(n)}}
	}
	r := rotation.Rota{Layers: []rotation.Layer{{Versions: []rotation.Version{{Rotation: below}}}, {Name: "day", Versions: []rotation.Version{{Rotation: ro}}}},
		Swaps: []rotation.Swap{{ID: "s", A: side("A", 0), B: side("B", 1)}}}
	p := compile(t, r)
	if got := quarters(p); got != "B B X X" || len(p.Void()) > 0 {
		t.Errorf("%s, void %v", got, p.Void())
	}
	// The layer is another from the second turn on: the swap has lost its shift.
	r.Layers[1].Versions = append(r.Layers[1].Versions, rotation.Version{From: turn(1).Start, Rotation: ro})
	r.Layers[1].Versions[1].Rotation.Groups = inTurn("Engineer B", "Engineer A")
	if p := compile(t, r); len(p.Void()) != 1 {
		t.Errorf("a swap of a turn that there is no more: void %v", p.Void())
	}
}

func TestAPartOfASecondIsTheNextWholeOne(t *testing.T) {
	r := one(rotation.Version{Rotation: weekly(t)})
	half := rotation.Interval{Start: week(0).Start.Add(10*time.Second + time.Second/2), End: week(0).Start.Add(20*time.Second + time.Second/2)}
	r.Overrides = []rotation.Override{{Interval: half, Out: person("A"), In: person("D")}}
	shifts, err := compile(t, r).ShiftsOf(person("D"), week(0))
	if err != nil || len(shifts) != 1 || !shifts[0].Start.Equal(week(0).Start.Add(11*time.Second)) || !shifts[0].End.Equal(week(0).Start.Add(21*time.Second)) {
		t.Errorf("%v, %v", shifts, err)
	}
}
