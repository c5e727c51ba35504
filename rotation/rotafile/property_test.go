package rotafile_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
	"standby/rotation/rotafile"
)

var zoneNames = []string{"Europe/Berlin", "UTC", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Cairo", "Africa/Casablanca", "Pacific/Chatham"}

// rota draws files that mean something, and every word of the format.
type rota struct {
	*rapid.T
	file rotafile.File
}

func drawFile(t *rapid.T) rotafile.File {
	r := rota{T: t}
	f := &r.file
	f.Zone = r.zone("zone")
	f.Rota.Name = r.text("name")
	f.Rota.Stacking = rapid.SampledFrom([]rotation.Stacking{rotation.TopWins, rotation.Union}).Draw(t, "stacking")
	for i := range rapid.IntRange(0, 6).Draw(t, "members") {
		f.Members = append(f.Members, r.member(i))
	}
	for i := range rapid.IntRange(1, 4).Draw(t, "layers") {
		f.Rota.Layers = append(f.Rota.Layers, r.layer(i))
	}
	for range rapid.IntRange(0, 4).Draw(t, "overrides") {
		f.Rota.Overrides = append(f.Rota.Overrides, r.override())
	}
	for range rapid.IntRange(0, 3).Draw(t, "swaps") {
		f.Rota.Swaps = append(f.Rota.Swaps, r.swap())
	}
	for range rapid.IntRange(0, 2).Draw(t, "away") {
		f.TimeOff = append(f.TimeOff, rotation.TimeOff{Person: r.person(0), Interval: r.span()})
	}
	for range rapid.IntRange(0, 2).Draw(t, "holidays") {
		h := rotafile.Holiday{Date: rotation.LocalOf(r.instant().Truncate(24*time.Hour), time.UTC), Name: r.text("holiday")}
		if rapid.Bool().Draw(t, "somewhere") {
			h.Zone = r.zone("holiday zone")
		}
		f.Holidays = append(f.Holidays, h)
	}
	return *f
}

func (r rota) text(label string) string {
	return rapid.StringMatching(`[a-zé"\\#=\[\]]{1,8}( [A-Z',\x{200d}]{1,8})?`).Draw(r.T, label)
}

func (r rota) zone(label string) *time.Location {
	name := rapid.SampledFrom(zoneNames).Draw(r.T, label)
	loc, err := time.LoadLocation(name)
	if err != nil {
		r.Fatal(err)
	}
	return loc
}

func (r rota) member(i int) rotafile.Member {
	m := rotafile.Member{Person: rotation.Person{Name: fmt.Sprintf("Engineer %c", 'A'+i), Email: fmt.Sprintf("e%d@example.org", i)}}
	switch rapid.IntRange(0, 3).Draw(r.T, "known by") {
	case 0:
		m.Name = ""
	case 1:
		m.Email = ""
	case 2:
		m.Zone = r.zone("member zone")
	}
	return m
}

// person is one of the members; without any, anybody. Two with different i are
// two people.
func (r rota) person(i int) rotation.Person {
	if n := len(r.file.Members); n > 1 {
		return r.file.Members[(rapid.IntRange(0, n/2-1).Draw(r.T, "person")*2+i)%n].Person
	} else if n == 1 {
		return r.file.Members[0].Person
	}
	n := rapid.IntRange(0, 4).Draw(r.T, "stranger")*2 + i
	if rapid.Bool().Draw(r.T, "by address") {
		return rotation.Person{Email: fmt.Sprintf("e%d@example.org", n)}
	}
	return rotation.Person{Name: fmt.Sprintf("Engineer %c", 'A'+n)}
}

// instant is often one that clocks show twice.
func (r rota) instant() time.Time {
	at := time.Unix(int64(rapid.IntRange(86400, 4102358400).Draw(r.T, "instant")), 0).UTC()
	if rapid.Bool().Draw(r.T, "near a clock change") {
		if _, next := at.In(r.file.Zone).ZoneBounds(); !next.IsZero() && next.Year() < 2099 && next.Year() > 1970 {
			at = next.Add(time.Duration(rapid.IntRange(-5400, 5400).Draw(r.T, "off"))*time.Second + 0).UTC()
		}
	}
	return at
}

func (r rota) span() rotation.Interval {
	start := r.instant()
	return rotation.Interval{Start: start, End: start.Add(time.Duration(rapid.IntRange(1, 86_000).Draw(r.T, "seconds")) * time.Second)}
}

func (r rota) layer(i int) rotation.Layer {
	l := rotation.Layer{Role: rapid.SampledFrom([]rotation.Role{rotation.Primary, rotation.Secondary, "night \"owl\""}).Draw(r.T, "role")}
	if rapid.Bool().Draw(r.T, "named") {
		l.Name = fmt.Sprintf("layer %d", i)
	}
	if i > 0 && rapid.Bool().Draw(r.T, "beside") {
		l.Beside, l.Role = true, r.file.Rota.Layers[i-1].Role
	}
	from := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	for v := range rapid.IntRange(1, 4).Draw(r.T, "versions") {
		x := rotation.Version{Rotation: r.rotation()}
		if v > 0 && rapid.Bool().Draw(r.T, "much the same") {
			x = l.Versions[v-1]
			x.Rotation.Lasts += time.Minute
		}
		x.From = time.Time{}
		if v > 0 || rapid.Bool().Draw(r.T, "from") {
			from = from.AddDate(30*v+1, 0, rapid.IntRange(0, 300).Draw(r.T, "days")).Add(time.Duration(rapid.IntRange(0, 86399).Draw(r.T, "seconds")) * time.Second)
			x.From = from
		}
		if x.From.Year() > 2099 {
			break
		}
		for range rapid.IntRange(0, 2).Draw(r.T, "windows") {
			x.Windows = append(slices.Clip(x.Windows), r.window())
		}
		l.Versions = append(l.Versions, x)
	}
	if rapid.Bool().Draw(r.T, "ends") {
		l.Until = time.Date(2099, 1, rapid.IntRange(1, 300).Draw(r.T, "day"), 0, 0, 0, 0, time.UTC)
	}
	return l
}

func (r rota) rotation() rotation.Rotation {
	x := rotation.Rotation{
		Unit:  rapid.SampledFrom([]rotation.Unit{rotation.Hourly, rotation.Daily, rotation.Weekly, rotation.Monthly}).Draw(r.T, "unit"),
		Every: rapid.IntRange(1, 40).Draw(r.T, "every"), Zone: r.zone("rotation zone"),
		Lasts: time.Duration(rapid.IntRange(0, 400_000).Draw(r.T, "lasts")) * time.Second,
		// Before every from, so that the versions are in order.
		Anchor: rotation.LocalOf(time.Unix(int64(rapid.IntRange(86400, 900_000_000).Draw(r.T, "anchor")), 0), time.UTC),
	}
	x.WallClock = x.Unit == rotation.Hourly && rapid.Bool().Draw(r.T, "wall clock")
	for range rapid.IntRange(1, 5).Draw(r.T, "groups") {
		var g []rotation.Person
		for i := range rapid.IntRange(1, 2).Draw(r.T, "together") {
			g = append(g, r.person(i))
		}
		x.Groups = append(x.Groups, g)
	}
	return x
}

func (r rota) window() rotation.Window {
	w := rotation.Window{Days: rotation.Weekdays(rapid.IntRange(0, 127).Draw(r.T, "days")), Nights: rapid.IntRange(0, 7).Draw(r.T, "nights"),
		Start: rotation.Clock(rapid.IntRange(0, 86399).Draw(r.T, "start")), End: rotation.Clock(rapid.IntRange(0, 86400).Draw(r.T, "end"))}
	if w.Nights == 7 && w.End > w.Start {
		w.Nights = 6
	}
	return w
}

// scope is a layer, a role, or when all may be meant nothing.
func (r rota) scope(all bool) (string, rotation.Role) {
	l := rapid.SampledFrom(r.file.Rota.Layers).Draw(r.T, "of layer")
	switch n := rapid.IntRange(0, 3).Draw(r.T, "scope"); {
	case n == 0 && all:
		return "", ""
	case n == 1 && l.Name != "":
		return l.Name, ""
	case n == 2:
		return l.Name, l.Role
	}
	return "", l.Role
}

func (r rota) override() rotation.Override {
	o := rotation.Override{Seq: int64(rapid.IntRange(0, 9).Draw(r.T, "seq")), Interval: r.span()}
	if rapid.Bool().Draw(r.T, "open") {
		o.End = time.Time{}
	}
	switch rapid.IntRange(0, 4).Draw(r.T, "kind") {
	case 0:
		o.Out = r.person(0)
	case 1:
		o.In = r.person(0)
	case 2:
		o.Out, o.In = r.person(0), r.person(1)
	case 3:
		o.Everyone = true
	case 4:
		o.Everyone, o.Cover, o.In = rapid.Bool().Draw(r.T, "everyone"), true, r.person(0)
	}
	o.Layer, o.Role = r.scope(o.In == rotation.Person{})
	return o
}

func (r rota) swap() rotation.Swap {
	s := rotation.Swap{ID: fmt.Sprintf("swap %d", len(r.file.Rota.Swaps)), Seq: int64(rapid.IntRange(0, 9).Draw(r.T, "seq")),
		A: rotation.Side{Person: r.person(0), Interval: r.span()}, B: rotation.Side{Person: r.person(1), Interval: r.span()}}
	if s.A.Person.Same(s.B.Person) {
		s.B.Person = rotation.Person{Name: "Engineer Z"}
		if len(r.file.Members) > 0 {
			r.Skip("nobody to swap with")
		}
	}
	s.A.Layer, s.A.Role = r.scope(true)
	s.B.Layer, s.B.Role = r.scope(true)
	if l := r.file.Rota.Layers[0]; l.Name != "" && rapid.Bool().Draw(r.T, "bound") {
		v := rapid.IntRange(0, len(l.Versions)-1).Draw(r.T, "version")
		turn := int64(rapid.IntRange(-2, 20).Draw(r.T, "turn"))
		if _, ok := rotafile.TurnStart(l.Versions[v].Rotation, turn); ok {
			s.A.Shift = &rotation.Bond{Layer: l.Name, Version: v, Turn: turn, Was: r.span()}
		}
	}
	return s
}

func TestWhatIsWrittenReadsBackEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := drawFile(t)
		text, err := rotafile.Format(f)
		if err != nil {
			t.Fatalf("%v", err)
		}
		back, err := rotafile.Parse("rota.toml", text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if !reflect.DeepEqual(f, back) {
			t.Fatalf("%s\nwrote %+v\nread  %+v", text, f, back)
		}
	})
}

