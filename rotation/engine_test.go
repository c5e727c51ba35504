package rotation_test

import (
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"standby/rotation"
)

// The zones of the properties: clocks that move by an hour, by half an hour, by
// two, at midnight, south of the equator, not at all, that changed their mind from
// year to year, and some that lost a whole day.
var zoneNames = []string{
	"UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kolkata",
	"America/Sao_Paulo", "Africa/Cairo", "Pacific/Apia", "Africa/Casablanca",
	"Europe/Dublin", "Asia/Gaza", "Asia/Tehran", "Asia/Pyongyang", "America/St_Johns", "America/Havana", "America/Nuuk",
	"America/Caracas", "Antarctica/Troll", "Antarctica/Casey", "Pacific/Fakaofo", "Pacific/Norfolk", "Africa/Juba",
	"Asia/Amman", "Europe/Istanbul", "Asia/Kathmandu", "Europe/Volgograd", "Pacific/Kiritimati", "Etc/GMT+12",
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatalf("load zone: %v", err)
	}
	return loc
}

func drawZone(t *rapid.T) *time.Location {
	loc, err := time.LoadLocation(rapid.SampledFrom(zoneNames).Draw(t, "zone"))
	if err != nil {
		t.Fatalf("load zone: %v", err)
	}
	return loc
}

func engineer(i int) rotation.Person {
	letter := string(rune('A' + i))
	return rotation.Person{Name: "Engineer " + letter, Email: string(rune('a'+i)) + "@example.org"}
}

// drawInstant prefers the hours around the clock changes of a zone.
func drawInstant(t *rapid.T, loc *time.Location, label string) time.Time {
	at := time.Unix(rapid.Int64Range(1262304000, 1893456000).Draw(t, label), 0).In(loc) // 2010 to 2030
	if _, change := at.ZoneBounds(); rapid.Bool().Draw(t, label+" at a clock change") && !change.IsZero() {
		at = change.Add(time.Duration(rapid.IntRange(-2*86400, 2*86400).Draw(t, label+" off by")) * time.Second)
	}
	return at
}

func drawRotation(t *rapid.T) rotation.Rotation {
	loc := drawZone(t)
	r := rotation.Rotation{
		Unit:   rapid.SampledFrom([]rotation.Unit{rotation.Hourly, rotation.Daily, rotation.Weekly, rotation.Monthly}).Draw(t, "unit"),
		Every:  rapid.IntRange(1, 5).Draw(t, "every"),
		Anchor: rotation.LocalOf(drawInstant(t, loc, "anchor"), loc),
		Zone:   loc,
	}
	if rapid.Bool().Draw(t, "on the half hour") {
		r.Anchor.Minute, r.Anchor.Second = 30, 0
	}
	r.WallClock = r.Unit == rotation.Hourly && rapid.Bool().Draw(t, "wall clock")
	for i := range rapid.IntRange(1, 5).Draw(t, "people") {
		r.Groups = append(r.Groups, []rotation.Person{engineer(i)})
	}
	return r
}

func drawWindows(t *rapid.T) []rotation.Window {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) rotation.Window {
		w := rotation.Window{
			Days:   rotation.Weekdays(rapid.IntRange(0, 127).Draw(t, "days")),
			Start:  rotation.Clock(rapid.IntRange(0, 47).Draw(t, "start") * 1800),
			End:    rotation.Clock(rapid.IntRange(0, 48).Draw(t, "end") * 1800),
			Nights: rapid.IntRange(0, 3).Draw(t, "nights"),
		}
		return w
	}), 0, 3).Draw(t, "windows")
}

