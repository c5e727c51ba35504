package rotafile_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
	"standby/rotation/rotafile"
	"standby/rotation/tomlfile"
)

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		string(example(f)), small, listed, twoRoles, "", "name = 1", "\ufeff" + small, strings.ReplaceAll(small, "\n", "\r\n"),
		change(small, "2026-", "0001-"), change(small, `"2026-01-05T09:00"`, "1970-01-01T00:00:00"), change(small, `"2026-01-05T09:00"`, "2099-12-31T23:59:59"),
		change(small, "weekly\"", "monthly\"\nevery = 10000"), change(small, "weekly", "hourly") + "wall_clock = true\nlasts = \"1s\"\n",
		change(small, `"Engineer A"`, times(250_000, "'',")), change(small, `"Engineer A"`, strings.Repeat("[", 400)+strings.Repeat("]", 400)),
		strings.Repeat("layer.", 40) + "a = 1", change(small, "Europe/Berlin", "Africa/Cairo"), change(small, "Europe/Berlin", "Pacific/Apia"),
		small + "[[layer.version]]\nfrom = 2026-02-05T09:00:00Z\nwindow = []\n[[layer.version]]\nfrom = 2026-10-25 02:30:00\nevery = 2\n[[layer.version.window]]\nnights = 6\n",
		small + "[[override]]\nfrom = \"2026-03-29T02:30\"\nin = \"x\"\ncover = true\n[[swap]]\na = { person = \"Engineer A\", from = 2026-01-05T09:00:00, to = 2026-01-12T09:00:00, shift = { layer = \"weeks\", turn = 0, was_from = 2026-01-05T08:00:00, was_to = 2026-01-12T08:00:00 } }\nb = { person = \"Engineer B\", from = 2026-01-12T09:00:00, to = 2026-01-19T09:00:00 }\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkAny(t, data) })
}

// reporter is what *testing.T and *rapid.T have in common.
type reporter interface {
	Helper()
	Fatalf(format string, args ...any)
}

// checkAny holds what is true of any text: it is refused with an error that
// helps, or else it is written and read back the same, and can be computed.
func checkAny(t reporter, data []byte) {
	t.Helper()
	file, err := rotafile.Parse("f.toml", data)
	if err != nil {
		checkError(t, err)
		return
	}
	text, err := rotafile.Format(file)
	if err != nil {
		t.Fatalf("%v", err)
	}
	back, err := rotafile.Parse("f.toml", text)
	if err != nil || !reflect.DeepEqual(file, back) {
		t.Fatalf("%v\n%s", err, text)
	}
	p, err := rotation.Compile(file.Rota)
	if err != nil {
		t.Fatalf("%v", err)
	}
	year := rotation.Interval{Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}
	if _, err := p.Schedule(year); err != nil {
		t.Fatalf("%v", err)
	}
}

func checkError(t reporter, err error) {
	t.Helper()
	var e *tomlfile.Error
	switch {
	case !errors.As(err, &e):
		t.Fatalf("error is a %T: %v", err, err)
	case e.Problem == "" || e.Remedy == "" || e.File != "f.toml":
		t.Fatalf("error lacks a part: %#v", e)
	case strings.Contains(e.Problem, "cannot be computed"):
		t.Fatalf("Compile refuses what was found good before: %v", e)
	}
}

// TestABrokenExampleIsRefusedOrUnderstood moves lines and values of the example
// about, which comes nearer to what people do than bytes at random.
func TestABrokenExampleIsRefusedOrUnderstood(t *testing.T) {
	source := slices.Collect(strings.Lines(string(example(t))))
	refused, understood := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		lines := slices.Clone(source)
		for range rapid.IntRange(1, 6).Draw(t, "changes") {
			i, j := rapid.IntRange(0, len(lines)-1).Draw(t, "line"), rapid.IntRange(0, len(lines)-1).Draw(t, "other")
			key, value, isKey := strings.Cut(lines[i], " = ")
			_, other, isOther := strings.Cut(lines[j], " = ")
			switch n := rapid.IntRange(0, 4).Draw(t, "change"); {
			case n == 0:
				lines = slices.Delete(lines, i, i+1)
			case n == 1:
				lines[i], lines[j] = lines[j], lines[i]
			case n == 2:
				lines = slices.Insert(lines, j, lines[i])
			case n == 3 && isKey && isOther:
				lines[i] = key + " = " + other
			case n == 4 && isKey:
				digit := rapid.IntRange(0, 9).Draw(t, "digit")
				at := rapid.IntRange(0, len(value)-1).Draw(t, "at")
				lines[i] = key + " = " + value[:at] + string(rune('0'+digit)) + value[at+1:]
			}
		}
		text := []byte(strings.Join(lines, ""))
		checkAny(t, text)
		if _, err := rotafile.Parse("f.toml", text); err != nil {
			refused++
		} else {
			understood++
		}
	})
	t.Logf("%d refused, %d understood", refused, understood)
}
