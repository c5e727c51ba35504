package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"standby/assets"
	"standby/rotation/rotafile"
)

func TestRotaCommandsTellOfBadInput(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := rotaText(t, rotaPayments)
	broken := write("broken.toml", strings.Replace(good, `"weekly"`, `"weakly"`, 1))
	binary := write("binary", "\x7fELF\x00\xff\xfe\x00")
	large := write("large.toml", strings.Repeat("# nothing\n", 200_000))
	calendar := write("team.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
	twins := write("twins.toml", strings.Replace(good, "[[layer]]", "[[person]]\nname = \"Engineer A\"\nemail = \"other@example.org\"\n\n[[layer]]", 1))
	full := write("full.toml", rotaFull())
	missing := filepath.Join(dir, "missing.toml")
	hostile := filepath.Join(dir, "red\x1b[31m\u202e.toml")
	for name, row := range map[string]struct {
		args  []string
		code  int
		words []string
	}{
		"a mistake in the file":             {[]string{"check", broken}, 1, []string{broken + ", line ", "layer[0].unit", "is not used until", "daily"}},
		"a mistake in a file to diff":       {[]string{"diff", rotaPayments, broken}, 2, []string{broken, "layer[0].unit", "daily"}},
		"a file that is not there":          {[]string{"shifts", missing}, 1, []string{missing + " is not where it should be", "Check the path"}},
		"one to ask who is on":              {[]string{"who", missing}, 2, []string{missing, "Check the path"}},
		"one to look for gaps":              {[]string{"gaps", missing}, 2, []string{missing, "Check the path"}},
		"a path that is not meant well":     {[]string{"health", hostile}, 1, []string{"red[31m.toml"}},
		"a directory":                       {[]string{"shifts", dir}, 1, []string{dir, "is a directory"}},
		"a file of another kind":            {[]string{"who", binary}, 2, []string{binary + ", line 1", "is not UTF-8 text"}},
		"2 MB":                              {[]string{"health", large}, 1, []string{large, "larger than 1048576 bytes"}},
		"a calendar":                        {[]string{"check", calendar}, 1, []string{calendar + ", line 1"}},
		"nothing at all":                    {[]string{"check", "-"}, 1, []string{"standard input", "name", "is missing"}},
		"standard input twice":              {[]string{"diff", "-", "-"}, 2, []string{"only once"}},
		"the end before the start":          {[]string{"shifts", rotaPayments, "--from", "2026-02-01", "--to", "2026-01-01"}, 2, []string{"--from 2026-02-01", "before --to 2026-01-01"}},
		"the end in the past":               {[]string{"gaps", rotaPayments, "--to", "2001-01-01"}, 2, []string{"today, as --from is not given", "before --to 2001-01-01"}},
		"no time at all between":            {[]string{"health", rotaPayments, "--from", "2026-02-01", "--to", "2026-02-01"}, 2, []string{"before --to"}},
		"a thousand years":                  {[]string{"shifts", rotaPayments, "--from", "2026-01-01", "--to", "3026-01-01"}, 2, []string{"--to 3026-01-01", "1970 to 2099"}},
		"more than a hundred years":         {[]string{"shifts", rotaPayments, "--from", "1971-01-01", "--to", "2099-01-01"}, 2, []string{"too far apart", "at most 100 years"}},
		"the year 1":                        {[]string{"health", rotaPayments, "--from", "0001-01-01"}, 2, []string{"--from 0001-01-01", "1970 to 2099"}},
		"a day that is none":                {[]string{"diff", rotaPayments, rotaAlone, "--from", "2026-02-30"}, 2, []string{`--from "2026-02-30" is no day`, "2026-11-01T09:00+01:00"}},
		"a fraction of a second":            {[]string{"who", rotaPayments, "--at", "2026-02-03T09:00:00.5"}, 2, []string{"--at", "is no day"}},
		"a zone that is none":               {[]string{"shifts", rotaPayments, "--zone", "Mars/Olympus"}, 2, []string{`--zone "Mars/Olympus"`, "Europe/Berlin"}},
		"the machine's zone":                {[]string{"check", rotaPayments, "--zone", "Local"}, 2, []string{"--zone", "IANA"}},
		"a moment and a window":             {[]string{"who", rotaPayments, "--at", "2026-12-01", "--to", "2026-12-02"}, 2, []string{"--at asks for a moment"}},
		"a person who is mistyped":          {[]string{"shifts", rotaPayments, "--person", "Engineer AA"}, 2, []string{`--person "Engineer AA"`, "did you mean Engineer A?"}},
		"a person whom nobody knows":        {[]string{"shifts", rotaPayments, "--person", "zzzzzzzzzz"}, 2, []string{"it has Engineer A, a@example.org"}},
		"a name that two people have":       {[]string{"shifts", twins, "--person", "Engineer A"}, 2, []string{"2 people", "e-mail address"}},
		"a role that is mistyped":           {[]string{"gaps", rotaPayments, "--role", "primry"}, 2, []string{`--role "primry"`, "did you mean primary?"}},
		"a role that there is not":          {[]string{"who", rotaPayments, "--role", "x"}, 2, []string{"it has primary, secondary, shadow"}},
		"a command that is mistyped":        {[]string{"chek"}, 2, []string{`did you mean "check"?`}},
		"no file":                           {[]string{"check"}, 2, []string{"at least 1 arg"}},
		"one file to diff":                  {[]string{"diff", rotaPayments}, 2, []string{"2 arg"}},
		"a flag that there is not":          {[]string{"who", rotaPayments, "--form", "2026-01-01"}, 2, []string{"--form"}},
		"a window that is too full":         {[]string{"shifts", full, "--from", "2026-01-01", "--to", "2099-01-01"}, 2, []string{"at most 10000000", "a shorter one"}},
		"a window that is too long to list": {[]string{"diff", rotaAlone, full, "--from", "2026-01-01", "--to", "2040-01-01"}, 2, []string{"at most 1,000,000", "a shorter one"}},
		"an argument to a command without":  {[]string{"example", rotaPayments}, 2, []string{"unknown command"}},
	} {
		t.Run(name, func(t *testing.T) {
			out, errs, code := rotaRun(t.Context(), "", append([]string{"rota"}, row.args...)...)
			if code != row.code || out != "" {
				t.Errorf("exit %d, want %d; it printed %q", code, row.code, out)
			}
			for _, w := range row.words {
				if !strings.Contains(errs, w) {
					t.Errorf("%q is not said:\n%s", w, errs)
				}
			}
			for _, c := range []string{"\x1b", "\u202e", "goroutine", "panic", "out of range"} {
				if strings.Contains(errs, c) {
					t.Errorf("%q is said:\n%s", c, errs)
				}
			}
		})
	}
}

// rotaFull is a rota of 20 people together, every other hour.
func rotaFull() string {
	var people []string
	for _, a := range "abcdefghijklmnopqrst" {
		people = append(people, `"`+string(a)+`@example.org"`)
	}
	group := "[" + strings.Join(people, ", ") + "]"
	return "name = \"Full\"\nzone = \"UTC\"\n[[layer]]\nunit = \"hourly\"\nanchor = \"2020-01-01T00:00\"\npeople = [" + group + ", \"z@example.org\"]\n"
}

func TestRotaCheckTellsOfEachFileAndGoesOn(t *testing.T) {
	broken := filepath.Join(t.TempDir(), "broken.toml")
	if err := os.WriteFile(broken, []byte(strings.Replace(rotaText(t, rotaPayments), "anchor", "ancor", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"rota", "check", rotaPayments, broken, rotaAlone}
	out, errs, code := rotaRun(t.Context(), "", args...)
	if code != exitFailed || !strings.Contains(out, "payments.toml is good") || !strings.Contains(out, "alone.toml is good") || !strings.Contains(errs, "did you mean anchor?") && !strings.Contains(errs, "Did you mean anchor?") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	out, _, code = rotaRun(t.Context(), "", append(args, "--json")...)
	var views []checkView
	if err := json.Unmarshal([]byte(out), &views); err != nil || len(views) != 3 || code != exitFailed {
		t.Fatalf("exit %d, %v\n%s", code, err, out)
	}
	if v := views[1]; v.Good || v.Error == nil || v.Error.Line == 0 || v.Error.Key != "layer[0].ancor" || v.Error.Problem == "" || v.Error.Remedy == "" {
		t.Errorf("%+v, %+v", v, v.Error)
	}
}

func TestRotaCheckFailsOnWarningsOnlyWhenItIsStrict(t *testing.T) {
	for args, want := range map[string]int{rotaPayments: exitOK, rotaPayments + " --strict": exitFailed, "-": exitOK, "- --strict": exitOK} {
		all := "name = \"All\"\nzone = \"UTC\"\n[[layer]]\nunit = \"daily\"\nanchor = \"2020-01-01T00:00\"\npeople = [\"Engineer A\"]\n"
		out, errs, code := rotaRun(t.Context(), all, append([]string{"rota", "check"}, strings.Fields(args)...)...)
		if code != want || strings.Contains(out, "warning") != strings.Contains(args, rotaPayments) {
			t.Errorf("check %s: exit %d, want %d\n%s%s", args, code, want, out, errs)
		}
	}
}

func TestRotaExampleIsGoodAndTheSchemaIsTheFormats(t *testing.T) {
	example, _, code := rotaRun(t.Context(), "", "rota", "example")
	if code != exitOK || !strings.HasSuffix(string(assets.SampleRota), example) || strings.Contains(example, "#:schema") {
		t.Errorf("exit %d\n%.200s", code, example)
	}
	if out, errs, code := rotaRun(t.Context(), example, "rota", "check", "-"); code != exitOK || !strings.HasPrefix(out, "standard input is good: Payments, 5 layers, 6 people") {
		t.Errorf("exit %d\n%s%s", code, out, errs)
	}
	schema, _, code := rotaRun(t.Context(), "", "rota", "schema")
	if code != exitOK || schema != string(rotafile.Schema) || !json.Valid([]byte(schema)) {
		t.Errorf("exit %d", code)
	}
}

func TestRotaCompletionKnowsTheFilesPeopleAndRoles(t *testing.T) {
	for args, want := range map[string]string{
		"shifts ":                               "toml\n:8\n",
		"check " + rotaPayments + " ":           "toml\n:8\n",
		"shifts " + rotaPayments + " ":          ":4\n",
		"shifts " + rotaPayments + " --role ":   "primary\nsecondary\nshadow\n:4\n",
		"who missing.toml --role ":              ":4\n",
		"gaps --role ":                          ":4\n",
		"shifts " + rotaPayments + " --person ": "a@example.org\tEngineer A\nb@example.org\tEngineer B\nc@example.org\tEngineer C\nApprentice\n:4\n",
		"shifts " + rotaAlone + " --person ":    "Engineer A\nb@example.org\nc@example.org\n:4\n",
	} {
		out, _, code := rotaRun(t.Context(), "", append([]string{"__complete", "rota"}, strings.Split(args, " ")...)...)
		if code != exitOK || out != want {
			t.Errorf("%s: exit %d\n%q, want\n%q", args, code, out, want)
		}
	}
}

func TestRotaReadingEndsWhenItIsInterrupted(t *testing.T) {
	ctx, interrupt := context.WithCancel(t.Context())
	silent, writer := io.Pipe() // a terminal at which nobody types
	t.Cleanup(func() { _ = writer.Close() })
	interrupt()
	if _, err := readText(ctx, stdin, silent, rotaInput); err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Errorf("%v", err)
	}
}

func TestRotaTimesFollowTheClocksOfTheZone(t *testing.T) {
	for _, row := range []struct {
		zone, text, start, end string
	}{
		{"Europe/Berlin", "2026-01-05", "2026-01-04T23:00:00Z", "2026-01-04T23:00:00Z"},
		{"Europe/Berlin", "2026-07-05 09:30", "2026-07-05T07:30:00Z", "2026-07-05T07:30:00Z"},
		{"Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"}, // skipped
		{"Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"}, // twice
		{"Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00Z", "2026-04-23T22:00:00Z"},        // midnight is skipped
		{"Pacific/Apia", "2011-12-30T12:00", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},  // a day is skipped
		{"Pacific/Apia", "2011-12-31", "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},
		{"Australia/Lord_Howe", "2026-10-04T02:10", "2026-10-03T15:30:00Z", "2026-10-03T15:30:00Z"}, // half an hour
		{"Asia/Kolkata", "2026-01-05T09:00+01:00", "2026-01-05T08:00:00Z", "2026-01-05T08:00:00Z"},
		{"Asia/Kolkata", "2026-01-05T09:00:01Z", "2026-01-05T09:00:01Z", "2026-01-05T09:00:01Z"},
	} {
		zone, err := time.LoadLocation(row.zone)
		if err != nil {
			t.Fatal(err)
		}
		for end, want := range map[bool]string{false: row.start, true: row.end} {
			got, err := instant("--at", row.text, zone, end)
			if err != nil || got.Format(time.RFC3339) != want {
				t.Errorf("%s in %s, as an end %v: %s, %v; want %s", row.text, row.zone, end, got.Format(time.RFC3339), err, want)
			}
		}
	}
}
