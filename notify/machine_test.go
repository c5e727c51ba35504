package notify

import (
	"errors"
	"strings"
	"testing"
	"time"
)

var start = time.Date(2026, 11, 25, 2, 0, 0, 0, time.UTC)

func after(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }

func sighting() Sighting {
	return Sighting{Source: "prod", Key: "k1", Ref: "r1", Title: "Disk almost full", Urgency: High}
}

func taken(by string) Sighting {
	s := sighting()
	s.Taken, s.TakenBy, s.TakenHandle, s.TakenUntil = true, by, "silence-1", after(30)
	return s
}

func words(events []Event) string {
	var w []string
	for _, e := range events {
		w = append(w, e.What)
	}
	return strings.Join(w, " ")
}

// acknowledged is a page that Engineer A has taken through Standby at minute 5.
func acknowledged(t *testing.T) Page {
	t.Helper()
	asked, err := Trigger(sighting(), true, start).Page.Ask(Wish{Request: AskAcknowledge, By: "Engineer A"}, after(4))
	if err != nil {
		t.Fatal(err)
	}
	return asked.Page.Granted(AskAcknowledge, Grant{Handle: "silence-1", Until: after(20)}, after(5)).Page
}

func TestAnAcknowledgementCountsOnceTheProviderSaidYes(t *testing.T) {
	page := Trigger(sighting(), true, start).Page
	asked, err := page.Ask(Wish{Request: AskAcknowledge, By: "Engineer A"}, after(4))
	if err != nil || asked.Page.State != Triggered || asked.Page.Request != AskAcknowledge {
		t.Fatalf("asking: %+v, %v", asked.Page, err)
	}
	granted := asked.Page.Granted(AskAcknowledge, Grant{Handle: "silence-1", Until: after(20)}, after(5))
	p := granted.Page
	if p.State != Acknowledged || p.AckedBy != "Engineer A" || !p.AckedHere || p.Request != NoRequest {
		t.Errorf("granted: %+v", p)
	}
	if len(p.Work) != 1 || !p.Work[0].From.Equal(after(5)) || !p.Work[0].Until.IsZero() {
		t.Errorf("the call-out should run from the provider's yes: %+v", p.Work)
	}
	if words(granted.Events) != "acknowledged" {
		t.Errorf("timeline: %s", words(granted.Events))
	}
}

func TestWhatTheSourceSaysWins(t *testing.T) {
	for _, c := range []struct {
		name   string
		page   func(*testing.T) Page
		s      Sighting
		state  State
		events string
	}{
		{"an alert seen again changes nothing", func(*testing.T) Page { return Trigger(sighting(), true, start).Page }, sighting(), Triggered, ""},
		{"somebody else acknowledged it", func(*testing.T) Page { return Trigger(sighting(), true, start).Page }, taken("Engineer B"), Acknowledged, "acknowledged"},
		{"my acknowledgement stands", acknowledged, taken("Engineer A"), Acknowledged, ""},
		{"my acknowledgement lapsed", acknowledged, sighting(), Triggered, "ack-lapsed"},
		{"a resolved alert is back", func(t *testing.T) Page { return acknowledged(t).End("prod", after(9)).Page }, sighting(), Triggered, "reopened"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.page(t).See(c.s, true, after(10))
			if got.Page.State != c.state || words(got.Events) != c.events {
				t.Errorf("got %s with %q, want %s with %q", got.Page.State, words(got.Events), c.state, c.events)
			}
		})
	}
}

