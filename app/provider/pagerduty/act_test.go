package pagerduty

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"standby/app/provider"
	"standby/app/provider/pagerduty/pdtest"
)

// acts are all acts on a page that is open, and what has become of the incident
// when they are done.
func acts() map[string]struct {
	do   func(ctx context.Context, w world, a provider.Alert) error
	done func(i pdtest.Incident) bool
	// write is the request that changes something.
	write string
} {
	type act = struct {
		do    func(ctx context.Context, w world, a provider.Alert) error
		done  func(i pdtest.Incident) bool
		write string
	}
	return map[string]act{
		"acknowledge": {func(ctx context.Context, w world, a provider.Alert) error {
			_, err := w.Source.Acknowledge(ctx, a.Ref, "")
			return err
		}, func(i pdtest.Incident) bool { return i.Status == "acknowledged" && len(i.Acks) == 1 }, "PUT "},
		"resolve": {func(ctx context.Context, w world, a provider.Alert) error { return w.Source.Resolve(ctx, a.Ref) },
			func(i pdtest.Incident) bool { return i.Status == "resolved" }, "PUT "},
		"snooze": {func(ctx context.Context, w world, a provider.Alert) error {
			_, err := w.Snooze(ctx, a.Ref, "", begin.Add(time.Hour))
			return err
		}, func(i pdtest.Incident) bool { return i.Status == "acknowledged" && i.Until.Equal(begin.Add(time.Hour)) }, "POST "},
		"note": {func(ctx context.Context, w world, a provider.Alert) error {
			return w.Note(ctx, a.Ref, "", "The disk is full.")
		}, func(i pdtest.Incident) bool { return len(i.Notes) == 1 }, "POST "},
		"escalate": {func(ctx context.Context, w world, a provider.Alert) error {
			_, err := w.Escalate(ctx, a.Ref, "")
			return err
		}, func(i pdtest.Incident) bool { return i.Level == 2 && i.Status == "triggered" }, "PUT "},
	}
}

func TestEveryActIsDoneOnceHoweverOftenItIsAsked(t *testing.T) {
	for name, act := range acts() {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			a := w.one(t, nil)
			for n := range 3 {
				if err := act.do(t.Context(), w, a); err != nil {
					t.Fatalf("time %d: %v", n+1, err)
				}
			}
			if i := w.Incident(a.Key); !act.done(i) || w.Writes() != 1 {
				t.Errorf("%d writes, %+v", w.Writes(), i)
			}
		})
	}
}

func TestALostAnswerIsNoReasonToDoItTwice(t *testing.T) {
	for name, act := range acts() {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			a := w.one(t, nil)
			w.Fail(pdtest.Fault{Match: act.write, Lost: true})
			if err := act.do(t.Context(), w, a); err != nil {
				t.Errorf("it was done, and the incident says so: %v", err)
			}
			if err := act.do(t.Context(), w, a); err != nil {
				t.Errorf("again: %v", err)
			}
			if i := w.Incident(a.Key); !act.done(i) || w.Writes() != 1 {
				t.Errorf("%d writes, %+v", w.Writes(), i)
			}
		})
		t.Run(name+", and the incident cannot be read either", func(t *testing.T) {
			w := newWorld(t)
			a := w.one(t, nil)
			w.Fail(pdtest.Fault{Match: act.write, Lost: true, Before: func() {
				w.Fail(pdtest.Fault{Match: "GET ", Cut: true, Times: 2})
			}})
			if err := act.do(t.Context(), w, a); !errors.Is(err, provider.ErrUnreachable) {
				t.Errorf("got %v", err)
			}
			w.Heal()
			if err := act.do(t.Context(), w, a); err != nil {
				t.Errorf("again: %v", err)
			}
			if i := w.Incident(a.Key); !act.done(i) || w.Writes() != 1 {
				t.Errorf("%d writes, %+v", w.Writes(), i)
			}
		})
	}
}

