package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/rotation"
)

// atCalendar opens the settings and returns the form of calendars.
func (b *bench) atCalendar() *calendarForm {
	b.t.Helper()
	b.w.goTo(placeSettings)
	screen, ok := b.w.screens[placeSettings].(*settingsScreen)
	if !ok {
		b.t.Fatal("these are no settings")
	}
	return screen.calendar
}

func TestACalendarIsShownBeforeItIsAddedAndFollowsThePattern(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	f := b.atCalendar()
	b.doesNotRead("What it says")
	test.Tap(b.button("Show me what it says"))
	b.reads("The calendar has no address")
	test.Type(f.location, "/home/me/oncall.ics")
	f.pattern.SetText("{persn}")
	b.agent.preview = paymentsPreview(t)
	b.agent.preview.Fault = &api.PatternFault{Line: 1, At: 1, Problem: "{persn} is not a field", Remedy: "the fields are {person} and {role}"}
	test.Tap(b.button("Show me what it says"))
	b.reads("What it says", "PagerDuty", "7 of them are yours.", "Engineer A (you)", "Fri 27 Nov 09:00 – Fri 4 Dec 09:00", "On Call - Engineer B - Payments",
		"At character 1, “{persn}”: {persn} is not a field. The fields are {person} and {role}.", "Read it again")
	b.doesNotRead("The calendar has no address")
	if f.name.Text != "On Call Schedule for Payments" {
		t.Errorf("the name begins with %q", f.name.Text)
	}
	test.Tap(b.button("Add this calendar"))
	b.reads("The pattern cannot be used")
	f.pattern.SetText("On Call - {person} - {rota}")
	b.asked("preview")
	if b.set[len(b.set)-1] != typing {
		t.Errorf("the clock was set to %v", b.set)
	}
	b.agent.preview.Fault, b.agent.preview.Rows[1].Unmatched = nil, true
	f.onPause()
	b.asked("preview", "preview")
	b.doesNotRead("At character 1, “{persn}”: {persn} is not a field. The fields are {person} and {role}.")
	b.reads("On Call - Engineer B - Payments\n" + unmatchedMark)
	first, last := b.agent.previewed[0], b.agent.previewed[1]
	want := api.PreviewQuery{NewCalendar: api.NewCalendar{Name: f.name.Text, Location: "/home/me/oncall.ics", Role: rotation.Primary, Pattern: "On Call - {person} - {rota}"}}
	if !first.Fresh || last != want {
		t.Errorf("asked %+v, then %+v", first, last)
	}
	test.Type(f.location, "x")
	b.doesNotRead("What it says")
	f.onPause() // What was being typed belongs to another calendar.
	b.asked("preview", "preview")
}

func TestAnAnswerToAnEarlierQuestionIsNotShown(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	f := b.atCalendar()
	test.Type(f.location, "/home/me/a.ics")
	b.hold = true
	test.Tap(b.button("Show me what it says"))
	if !b.button("Reading it…").Disabled() {
		t.Error("it can be asked for twice")
	}
	f.location.SetText("/home/me/b.ics")
	b.agent.preview = paymentsPreview(t)
	b.release()
	b.doesNotRead("What it says")
	b.reads("Show me what it says")
}

func TestWhatCannotBePreviewedIsTold(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	f := b.atCalendar()
	test.Type(f.location, "https://calendar.example.org/secret.ics")
	b.agent.err = &api.Error{Trouble: api.Trouble{What: "What comes for the calendar is not a calendar", Means: "It was not read, and nothing was added."}}
	test.Tap(b.button("Show me what it says"))
	b.reads("What comes for the calendar is not a calendar", "It was not read, and nothing was added.", "Show me what it says")
	b.agent.err = fmt.Errorf("broken pipe")
	test.Tap(b.button("Show me what it says"))
	b.reads("Nothing was added.")
	if f.location.Text == "" {
		t.Error("what was typed is lost")
	}
}

