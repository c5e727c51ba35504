package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"standby/app/statement"
)

// payFeed is a made-up calendar in the manner of PagerDuty, which names person and
// schedule in its titles. One event names nobody.
const payFeed = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//PagerDuty//NONSGML PagerDuty On-Call//EN\r\nX-WR-CALNAME:On Call Schedule for Payments\r\n" +
	"BEGIN:VEVENT\r\nUID:Q1@pagerduty\r\nDTSTAMP:20241001T000000Z\r\nDTSTART:20241104T170000Z\r\nDTEND:20241105T050000Z\r\nSUMMARY:On Call - Engineer A - Payments\r\nATTENDEE:mailto:a@example.org\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nUID:Q2@pagerduty\r\nDTSTAMP:20241001T000000Z\r\nDTSTART:20241130T170000Z\r\nDTEND:20241201T050000Z\r\nSUMMARY:On Call - Engineer B - Payments\r\nATTENDEE:mailto:b@example.org\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nUID:Q3@pagerduty\r\nDTSTAMP:20241001T000000Z\r\nDTSTART:20241005T170000Z\r\nDTEND:20241006T050000Z\r\nSUMMARY:On Call - Engineer C - Payments\r\nATTENDEE:mailto:c@example.org\r\nEND:VEVENT\r\n" +
	"END:VCALENDAR\r\n"

const payRota = `name = "Payments"
zone = "Europe/Berlin"

[[person]]
name = "Engineer A"
email = "a@example.org"

[[person]]
name = "Engineer B"
email = "b@example.org"

[[layer]]
unit = "daily"
anchor = "2024-11-01 18:00"
lasts = "12h"
people = ["Engineer A", "Engineer B"]
`

