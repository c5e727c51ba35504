package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/look"
)

// accountForm finds a calendar on a CalDAV server.
type accountForm struct {
	desk  *desk
	trial Trial
	// onChange is called when what is filled in, or chosen, is another.
	onChange func()
	reveal   func(fyne.CanvasObject)

	box, insecure          *fyne.Container
	server, user, password *entry
	find                   *look.Button
	note                   *look.Para
	pick                   *picker
	pickBox                fyne.CanvasObject
	answer                 *troubleBox
	found                  []api.Found
	// turn counts what was asked: an answer to an earlier question is none.
	turn int
}

func newAccountForm(d *desk, trial Trial, onChange func()) *accountForm {
	f := &accountForm{desk: d, trial: trial, onChange: onChange, reveal: func(fyne.CanvasObject) {}, answer: newTroubleBox(),
		server: newEntry(d, "https://dav.example.org"), user: newEntry(d, "me@example.org"), password: newSecret(d), note: look.NewPara("", look.Body, look.Text)}
	f.find = look.NewButton("Find calendars", look.Plain, f.onFind)
	f.pick = newPicker(nil, func(string) { f.onChange() })
	f.pick.PlaceHolder = "(choose one)"
	f.pickBox = field("The calendar", outlined(f.pick))
	for _, e := range []*entry{f.server, f.user, f.password} {
		e.OnChanged = func(string) { f.forget() }
		e.OnSubmitted = func(string) { f.onFind() }
	}
	f.insecure = newInsecure("the calendar and your password")
	toggle(f.note, false)
	toggle(f.pickBox, false)
	f.box = look.Stack(look.Gap8,
		field("Address of the server, the account or the calendar", wheeled(f.server)),
		field("User", wheeled(f.user)),
		field("Password; it goes to the keyring and is never shown again", wheeled(f.password)),
		f.insecure, look.Left(f.find), f.answer.box, f.note, f.pickBox)
	return f
}

func (f *accountForm) revealBy(reveal func(fyne.CanvasObject)) {
	f.reveal = reveal
	f.server.onFocus, f.user.onFocus, f.password.onFocus, f.pick.onFocus, f.find.OnFocus = reveal, reveal, reveal, reveal, reveal
}

// newInsecure says, before anything is sent to an address that is not encrypted,
// who can read what there. It is hidden.
func newInsecure(what string) *fyne.Container {
	warning := look.NewPara("This address is not encrypted", look.Body, look.Taken)
	warning.Bold = true
	means := look.NewPara("Anybody on the way can read "+what+", and change who is on call. Use its https address if it has one.", look.Body, look.Text)
	box := container.NewStack(look.NewFill(look.SoftTaken, look.Taken), look.Inset(look.Gap16, 12,
		look.RowTop(look.Gap8, 1, look.NewShape(look.Triangle, look.Taken, look.IconSide), look.Stack(look.Gap4, warning, means))))
	box.Hide()
	return box
}

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
	toggle(f.note, false)
	f.answer.show(nil)
	f.onChange()
}

// clear takes all of it off the screen.
func (f *accountForm) clear() { empty(f.server, f.user, f.password) }

func (f *accountForm) offer(found []api.Found) {
	f.found = found
	f.pick.ClearSelected()
	f.pick.SetOptions(foundLabels(found))
	toggle(f.pickBox, len(found) > 0)
}

func (f *accountForm) onFind() {
	a := f.account()
	wrong := checkServer(api.NewCalendar{Location: a.Address, User: a.User, Secret: a.Secret})
	f.answer.show(wrong)
	if wrong != nil {
		f.reveal(f.answer.box)
		return
	}
	f.turn++
	turn := f.turn
	f.find.SetEnabled(false)
	f.find.SetLabel("Looking…")
	var found []api.Found
	f.desk.ask(func(ctx context.Context) (err error) {
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
		toggle(f.note, false)
		t := trialTrouble(err)
		f.answer.show(&t)
		f.reveal(f.answer.box)
		return
	}
	f.note.Set(foundNote(found), look.Text)
	toggle(f.note, true)
	if len(found) == 1 {
		f.pick.SetSelectedIndex(0)
	}
	f.reveal(f.pickBox)
}