func TestALocalTimeMeansWhatTheEngineMeansByIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rota{T: t}
		r.file.Zone = r.zone("zone")
		l := rotation.LocalOf(r.instant(), r.file.Zone)
		if rapid.Bool().Draw(t, "an hour on") { // which may lie in a gap
			l = rotation.LocalOf(time.Date(l.Year, l.Month, l.Day, l.Hour+1, l.Minute, l.Second, 0, time.UTC), time.UTC)
		}
		day := rotation.Rotation{Unit: rotation.Daily, Every: 1, Anchor: l, Zone: r.file.Zone, Groups: [][]rotation.Person{{{Name: "Engineer A"}}}}
		w := rotation.Window{Days: rotation.On(time.Date(l.Year, l.Month, l.Day, 0, 0, 0, 0, time.UTC).Weekday()), Start: rotation.Clock((l.Hour*60+l.Minute)*60 + l.Second), Nights: 1}
		first, last := rotafile.First(l, r.file.Zone), rotafile.Last(l, r.file.Zone)
		if last.Before(first) || first.Year() < 1971 || last.Year() > 2098 {
			return
		}
		// A layer begins at its anchor; one that ends with a window ends at its end.
		starts := edge(t, rotation.Version{Rotation: day}, first, true)
		past := day
		past.Anchor = rotation.Local{Year: 1970, Month: 1, Day: 3}
		y := time.Date(l.Year, l.Month, l.Day-1, 0, 0, 0, 0, time.UTC)
		w = rotation.Window{Days: rotation.On(y.Weekday()), Start: rotation.ClockAt(12, 0), End: w.Start, Nights: 1}
		ends := edge(t, rotation.Version{Rotation: past, Windows: []rotation.Window{w}}, last, false)
		if !starts || !ends {
			t.Fatalf("%s in %s: first %v (%v), last %v (%v)", l, r.file.Zone, first, starts, last, ends)
		}
	})
}