// teamSums are what each in a team's JSON comes to, by name.
func teamSums(t *testing.T, text string) map[string]string {
	t.Helper()
	team, err := statement.ReadTeamJSON(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	sums := map[string]string{"in all": ""}
	for _, d := range team.Statements {
		sums[d.Person.Name] = d.Totals.Amount.String()
	}
	for _, total := range team.Totals {
		sums["in all"] += total.Amount.String() + " " + total.Currency
	}
	return sums
}

func TestATeamIsPaidByItsCalendarRotaOrLog(t *testing.T) {
	policy, log := payFiles(t, payTwo)
	feed, rota := calendarFile(t, "team.ics", payFeed), calendarFile(t, "payments.toml", payRota)
	dear := calendarFile(t, "dear.toml", strings.Replace(payRules, "4.50", "9.00", 1))
	own := calendarFile(t, "own.ics", strings.ReplaceAll(payFeed, "On Call - Engineer A - Payments\r\nATTENDEE:mailto:a@example.org", "On call"))
	callOut := calendarFile(t, "call-outs.json", `{"zone": "UTC", "callouts": [{"user": "b@example.org", "page": "p9", "start": "2024-11-30T18:00", "end": "2024-11-30T19:00"}]}`)
	for name, tt := range map[string]struct {
		args []string
		want map[string]string
	}{
		"a calendar, of which the turn of the month cuts a shift": {[]string{"--calendar", feed, "--period", "2024-11"},
			map[string]string{"Engineer A": "54", "Engineer B": "27", "in all": "81 EUR"}},
		"people who had nothing are left out": {[]string{"--calendar", feed, "--period", "2024-10"},
			map[string]string{"Engineer C": "54", "in all": "54 EUR"}},
		"somebody by other rules": {[]string{"--calendar", feed, "--policy", "engineer b=" + dear, "--period", "2024-11"},
			map[string]string{"Engineer A": "54", "Engineer B": "54", "in all": "108 EUR"}},
		"call-outs from a log, by address": {[]string{"--calendar", feed, "--log", callOut, "--period", "2024-11"},
			map[string]string{"Engineer A": "54", "Engineer B": "59", "in all": "113 EUR"}},
		"somebody's own feed": {[]string{"--calendar", "Engineer D=" + own, "--period", "2024-11-04"},
			map[string]string{"Engineer D": "27", "in all": "27 EUR"}},
		"a rota": {[]string{"--rota", rota, "--period", "2024-11-01..2024-11-03"},
			map[string]string{"Engineer A": "81", "Engineer B": "54", "in all": "135 EUR"}},
		"a log": {[]string{"--log", log, "--period", "2024-Q4"},
			map[string]string{"Engineer A": "128.5", "Engineer B": "54", "in all": "182.5 EUR"}},
		"who is in the log is there without any duty": {[]string{"--log", log, "--period", "2024-11"},
			map[string]string{"Engineer A": "0", "Engineer B": "54", "in all": "54 EUR"}},
	} {
		out, errs, code := payRun(t, append([]string{"team", "--json", "--policy", policy}, tt.args...)...)
		if code != exitOK || errs != "" {
			t.Errorf("%s: exit %d: %s", name, code, errs)
			continue
		}
		got := teamSums(t, out)
		for who, want := range tt.want {
			if got[who] != want {
				t.Errorf("%s: %s: %s, want %s", name, who, got[who], want)
			}
		}
		if len(got) != len(tt.want) {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

func TestATeamIsPrintedAndWrittenInEveryForm(t *testing.T) {
	policy, log := payFiles(t, payTwo)
	args := []string{"team", "--policy", policy, "--log", log, "--period", "2024-Q4"}
	out, errs, code := payRun(t, args...)
	if code != exitOK || errs != "" || !strings.Contains(out, "4th quarter of 2024") || !strings.Contains(out, "Engineer A  128.50 EUR") ||
		!strings.Contains(out, "In all 2 statements: 182.50 EUR") || !strings.Contains(out, "sha256 ") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	for form, begins := range map[string]string{"json": "{", "csv": "record,", "xlsx": "PK", "pdf": "%PDF-"} {
		path := filepath.Join(t.TempDir(), "team."+form)
		if _, errs, code := payRun(t, append(args, "-o", path)...); code != exitOK || errs != "" {
			t.Errorf("%s: exit %d: %s", form, code, errs)
		}
		if data, err := os.ReadFile(path); err != nil || !bytes.HasPrefix(data, []byte(begins)) {
			t.Errorf("%s: %v %.40q", form, err, data)
		}
	}
	future := strings.ReplaceAll(payTwo, "2024-", "2090-")
	if out, _, code := payRun(t, "team", "--policy", policy, "--log", calendarFile(t, "later.json", future), "--period", "2090"); code != exitOK || strings.Count(out, "counted as") != 2 {
		t.Errorf("a period that is not over: exit %d: %s", code, out)
	}
}

func TestStatementsThatPeopleSentAreAddedUpAndAlteredOnesRefused(t *testing.T) {
	policy, log := payFiles(t, payTwo)
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	for name, who := range map[string]string{"a.json": "Engineer A", "b.csv": "Engineer B"} {
		if _, errs, code := payRun(t, "--policy", policy, "--log", log, "--person", who, "--period", "2024-Q4", "-o", file(name)); code != exitOK {
			t.Fatalf("exit %d: %s", code, errs)
		}
	}
	out, errs, code := payRun(t, "team", "--json", file("a.json"), file("b.csv"))
	if got := teamSums(t, out); code != exitOK || errs != "" || got["in all"] != "182.5 EUR" {
		t.Errorf("exit %d: %v %s", code, got, errs)
	}
	text := rotaText(t, file("a.json"))
	for name, change := range map[string][2]string{
		"total.json": {`"cash": 128.5`, `"cash": 928.5`}, "word.json": {"Engineer A", "Engineer Z"},
		"line.json": {`"amount": 16`, `"amount": 17`}, "key.json": {`"title"`, `"extra": 1, "title"`},
	} {
		changed := strings.Replace(text, change[0], change[1], 1)
		if changed == text {
			t.Fatalf("%s has no %s", text, change[0])
		}
		if err := os.WriteFile(file(name), []byte(changed), 0o600); err != nil {
			t.Fatal(err)
		}
		out, errs, code := payRun(t, "team", file("b.csv"), file(name), file("a.json"))
		if code != exitFailed || out != "" || !strings.Contains(errs, name) {
			t.Errorf("%s: exit %d: %s%s", name, code, out, errs)
		}
		out, errs, code = payRun(t, "verify", file("b.csv"), file(name))
		if code != exitFailed || !strings.Contains(out, "b.csv is as it was made") || strings.Contains(out, name) || !strings.Contains(errs, name) {
			t.Errorf("verify %s: exit %d: %s%s", name, code, out, errs)
		}
	}
	for name, args := range map[string][]string{
		"in it twice": {file("a.json"), file("a.json")}, "is of Engineer A for 4th quarter of 2024, not for 2024-11": {file("a.json"), "--period", "2024-11"},
		"put together as they are": {file("a.json"), "--policy", policy}, "total.json": {file("total.json"), file("line.json")},
	} {
		if _, errs, code := payRun(t, append([]string{"team"}, args...)...); code == exitOK || !strings.Contains(errs, name) {
			t.Errorf("%s: exit %d: %s", name, code, errs)
		}
	}
	team := file("team.csv")
	if _, errs, code := payRun(t, "team", file("a.json"), file("b.csv"), "-o", team); code != exitOK {
		t.Fatalf("exit %d: %s", code, errs)
	}
	if out, errs, code := payRun(t, "verify", "--json", team); code != exitOK || errs != "" || !strings.Contains(out, `"cash": "128.5"`) || !strings.Contains(out, `"good": true`) {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
}

func TestWhatIsNoStatementCannotBeVerified(t *testing.T) {
	policy, log := payFiles(t, payTwo)
	figures, _, _ := payRun(t, "--policy", policy, "--log", log, "--json")
	for name, text := range map[string]string{"empty.json": "", "other.csv": "record,person\n", "figures.json": figures, "broken.json": "{", "statement.pdf": "%PDF-1.7"} {
		_, errs, code := payRun(t, "verify", calendarFile(t, name, text))
		if code != exitUsage || !strings.Contains(errs, name) {
			t.Errorf("%s: exit %d: %s", name, code, errs)
		}
	}
	if _, errs, code := payRun(t, "verify", "nowhere.json"); code != exitUsage || !strings.Contains(errs, "nowhere.json") {
		t.Errorf("exit %d: %s", code, errs)
	}
	if _, errs, code := payRun(t, "verify"); code != exitUsage {
		t.Errorf("exit %d: %s", code, errs)
	}
}

func TestWhatATeamCannotBePaidFromIsToldWithItsRemedy(t *testing.T) {
	policy, log := payFiles(t, payTwo)
	feed := calendarFile(t, "team.ics", payFeed)
	nobody := calendarFile(t, "nobody.ics", strings.NewReplacer("On Call - Engineer A - Payments", "", "ATTENDEE:mailto:a@example.org\r\n", "", "PagerDuty", "example").Replace(payFeed[:strings.Index(payFeed, "BEGIN:VEVENT\r\nUID:Q2")]+"END:VCALENDAR\r\n"))
	nameless := calendarFile(t, "nameless.json", strings.ReplaceAll(strings.ReplaceAll(payTwo, `"user": "Engineer A", `, ""), `"user": "Engineer B", `, ""))
	period := []string{"--period", "2024-11"}
	for name, tt := range map[string]struct {
		args []string
		says string
		code int
	}{
		"nothing":              {nil, "there is nothing to pay yet", exitUsage},
		"no policy":            {append(period, "--calendar", feed), "--policy is missing", exitUsage},
		"no period":            {[]string{"--policy", policy, "--calendar", feed}, "--period is missing", exitUsage},
		"two policies":         {append(period, "--policy", policy, "--policy", policy, "--calendar", feed), "two --policy for everybody", exitUsage},
		"a policy for nobody":  {append(period, "--policy", policy, "--policy", "Enjineer A="+policy, "--calendar", feed), "did you mean Engineer A?", exitUsage},
		"some without policy":  {append(period, "--policy", "Engineer A="+policy, "--calendar", feed), "there is none for Engineer B", exitUsage},
		"no calendar":          {append(period, "--policy", policy, "--calendar", log), "log.json", exitFailed},
		"a calendar not there": {append(period, "--policy", policy, "--calendar", "nowhere.ics"), "nowhere.ics", exitFailed},
		"a calendar of nobody": {append(period, "--policy", policy, "--calendar", nobody), "names nobody", exitUsage},
		"a log of nobody":      {append(period, "--policy", policy, "--log", nameless), `write "user" beside each`, exitUsage},
		"nobody on call":       {[]string{"--policy", policy, "--calendar", feed, "--period", "2023"}, "obody had any duty", exitFailed},
		"a rota with mistakes": {append(period, "--policy", policy, "--rota", policy), "policy.toml, line", exitFailed},
		"a far year":           {[]string{"--policy", policy, "--calendar", feed, "--period", "2150"}, "1970 to 2099", exitUsage},
	} {
		if _, errs, code := payRun(t, append([]string{"team"}, tt.args...)...); code != tt.code || !strings.Contains(errs, tt.says) {
			t.Errorf("%s: exit %d: %s", name, code, errs)
		}
	}
}
