package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"
)

var updateGolden = flag.Bool("update-golden", false, "write what the rota commands print into testdata")

// rotaRun runs the command line as main does, with a standard input of its own.
func rotaRun(ctx context.Context, stdin string, args ...string) (out, errs string, code int) {
	var o, e bytes.Buffer
	c := &cli{out: &o, errs: &e}
	root := c.root()
	root.SetArgs(args)
	root.SetIn(strings.NewReader(stdin))
	root.SetOut(&o)
	root.SetErr(&e)
	code = c.report(root.ExecuteContext(ctx))
	return o.String(), e.String(), code
}

const (
	rotaPayments = "testdata/rota/payments.toml"
	rotaAlone    = "testdata/rota/alone.toml"
)

func rotaText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// rotaChanged is the rota with its first layer's people in the other order.
func rotaChanged(t *testing.T) string {
	t.Helper()
	return strings.Replace(rotaText(t, rotaPayments), `["a@example.org", "b@example.org"]`, `["b@example.org", "a@example.org"]`, 1)
}

// rotaGolden are commands whose whole output is kept in testdata.
func rotaGolden() map[string][]string {
	christmas := []string{"--from", "2026-12-21", "--to", "2026-12-29"}
	with := func(args []string, more ...string) []string {
		return append(append([]string{"rota"}, args...), more...)
	}
	return map[string][]string{
		"check":              with([]string{"check", rotaPayments, rotaAlone, "--from", "2026-12-01"}),
		"shifts":             with([]string{"shifts", rotaPayments}, christmas...),
		"shifts-elsewhere":   with([]string{"shifts", rotaPayments, "--zone", "Asia/Kolkata", "--role", "Primary"}, christmas...),
		"shifts-person":      with([]string{"shifts", rotaPayments, "--person", "engineer a"}, christmas...),
		"shifts-clocks-back": with([]string{"shifts", rotaAlone, "--from", "2026-10-24", "--to", "2026-10-26"}),
		"shifts-none":        with([]string{"shifts", rotaPayments, "--person", "Apprentice"}, christmas...),
		"who":                with([]string{"who", rotaPayments, "--at", "2026-12-03T12:00"}),
		"who-for":            with([]string{"who", rotaPayments}, christmas...),
		"who-before-a-gap":   with([]string{"who", rotaPayments, "--at", "2026-12-06 11:59:59", "--role", "primary"}),
		"who-nobody":         with([]string{"who", rotaPayments, "--at", "2026-12-06T13:00"}),
		"who-alone":          with([]string{"who", rotaAlone, "--at", "2026-12-06T13:00+05:30"}),
		"gaps":               with([]string{"gaps", rotaPayments}, christmas...),
		"gaps-open":          with([]string{"gaps", rotaAlone, "--from", "2026-10-24", "--to", "2026-10-26"}),
		"gaps-none":          with([]string{"gaps", rotaPayments, "--role", "primary"}, christmas...),
		"diff":               with([]string{"diff", rotaPayments, "-"}, christmas...),
		"diff-far":           with([]string{"diff", rotaPayments, "-", "--from", "2026-11-30", "--to", "2027-01-12"}),
		"diff-same":          with([]string{"diff", rotaPayments, rotaPayments}, christmas...),
		"health":             with([]string{"health", rotaPayments, "--from", "2026-11-30", "--to", "2027-02-22"}),
		"health-nobody":      with([]string{"health", rotaAlone, "--from", "1999-01-01", "--to", "2000-01-01"}),
	}
}

// rotaCodes are the exit codes of those that do not end with 0.
var rotaCodes = map[string]int{"who-nobody": 1, "gaps": 1, "gaps-open": 1, "diff": 1, "diff-far": 1}

