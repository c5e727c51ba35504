package ui

import (
	"context"
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
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
	"standby/notify"
)

func TestTheWindowShowsWhatTheAgentSays(t *testing.T) {
	s := night.OnCall(t)
	s.Troubles = []api.Trouble{{What: "The disk is full", Means: "Nothing is stored.", Next: "Make room."}}
	b := newBench(t, &s)
	b.Reads("Primary until Fri 09:00", "Nothing waits. No page in the last 24 hours.", "prod", "alertmanager · 8 s ago", "The disk is full", "Nothing is stored.", "Make room.")
	b.Now = b.Now.Add(time.Minute)
	b.w.onTick()
	b.Reads("alertmanager · 1 min ago")
}

func TestATroubleThatHasPassedIsTakenAway(t *testing.T) {
	s := night.OnCall(t)
	s.Troubles = []api.Trouble{{What: "The disk is full"}}
	b := newBench(t, &s)
	s.Troubles = nil
	b.Send(s)
	b.DoesNotRead("The disk is full")
}

func TestTheTitleNamesTheProfile(t *testing.T) {
	s := night.OnCall(t)
	for _, c := range []struct{ profile, snapshot, want string }{{"", "", "Standby"}, {"work", "", "Standby (work)"}, {"", "home", "Standby (home)"}} {
		s.Profile = c.snapshot
		if got := titleFor(c.profile, bench.ViewAt(t, s, night.Now(t))); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	s.Demo = true
	if got := titleFor("demo", bench.ViewAt(t, s, night.Now(t))); got != "Standby (demo)" {
		t.Errorf("got %q", got)
	}
}

func TestAcknowledgingSaysThatItIsOnItsWay(t *testing.T) {
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("p", night.Now(t))}
	b := newBench(t, &s)
	b.Hold = true
	test.Tap(b.Button("Silence for 15 min"))
	if !b.Button("Sending…").Disabled() {
		t.Error("the button can be pressed again")
	}
	b.Release()
	b.Asked("acknowledge p")
	s.Pages[0].State, s.Pages[0].AckedBy, s.Pages[0].AckedAt, s.Pages[0].Due = notify.Acknowledged, "Engineer A", b.Now, time.Time{}
	b.Send(s)
	b.DoesNotRead("Sending…", "Silence for 15 min")
	b.Reads("Acknowledged 02:12 by Engineer A · just now · payments")
}

func TestAnAcknowledgementThatFailsSaysWhy(t *testing.T) {
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("p", night.Now(t))}
	b := newBench(t, &s)
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "prod refuses the password", Means: "The page was not silenced", Next: "Enter it again."}}
	test.Tap(b.Button("Silence for 15 min"))
	b.Reads("prod refuses the password. The page was not silenced Enter it again.", "Silence for 15 min")
}

func TestTheFocusStaysWithItsPageWhenAnotherComes(t *testing.T) {
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("first", night.Now(t).Add(-5*time.Minute))}
	b := newBench(t, &s)
	b.Desk.Win.Canvas().Focus(b.Button("Silence for 15 min"))
	sooner := night.Waiting("second", night.Now(t).Add(-9*time.Minute))
	s.Pages = append(s.Pages, sooner)
	b.Send(s)
	b.Key(fyne.KeyReturn)
	b.Asked("acknowledge first")
}

func TestAnAgentThatHasGoneIsAnnouncedAndNothingPassesForCurrent(t *testing.T) {
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("p", night.Now(t))}
	b := newBench(t, &s)
	b.Now = b.Now.Add(time.Minute)
	b.w.onLost(api.ErrNotRunning)
	b.Reads("Standby's agent is not running: pages are NOT being watched", "Not current")
	if !b.w.veil.Visible() {
		t.Error("the last snapshot is not greyed")
	}
	if !b.Button("Silence for 15 min").Disabled() {
		t.Error("a page can be acknowledged without an agent")
	}
	b.Now = b.Now.Add(10 * time.Minute)
	b.w.onTick()
	if what, detail := absence(b.w.view); what == "" || !strings.Contains(detail, "Since 02:13, 10 min ago") {
		t.Errorf("got %q", detail)
	}
	b.Send(s)
	b.DoesNotRead("Standby's agent is not running: pages are NOT being watched", "Not current")
	if b.w.veil.Visible() {
		t.Error("the present snapshot is greyed")
	}
}

func TestAWindowWithoutAnAgentSaysSoAfterAMoment(t *testing.T) {
	b := newBench(t, nil)
	const alarm = "Standby's agent does not answer: pages are NOT being watched here"
	b.DoesNotRead(alarm)
	b.Now = b.Now.Add(grace)
	b.w.onTick()
	b.Reads(alarm)
	for p := range model.Places {
		b.w.goTo(p)
		b.Reads(alarm)
	}
}

func TestAnAgentThatSaysNothingIsAskedWhetherItLives(t *testing.T) {
	s := night.OnCall(t)
	b := newBench(t, &s)
	b.Now = b.Now.Add(quiet - time.Second)
	b.w.onTick()
	b.Asked()
	b.Now = b.Now.Add(time.Second)
	b.Agent.Says.Snapshot = s
	b.w.onTick()
	b.Asked("snapshot")
	if !b.w.view.Live {
		t.Error("an agent that answers counts as gone")
	}
	hung := false
	b.w.hangUp = func() { hung = true }
	b.Agent.Err = context.DeadlineExceeded
	b.Now = b.Now.Add(quiet)
	b.w.onTick()
	if b.w.view.Live || !hung {
		t.Error("a stopped agent passes for alive")
	}
}

func TestTheStreamIsReadAgainWhenItEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := night.OnCall(t)
		calls := 0
		b := newBench(t, nil)
		b.Agent.Says.Stream = func(ctx context.Context, each func(api.Message)) error {
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
		if calls != 4 || !b.w.view.Live {
			t.Errorf("after %v: %d calls, live %v", time.Since(start), calls, b.w.view.Live)
		}
		b.w.onClosed()
		synctest.Wait()
	})
}

func TestSnapshotsThatComeTooFastReplaceOneAnother(t *testing.T) {
	s := night.OnCall(t)
	b := newBench(t, &s)
	first, second := s, s
	first.Seq, second.Seq = 2, 3
	b.w.pending.Store(&first)
	b.w.pending.Store(&second)
	b.w.onSnapshot()
	b.w.onSnapshot()
	if b.w.view.Snap.Seq != 3 {
		t.Errorf("shown is %d", b.w.view.Snap.Seq)
	}
}

func TestCtrlAndADigitSwitchScreensEvenFromAField(t *testing.T) {
	s := night.OnCall(t)
	b := newBench(t, &s)
	press := func(key fyne.KeyName) {
		shortcut := &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
		if f, ok := b.Desk.Win.Canvas().Focused().(fyne.Shortcutable); ok {
			f.TypedShortcut(shortcut)
			return
		}
		b.Desk.Win.Canvas().(fyne.Shortcutable).TypedShortcut(shortcut)
	}
	for i, key := range []fyne.KeyName{fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key1} {
		press(key)
		if want := model.Place((i + 1) % int(model.Places)); b.w.current != want || !b.w.tabs[want].Current() {
			t.Errorf("%s shows %s", key, b.w.current.Label())
		}
	}
	press(fyne.Key6)
	b.Desk.Win.Canvas().FocusNext()
	for range 20 {
		if _, ok := b.Desk.Win.Canvas().Focused().(*kit.Entry); ok {
			break
		}
		b.Desk.Win.Canvas().FocusNext()
	}
	if _, ok := b.Desk.Win.Canvas().Focused().(*kit.Entry); !ok {
		t.Fatal("Tab reaches no field")
	}
	press(fyne.Key1)
	if b.w.current != model.Now {
		t.Error("a field keeps the key for itself")
	}
	if b.Desk.Win.Canvas().Focused() != nil {
		t.Error("the field that has gone keeps the focus")
	}
}

func TestEverythingCanBeReachedWithTab(t *testing.T) {
	s := night.OnCall(t)
	s.Pages = []api.Page{night.Waiting("p", night.Now(t))}
	b := newBench(t, &s)
	c := b.Desk.Win.Canvas()
	for p := range model.Places {
		b.w.goTo(p)
		var buttons []*look.Button
		bench.Shown(b.w.stage, func(o fyne.CanvasObject) {
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
				t.Errorf("%s: %q cannot be reached", p.Label(), button.Label)
			}
		}
	}
}

func TestNoTextWidensTheWindow(t *testing.T) {
	s := night.OnCall(t)
	for i, title := range []string{strings.Repeat("W", 120), "تنبيه: قاعدة البيانات لا تستجيب", "\u202eright to left", "line\nfeed", "", "<b>bold</b> $(id) \"quoted\""} {
		p := night.Waiting(fmt.Sprint(i), night.Now(t).Add(-time.Duration(i)*time.Minute))
		p.Title, p.Service, p.AckLabel, p.Body, p.URL = title, title, strings.Repeat("Silence ", 30), title, "https://example.org/"+strings.Repeat("x", 400)
		p.Failure = title
		s.Pages = append(s.Pages, p)
	}
	s.Me.Name, s.Sources[0].Name, s.DutyReason = strings.Repeat("N", 200), strings.Repeat("S", 200), strings.Repeat("R", 300)
	b := newBench(t, &s)
	for p := range model.Places {
		b.w.goTo(p)
		if p == model.Pages {
			b.Typed("j")
		}
		if size := b.Desk.Win.Content().MinSize(); size.Width > 600 || size.Height > 360 {
			t.Errorf("%s asks for %v", p.Label(), size)
		}
	}
}

func TestTheFirstStepsLeadToWhereTheyAreDone(t *testing.T) {
	b := newBench(t, &api.Snapshot{Seq: 1, DutyReason: "No calendar yet", Zone: "Europe/Berlin"})
	b.Reads("Three steps to begin", "No calendar yet", "Nothing is watched yet, so nothing can wait.", "None yet. Add one under Settings (Ctrl+6).")
	test.Tap(b.Button("Send a test page"))
	b.Asked("test-page")
	test.Tap(b.Button("Add a calendar"))
	if b.w.current != model.Settings || !slices.Contains(b.Texts(), "Standby does not know yet who you are. Say it here, or when you add a calendar.") {
		t.Errorf("shows %s", b.w.current.Label())
	}
}
