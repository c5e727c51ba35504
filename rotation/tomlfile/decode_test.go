package tomlfile_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"standby/rotation/tomlfile"
)

type sample struct {
	Zone  string `toml:"zone" example:"\"Europe/Berlin\""`
	Place int    `toml:"place" example:"2"`
	Rate  any    `toml:"rate"`
	Me    struct {
		Name  string `toml:"name"`
		Email string `toml:"email" example:"\"a@example.org\""`
	} `toml:"me"`
	Calendar []struct {
		Name   string   `toml:"name"`
		Mine   bool     `toml:"mine"`
		Filter []string `toml:"filter" example:"[\"severity=critical\"]"`
		Page   []shared `toml:"page"`
		Owner  shared   `toml:"owner"`
	} `toml:"calendar"`
	Hidden string `toml:"-"`
}

func TestDecodeReadsWhatTheStructNames(t *testing.T) {
	got := sample{Place: 7}
	text := "\ufeffzone = \"UTC\"\r\nrate = 3\r\n[me]\r\nname = \"Engineer A\"\r\n" +
		"[[calendar]]\r\nname = \"one\"\r\n[[calendar]]\r\nname = \"two\"\r\nmine = true\r\nfilter = [\r\n\"a\",\r\n\"b\",\r\n]\r\n"
	doc, err := tomlfile.Decode("s.toml", []byte(text), &got)
	if err != nil {
		t.Fatal(err)
	}
	if got.Zone != "UTC" || got.Place != 7 || got.Rate != int64(3) || got.Me.Name != "Engineer A" {
		t.Errorf("read %+v", got)
	}
	if len(got.Calendar) != 2 || !got.Calendar[1].Mine || len(got.Calendar[1].Filter) != 2 {
		t.Errorf("read %+v", got.Calendar)
	}
	for key, line := range map[string]int{
		"zone": 1, "rate": 2, "me": 3, "me.name": 4, "me.email": 3,
		"calendar": 5, "calendar[0].name": 6, "calendar[1]": 7, "calendar[1].mine": 9,
		"calendar[1].filter[1]": 12, "calendar[1].absent": 7, "absent": 0,
	} {
		if got := doc.Line(key); got != line {
			t.Errorf("Line(%q) = %d, want %d", key, got, line)
		}
	}
	if doc.Has("me.email") || !doc.Has("calendar[1].filter") {
		t.Error("Has tells what is in the file")
	}
}

