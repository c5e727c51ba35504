//go:build linux

package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"standby/app/provider/caldav/caldavtest"
	"standby/rotation/pay/account"
)

// newLieuDesk is a ledgerDesk with twelve hours in the account: an hour and a half
// worked, eight times.
func newLieuDesk(t *testing.T) *ledgerDesk {
	t.Helper()
	d := newLedgerDesk(t)
	d.does(nil, "hours", "add", "--from", d.on(12, "02:00"), "--to", "02:30")
	return d
}

// ahead is a day to come.
func (d *ledgerDesk) ahead(days int) string { return d.now.AddDate(0, 0, days).Format(time.DateOnly) }

// TestDaysOffAreBookedFromTheAccount runs the real program.
func TestDaysOffAreBookedFromTheAccount(t *testing.T) {
	d := newLieuDesk(t)
	month := d.month.String()
	d.does([]string{"12 h in the account", "12 h of it by months that are not closed", "12 h free to be booked", "8 h lapse on", "4 h lapse on", month + " 0 h before, 12 h earned: 12 h"}, "lieu")
	d.does([]string{"8 h booked. 12 h left in the account, 4 h of it free"}, "lieu", "book", d.ahead(20), "--note", "after the release")
	d.does([]string{"8 h of it booked", "Days off", "8 h, booked, after the release"}, "lieu")
	d.says(exitFailed, []string{"There is not enough time in lieu: 4 h are missing on " + d.ahead(21), "Take less"}, "lieu", "book", d.ahead(21))
	d.does([]string{"3 h booked"}, "lieu", "book", d.ahead(21), "--hours", "3h")
	d.does([]string{"given back", "9 h of it free"}, "lieu", "release", d.ahead(20))
	d.says(exitUsage, []string{"no day off is booked on " + d.ahead(20)}, "lieu", "release", d.ahead(20))
	var e lieuEntryView
	d.json(&e, "lieu", "take", d.ahead(0), "--hours", "1.5")
	if e.Entry.Kind != account.Taken || e.Entry.Seconds != 5400 || e.Entry.On.String() != d.ahead(0) {
		t.Errorf("taken: %+v", e)
	}
	d.does([]string{"2 h paid out; the statement of that month has the amount"}, "lieu", "payout", "2h")
	var v lieuView
	d.json(&v, "lieu")
	if v.Balance != int64((12-1.5-2)*3600) || v.Booked != 3*3600 || v.Free != int64(5.5*3600) || len(v.Bookings) != 2 || v.Schema != 1 || v.Day != 8*3600 || len(v.Months) != 2 {
		t.Errorf("%+v", v)
	}
	d.does([]string{"40.00 EUR"}, "pay")
	d.does([]string{"5 h 30 min paid out", "3 h left in the account, 0 h of it free"}, "lieu", "payout")
	d.says(exitFailed, []string{"no day off"}, "lieu", "release", "ABCDEFGH")
}

// TestDaysOffAreExportedAndImportedAgain runs the real program, its agent, and a real
// server.
func TestDaysOffAreExportedAndImportedAgain(t *testing.T) {
	d := newLieuDesk(t)
	d.does(nil, "lieu", "book", d.ahead(20), "--hours", "5h", "--note", "after the release")
	d.does(nil, "lieu", "book", d.ahead(20), "--hours", "3h")
	d.does(nil, "lieu", "book", d.ahead(22), "--hours", "4h")
	file := d.path("days.ics")
	read := func() string {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	d.does(nil, "lieu", "export", "-o", file)
	first := read()
	for _, want := range []string{"SUMMARY:Time in lieu\r\n", "DTSTART;VALUE=DATE:" + strings.ReplaceAll(d.ahead(20), "-", ""), "8 h from the account of time in lieu", "after the release", "TRANSP:OPAQUE", "TRANSP:TRANSPARENT"} {
		if !strings.Contains(first, want) {
			t.Errorf("no %q in\n%s", want, first)
		}
	}
	if n := strings.Count(first, "BEGIN:VEVENT"); n != 2 {
		t.Errorf("%d days, want 2\n%s", n, first)
	}
	d.does(nil, "lieu", "export", "-o", file)
	if again := read(); again != first {
		t.Errorf("written again, it is\n%s\nwant\n%s", again, first)
	}
	if out := d.does(nil, "calendar", "export", "--what", "leave", "--mine"); uidsOf(out) != uidsOf(first) {
		t.Errorf("calendar export has the days\n%s\nwant\n%s", uidsOf(out), uidsOf(first))
	}
	var v eventsView
	out, errs, code := d.run("", "calendar", "events", file, "--from", d.ahead(0), "--to", d.ahead(40), "--json")
	if err := json.Unmarshal([]byte(out), &v); err != nil || code != exitOK || len(v.Events) != 2 || v.Events[0].Start != d.ahead(20) || v.Events[0].End != d.ahead(21) {
		t.Errorf("read back: exit %d, %v\n%s%s", code, err, out, errs)
	}
	d.does(nil, "import", file, "--mine", "--name", "days-off")
	if out := d.does(nil, "shifts", "--from", d.ahead(0), "--to", d.ahead(40)); strings.Contains(out, "days-off") {
		t.Errorf("days off are taken for shifts:\n%s", out)
	}
	d.does(nil, "lieu", "release", d.ahead(22))
	d.does(nil, "lieu", "export", "-o", file)
	if text := read(); strings.Count(text, "STATUS:CANCELLED") != 1 || strings.Count(text, "BEGIN:VEVENT") != 2 {
		t.Errorf("a day that was given back is not cancelled:\n%s", text)
	}
}

// uidsOf are the UIDs of a calendar, in its order.
func uidsOf(text string) string {
	var uids []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "UID:") {
			uids = append(uids, line)
		}
	}
	return strings.Join(uids, "")
}

// TestDaysOffGoIntoACalendarOnAServer runs the real program against a real server.
func TestDaysOffGoIntoACalendarOnAServer(t *testing.T) {
	d := newLieuDesk(t)
	s := caldavtest.Radicale(t)
	d.canaries = append(d.canaries, s.Password)
	address := newCalendarOn(t, s, "private")
	into := func(says string, code int, args ...string) {
		t.Helper()
		args = append([]string{"lieu", "export", "--into", address, "--user", s.User, "--secret-stdin"}, args...)
		if out, errs, got := d.run(s.Password+"\n", args...); got != code || !strings.Contains(out+errs, says) {
			t.Errorf("%q: exit %d, want %q\n%s%s", args, got, says, out, errs)
		}
	}
	d.does(nil, "lieu", "book", d.ahead(20))
	d.does(nil, "lieu", "book", d.ahead(22), "--hours", "4h")
	into("That is what would be done", exitOK, "--dry-run")
	into("2 written, 0 changed, 0 taken back, 0 unchanged.", exitOK)
	into("0 written, 0 changed, 0 taken back, 2 unchanged.", exitOK)
	d.does(nil, "lieu", "take", d.ahead(22), "--hours", "3h", "--note", "left later")
	into("0 written, 1 changed, 0 taken back, 1 unchanged.", exitOK)
	d.does(nil, "lieu", "release", d.ahead(20))
	into("0 written, 0 changed, 1 taken back, 1 unchanged.", exitOK)
	var v publishedView
	out, errs, code := d.run(s.Password+"\n", "lieu", "export", "--into", address, "--user", s.User, "--secret-stdin", "--json")
	if err := json.Unmarshal([]byte(out), &v); err != nil || code != exitOK || v.Unchanged != 1 {
		t.Errorf("exit %d, %v\n%s%s", code, err, out, errs)
	}
}
