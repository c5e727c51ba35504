package settings

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2/test"

	"standby/app/api"
	"standby/app/ui/bench/night"
	"standby/rotation"
)

// withAccounts is a snapshot in which PagerDuty accounts are set up.
func withAccounts(s api.Snapshot, names ...string) api.Snapshot {
	s.Sources = slices.Clone(s.Sources)
	for _, name := range names {
		s.Sources = append(s.Sources, api.Source{Name: name, Kind: "pagerduty", State: api.SourceOK})
	}
	s.Seq++
	return s
}

func TestAScheduleIsChosenOnceThereIsAnAccount(t *testing.T) {
	s := night.OnCall(t)
	b, screen := open(t, &s)
	f := screen.calendar
	if f.kind.Box.Objects[kindAccount].Visible() {
		t.Error("an account is offered where there is none")
	}
	s = withAccounts(s, "work")
	b.Send(s)
	if !f.kind.Box.Objects[kindAccount].Visible() {
		t.Fatal("the account is not offered")
	}
	b.Reads("The file", "Whose shifts it holds")
	test.Tap(f.kind.Options[kindAccount])
	b.DoesNotRead("The file", "Whose shifts it holds", "The account", "The schedule")
	test.Tap(b.Button("Show me what it says"))
	b.Reads("No schedule is chosen")
	b.Agent.Says.Schedules = []api.PagerDutySchedule{{ID: "P1", Name: "Payments", Zone: "Europe/Berlin"}, {ID: "P2", Name: "Platform"}, {ID: "P3", Name: "Platform"}}
	test.Tap(b.Button("Show the schedules"))
	b.Reads("3 schedules were found. Choose the one that holds the shifts.", "The schedule")
	if got := f.roster.pick.Options; !slices.Equal(got, []string{"Payments", "Platform", "Platform (P3)"}) {
		t.Errorf("to choose from: %q", got)
	}
	f.roster.pick.SetSelectedIndex(0)
	b.Agent.Says.Preview = paymentsPreview(t)
	test.Tap(b.Button("Show me what it says"))
	b.Reads("What it says", "7 of them are yours.")
	f.role.SetSelected("secondary")
	test.Tap(b.Button("Add this calendar"))
	want := api.NewCalendar{Name: "Payments", PagerDuty: "work", Schedule: "P1", Role: rotation.Secondary}
	if b.Agent.Got.Calendar != want {
		t.Errorf("sent %+v", b.Agent.Got.Calendar)
	}
	b.Asked("schedules work", "preview", "calendar")
	b.Reads("“Payments” was added. Above, among the sources, you see whether it can be read.")
	b.DoesNotRead("What it says")
	test.Tap(b.Button("Add this calendar"))
	b.Reads("The calendar has no name")
	b.Asked("schedules work", "preview", "calendar")
}

func TestOnCallsNeedNoSchedule(t *testing.T) {
	s := withAccounts(night.OnCall(t), "home", "work")
	b, screen := open(t, &s)
	f := screen.calendar
	test.Tap(f.kind.Options[kindAccount])
	test.Tap(f.roster.kind.Options[rosterOnCalls])
	b.Reads("The account")
	b.DoesNotRead("Show the schedules", "Role of its shifts, where they do not say it themselves")
	test.Type(f.name, "Mine")
	test.Tap(b.Button("Add this calendar"))
	b.Reads("No PagerDuty account is chosen")
	f.roster.account.SetSelected("work")
	test.Tap(b.Button("Add this calendar"))
	if want := (api.NewCalendar{Name: "Mine", PagerDuty: "work"}); b.Agent.Got.Calendar != want {
		t.Errorf("sent %+v", b.Agent.Got.Calendar)
	}
	// An account that is gone is offered no longer.
	b.Send(withAccounts(night.OnCall(t), "home"))
	if f.roster.account.Selected != "home" {
		t.Errorf("chosen is %q", f.roster.account.Selected)
	}
	gone := night.OnCall(t)
	gone.Seq = 9
	b.Send(gone)
	if f.kind.At != kindFile || f.roster.account.Selected != "" {
		t.Errorf("kind %d, account %q", f.kind.At, f.roster.account.Selected)
	}
}

func TestSchedulesThatCannotBeListedAreToldAndAnOlderAnswerIsNone(t *testing.T) {
	s := withAccounts(night.OnCall(t), "home", "work")
	b, screen := open(t, &s)
	f := screen.calendar
	test.Tap(f.kind.Options[kindAccount])
	test.Tap(b.Button("Show the schedules"))
	b.Reads("No PagerDuty account is chosen")
	f.roster.account.SetSelected("work")
	b.Agent.Err = &api.Error{Trouble: api.Trouble{What: "work refuses the credentials"}}
	test.Tap(b.Button("Show the schedules"))
	b.Reads("work refuses the credentials", "Show the schedules")
	b.Agent.Err = nil
	b.Hold = true
	test.Tap(b.Button("Show the schedules"))
	f.roster.account.SetSelected("home")
	b.Agent.Says.Schedules = []api.PagerDutySchedule{{ID: "P1", Name: "Payments"}}
	b.Release()
	b.DoesNotRead("One schedule was found.", "The schedule", "work refuses the credentials")
	test.Tap(b.Button("Show the schedules"))
	if got := f.filled(); got.Schedule != "P1" || got.Name != "Payments" {
		t.Errorf("the only one is not chosen: %+v", got)
	}
	b.Agent.Says.Schedules = nil
	test.Tap(b.Button("Show the schedules"))
	b.Reads("The account has no schedule that your key may see. Your on-calls can be read all the same.")
	if got := f.filled(); got.Schedule != "" {
		t.Errorf("a schedule of another answer: %+v", got)
	}
}
