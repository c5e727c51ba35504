package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
)

// accountForm finds a calendar on a CalDAV server.
type accountForm struct {
	desk  *kit.Desk
	trial Trial
	// onChange is called when what is filled in, or chosen, is another.
	onChange func()
	reveal   func(fyne.CanvasObject)

	box, insecure          *fyne.Container
	server, user, password *kit.Entry
	find                   *look.Button
	note                   *look.Para
	pick                   *kit.Picker
	pickBox                fyne.CanvasObject
	answer                 *kit.TroubleBox
	found                  []api.Found
	// turn counts what was asked: an answer to an earlier question is none.
	turn int
}

func newAccountForm(d *kit.Desk, trial Trial, onChange func()) *accountForm {
	f := &accountForm{desk: d, trial: trial, onChange: onChange, reveal: func(fyne.CanvasObject) {}, answer: kit.NewTroubleBox(),
		server: kit.NewEntry(d, "https://dav.example.org"), user: kit.NewEntry(d, "me@example.org"), password: kit.NewSecret(d), note: look.NewPara("", look.Body, look.Text)}
	f.find = look.NewButton("Find calendars", look.Plain, f.onFind)
	f.pick = kit.NewPicker(nil, func(string) { f.onChange() })
	f.pick.PlaceHolder = "(choose one)"
	f.pickBox = kit.Field("The calendar", kit.Outlined(f.pick))
	for _, e := range []*kit.Entry{f.server, f.user, f.password} {
		e.OnChanged = func(string) { f.forget() }
		e.OnSubmitted = func(string) { f.onFind() }
	}
	f.insecure = newInsecure("the calendar and your password")
	kit.Toggle(f.note, false)
	kit.Toggle(f.pickBox, false)
	f.box = look.Stack(look.Gap8,
		kit.Field("Address of the server, the account or the calendar", kit.Wheeled(f.server)),
		kit.Field("User", kit.Wheeled(f.user)),
		kit.Field("Password; it goes to the keyring and is never shown again", kit.Wheeled(f.password)),
		f.insecure, look.Left(f.find), f.answer.Box, f.note, f.pickBox)
	return f
}

func (f *accountForm) revealBy(reveal func(fyne.CanvasObject)) {
	f.reveal = reveal
	f.server.OnFocus, f.user.OnFocus, f.password.OnFocus, f.pick.OnFocus, f.find.OnFocus = reveal, reveal, reveal, reveal, reveal
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
