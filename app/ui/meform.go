package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"standby/app/ui/look"
	"standby/rotation"
)

// meForm says who the user is in the calendars, and changes it.
type meForm struct {
	desk  *desk
	setup Setup

	box        *fyne.Container
	who        *look.Para
	name, mail *entry
	save       *look.Button
	done       *look.Para
	answer     *troubleBox

	// known is who the fields were last filled with; while they still say so, a
	// change from elsewhere is taken over, and what somebody types is not.
	known rotation.Person
	busy  bool
}

func newMeForm(d *desk, setup Setup) *meForm {
	f := &meForm{desk: d, setup: setup, who: look.NewPara("", look.Body, look.Text), name: newEntry(d, "as they have it"),
		mail: newEntry(d, "me@example.org"), done: look.NewPara("", look.Body, look.On), answer: newTroubleBox()}
	f.save = look.NewButton("Save", look.Plain, f.onSave)
	f.save.OnRune = d.typed
	f.name.OnSubmitted, f.mail.OnSubmitted = f.submit, f.submit
	toggle(f.done, false)
	f.box = look.Card(look.NewLine("Who I am", look.Title).Strong(), f.who,
		field("My name in calendars and rotas", wheeled(f.name)), field("My e-mail in calendars and rotas", wheeled(f.mail)), f.done, f.answer.box, look.Left(f.save))
	return f
}

func (f *meForm) revealBy(reveal func(fyne.CanvasObject)) {
	f.name.onFocus, f.mail.onFocus, f.save.OnFocus = reveal, reveal, reveal
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

func (f *meForm) filled() rotation.Person {
	return rotation.Person{Name: strings.TrimSpace(f.name.Text), Email: strings.TrimSpace(f.mail.Text)}
}

func (f *meForm) submit(string) {
	if !f.save.Disabled() {
		f.onSave()
	}
}

func (f *meForm) onSave() {
	me := f.filled()
	toggle(f.done, false)
	if me == (rotation.Person{}) {
		f.answer.show(problem("There is neither a name nor an e-mail", "Fill in one of them, as the calendars and rotas have it."))
		return
	}
	f.answer.show(nil)
	f.busy = true
	f.save.SetEnabled(false)
	f.desk.ask(func(ctx context.Context) error { return f.setup.SetMe(ctx, me) }, func(err error) { f.onSaved(me, err) })
}

func (f *meForm) onSaved(me rotation.Person, err error) {
	f.busy = false
	f.save.SetEnabled(true)
	f.answer.showErr(err)
	if err == nil {
		f.done.Set("Saved: "+personOf(me)+". Calendars and rotas are read again.", look.On)
		toggle(f.done, true)
	}
}
