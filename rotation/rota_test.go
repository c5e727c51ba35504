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

var berlinTeam = inTurn("Engineer A", "Engineer B", "Engineer C")

// weekly hands off on Mondays at nine, in Berlin, from 5 January 2026 on.
func weekly(t testing.TB) rotation.Rotation {
	return rotation.Rotation{Unit: rotation.Weekly, Every: 1, Zone: zone(t, "Europe/Berlin"), Groups: berlinTeam,
		Anchor: rotation.Local{Year: 2026, Month: time.January, Day: 5, Hour: 9}}
}

func week(n int) rotation.Interval {
	start := time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC).AddDate(0, 0, 7*n)
	return rotation.Interval{Start: start, End: start.AddDate(0, 0, 7)}
}

func person(letter string) rotation.Person { return rotation.Person{Name: "Engineer " + letter} }

// weeks is who holds the middle of each of the first weeks, one letter each, a
// dash for nobody.
func weeks(p *rotation.Plan, n int) (s string) {
	for i := range n {
		on := p.AppendHolders(nil, week(i).Start.Add(60*time.Hour))
		if len(on) == 0 {
			s += "-"
		}
		for _, h := range on {
			name := p.Person(h.Who()).Name
			s += name[len(name)-1:]
		}
	}
	return s
}

func TestOverridesAndSwapsInSequence(t *testing.T) {
	over := func(seq int64, i rotation.Interval, out, in string) rotation.Override {
		o := rotation.Override{ID: fmt.Sprint(seq), Seq: seq, Interval: i}
		if out != "" {
			o.Out = person(out)
		}
		if in != "" {
			o.In = person(in)
		}
		return o
	}
	swap := func(seq int64, a string, i rotation.Interval, b string, j rotation.Interval) rotation.Swap {
		return rotation.Swap{ID: fmt.Sprint(seq), Seq: seq,
			A: rotation.Side{Person: person(a), Interval: i, Role: rotation.Primary},
			B: rotation.Side{Person: person(b), Interval: j, Role: rotation.Primary}}
	}
	cover := over(1, week(1), "", "D")
	cover.Everyone = true
	tests := []struct {
		name      string
		overrides []rotation.Override
		swaps     []rotation.Swap
		want      string
		void      []string
	}{
		{name: "nobody agreed on anything", want: "ABCABC"},
		{name: "one replaces another", overrides: []rotation.Override{over(1, week(1), "B", "D")}, want: "ADCABC"},
		{name: "of two the later in sequence wins, whatever their order", overrides: []rotation.Override{over(2, week(1), "B", "E"), over(1, week(1), "B", "D")}, want: "AECABC"},
		{name: "a replacement is replaced", overrides: []rotation.Override{over(1, week(1), "B", "D"), over(2, week(1), "D", "E")}, want: "AECABC"},
		{name: "who is not on cannot be replaced", overrides: []rotation.Override{over(1, week(1), "A", "D")}, want: "ABCABC"},
		{name: "one is taken out", overrides: []rotation.Override{over(1, week(1), "B", "")}, want: "A-CABC"},
		{name: "one is added", overrides: []rotation.Override{over(1, week(1), "", "D")}, want: "ABDCABC"},
		{name: "one is added and taken out again", overrides: []rotation.Override{over(1, week(1), "", "D"), over(2, week(1), "D", "")}, want: "ABCABC"},
		{name: "one takes over from everyone", overrides: []rotation.Override{cover}, want: "ADCABC"},
		{name: "two swap weeks", swaps: []rotation.Swap{swap(1, "A", week(0), "B", week(1))}, want: "BACABC"},
		{name: "a chain of swaps goes in order", swaps: []rotation.Swap{swap(2, "A", week(1), "C", week(2)), swap(1, "A", week(0), "B", week(1))}, want: "BCAABC"},
		{name: "a swap of what a cover took away is void", overrides: []rotation.Override{over(1, week(0), "A", "D")},
			swaps: []rotation.Swap{swap(2, "A", week(0), "B", week(1))}, want: "DBCABC", void: []string{"2"}},
		{name: "a swap that lost a part is void as a whole", overrides: []rotation.Override{over(1, rotation.Interval{Start: week(1).Start, End: week(1).Start.Add(time.Hour)}, "B", "D")},
			swaps: []rotation.Swap{swap(2, "A", week(0), "B", week(1))}, want: "ABCABC", void: []string{"2"}},
		{name: "after a swap the week is its new holder's to give", overrides: []rotation.Override{over(2, week(0), "A", "D")},
			swaps: []rotation.Swap{swap(1, "A", week(0), "B", week(1))}, want: "BACABC"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := one(rotation.Version{Rotation: weekly(t)})
			r.Overrides, r.Swaps = tt.overrides, tt.swaps
			p := compile(t, r)
			if got := weeks(p, 6); got != tt.want {
				t.Errorf("weeks are held by %s, want %s", got, tt.want)
			}
			var void []string
			for _, v := range p.Void() {
				void = append(void, v.ID)
				if v.Reason == "" {
					t.Error("void without a reason")
				}
			}
			if !slices.Equal(void, tt.void) {
				t.Errorf("void: %v, want %v", void, tt.void)
			}
		})
	}
}