func TestWhatFailedIsNotClaimedAndIsDoneByTryingAgain(t *testing.T) {
	for name, act := range acts() {
		for how, f := range map[string]pdtest.Fault{
			"is cut off":            {Cut: true},
			"meets a 500":           {Answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) }},
			"meets a login page":    {Answer: page},
			"is answered nonsense":  {Answer: says(`{"incident":{"id":"P1","status":"acknowledged"}}`)},
			"is answered something": {Answer: says(`{}`)},
		} {
			t.Run(name+" "+how, func(t *testing.T) {
				w := newWorld(t)
				a := w.one(t, nil)
				f.Match = act.write
				w.Fail(f)
				if err := act.do(t.Context(), w, a); err == nil || act.done(w.Incident(a.Key)) {
					t.Fatalf("it failed: %v", err)
				}
				if err := act.do(t.Context(), w, a); err != nil || !act.done(w.Incident(a.Key)) {
					t.Errorf("again: %v, %+v", err, w.Incident(a.Key))
				}
			})
		}
	}
}

func page(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	_, _ = w.Write([]byte("<!doctype html><title>Wi-Fi</title>Please log in"))
}

func TestNothingIsSentToAnIncidentThatHasEndedOrLeftUs(t *testing.T) {
	for name, act := range acts() {
		for how, c := range map[string]struct {
			happens func(w world, id string)
			fine    map[string]bool // those that are no ErrGone
			writes  map[string]int
		}{
			"resolved": {func(w world, id string) { w.Server.Resolve(id) }, map[string]bool{"resolve": true, "note": true}, map[string]int{"note": 1}},
			"resolved, and still said to be mine": {func(w world, id string) { w.Change(id, func(i *pdtest.Incident) { i.Status = "resolved" }) },
				map[string]bool{"resolve": true, "note": true}, map[string]int{"note": 1}},
			"given to somebody else": {func(w world, id string) { w.clock.pass(time.Minute); w.Assign(id, pdtest.Second()) },
				map[string]bool{"note": true, "escalate": true}, map[string]int{"note": 1}},
			"unknown": {func(w world, id string) { w.Change(id, func(i *pdtest.Incident) { i.ID = "PGONE" }) }, nil, nil},
		} {
			t.Run(name+" "+how, func(t *testing.T) {
				w := newWorld(t)
				a := w.one(t, nil)
				c.happens(w, a.Key)
				err := act.do(t.Context(), w, a)
				if c.fine[name] != (err == nil) || !c.fine[name] && !errors.Is(err, provider.ErrGone) {
					t.Errorf("got %v", err)
				}
				if w.Writes() != c.writes[name] || len(w.Reopened()) > 0 {
					t.Errorf("%d writes, reopened %v", w.Writes(), w.Reopened())
				}
			})
		}
	}
}

// TestTheRaceThatCannotBeWon says what becomes of an incident that is resolved
// between our looking and our acknowledging: it is open again, and is listed.
func TestTheRaceThatCannotBeWon(t *testing.T) {
	w := newWorld(t)
	a := w.one(t, nil)
	w.Fail(pdtest.Fault{Match: "PUT ", Before: func() { w.Server.Resolve(a.Key) }})
	if _, err := w.Source.Acknowledge(t.Context(), a.Ref, ""); err != nil {
		t.Fatal(err)
	}
	if len(w.Reopened()) != 1 {
		t.Fatal("the fake does not behave as the contract warns")
	}
	if alerts, err := w.Source.Open(t.Context()); err != nil || len(alerts) != 1 || alerts[0].Ack == nil {
		t.Errorf("nobody would know: %v, %v", alerts, err)
	}
}

