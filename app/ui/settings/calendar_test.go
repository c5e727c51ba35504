package settings

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/rotation"
)

func TestACalendarIsShownBeforeItIsAddedAndFollowsThePattern(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	f := screen.calendar
	b.DoesNotRead("What it says")
	test.Tap(b.Button("Show me what it says"))
	b.Reads("The calendar has no address")
	test.Type(f.location, "/home/me/oncall.ics")
	f.pattern.SetText("{persn}")
	b.Agent.Says.Preview = paymentsPreview(t)
	b.Agent.Says.Preview.Fault = &api.PatternFault{Line: 1, At: 1, Problem: "{persn} is not a field", Remedy: "the fields are {person} and {role}"}
	test.Tap(b.Button("Show me what it says"))
	b.Reads("What it says", "PagerDuty", "7 of them are yours.", "Engineer A (you)", "Fri 27 Nov 09:00 – Fri 4 Dec 09:00", "On Call - Engineer B - Payments",
		"At character 1, “{persn}”: {persn} is not a field. The fields are {person} and {role}.", "Read it again")
	b.DoesNotRead("The calendar has no address")
	if f.name.Text != "On Call Schedule for Payments" {
		t.Errorf("the name begins with %q", f.name.Text)
	}
	test.Tap(b.Button("Add this calendar"))
	b.Reads("The pattern cannot be used")
	f.pattern.SetText("On Call - {person} - {rota}")
	b.Asked("preview")
	if b.Set[len(b.Set)-1] != typing {
		t.Errorf("the clock was set to %v", b.Set)
	}
	b.Agent.Says.Preview.Fault, b.Agent.Says.Preview.Rows[1].Unmatched = nil, true
	f.onPause()
	b.Asked("preview", "preview")
	b.DoesNotRead("At character 1, “{persn}”: {persn} is not a field. The fields are {person} and {role}.")
	b.Reads("On Call - Engineer B - Payments\n" + unmatchedMark)
	first, last := b.Agent.Got.Previewed[0], b.Agent.Got.Previewed[1]
	want := api.PreviewQuery{NewCalendar: api.NewCalendar{Name: f.name.Text, Location: "/home/me/oncall.ics", Role: rotation.Primary, Pattern: "On Call - {person} - {rota}"}}
	if !first.Fresh || last != want {
		t.Errorf("asked %+v, then %+v", first, last)
	}
	test.Type(f.location, "x")
	b.DoesNotRead("What it says")
	f.onPause() // What was being typed belongs to another calendar.
	b.Asked("preview", "preview")
}

func TestAnAnswerToAnEarlierQuestionIsNotShown(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	f := screen.calendar
	test.Type(f.location, "/home/me/a.ics")
	b.Hold = true
	test.Tap(b.Button("Show me what it says"))
	if !b.Button("Reading it…").Disabled() {
		t.Error("it can be asked for twice")
	}
	f.location.SetText("/home/me/b.ics")
	b.Agent.Says.Preview = paymentsPreview(t)
	b.Release()
	b.DoesNotRead("What it says")
	b.Reads("Show me what it says")
}

func TestWhatCannotBePreviewedIsTold(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	f := screen.calendar
	test.Type(f.location, "https://calendar.example.org/secret.ics")
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "What comes for the calendar is not a calendar", Means: "It was not read, and nothing was added."}}
	test.Tap(b.Button("Show me what it says"))
	b.Reads("What comes for the calendar is not a calendar", "It was not read, and nothing was added.", "Show me what it says")
	b.Agent.Err = fmt.Errorf("broken pipe")
	test.Tap(b.Button("Show me what it says"))
	b.Reads("Nothing was added.")
	if f.location.Text == "" {
		t.Error("what was typed is lost")
	}
}