func TestASwapFollowsItsShift(t *testing.T) {
	bond := func(n int64) *rotation.Bond { return &rotation.Bond{Layer: "week", Turn: n, Was: week(int(n))} }
	r := rotation.Rota{
		Layers: []rotation.Layer{{Name: "week", Versions: []rotation.Version{{Rotation: weekly(t)}}}},
		Swaps: []rotation.Swap{{ID: "s", A: rotation.Side{Person: person("A"), Interval: week(0), Role: rotation.Primary, Shift: bond(0)},
			B: rotation.Side{Person: person("B"), Interval: week(1), Role: rotation.Primary, Shift: bond(1)}}},
	}
	r.Layers[0].Versions[0].Rotation.Anchor.Hour = 15 // the team moves its hand-off
	p := compile(t, r)
	if got := weeks(p, 3); got != "BAC" || len(p.Void()) > 0 {
		t.Errorf("weeks are held by %s, void %v", got, p.Void())
	}
	for _, h := range p.NextHandOff(week(0).Start.Add(time.Hour * 24)) {
		if want := week(1).Start.Add(6 * time.Hour); !h.At.Equal(want) || h.Out[0] != person("B") || h.In[0] != person("A") {
			t.Errorf("hand-off %+v, want at %v", h, want)
		}
	}
}

func TestOutsideARestrictionOnlyACoverCounts(t *testing.T) {
	v := rotation.Version{Rotation: weekly(t), Windows: []rotation.Window{{Start: rotation.ClockAt(22, 0), End: rotation.ClockAt(6, 0)}}}
	day := rotation.Interval{Start: time.Date(2026, 1, 7, 12, 0, 0, 0, time.UTC), End: time.Date(2026, 1, 8, 12, 0, 0, 0, time.UTC)}
	for _, tt := range []struct {
		name     string
		override rotation.Override
		want     time.Duration
	}{
		{"who is added has the nights", rotation.Override{In: person("D")}, 8 * time.Hour},
		{"who replaces has the nights", rotation.Override{In: person("D"), Out: person("A")}, 8 * time.Hour},
		{"who covers has all of it", rotation.Override{In: person("D"), Cover: true}, 24 * time.Hour},
		{"who replaces and covers too", rotation.Override{In: person("D"), Out: person("A"), Cover: true}, 24 * time.Hour},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.override.Interval = day
			r := one(v)
			r.Overrides = []rotation.Override{tt.override}
			shifts, err := compile(t, r).ShiftsOf(person("D"), week(0))
			if err != nil {
				t.Fatal(err)
			}
			var got time.Duration
			for _, s := range shifts {
				got += s.Duration()
			}
			if got != tt.want {
				t.Errorf("on for %v, want %v", got, tt.want)
			}
		})
	}
}

func TestARestrictionKeepsTheClockWhenClocksChange(t *testing.T) {
	for _, tt := range []struct {
		name       string
		start, end rotation.Clock
		day        int
		month      time.Month
		want       time.Duration
	}{
		{"a night of the spring", rotation.ClockAt(22, 0), rotation.ClockAt(6, 0), 28, time.March, 7 * time.Hour},
		{"a night of the autumn", rotation.ClockAt(22, 0), rotation.ClockAt(6, 0), 24, time.October, 9 * time.Hour},
		{"from the gap, its first instant after", rotation.ClockAt(2, 30), rotation.ClockAt(4, 0), 29, time.March, time.Hour},
		{"to the gap, its first instant after", rotation.ClockAt(1, 0), rotation.ClockAt(2, 30), 29, time.March, time.Hour},
		{"inside of the gap, nothing", rotation.ClockAt(2, 10), rotation.ClockAt(2, 50), 29, time.March, 0},
		{"to an ambiguous end, the last", rotation.ClockAt(1, 0), rotation.ClockAt(2, 30), 25, time.October, 150 * time.Minute},
		{"from an ambiguous start, the first", rotation.ClockAt(2, 30), rotation.ClockAt(4, 0), 25, time.October, 150 * time.Minute},
	} {
		t.Run(tt.name, func(t *testing.T) {
			day := time.Date(2026, tt.month, tt.day, 0, 0, 0, 0, time.UTC)
			v := rotation.Version{Rotation: weekly(t), Windows: []rotation.Window{{Days: rotation.On(day.Weekday()), Start: tt.start, End: tt.end}}}
			s := slots(t, compile(t, one(v)), day.Add(-3*time.Hour), day.Add(36*time.Hour))
			if got := time.Duration(held(s)) * time.Second; got != tt.want {
				t.Errorf("%v, want %v: %v", got, tt.want, s)
			}
		})
	}
}

