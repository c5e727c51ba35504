//go:build linux

package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/store"
	"standby/notify"
	payledger "standby/rotation/pay/ledger"
)

// ledgerPolicy is made up: money for time on call, money and time in lieu for work.
const ledgerPolicy = `name = "Example team"
zone = "UTC"
currency = "EUR"

[[pay]]
key = "standby"
what = "Time on call"
[[pay.row]]
name = "any time"
rate = "4.00"

[[pay]]
key = "call_out"
what = "Work on a page"
for = "call_out"
minimum = "30m"
settle = "both"
time = "8"
[[pay.row]]
name = "any time"
rate = "30.00"

[account]
rate = "20.00"
expires = "6 months"

[work]
days = ["mon-fri"]
from = "09:00"
to = "17:00"

[[rest]]
kind = "daily"
at_least = "11h"
as = "warning"

[rounding]
place = 2
`

// ledgerDesk is a user with a policy, shifts, and a page that was worked on in the
// month before this one.
type ledgerDesk struct {
	*badInputProfile
	month payledger.Month // the one before
	now   time.Time
	page  string
}

// on is a time of the month before, as the command line takes it.
func (d *ledgerDesk) on(day int, clock string) string {
	return fmt.Sprintf("%s-%02d %s", d.month, day, clock)
}

func newLedgerDesk(t *testing.T, more ...string) *ledgerDesk {
	t.Helper()
	d := &ledgerDesk{badInputProfile: newBadInputProfile(t, badInputBuild(t)), now: time.Now().UTC()}
	first := time.Date(d.now.Year(), d.now.Month(), 1, 0, 0, 0, 0, time.UTC)
	d.month = payledger.MonthOf(first.AddDate(0, 0, -1), time.UTC)
	from := time.Date(d.month.Year, d.month.Month, 10, 22, 0, 0, 0, time.UTC)
	d.page = d.worked("1", "Disk of db-1 is full", from, from.Add(time.Hour))
	policy := d.write("policy.toml", ledgerPolicy)
	shifts := d.write("duty.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//duty//EN\r\n"+
		duty("mine", "Engineer A", d.now.AddDate(0, 0, 10))+duty("theirs", "Engineer B", d.now.AddDate(0, 0, 17))+"END:VCALENDAR\r\n")
	d.write("standby.toml", fmt.Sprintf("[me]\nname = \"Engineer A\"\n[pay]\npolicy = %q\n[[calendar]]\nname = \"duty\"\nfile = %q\n%s", policy, shifts, strings.Join(more, "\n")))
	d.start()
	d.await("the shifts are read", func(s api.Snapshot) bool { return s.Duty.Next != nil })
	return d
}

// duty is a day on call, from noon to noon.
func duty(uid, who string, day time.Time) string {
	start := time.Date(day.Year(), day.Month(), day.Day(), 12, 0, 0, 0, time.UTC)
	const stamp = "20060102T150405Z"
	return "BEGIN:VEVENT\r\nUID:" + uid + "\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:" + start.Format(stamp) + "\r\nDTEND:" +
		start.AddDate(0, 0, 1).Format(stamp) + "\r\nSUMMARY:" + who + " (primary)\r\nEND:VEVENT\r\n"
}

// worked keeps a page that was worked on, and returns its ID.
func (p *badInputProfile) worked(key, title string, from, to time.Time) string {
	p.t.Helper()
	s, _, err := store.Open(p.t.Context(), p.dataDir(), time.Now)
	if err != nil {
		p.t.Fatal(err)
	}
	page := notify.Page{
		ID: notify.PageID("prod", key), Source: "prod", Key: key, Title: title, Urgency: notify.High, State: notify.Resolved,
		TriggeredAt: from.Add(-time.Minute), AckedAt: from, AckedHere: true, ResolvedAt: to, Work: []notify.Stint{{From: from, Until: to}},
	}
	if err := s.Commit(p.t.Context(), []notify.Page{page}, nil); err != nil {
		p.t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		p.t.Fatal(err)
	}
	return page.ID
}

// does runs a command that has to succeed and to say each of the words; line breaks
// do not count.
func (p *badInputProfile) does(words []string, args ...string) string {
	p.t.Helper()
	return p.says(exitOK, words, args...)
}

// says runs a command that has to end with a code and to say each of the words.
func (p *badInputProfile) says(code int, words []string, args ...string) string {
	p.t.Helper()
	out, errs, got := p.run("", args...)
	flat := strings.Join(strings.Fields(out+errs), " ")
	if got != code || !badInputHas(flat, words) {
		p.t.Errorf("standby %q: exit %d, want %d and %q\n%s%s", args, got, code, words, out, errs)
	}
	return out
}

