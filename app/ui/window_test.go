package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/notify"
)

func TestTheWindowShowsWhatTheAgentSays(t *testing.T) {
	s := onCall(t)
	s.Troubles = []api.Trouble{{What: "The disk is full", Means: "Nothing is stored.", Next: "Make room."}}
	b := newBench(t, &s)
	b.reads("Primary until Fri 09:00", "Nothing waits. No page in the last 24 hours.", "prod", "alertmanager · 8 s ago", "The disk is full", "Nothing is stored.", "Make room.")
	b.now = b.now.Add(time.Minute)
	b.w.onTick()
	b.reads("alertmanager · 1 min ago")
}

func TestATroubleThatHasPassedIsTakenAway(t *testing.T) {
	s := onCall(t)
	s.Troubles = []api.Trouble{{What: "The disk is full"}}
	b := newBench(t, &s)
	s.Troubles = nil
	b.send(s)
	b.doesNotRead("The disk is full")
}

func TestTheTitleNamesTheProfile(t *testing.T) {
	s := onCall(t)
	for _, c := range []struct{ profile, snapshot, want string }{{"", "", "Standby"}, {"work", "", "Standby (work)"}, {"", "home", "Standby (home)"}} {
		s.Profile = c.snapshot
		if got := titleFor(c.profile, viewAt(t, s, night(t))); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	s.Demo = true
	if got := titleFor("demo", viewAt(t, s, night(t))); got != "Standby (demo)" {
		t.Errorf("got %q", got)
	}
}

func TestAcknowledgingSaysThatItIsOnItsWay(t *testing.T) {
	s := onCall(t)
	s.Pages = []api.Page{waitingPage("p", night(t))}
	b := newBench(t, &s)
	b.hold = true
	test.Tap(b.button("Silence for 15 min"))
	if !b.button("Sending…").Disabled() {
		t.Error("the button can be pressed again")
	}
	b.release()
	b.asked("acknowledge p")
	s.Pages[0].State, s.Pages[0].AckedBy, s.Pages[0].AckedAt, s.Pages[0].Due = notify.Acknowledged, "Engineer A", b.now, time.Time{}
	b.send(s)
	b.doesNotRead("Sending…", "Silence for 15 min")
	b.reads("Acknowledged 02:12 by Engineer A · just now · payments")
}

func TestAnAcknowledgementThatFailsSaysWhy(t *testing.T) {
	s := onCall(t)
	s.Pages = []api.Page{waitingPage("p", night(t))}
	b := newBench(t, &s)
	b.agent.err = &api.Error{Trouble: api.Trouble{What: "prod refuses the password", Means: "The page was not silenced", Next: "Enter it again."}}
	test.Tap(b.button("Silence for 15 min"))
	b.reads("prod refuses the password. The page was not silenced Enter it again.", "Silence for 15 min")
}

func TestTheFocusStaysWithItsPageWhenAnotherComes(t *testing.T) {
	s := onCall(t)
	s.Pages = []api.Page{waitingPage("first", night(t).Add(-5*time.Minute))}
	b := newBench(t, &s)
	b.w.desk.win.Canvas().Focus(b.button("Silence for 15 min"))
	sooner := waitingPage("second", night(t).Add(-9*time.Minute))
	s.Pages = append(s.Pages, sooner)
	b.send(s)
	b.key(fyne.KeyReturn)
	b.asked("acknowledge first")
}

func TestAnAgentThatHasGoneIsAnnouncedAndNothingPassesForCurrent(t *testing.T) {
	s := onCall(t)
	s.Pages = []api.Page{waitingPage("p", night(t))}
	b := newBench(t, &s)
	b.now = b.now.Add(time.Minute)
	b.w.onLost(api.ErrNotRunning)
	b.reads("Standby's agent is not running: pages are NOT being watched", "Not current")
	if !b.w.veil.Visible() {
		t.Error("the last snapshot is not greyed")
	}
	if !b.button("Silence for 15 min").Disabled() {
		t.Error("a page can be acknowledged without an agent")
	}
	b.now = b.now.Add(10 * time.Minute)
	b.w.onTick()
	if what, detail := absence(b.w.view); what == "" || !strings.Contains(detail, "Since 02:13, 10 min ago") {
		t.Errorf("got %q", detail)
	}
	b.send(s)
	b.doesNotRead("Standby's agent is not running: pages are NOT being watched", "Not current")
	if b.w.veil.Visible() {
		t.Error("the present snapshot is greyed")
	}
}

func TestAWindowWithoutAnAgentSaysSoAfterAMoment(t *testing.T) {
	b := newBench(t, nil)
	const alarm = "Standby's agent does not answer: pages are NOT being watched here"
	b.doesNotRead(alarm)
	b.now = b.now.Add(grace)
	b.w.onTick()
	b.reads(alarm)
	for p := range places {
		b.w.goTo(p)
		b.reads(alarm)
	}
}

func TestAnAgentThatSaysNothingIsAskedWhetherItLives(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	b.now = b.now.Add(quiet - time.Second)
	b.w.onTick()
	b.asked()
	b.now = b.now.Add(time.Second)
	b.agent.snapshot = s
	b.w.onTick()
	b.asked("snapshot")
	if !b.w.view.live {
		t.Error("an agent that answers counts as gone")
	}
	hung := false
	b.w.hangUp = func() { hung = true }
	b.agent.err = context.DeadlineExceeded
	b.now = b.now.Add(quiet)
	b.w.onTick()
	if b.w.view.live || !hung {
		t.Error("a stopped agent passes for alive")
	}
}

func TestTheStreamIsReadAgainWhenItEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := onCall(t)
		calls := 0
		b := newBench(t, nil)
		b.agent.stream = func(ctx context.Context, each func(api.Message)) error {
			calls++
			if calls < 4 {
				return api.ErrNotRunning
			}
			each(api.Message{Snapshot: &s})
			<-ctx.Done()
			return nil
		}
		start := time.Now()
		go b.w.follow()
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if calls != 4 || !b.w.view.live {
			t.Errorf("after %v: %d calls, live %v", time.Since(start), calls, b.w.view.live)
		}
		b.w.onClosed()
		synctest.Wait()
	})
}

