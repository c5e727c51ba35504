package ui

import (
	"fmt"
	"net/url"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/notify"
	"standby/rotation"
)

func TestPagesAreReadAndActedOnWithTheKeyboard(t *testing.T) {
	now := night(t)
	s := onCall(t)
	s.Pages = []api.Page{waitingPage("new", now), waitingPage("old", now.Add(-5*time.Minute))}
	s.Pages[1].State, s.Pages[1].CanResolve = notify.Acknowledged, true
	b := newBench(t, &s)
	b.w.goTo(placePages)
	b.reads("Choose a page with the mouse, or with j and k.")
	b.typed("j")
	b.reads("Title of new", "a · Silence for 15 min", "15:00 left")
	b.typed("a")
	b.typed("j")
	b.reads("Title of old", "u · Give back", "r · Resolve")
	b.typed("u")
	b.typed("r")
	b.typed("a") // An acknowledged page cannot be acknowledged.
	b.typed("k")
	b.asked("acknowledge new", "unacknowledge old", "resolve old")
	b.key(fyne.KeyDown)
	b.reads("u · Give back")
	test.Tap(b.button("u · Give back"))
	b.asked("acknowledge new", "unacknowledge old", "resolve old", "unacknowledge old")
}

func TestKeysDoNothingWhileTheAgentIsAway(t *testing.T) {
	s := onCall(t)
	s.Pages = []api.Page{waitingPage("p", night(t))}
	b := newBench(t, &s)
	b.w.goTo(placePages)
	b.typed("j")
	b.w.onLost(nil)
	b.typed("a")
	b.asked()
}

func TestARequestThatFailsIsToldBesideThePage(t *testing.T) {
	s := onCall(t)
	s.Pages = []api.Page{waitingPage("p", night(t))}
	b := newBench(t, &s)
	b.w.goTo(placePages)
	b.typed("j")
	b.agent.err = api.ErrNotRunning
	b.typed("a")
	b.reads("Standby's agent is not running", "a · Silence for 15 min")
}

func TestAPageOfTheFirstScreenIsOpenedInFull(t *testing.T) {
	s := onCall(t)
	s.Pages = []api.Page{waitingPage("p", night(t)), waitingPage("q", night(t).Add(-time.Minute))}
	s.Pages[1].Body = "The body of q."
	b := newBench(t, &s)
	test.Tap(b.button("Details")) // The soonest stands on top, and that is q.
	b.reads("Title of q", "The body of q.")
}

func TestNewPagesWaitAboveTheListUntilTheyAreAskedFor(t *testing.T) {
	now := night(t)
	s := onCall(t)
	s.Pages = []api.Page{waitingPage("old", now.Add(-5*time.Minute))}
	b := newBench(t, &s)
	b.w.goTo(placePages)
	b.typed("j")
	s.Seq, s.Pages = 2, []api.Page{waitingPage("new", now), s.Pages[0]}
	b.send(s)
	b.reads("f · Show 1 new page", "Title of old")
	pages := b.w.screens[placePages].(*pagesScreen)
	if !slices.Equal(pages.order, []string{"old"}) {
		t.Errorf("the list became %v", pages.order)
	}
	b.typed("f")
	if !slices.Equal(pages.order, []string{"new", "old"}) || pages.chosen != "old" {
		t.Errorf("the list is %v, chosen %s", pages.order, pages.chosen)
	}
	b.doesNotRead("f · Show 1 new page")
}

func TestThreeThousandPagesAreListed(t *testing.T) {
	now := night(t)
	s := onCall(t)
	for i := range 3000 {
		s.Pages = append(s.Pages, waitingPage(fmt.Sprintf("p%04d", i), now.Add(-time.Duration(i)*time.Second)))
	}
	b := newBench(t, &s)
	b.reads("Waiting", "And 2980 more: all are on the screen Pages (Ctrl+3).")
	b.w.goTo(placePages)
	b.reads("3000 pages: what is open, and the last 24 hours.")
	b.key(fyne.KeyEnd)
	b.reads("Title of p2999")
	b.key(fyne.KeyHome)
	b.key(fyne.KeyPageDown)
	b.reads("Title of p0010")
}

func TestNoPagesAreAnswerToo(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	b.w.goTo(placePages)
	b.reads("No page waits, and none came in the last 24 hours.")
	b.doesNotRead("Choose a page with the mouse, or with j and k.")
	b.typed("jka")
	b.asked()
}

