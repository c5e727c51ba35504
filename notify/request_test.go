package notify

import (
	"errors"
	"testing"
	"time"
)

func asked(t *testing.T, p Page, w Wish, now time.Time) Page {
	t.Helper()
	if w.By == "" {
		w.By = "Engineer A"
	}
	c, err := p.Ask(w, now)
	if err != nil {
		t.Fatal(err)
	}
	return c.Page
}

func seconds(n int) time.Time { return after(5).Add(time.Duration(n) * time.Second) }

func TestAnAcknowledgementIsUndoneAsIfItHadNotBeen(t *testing.T) {
	waiting := Trigger(sighting(), true, start).Page.Aim(15*time.Minute, 10*time.Minute).Page
	sending := asked(t, waiting, Wish{Request: AskAcknowledge}, after(5))
	undone, err := sending.Undo("Engineer A", seconds(2))
	if err != nil || undone.Page.Request != NoRequest || words(undone.Events) != "acknowledge-withdrawn" || !undone.Page.Due().Equal(after(15)) {
		t.Fatalf("while it was sent: %+v, %v", undone, err)
	}
	granted := sending.Granted(AskAcknowledge, Grant{Handle: "silence-1"}, seconds(1)).Page
	undone, err = granted.Undo("Engineer A", seconds(4))
	p := undone.Page
	if err != nil || p.State != Triggered || p.Request != AskUnacknowledge || p.AckHandle != "silence-1" || len(p.Work) != 0 || !p.Due().Equal(after(15)) {
		t.Fatalf("after the provider's yes: %+v, %v", p, err)
	}
	back := p.Granted(AskUnacknowledge, Grant{}, seconds(5))
	if back.Page.Request != NoRequest || back.Page.AckHandle != "" || !back.Page.Due().Equal(after(15)) || len(back.Events) != 0 {
		t.Errorf("once given back: %+v", back)
	}
	if _, err := granted.Undo("Engineer A", seconds(5)); !errors.Is(err, ErrTooLate) {
		t.Errorf("after five seconds: %v", err)
	}
}

func TestAResolutionIsHeldBackUntilItCanNoLongerBeUndone(t *testing.T) {
	held := asked(t, acknowledged(t), Wish{Request: AskResolve}, after(6))
	if held.Sendable(after(6).Add(4*time.Second)) || !held.Sendable(after(6).Add(5*time.Second)) {
		t.Error("it is sent when it can no longer be undone, and then at once")
	}
	undone, err := held.Undo("Engineer A", after(6).Add(time.Second))
	if err != nil || undone.Page.State != Acknowledged || undone.Page.Request != NoRequest || undone.Page.Work[0].Until != (time.Time{}) {
		t.Errorf("%+v, %v", undone.Page, err)
	}
	if now := asked(t, acknowledged(t), Wish{Request: AskResolve, Now: true}, after(6)); !now.Sendable(after(6)) {
		t.Error("whoever cannot undo does not wait")
	}
}

func TestAClockThatIsPutBackHoldsNoRequestBack(t *testing.T) {
	held := asked(t, acknowledged(t), Wish{Request: AskResolve}, after(6))
	for _, row := range []struct {
		name     string
		now      time.Time
		sendable bool
	}{
		{"by an hour it is sent at once", after(6).Add(-time.Hour), true},
		{"by a moment it can still be undone", after(6).Add(-time.Second), false},
	} {
		if got := held.Sendable(row.now); got != row.sendable || held.Undoable(row.now).IsZero() != row.sendable {
			t.Errorf("%s: sendable %v, to be undone until %v", row.name, got, held.Undoable(row.now))
		}
	}
}

