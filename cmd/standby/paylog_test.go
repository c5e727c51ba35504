package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"standby/rotation"
)

// payRules is a made-up policy: 4.50 an hour on call, 32 an hour worked.
const payRules = `name = "Example team"
zone = "Europe/Berlin"
currency = "EUR"

[standby]
rate = "4.50"

[call_out]
rate = "32.00"
minimum = "30m"

[rounding]
place = 2
`

// payTwo is a made-up log of two people. The night of the clock change has 25
// hours of shift in 24 of the clock.
const payTwo = `{"zone": "Europe/Berlin", "currency": "EUR",
 "shifts": [
  {"user": "Engineer A", "schedule": "Payments", "uid": "1", "start": "2024-10-26T18:00", "end": "2024-10-27T18:00"},
  {"user": "Engineer B", "schedule": "Payments", "uid": "2", "start": "2024-11-02T18:00", "end": "2024-11-03T06:00"}],
 "callouts": [{"user": "Engineer A", "page": "p1", "start": "2024-10-26T22:00", "end": "2024-10-26T22:10"}]}`

func payRun(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	return rotaRun(t.Context(), "", append([]string{"pay"}, args...)...)
}

// payFiles writes the policy and the log, and returns where.
func payFiles(t *testing.T, log string) (policy, file string) {
	t.Helper()
	return calendarFile(t, "policy.toml", payRules), calendarFile(t, "log.json", log)
}

func TestALogOfSeveralIsPaidToEach(t *testing.T) {
	policy, log := payFiles(t, payTwo)
	out, errs, code := payRun(t, "--policy", policy, "--log", log, "--json")
	var v payView
	if err := json.Unmarshal([]byte(out), &v); err != nil || code != exitOK || errs != "" {
		t.Fatalf("exit %d, %v: %s%s", code, err, out, errs)
	}
	if v.Cash != "182.5" || v.Units["Engineer A"] != "128.5" || v.Units["Engineer B"] != "54" || strings.Join(v.People, ", ") != "Engineer A, Engineer B" {
		t.Errorf("%s %+v", out, v)
	}
	out, errs, code = payRun(t, "--policy", policy, "--log", log)
	if code != exitOK || errs != "" || !strings.Contains(strings.Join(strings.Fields(out), " "), "names 2 people: Engineer A, Engineer B.") || !strings.Contains(out, "128.50 EUR  in all") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	out, errs, code = payRun(t, "--policy", policy, "--log", log, "--person", "engineer b", "--period", "2024-11", "--json")
	if code != exitOK || !strings.Contains(out, `"cash": 54`) || strings.Contains(out, "Engineer A, ") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
}

func TestPeriodsOfALogAreMonthsQuartersYearsAndDays(t *testing.T) {
	policy, log := payFiles(t, payTwo)
	for _, tt := range []struct{ period, cash string }{
		{"2024-10", "128.5"}, {"2024-11", "54"}, {"2024-Q4", "182.5"}, {"2024-q3", "0"}, {"2024", "182.5"}, {"2025", "0"},
		{"2024-11-02..2024-11-02", "27"}, {"2024-11-02", "27"}, {"2024-11-03..2024-11-30", "27"}, {"", "182.5"},
	} {
		out, errs, code := payRun(t, "--policy", policy, "--log", log, "--period", tt.period, "--json")
		if code != exitOK || !strings.Contains(out, `"cash": `+tt.cash+",") {
			t.Errorf("%s: exit %d, want %s: %s%s", tt.period, code, tt.cash, out, errs)
		}
	}
	for _, period := range []string{"2024-13", "2024-Q5", "24", "November", "2024-11-02..2024-11-01", "2024-11-02..", "1969", "2100", "0000-01", "2024-11-31", "2024-11..2024-12"} {
		if _, errs, code := payRun(t, "--policy", policy, "--log", log, "--period", period); code != exitUsage || !strings.Contains(errs, period) {
			t.Errorf("%s: exit %d: %s", period, code, errs)
		}
	}
}