func TestAnErrorNamesLineKeyAndRemedy(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"unknown key with a near one":     {"zone = \"UTC\"\nplaec = 2", `s.toml:2: plaec: is not a key that Standby knows; did you mean place?`},
		"unknown key in another case":     {"Zone = \"UTC\"", `s.toml:1: Zone: is not a key that Standby knows; did you mean zone?`},
		"unknown key like none":           {"[me]\nwhatever = 1", `s.toml:2: me.whatever: is not a key that Standby knows; known here: email, name`},
		"unknown table":                   {"[calender]\n", `s.toml:1: calender: is not a key that Standby knows; did you mean calendar?`},
		"key that the struct hides":       {"Hidden = \"x\"", `s.toml:1: Hidden: is not a key that Standby knows; known here: calendar, me, place, rate, zone`},
		"unknown key in a list of tables": {"[[calendar]]\n[[calendar]]\nnamee = 'x'", `s.toml:3: calendar[1].namee: is not a key that Standby knows; did you mean name?`},
		"unknown key in an inline table":  {"me = { nam = 'x' }", `s.toml:1: me.nam: is not a key that Standby knows; did you mean name?`},
		"odd unknown key":                 {"\"a b\" = 1", `s.toml:1: "a b": is not a key that Standby knows; known here: calendar, me, place, rate, zone`},
		"number for a text":               {"zone = 3", `s.toml:1: zone: must be a text in quotes; write zone = "Europe/Berlin"`},
		"text for a number":               {"\n\nplace = \"2\"", `s.toml:3: place: must be a whole number; write place = 2`},
		"fraction for a whole number":     {"place = 2.5", `s.toml:1: place: must be a whole number; write place = 2`},
		"text for a switch":               {"[[calendar]]\nmine = \"yes\"", `s.toml:2: calendar[0].mine: must be true or false; write mine = true`},
		"text for a list":                 {"[[calendar]]\nfilter = \"a\"", `s.toml:2: calendar[0].filter: must be a list; write filter = ["severity=critical"]`},
		"number in a list of texts":       {"[[calendar]]\nfilter = [\n\"a\",\n 3]", `s.toml:4: calendar[0].filter[1]: must be a text in quotes; write ["severity=critical"]`},
		"text for a table":                {"me = \"Engineer A\"", `s.toml:1: me: must be a table; write [me] on a line of its own`},
		"table for a text":                {"[zone]\nname = 'x'", `s.toml:1: zone: must be a text in quotes; write zone = "Europe/Berlin"`},
		"dotted key through a text":       {"zone.name = 'x'", `s.toml:1: zone: must be a text in quotes; write zone = "Europe/Berlin"`},
		"one bracket too few":             {"[calendar]\nname = 'x'", `s.toml:1: calendar: there may be several of these; write [[calendar]] with two brackets`},
		"one bracket too many":            {"[[me]]\nname = 'x'", `s.toml:1: me: there is only one of these; write [me] with one bracket`},
		"one bracket too few, inside":     {"[[calendar]]\n[calendar.page]\n", `s.toml:2: calendar[0].page: there may be several of these; write [[calendar.page]] with two brackets`},
		"one bracket too many, inside":    {"[[calendar]]\n[[calendar.owner]]\n", `s.toml:2: calendar[0].owner: there is only one of these; write [calendar.owner] with one bracket`},
		"part of an inner list first":     {"[[calendar]]\n[calendar.page.name]\n", `s.toml:2: calendar[0].page: is a list; begin it with [[calendar.page]]`},
		"part of a list before the list":  {"[calendar.name]\n", `s.toml:1: calendar: is a list; begin it with [[calendar]]`},
		"key given twice":                 {"zone = 'a'\nzone = 'b'", `s.toml:2: zone: is given twice; keep one of the two`},
		"table given twice":               {"[me]\nname='a'\n[me]\nemail='b'", `s.toml:3: me: is given twice; keep one of the two`},
		"table given as a value before":   {"me = { name = 'a' }\n[me]\nemail='b'", `s.toml:2: me: is given twice; keep one of the two`},
		"table of dotted keys reopened":   {"me.name = 'a'\n[me]\nemail='b'", `s.toml:2: me: is given twice; keep one of the two`},
		"list of tables given twice":      {"calendar = [{ name = 'a' }]\n[[calendar]]", `s.toml:2: calendar: is given twice; keep one of the two`},
		"number beyond 64 bits":           {"place = 99999999999999999999", `s.toml:1: place: decimal number is too large to fit in a 64-bit signed integer; correct this line`},
		"text without quotes":             {"zone = Europe/Berlin", `s.toml:1:8: unexpected character U+0045 'E' at start of value; correct this line; a setting is written as key = "text"`},
		"unterminated text":               {"zone = \"é\nplace = 2", `s.toml:1:10: basic strings cannot have new lines; correct this line; a setting is written as key = "text"`},
		"no TOML at all":                  {"\x7fELF", `s.toml:1:1: invalid character at start of key: U+007F; correct this line; a setting is written as key = "text"`},
		"no UTF-8":                        {"zone = 'UTC'\nrate = \xff\xfe", `s.toml:2:8: is not UTF-8 text; save the file as UTF-8`},
		"too large":                       {strings.Repeat("#", tomlfile.MaxSize+1), `s.toml: is larger than 1048576 bytes; check that it is the right file`},
		"too many entries":                {"rate = [" + strings.Repeat("1,", 200001) + "]", `s.toml: has more than 200000 entries; check that it is the right file`},
		"too much text in its keys":       {"rate" + strings.Repeat("."+strings.Repeat("k", 128), 12) + " = [" + strings.Repeat("1,", 20000) + "]", `s.toml: has keys of more than 16777216 bytes in all; shorten them, or check that it is the right file`},
		"too deep a key":                  {strings.Repeat("rate.", 40) + "a = 1", `s.toml:1: ` + "rate" + strings.Repeat(".rate", 15) + `: is nested too deeply; leave the inner part out`},
		"too deep a list":                 {"rate = " + strings.Repeat("[", 400) + strings.Repeat("]", 400), `s.toml:1: rate` + strings.Repeat("[0]", 16) + `: is nested too deeply; leave the inner part out`},
		"too long a key":                  {strings.Repeat("k", 200) + " = 1", `s.toml:1: kkkkkkkkkkkkkkkk: is too long for a key; shorten it`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := tomlfile.Decode("s.toml", []byte(c.text), &sample{})
			if err == nil {
				t.Fatal("no error")
			}
			if err.Error() != c.want {
				t.Errorf("\ngot  %s\nwant %s", err, c.want)
			}
			var e *tomlfile.Error
			if !errors.As(err, &e) || e.File != "s.toml" {
				t.Errorf("error is %#v", err)
			}
		})
	}
}

type shared struct {
	Every int `toml:"every" example:"2"`
}

type around struct {
	Name string `toml:"name"`
	shared
	Later []struct {
		From any `toml:"from"`
		shared
	} `toml:"later"`
}