func TestACalendarIsFoundOnACalDAVServer(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	f := screen.calendar
	test.Tap(f.kind.Options[kindCalDAV])
	b.DoesNotRead("The file")
	test.Tap(b.Button("Find calendars"))
	b.Reads("The CalDAV server has no address")
	test.Type(f.account.server, "https://dav.example.org")
	test.Type(f.account.user, "a@example.org")
	test.Type(f.account.password, "hunter2")
	b.Agent.Says.Found = []api.Found{{Address: "https://dav.example.org/a/duty/", Name: "Duty"}, {Address: "https://dav.example.org/a/off/", Name: "Holidays", ReadOnly: true}}
	test.Tap(b.Button("Find calendars"))
	if want := (api.Account{Address: "https://dav.example.org", User: "a@example.org", Secret: "hunter2"}); b.Agent.Got.Account != want {
		t.Errorf("asked %+v", b.Agent.Got.Account)
	}
	b.Reads("2 calendars were found. Choose the one that holds the shifts.")
	b.DoesNotRead("The CalDAV server has no address")
	if got := f.account.pick.Options; !slices.Equal(got, []string{"Duty", "Holidays (read only)"}) {
		t.Errorf("to choose from: %q", got)
	}
	f.account.pick.SetSelectedIndex(0)
	f.name.SetText("Payments")
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "The keyring is locked"}}
	test.Tap(b.Button("Add this calendar"))
	want := api.NewCalendar{Name: "Payments", Location: "https://dav.example.org/a/duty/", CalDAV: true, User: "a@example.org", Secret: "hunter2", Role: rotation.Primary}
	if b.Agent.Got.Calendar != want {
		t.Errorf("sent %+v", b.Agent.Got.Calendar)
	}
	b.Reads("The keyring is locked")
	if f.account.password.Text != "" || !f.account.password.Password || f.account.server.Text == "" {
		t.Error("the password can still be read, or the rest is lost")
	}
	b.Agent.Err = nil
	test.Type(f.account.password, "hunter2")
	test.Tap(b.Button("Find calendars"))
	test.Type(f.account.server, "/")
	b.DoesNotRead("2 calendars were found. Choose the one that holds the shifts.")
	test.Tap(b.Button("Add this calendar"))
	if b.Agent.Got.Calendar.Location != "https://dav.example.org/" {
		t.Errorf("sent %q, which was found at another address", b.Agent.Got.Calendar.Location)
	}
	if f.account.server.Text+f.account.user.Text+f.account.password.Text != "" || strings.Contains(strings.Join(b.Texts(), " "), "hunter2") {
		t.Error("the account stays on the screen")
	}
	b.Reads("“Payments” was added. Above, among the sources, you see whether it can be read.")
}

func TestTheOnlyCalendarOfAnAccountIsChosen(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	f := screen.calendar
	f.kind.Choose(kindCalDAV)
	test.Type(f.account.server, "https://dav.example.org")
	b.Agent.Says.Found = []api.Found{{Address: "https://dav.example.org/a/duty/", Name: "Duty"}}
	test.Tap(b.Button("Find calendars"))
	if got := f.filled().Location; got != "https://dav.example.org/a/duty/" {
		t.Errorf("meant is %q", got)
	}
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "The service refuses the credentials"}}
	test.Tap(b.Button("Find calendars"))
	b.Reads("The service refuses the credentials")
	b.DoesNotRead("One calendar was found.")
}

func TestWithoutEncryptionTheUserIsToldFirst(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	f := screen.calendar
	const warning, all = "This address is not encrypted", "Add it all the same"
	b.DoesNotRead(warning, all)
	test.Type(f.location, "http://calendar.example.org/secret.ics")
	b.Reads(warning, all, "Anybody on the way can read the calendar and its address, and change who is on call. Use its https address if it has one.")
	test.Type(f.name, "Payments")
	test.Tap(b.Button(all))
	if !b.Agent.Got.Calendar.InsecureOK {
		t.Error("the agent does not know that the user was told")
	}
	b.DoesNotRead(warning, all)
	test.Type(f.location, "https://calendar.example.org/secret.ics")
	b.DoesNotRead(warning, all)
	if f.filled().InsecureOK {
		t.Error("nobody was told")
	}
	f.kind.Choose(kindCalDAV)
	test.Type(f.account.server, "http://dav.example.org")
	b.Reads(warning, all, "Anybody on the way can read the calendar and your password, and change who is on call. Use its https address if it has one.")
	test.Tap(b.Button("Find calendars"))
	if !b.Agent.Got.Account.InsecureOK {
		t.Error("the agent does not know that the user was told")
	}
}

