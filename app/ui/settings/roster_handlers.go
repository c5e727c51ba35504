package settings

import (
	"context"
	"slices"
	"strings"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// show takes over which accounts are set up; the only one is chosen.
func (f *rosterForm) show(accounts []string) {
	if slices.Equal(accounts, f.accounts) {
		return
	}
	before := f.account.Selected
	f.accounts = accounts
	f.account.SetOptions(accounts)
	switch {
	case len(accounts) == 1 && before != accounts[0]:
		f.account.SetSelectedIndex(0)
	case before != "" && !slices.Contains(accounts, before):
		f.account.ClearSelected()
	}
	kit.Toggle(f.accountBox, len(accounts) != 1)
}

// fill says what is chosen.
func (f *rosterForm) fill(c *api.NewCalendar) {
	c.PagerDuty = f.account.Selected
	if i := f.pick.SelectedIndex(); f.kind.At == rosterSchedule && i >= 0 && i < len(f.found) {
		c.Schedule = f.found[i].ID
	}
}

// forget drops what was found: it was found elsewhere.
func (f *rosterForm) forget() {
	f.turn++
	f.find.SetEnabled(true)
	f.find.SetLabel("Show the schedules")
	f.offer(nil)
	kit.Toggle(f.note, false)
	f.answer.Show(nil)
	kit.Toggle(f.findBox, f.kind.At == rosterSchedule)
	f.onChange()
}

func (f *rosterForm) offer(found []api.PagerDutySchedule) {
	f.found = found
	f.pick.ClearSelected()
	f.pick.SetOptions(scheduleLabels(found))
	kit.Toggle(f.pickBox, len(found) > 0)
}

func (f *rosterForm) onChosen() {
	if i := f.pick.SelectedIndex(); i >= 0 && i < len(f.found) {
		f.onPick(f.found[i].Name)
	}
	f.onChange()
}

func (f *rosterForm) onFind() {
	account := f.account.Selected
	wrong := checkRoster(api.NewCalendar{PagerDuty: account}, rosterOnCalls)
	f.answer.Show(wrong)
	if wrong != nil {
		f.reveal(f.answer.Box)
		return
	}
	f.turn++
	turn := f.turn
	f.find.SetEnabled(false)
	f.find.SetLabel("Looking…")
	var found []api.PagerDutySchedule
	f.desk.Ask(func(ctx context.Context) (err error) {
		found, err = f.trial.Schedules(ctx, account)
		return err
	}, func(err error) {
		if turn == f.turn {
			f.onFound(found, err)
		}
	})
}

func (f *rosterForm) onFound(found []api.PagerDutySchedule, err error) {
	f.find.SetEnabled(true)
	f.find.SetLabel("Show the schedules")
	f.offer(found)
	if err != nil {
		kit.Toggle(f.note, false)
		t := model.TrialTrouble(err)
		f.answer.Show(&t)
		f.reveal(f.answer.Box)
		return
	}
	f.note.Set(schedulesNote(found), look.Text)
	kit.Toggle(f.note, true)
	if len(found) == 1 {
		f.pick.SetSelectedIndex(0)
	}
	f.reveal(f.pickBox)
}

// ofAccount is what is filled in for a calendar of an account: the account knows
// whose shifts these are, and of on-calls the role.
func (f *calendarForm) ofAccount(c api.NewCalendar) api.NewCalendar {
	out := api.NewCalendar{Name: c.Name}
	f.roster.fill(&out)
	if f.roster.kind.At == rosterSchedule {
		out.Role = c.Role
	}
	return out
}

// offerAccounts offers the accounts that there are, and the kind where there is one.
func (f *calendarForm) offerAccounts(accounts []string) {
	f.roster.show(accounts)
	kit.Toggle(f.kind.Box.Objects[kindAccount], len(accounts) > 0)
	if len(accounts) == 0 && f.kind.At == kindAccount {
		f.kind.Choose(kindFile)
	}
}

// onSchedule calls the calendar as the schedule, unless it has a name.
func (f *calendarForm) onSchedule(name string) {
	if strings.TrimSpace(f.name.Text) == "" {
		f.name.SetText(name)
	}
}

// misplaced is what is wrong with where the calendar is said to be.
func (f *calendarForm) misplaced(c api.NewCalendar) *api.Trouble {
	if f.kind.At == kindAccount {
		return checkRoster(c, f.roster.kind.At)
	}
	return checkPlace(c)
}