func TestAListOlderThanMyRequestDoesNotUndoIt(t *testing.T) {
	asked, _ := Trigger(sighting(), true, start).Page.Ask(Wish{Request: AskAcknowledge, By: "Engineer A"}, after(1))
	if got := asked.Page.See(sighting(), true, after(2)); got.Page.Request != AskAcknowledge || len(got.Events) != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestTheCallOutEndsWhenItIsResolvedOrGivenBack(t *testing.T) {
	p := acknowledged(t)
	if w := p.End("prod", after(35)).Page.Work; len(w) != 1 || !w[0].Until.Equal(after(35)) {
		t.Errorf("resolved: %+v", w)
	}
	asked, err := p.Ask(Wish{Request: AskUnacknowledge, By: "Engineer A"}, after(10))
	if err != nil {
		t.Fatal(err)
	}
	back := asked.Page.Granted(AskUnacknowledge, Grant{}, after(11)).Page
	if back.State != Triggered || !back.Work[0].Until.Equal(after(11)) {
		t.Errorf("given back: %+v", back)
	}
	again, _ := back.Ask(Wish{Request: AskAcknowledge, By: "Engineer A"}, after(20))
	p = again.Page.Granted(AskAcknowledge, Grant{Handle: "silence-2", Until: after(35)}, after(21)).Page
	if len(p.Work) != 2 || !p.Work[1].Until.IsZero() {
		t.Errorf("taken again: %+v", p.Work)
	}
}

func TestALapseDoesNotCutTheCallOut(t *testing.T) {
	lapsed := acknowledged(t).See(sighting(), true, after(21)).Page
	asked, _ := lapsed.Ask(Wish{Request: AskAcknowledge, By: "Engineer A"}, after(22))
	p := asked.Page.Granted(AskAcknowledge, Grant{Handle: "silence-2", Until: after(37)}, after(22)).Page.End("prod", after(40)).Page
	if len(p.Work) != 1 || !p.Work[0].From.Equal(after(5)) || !p.Work[0].Until.Equal(after(40)) {
		t.Errorf("got %+v", p.Work)
	}
}

func TestAMissIsRecordedOnceAndOnlyOnDuty(t *testing.T) {
	aimed := func(onDuty bool) Page {
		return Trigger(sighting(), onDuty, start).Page.Aim(15*time.Minute, 10*time.Minute).Page
	}
	on, off := aimed(true), aimed(false)
	if c := on.Judge(after(14)); c.Page.Missed {
		t.Error("missed too early")
	}
	c := on.Judge(after(15))
	if !c.Page.Missed || words(c.Events) != "missed" || c.Events[0].Detail != "not acknowledged within 15 min" {
		t.Errorf("at the target: %+v", c)
	}
	if c := c.Page.Judge(after(16)); len(c.Events) != 0 {
		t.Error("recorded twice")
	}
	if c := off.Judge(after(60)); c.Page.Missed {
		t.Error("off call, nothing is missed")
	}
	if due := off.Watch(true, after(5)).Page.Due(); !due.Equal(after(20)) {
		t.Errorf("the clock of a page that waited should begin with my shift: %v", due)
	}
	if again := on.Aim(time.Hour, time.Minute).Page.Due(); !again.Equal(after(15)) {
		t.Errorf("a target that changes later does not move the clock of a page that waits: %v", again)
	}
	excused, err := c.Page.Excuse("in a tunnel", "Engineer A", after(20))
	if err != nil || excused.Page.MissedWhy != "in a tunnel" || words(excused.Events) != "excused" {
		t.Errorf("%+v, %v", excused, err)
	}
	if _, err := on.Excuse("x", "Engineer A", after(1)); !errors.Is(err, ErrNotMissed) {
		t.Errorf("got %v", err)
	}
}

func TestAskingForWhatCannotBe(t *testing.T) {
	page := Trigger(sighting(), true, start).Page
	if _, err := page.Ask(Wish{Request: AskUnacknowledge, By: "Engineer A"}, start); !errors.Is(err, ErrNotAcknowledged) {
		t.Errorf("got %v", err)
	}
	if _, err := page.End("prod", after(1)).Page.Ask(Wish{Request: AskAcknowledge, By: "Engineer A"}, after(2)); !errors.Is(err, ErrResolved) {
		t.Errorf("got %v", err)
	}
	if c, err := acknowledged(t).Ask(Wish{Request: AskAcknowledge, By: "Engineer A"}, after(6)); err != nil || len(c.Events) != 0 {
		t.Errorf("what is so already is no error: %v %v", c.Events, err)
	}
}

func TestAFailedTryKeepsTheRequestUntilItIsFinal(t *testing.T) {
	asked, _ := Trigger(sighting(), true, start).Page.Ask(Wish{Request: AskAcknowledge, By: "Engineer A"}, after(1))
	once := asked.Page.Denied(AskAcknowledge, "prod is not reachable", false, after(2))
	if once.Page.Request != AskAcknowledge || once.Page.Attempts != 1 || words(once.Events) != "acknowledge-failed" {
		t.Errorf("first: %+v", once)
	}
	twice := once.Page.Denied(AskAcknowledge, "prod is not reachable", false, after(3))
	if len(twice.Events) != 0 {
		t.Error("one line in the timeline is enough for one request")
	}
	final := twice.Page.Denied(AskAcknowledge, "credentials refused", true, after(4))
	if final.Page.Request != NoRequest || !final.Page.Waiting() || final.Page.Failure == "" {
		t.Errorf("final: %+v", final.Page)
	}
}