func TestOlderPagesAreLoadedOnRequest(t *testing.T) {
	now := night(t)
	s := onCall(t)
	b := newBench(t, &s)
	b.w.goTo(placePages)
	b.agent.history = []api.Page{resolvedPage("older", now.Add(-200*time.Hour))}
	test.Tap(b.button("Load older"))
	b.reads("Title of older", "1 page: what is open, and since 26 Oct 2026.")
	test.Tap(b.button("Load older"))
	b.asked("history 2026-10-26 2026-11-25", "history 2026-09-26 2026-10-26")
	b.agent.err = api.ErrNotRunning
	test.Tap(b.button("Load older"))
	b.reads("Standby's agent is not running", "Title of older")
}

func TestALinkIsShownInFullBeforeItIsOpened(t *testing.T) {
	const address = "https://prometheus.example.org/graph?g0.expr=up"
	s := onCall(t)
	s.Pages = []api.Page{waitingPage("p", night(t))}
	s.Pages[0].URL = address
	b := newBench(t, &s)
	var opened []string
	b.w.desk.open = func(u *url.URL) error {
		opened = append(opened, u.String())
		return nil
	}
	b.w.goTo(placePages)
	b.typed("j")
	b.reads(address)
	test.Tap(b.button("Open link"))
	if !slices.Equal(opened, []string{address}) {
		t.Errorf("opened %q", opened)
	}
	test.Tap(b.button("Copy link"))
	if got := fyne.CurrentApp().Clipboard().Content(); got != address {
		t.Errorf("copied %q", got)
	}
	s.Seq, s.Pages[0].URL = 2, "javascript:alert(1)"
	b.send(s)
	b.doesNotRead("Open link")
}

func TestTheScheduleIsAskedForWhenItsCauseChanges(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	b.agent.shifts = []rotation.Shift{*s.Duty.Current}
	b.w.goTo(placeSchedule)
	b.reads("Your shifts", "Week 48, 23 Nov – 29 Nov 2026", "Engineer A", "Times are in Europe/Berlin. Your shifts are filled, those of others outlined.")
	b.send(s)
	b.asked("shifts", "gaps")
	s.Sources = slices.Clone(s.Sources)
	s.Sources[1].LastHeard = b.now // heard again, and it says the same
	b.send(s)
	b.asked("shifts", "gaps")
	s.Sources[1].ReadAt = b.now
	b.send(s)
	b.asked("shifts", "gaps", "shifts", "gaps")
	b.agent.err = &api.Error{Trouble: api.Trouble{What: "The calendar cannot be read"}}
	s.Sources[1].ReadAt = b.now.Add(time.Second)
	b.send(s)
	b.reads("The calendar cannot be read", "Your shifts")
}

func TestGapsAreListedByTheirWord(t *testing.T) {
	s := onCall(t)
	s.Sources[1].Kind = api.KindRota
	b := newBench(t, &s)
	b.agent.shifts = []rotation.Shift{*s.Duty.Current}
	b.agent.gaps = []api.Gap{gap("Payments", rotation.Primary, s.Duty.Until, 72*time.Hour)}
	b.w.goTo(placeSchedule)
	b.reads("Nobody is on call", "gap", "primary · Payments · Fri 27 Nov 09:00 – Mon 30 Nov 09:00 · 72 h",
		"Times are in Europe/Berlin. Your shifts are filled, those of others outlined, and gaps, where nobody is on call, hatched.")
	b.agent.gaps = nil
	s.Sources = slices.Clone(s.Sources)
	s.Sources[1].ReadAt = b.now
	b.send(s)
	b.doesNotRead("Nobody is on call", "gap")
}

func gap(rota string, role rotation.Role, from time.Time, d time.Duration) api.Gap {
	return api.Gap{Rota: rota, Gap: rotation.Gap{Role: role, Interval: rotation.Interval{Start: from, End: from.Add(d)}}}
}

