package settings

import (
	"context"
	"strings"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// account is where to look.
func (f *accountForm) account() api.Account {
	a := api.Account{Address: strings.TrimSpace(f.server.Text), User: strings.TrimSpace(f.user.Text), Secret: f.password.Text}
	a.InsecureOK = plainHTTP(a.Address)
	return a
}

// address is that of the calendar which was chosen, else what was filled in.
func (f *accountForm) address() string {
	if i := f.pick.SelectedIndex(); i >= 0 && i < len(f.found) {
		return f.found[i].Address
	}
	return f.account().Address
}

// forget drops what was found: it was found elsewhere.
func (f *accountForm) forget() {
	f.turn++
	f.find.SetEnabled(true)
	f.find.SetLabel("Find calendars")
	f.offer(nil)
	kit.Toggle(f.note, false)
	f.answer.Show(nil)
	f.onChange()
}

// clear takes all of it off the screen.
func (f *accountForm) clear() { kit.Empty(f.server, f.user, f.password) }

func (f *accountForm) offer(found []api.Found) {
	f.found = found
	f.pick.ClearSelected()
	f.pick.SetOptions(foundLabels(found))
	kit.Toggle(f.pickBox, len(found) > 0)
}

func (f *accountForm) onFind() {
	a := f.account()
	wrong := checkServer(api.NewCalendar{Location: a.Address, User: a.User, Secret: a.Secret})
	f.answer.Show(wrong)
	if wrong != nil {
		f.reveal(f.answer.Box)
		return
	}
	f.turn++
	turn := f.turn
	f.find.SetEnabled(false)
	f.find.SetLabel("Looking…")
	var found []api.Found
	f.desk.Ask(func(ctx context.Context) (err error) {
		found, err = f.trial.Discover(ctx, a)
		return err
	}, func(err error) {
		if turn == f.turn {
			f.onFound(found, err)
		}
	})
}

func (f *accountForm) onFound(found []api.Found, err error) {
	f.find.SetEnabled(true)
	f.find.SetLabel("Find calendars")
	f.offer(found)
	if err != nil {
		kit.Toggle(f.note, false)
		t := model.TrialTrouble(err)
		f.answer.Show(&t)
		f.reveal(f.answer.Box)
		return
	}
	f.note.Set(foundNote(found), look.Text)
	kit.Toggle(f.note, true)
	if len(found) == 1 {
		f.pick.SetSelectedIndex(0)
	}
	f.reveal(f.pickBox)
}