func TestResolvingWhatSomebodyResolvesAtTheSameTimeIsDone(t *testing.T) {
	w := newWorld(t)
	a := w.one(t, nil)
	w.Fail(pdtest.Fault{Match: "PUT ", Before: func() { w.Server.Resolve(a.Key) }})
	if err := w.Source.Resolve(t.Context(), a.Ref); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestAnAcknowledgementOfAColleagueDoesNotStandForOurs(t *testing.T) {
	w := newWorld(t)
	a := w.one(t, nil)
	w.Server.Acknowledge(a.Key, pdtest.Second())
	w.clock.pass(time.Minute)
	ack, err := w.Source.Acknowledge(t.Context(), a.Ref, "")
	if err != nil || ack.By != "Engineer A" || len(w.Incident(a.Key).Acks) != 2 {
		t.Errorf("%+v, %v, %+v", ack, err, w.Incident(a.Key))
	}
}

func TestTakingAnAcknowledgementBack(t *testing.T) {
	for name, c := range map[string]struct {
		happens func(w world, id string)
		is      error
		status  string
		writes  int // besides the acknowledgement
	}{
		"has it page again":                     {nil, nil, "triggered", 1},
		"leaves alone what pages already":       {func(w world, id string) { w.Assign(id, pdtest.Me()) }, nil, "triggered", 0},
		"leaves alone what is resolved":         {func(w world, id string) { w.Server.Resolve(id) }, nil, "resolved", 0},
		"leaves alone what a colleague has now": {func(w world, id string) { w.Assign(id, pdtest.Second()); w.Server.Acknowledge(id, pdtest.Second()) }, nil, "acknowledged", 0},
		"does not take a colleague's with it":   {func(w world, id string) { w.Server.Acknowledge(id, pdtest.Second()) }, ErrNotOurs, "acknowledged", 0},
		"does not take a colleague's for ours":  {func(w world, id string) { w.Assign(id, pdtest.Me()); w.Server.Acknowledge(id, pdtest.Second()) }, ErrNotOurs, "acknowledged", 0},
		"leaves alone what nobody knows":        {func(w world, id string) { w.Change(id, func(i *pdtest.Incident) { i.ID = "PGONE" }) }, nil, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			a := w.one(t, nil)
			ack, err := w.Source.Acknowledge(t.Context(), a.Ref, "")
			if err != nil {
				t.Fatal(err)
			}
			if c.happens != nil {
				c.happens(w, a.Key)
			}
			if err := w.Unacknowledge(t.Context(), provider.Ack{Handle: ack.Handle}); !errors.Is(err, c.is) || c.is == nil && err != nil {
				t.Errorf("got %v, want %v", err, c.is)
			}
			if c.status != "" && w.Incident(a.Key).Status != c.status || w.Writes() != 1+c.writes {
				t.Errorf("%d writes, %+v", w.Writes(), w.Incident(a.Key))
			}
		})
	}
}