func TestPayIsShownByMonthWithEveryLineExplained(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	b.agent.statement = api.Statement{Policy: "Agreement", Currency: "EUR", Total: "12.50", StandbyHours: "4", CallOutHours: "0", Notes: []string{"A call-out still runs."},
		Lines: []api.Line{{What: "Standby", Explanation: "Four hours at three.", Amount: "12.00", Units: "4", Unit: "h", Rate: "3.00"}}}
	b.w.goTo(placePay)
	b.reads("November 2026", "EUR 12.50", "4 h", "A call-out still runs.", "Standby", "Four hours at three.", "4 h × EUR 3.00")
	test.Tap(b.button("Previous"))
	b.reads("October 2026")
	b.asked("pay 2026-11", "pay 2026-10")
	b.agent.err = &api.Error{Trouble: api.Trouble{What: "The policy has a negative rate", Next: "Correct line 4."}}
	test.Tap(b.button("Next"))
	b.reads("The policy has a negative rate", "Correct line 4.")
	b.doesNotRead("EUR 12.50")
}

func TestWithoutAPolicyOneIsAskedFor(t *testing.T) {
	s := onCall(t)
	s.PolicyName = ""
	b := newBench(t, &s)
	b.w.goTo(placePay)
	pay := b.w.screens[placePay].(*payScreen)
	test.Tap(b.button("Use this policy"))
	b.reads("That did not work: no file is named")
	test.Type(pay.chooser.path, "/home/me/policy.toml")
	test.Tap(b.button("Use this policy"))
	b.asked("policy /home/me/policy.toml")
	s.PolicyName = "Agreement"
	b.send(s)
	b.doesNotRead("Use this policy")
	b.asked("policy /home/me/policy.toml", "pay 2026-11")
}

func TestACalendarIsAddedAndItsAddressTakenAway(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	b.w.goTo(placeSettings)
	form := b.w.screens[placeSettings].(*settingsScreen).calendar
	test.Tap(b.button("Add this calendar"))
	b.reads("The calendar has no name")
	test.Type(form.name, "Payments")
	test.Type(form.location, "https://calendar.example.org/private.ics")
	test.Type(form.mail, "a@example.org")
	test.Tap(b.button("Add this calendar"))
	want := api.NewCalendar{Name: "Payments", Location: "https://calendar.example.org/private.ics", Role: rotation.Primary, Me: rotation.Person{Email: "a@example.org"}}
	if b.agent.calendar != want {
		t.Errorf("sent %+v", b.agent.calendar)
	}
	if form.location.Text != "" {
		t.Error("the address stays on the screen")
	}
	b.doesNotRead("The calendar has no name")
}

func TestARotaIsAdded(t *testing.T) {
	s := onCall(t)
	s.Me = rotation.Person{}
	b := newBench(t, &s)
	b.w.goTo(placeSettings)
	form := b.w.screens[placeSettings].(*settingsScreen).rota
	test.Tap(b.button("Add this rota"))
	b.reads("The rota has no name")
	test.Type(form.name, "Payments")
	test.Type(form.file, "/home/me/payments.toml")
	test.Type(form.mail, "a@example.org")
	b.agent.err = &api.Error{Trouble: api.Trouble{What: "payments.toml, line 5: layer[0].unit: is not a unit"}}
	test.Tap(b.button("Add this rota"))
	b.reads("payments.toml, line 5: layer[0].unit: is not a unit")
	if form.file.Text == "" {
		t.Error("what was typed is lost")
	}
	b.agent.err = nil
	test.Tap(b.button("Add this rota"))
	want := api.NewRota{Name: "Payments", File: "/home/me/payments.toml", Me: rotation.Person{Email: "a@example.org"}}
	if b.agent.rota != want {
		t.Errorf("sent %+v", b.agent.rota)
	}
	b.reads("“Payments” was added. You see it above, among the sources, and on the screen Schedule.")
	b.asked("rota", "rota")
}

func TestTheDoctorsFindingsAreListed(t *testing.T) {
	s := onCall(t)
	s.Desktop.Keyring = "locked"
	b := newBench(t, &s)
	b.agent.checks = []api.Check{{Name: "store", Result: "ok", Finding: "It is whole."}, {Name: "keyring", Result: "failed", Finding: "It is locked.", Next: "Unlock it."}}
	b.w.goTo(placeSettings)
	test.Tap(b.button("Check everything"))
	b.reads("store", "works", "It is whole.", "keyring", "does not work", "Do this: Unlock it.", "Check again")
	test.Tap(b.button("Send a test page"))
	b.asked("doctor", "test-page")
}