// edge reports whether duty begins, or else ends, at an instant.
func edge(t *rapid.T, v rotation.Version, at time.Time, begins bool) bool {
	p, err := rotation.Compile(rotation.Rota{Layers: []rotation.Layer{{Versions: []rotation.Version{v}}}})
	if err != nil {
		t.Fatal(err)
	}
	before, after := len(p.AppendHolders(nil, at.Add(-time.Second))) > 0, len(p.AppendHolders(nil, at)) > 0
	return before == !begins && after == begins
}

func TestATurnBeginsWhereTheEngineHasIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rota{T: t}
		r.file.Zone = r.zone("zone")
		x := r.rotation()
		x.Lasts, x.Groups = 0, [][]rotation.Person{{{Name: "Engineer A"}}, {{Name: "Engineer B"}}, {{Name: "Engineer C"}}}
		turn := int64(rapid.IntRange(1, 3000).Draw(t, "turn"))
		at, ok := rotafile.TurnStart(x, turn)
		if !ok || at.Year() > 2098 {
			return
		}
		p, err := rotation.Compile(rotation.Rota{Layers: []rotation.Layer{{Versions: []rotation.Version{{Rotation: x}}}}})
		if err != nil {
			t.Fatal(err)
		}
		h := p.AppendHolders(nil, at)
		if len(h) != 1 || p.Person(h[0].Who()) != x.Groups[turn%3][0] || p.Person(p.AppendHolders(nil, at.Add(-time.Second))[0].Who()) != x.Groups[(turn+2)%3][0] {
			t.Fatalf("turn %d of %+v does not begin at %v", turn, x, at)
		}
	})
}