func TestACalendarIsFoundOnACalDAVServer(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	f := b.atCalendar()
	test.Tap(f.kind.options[kindCalDAV])
	b.doesNotRead("The file")
	test.Tap(b.button("Find calendars"))
	b.reads("The CalDAV server has no address")
	test.Type(f.account.server, "https://dav.example.org")
	test.Type(f.account.user, "a@example.org")
	test.Type(f.account.password, "hunter2")
	b.agent.found = []api.Found{{Address: "https://dav.example.org/a/duty/", Name: "Duty"}, {Address: "https://dav.example.org/a/off/", Name: "Holidays", ReadOnly: true}}
	test.Tap(b.button("Find calendars"))
	if want := (api.Account{Address: "https://dav.example.org", User: "a@example.org", Secret: "hunter2"}); b.agent.account != want {
		t.Errorf("asked %+v", b.agent.account)
	}
	b.reads("2 calendars were found. Choose the one that holds the shifts.")
	b.doesNotRead("The CalDAV server has no address")
	if got := f.account.pick.Options; !slices.Equal(got, []string{"Duty", "Holidays (read only)"}) {
		t.Errorf("to choose from: %q", got)
	}
	f.account.pick.SetSelectedIndex(0)
	f.name.SetText("Payments")
	b.agent.err = &api.Error{Trouble: api.Trouble{What: "The keyring is locked"}}
	test.Tap(b.button("Add this calendar"))
	want := api.NewCalendar{Name: "Payments", Location: "https://dav.example.org/a/duty/", CalDAV: true, User: "a@example.org", Secret: "hunter2", Role: rotation.Primary}
	if b.agent.calendar != want {
		t.Errorf("sent %+v", b.agent.calendar)
	}
	b.reads("The keyring is locked")
	if f.account.password.Text != "" || !f.account.password.Password || f.account.server.Text == "" {
		t.Error("the password can still be read, or the rest is lost")
	}
	b.agent.err = nil
	test.Type(f.account.password, "hunter2")
	test.Tap(b.button("Find calendars"))
	test.Type(f.account.server, "/")
	b.doesNotRead("2 calendars were found. Choose the one that holds the shifts.")
	test.Tap(b.button("Add this calendar"))
	if b.agent.calendar.Location != "https://dav.example.org/" {
		t.Errorf("sent %q, which was found at another address", b.agent.calendar.Location)
	}
	if f.account.server.Text+f.account.user.Text+f.account.password.Text != "" || strings.Contains(strings.Join(b.texts(), " "), "hunter2") {
		t.Error("the account stays on the screen")
	}
	b.reads("“Payments” was added. Above, among the sources, you see whether it can be read.")
}

func TestTheOnlyCalendarOfAnAccountIsChosen(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	f := b.atCalendar()
	f.kind.choose(kindCalDAV)
	test.Type(f.account.server, "https://dav.example.org")
	b.agent.found = []api.Found{{Address: "https://dav.example.org/a/duty/", Name: "Duty"}}
	test.Tap(b.button("Find calendars"))
	if got := f.filled().Location; got != "https://dav.example.org/a/duty/" {
		t.Errorf("meant is %q", got)
	}
	b.agent.err = &api.Error{Trouble: api.Trouble{What: "The service refuses the credentials"}}
	test.Tap(b.button("Find calendars"))
	b.reads("The service refuses the credentials")
	b.doesNotRead("One calendar was found.")
}

func TestWithoutEncryptionTheUserIsToldFirst(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	f := b.atCalendar()
	const warning, all = "This address is not encrypted", "Add it all the same"
	b.doesNotRead(warning, all)
	test.Type(f.location, "http://calendar.example.org/secret.ics")
	b.reads(warning, all, "Anybody on the way can read the calendar and its address, and change who is on call. Use its https address if it has one.")
	test.Type(f.name, "Payments")
	test.Tap(b.button(all))
	if !b.agent.calendar.InsecureOK {
		t.Error("the agent does not know that the user was told")
	}
	b.doesNotRead(warning, all)
	test.Type(f.location, "https://calendar.example.org/secret.ics")
	b.doesNotRead(warning, all)
	if f.filled().InsecureOK {
		t.Error("nobody was told")
	}
	f.kind.choose(kindCalDAV)
	test.Type(f.account.server, "http://dav.example.org")
	b.reads(warning, all, "Anybody on the way can read the calendar and your password, and change who is on call. Use its https address if it has one.")
	test.Tap(b.button("Find calendars"))
	if !b.agent.account.InsecureOK {
		t.Error("the agent does not know that the user was told")
	}
}