func TestAChangeNeverRewritesThePast(t *testing.T) {
	later := weekly(t)
	later.Groups = inTurn("Engineer X", "Engineer Y")
	r := one(rotation.Version{Rotation: weekly(t)}, rotation.Version{From: week(3).Start, Rotation: later})
	if got := weeks(compile(t, r), 6); got != "ABCYXY" {
		t.Errorf("weeks are held by %s", got)
	}
	changes, err := rotation.Changes(compile(t, one(rotation.Version{Rotation: weekly(t)})), compile(t, r),
		rotation.Interval{Start: week(0).Start, End: week(4).End})
	if err != nil || len(changes) == 0 {
		t.Fatalf("changes %v: %v", changes, err)
	}
	for _, c := range changes {
		for _, i := range []rotation.Interval{c.Was, c.Is} {
			if !i.Empty() && i.Start.Before(week(3).Start) {
				t.Errorf("the past changed: %+v", c)
			}
		}
	}
}

func TestAShiftThatMovedIsOneChange(t *testing.T) {
	r := one(rotation.Version{Rotation: weekly(t)})
	before := compile(t, r)
	r.Swaps = []rotation.Swap{{A: rotation.Side{Person: person("A"), Interval: week(0)}, B: rotation.Side{Person: person("B"), Interval: week(1)}}}
	changes, err := rotation.Changes(before, compile(t, r), rotation.Interval{Start: week(0).Start, End: week(2).End})
	want := []rotation.Change{
		{Person: person("A"), Role: rotation.Primary, Was: week(0), Is: week(1)},
		{Person: person("B"), Role: rotation.Primary, Was: week(1), Is: week(0)},
	}
	if err != nil || !slices.Equal(changes, want) {
		t.Errorf("%v, %v\nwant %v", changes, err, want)
	}
}

func TestWhoIsOnUntilWhenAndWhoIsNext(t *testing.T) {
	p := compile(t, one(rotation.Version{Rotation: weekly(t)}))
	s := p.WhoAt(week(1).Start)
	if len(s) != 1 || s[0].Shift.Person != person("B") || s[0].Shift.Interval != week(1) || s[0].Open ||
		len(s[0].Next) != 1 || s[0].Next[0].Person != person("C") {
		t.Errorf("%+v", s)
	}
	alone := weekly(t)
	alone.Groups = inTurn("Engineer A")
	if s := compile(t, one(rotation.Version{Rotation: alone})).WhoAt(week(1).Start); len(s) != 1 || !s[0].Open || !s[0].Shift.Start.Equal(week(0).Start) {
		t.Errorf("alone: %+v", s)
	}
	if s := p.WhoAt(week(0).Start.Add(-time.Second)); s != nil {
		t.Errorf("before it all began: %+v", s)
	}
}

func TestTimeOffShowsTheGapsItOpens(t *testing.T) {
	shadow := weekly(t)
	shadow.Groups = inTurn("Engineer B")
	r := rotation.Rota{Stacking: rotation.Union, Layers: []rotation.Layer{
		{Versions: []rotation.Version{{Rotation: weekly(t)}}},
		{Versions: []rotation.Version{{Rotation: shadow, Windows: []rotation.Window{{Start: rotation.ClockAt(9, 0), End: rotation.ClockAt(17, 0)}}}}},
	}}
	off := rotation.Interval{Start: week(0).Start.AddDate(0, 0, 1), End: week(0).Start.AddDate(0, 0, 2)} // Tuesday 09:00 for a day
	c, err := compile(t, r).Conflicts([]rotation.TimeOff{{Person: person("A"), Interval: off}}, week(0))
	if err != nil || len(c) != 1 || c[0].Shift.Interval != off || len(c[0].Gaps) != 1 || !c[0].Gaps[0].Start.Equal(off.Start.Add(8*time.Hour)) {
		t.Errorf("%+v, %v", c, err)
	}
}

