package tomlfile_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"standby/rotation/tomlfile"
)

func TestSetTouchesOneValueOnly(t *testing.T) {
	for name, c := range map[string]struct{ text, table, key, want string }{
		"a value is replaced where it stands": {
			"# mine\n[me] # who\n  name  =  \"old\"   # my name\nemail = 'e'\n", "me", "name",
			"# mine\n[me] # who\n  name  =  \"NEW\"   # my name\nemail = 'e'\n"},
		"a value over several lines is replaced whole": {
			"[me]\nname = '''\na\nb''' # c\nemail = 'e'\n", "me", "name",
			"[me]\nname = \"NEW\" # c\nemail = 'e'\n"},
		"a quoted key is the same key": {
			"[\"me\"]\n\"name\" = 'old'\n", "me", "name", "[\"me\"]\n\"name\" = \"NEW\"\n"},
		"a key is added behind the others of its table": {
			"[me]\nemail = 'e' # mail\n\n# calendars\n[[calendar]]\nname = 'x'\n", "me", "name",
			"[me]\nemail = 'e' # mail\nname = \"NEW\"\n\n# calendars\n[[calendar]]\nname = 'x'\n"},
		"a key is added to an empty table": {
			"[me] # who\n[[calendar]]\nname = 'x'\n", "me", "name",
			"[me] # who\nname = \"NEW\"\n[[calendar]]\nname = 'x'\n"},
		"a key is added at the end without a newline": {
			"[me]\nemail = 'e'", "me", "name", "[me]\nemail = 'e'\nname = \"NEW\"\n"},
		"a table is added": {
			"zone = 'UTC'\n", "me", "name", "zone = 'UTC'\n\n[me]\nname = \"NEW\"\n"},
		"a table is added to nothing": {
			"", "me", "name", "[me]\nname = \"NEW\"\n"},
		"an inline table keeps its line": {
			"me = { email = 'e' } # c\n", "me", "name", "me = { name = \"NEW\", email = 'e' } # c\n"},
		"an empty inline table is filled": {
			"me = {}\n", "me", "name", "me = { name = \"NEW\" }\n"},
		"a value in an inline table is replaced": {
			"me = { name = 'old', email = 'e' }\n", "me", "name", "me = { name = \"NEW\", email = 'e' }\n"},
		"dotted keys stay dotted": {
			"me.email = 'e'\n[tray]\n", "me", "name", "me.email = 'e'\nme.name = \"NEW\"\n[tray]\n"},
		"a dotted value is replaced": {
			"me.name = 'old'\n", "me", "name", "me.name = \"NEW\"\n"},
		"a key before any table": {
			"# c\nplace = 2\n[me]\n", "", "name", "# c\nplace = 2\nname = \"NEW\"\n[me]\n"},
		"a first key before any table": {
			"[me]\n", "", "name", "name = \"NEW\"\n[me]\n"},
		"line ends stay as they are": {
			"[me]\r\nemail = 'e'\r\n", "me", "name", "[me]\r\nemail = 'e'\r\nname = \"NEW\"\r\n"},
		"a byte order mark stays": {
			"\ufeff[me]\nname = 'x'\n", "me", "name", "\ufeff[me]\nname = \"NEW\"\n"},
		"another table's key of the same name stays": {
			"[[calendar]]\nname = 'x'\n[me]\nname = 'old'\n", "me", "name",
			"[[calendar]]\nname = 'x'\n[me]\nname = \"NEW\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := tomlfile.Set("s.toml", []byte(c.text), c.table, c.key, `"NEW"`)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != c.want {
				t.Errorf("\ngot\n%s\nwant\n%s", got, c.want)
			}
			var s map1
			if _, err := tomlfile.Decode("s.toml", got, &s); err != nil {
				t.Errorf("the result does not read: %v", err)
			}
		})
	}
}

// map1 takes the files of the test above.
type map1 struct {
	Zone     string           `toml:"zone"`
	Place    int              `toml:"place"`
	Name     string           `toml:"name"`
	Tray     map[string]any   `toml:"tray"`
	Me       map[string]any   `toml:"me"`
	Calendar []map[string]any `toml:"calendar"`
}

func TestSetRefusesWhatItCannotRead(t *testing.T) {
	if _, err := tomlfile.Set("s.toml", []byte("[me\n"), "me", "name", `"x"`); err == nil {
		t.Error("broken file was edited")
	}
	if _, err := tomlfile.Set("s.toml", nil, "a b", "name", `"x"`); err == nil {
		t.Error("a table name that is no bare key was accepted")
	}
}

func TestAppendKeepsWhatStoodThere(t *testing.T) {
	name := tomlfile.Field{Key: "name", Value: tomlfile.Quote("x")}
	list := tomlfile.Field{Key: "filter", Value: tomlfile.List([]string{"a", `b"c`})}
	for _, c := range []struct{ text, want string }{
		{"", "[[calendar]]\nname = \"x\"\nfilter = [\"a\", \"b\\\"c\"]\n"},
		{"zone = 'UTC' # c", "zone = 'UTC' # c\n\n[[calendar]]\nname = \"x\"\nfilter = [\"a\", \"b\\\"c\"]\n"},
		{"a = 1\r\n", "a = 1\r\n\r\n[[calendar]]\r\nname = \"x\"\r\nfilter = [\"a\", \"b\\\"c\"]\r\n"},
	} {
		if got := string(tomlfile.Append([]byte(c.text), "calendar", name, list)); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestAnyTextSurvivesSettingAndReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		before := rapid.SampledFrom([]string{
			"", "# c\n", "[me]\n", "[me]\nname = 'old'", "me = { email = 'e' }", "me.email = 'e'\n[[calendar]]\nname = 'c'\n",
		}).Draw(t, "before")
		after, err := tomlfile.Set("s.toml", []byte(before), "me", "name", tomlfile.Quote(text))
		if err != nil {
			t.Fatal(err)
		}
		var got sample
		if _, err := tomlfile.Decode("s.toml", after, &got); err != nil {
			t.Fatalf("%v in\n%s", err, after)
		}
		if want := strings.ToValidUTF8(text, "\ufffd"); got.Me.Name != want {
			t.Fatalf("read %q, want %q", got.Me.Name, want)
		}
	})
}

func FuzzSet(f *testing.F) {
	f.Add([]byte("[me]\nname = 'x'\n"))
	f.Add([]byte("me = { email = 'e', }\n"))
	f.Add([]byte("me = { # c\n email = 'e' }\n"))
	f.Add([]byte("me.email = 'e'\n[calendar]\n"))
	f.Add([]byte("[[me]]\n[me.name]\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var before sample
		if _, err := tomlfile.Decode("f.toml", data, &before); err != nil {
			return
		}
		out, err := tomlfile.Set("f.toml", data, "me", "name", `"NEW"`)
		if err != nil {
			t.Fatalf("a file that reads was refused: %v", err)
		}
		var after sample
		if _, err := tomlfile.Decode("f.toml", out, &after); err != nil {
			t.Fatalf("%v\nbefore %q\nafter  %q", err, data, out)
		}
		if after.Me.Name != "NEW" || after.Me.Email != before.Me.Email || len(after.Calendar) != len(before.Calendar) {
			t.Errorf("before %q\nafter  %q", data, out)
		}
	})
}
