package notify

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
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
	asked, err := Trigger(sighting(), true, start).Page.Ask(AskAcknowledge, "Engineer A", after(4))
	if err != nil {
		t.Fatal(err)
	}
	return asked.Page.Granted(AskAcknowledge, "silence-1", after(20), after(5)).Page
}

func TestAnAcknowledgementCountsOnceTheProviderSaidYes(t *testing.T) {
	page := Trigger(sighting(), true, start).Page
	asked, err := page.Ask(AskAcknowledge, "Engineer A", after(4))
	if err != nil || asked.Page.State != Triggered || asked.Page.Request != AskAcknowledge {
		t.Fatalf("asking: %+v, %v", asked.Page, err)
	}
	granted := asked.Page.Granted(AskAcknowledge, "silence-1", after(20), after(5))
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
	asked, _ := Trigger(sighting(), true, start).Page.Ask(AskAcknowledge, "Engineer A", after(1))
	if got := asked.Page.See(sighting(), true, after(2)); got.Page.Request != AskAcknowledge || len(got.Events) != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestTheCallOutEndsWhenItIsResolvedOrGivenBack(t *testing.T) {
	p := acknowledged(t)
	if w := p.End("prod", after(35)).Page.Work; len(w) != 1 || !w[0].Until.Equal(after(35)) {
		t.Errorf("resolved: %+v", w)
	}
	asked, err := p.Ask(AskUnacknowledge, "Engineer A", after(10))
	if err != nil {
		t.Fatal(err)
	}
	back := asked.Page.Granted(AskUnacknowledge, "", time.Time{}, after(11)).Page
	if back.State != Triggered || !back.Work[0].Until.Equal(after(11)) {
		t.Errorf("given back: %+v", back)
	}
	again, _ := back.Ask(AskAcknowledge, "Engineer A", after(20))
	p = again.Page.Granted(AskAcknowledge, "silence-2", after(35), after(21)).Page
	if len(p.Work) != 2 || !p.Work[1].Until.IsZero() {
		t.Errorf("taken again: %+v", p.Work)
	}
}

func TestALapseDoesNotCutTheCallOut(t *testing.T) {
	lapsed := acknowledged(t).See(sighting(), true, after(21)).Page
	asked, _ := lapsed.Ask(AskAcknowledge, "Engineer A", after(22))
	p := asked.Page.Granted(AskAcknowledge, "silence-2", after(37), after(22)).Page.End("prod", after(40)).Page
	if len(p.Work) != 1 || !p.Work[0].From.Equal(after(5)) || !p.Work[0].Until.Equal(after(40)) {
		t.Errorf("got %+v", p.Work)
	}
}

func TestAMissIsRecordedOnceAndOnlyOnDuty(t *testing.T) {
	on, off := Trigger(sighting(), true, start).Page, Trigger(sighting(), false, start).Page
	target := 15 * time.Minute
	if c := on.Judge(target, after(14)); c.Page.Missed {
		t.Error("missed too early")
	}
	c := on.Judge(target, after(15))
	if !c.Page.Missed || words(c.Events) != "missed" {
		t.Errorf("at the target: %+v", c)
	}
	if c := c.Page.Judge(target, after(16)); len(c.Events) != 0 {
		t.Error("recorded twice")
	}
	if c := off.Judge(target, after(60)); c.Page.Missed {
		t.Error("off call, nothing is missed")
	}
	if due := off.Watch(true, after(5)).Page.Due(target); !due.Equal(after(20)) {
		t.Errorf("the clock of a page that waited should begin with my shift: %v", due)
	}
}

func TestAskingForWhatCannotBe(t *testing.T) {
	page := Trigger(sighting(), true, start).Page
	if _, err := page.Ask(AskUnacknowledge, "Engineer A", start); !errors.Is(err, ErrNotAcknowledged) {
		t.Errorf("got %v", err)
	}
	if _, err := page.End("prod", after(1)).Page.Ask(AskAcknowledge, "Engineer A", after(2)); !errors.Is(err, ErrResolved) {
		t.Errorf("got %v", err)
	}
	if c, err := acknowledged(t).Ask(AskAcknowledge, "Engineer A", after(6)); err != nil || len(c.Events) != 0 {
		t.Errorf("what is so already is no error: %v %v", c.Events, err)
	}
}

func TestAFailedTryKeepsTheRequestUntilItIsFinal(t *testing.T) {
	asked, _ := Trigger(sighting(), true, start).Page.Ask(AskAcknowledge, "Engineer A", after(1))
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

func TestAWaitingPageIsShownAgain(t *testing.T) {
	warn, target := 10*time.Minute, 15*time.Minute
	p := Trigger(sighting(), true, start).Page
	for _, c := range []struct {
		name       string
		last, want time.Time
	}{
		{"never shown in this run", time.Time{}, start},
		{"shown at once", start, after(5)},
		{"the warning comes before the repetition", after(7), after(10)},
		{"the target comes before the repetition", after(12), after(15)},
		{"overdue, every five minutes", after(16), after(21)},
	} {
		if got := p.NextShow(c.last, warn, target); !got.Equal(c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
	if got := acknowledged(t).NextShow(time.Time{}, warn, target); !got.IsZero() {
		t.Error("an acknowledged page is not shown again")
	}
	off := Trigger(sighting(), false, start).Page
	if got := off.NextShow(start, warn, target); !got.IsZero() {
		t.Error("off call, once is enough")
	}
}

// Whatever happens in whatever order: stints never overlap, only the last runs,
// none runs in a resolved page, and a page that is open is shown or taken.
func TestWhateverHappensTheTimeWorkedIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := start
		p := Trigger(sighting(), true, now).Page
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 600).Draw(t, "seconds")) * time.Second)
			switch rapid.IntRange(0, 8).Draw(t, "step") {
			case 0:
				p = p.See(sighting(), true, now).Page
			case 1:
				p = p.See(taken("Engineer B"), true, now).Page
			case 2:
				p = p.End("prod", now).Page
			case 3, 4, 5:
				r := rapid.SampledFrom([]Request{AskAcknowledge, AskUnacknowledge, AskResolve}).Draw(t, "request")
				if c, err := p.Ask(r, "Engineer A", now); err == nil {
					p = c.Page
				}
			case 6, 7:
				p = p.Granted(p.Request, "silence-1", now.Add(15*time.Minute), now).Page
			case 8:
				p = p.Denied(p.Request, "no", rapid.Bool().Draw(t, "final"), now).Page
			}
			check(t, p)
		}
	})
}

func check(t *rapid.T, p Page) {
	for i, s := range p.Work {
		running := s.Until.IsZero()
		if running && (i != len(p.Work)-1 || p.State == Resolved) {
			t.Fatalf("a stint runs that cannot: %+v", p)
		}
		if !running && s.Until.Before(s.From) || i > 0 && s.From.Before(p.Work[i-1].Until) {
			t.Fatalf("stints out of order: %+v", p.Work)
		}
	}
	if p.State == Acknowledged && p.AckedHere && (len(p.Work) == 0 || !p.Work[len(p.Work)-1].Until.IsZero()) {
		t.Fatalf("acknowledged here and nobody works: %+v", p)
	}
	if p.State == Triggered && p.Request == NoRequest && p.NextShow(time.Time{}, time.Minute, time.Minute).IsZero() {
		t.Fatalf("a waiting page would never be shown: %+v", p)
	}
}
