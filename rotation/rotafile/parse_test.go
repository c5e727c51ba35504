package rotafile_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"standby/rotation"
	"standby/rotation/rotafile"
)

// small is the smallest rota that somebody would use.
const small = `name = "Payments"
zone = "Europe/Berlin"
[[layer]]
name = "weeks"
unit = "weekly"
anchor = "2026-01-05T09:00"
people = ["Engineer A", "Engineer B"]
`

func TestALayerHasDefaults(t *testing.T) {
	f := parse(t, small)
	want := rotation.Layer{Name: "weeks", Role: rotation.Primary, Versions: []rotation.Version{{Rotation: rotation.Rotation{
		Unit: rotation.Weekly, Every: 1, Zone: f.Zone, Anchor: rotation.Local{Year: 2026, Month: time.January, Day: 5, Hour: 9},
		Groups: [][]rotation.Person{{{Name: "Engineer A"}}, {{Name: "Engineer B"}}}}}}}
	if len(f.Rota.Layers) != 1 || !reflect.DeepEqual(f.Rota.Layers[0], want) {
		t.Errorf("read %+v", f.Rota.Layers)
	}
}

func TestATimeMeansAnInstant(t *testing.T) {
	for _, c := range []struct{ name, key, text, want string }{
		{"local time in winter", "from", `"2026-01-05T09:00"`, "2026-01-05T08:00:00Z"},
		{"local time in summer, to the second", "from", `"2026-07-05T09:00:30"`, "2026-07-05T07:00:30Z"},
		{"a space for the T", "from", `"2026-01-05 09:00"`, "2026-01-05T08:00:00Z"},
		{"an offset", "from", `"2026-01-05T09:00-05:00"`, "2026-01-05T14:00:00Z"},
		{"UTC, in small letters and with seconds", "from", `"2026-01-05t09:00:01z"`, "2026-01-05T09:00:01Z"},
		{"TOML's own local time", "from", `2026-01-05T09:00:00`, "2026-01-05T08:00:00Z"},
		{"TOML's own local time without seconds", "from", `2026-01-05 09:00`, "2026-01-05T08:00:00Z"},
		{"TOML's own time with an offset", "from", `2026-01-05T09:00:00+05:30`, "2026-01-05T03:30:00Z"},
		{"a time that clocks skip, for a start", "from", `"2026-03-29T02:30"`, "2026-03-29T01:00:00Z"},
		{"a time that clocks skip, for an end", "to", `"2026-03-29T02:30"`, "2026-03-29T01:00:00Z"},
		{"a time that clocks show twice, for a start", "from", `"2026-10-25T02:30"`, "2026-10-25T00:30:00Z"},
		{"a time that clocks show twice, for an end", "to", `"2026-10-25T02:30"`, "2026-10-25T01:30:00Z"},
	} {
		t.Run(c.name, func(t *testing.T) {
			span := map[string]string{"from": `"2026-01-01T00:00"`, "to": `"2027-01-01T00:00"`}
			span[c.key] = c.text
			f := parse(t, small+fmt.Sprintf("[[override]]\nfrom = %s\nto = %s\nin = \"Engineer C\"\n", span["from"], span["to"]))
			o := f.Rota.Overrides[0]
			got := map[string]time.Time{"from": o.Start, "to": o.End}[c.key]
			if got.Format(time.RFC3339) != c.want {
				t.Errorf("got %v, want %s", got, c.want)
			}
		})
	}
}

func TestALayersTimesAreInItsZone(t *testing.T) {
	f := parse(t, small+`zone = "Asia/Tokyo"
from = "2026-02-02T09:00"
until = "2026-06-01T09:00"
[[layer.version]]
zone = "America/New_York"
from = "2026-04-06T09:00"
`)
	l := f.Rota.Layers[0]
	for what, c := range map[string]struct{ got, want any }{
		"from":          {l.Versions[0].From, time.Date(2026, 2, 2, 0, 0, 0, 0, time.UTC)},
		"until":         {l.Until, time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)},
		"later from":    {l.Versions[1].From, time.Date(2026, 4, 6, 13, 0, 0, 0, time.UTC)},
		"later zone":    {l.Versions[1].Rotation.Zone.String(), "America/New_York"},
		"later anchor":  {l.Versions[1].Rotation.Anchor, l.Versions[0].Rotation.Anchor},
		"later people":  {l.Versions[1].Rotation.Groups, l.Versions[0].Rotation.Groups},
		"the rota's is": {f.Zone.String(), "Europe/Berlin"},
	} {
		if !reflect.DeepEqual(c.got, c.want) {
			t.Errorf("%s is %v, want %v", what, c.got, c.want)
		}
	}
}

