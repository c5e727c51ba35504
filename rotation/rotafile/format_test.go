package rotafile_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"standby/rotation"
	"standby/rotation/rotafile"
)

func TestARotaIsWrittenAsPeopleWould(t *testing.T) {
	const want = `name = "Payments"
zone = "Europe/Berlin"
stacking = "union"

[[person]]
name = "Engineer A"
email = "a@example.org"

[[person]]
name = "Engineer B"
zone = "Asia/Tokyo"

[[layer]]
name = "weeks"
role = "primary"
until = "2027-01-01T00:00"
unit = "weekly"
anchor = "2026-01-05T09:00"
people = ["a@example.org", ["Engineer B", "a@example.org"]]

[[layer.window]]
days = ["weekdays"]
start = "22:00"
end = "06:00"
nights = 1

[[layer.version]]
from = "2026-06-01T09:00"
unit = "hourly"
every = 12
wall_clock = true
lasts = "8h"
zone = "Asia/Tokyo"
window = []

[[override]]
id = "first"
from = "2026-10-25T00:30:00Z"
to = "2026-10-25T01:30:00Z"
out = "a@example.org"
in = "Engineer B"

[[swap]]
seq = 7
a = { person = "a@example.org", from = "2026-02-02T09:00", to = "2026-02-09T09:00", shift = { layer = "weeks", version = 0, turn = 4, was_from = "2026-02-02T09:00", was_to = "2026-02-09T09:00" } }
b = { person = "Engineer B", from = "2026-02-09T09:00", to = "2026-02-16T09:00", role = "primary" }

[[override]]
from = "2026-12-01T09:00:05"
layer = "weeks"
in = "Engineer B"
everyone = true
cover = true

[[time_off]]
person = "Engineer B"
from = "2026-08-01T00:00"
to = "2026-08-15T00:00"

[[holiday]]
date = "2026-01-01"
name = "New Year"
zone = "Asia/Tokyo"
`
	got, err := rotafile.Format(parse(t, want))
	if err != nil || string(got) != want {
		t.Errorf("%v, wrote\n%s", err, got)
	}
}

func TestALongListOfPeopleHasALineForEachGroup(t *testing.T) {
	f := parse(t, change(small, `"Engineer B"`, `["Engineer B", "Engineer C"], "somebody.with.a.long.address@example.org", "Engineer D"`))
	got, err := rotafile.Format(f)
	if err != nil || !strings.Contains(string(got), "people = [\n  \"Engineer A\",\n  [\"Engineer B\", \"Engineer C\"],\n  \"somebody") {
		t.Errorf("wrote\n%s\n%v", got, err)
	}
}

func TestAPersonIsWrittenSoThatTheyAreFound(t *testing.T) {
	f := parse(t, listed)
	span := rotation.Interval{Start: time.Date(2026, 3, 2, 8, 0, 0, 0, time.FixedZone("somewhere", 3600)), End: time.Date(2026, 3, 9, 8, 0, 0, 0, time.UTC)}
	f.TimeOff = []rotation.TimeOff{{Person: rotation.Person{Email: " B@example.org"}, Interval: span}, {Person: rotation.Person{Name: "engineer a"}, Interval: span}}
	text, err := rotafile.Format(f)
	if err != nil {
		t.Fatal(err)
	}
	back := parse(t, string(text))
	if back.TimeOff[0].Person != f.Members[1].Person || back.TimeOff[1].Person != f.Members[0].Person || !back.TimeOff[0].Start.Equal(span.Start) {
		t.Errorf("read back %v", back.TimeOff)
	}
}