// TestACallOutIsFollowedFromItsPageToTheClosedMonthAndBeyond runs the real program.
func TestACallOutIsFollowedFromItsPageToTheClosedMonthAndBeyond(t *testing.T) {
	d := newLedgerDesk(t)
	id, month := payledger.HourID(d.page, 1), d.month.String()
	this := d.month.Next().String()
	d.does([]string{id, "22:00 - 23:00, 1 h, remote, not confirmed", "Disk of db-1 is full", "from page " + d.page, "1 call-out, 1 h; 1 not confirmed"}, "hours", "list", "--month", month)
	d.says(exitFailed, []string{"Not all call-outs of the month are confirmed", "standby hours list", "--unconfirmed"}, "pay", "close", month)
	d.does([]string{"00:30, 2 h 30 min, phone, 40 min of travel, confirmed", "edited", "by Engineer A: the work went on"},
		"hours", "edit", id[:6], "--to", "00:30", "--mode", "phone", "--travel", "40m", "--why", "the work went on")
	d.does([]string{"its page: told " + d.on(10, "22:00"), "Engineer A: end " + d.on(10, "23:00") + " UTC is " + d.on(11, "00:30"), "mode remote is phone", "why: the work went on"}, "hours", "trail", id)
	d.does([]string{"Over, and the next to be closed", "95.00 EUR Work on a page, 25 h 20 min in lieu", "edited on", "95.00 EUR in all: 0 h on call, 2.5 h of call-outs", "25 h 20 min earned: 25 h 20 min", "25 h 20 min lapse on"}, "pay", "--month", month)
	d.does([]string{month + " 95.00 EUR", "next to be closed", this + " 0.00 EUR", "not over"}, "pay", "months")
	d.does([]string{"is closed: 95.00 EUR, 25 h 20 min in lieu. It is sealed by"}, "pay", "close", month)
	d.says(exitFailed, []string{"is closed already"}, "pay", "close", month)
	d.says(exitFailed, []string{"Months follow one another", this, "not over"}, "pay", "close", this)

	d.does(nil, "hours", "edit", id, "--to", "01:30", "--why", "an hour was forgotten")
	d.does([]string{"Corrections of closed months 30.00 EUR " + month + ": Work on a page, 8 h in lieu", "95.00 EUR then, 125.00 EUR now", "an hour was forgotten"}, "pay", "--month", this)
	d.does([]string{"Closed ", "by Engineer A, sealed", "95.00 EUR in all"}, "pay", "--month", month)
	var st api.Statement
	if d.json(&st, "pay", "--period", this); st.Total != "30.00" || len(st.Lines) != 1 || st.Lines[0].Kind != "correction" {
		t.Errorf("the correction: %+v", st)
	}

	d.does([]string{"12.50 EUR and -2 h in lieu: Taxi", d.now.Format("2 Jan 2006")}, "pay", "adjust", "--amount", "12.50", "--lieu=-2h", "--what", "Taxi")
	var list adjustmentsView
	d.json(&list, "pay", "adjustments")
	if len(list.Adjustments) != 1 || list.Adjustments[0].Seconds != -7200 {
		t.Fatalf("adjustments: %+v", list)
	}
	taxi := list.Adjustments[0].ID
	d.does([]string{"Entered by hand 12.50 EUR Taxi, -2 h in lieu", "42.50 EUR in all"}, "pay", "--month", this)
	d.does([]string{"-12.50 EUR and 2 h in lieu: Taken back: Taxi"}, "pay", "adjust", "--take-back", strings.ToLower(taxi[:6]))
	d.says(exitFailed, []string{"That cannot be entered by hand", "taken back before"}, "pay", "adjust", "--take-back", taxi, "--what", "again")
	d.does([]string{"(takes " + taxi[:8] + " back), by Engineer A"}, "pay", "adjustments")
	d.does([]string{"30.00 EUR in all"}, "pay", "--month", this)
	d.kept(month, this)
}

// kept wants the agent's documents, of one month and of two, whole and as they were
// sealed.
func (d *ledgerDesk) kept(month, this string) {
	d.t.Helper()
	for _, name := range []string{"one.pdf", "one.json", "one.csv", "one.xlsx"} {
		d.does(nil, "pay", "--period", month, "-o", d.path(name))
	}
	for name, begin := range map[string]string{"one.pdf": "%PDF-1.", "one.xlsx": "PK"} {
		if data, err := os.ReadFile(d.path(name)); err != nil || !strings.HasPrefix(string(data), begin) {
			d.t.Errorf("%s: %v, begins with %.20q", name, err, data)
		}
	}
	d.does([]string{"95.00"}, "pay", "verify", d.path("one.json"), d.path("one.csv"))
	if out := d.does(nil, "pay", "--month", month, "--pdf"); !strings.HasPrefix(out, "%PDF-1.") {
		d.t.Errorf("to standard output: %.40q", out)
	}
	first, last := d.month.Span(time.UTC).Start, d.month.Next().Span(time.UTC).End.AddDate(0, 0, -1)
	both := first.Format(time.DateOnly) + ".." + last.Format(time.DateOnly)
	d.does(nil, "pay", "--period", both, "-o", d.path("both.json"))
	d.does([]string{"125.00"}, "pay", "verify", d.path("both.json"))
	d.says(exitUsage, []string{"is several months"}, "pay", "--period", both)
	d.says(exitUsage, []string{"is no whole months"}, "pay", "--period", first.Format(time.DateOnly)+".."+first.AddDate(0, 0, 14).Format(time.DateOnly), "--pdf", "-o", d.path("x.pdf"))
	d.says(exitFailed, []string{"the ledger has the months from " + month + " to " + this}, "pay", "--month", "2001-01")
}

