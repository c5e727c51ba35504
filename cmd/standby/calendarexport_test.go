package main

import (
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/notify"
	"standby/rotation"
)

// exportedFile is a made-up rota with everything that can be exported: a day of
// leave, hours of it, and a night that nobody has.
const exportedFile = `name = "Payments"
zone = "Europe/Berlin"

[[person]]
name = "Engineer A"
email = "a@example.org"

[[person]]
name = "Engineer B"

[[layer]]
name = "days"
unit = "weekly"
anchor = "2026-11-30 09:00"
people = ["Engineer A", "Engineer B"]

  [[layer.window]]
  days = ["mon", "tue", "wed", "thu", "fri"]
  start = "09:00"
  end = "21:00"

[[time_off]]
person = "Engineer A"
from = "2026-12-14 00:00"
to = "2026-12-16 00:00"

[[time_off]]
person = "Engineer B"
from = "2026-12-09 13:00"
to = "2026-12-09 17:00"
`

func TestWhatIsAskedForIsExported(t *testing.T) {
	path := calendarFile(t, "payments.toml", exportedFile)
	for _, tt := range []struct {
		what     string
		events   int
		contains []string
	}{
		{"shifts", 10, []string{"SUMMARY:Engineer A (primary)", "SUMMARY:Engineer B (primary)", "DTSTART:20261207T080000Z", "TRANSP:TRANSPARENT"}},
		{"gaps", 11, []string{"SUMMARY:Nobody on call: Payments (primary)", "TRANSP:OPAQUE"}},
		{"leave", 2, []string{"SUMMARY:Away: Engineer A", "DTSTART;VALUE=DATE:20261214", "DTEND;VALUE=DATE:20261216", "SUMMARY:Away: Engineer B", "DTSTART:20261209T120000Z"}},
		{"shifts,gaps,leave", 23, nil},
	} {
		out, errs, code := calendarRun(t, "export", path, "--what", tt.what, "--from", "2026-12-07", "--to", "2026-12-21")
		if code != exitOK || errs != "" {
			t.Fatalf("%s: exit %d: %s", tt.what, code, errs)
		}
		if n := strings.Count(out, "BEGIN:VEVENT"); n != tt.events {
			t.Errorf("%s: %d events, want %d\n%s", tt.what, n, tt.events, out)
		}
		for _, c := range tt.contains {
			if !strings.Contains(out, c) {
				t.Errorf("%s: no %q in\n%s", tt.what, c, out)
			}
		}
	}
	out, errs, code := calendarRun(t, "export", path, "--what", "leave", "--person", "a@example.org", "--from", "2026-12-07", "--to", "2026-12-21")
	if code != exitOK || strings.Count(out, "BEGIN:VEVENT") != 1 {
		t.Errorf("one person's leave: exit %d: %s\n%s", code, errs, out)
	}
}

func TestFlagsOfExportThatDoNotGoTogetherAreTold(t *testing.T) {
	path := calendarFile(t, "payments.toml", exportedFile)
	for _, tt := range []struct {
		args []string
		says string
	}{
		{[]string{path, "--what", "holidays"}, "--what"},
		{[]string{path, "--what", "shfits"}, "did you mean shifts?"},
		{[]string{path, "--what", "call-outs"}, "leave the file out"},
		{[]string{path, "--dry-run"}, "go with --into"},
		{[]string{path, "--into", "payments", "--output", "x.ics"}, "one of them"},
		{[]string{path, "--into", "payments", "--user", "a", "--secret-stdin"}, "has its own"},
		{[]string{path, "--into", "https://dav.example.org/", "--user", "a"}, "--secret-stdin"},
		{[]string{path, "--into", "https://a:CANARY@dav.example.org/"}, "has a user or a password in it"},
		{[]string{path, "--into", "payments", "--refresh", "1h"}, "--refresh"},
	} {
		_, errs, code := calendarRun(t, append([]string{"export"}, tt.args...)...)
		if code != exitUsage || !strings.Contains(errs, tt.says) || strings.Contains(errs, "CANARY") {
			t.Errorf("%v: exit %d: %s", tt.args, code, errs)
		}
	}
}

func TestCallOutsAreWhatWasWorkedInTheWindowAndIsOver(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 12, 5, hour, 0, 0, 0, time.UTC) }
	page := func(id string, drill bool, work ...notify.Stint) api.Page {
		return api.Page{Page: notify.Page{ID: id, Title: "Disk full", Drill: drill, Work: work}}
	}
	me := rotation.Person{Name: "Engineer A"}
	list, running := callOutsOf([]api.Page{
		page("twice", false, notify.Stint{From: at(2), Until: at(3)}, notify.Stint{From: at(5), Until: at(6)}),
		page("before", false, notify.Stint{From: at(-9), Until: at(-8)}),
		page("across the beginning", false, notify.Stint{From: at(-1), Until: at(1)}),
		page("after", false, notify.Stint{From: at(24), Until: at(25)}),
		page("drill", true, notify.Stint{From: at(2), Until: at(3)}),
		page("running", false, notify.Stint{From: at(7)}),
		page("nobody's", false),
	}, me, rotation.Interval{Start: at(0), End: at(24)})
	var got []string
	for _, c := range list {
		got = append(got, c.Page+" "+c.Start.Format("15h"))
	}
	if strings.Join(got, ", ") != "twice 02h, twice 05h, across the beginning 23h" || len(running) != 1 || running[0].ID != "running" {
		t.Errorf("got %q, running %v", got, running)
	}
}