func TestWhatIsWrongWithARotaIsNamed(t *testing.T) {
	change := func(f func(*rotation.Rota)) rotation.Rota {
		r := one(rotation.Version{Rotation: weekly(t)})
		r.Layers[0].Name = "week"
		f(&r)
		return r
	}
	ro := func(f func(*rotation.Rotation)) rotation.Rota {
		return change(func(r *rotation.Rota) { f(&r.Layers[0].Versions[0].Rotation) })
	}
	over := func(o rotation.Override) rotation.Rota {
		return change(func(r *rotation.Rota) { r.Overrides = []rotation.Override{o} })
	}
	for name, r := range map[string]rotation.Rota{
		"no unit":                     ro(func(r *rotation.Rotation) { r.Unit = 0 }),
		"every none":                  ro(func(r *rotation.Rotation) { r.Every = 0 }),
		"every million":               ro(func(r *rotation.Rotation) { r.Every = 1_000_000 }),
		"an anchor in year 1":         ro(func(r *rotation.Rotation) { r.Anchor.Year = 1 }),
		"a 31 February":               ro(func(r *rotation.Rotation) { r.Anchor.Month, r.Anchor.Day = 2, 31 }),
		"no zone":                     ro(func(r *rotation.Rotation) { r.Zone = nil }),
		"no people":                   ro(func(r *rotation.Rotation) { r.Groups = nil }),
		"an empty group":              ro(func(r *rotation.Rotation) { r.Groups = [][]rotation.Person{{}} }),
		"a person without a name":     ro(func(r *rotation.Rotation) { r.Groups = inTurn(" ") }),
		"a daily one by the clock":    ro(func(r *rotation.Rotation) { r.WallClock = true }),
		"no version":                  change(func(r *rotation.Rota) { r.Layers[0].Versions = nil }),
		"two layers of one name":      change(func(r *rotation.Rota) { r.Layers = append(r.Layers, r.Layers[0]) }),
		"a layer beside nothing":      change(func(r *rotation.Rota) { r.Layers[0].Beside = true }),
		"a window of nine nights":     change(func(r *rotation.Rota) { r.Layers[0].Versions[0].Windows = []rotation.Window{{Nights: 9}} }),
		"versions out of order":       change(func(r *rotation.Rota) { r.Layers[0].Versions = append(r.Layers[0].Versions, r.Layers[0].Versions[0]) }),
		"an override of nobody":       over(rotation.Override{Interval: week(0)}),
		"an override that ends first": over(rotation.Override{Interval: rotation.Interval{Start: week(1).Start, End: week(0).Start}, In: person("D")}),
		"an override of no layer":     over(rotation.Override{Interval: week(0), Layer: "day", In: person("D")}),
		"an override of no role":      over(rotation.Override{Interval: week(0), Role: "comms", In: person("D")}),
		"a swap with oneself": change(func(r *rotation.Rota) {
			r.Swaps = []rotation.Swap{{A: rotation.Side{Person: person("A"), Interval: week(0)}, B: rotation.Side{Person: person("A"), Interval: week(3)}}}
		}),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := rotation.Compile(r); !errors.Is(err, rotation.ErrRange) {
				t.Errorf("error %v", err)
			} else {
				t.Log(err)
			}
		})
	}
	p := compile(t, one(rotation.Version{Rotation: weekly(t)}))
	if _, err := p.Schedule(rotation.Interval{Start: week(0).Start, End: week(0).Start.AddDate(1000, 0, 0)}); !errors.Is(err, rotation.ErrRange) {
		t.Errorf("a window of a thousand years: %v", err)
	}
}