func TestExtendingChangesNothing(t *testing.T) {
	w := newWorld(t)
	a := w.one(t, nil)
	ack, err := w.Snooze(t.Context(), a.Ref, "", begin.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if again, err := w.Extend(t.Context(), a.Ref, ack); err != nil || again != ack || w.Writes() != 1 {
		t.Errorf("%+v, %v", again, err)
	}
	w.clock.pass(2 * time.Hour)
	if _, err := w.Extend(t.Context(), a.Ref, ack); !errors.Is(err, ErrLapsed) {
		t.Errorf("got %v", err)
	}
	w.Server.Resolve(a.Key)
	if _, err := w.Extend(t.Context(), a.Ref, ack); !errors.Is(err, provider.ErrGone) {
		t.Errorf("got %v", err)
	}
}

func TestPeekingTellsWhatOpenWouldTell(t *testing.T) {
	w := newWorld(t)
	a := w.one(t, nil)
	for name, c := range map[string]struct {
		happens func()
		open    bool
	}{
		"1 it waits":        {func() {}, true},
		"2 somebody has it": {func() { w.Server.Acknowledge(a.Key, pdtest.Me()) }, true},
		"3 it left us":      {func() { w.Assign(a.Key, pdtest.Second()) }, false},
		"4 it is over":      {func() { w.Server.Resolve(a.Key) }, false},
	} {
		_ = name
		c.happens()
		now, open, err := w.Peek(t.Context(), a.Ref)
		_, listed := w.Server.Open(pdtest.Me())[a.Key]
		if err != nil || open != listed || now.Key != a.Key {
			t.Errorf("%s: %v, %v, %v", name, now, open, err)
		}
	}
	if now, open, err := w.Peek(t.Context(), "PNEVER1"); err != nil || open || now.Key != "" {
		t.Errorf("unknown: %v, %v, %v", now, open, err)
	}
	for _, bad := range []string{"", "@", "P1@soon", "../users/me", "P 1", strings.Repeat("P", 65)} {
		if _, _, err := w.Peek(t.Context(), bad); !errors.Is(err, errNoRef) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestASnoozeIsReckonedByTheServersClock(t *testing.T) {
	w := newWorld(t)
	a := w.one(t, nil)
	// Ours is ten minutes slow.
	w.api.now = func() time.Time { return w.clock.now().Add(-10 * time.Minute) }
	until := begin.Add(time.Hour)
	ack, err := w.Snooze(t.Context(), a.Ref, "", until)
	if err != nil || !ack.Until.Equal(until) || !ack.Lapses || ack.By != "Engineer A" {
		t.Errorf("%+v, %v", ack, err)
	}
	w.clock.pass(59 * time.Minute)
	if w.Incident(a.Key).Status != "acknowledged" {
		t.Error("it pages too early")
	}
	w.clock.pass(time.Minute)
	if alerts, err := w.Source.Open(t.Context()); err != nil || len(alerts) != 1 || alerts[0].Ack != nil {
		t.Errorf("it does not page again: %v, %v", alerts, err)
	}
}

func TestASnoozeThatCannotBeIsNotSent(t *testing.T) {
	w := newWorld(t)
	a := w.one(t, nil)
	for name, until := range map[string]time.Time{
		"now": begin, "an hour ago": begin.Add(-time.Hour), "too far": begin.Add(LongestSnooze + time.Second), "never": {},
	} {
		if _, err := w.Snooze(t.Context(), a.Ref, "", until); !errors.Is(err, ErrSnooze) || w.Writes() != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := w.Snooze(t.Context(), a.Ref, "", begin.Add(LongestSnooze)); err != nil {
		t.Errorf("seven days: %v", err)
	}
}

func TestNotesOfOthersAndOtherNotesAreNotTakenForThisOne(t *testing.T) {
	w := newWorld(t)
	a := w.one(t, nil)
	w.Change(a.Key, func(i *pdtest.Incident) {
		i.Notes = []pdtest.Note{{User: pdtest.Second().ID, Text: "The disk is full."}, {User: pdtest.Me().ID, Text: "The disk is full"}}
	})
	if err := w.Note(t.Context(), a.Ref, "", " The disk is full.\n"); err != nil || len(w.Incident(a.Key).Notes) != 3 {
		t.Errorf("%v, %v", err, w.Incident(a.Key).Notes)
	}
	if err := w.Note(t.Context(), a.Ref, "", "The  disk\nis full."); err != nil || len(w.Incident(a.Key).Notes) != 3 {
		t.Errorf("the same with other spaces: %v, %v", err, w.Incident(a.Key).Notes)
	}
	if err := w.Note(t.Context(), a.Ref, "", " \n"); !errors.Is(err, ErrNoText) {
		t.Errorf("an empty one: %v", err)
	}
}

func TestEscalatingGoesLevelByLevelAndSaysWhoIsTold(t *testing.T) {
	w := newWorld(t)
	a := w.one(t, nil)
	to, err := w.Escalate(t.Context(), a.Ref, "")
	if err != nil || to != "Engineer B" {
		t.Fatalf("%q, %v", to, err)
	}
	// It comes back to me, besides the second: the next level is the third.
	w.clock.pass(time.Minute)
	w.Assign(a.Key, pdtest.Me(), pdtest.Second())
	w.Change(a.Key, func(i *pdtest.Incident) { i.Level = 2 })
	a = w.one(t, nil)
	w.Assign(a.Key, pdtest.Third(), pdtest.Me())
	now, _, err := w.Peek(t.Context(), a.Key)
	if err != nil {
		t.Fatal(err)
	}
	if to, err = w.Escalate(t.Context(), now.Ref, ""); err != nil || to != "Engineer B" {
		t.Errorf("from the first level on: %q, %v", to, err)
	}
}

func TestWhereNobodyIsLeftToEscalateToNothingIsSent(t *testing.T) {
	w := newWorld(t)
	a := w.one(t, func(i *pdtest.Incident) { i.Level = 3 })
	w.SetShifts(pdtest.Shift{User: pdtest.Second(), Level: 1}, pdtest.Shift{User: pdtest.Me(), Level: 2}, pdtest.Shift{User: pdtest.Me(), Level: 3})
	if _, err := w.Escalate(t.Context(), a.Ref, ""); !errors.Is(err, ErrLastLevel) || w.Writes() != 0 {
		t.Errorf("got %v", err)
	}
	if w.EscalateLabel() == "" || w.AckLabel() == "" {
		t.Error("a button without a word")
	}
}