func TestASnoozedPagePagesAgain(t *testing.T) {
	until := after(35)
	for _, c := range []struct {
		name  string
		grant Grant
		// wakes is when Standby itself wakes it; asks, what it asks the source then.
		wakes time.Time
		asks  Request
	}{
		{"where the source cannot be told", Grant{}, until, NoRequest},
		{"where the source holds it back by our acknowledgement", Grant{Handle: "silence-1", Until: until}, until, AskUnacknowledge},
		{"where the source itself should have, a minute ago", Grant{Handle: "incident", Until: until, There: true}, until.Add(time.Minute), NoRequest},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := asked(t, acknowledged(t), Wish{Request: AskSnooze, Until: until}, after(10)).Granted(AskSnooze, c.grant, after(10)).Page
			if p.State != Snoozed || p.Work[0].Until.IsZero() {
				t.Fatalf("%+v", p)
			}
			if p = p.See(sightingHeld(c.grant), true, after(11)).Page; p.State != Snoozed {
				t.Fatalf("the source agrees: %+v", p)
			}
			if early := p.Watch(true, c.wakes.Add(-time.Second)); len(early.Events) != 0 {
				t.Errorf("too early: %v", words(early.Events))
			}
			woken := p.Watch(true, c.wakes)
			if woken.Page.State != Triggered || !woken.Page.ClockFrom.Equal(c.wakes) || woken.Page.Request != c.asks || words(woken.Events) != "snooze-ended" {
				t.Errorf("%+v %v", woken.Page, words(woken.Events))
			}
		})
	}
}

// sightingHeld is what the source says while the grant holds.
func sightingHeld(g Grant) Sighting {
	s := sighting()
	if g.Handle != "" {
		s.Taken, s.TakenHandle, s.TakenUntil, s.Held = true, g.Handle, g.Until, g.There
	}
	return s
}

func TestTheSourceEndsASnoozeEarly(t *testing.T) {
	p := asked(t, acknowledged(t), Wish{Request: AskSnooze, Until: after(60)}, after(10)).Granted(AskSnooze, Grant{Handle: "h", Until: after(60), There: true}, after(10)).Page
	if got := p.See(sighting(), true, after(20)); got.Page.State != Triggered || words(got.Events) != "snooze-ended" {
		t.Errorf("%+v", got)
	}
	if got := p.See(taken("Engineer B"), true, after(20)); got.Page.State != Acknowledged || got.Page.AckedBy != "Engineer B" {
		t.Errorf("a colleague took it: %+v", got.Page)
	}
}

func TestAPageThatWasHandedOnComesBackUnlessSomebodyTakesIt(t *testing.T) {
	p := Trigger(sighting(), true, start).Page.Aim(15*time.Minute, 10*time.Minute).Page
	p = asked(t, p, Wish{Request: AskEscalate}, after(3)).Granted(AskEscalate, Grant{To: "level 2"}, after(4)).Page
	if p.State != Escalated || p.EscalatedTo != "level 2" || !p.Due().IsZero() {
		t.Fatalf("%+v", p)
	}
	if p = p.See(sighting(), true, after(10)).Page; p.State != Escalated {
		t.Errorf("that nobody took it yet changes nothing: %s", p.State)
	}
	if got := p.See(taken("Engineer B"), true, after(11)).Page; got.State != Acknowledged {
		t.Errorf("taken: %s", got.State)
	}
	back := p.Watch(true, after(19))
	if back.Page.State != Triggered || words(back.Events) != "escalation-unanswered" {
		t.Errorf("unanswered: %+v", back)
	}
}

func TestAClockStandsStillWhileItIsPaused(t *testing.T) {
	p := Trigger(sighting(), true, start).Page.Aim(15*time.Minute, 10*time.Minute).Page
	c, err := p.Pause(after(12), "Engineer A", after(2))
	if err != nil || !c.Page.Due().IsZero() || c.Events[0].Detail != "for 10 min" {
		t.Fatalf("%+v, %v", c, err)
	}
	if r := c.Page.Resume("Engineer A", after(7)).Page; !r.Due().Equal(after(20)) {
		t.Errorf("resumed after five minutes: due %v", r.Due())
	}
	if r := c.Page.Watch(true, after(40)); !r.Page.Due().Equal(after(25)) || words(r.Events) != "resumed" {
		t.Errorf("a pause ends by itself: %v, %v", r.Page.Due(), words(r.Events))
	}
	long, _ := p.Pause(after(600), "Engineer A", after(2))
	if !long.Page.PausedUntil.Equal(after(62)) {
		t.Errorf("no pause is longer than an hour: %v", long.Page.PausedUntil)
	}
	if _, err := p.Pause(after(1), "Engineer A", after(2)); !errors.Is(err, ErrPast) {
		t.Errorf("got %v", err)
	}
	if _, err := acknowledged(t).Pause(after(60), "Engineer A", after(20)); !errors.Is(err, ErrNotWaiting) {
		t.Errorf("got %v", err)
	}
}

