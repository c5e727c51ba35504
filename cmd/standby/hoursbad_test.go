//go:build linux

package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestMistakesAboutTheLedgerAreToldInWords runs the real program, without an agent
// where the words alone are wrong, and with one.
func TestMistakesAboutTheLedgerAreToldInWords(t *testing.T) {
	d := newLedgerDesk(t)
	id := d.page[:6]
	first, last := d.on(1, "00:00"), d.on(28, "00:00")
	tomorrow := d.now.AddDate(0, 0, 1).Format(time.DateOnly)
	type row struct {
		name string
		code int
		says []string
		args []string
	}
	rows := []row{
		{"no start", exitUsage, []string{"--from is missing"}, []string{"hours", "add", "--to", "22:00"}},
		{"no end", exitUsage, []string{"--to is missing"}, []string{"hours", "add", "--from", "22:00"}},
		{"a start that is none", exitUsage, []string{"is no time", "22:10"}, []string{"hours", "add", "--from", "noon", "--to", "22:00"}},
		{"an end that is a day", exitUsage, []string{"is a day; write the time"}, []string{"hours", "add", "--from", "22:00", "--to", tomorrow}},
		{"an end before the start", exitUsage, []string{"before it begins"}, []string{"hours", "add", "--from", d.on(12, "02:00"), "--to", d.on(12, "01:00")}},
		{"what is still to come", exitUsage, []string{"still to come; log it once it is over"}, []string{"hours", "add", "--from", tomorrow + " 02:00", "--to", tomorrow + " 03:00"}},
		{"longer than anybody works", exitFailed, []string{"The call-out cannot be logged like that", "longer than 31 days"}, []string{"hours", "add", "--from", "2026-01-01 00:00", "--to", "2026-03-01 00:00"}},
		{"a slip in the mode", exitUsage, []string{"looks like phone"}, []string{"hours", "add", "--from", d.on(12, "02:00"), "--to", "03:00", "--mode", "phoen"}},
		{"no mode", exitUsage, []string{"--mode is empty"}, []string{"hours", "add", "--from", d.on(12, "02:00"), "--to", "03:00", "--mode", ""}},
		{"a journey that is none", exitUsage, []string{"--travel", "write 40m"}, []string{"hours", "add", "--from", d.on(12, "02:00"), "--to", "03:00", "--travel", "far"}},
		{"a fact that is none", exitUsage, []string{"--fact", "name=value"}, []string{"hours", "add", "--from", d.on(12, "02:00"), "--to", "03:00", "--fact", "level"}},
		{"a text in two lines", exitFailed, []string{"cannot be logged like that", "one line"}, []string{"hours", "add", "--from", d.on(12, "02:00"), "--to", "03:00", "--what", "a\nb"}},
		{"an edit of nothing", exitUsage, []string{"nothing is to be changed"}, []string{"hours", "edit", id, "--why", "so"}},
		{"an edit without a reason", exitUsage, []string{"--why is missing"}, []string{"hours", "edit", id, "--to", "23:30"}},
		{"an edit of nobody's", exitFailed, []string{"There is no such call-out in the log", "standby hours list"}, []string{"hours", "edit", "cccc00000009", "--mode", "phone", "--why", "so"}},
		{"an edit of two", exitUsage, []string{"accepts 1 arg"}, []string{"hours", "edit", id, id, "--why", "so"}},
		{"two times in one edit", exitUsage, []string{"--take-page is one time"}, []string{"hours", "edit", id, "--take-page", "--to", "23:30", "--why", "so"}},
		{"an ID that is none", exitUsage, []string{"is no ID of a call-out"}, []string{"hours", "trail", "#1"}},
		{"a trail of nobody's", exitFailed, []string{"There is no such call-out in the log"}, []string{"hours", "trail", "cccc00000009#1"}},
		{"removed without a reason", exitUsage, []string{"--why is missing"}, []string{"hours", "remove", id}},
		{"all of no month", exitUsage, []string{"--all needs --month"}, []string{"hours", "confirm", "--all"}},
		{"all and one", exitUsage, []string{"leave the IDs out"}, []string{"hours", "confirm", id, "--all", "--month", d.month.String()}},
		{"nothing to confirm", exitUsage, []string{"name the call-outs"}, []string{"hours", "confirm"}},
		{"a month and one", exitUsage, []string{"go with --all"}, []string{"hours", "confirm", id, "--month", d.month.String()}},
		{"a month that is none", exitUsage, []string{"--month", "is no month", "2026-11"}, []string{"hours", "list", "--month", "November"}},
		{"a month and a day", exitUsage, []string{"write one of them"}, []string{"hours", "list", "--month", "2026-11", "--from", first}},
		{"a span that ends first", exitUsage, []string{"--from must lie before --to"}, []string{"hours", "list", "--from", last, "--to", first}},
		{"an end alone", exitUsage, []string{"--to needs --from"}, []string{"hours", "list", "--to", last}},
		{"hours, misspelt", exitUsage, []string{`did you mean "list"`}, []string{"hours", "lst"}},

		{"a day that is none", exitUsage, []string{"is no day; write it as 2026-12-14"}, []string{"lieu", "book", "tomorrow"}},
		{"a length in days", exitUsage, []string{"--hours", "write 8h"}, []string{"lieu", "book", tomorrow, "--hours", "1d"}},
		{"a length below zero", exitUsage, []string{"less than nothing"}, []string{"lieu", "book", tomorrow, "--hours=-2h"}},
		{"a payout of words", exitUsage, []string{"HOURS", "is no length"}, []string{"lieu", "payout", "all"}},
		{"more than there is", exitFailed, []string{"There is not enough time in lieu", "standby lieu says what is free"}, []string{"lieu", "book", tomorrow, "--hours", "100h"}},
		{"a booking that is none", exitUsage, []string{"is no day and no ID"}, []string{"lieu", "release", "x"}},
		{"export to two places", exitUsage, []string{"--output writes a file and --into a calendar"}, []string{"lieu", "export", "-o", "x.ics", "--into", "private"}},
		{"export into nothing", exitFailed, []string{"standby calendar list"}, []string{"lieu", "export", "--into", "nowhere"}},

		{"a close of no month", exitUsage, []string{"is no month; write it as 2026-11"}, []string{"pay", "close", "last"}},
		{"a close of all", exitUsage, []string{"accepts 1 arg"}, []string{"pay", "close"}},
		{"a close beyond the ledger", exitFailed, []string{"the ledger has the months from"}, []string{"pay", "close", "2030-01"}},
		{"an entry of nothing", exitUsage, []string{"--amount or --lieu is missing"}, []string{"pay", "adjust", "--what", "x"}},
		{"an entry for nothing", exitUsage, []string{"--what is missing"}, []string{"pay", "adjust", "--amount", "12.50"}},
		{"an amount that is none", exitUsage, []string{"--amount", "write it as 12.50"}, []string{"pay", "adjust", "--amount", "12,50", "--what", "x"}},
		{"an amount of another form", exitUsage, []string{"write it as 12.50"}, []string{"pay", "adjust", "--amount", "1e3", "--what", "x"}},
		{"an amount of nothing", exitUsage, []string{"write it as 12.50"}, []string{"pay", "adjust", "--amount", "0", "--what", "x"}},
		{"an entry on no day", exitUsage, []string{"--on", "is no day"}, []string{"pay", "adjust", "--amount", "1", "--what", "x", "--on", "monday"}},
		{"taken back with an amount", exitUsage, []string{"leave --amount and --lieu out"}, []string{"pay", "adjust", "--take-back", "ABCDEF", "--amount", "1"}},
		{"taken back by no ID", exitUsage, []string{"is no ID"}, []string{"pay", "adjust", "--take-back", "A!"}},
		{"taken back what is not there", exitUsage, []string{"there is no such entry"}, []string{"pay", "adjust", "--take-back", "ABCDEF"}},
		{"somebody else's pay", exitUsage, []string{"--person goes with --log"}, []string{"pay", "--person", "Engineer B"}},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) { d.says(r.code, r.says, r.args...) })
	}
	d.stop()
	for _, r := range rows {
		want := exitNotRunning
		if r.code == exitUsage {
			want = exitUsage // or it is only wrong beside what the agent knows
		}
		t.Run("no agent: "+r.name, func(t *testing.T) {
			_, errs, code := d.run("", r.args...)
			if code != want && code != exitNotRunning || code == exitNotRunning && !strings.Contains(errs, "not running") {
				t.Errorf("exit %d: %s", code, errs)
			}
		})
	}
}