func TestAPeriodIsCalledAsPeopleCallIt(t *testing.T) {
	zone, err := time.LoadLocation("Asia/Beirut") // where midnight of a day in spring is skipped
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"2026-11": "November 2026", "2026": "2026", "2026-Q1": "1st quarter of 2026", "2026-Q4": "4th quarter of 2026",
		"2026-11-02": "2 November 2026", "2026-03-29": "29 March 2026", "2026-02-01..2026-04-30": "1 February 2026 to 30 April 2026",
		"2026-11-02..2026-11-15": "2 November 2026 to 15 November 2026",
	} {
		i, err := payPeriod("--period", text, zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := periodName(i, zone); got != want {
			t.Errorf("%s is called %q, want %q", text, got, want)
		}
		if again := wholeDays(rotation.Interval{Start: i.Start.Add(time.Hour), End: i.End.Add(-time.Hour)}, zone); !again.Start.Equal(i.Start) || !again.End.Equal(i.End) {
			t.Errorf("the whole days of %s are %v, want %v", text, again, i)
		}
	}
}

func TestAStatementOfAPersonIsWrittenInEveryForm(t *testing.T) {
	policy, log := payFiles(t, payTwo)
	dir := t.TempDir()
	for form, begins := range map[string]string{"json": "{", "csv": "record,", "xlsx": "PK", "pdf": "%PDF-"} {
		byName := filepath.Join(dir, "a."+strings.ToUpper(form))
		args := []string{"--policy", policy, "--log", log, "--person", "Engineer A", "--period", "2024-10"}
		out, errs, code := payRun(t, append(args, "--output", byName)...)
		data, err := os.ReadFile(byName)
		if err != nil || code != exitOK || out+errs != "" || !strings.HasPrefix(string(data), begins) {
			t.Fatalf("%s: exit %d, %v: %s%s", form, code, err, out, errs)
		}
		if form == "json" {
			continue // without --output that is the figures
		}
		out, errs, code = payRun(t, append(args, "--"+form)...)
		if code != exitOK || errs != "" || !strings.HasPrefix(out, begins) {
			t.Errorf("--%s: exit %d: %.80q %s", form, code, out, errs)
		}
	}
	out, _, _ := payRun(t, "--policy", policy, "--log", log, "--person", "Engineer A", "--csv", "--bom")
	if !strings.HasPrefix(out, "\uFEFFrecord,") || !strings.Contains(out, "2024-10-26T00:00:00+02:00,2024-10-28T00:00:00+01:00") {
		t.Errorf("all of a log is the days that it spans: %s", out)
	}
	if out, errs, code := payRun(t, "verify", filepath.Join(dir, "a.JSON"), filepath.Join(dir, "a.CSV")); code != exitOK || strings.Count(out, "128.50 EUR") != 2 {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
}

func TestWhatCannotBeWrittenIsToldBeforeAnythingIsRead(t *testing.T) {
	policy, log := payFiles(t, payTwo)
	nobodys := calendarFile(t, "empty.json", `{"zone": "UTC", "params": {"hourly": "10"}}`)
	for name, tt := range map[string]struct {
		args []string
		says string
	}{
		"several people":               {[]string{"--policy", policy, "--log", log, "--pdf"}, "names 2 people: Engineer A, Engineer B"},
		"somebody else":                {[]string{"--policy", policy, "--log", log, "--person", "Enjineer A"}, "did you mean Engineer A?"},
		"two forms":                    {[]string{"--policy", policy, "--log", log, "--pdf", "--csv"}, "--csv and --pdf"},
		"a form and another name":      {[]string{"--policy", policy, "--log", log, "--pdf", "--output", "x.csv"}, "--pdf is not what --output x.csv"},
		"a name that says nothing":     {[]string{"--policy", policy, "--log", log, "--output", "statement"}, "call it .pdf"},
		"paper that is none":           {[]string{"--policy", policy, "--log", log, "--pdf", "--paper", "A3"}, "A4 or Letter"},
		"a mark without CSV":           {[]string{"--policy", policy, "--log", log, "--bom"}, "--bom goes with --csv"},
		"the log itself":               {[]string{"--policy", policy, "--log", log, "--person", "Engineer A", "--output", log}, "is a file that is read here"},
		"a log without a policy":       {[]string{"--log", log}, "needs the policy"},
		"twice standard input":         {[]string{"--policy", "-", "--log", "-"}, "read only once"},
		"month and period":             {[]string{"--policy", policy, "--log", log, "--month", "2024-11", "--period", "2024-11"}, "write one of them"},
		"no span at all":               {[]string{"--policy", policy, "--log", nobodys, "--person", "Engineer A", "--csv"}, "write it with --period"},
		"a person without a log":       {[]string{"--person", "Engineer A"}, "--person goes with --log"},
		"something that is no command": {[]string{"tema"}, "tema"},
	} {
		if _, errs, code := payRun(t, tt.args...); code != exitUsage || !strings.Contains(errs, tt.says) {
			t.Errorf("%s: exit %d: %s", name, code, errs)
		}
	}
	if data, err := os.ReadFile(log); err != nil || string(data) != payTwo {
		t.Errorf("the log is not what it was: %v %s", err, data)
	}
	if _, errs, code := payRun(t, "--policy", policy, "--log", log, "--person", "Engineer A", "--output", filepath.Join(t.TempDir(), "nowhere", "x.pdf")); code != exitFailed || !strings.Contains(errs, "nowhere") {
		t.Errorf("a folder that is not there: exit %d: %s", code, errs)
	}
}

func TestAFactThatIsMissingIsNamedWithItsPlace(t *testing.T) {
	policy := calendarFile(t, "policy.toml", strings.Replace(payRules, `rate = "4.50"`, `rate = "10 % of hourly"`, 1))
	_, errs, code := payRun(t, "--policy", policy, "--log", calendarFile(t, "log.json", payTwo))
	if code != exitFailed || !strings.Contains(errs, `needs to know "hourly"`) || !strings.Contains(errs, "Engineer A in ") || !strings.Contains(errs, "under params") {
		t.Errorf("exit %d: %s", code, errs)
	}
	given := strings.Replace(payTwo, `"currency"`, `"params": {"hourly": "45"}, "currency"`, 1)
	if out, errs, code := payRun(t, "--policy", policy, "--log", calendarFile(t, "log.json", given), "--json"); code != exitOK || !strings.Contains(out, `"cash": 182.5,`) {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
}

func TestAPolicyMayNameACalendarOfHolidaysBesideIt(t *testing.T) {
	dir := t.TempDir()
	text := `name = "Holidays"
zone = "UTC"
currency = "EUR"
[rounding]
place = 2
[[holidays.file]]
path = "company.ics"
[[pay]]
key = "standby"
what = "On call"
[[pay.row]]
name = "holiday"
holiday = ["any"]
rate = "10"
[[pay.row]]
name = "other"
rate = "1"
`
	ics := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20241104\r\nSUMMARY:Founders' day\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	for name, content := range map[string]string{"policy.toml": text, "company.ics": ics,
		"log.json": `{"zone": "UTC", "shifts": [{"start": "2024-11-03T00:00", "end": "2024-11-05T00:00"}]}`} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	args := []string{"--policy", filepath.Join(dir, "policy.toml"), "--log", filepath.Join(dir, "log.json"), "--json"}
	if out, errs, code := payRun(t, args...); code != exitOK || !strings.Contains(out, `"cash": 264,`) {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	if err := os.Remove(filepath.Join(dir, "company.ics")); err != nil {
		t.Fatal(err)
	}
	if _, errs, code := payRun(t, args...); code != exitFailed || !strings.Contains(errs, "company.ics") {
		t.Errorf("without it: exit %d: %s", code, errs)
	}
}
