//go:build linux

package main

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/provider/pagerduty/pdtest"
	"standby/rotation"
)

// rosterAccount is the real program with a PagerDuty account called work, which is
// held to the vendor's contract.
func rosterAccount(t *testing.T) (*badInputProfile, *pdtest.Server) {
	t.Helper()
	contract, err := pdtest.LoadContract()
	if err != nil && !errors.Is(err, pdtest.ErrNoContract) {
		t.Fatal(err)
	}
	srv := pdtest.New(t, nil, contract)
	p := newBadInputProfile(t, badInputBuild(t))
	p.canaries = []string{pdtest.Key}
	p.start()
	if _, errs, code := p.run(pdtest.Key+"\n", "add", "pagerduty", "--name", "work", "--url", srv.URL); code != exitOK {
		t.Fatalf("add the account: exit %d: %s", code, errs)
	}
	return p, srv
}

// rosterTurns are half days of the two, the first of which has begun.
func rosterTurns(users ...pdtest.User) (shifts []pdtest.Shift) {
	start := time.Now().UTC().Truncate(time.Hour).Add(-2 * time.Hour)
	for n, u := range users {
		at := start.Add(time.Duration(n) * 12 * time.Hour)
		shifts = append(shifts, pdtest.Shift{User: u, Start: at, End: at.Add(12 * time.Hour), Level: 1})
	}
	return shifts
}

func TestAScheduleOfPagerDutyIsACalendar(t *testing.T) {
	a, b := pdtest.Me(), pdtest.Second()
	p, srv := rosterAccount(t)
	srv.SetShifts(rosterTurns(a, b, a, b)...)

	out, errs, code := p.run("", "calendar", "add", "--pagerduty", "work")
	if code != exitUsage || !badInputHas(out, []string{"--schedule PSCHED1", "Payments", "Europe/Berlin", "--on-calls"}) || !strings.Contains(errs, "standby calendar add --pagerduty work --schedule PSCHED1") {
		t.Errorf("to choose from: exit %d\n%s%s", code, out, errs)
	}
	if out, errs, code = p.run("", "calendar", "add", "--pagerduty", "work", "--schedule", "PSCHED1"); code != exitOK || !strings.Contains(out, "Reading calendar Payments from now on") {
		t.Fatalf("add: exit %d\n%s%s", code, out, errs)
	}
	p.await("I am on call until the hand-off", func(s api.Snapshot) bool {
		return s.DutyKnown && s.Duty.Current != nil && s.Duty.Current.Rota == "Payments" && s.Duty.After != nil && s.Duty.After.Person.Name == "Engineer B"
	})
	out, errs, code = p.run("", "shifts", "--all")
	if code != exitOK || strings.Count(out, "Engineer A") != 2 || strings.Count(out, "Engineer B") != 2 || strings.Contains(out, furtherNotice) {
		t.Errorf("shifts: exit %d\n%s%s", code, out, errs)
	}
	if out, errs, code = p.run("", "calendar", "list"); code != exitOK || !badInputHas(out, []string{"Payments", "calendar (PagerDuty)", "ok", "until "}) {
		t.Errorf("list: exit %d\n%s%s", code, out, errs)
	}

	// The third shift goes to the other one.
	srv.SetShifts(rosterTurns(a, b, b, b)...)
	if out, errs, code = p.run("", "calendar", "refresh", "Payments"); code != exitOK {
		t.Fatalf("refresh: exit %d\n%s%s", code, out, errs)
	}
	p.await("the shift is no longer mine", func(s api.Snapshot) bool { return s.Duty.Current != nil && s.Duty.Next == nil })
	if out, errs, code = p.run("", "calendar", "diff", "Payments"); code != exitFailed || !badInputHas(out, []string{"no longer yours", "Engineer B has it"}) {
		t.Errorf("diff: exit %d\n%s%s", code, out, errs)
	}

	// What PagerDuty does not tell any more stays as it was, and the trouble is told.
	srv.Fail(pdtest.Fault{Match: "GET /schedules/", Times: 99, Answer: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte(`{"error":{"code":2100,"message":"Not Found"}}`))
	}})
	p.run("", "calendar", "refresh", "Payments")
	src := p.awaitTrouble("Payments")
	p.wantTrouble(*src.Trouble, "no schedule for Payments")
	p.wantDoctor("source Payments", "no schedule for Payments", "stay as they were last read")
	p.stop()
	p.start() // without the key, which no keyring took
	p.awaitTrouble("Payments")
	if out, errs, code = p.run("", "shifts", "--all"); code != exitOK || strings.Count(out, "Engineer B") != 3 {
		t.Errorf("shifts after a restart: exit %d\n%s%s", code, out, errs)
	}
}

