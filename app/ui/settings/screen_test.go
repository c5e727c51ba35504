package settings

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/rotation"
)

func TestACalendarIsAddedAndItsAddressTakenAway(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	form := screen.calendar
	test.Tap(b.Button("Add this calendar"))
	b.Reads("The calendar has no name")
	test.Type(form.name, "Payments")
	test.Type(form.location, "https://calendar.example.org/private.ics")
	test.Type(form.mail, "a@example.org")
	test.Tap(b.Button("Add this calendar"))
	want := api.NewCalendar{Name: "Payments", Location: "https://calendar.example.org/private.ics", Role: rotation.Primary, Me: rotation.Person{Email: "a@example.org"}}
	if b.Agent.Got.Calendar != want {
		t.Errorf("sent %+v", b.Agent.Got.Calendar)
	}
	if form.location.Text != "" {
		t.Error("the address stays on the screen")
	}
	b.DoesNotRead("The calendar has no name")
}

func TestARotaIsAdded(t *testing.T) {
	s := night.OnCall(t)
	s.Me = rotation.Person{}
	b, screen := open(t, &s)
	form := screen.rota
	test.Tap(b.Button("Add this rota"))
	b.Reads("The rota has no name")
	test.Type(form.name, "Payments")
	test.Type(form.file, "/home/me/payments.toml")
	test.Type(form.mail, "a@example.org")
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "payments.toml, line 5: layer[0].unit: is not a unit"}}
	test.Tap(b.Button("Add this rota"))
	b.Reads("payments.toml, line 5: layer[0].unit: is not a unit")
	if form.file.Text == "" {
		t.Error("what was typed is lost")
	}
	b.Agent.Err = nil
	test.Tap(b.Button("Add this rota"))
	want := api.NewRota{Name: "Payments", File: "/home/me/payments.toml", Me: rotation.Person{Email: "a@example.org"}}
	if b.Agent.Got.Rota != want {
		t.Errorf("sent %+v", b.Agent.Got.Rota)
	}
	b.Reads("“Payments” was added. You see it above, among the sources, and on the screen Schedule.")
	b.Asked("rota", "rota")
}

func TestTheDoctorsFindingsAreListed(t *testing.T) {
	s := night.OnCall(t)
	s.Desktop.Keyring = "locked"
	b, _ := open(t, &s)
	b.Agent.Says.Checks = []api.Check{{Name: "store", Result: "ok", Finding: "It is whole."}, {Name: "keyring", Result: "failed", Finding: "It is locked.", Next: "Unlock it."}}
	test.Tap(b.Button("Check everything"))
	b.Reads("store", "works", "It is whole.", "keyring", "does not work", "Do this: Unlock it.", "Check again")
	test.Tap(b.Button("Send a test page"))
	b.Asked("doctor", "test-page")
}