func TestWhatTheSourceCannotBeToldHoldsHere(t *testing.T) {
	p := asked(t, Trigger(sighting(), true, start).Page, Wish{Request: AskAcknowledge}, after(1)).Granted(AskAcknowledge, Grant{}, after(1)).Page
	if got := p.See(sighting(), true, after(2)); got.Page.State != Acknowledged || len(got.Events) != 0 {
		t.Errorf("%+v", got)
	}
}

func TestAPageThatCameAndWentStaysUntilItWasSeen(t *testing.T) {
	gone := Trigger(sighting(), true, start).Page.End("prod", after(3)).Page
	if !gone.Unseen() {
		t.Fatal("nobody saw it")
	}
	if seen := gone.Seen("Engineer A", after(9)); seen.Page.Unseen() || words(seen.Events) != "seen" {
		t.Errorf("%+v", seen)
	}
	for name, p := range map[string]Page{
		"worked on":      acknowledged(t).End("prod", after(9)).Page,
		"not my duty":    Trigger(sighting(), false, start).Page.End("prod", after(3)).Page,
		"open":           Trigger(sighting(), true, start).Page,
		"back once more": gone.See(sighting(), true, after(4)).Page,
	} {
		if p.Unseen() {
			t.Errorf("%s: it need not be seen", name)
		}
	}
}

func TestANoteIsKeptUntilTheSourceHasIt(t *testing.T) {
	p := acknowledged(t).Noted(Word{At: after(6), By: "Engineer A", Text: "looking"}, true)
	p = p.Page.Noted(Word{At: after(7), By: "Engineer A", Text: "found"}, true)
	if words(p.Events) != "note" || len(p.Page.Unsent) != 2 {
		t.Fatalf("%+v", p)
	}
	one := p.Page.NoteSent("", after(8))
	if len(one.Page.Unsent) != 1 || one.Page.Unsent[0].Text != "found" || len(one.Events) != 0 {
		t.Errorf("%+v", one)
	}
	if two := one.Page.NoteSent("the source has no notes", after(8)); len(two.Page.Unsent) != 0 || words(two.Events) != "note-failed" {
		t.Errorf("%+v", two)
	}
}

func TestAWishThatFailsDoesNotHideThatNobodyHasTheAlert(t *testing.T) {
	p := asked(t, acknowledged(t), Wish{Request: AskSnooze, Until: after(60)}, after(6))
	if got := p.See(sighting(), true, after(7)); got.Page.State != Acknowledged {
		t.Errorf("while it is on its way the answer decides: %s", got.Page.State)
	}
	failed := p.Denied(AskSnooze, "not reachable", false, after(8)).Page
	got := failed.See(sighting(), true, after(9))
	if got.Page.State != Triggered || got.Page.Request != AskSnooze || words(got.Events) != "ack-lapsed" {
		t.Errorf("%s, asks %s, %s", got.Page.State, got.Page.Request, words(got.Events))
	}
	if step, _ := got.Page.Nag(DefaultPlan(), Circumstance{OnDuty: true}, Told{}, after(9)); step == nil {
		t.Error("it is told")
	}
}

func TestAClockThatIsPutBackDoesNotPutOffTheTarget(t *testing.T) {
	p := Trigger(sighting(), true, after(60)).Page.Aim(15*time.Minute, 10*time.Minute).Page
	if due := p.Watch(true, start).Page.Due(); !due.Equal(after(15)) {
		t.Errorf("due at %v", due)
	}
}