func TestWhatTheFormatCannotSayIsNotWritten(t *testing.T) {
	at := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	span := rotation.Interval{Start: at, End: at.Add(time.Hour)}
	off := func(p rotation.Person, i rotation.Interval) func(*rotafile.File) {
		return func(f *rotafile.File) { f.TimeOff = []rotation.TimeOff{{Person: p, Interval: i}} }
	}
	a := rotation.Person{Name: "Engineer A"}
	for name, c := range map[string]struct {
		text  string
		spoil func(*rotafile.File)
		want  string
	}{
		"a fraction of a second":          {small, off(a, rotation.Interval{Start: at.Add(1), End: span.End}), `2026-03-02T08:00:00.000000001Z: a fraction of a second: cannot be written`},
		"a person with two names":         {small, off(rotation.Person{Name: "Engineer A", Email: "a@example.org"}, span), `person "Engineer A" with the e-mail address "a@example.org", who is none of the members: cannot be written`},
		"a stranger":                      {listed, off(rotation.Person{Name: "Engineer C"}, span), `person "Engineer C", who is none of the members, or one of several: cannot be written`},
		"one of two":                      {listed, off(rotation.Person{Name: "Engineer B"}, span), `person "Engineer B", who is none of the members, or one of several: cannot be written`},
		"an address as a name":            {small, off(rotation.Person{Name: "a@example.org"}, span), `it would not read back the same: cannot be written`},
		"a zone of no name":               {small, func(f *rotafile.File) { f.Zone = time.FixedZone("Home", 3600) }, `location "Home": it is not the time zone of that name: cannot be written`},
		"a zone of another's name":        {small, func(f *rotafile.File) { f.Zone = time.FixedZone("Europe/Berlin", 3600) }, `location "Europe/Berlin": it is not the time zone of that name: cannot be written`},
		"a layer without a version":       {small, func(f *rotafile.File) { f.Rota.Layers[0].Versions = nil }, `layer "weeks" without a version: cannot be written`},
		"a second version without a from": {small, func(f *rotafile.File) { v := &f.Rota.Layers[0].Versions; *v = append(*v, (*v)[0]) }, `:11: layer[0].version[0].from: is missing; write from = "2026-06-01T09:00", when the version comes into force`},
		"no zone":                         {small, func(f *rotafile.File) { f.Zone = nil }, `: zone: is missing; write zone = "Europe/Berlin" at the top, the zone that its times are in`},
		"a holiday with a time of day": {small, func(f *rotafile.File) {
			f.Holidays = []rotafile.Holiday{{Date: rotation.Local{Year: 2026, Month: 1, Day: 1, Hour: 9}, Name: "x"}}
		}, `it would not read back the same: cannot be written`},
		"a day that is none":         {small, func(f *rotafile.File) { f.Rota.Layers[0].Versions[0].Windows = []rotation.Window{{Days: 129, End: 60}} }, `it would not read back the same: cannot be written`},
		"a time of day that is none": {small, func(f *rotafile.File) { f.Rota.Layers[0].Versions[0].Windows = []rotation.Window{{Start: -1, End: 60}} }, ``},
		"a stacking that is none":    {small, func(f *rotafile.File) { f.Rota.Stacking = 7 }, `it would not read back the same: cannot be written`},
	} {
		t.Run(name, func(t *testing.T) {
			f := parse(t, c.text)
			c.spoil(&f)
			text, err := rotafile.Format(f)
			if err == nil {
				t.Fatalf("wrote\n%s", text)
			}
			if got := err.Error(); c.want != "" && got != `write rota "Payments": `+c.want {
				t.Errorf("\ngot  %s\nwant %s", got, c.want)
			}
			if strings.HasSuffix(c.want, "cannot be written") && !errors.Is(err, rotafile.ErrUnwritable) {
				t.Errorf("%v is not ErrUnwritable", err)
			}
		})
	}
}

func TestWhatIsAppendedLeavesTheRestAsItStands(t *testing.T) {
	at := func(day int) time.Time { return time.Date(2026, 3, day, 8, 0, 0, 0, time.UTC) }
	engineer := func(letter string) rotation.Person {
		return rotation.Person{Name: "Engineer " + letter, Email: strings.ToLower(letter) + "@example.org"}
	}
	a, b, c := engineer("A"), engineer("B"), engineer("C")
	text := string(example(t))
	got, err := rotafile.Append("rota.toml", []byte(text),
		[]rotation.Override{{ID: "ill", Interval: rotation.Interval{Start: at(24), End: at(25)}, Layer: "berlin", Out: c, In: a}},
		[]rotation.Swap{{ID: "later", A: rotation.Side{Person: a, Interval: rotation.Interval{Start: at(9), End: at(16)}, Layer: "berlin"},
			B: rotation.Side{Person: b, Interval: rotation.Interval{Start: at(16), End: at(23)}, Layer: "berlin"}}})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(got), text) {
		t.Error("the text before it has changed")
	}
	f := parse(t, string(got))
	o, s := f.Rota.Overrides, f.Rota.Swaps
	if len(o) != 2 || len(s) != 2 || o[1].ID != "ill" || o[1].Seq != 11 || o[1].In != a || s[1].Seq != 12 || !s[1].A.Start.Equal(at(9)) {
		t.Errorf("read %+v %+v", o, s)
	}
	if v := compile(t, f).Void(); len(v) > 0 {
		t.Errorf("void: %v", v)
	}
	for name, c := range map[string]struct {
		text string
		in   rotation.Person
		want string
	}{
		"to a broken file":     {"name = ", a, `rota.toml:1:7: expected value, not end of input; correct this line; a setting is written as key = "text"`},
		"a stranger":           {text, rotation.Person{Name: "Engineer X"}, `append to rota.toml: person "Engineer X", who is none of the members, or one of several: cannot be written`},
		"nobody":               {text, rotation.Person{}, `puts nobody in and takes nobody out; write in, out or both`},
		"an id that is in use": {strings.Replace(text, `"dentist"`, `"ill"`, 1), a, `two overrides or swaps have this id; give each its own`},
	} {
		_, err := rotafile.Append("rota.toml", []byte(c.text), []rotation.Override{{ID: "ill", Interval: rotation.Interval{Start: at(17), End: at(18)}, Layer: "berlin", In: c.in}}, nil)
		if err == nil || !strings.HasSuffix(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