func TestOnCallsOfPagerDutyMayHaveNoEnd(t *testing.T) {
	p, _ := rosterAccount(t) // by the escalation policy alone: no beginning, no end
	if out, errs, code := p.run("", "calendar", "add", "--pagerduty", "work", "--on-calls"); code != exitOK || !strings.Contains(out, "Reading calendar work on-calls from now on") {
		t.Fatalf("add: exit %d\n%s%s", code, out, errs)
	}
	p.await("I am on call", func(s api.Snapshot) bool { return s.Duty.Current != nil && s.DutyEndsOpen() })
	var v statusView
	p.json(&v, "status")
	if v.OnCall == nil || !*v.OnCall || !v.OpenEnded || !v.Until.IsZero() || v.Word != "Primary, "+api.NoEnd {
		t.Errorf("status: %+v", v)
	}
	for _, command := range []string{"shifts", "who"} {
		var list []map[string]any
		p.json(&list, command)
		if len(list) != 1 || list[0]["end"] != nil || list[0]["open_ended"] != true || list[0]["role"] != "primary" {
			t.Errorf("%s: %v", command, list)
		}
		if out, errs, code := p.run("", command); code != exitOK || !strings.Contains(out, furtherNotice) {
			t.Errorf("%s: exit %d\n%s%s", command, code, out, errs)
		}
	}
}

func TestWhatDoesNotGoWithAPagerDutyAccountIsRefused(t *testing.T) {
	for name, row := range map[string]struct {
		args []string
		says string
	}{
		"a schedule of no account":   {[]string{"--schedule", "PSCHED1"}, "which names the account"},
		"on-calls of no account":     {[]string{"--on-calls", "a.ics"}, "which names the account"},
		"a schedule and on-calls":    {[]string{"--pagerduty", "work", "--schedule", "PSCHED1", "--on-calls"}, "do not go together"},
		"a file besides":             {[]string{"a.ics", "--pagerduty", "work"}, "unknown command"},
		"a pattern besides":          {[]string{"--pagerduty", "work", "--pattern", "{person}"}, "--pattern does not go with --pagerduty"},
		"neither account nor a file": {nil, "accepts 1 arg"},
	} {
		if out, errs, code := calendarRun(t, append([]string{"add"}, row.args...)...); code != exitUsage || !strings.Contains(errs, row.says) {
			t.Errorf("%s: exit %d\n%s%s", name, code, out, errs)
		}
	}
}

func TestAScheduleGivesACalendarItsNameAsFarAsItCan(t *testing.T) {
	for text, want := range map[string]string{
		"Payments": "Payments", "Payments / EU (primary)": "Payments EU primary", "Überwachung": "berwachung", "🚒": "", "  .-x": "x",
		strings.Repeat("a", 63) + " bc": strings.Repeat("a", 63),
	} {
		if got := asName(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestAShiftWithoutAKnownEndIsNotGivenOne(t *testing.T) {
	at := time.Date(2026, 11, 25, 2, 0, 0, 0, time.UTC)
	open := rotation.Shift{UID: "1", Rota: "payments", Role: rotation.Primary, Interval: rotation.Interval{Start: at.Add(time.Hour), End: at.AddDate(0, 1, 0)}}
	s := api.Snapshot{Sources: []api.Source{{OpenEnds: []rotation.Shift{open}}}, DutyKnown: true, Duty: rotation.Duty{Next: &open}}
	closed := open
	closed.UID = "2"
	got := viewShifts([]rotation.Shift{open, closed}, s)
	if got[0].End != nil || !got[0].OpenEnded || got[1].End == nil || !got[1].End.Equal(open.End) || got[1].OpenEnded {
		t.Errorf("%+v", got)
	}
	if v := viewStatus(s, at, time.UTC); v.Next == nil || !v.Next.OpenEnded || v.OpenEnded {
		t.Errorf("%+v", v)
	}
	var b strings.Builder
	c := &cli{out: &b}
	s.Zone = "UTC"
	if err := c.printStatus(s, at); err != nil || !strings.Contains(b.String(), "Next: 03:00 until further notice, primary") {
		t.Errorf("%v\n%s", err, b.String())
	}
	if viewNext(api.Snapshot{}) != nil {
		t.Error("a shift of nobody's")
	}
}
