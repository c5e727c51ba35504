//go:build linux

package main

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/provider/pagerduty/pdtest"
	"standby/notify"
)

func TestEveryCommandOnAPageArrivesAtItsSource(t *testing.T) {
	d := newPagesDesk(t, time.Hour)
	incident, id := d.page("Disk almost full on db1")
	status := func(want string) {
		t.Helper()
		if got := d.pd.Incident(incident).Status; got != want {
			t.Errorf("the incident is %s, want %s", got, want)
		}
	}

	d.does([]string{id, "waiting, 59 min left", "high", "Payments", "Disk almost full on db1"}, "pages")
	d.does([]string{id, "acknowledged", "by Engineer A"}, "ack")
	status("acknowledged")
	d.does([]string{id, "waiting"}, "undo")
	d.does([]string{id, "acknowledged"}, "ack", id[:4])
	d.does([]string{id, "waiting"}, "unack", strings.ToUpper(id))
	d.does([]string{id, "snoozed until"}, "snooze", "2h")
	status("acknowledged")
	d.does([]string{id, "waiting"}, "unack")
	d.does([]string{id, "snoozed until"}, "snooze", id, "--until-working-hours")
	d.does(nil, "unack", id)
	d.does([]string{id, "clock paused until"}, "pause", id, "10m")
	d.does([]string{id, "waiting"}, "resume")
	d.does([]string{id}, "note", id, "restarted", "the", "worker")
	if notes := d.pd.Incident(incident).Notes; len(notes) != 1 || !strings.Contains(notes[0].Text, "restarted the worker") {
		t.Errorf("the incident's notes: %+v", notes)
	}
	if _, errs, code := d.typed("what I found\nin two lines\n", "note", id, "-"); code != exitOK {
		t.Errorf("a note from standard input: exit %d: %s", code, errs)
	}
	out := d.does([]string{"Disk almost full on db1", "source     pager", "ack target 1 h, until", "standby resolve " + id,
		"acknowledged by Engineer A", "note by Engineer A: restarted the worker", "note by Engineer A: what I found in two lines"}, "page", id)
	pagesFit(t, out)
	d.does([]string{id, "resolved"}, "resolve", id)
	status("resolved")
	d.refuses(exitFailed, []string{"The page is resolved already"}, "ack", id)
	d.refuses(exitFailed, []string{"There is no such page", "standby pages"}, "resolve")
	d.does([]string{"1 page: 1 met their target, 0 missed it", "note by Engineer A: restarted the worker"}, "history", "DISK", "restarted")
	d.does([]string{"Nothing of that kind paged"}, "history", "disk", "queue")
	d.does([]string{"1 page: 1 acknowledged, 1 over. Ack target: 1 met, 0 missed (100 % met).", "MTTA 0 s", "Engineer A"}, "stats")
}

func TestAPageIsHandedOnToWhoeverIsNext(t *testing.T) {
	d := newPagesDesk(t, time.Hour)
	incident, id := d.page("Queue grows")
	d.does([]string{id, "handed on to " + pdtest.Second().Name}, "escalate")
	if i := d.pd.Incident(incident); i.Level != 2 {
		t.Errorf("the incident is still at level %d", i.Level)
	}
}

func TestSeveralPagesAreDoneInOneGo(t *testing.T) {
	d := newPagesDesk(t, time.Hour)
	_, one := d.page("Disk almost full on db1")
	_, two := d.page("Queue grows")
	d.refuses(exitUsage, []string{"2 pages could be meant", one, "Disk almost full", two, "Queue grows"}, "ack")
	out := d.does([]string{one, two}, "ack", two, one, one)
	if strings.Count(out, "\n") != 2 || !strings.HasPrefix(out, two) {
		t.Errorf("each page should be told once, in the order asked:\n%s", out)
	}
	d.does(nil, "resolve", one)
	_, errs, code := d.standby("unack", one, two)
	if code != exitFailed || !badInputHas(errs, []string{one, "The page is resolved already"}) {
		t.Errorf("exit %d: %s", code, errs)
	}
	d.until("the other one was given back all the same", func(s api.Snapshot) bool {
		return slices.ContainsFunc(s.Pages, func(p api.Page) bool { return p.ID == two && p.Waiting() && !p.Sending() })
	})
}

func TestWhatTheSourceRefusesIsNoSuccess(t *testing.T) {
	d := newPagesDesk(t, time.Hour)
	_, id := d.page("Disk almost full on db1")
	d.pd.Fail(pdtest.Fault{Match: "PUT ", Times: 1000, Answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }})
	d.refuses(exitFailed, []string{"pager", "Standby keeps trying"}, "ack", id)
	d.does([]string{"NOT SENT YET"}, "pages")
	d.does(nil, "ack", id, "--no-wait")
	d.pd.Heal()
	d.until("it was sent in the end", func(s api.Snapshot) bool { return s.Pages[0].State == notify.Acknowledged })
}