// Any parts of two weeks of different people change hands, and back again.
func TestASwapOfAnyPartsIsUndoneExactly(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		part := func(label string) (string, rotation.Interval) {
			n := rapid.IntRange(0, 11).Draw(rt, label)
			from := rapid.IntRange(0, 6*86400).Draw(rt, label+" from")
			to := rapid.IntRange(from+1, 7*86400-3600).Draw(rt, label+" to") // clear of the hour that summer takes
			at := time.Date(2026, 1, 5+7*n, 9, 0, 0, 0, zone(t, "Europe/Berlin"))
			return string("ABC"[n%3]), rotation.Interval{Start: at.Add(time.Duration(from) * time.Second), End: at.Add(time.Duration(to) * time.Second)}
		}
		a, i := part("first")
		b, j := part("second")
		if a == b {
			rt.Skip("one person does not swap")
		}
		side := func(who string, i rotation.Interval) rotation.Side {
			return rotation.Side{Person: person(who), Interval: i, Role: rotation.Primary}
		}
		r := one(rotation.Version{Rotation: weekly(t)})
		from, to := week(0).Start, week(13).Start
		before := slots(rt, compile(rt, r), from, to)
		r.Swaps = []rotation.Swap{{ID: "there", Seq: 1, A: side(a, i), B: side(b, j)}}
		swapped := compile(rt, r)
		if v := swapped.Void(); len(v) > 0 {
			rt.Fatalf("void: %v", v)
		}
		if got := slots(rt, swapped, from, to); slices.Equal(got, before) || held(got) != held(before) {
			rt.Fatalf("%v after the swap", got)
		}
		r.Swaps = append(r.Swaps, rotation.Swap{ID: "back", Seq: 2, A: side(b, i), B: side(a, j)})
		if got := slots(rt, compile(rt, r), from, to); !slices.Equal(got, before) {
			rt.Fatalf("before %v\nafter  %v", before, got)
		}
	})
}

func TestTheLaterOfTwoEditsWinsInWhateverScope(t *testing.T) {
	over := func(seq int64, layer, out, in string) rotation.Override {
		return rotation.Override{ID: fmt.Sprint(seq), Seq: seq, Interval: week(0), Layer: layer, Out: person(out), In: person(in)}
	}
	for _, tt := range []struct {
		name string
		list []rotation.Override
		want string
	}{
		{"the layer's, then the rota's", []rotation.Override{over(1, "week", "A", "D"), over(2, "", "A", "E")}, "E"},
		{"the rota's, then the layer's", []rotation.Override{over(1, "", "A", "E"), over(2, "week", "A", "D")}, "D"},
		{"the rota's replaces whom the layer's put in", []rotation.Override{over(1, "week", "A", "D"), over(2, "", "D", "E")}, "E"},
		{"the rota's knew nothing of whom the layer's put in later", []rotation.Override{over(1, "", "D", "E"), over(2, "week", "A", "D")}, "D"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := one(rotation.Version{Rotation: weekly(t)})
			r.Layers[0].Name, r.Overrides = "week", tt.list
			p := compile(t, r)
			if got := weeks(p, 1); got != tt.want {
				t.Errorf("%s is on, want %s", got, tt.want)
			}
			shifts, err := p.ShiftsOf(person(tt.want), week(0))
			if err != nil || len(shifts) != 1 || shifts[0].Interval != week(0) {
				t.Errorf("%v, %v", shifts, err)
			}
		})
	}
}

func TestTheSidesOfASwapHappenAtOnce(t *testing.T) {
	day := func(d int) time.Time { return week(0).Start.AddDate(0, 0, d) }
	both := rotation.Interval{Start: day(5), End: day(9)} // half of it A's, half of it B's
	r := one(rotation.Version{Rotation: weekly(t)})
	r.Swaps = []rotation.Swap{{ID: "s", A: rotation.Side{Person: person("A"), Interval: both}, B: rotation.Side{Person: person("B"), Interval: both}}}
	p := compile(t, r)
	s, err := p.Schedule(rotation.Interval{Start: week(0).Start, End: week(1).End})
	if err != nil || len(p.Void()) > 0 {
		t.Fatalf("%v, void %v", err, p.Void())
	}
	want := "A 0-5, B 5-7, A 7-9, B 9-14"
	var got []string
	for _, sh := range s.Shifts {
		days := func(at time.Time) int { return int(at.Sub(week(0).Start) / (24 * time.Hour)) }
		got = append(got, fmt.Sprintf("%s %d-%d", sh.Person.Name[len(sh.Person.Name)-1:], days(sh.Start), days(sh.End)))
	}
	if strings.Join(got, ", ") != want {
		t.Errorf("%s, want %s", strings.Join(got, ", "), want)
	}
}

func TestAnOverrideWithoutAnEndStays(t *testing.T) {
	r := one(rotation.Version{Rotation: weekly(t)})
	r.Overrides = []rotation.Override{{Everyone: true, In: person("D"), Interval: rotation.Interval{Start: week(2).Start}}}
	p := compile(t, r)
	if got := weeks(p, 6); got != "ABDDDD" {
		t.Errorf("weeks are held by %s", got)
	}
	if s := p.WhoAt(week(3).Start); len(s) != 1 || !s[0].Open {
		t.Errorf("%+v", s)
	}
}