func TestTheKeyboardAloneAddsACalendar(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	f := b.atCalendar()
	screen := b.w.screens[placeSettings].(*settingsScreen)
	b.w.desk.win.Resize(fyne.NewSize(960, 400))
	canvas := b.w.desk.win.Canvas()
	b.agent.preview = paymentsPreview(t)
	canvas.Focus(screen.me.save)
	tab := func(want fyne.Focusable) {
		t.Helper()
		canvas.FocusNext()
		got := canvas.Focused()
		if got != want {
			t.Fatalf("the focus is on %T %+v", got, got)
		}
		b.visible(screen, got)
	}
	for _, o := range f.kind.options {
		tab(o)
	}
	canvas.Focus(f.kind.options[kindFile])
	b.key(fyne.KeySpace)
	for range f.kind.options {
		canvas.FocusNext()
	}
	if canvas.Focused() != fyne.Focusable(f.location) {
		t.Fatalf("the focus is on %T", canvas.Focused())
	}
	b.typed("/home/me/oncall.ics")
	tab(f.browseButton)
	tab(f.whose.options[0])
	tab(f.whose.options[1])
	b.key(fyne.KeyReturn)
	tab(f.myName)
	tab(f.mail)
	tab(f.role)
	tab(f.pattern)
	b.typed("{person}")
	tab(f.readButton)
	b.key(fyne.KeyReturn)
	b.reads("What it says")
	driver := fyne.CurrentApp().Driver()
	if top := driver.AbsolutePositionForObject(f.pane.box).Y - driver.AbsolutePositionForObject(screen.scroll).Y; top < 0 || top > 100 {
		t.Errorf("what it says begins at %v of %v", top, screen.scroll.Size().Height)
	}
	tab(f.name)
	tab(f.addButton)
	b.key(fyne.KeySpace)
	want := api.NewCalendar{Name: "On Call Schedule for Payments", Location: "/home/me/oncall.ics", Mine: true, Role: rotation.Primary, Pattern: "{person}"}
	if b.agent.calendar != want {
		t.Errorf("sent %+v", b.agent.calendar)
	}
}

// visible checks that what has the focus can be seen.
func (b *bench) visible(screen *settingsScreen, f fyne.Focusable) {
	b.t.Helper()
	o, ok := f.(fyne.CanvasObject)
	if !ok {
		b.t.Fatalf("%T is nothing that can be seen", f)
	}
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(screen.scroll).Y
	if top < 0 || top+o.Size().Height > screen.scroll.Size().Height {
		b.t.Errorf("%T lies at %v of %v", f, top, screen.scroll.Size().Height)
	}
}

func TestTheSourcesSayWhatTheyWereRecognisedAs(t *testing.T) {
	s := onCall(t)
	s.Sources[1].Profile = "PagerDuty"
	s.Sources[1].Warnings = []string{"line 12: the event has no length"}
	b := newBench(t, &s)
	b.atCalendar()
	b.reads("Recognised as PagerDuty.\nLine 12: the event has no length.", "calendar · 40 min ago · 1 to look at")
	s.Seq, s.Sources[1].Profile, s.Sources[1].Warnings = 2, "", nil
	b.send(s)
	b.doesNotRead("Recognised as PagerDuty.\nLine 12: the event has no length.")
}

func TestAnOptionAnswersToKeysAndIsChosenAlone(t *testing.T) {
	s := onCall(t)
	b := newBench(t, &s)
	f := b.atCalendar()
	chosen := func() (on []bool) {
		for _, o := range f.kind.options {
			on = append(on, o.Chosen())
		}
		return on
	}
	b.w.desk.win.Canvas().Focus(f.kind.options[kindAddress])
	b.key(fyne.KeySpace)
	if got := chosen(); !slices.Equal(got, []bool{false, true, false}) {
		t.Errorf("chosen: %v", got)
	}
	b.reads("The address; it is a secret and goes to the keyring")
	b.w.desk.win.Canvas().Focus(f.kind.options[kindCalDAV])
	b.key(fyne.KeyReturn)
	if got := chosen(); !slices.Equal(got, []bool{false, false, true}) || f.kind.at != kindCalDAV {
		t.Errorf("chosen: %v", got)
	}
}