func TestRotaCommandsPrintWhatTheyDidWhateverTheMachinesZone(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	changed := rotaChanged(t)
	for _, machine := range []string{"UTC", "Asia/Kolkata", "Pacific/Chatham", "America/New_York"} {
		zone, err := time.LoadLocation(machine)
		if err != nil {
			t.Fatal(err)
		}
		time.Local = zone
		for name, args := range rotaGolden() {
			t.Run(machine+"/"+name, func(t *testing.T) {
				out, errs, code := rotaRun(t.Context(), changed, args...)
				if code != rotaCodes[name] || errs != "" {
					t.Errorf("exit %d, want %d: %s", code, rotaCodes[name], errs)
				}
				rotaWantGolden(t, name, out)
				for line := range strings.Lines(out) {
					if n := utf8.RuneCountInString(line) - 1; n > terminal && !strings.Contains(line, " is good: ") {
						t.Errorf("a line of %d characters: %s", n, line)
					}
				}
			})
		}
	}
}

func rotaWantGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "rota", name+".golden")
	if *updateGolden {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want := strings.ReplaceAll(rotaText(t, path), "\r\n", "\n")
	if got != want {
		t.Errorf("%s differs (go test -run Rota -update-golden writes it anew):\n%s\nwant\n%s", path, got, want)
	}
}

func TestRotaJSONIsOfOneStableShape(t *testing.T) {
	key := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	instant := regexp.MustCompile(`^\d{4}-\d\d-\d\dT`)
	var walk func(t *testing.T, path string, v any)
	walk = func(t *testing.T, path string, v any) {
		switch v := v.(type) {
		case nil:
			t.Errorf("%s is null", path)
		case map[string]any:
			for k, w := range v {
				if !key.MatchString(k) {
					t.Errorf("%s has the key %q", path, k)
				}
				walk(t, path+"."+k, w)
			}
		case []any:
			for _, w := range v {
				walk(t, path+"[]", w)
			}
		case string:
			if instant.MatchString(v) && !strings.HasSuffix(v, "Z") {
				t.Errorf("%s is %s, which is not UTC", path, v)
			}
		}
	}
	changed := rotaChanged(t)
	for name, args := range rotaGolden() {
		t.Run(name, func(t *testing.T) {
			out, errs, code := rotaRun(t.Context(), changed, append(args, "--json")...)
			if code != rotaCodes[name] || errs != "" {
				t.Errorf("exit %d, want %d: %s", code, rotaCodes[name], errs)
			}
			var v any
			if err := json.Unmarshal([]byte(out), &v); err != nil {
				t.Fatalf("%v:\n%s", err, out)
			}
			walk(t, "$", v)
		})
	}
}

func rotaJSON(t *testing.T, into any, args ...string) {
	t.Helper()
	out, errs, _ := rotaRun(t.Context(), rotaChanged(t), append(append([]string{"rota"}, args...), "--json")...)
	d := json.NewDecoder(strings.NewReader(out))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil || errs != "" {
		t.Fatalf("rota %q: %v\n%s%s", args, err, out, errs)
	}
}

