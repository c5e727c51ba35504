package setup

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"standby/app/books"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/store"
	"standby/rotation"
	"standby/rotation/pay/ledger"
)

const (
	oldRules = "name = 'Agreement'\nversion = '1'\nzone = 'UTC'\ncurrency = 'EUR'\nrounding.place = 2\n[[pay]]\nkey = 'standby'\nrate = '10 % of hourly'\n"
	newRules = "name = 'Agreement'\nversion = '2'\nfrom = '2026-11-20'\nzone = 'UTC'\ncurrency = 'EUR'\nrounding.place = 2\n[holidays]\n[[holidays.file]]\npath = 'days.ics'\n[[pay]]\nkey = 'standby'\nrate = '20 % of hourly'\n"
	noDays   = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//b//EN\r\nEND:VCALENDAR\r\n"
)

// files writes files into a folder, and gives the folder.
func files(t *testing.T, texts map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range texts {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func payroll(t *testing.T, dir, configText string) (Payroll, config.Config) {
	t.Helper()
	path := filepath.Join(dir, "standby.toml")
	if err := os.WriteFile(path, []byte(configText), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	return NewCommands(Builder{Keyring: newKeyring(), Now: time.Now}, path, c).Payroll(), c
}

// TestAMonthHasTheRaiseAndTheRulesOfEachDay goes the way of the agent: from the
// configuration through the keeper of the ledger.
func TestAMonthHasTheRaiseAndTheRulesOfEachDay(t *testing.T) {
	const facts = "since = \"2026-10\"\n[[pay.person]]\nfacts = { hourly = \"20\" }\n[[pay.person]]\nfrom = \"2026-11-16\"\nfacts = { hourly = \"30\" }\n"
	for name, c := range map[string]struct{ policy, want string }{
		"a raise in the month":                 {`"old.toml"`, "120"},                    // 24 h x 2 + 24 h x 3
		"and new rules from a day, as a list":  {`["old.toml", "new/2026.toml"]`, "264"}, // and 24 h x 6 on the 20th
		"the order of the list is no matter":   {`["new/2026.toml", "old.toml"]`, "264"}, // as above
		"and new rules from a day, a folder":   {`"rules"`, "264"},                       // as above
		"a folder beside a file of the policy": {`["old.toml", "new"]`, "264"},           // as above
	} {
		t.Run(name, func(t *testing.T) {
			dir := files(t, map[string]string{"old.toml": oldRules, "new/2026.toml": newRules, "new/days.ics": noDays,
				"rules/1.toml": oldRules, "rules/2.toml": newRules, "rules/days.ics": noDays, "rules/notes.txt": "not a policy"})
			p, _ := payroll(t, dir, "zone = \"UTC\"\n[me]\nname = \"Engineer A\"\nemail = \"a@example.org\"\n[pay]\npolicy = "+c.policy+"\n"+facts)
			read, err := p.Policy()
			if err != nil {
				t.Fatal(err)
			}
			again, err := p.Read(read.Text)
			if err != nil || strings.Join(again.Explain(), "\n") != strings.Join(read.Explain(), "\n") {
				t.Errorf("read again %v says\n%s\nwant\n%s", err, again.Explain(), read.Explain())
			}
			if twice, err := p.Policy(); err != nil || !bytes.Equal(twice.Text, read.Text) {
				t.Errorf("the text is another the second time: %v", err)
			}
			day := func(d int) rotation.Interval {
				at := time.Date(2026, 11, d, 0, 0, 0, 0, time.UTC)
				return rotation.Interval{Start: at, End: at.AddDate(0, 0, 1)}
			}
			spans := []rotation.Interval{day(2), day(17)}
			if c.want == "264" {
				spans = append(spans, day(20))
			}
			if got := monthOf(t, p, spans...); got != c.want {
				t.Errorf("the month comes to %s, want %s", got, c.want)
			}
		})
	}
}

// monthOf is what shifts of November 2026 come to.
func monthOf(t *testing.T, p Payroll, spans ...rotation.Interval) string {
	t.Helper()
	now := func() time.Time { return time.Date(2026, 12, 2, 12, 0, 0, 0, time.UTC) }
	me := rotation.Person{Name: "Engineer A", Email: "a@example.org"}
	kept, _, err := store.Open(t.Context(), t.TempDir(), now)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = kept.Close() }()
	var shifts []rotation.Shift
	for i, span := range spans {
		shifts = append(shifts, rotation.Shift{UID: string(rune('a' + i)), Rota: "payments", Role: rotation.Primary, Person: me, Interval: span})
	}
	if err := kept.KeepCalendar(t.Context(), "team", provider.Copy{Body: []byte("a"), FetchedAt: spans[0].Start}, spans[0].Start, shifts); err != nil {
		t.Fatal(err)
	}
	k := books.New(books.Params{Store: kept, Policies: p, Now: now, Changed: func() {}, Settings: p.Settings,
		Me: func(context.Context) (rotation.Person, error) { return me, nil }})
	s, err := k.Statement(t.Context(), ledger.Month{Year: 2026, Month: time.November})
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(s.Total, ".00")
}

func TestWhatIsWrongWithAVersionIsNamed(t *testing.T) {
	dir := files(t, map[string]string{"old.toml": oldRules, "bad.toml": strings.Replace(newRules, "20 %", "much", 1), "days.ics": noDays, "empty/notes.txt": ""})
	for name, c := range map[string]struct {
		file PolicyFile
		want string
	}{
		"a mistake in one":      {PolicyFile{Path: filepath.Join(dir, "old.toml"), Versions: []string{filepath.Join(dir, "bad.toml")}}, "bad.toml:12: pay[0].rate:"},
		"the same one twice":    {PolicyFile{Path: filepath.Join(dir, "old.toml"), Versions: []string{filepath.Join(dir, "old.toml")}}, "begin on the same day"},
		"one that is not there": {PolicyFile{Path: filepath.Join(dir, "old.toml"), Versions: []string{filepath.Join(dir, "gone.toml")}}, "gone.toml"},
		"a folder without any":  {PolicyFile{Path: filepath.Join(dir, "empty")}, "it has no policy"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := c.file.Read(); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := (PolicyFile{}).Read(); !errors.Is(err, books.ErrNoPolicy) {
		t.Errorf("got %v", err)
	}
}

func TestAListOfVersionsThatIsNoneIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		"[]": "pay.policy: must have one to 100 files", "[1]": "pay.policy[0]: is not the path of a file", `["a.toml", ""]`: "pay.policy[1]: must not be empty", "true": "pay.policy: is not the path",
	} {
		if _, err := config.Parse("standby.toml", []byte("[pay]\npolicy = "+text+"\n")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v", text, err)
		}
	}
	dir := files(t, map[string]string{"old.toml": oldRules})
	p, c := payroll(t, dir, "[pay]\npolicy = [\"old.toml\", \"new.toml\"]\n")
	if len(c.Pay.Versions) != 1 {
		t.Fatal(c.Pay)
	}
	if err := config.SetPolicy(p.c.path, filepath.Join(dir, "old.toml")); err != nil {
		t.Fatal(err)
	}
	if after, err := config.Load(p.c.path); err != nil || len(after.Pay.Versions) > 0 || filepath.Base(after.Pay.Policy) != "old.toml" {
		t.Errorf("%+v, %v", after.Pay, err)
	}
}
