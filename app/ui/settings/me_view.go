package settings

import (
	"fyne.io/fyne/v2"

	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/rotation"
)

// meForm says who the user is in the calendars, and changes it.
type meForm struct {
	desk  *kit.Desk
	setup Setup

	box        *fyne.Container
	who        *look.Para
	name, mail *kit.Entry
	save       *look.Button
	done       *look.Para
	answer     *kit.TroubleBox

	// known is who the fields were last filled with; while they still say so, a
	// change from elsewhere is taken over, and what somebody types is not.
	known rotation.Person
	busy  bool
}

func newMeForm(d *kit.Desk, setup Setup) *meForm {
	f := &meForm{desk: d, setup: setup, who: look.NewPara("", look.Body, look.Text), name: kit.NewEntry(d, "as they have it"),
		mail: kit.NewEntry(d, "me@example.org"), done: look.NewPara("", look.Body, look.On), answer: kit.NewTroubleBox()}
	f.save = look.NewButton("Save", look.Plain, f.onSave)
	f.save.OnRune = d.Typed
	f.name.OnSubmitted, f.mail.OnSubmitted = f.submit, f.submit
	kit.Toggle(f.done, false)
	f.box = look.Card(look.NewLine("Who I am", look.Title).Strong(), f.who,
		kit.Field("My name in calendars and rotas", kit.Wheeled(f.name)), kit.Field("My e-mail in calendars and rotas", kit.Wheeled(f.mail)), f.done, f.answer.Box, look.Left(f.save))
	return f
}

func (f *meForm) revealBy(reveal func(fyne.CanvasObject)) {
	f.name.OnFocus, f.mail.OnFocus, f.save.OnFocus = reveal, reveal, reveal
}

func (f *meForm) show(me rotation.Person, live bool) {
	tone := look.Text
	if me == (rotation.Person{}) {
		tone = look.Secondary
	}
	f.who.Set(whoOf(me), tone)
	f.save.SetEnabled(live && !f.busy)
	if me != f.known && f.filled() == f.known {
		f.name.SetText(me.Name)
		f.mail.SetText(me.Email)
	}
	f.known = me
}