func TestAPageThatEndedUnseenIsListedUntilItIsSeen(t *testing.T) {
	d := newPagesDesk(t, time.Hour)
	for _, title := range []string{"Disk almost full on db1", "Queue grows", "Cache cold"} {
		incident, _ := d.page(title)
		d.pd.Resolve(incident)
	}
	s := d.until("all have ended", func(s api.Snapshot) bool {
		return len(s.Pages) == 3 && !slices.ContainsFunc(s.Pages, func(p api.Page) bool { return !p.Unseen })
	})
	d.does([]string{", not seen"}, "pages")
	d.does([]string{s.Pages[0].ID, "resolved"}, "seen", s.Pages[0].ID)
	d.refuses(exitUsage, []string{"2 pages could be meant"}, "seen")
	d.does([]string{"2 pages marked as seen."}, "seen", "--all")
	d.does([]string{"No page was left to be seen."}, "seen", "--all")
	if out, _, _ := d.standby("pages"); strings.Contains(out, "not seen") {
		t.Errorf("still not seen:\n%s", out)
	}
}

func TestAMissedTargetTakesAReason(t *testing.T) {
	d := newPagesDesk(t, 50*time.Millisecond)
	_, id := d.page("Disk almost full on db1")
	d.until("the target has passed", func(s api.Snapshot) bool { return s.Pages[0].Missed })
	d.does([]string{id, "OVERDUE"}, "pages")
	d.does([]string{"missed; say why: standby excuse " + id}, "page")
	d.does(nil, "excuse", id[:6], "was", "in", "a", "tunnel")
	d.does([]string{"missed: was in a tunnel"}, "page")
	d.does([]string{"MISSED", "missed because: was in a tunnel", "1 page: 0 met their target, 1 missed it"}, "history", "--missed")

	var h historyView
	if err := json.Unmarshal([]byte(d.does(nil, "history", "--json")), &h); err != nil || h.Schema != 1 || len(h.Episodes) != 1 ||
		h.Episodes[0].Outcome != outcomeMissed || h.Episodes[0].PageID != id || h.Episodes[0].Why != "was in a tunnel" {
		t.Errorf("%v %+v", err, h)
	}
	var st statsView
	if err := json.Unmarshal([]byte(d.does(nil, "stats", "--json")), &st); err != nil || st.Schema != 1 || st.Pages != 1 || st.Missed != 1 ||
		len(st.Hours) != 24 || len(st.Sources) != 1 || st.Sources[0].Name != "pager" || st.MTTA != nil {
		t.Errorf("%v %+v", err, st)
	}
	var one onePageView
	if err := json.Unmarshal([]byte(d.does(nil, "page", "--json")), &one); err != nil || one.Schema != 1 || one.Page.ID != id || len(one.Page.Timeline) == 0 {
		t.Errorf("%v %+v", err, one)
	}
}

func TestAMuteIsToldUntilItIsOver(t *testing.T) {
	d := newPagesDesk(t, time.Hour)
	d.until("it runs", func(api.Snapshot) bool { return true })
	d.does([]string{"Muted until "}, "mute", "30m")
	d.does([]string{"Muted until "}, "status")
	d.does([]string{`"muted_until": `}, "status", "--json")
	d.does([]string{"Muted until "}, "status", "--waybar")
	d.does([]string{"Not muted"}, "mute", "off")
	if out, _, _ := d.standby("status"); strings.Contains(out, "Muted") {
		t.Errorf("still muted:\n%s", out)
	}
	d.does([]string{"Muted until "}, "mute")
}

func TestPagesAreCompletedWithTheirTitles(t *testing.T) {
	d := newPagesDesk(t, time.Hour)
	_, one := d.page("Disk almost full on db1")
	_, two := d.page("Queue grows")
	d.does(nil, "ack", one)
	for args, want := range map[string]string{
		"ack ":                two + "\tQueue grows\n:4\n",
		"unack ":              one + "\tDisk almost full on db1\n:4\n",
		"note " + one + " ":   ":4\n",
		"snooze " + one + " ": two + "\tQueue grows\n:4\n",
		"seen ":               ":4\n",
		"stats --by ":         "hour\nsource\nperson\ntitle\n:4\n",
	} {
		out, _, _ := d.standby(append([]string{"__complete"}, strings.Split(args, " ")...)...)
		if out != want {
			t.Errorf("%s: %q, want %q", args, out, want)
		}
	}
}