func TestRotaJSONSaysWhatTheTextSays(t *testing.T) {
	at := func(text string) time.Time {
		when, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	var s shiftsView
	rotaJSON(t, &s, "shifts", rotaAlone, "--from", "2026-10-25T05:30", "--to", "2026-10-25T07:00")
	if len(s.Shifts) != 2 || len(s.Gaps) != 1 || s.Rota != "Alone" || s.Zone != "Europe/London" || s.Schema != 1 {
		t.Fatalf("%+v", s)
	}
	if b := s.Shifts[0]; b.Open || !b.Start.Equal(at("2026-10-25T05:00:00Z")) || !b.End.Equal(at("2026-10-25T06:00:00Z")) || b.Person.Email != "b@example.org" {
		t.Errorf("a shift is not whole: %+v", b)
	}
	if a := s.Shifts[1]; !a.Open || !a.End.IsZero() || !a.Start.Equal(s.From) {
		t.Errorf("whoever is on call for more than ten years is so from the window's start, without an end: %+v", a)
	}
	if g := s.Gaps[0]; !g.Open || !g.End.IsZero() || !g.Start.Equal(at("2026-10-25T06:00:00Z")) {
		t.Errorf("the gap after the layer's end: %+v", g)
	}

	var w whoView
	rotaJSON(t, &w, "who", rotaPayments, "--at", "2026-12-06T11:00:00Z")
	if len(w.Roles) != 3 || len(w.Roles[0].On) != 0 || !w.Roles[0].NobodyUntil.Equal(at("2026-12-07T08:00:00Z")) || w.Roles[0].Then[0].Name != "Engineer B" {
		t.Errorf("in a gap: %+v", w)
	}

	var g gapsView
	rotaJSON(t, &g, "gaps", rotaPayments, "--from", "2026-12-06", "--to", "2026-12-08", "--role", "primary")
	if g.Count != 1 || g.Uncovered != 21*3600 || len(g.Roles) != 1 || g.Roles[0].Gaps[0].Seconds != 21*3600 {
		t.Errorf("%+v", g)
	}

	var d diffView
	rotaJSON(t, &d, "diff", rotaPayments, "-", "--from", "2026-11-30", "--to", "2027-01-01")
	kinds := map[string]int{}
	for _, c := range d.Changes {
		kinds[c.Kind]++
	}
	if d.Old != rotaPayments || d.New != "standard input" || kinds[kindMoved] != 3 || kinds[kindLost] != 2 || kinds[kindGained] != 2 {
		t.Errorf("%v: %+v", kinds, d)
	}

	var h healthView
	rotaJSON(t, &h, "health", rotaPayments, "--from", "2026-11-30", "--to", "2027-02-22")
	for _, p := range h.People {
		if p.Person.Name == "Engineer C" && (p.Zone != "Australia/Sydney" || p.Nights != 0 || len(p.Holidays) != 2) {
			t.Errorf("a day's work in Sydney is a night in Berlin: %+v", p)
		}
	}
	if h.Score != 50 || len(h.People) != 4 {
		t.Errorf("score %d, %d people", h.Score, len(h.People))
	}

	var checks []checkView
	rotaJSON(t, &checks, "check", rotaPayments, rotaAlone)
	if len(checks) != 2 || !checks[0].Good || checks[0].People != 4 || checks[0].Layers != 4 || checks[0].NextHandOff == nil {
		t.Errorf("%+v", checks)
	}
}

func TestRotaWindowsBeginTodayInTheRotasZone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		// Half past eleven in the evening in Berlin, and tomorrow in Kolkata.
		time.Sleep(time.Until(time.Date(2026, 12, 20, 22, 30, 0, 0, time.UTC)))
		for args, want := range map[string]string{
			"shifts":                     "Payments, Sun 20 Dec 2026 00:00 to Sun 17 Jan 2027 00:00, Europe/Berlin\n",
			"shifts --zone Asia/Kolkata": "Payments, Mon 21 Dec 2026 00:00 to Mon 18 Jan 2027 00:00, Asia/Kolkata\n",
			"gaps --to 2026-12-22":       "Payments, Sun 20 Dec 2026 00:00 to Tue 22 Dec 2026 00:00, Europe/Berlin\n",
			"health":                     "Payments, Sun 20 Dec 2026 00:00 to Sun 19 Dec 2027 00:00, Europe/Berlin\n",
			"shifts --from 2099-12-31":   "Payments, Thu 31 Dec 2099 00:00 to Fri 1 Jan 2100 01:00, Europe/Berlin\n",
			"who":                        "Payments, Sun 20 Dec 2026 23:30, Europe/Berlin\n",
		} {
			out, errs, _ := rotaRun(t.Context(), "", append([]string{"rota", strings.Fields(args)[0], rotaPayments}, strings.Fields(args)[1:]...)...)
			if !strings.HasPrefix(out, want) || errs != "" {
				t.Errorf("%s prints\n%.200s%s\nwant %s", args, out, errs, want)
			}
		}
		var checks []checkView
		rotaJSON(t, &checks, "check", rotaPayments)
		if at := time.Date(2026, 12, 21, 8, 0, 0, 0, time.UTC); !checks[0].NextHandOff.At.Equal(at) {
			t.Errorf("the next hand-off is %+v, want %s", checks[0].NextHandOff, at)
		}
	})
}
