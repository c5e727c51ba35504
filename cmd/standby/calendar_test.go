package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// calendarText is a made-up calendar: an instant, a day, and a time without a zone.
const calendarText = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//team//EN\r\nX-WR-CALNAME:Team\r\n" +
	"BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20261207T090000Z\r\nDTEND:20261214T090000Z\r\nSUMMARY:Engineer A\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nUID:2\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20261208\r\nDTEND;VALUE=DATE:20261209\r\nSUMMARY:Engineer B\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nUID:3\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20261209T090000\r\nDTEND:20261209T170000\r\nSUMMARY:Engineer C\r\nEND:VEVENT\r\n" +
	"BEGIN:VEVENT\r\nUID:4\r\nDTSTART:soon\r\nSUMMARY:Engineer D\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

func calendarFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func calendarRun(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = execute(t.Context(), append([]string{"calendar"}, args...), &o, &e)
	return o.String(), e.String(), code
}

func TestCalendarEventsAreListedAsTheyAreWritten(t *testing.T) {
	path := calendarFile(t, "team.ics", calendarText)
	out, errs, code := calendarRun(t, "events", path, "--from", "2026-12-01", "--to", "2027-01-01", "--json")
	if code != exitOK || errs != "" {
		t.Fatalf("exit %d, %s", code, errs)
	}
	var v eventsView
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range v.Events {
		got = append(got, e.UID+" "+e.Start+" "+e.End+" "+e.Status)
	}
	want := "1 2026-12-07T09:00:00Z 2026-12-14T09:00:00Z , 2 2026-12-08 2026-12-09 CANCELLED, 3 2026-12-09T09:00:00 2026-12-09T17:00:00 "
	if strings.Join(got, ", ") != want || v.Calendar.Name != "Team" || !slices.ContainsFunc(v.Warnings, func(w lineWarningView) bool { return w.Line > 0 }) {
		t.Errorf("got  %s\nwant %s\n%+v", strings.Join(got, ", "), want, v)
	}
	text, errs, code := calendarRun(t, "events", path, "--from", "2026-12-01", "--to", "2027-01-01", "--zone", "Asia/Kolkata")
	if code != exitOK || !strings.Contains(text, "Mon  7 Dec 2026 14:30 - Mon 14 Dec 14:30") || !strings.Contains(text, "(cancelled)") || !strings.Contains(errs, "line ") {
		t.Errorf("exit %d\n%s%s", code, text, errs)
	}
}

func TestCalendarsAreComparedWithTheCodesOfDiff(t *testing.T) {
	before := calendarFile(t, "before.ics", calendarText)
	after := calendarFile(t, "after.ics", strings.Replace(calendarText, "Engineer A", "Engineer E", 1))
	window := []string{"--from", "2026-12-01", "--to", "2027-01-01"}
	if out, errs, code := calendarRun(t, append([]string{"diff", before, before}, window...)...); code != exitOK || !strings.Contains(out, "Nobody's duty changed") {
		t.Errorf("the same: exit %d, %s%s", code, out, errs)
	}
	out, errs, code := calendarRun(t, append([]string{"diff", before, after, "--as", "Engineer A"}, window...)...)
	if code != exitFailed || !strings.Contains(out, "no longer yours") {
		t.Errorf("another: exit %d, %s%s", code, out, errs)
	}
	if _, errs, code := calendarRun(t, append([]string{"diff", before, "nowhere.ics"}, window...)...); code != exitUsage || !strings.Contains(errs, "nowhere.ics") {
		t.Errorf("missing: exit %d, %s", code, errs)
	}
}

func TestAnExportIsBroughtUpToDateAndSparesWhatOthersWrote(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.ics")
	export := func(rota string) (string, int) {
		_, errs, code := calendarRun(t, "export", rota, "--from", "2026-12-01", "--to", "2027-01-01", "--output", out)
		return errs, code
	}
	read := func() string {
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	if errs, code := export(rotaPayments); code != exitOK {
		t.Fatalf("exit %d, %s", code, errs)
	}
	first := read()
	if errs, code := export(rotaPayments); code != exitOK || read() != first {
		t.Errorf("an unchanged export differs: exit %d, %s", code, errs)
	}
	events, _, code := calendarRun(t, "events", out, "--from", "2026-12-01", "--to", "2027-01-01")
	if code != exitOK || !strings.Contains(events, "Engineer A (primary)") {
		t.Errorf("read back: exit %d\n%s", code, events)
	}
	if err := os.WriteFile(out, []byte(calendarText), 0o600); err != nil {
		t.Fatal(err)
	}
	if errs, code := export(rotaPayments); code == exitOK || !strings.Contains(errs, "did not write") || read() != calendarText {
		t.Errorf("over somebody else's calendar: exit %d, %s", code, errs)
	}
}