func TestTheKeyboardAloneAddsACalendar(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	f := screen.calendar
	b.Desk.Win.Resize(fyne.NewSize(960, 400))
	canvas := b.Desk.Win.Canvas()
	b.Agent.Says.Preview = paymentsPreview(t)
	canvas.Focus(screen.me.save)
	tab := func(want fyne.Focusable) {
		t.Helper()
		canvas.FocusNext()
		got := canvas.Focused()
		if got != want {
			t.Fatalf("the focus is on %T %+v", got, got)
		}
		visible(b, screen, got)
	}
	for _, o := range f.kind.Options[:kindAccount] {
		tab(o)
	}
	canvas.Focus(f.kind.Options[kindFile])
	b.Key(fyne.KeySpace)
	for range f.kind.Options[:kindAccount] {
		canvas.FocusNext()
	}
	if canvas.Focused() != fyne.Focusable(f.location) {
		t.Fatalf("the focus is on %T", canvas.Focused())
	}
	b.Typed("/home/me/oncall.ics")
	tab(f.browseButton)
	tab(f.whose.Options[0])
	tab(f.whose.Options[1])
	b.Key(fyne.KeyReturn)
	tab(f.myName)
	tab(f.mail)
	tab(f.role)
	tab(f.pattern)
	b.Typed("{person}")
	tab(f.readButton)
	b.Key(fyne.KeyReturn)
	b.Reads("What it says")
	driver := fyne.CurrentApp().Driver()
	if top := driver.AbsolutePositionForObject(f.pane.box).Y - driver.AbsolutePositionForObject(screen.scroll).Y; top < 0 || top > 100 {
		t.Errorf("what it says begins at %v of %v", top, screen.scroll.Size().Height)
	}
	tab(f.name)
	tab(f.addButton)
	b.Key(fyne.KeySpace)
	want := api.NewCalendar{Name: "On Call Schedule for Payments", Location: "/home/me/oncall.ics", Mine: true, Role: rotation.Primary, Pattern: "{person}"}
	if b.Agent.Got.Calendar != want {
		t.Errorf("sent %+v", b.Agent.Got.Calendar)
	}
}

// visible checks that what has the focus can be seen.
func visible(b *bench.Bench, screen *Screen, f fyne.Focusable) {
	b.T.Helper()
	o, ok := f.(fyne.CanvasObject)
	if !ok {
		b.T.Fatalf("%T is nothing that can be seen", f)
	}
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(screen.scroll).Y
	if top < 0 || top+o.Size().Height > screen.scroll.Size().Height {
		b.T.Errorf("%T lies at %v of %v", f, top, screen.scroll.Size().Height)
	}
}

func TestTheSourcesSayWhatTheyWereRecognisedAs(t *testing.T) {
	s := night.OnCall(t)
	s.Sources[1].Profile = "PagerDuty"
	s.Sources[1].Warnings = []string{"line 12: the event has no length"}
	b, _ := open(t, &s)
	b.Reads("Recognised as PagerDuty.\nLine 12: the event has no length.", "calendar · 40 min ago · 1 to look at")
	s.Seq, s.Sources[1].Profile, s.Sources[1].Warnings = 2, "", nil
	b.Send(s)
	b.DoesNotRead("Recognised as PagerDuty.\nLine 12: the event has no length.")
}

func TestAnOptionAnswersToKeysAndIsChosenAlone(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	f := screen.calendar
	chosen := func() (on []bool) {
		for _, o := range f.kind.Options {
			on = append(on, o.Chosen())
		}
		return on
	}
	b.Desk.Win.Canvas().Focus(f.kind.Options[kindAddress])
	b.Key(fyne.KeySpace)
	if got := chosen(); !slices.Equal(got, []bool{false, true, false, false}) {
		t.Errorf("chosen: %v", got)
	}
	b.Reads("The address; it is a secret and goes to the keyring")
	b.Desk.Win.Canvas().Focus(f.kind.Options[kindCalDAV])
	b.Key(fyne.KeyReturn)
	if got := chosen(); !slices.Equal(got, []bool{false, false, true, false}) || f.kind.At != kindCalDAV {
		t.Errorf("chosen: %v", got)
	}
}
