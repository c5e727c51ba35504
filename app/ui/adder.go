package ui

import (
	"context"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/look"
)

// adder is the end of a form that adds something: the button, and what became of
// it.
type adder struct {
	desk   *desk
	box    *fyne.Container
	button *look.Button
	done   *look.Para
	answer *troubleBox
	reveal func(fyne.CanvasObject)
}

func newAdder(d *desk, label string, onAdd func()) *adder {
	a := &adder{desk: d, button: look.NewButton(label, look.Main, onAdd), done: look.NewPara("", look.Body, look.On),
		answer: newTroubleBox(), reveal: func(fyne.CanvasObject) {}}
	toggle(a.done, false)
	a.box = look.Stack(look.Gap8, a.done, a.answer.box, look.Left(a.button))
	return a
}

func (a *adder) revealBy(reveal func(fyne.CanvasObject)) { a.reveal, a.button.OnFocus = reveal, reveal }

// add has the agent add it, unless something is wrong with what was filled in. What
// became of it is handed to then before it is told; added is what is said when it
// worked.
func (a *adder) add(wrong *api.Trouble, work func(context.Context) error, then func(error), added string) {
	toggle(a.done, false)
	a.answer.show(wrong)
	if wrong != nil {
		a.reveal(a.answer.box)
		return
	}
	a.button.SetEnabled(false)
	a.desk.ask(work, func(err error) {
		a.button.SetEnabled(true)
		then(err)
		a.answer.showErr(err)
		if err != nil {
			a.reveal(a.answer.box)
			return
		}
		a.done.Set(added, look.On)
		toggle(a.done, true)
		a.reveal(a.done)
	})
}

// empty takes what was typed off the screen.
func empty(fields ...*entry) {
	for _, e := range fields {
		e.SetText("")
	}
}
