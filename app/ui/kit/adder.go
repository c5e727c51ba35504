package kit

import (
	"context"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/look"
)

// Adder is the end of a form that adds something: the button, and what became of
// it.
type Adder struct {
	Box *fyne.Container
	// Answer says why something could not be added.
	Answer *TroubleBox
	desk   *Desk
	button *look.Button
	done   *look.Para
	reveal func(fyne.CanvasObject)
}

// NewAdder returns the end of a form; label is what the button says.
func NewAdder(d *Desk, label string, onAdd func()) *Adder {
	a := &Adder{desk: d, button: look.NewButton(label, look.Main, onAdd), done: look.NewPara("", look.Body, look.On),
		Answer: NewTroubleBox(), reveal: func(fyne.CanvasObject) {}}
	Toggle(a.done, false)
	a.Box = look.Stack(look.Gap8, a.done, a.Answer.Box, look.Left(a.button))
	return a
}

// RevealBy has reveal called with what gets the focus, or comes up.
func (a *Adder) RevealBy(reveal func(fyne.CanvasObject)) { a.reveal, a.button.OnFocus = reveal, reveal }

// Add has the agent add it, unless something is wrong with what was filled in. What
// became of it is handed to then before it is told; added is what is said when it
// worked.
func (a *Adder) Add(wrong *api.Trouble, work func(context.Context) error, then func(error), added string) {
	Toggle(a.done, false)
	a.Answer.Show(wrong)
	if wrong != nil {
		a.reveal(a.Answer.Box)
		return
	}
	a.button.SetEnabled(false)
	a.desk.Ask(work, func(err error) {
		a.button.SetEnabled(true)
		then(err)
		a.Answer.ShowErr(err)
		if err != nil {
			a.reveal(a.Answer.Box)
			return
		}
		a.done.Set(added, look.On)
		Toggle(a.done, true)
		a.reveal(a.done)
	})
}

// Empty takes what was typed off the screen.
func Empty(fields ...*Entry) {
	for _, e := range fields {
		e.SetText("")
	}
}