func TestSnapshotsThatComeTooFastReplaceOneAnother(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	first, second := s, s
	first.Seq, second.Seq = 2, 3
	b.w.pending.Store(&first)
	b.w.pending.Store(&second)
	b.w.onSnapshot()
	b.w.onSnapshot()
	if b.w.view.snap.Seq != 3 {
		t.Errorf("shown is %d", b.w.view.snap.Seq)
	}
}

func TestCtrlAndADigitSwitchScreensEvenFromAField(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	b.agent.statement.Policy = "Agreement"
	press := func(key fyne.KeyName) {
		shortcut := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
		if f, ok := b.w.desk.win.Canvas().Focused().(fyne.Shortcutable); ok {
			f.TypedShortcut(shortcut)
			return
		}
		b.w.desk.win.Canvas().(fyne.Shortcutable).TypedShortcut(shortcut)
	}
	for i, key := range []fyne.KeyName{fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key1} {
		press(key)
		if want := place((i + 1) % int(places)); b.w.current != want || !b.w.tabs[want].Current() {
			t.Errorf("%s shows %s", key, label(b.w.current))
		}
	}
	press(fyne.Key5)
	settings := b.w.screens[placeSettings].(*settingsScreen)
	b.w.desk.win.Canvas().Focus(settings.calendar.name)
	press(fyne.Key1)
	if b.w.current != placeNow {
		t.Error("a field keeps the key for itself")
	}
	if b.w.desk.win.Canvas().Focused() != nil {
		t.Error("the field that has gone keeps the focus")
	}
}

func TestEverythingCanBeReachedWithTab(t *testing.T) {
	s := onCall(t)
	s.Pages = []api.Page{waitingPage("p", night(t))}
	b := newBench(t, &s)
	c := b.w.desk.win.Canvas()
	for p := range places {
		b.w.goTo(p)
		var buttons []*look.Button
		shown(b.w.stage, func(o fyne.CanvasObject) {
			if button, ok := o.(*look.Button); ok && !button.Disabled() {
				buttons = append(buttons, button)
			}
		})
		reached := map[fyne.Focusable]bool{}
		for range 60 {
			test.FocusNext(c)
			reached[c.Focused()] = true
		}
		for _, button := range buttons {
			if !reached[button] {
				t.Errorf("%s: %q cannot be reached", label(p), button.Label)
			}
		}
	}
}

func TestNoTextWidensTheWindow(t *testing.T) {
	s := onCall(t)
	for i, title := range []string{strings.Repeat("W", 120), "تنبيه: قاعدة البيانات لا تستجيب", "\u202eright to left", "line\nfeed", "", "<b>bold</b> $(id) \"quoted\""} {
		p := waitingPage(fmt.Sprint(i), night(t).Add(-time.Duration(i)*time.Minute))
		p.Title, p.Service, p.AckLabel, p.Body, p.URL = title, title, strings.Repeat("Silence ", 30), title, "https://example.org/"+strings.Repeat("x", 400)
		p.Failure = title
		s.Pages = append(s.Pages, p)
	}
	s.Me.Name, s.Sources[0].Name, s.DutyReason = strings.Repeat("N", 200), strings.Repeat("S", 200), strings.Repeat("R", 300)
	b := newBench(t, &s)
	for p := range places {
		b.w.goTo(p)
		if p == placePages {
			b.typed("j")
		}
		if size := b.w.desk.win.Content().MinSize(); size.Width > 600 || size.Height > 360 {
			t.Errorf("%s asks for %v", label(p), size)
		}
	}
}

func TestErrorsAreToldInWords(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		what string
	}{
		{"the agent explains it", fmt.Errorf("add: %w", &api.Error{Trouble: api.Trouble{What: "No such file", Next: "Look again."}}), "No such file"},
		{"there is no agent", fmt.Errorf("ask: %w", api.ErrNotRunning), "Standby's agent is not running"},
		{"it takes too long", context.DeadlineExceeded, "Standby's agent did not answer in time"},
		{"anything else", errors.New("odd"), "That did not work: odd"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := troubleOf(c.err)
			if got.What != c.what || got.Next == "" {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestTheFirstStepsLeadToWhereTheyAreDone(t *testing.T) {
	b := newBench(t, &api.Snapshot{Seq: 1, DutyReason: "No calendar yet", Zone: "Europe/Berlin"})
	b.reads("Three steps to begin", "No calendar yet", "Nothing is watched yet, so nothing can wait.", "None yet.")
	test.Tap(b.button("Send a test page"))
	b.asked("test-page")
	test.Tap(b.button("Add a calendar"))
	if b.w.current != placeSettings || !slices.Contains(b.texts(), "Standby does not know yet who you are. Say it here, or when you add a calendar.") {
		t.Errorf("shows %s", label(b.w.current))
	}
}