func TestTheLedgersCommandsAreOfferedAndInTheManual(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir()) // nobody answers
	run := func(args ...string) string {
		var out, errs bytes.Buffer
		if code := execute(t.Context(), args, &out, &errs); code != exitOK {
			t.Errorf("%q: exit %d: %s", args, code, errs.String())
		}
		return out.String()
	}
	for _, row := range []struct{ args, want []string }{
		{[]string{"hours", ""}, []string{"add", "confirm", "edit", "list", "remove", "restore", "trail"}},
		{[]string{"lieu", ""}, []string{"book", "export", "payout", "release", "take"}},
		{[]string{"pay", ""}, []string{"adjust", "adjustments", "close", "foresee", "months"}},
		{[]string{"pay", "foresee", ""}, []string{"extra", "give", "swap", "take"}},
		{[]string{"hours", "add", "--mode", ""}, []string{"phone", "remote", "onsite"}},
		{[]string{"hours", "edit", ""}, []string{":4"}},
		{[]string{"rest", "--"}, []string{"--json"}},
	} {
		lines := strings.Split(run(append([]string{"__complete"}, row.args...)...), "\n")
		for _, w := range row.want {
			if !slices.ContainsFunc(lines, func(l string) bool { return l == w || strings.HasPrefix(l, w+"\t") }) {
				t.Errorf("%q: no %q in %q", row.args, w, lines)
			}
		}
	}
	man := run("man")
	for _, w := range []string{"standby-hours", "standby-lieu", "standby-rest", "standby-pay"} {
		if !strings.Contains(strings.ReplaceAll(man, "\\-", "-"), w) {
			t.Errorf("the manual does not name %s", w)
		}
	}
}
