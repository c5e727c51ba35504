package settings

import (
	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
)

// rosterForm finds a schedule of a PagerDuty account, or takes the user's on-calls.
type rosterForm struct {
	desk  *kit.Desk
	trial Trial
	// onChange is called when what is chosen is another, onPick with the name of the
	// schedule that is.
	onChange func()
	onPick   func(name string)
	reveal   func(fyne.CanvasObject)

	box                 *fyne.Container
	account, pick       *kit.Picker
	kind                *kit.Choice
	find                *look.Button
	note                *look.Para
	accountBox, pickBox fyne.CanvasObject
	findBox             *fyne.Container
	answer              *kit.TroubleBox
	accounts            []string
	found               []api.PagerDutySchedule
	// turn counts what was asked: an answer to an earlier question is none.
	turn int
}

func newRosterForm(d *kit.Desk, trial Trial, onChange func(), onPick func(string)) *rosterForm {
	f := &rosterForm{desk: d, trial: trial, onChange: onChange, onPick: onPick, reveal: func(fyne.CanvasObject) {}, answer: kit.NewTroubleBox(),
		note: look.NewPara("", look.Body, look.Text)}
	f.account = kit.NewPicker(nil, func(string) { f.forget() })
	f.account.PlaceHolder = "(choose one)"
	f.accountBox = kit.Field("The account", kit.Outlined(f.account))
	f.kind = kit.NewChoice(d, f.forget, rosterLabels()...)
	f.find = look.NewButton("Show the schedules", look.Plain, f.onFind)
	f.pick = kit.NewPicker(nil, func(string) { f.onChosen() })
	f.pick.PlaceHolder = "(choose one)"
	f.pickBox = kit.Field("The schedule", kit.Outlined(f.pick))
	kit.Toggle(f.note, false)
	kit.Toggle(f.pickBox, false)
	f.findBox = look.Stack(look.Gap8, look.Left(f.find), f.answer.Box, f.note, f.pickBox)
	f.box = look.Stack(look.Gap8, f.accountBox, kit.Field("What to read of it", f.kind.Box), f.findBox)
	return f
}

func (f *rosterForm) revealBy(reveal func(fyne.CanvasObject)) {
	f.reveal = reveal
	f.kind.RevealBy(reveal)
	f.account.OnFocus, f.pick.OnFocus, f.find.OnFocus = reveal, reveal, reveal
}