func TestAnEmbeddedStructLendsItsKeys(t *testing.T) {
	var got around
	doc, err := tomlfile.Decode("s.toml", []byte("every = 3\n[[later]]\nevery = 4\nfrom = 2026-01-05T09:00"), &got)
	if err != nil {
		t.Fatal(err)
	}
	if got.Every != 3 || len(got.Later) != 1 || got.Later[0].Every != 4 || got.Later[0].From == nil || doc.Line("later[0].every") != 3 {
		t.Errorf("read %+v", got)
	}
	for text, want := range map[string]string{
		"evry = 3":                  `s.toml:1: evry: is not a key that Standby knows; did you mean every?`,
		"[[later]]\nevery = '3'":    `s.toml:2: later[0].every: must be a whole number; write every = 2`,
		"[[later]]\nsomething = ''": `s.toml:2: later[0].something: is not a key that Standby knows; known here: every, from`,
		"shared = {}":               `s.toml:1: shared: is not a key that Standby knows; known here: every, later, name`,
	} {
		if _, err := tomlfile.Decode("s.toml", []byte(text), &around{}); err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

func TestTheNearestWordIsTheOneMeant(t *testing.T) {
	words := []string{"Engineer A", "engineer-b@example.org", "weekly"}
	for word, want := range map[string]string{
		"engineer  a": "Engineer A", "WEEKLY": "weekly", "engineer_b@example.org": "engineer-b@example.org",
		"somebody": "", "": "", strings.Repeat("x", 1000): "",
	} {
		if got := tomlfile.Nearest(word, words); got != want {
			t.Errorf("%.20q: got %q, want %q", word, got, want)
		}
	}
}

func TestAnErrorNeverQuotesAValue(t *testing.T) {
	const canary = "hunter2canary"
	for _, text := range []string{
		"zone = " + canary, "place = \"" + canary + "\"", "zone = \"" + canary, "rate = [\"" + canary + "\"",
		"zone = 'a'\nzone = '" + canary + "'", "place = 1" + canary, "rate = 1979-05-27T" + canary,
		"zone = \"\\q" + canary + "\"", "me = '" + canary + "'", "mine = true" + canary,
	} {
		_, err := tomlfile.Decode("s.toml", []byte(text), &sample{})
		if err == nil || strings.Contains(err.Error(), canary) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestADocReportsWhatItsReaderFinds(t *testing.T) {
	doc, err := tomlfile.Decode("s.toml", []byte("# c\n[me]\nname = \"x\"\n"), &sample{})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := doc.Fault("me.name", "is taken", "choose another").Error(), "s.toml:3: me.name: is taken; choose another"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := doc.Fault("zone", "is missing", "add it").Error(), "s.toml: zone: is missing; add it"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestALengthOfTimeHasBounds(t *testing.T) {
	doc, err := tomlfile.Decode("s.toml", []byte("rate = \"x\""), &sample{})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"90s": "", "1h": "", " 2m ": "",
		"":        `s.toml:1: rate: is not a length of time; write a length of time such as "15m"`,
		"15":      `s.toml:1: rate: is not a length of time; write a length of time such as "15m"`,
		"-5m":     `s.toml:1: rate: must not be negative; write a length of time such as "15m"`,
		"90500ms": `s.toml:1: rate: must be whole seconds; write a length of time such as "15m"`,
		"30s":     `s.toml:1: rate: must be at least 1m; write a length of time such as "15m"`,
		"61m":     `s.toml:1: rate: must be at most 1h; write a length of time such as "15m"`,
	} {
		_, err := doc.Duration("rate", text, time.Minute, time.Hour, "15m")
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

func TestALengthOfTimeIsWrittenAsPeopleDo(t *testing.T) {
	for v, want := range map[time.Duration]string{
		0: "0s", 15 * time.Second: "15s", time.Minute: "1m", 90 * time.Second: "1m30s",
		time.Hour: "1h", 90 * time.Minute: "1h30m", 10 * time.Hour: "10h", 100 * time.Minute: "1h40m",
	} {
		if got := tomlfile.DurationText(v); got != want {
			t.Errorf("%v is written %s, want %s", v, got, want)
		}
	}
}

func TestDecodeNeedsAStruct(t *testing.T) {
	for _, into := range []any{nil, sample{}, new(string), map[string]any{}} {
		if _, err := tomlfile.Decode("s.toml", nil, into); err == nil {
			t.Errorf("no error for %T", into)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		"", "zone = \"UTC\"", "[me]\nname = 'x'\n[[calendar]]\nfilter=[\"a\"]\n", "a.b.c = {d = [1, {e = 2}]}",
		"[[a]]\n[a.b]\n[[a.b.c]]\nx=1", "rate = [[1],[2]]", "\"\" = 1", "[\"\"]\n", "rate = 1979-05-27T07:32:00Z",
		"me = { name = 'x', }", "rate = '''\n'''", "\ufeff[me]", "calendar = [{name = 'x'}]\n[[calendar]]\n", "me.name = 'x'\n[me]\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var strict sample
		doc, err := tomlfile.Decode("f.toml", data, &strict)
		var e *tomlfile.Error
		switch {
		case err != nil && !errors.As(err, &e):
			t.Errorf("error is a %T: %v", err, err)
		case err != nil && (e.Problem == "" || e.Remedy == "" || e.Line < 0):
			t.Errorf("error lacks a part: %#v", e)
		case err == nil && strict.Zone != "" && doc.Line("zone") == 0:
			t.Error("zone was read and has no line")
		}
	})
}