// TestHoursAreAddedRemovedAndConfirmed runs the real program.
func TestHoursAreAddedRemovedAndConfirmed(t *testing.T) {
	d := newLedgerDesk(t)
	month := d.month.String()
	var one oneHourView
	d.json(&one, "hours", "add", "--from", d.on(12, "02:00"), "--to", "04:30", "--mode", "onsite", "--travel", "40m", "--what", "Replaced a disk", "--fact", "level=C3", "--why", "by telephone")
	if h := one.Hour; h.Seconds != 9000 || h.Travel != 2400 || h.Mode != "onsite" || h.Facts["level"] != "C3" || !h.Confirmed || h.Source != "hand" || h.End == nil {
		t.Fatalf("%+v", h)
	}
	id := one.Hour.ID
	d.does([]string{id[:8], "02:00 - 04:30, 2 h 30 min, onsite, 40 min of travel, confirmed", "Replaced a disk level = C3 by hand", "2 call-outs, 3 h 30 min; 1 not confirmed"}, "hours", "list", "--from", d.on(1, "00:00"), "--to", d.on(20, "00:00"))
	d.does([]string{"remote", "03:00 - 04:30"}, "hours", "edit", strings.ToLower(id[:5]), "--from", "03:00", "--mode", "remote", "--fact", "level=", "--why", "looked it up")
	d.does([]string{"REMOVED"}, "hours", "remove", id, "--why", "it was somebody else's")
	d.says(exitFailed, []string{"is removed and does not count"}, "hours", "confirm", id)
	d.does([]string{"1 call-out, 1 h; 1 not confirmed"}, "hours", "list", "--month", month)
	d.does([]string{"confirmed"}, "hours", "restore", id, "--why", "it was mine")
	d.does([]string{"entered " + d.on(12, "02:00"), "removed", "put back", "level C3 is nothing"}, "hours", "trail", id[:4])

	d.does([]string{payledger.HourID(d.page, 1) + " confirmed: ", "1 call-out confirmed."}, "hours", "confirm", "--all", "--month", month)
	d.does([]string{"No call-outs confirmed."}, "hours", "confirm", "--all", "--month", month)
	var again confirmedView
	if d.json(&again, "hours", "confirm", d.page[:4]+"#1"); len(again.Hours) != 1 || !again.Hours[0].Confirmed {
		t.Errorf("%+v", again)
	}
	d.does([]string{"is closed"}, "pay", "close", month)
	var v hoursView
	d.json(&v, "hours", "list", "--month", month)
	if len(v.Hours) != 2 || v.Schema != 1 || v.Hours[0].PageID != d.page || !v.Hours[0].Confirmed {
		t.Errorf("%+v", v)
	}
	var trail trailView
	if d.json(&trail, "hours", "trail", id); len(trail.Steps) != 4 || trail.Steps[2].Why != "it was somebody else's" {
		t.Errorf("%+v", trail)
	}
	out, _, code := d.run("", "__complete", "hours", "edit", "")
	if code != exitOK || !strings.Contains(out, id[:8]+"\tReplaced a disk") || !strings.Contains(out, payledger.HourID(d.page, 1)) {
		t.Errorf("completion: exit %d: %s", code, out)
	}
}

// TestAPageThatIsAcknowledgedNowIsInTheLog runs the real program against a source.
func TestAPageThatIsAcknowledgedNowIsInTheLog(t *testing.T) {
	server := newFaultServer(t)
	server.fire(1)
	p := faultProfile(t, faultProgram(t), server.URL)
	p.start()
	page := p.awaitPage(server.alerts[0].title())
	p.does([]string{"acknowledged"}, "ack", page.ID)
	id := payledger.HourID(page.ID, 1)
	p.does([]string{id, "still running", "not confirmed", "1 still running"}, "hours", "list")
	p.says(exitFailed, []string{"is still running; confirm it once it is over"}, "hours", "confirm", id)
	p.does([]string{"is still running. Once it is over, take its end over", "phone, not confirmed"}, "hours", "edit", id, "--mode", "phone", "--why", "by telephone")
	server.mu.Lock()
	server.alerts = nil
	server.mu.Unlock()
	p.await("the page is over", func(s api.Snapshot) bool {
		return slices.ContainsFunc(s.Pages, func(p api.Page) bool { return p.ID == page.ID && p.State == notify.Resolved })
	})
	p.does([]string{"The page now tells otherwise: end open is", "--take-page"}, "hours", "list")
	p.does([]string{"phone, confirmed"}, "hours", "edit", id, "--take-page", "--why", "it is over")
	var v hoursView
	if p.json(&v, "hours", "list"); len(v.Hours) != 1 || v.Hours[0].End == nil || v.Hours[0].PageDiffers != "" || v.Hours[0].Mode != "phone" {
		t.Errorf("%+v", v)
	}
	p.says(exitFailed, []string{"There is no pay policy yet"}, "pay", "months")
}