// drawRota makes up layers of one or two roles, overrides and swaps around at.
func drawRota(t *rapid.T, stacking rotation.Stacking) (rotation.Rota, time.Time) {
	r := rotation.Rota{Name: "web", Stacking: stacking}
	var at time.Time
	for i := range rapid.IntRange(1, 4).Draw(t, "layers") {
		ro := drawRotation(t)
		if at.IsZero() {
			at = drawInstant(t, ro.Zone, "around").UTC()
		}
		l := rotation.Layer{
			Name:     string(rune('p' + i)),
			Role:     rapid.SampledFrom([]rotation.Role{"", rotation.Secondary}).Draw(t, "role"),
			Versions: []rotation.Version{{From: at.AddDate(0, 0, -40), Rotation: ro, Windows: drawWindows(t)}},
		}
		if rapid.Bool().Draw(t, "changes") {
			from := at.Add(time.Duration(rapid.IntRange(-200, 200).Draw(t, "from")) * time.Hour)
			l.Versions = append(l.Versions, rotation.Version{From: from, Rotation: drawRotation(t), Windows: drawWindows(t)})
		}
		r.Layers = append(r.Layers, l)
	}
	r.Overrides = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) rotation.Override { return drawOverride(t, r.Layers, at) }), 0, 6).Draw(t, "overrides")
	r.Swaps = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) rotation.Swap { return drawSwap(t, r.Layers, at) }), 0, 3).Draw(t, "swaps")
	return r, at
}

func drawSpan(t *rapid.T, at time.Time) rotation.Interval {
	from := at.Add(time.Duration(rapid.IntRange(-500, 500).Draw(t, "from")) * 30 * time.Minute)
	return rotation.Interval{Start: from, End: from.Add(time.Duration(rapid.IntRange(1, 200).Draw(t, "length")) * 30 * time.Minute)}
}

func drawOverride(t *rapid.T, layers []rotation.Layer, at time.Time) rotation.Override {
	o := rotation.Override{ID: "o", Seq: rapid.Int64Range(0, 9).Draw(t, "seq"), Interval: drawSpan(t, at)}
	l := rapid.SampledFrom(layers).Draw(t, "layer")
	if o.Role = l.Role; o.Role == "" {
		o.Role = rotation.Primary
	}
	if rapid.Bool().Draw(t, "of the layer") {
		o.Layer = l.Name
	}
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		o.In = engineer(rapid.IntRange(0, 6).Draw(t, "in"))
	case 1:
		o.Out = engineer(rapid.IntRange(0, 4).Draw(t, "out"))
	case 2:
		o.In, o.Everyone = engineer(rapid.IntRange(0, 6).Draw(t, "in")), true
	default:
		o.Out, o.In = engineer(rapid.IntRange(0, 4).Draw(t, "out")), engineer(rapid.IntRange(0, 6).Draw(t, "in"))
	}
	o.Cover = o.In != rotation.Person{} && rapid.Bool().Draw(t, "cover")
	return o
}

func drawSwap(t *rapid.T, layers []rotation.Layer, at time.Time) rotation.Swap {
	side := func(i int) rotation.Side {
		s := rotation.Side{Person: engineer(i), Interval: drawSpan(t, at)}
		if rapid.Bool().Draw(t, "of a layer") {
			s.Layer = rapid.SampledFrom(layers).Draw(t, "layer").Name
		}
		return s
	}
	return rotation.Swap{ID: "s", Seq: rapid.Int64Range(0, 9).Draw(t, "seq"),
		A: side(rapid.IntRange(0, 1).Draw(t, "a")), B: side(rapid.IntRange(2, 4).Draw(t, "b"))}
}

func compile(t interface {
	Helper()
	Fatalf(string, ...any)
}, r rotation.Rota) *rotation.Plan {
	t.Helper()
	p, err := rotation.Compile(r)
	if err != nil {
		t.Fatalf("compile: %v", err)
	}
	return p
}

func slots(t interface {
	Helper()
	Fatalf(string, ...any)
}, p *rotation.Plan, from, to time.Time) []rotation.Slot {
	t.Helper()
	s, err := p.AppendSlots(nil, rotation.Interval{Start: from, End: to})
	if err != nil {
		t.Fatalf("expand: %v", err)
	}
	return s
}
