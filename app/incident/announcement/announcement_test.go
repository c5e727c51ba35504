package announcement

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"standby/app/incident"
)

var write = flag.Bool("write", false, "write the golden files anew")

func berlin(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// known are the facts of a made-up incident, which began the evening before.
func known(t testing.TB) Facts {
	now := time.Date(2026, 11, 22, 7, 3, 0, 0, time.UTC)
	return Facts{
		ID: "20261122-k7f2", Title: "Checkout is slow", Severity: "SEV2", Stage: "recover", Service: "the checkout",
		Status: "Every second payment takes more than 20 seconds.", Progress: "Traffic goes through the second data centre.",
		Next: "B rolls back yesterday's release.", Needs: "Somebody who knows the payment provider.",
		Impact: "Paying by card takes up to a minute.", Workaround: "Pay by invoice.", DataLost: "no",
		Commander: "Role A", Room: "#inc-20261122-checkout-is-slow",
		Began: now.Add(-10 * time.Hour), Resolved: now.Add(-5 * time.Minute), NextAt: now.Add(20 * time.Minute), Now: now, Zone: berlin(t),
	}
}

func TestEachKindReadsWell(t *testing.T) {
	s, err := Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range Kinds() {
		lost := known(t)
		lost.DataLost, lost.Lost, lost.Drill = "yes", "orders of 18:00 to 18:05; please order again", true
		for name, f := range map[string]Facts{"known": known(t), "unknown": {ID: "20261122-k7f2", Title: "Checkout is slow"}, "lost": lost} {
			d, err := s.Draft(k, f)
			if err != nil {
				t.Fatal(err)
			}
			got := "Subject: " + d.Subject + "\n\n" + d.Text + "\n"
			if len(d.Gaps) > 0 {
				got += "\nGaps:\n- " + strings.Join(d.Gaps, "\n- ") + "\n"
			}
			file := filepath.Join("testdata", string(k)+"-"+name+".golden")
			if *write {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil || got != string(want) {
				t.Errorf("%s: %v, got\n%s", file, err, got)
			}
		}
	}
}

func TestTheKindsForCustomersAreThePhasesOfAnIncident(t *testing.T) {
	for k, p := range map[Kind]incident.Phase{Investigating: incident.Investigating, Scope: incident.Scope, Ongoing: incident.Ongoing, Monitoring: incident.Monitoring, Resolved: incident.AllClear} {
		if string(k) != string(p) {
			t.Errorf("%s is %s there", k, p)
		}
	}
	if string(Internal) != string(incident.Internal) || MaxText != incident.MaxText {
		t.Error("the audience or the bound has changed")
	}
}

func TestOpenGapsAreThoseThatNobodyFilled(t *testing.T) {
	s, err := Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := s.Draft(Resolved, Facts{Title: "Checkout is slow"})
	if err != nil || len(d.Gaps) != 2 || len(d.Open(d.Subject, d.Text)) != 2 {
		t.Fatalf("%+v, %v", d, err)
	}
	text := strings.ReplaceAll(d.Text, "[whether data was lost]", "No data was lost.")
	if open := d.Open(d.Subject, text); len(open) != 1 || open[0] != "the service, as customers call it" {
		t.Errorf("%v", open)
	}
}

func TestATeamsTemplateReplacesTheBuiltInOne(t *testing.T) {
	s, err := Load(fstest.MapFS{"internal.tmpl": {Data: []byte("\ufeffSubject: {{.Title}}\r\n\r\n{{with .Status}}It is: {{.}}{{else}}?{{end}}\r\n")}})
	if err != nil {
		t.Fatal(err)
	}
	d, err := s.Draft(Internal, known(t))
	if err != nil || d.Subject != "Checkout is slow" || d.Text != "It is: Every second payment takes more than 20 seconds." {
		t.Errorf("%+v, %v", d, err)
	}
	if d, err := s.Draft(Investigating, known(t)); err != nil || !strings.HasPrefix(d.Text, "We have noticed") {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestATemplateThatIsWrongIsNamedWithItsLineAndTheBuiltInOneServes(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		line int
		says string
	}{
		"no subject":           {"Status: {{.Status}}", 1, "Subject"},
		"no blank line":        {"Subject: x\ntext", 1, "blank line"},
		"no text":              {"Subject: x\n\n", 0, "a text"},
		"nothing when unknown": {"Subject: x\n\n{{.Status}}", 0, "whatever is known"},
		"a fact misspelt":      {"Subject: x\n\na\n{{if .Status}}\nb {{.Statsu}}{{end}}c", 5, "Statsu"},
		"a misspelt subject":   {"Subject: {{.Titel}}\n\nx", 1, "Titel"},
		"not closed":           {"Subject: x\n\na\n{{if .Status}}", 4, "EOF"},
		"a strange function":   {"Subject: x\n\na\n{{upper .Status}}", 4, "upper"},
		"a loop":               {"Subject: x\n\na\n\n{{range 1000000000}}{{end}}", 5, "range"},
		"padding":              {"Subject: x\n\na {{printf \"%1000000000d\" 1}}", 3, "printf"},
		"hidden padding":       {"Subject: x\n\na {{if not (eq (printf \"%1000000000d\" 1) \"\")}}b{{end}}", 3, "printf"},
		"itself":               {"Subject: x\n\na {{template \"internal.tmpl\" .}}", 3, "template"},
		"another":              {"Subject: x\n\na {{define \"y\"}}z{{end}}", 0, "define"},
		"a method":             {"Subject: x\n\na {{.Title.Len}}", 3, "Len"},
		"not UTF-8":            {"Subject: x\n\n\xff", 0, "UTF-8"},
		"too long":             {"Subject: x\n\n" + strings.Repeat("x", 40_000), 0, "32768"},
		"too long a text":      {"Subject: x\n\n" + strings.Repeat("x", 20_001), 0, "20000"},
	} {
		s, err := Load(fstest.MapFS{"internal.tmpl": {Data: []byte(c.text)}})
		var wrong *TemplateError
		if name == "too long a text" {
			if !errors.Is(err, ErrTooLong) {
				t.Errorf("%s: %v", name, err)
			}
		} else if !errors.As(err, &wrong) || wrong.Line != c.line || wrong.File != "internal.tmpl" || !strings.Contains(wrong.Why, c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if d, err := s.Draft(Internal, known(t)); err != nil || !strings.Contains(d.Text, "Status: Every second") {
			t.Errorf("%s: %+v, %v", name, d, err)
		}
	}
	if _, err := Load(fstest.MapFS{"scope.tmpl/x": {Data: []byte("x")}}); err == nil || !strings.Contains(err.Error(), "not a file") {
		t.Errorf("a folder: %v", err)
	}
}

func TestFactsAreTextWhateverTheyLookLike(t *testing.T) {
	s, err := Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	f := known(t)
	f.Title, f.Status = "a\n\nSubject: {{.ID}}\r\nBcc: x", "{{range 9}}\x1b[2J\u202e<b>"
	d, err := s.Draft(Internal, f)
	if err != nil || d.Subject != "SEV2 a Subject: {{.ID}} Bcc: x: recover" || !strings.Contains(d.Text, "Status: {{range 9}}[2J<b>\n") {
		t.Errorf("%+v, %v", d, err)
	}
	f.Status = strings.Repeat("x", MaxText)
	if _, err := s.Draft(Internal, f); !errors.Is(err, ErrTooLong) {
		t.Errorf("a long status: %v", err)
	}
	if _, err := s.Draft("party", f); err == nil {
		t.Error("a kind that there is not")
	}
}

func TestADraftIsCleanAndWithinItsBounds(t *testing.T) {
	s, err := Load(nil)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.OneOf(rapid.Just(""), rapid.String(), rapid.StringN(0, 5000, -1))
		f := Facts{ID: word.Draw(t, "id"), Title: word.Draw(t, "title"), Status: word.Draw(t, "status"), Next: word.Draw(t, "next"),
			Impact: word.Draw(t, "impact"), Service: word.Draw(t, "service"), DataLost: rapid.SampledFrom([]string{"", "yes", "no"}).Draw(t, "lost")}
		d, err := s.Draft(rapid.SampledFrom(Kinds()).Draw(t, "kind"), f)
		var empty *TemplateError
		if errors.Is(err, ErrTooLong) || errors.As(err, &empty) && empty.Line == 0 {
			return
		}
		if err != nil || utf8.RuneCountInString(d.Subject) > MaxSubject || utf8.RuneCountInString(d.Text) > MaxText ||
			strings.ContainsAny(d.Subject, "\r\n\x00") || strings.ContainsAny(d.Text, "\r\x00\x1b\u202e") || strings.Contains(d.Text, "\n\n\n") || !utf8.ValidString(d.Text) {
			t.Fatalf("%+v, %v", d, err)
		}
	})
}

func FuzzTemplate(f *testing.F) {
	for _, k := range Kinds() {
		f.Add(BuiltIn(k))
	}
	f.Add("Subject: x\n\n{{range 1000000000}}{{end}}")
	f.Add("Subject: x\n\n{{block \"y\" .}}{{end}}")
	f.Add("Subject: x\n\n{{with $x := .Title}}{{$x}}{{break}}{{end}}")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := compile(Internal, text)
		if err != nil {
			var wrong *TemplateError
			if !errors.As(err, &wrong) && !errors.Is(err, ErrTooLong) {
				t.Fatal(err)
			}
			return
		}
		d, err := p.draft(Facts{Title: "x", Status: "{{.}}"})
		if err == nil && utf8.RuneCountInString(d.Text) > MaxText {
			t.Fatalf("%d runes", utf8.RuneCountInString(d.Text))
		}
	})
}