func TestAVersionIsAsTheOneBeforeItButForWhatItSays(t *testing.T) {
	f := parse(t, strings.Replace(small, "weekly", "hourly", 1)+`every = 12
wall_clock = true
lasts = "8h"
[[layer.window]]
days = ["weekdays", "sat"]
start = "22:00"
end = "06:00:30"
[[layer.version]]
from = "2026-02-02T09:00"
people = [["Engineer C", "Engineer D"]]
[[layer.version]]
from = "2026-03-02T09:00"
unit = "daily"
lasts = "0s"
window = []
[[layer.version]]
from = "2026-04-06T09:00"
unit = "hourly"
[[layer.version.window]]
days = ["weekend"]
nights = 7
start = "06:00"
end = "06:00"
[[layer.version.window]]
`)
	v := f.Rota.Layers[0].Versions
	if len(v) != 4 {
		t.Fatalf("%d versions", len(v))
	}
	night := rotation.Window{Days: 0b1111110, Start: rotation.ClockAt(22, 0), End: rotation.ClockAt(6, 0) + 30}
	for i, want := range []struct {
		every   int
		wall    bool
		lasts   time.Duration
		people  int
		windows []rotation.Window
	}{
		{12, true, 8 * time.Hour, 2, []rotation.Window{night}},
		{12, true, 8 * time.Hour, 1, []rotation.Window{night}},
		{12, false, 0, 1, nil},
		{12, false, 0, 1, []rotation.Window{{Days: 0b1000001, Start: rotation.ClockAt(6, 0), End: rotation.ClockAt(6, 0), Nights: 7}, {End: rotation.ClockAt(24, 0)}}},
	} {
		x := v[i].Rotation
		if x.Every != want.every || x.WallClock != want.wall || x.Lasts != want.lasts || len(x.Groups) != want.people || !reflect.DeepEqual(v[i].Windows, want.windows) {
			t.Errorf("version %d is %+v", i, v[i])
		}
	}
}

func TestOverridesAndSwapsAreNumberedAsTheyStand(t *testing.T) {
	const span = `from = "2026-01-05T09:00", to = "2026-01-06T09:00"`
	over := "[[override]]\nfrom = \"2026-01-05T09:00\"\nin = \"Engineer C\"\n"
	swap := "[[swap]]\na = { person = \"Engineer A\", " + span + " }\nb = { person = \"Engineer B\", " + span + " }\n"
	f := parse(t, small+over+swap+over+"seq = 10\n"+swap+over+"seq = 4\n"+swap)
	var got []int64
	for _, o := range f.Rota.Overrides {
		got = append(got, o.Seq)
	}
	for _, s := range f.Rota.Swaps {
		got = append(got, s.Seq)
	}
	if want := []int64{1, 10, 4, 2, 11, 12}; !reflect.DeepEqual(got, want) {
		t.Errorf("numbers are %v, want %v", got, want)
	}
}

func TestAPersonIsFoundByAddressOrName(t *testing.T) {
	f := parse(t, strings.Replace(small, `"Engineer A"`, `"a@example.org"`, 1)+`[[person]]
name = "Engineer A"
email = "A@example.org"
[[person]]
name = "Engineer B"
[[person]]
email = "c@example.org"
[[person]]
name = "Engineer A"
email = "other@example.org"
[[time_off]]
person = "engineer b "
from = 2026-01-05T09:00
to = 2026-01-06T09:00
[[time_off]]
person = "C@EXAMPLE.org"
from = 2026-01-05T09:00
to = 2026-01-06T09:00
[[time_off]]
person = "a@example.org"
from = 2026-01-05T09:00
to = 2026-01-06T09:00
`)
	for i, want := range []rotation.Person{{Name: "Engineer B"}, {Email: "c@example.org"}, {Name: "Engineer A", Email: "A@example.org"}} {
		if got := f.TimeOff[i].Person; got != want {
			t.Errorf("found %+v, want %+v", got, want)
		}
	}
}

func TestAnyoneMayBeNamedWhenNobodyIsListed(t *testing.T) {
	f := parse(t, small+"[[override]]\nfrom = \"2026-01-05T09:00\"\nin = \" new@example.org\"\n")
	o := f.Rota.Overrides[0]
	if o.In != (rotation.Person{Email: "new@example.org"}) || !o.End.IsZero() || len(f.Members) != 0 {
		t.Errorf("read %+v", o)
	}
}

func TestWhatCompileRefusesIsFound(t *testing.T) {
	for want, spoil := range map[string]func(*rotation.Rota){
		"layer[1]":    func(r *rotation.Rota) { r.Layers[1].Versions[0].Rotation.Every = 0 },
		"override[1]": func(r *rotation.Rota) { r.Overrides[1].In = rotation.Person{} },
		"override[0]": func(r *rotation.Rota) { r.Overrides[0].Layer = "none" },
		"swap[0]":     func(r *rotation.Rota) { r.Swaps[0].B.Person = r.Swaps[0].A.Person },
		"":            func(*rotation.Rota) {},
	} {
		const span = `from = "2026-01-05T09:00", to = "2026-01-06T09:00"`
		f := parse(t, twoRoles+"[[override]]\nseq = 5\nfrom = \"2026-01-05T09:00\"\nin = \"Engineer C\"\nlayer = \"weeks\"\n"+
			"[[swap]]\nseq = 3\na = { person = \"Engineer A\", "+span+" }\nb = { person = \"Engineer B\", "+span+" }\n"+
			"[[override]]\nseq = 4\nfrom = \"2026-01-05T09:00\"\nin = \"Engineer C\"\nrole = \"primary\"\n")
		spoil(&f.Rota)
		if got := rotafile.BadPart(f.Rota); got != want {
			t.Errorf("found %q, want %q", got, want)
		}
	}
}

func TestASwapMayBeBoundToAnyLayer(t *testing.T) {
	f := parse(t, twoRoles+`[[swap]]
b = { person = "Engineer B", from = "2026-01-12T09:00", to = "2026-01-19T09:00" }
[swap.a]
person = "Engineer A"
from = "2026-01-06T09:00"
to = "2026-01-07T09:00"
shift = { layer = "backup", turn = 1, was_from = "2026-01-06T09:00", was_to = "2026-01-08T09:00" }
`)
	b := f.Rota.Swaps[0].A.Shift
	if b == nil || b.Layer != "backup" || b.Turn != 1 || b.Version != 0 || b.Was.Duration() != 48*time.Hour {
		t.Errorf("bound to %+v", b)
	}
}
