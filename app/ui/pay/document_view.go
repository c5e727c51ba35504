package pay

import (
	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
)

// documentPane writes a statement as a file.
type documentPane struct {
	desk   *kit.Desk
	ledger Ledger

	box     *fyne.Container
	span    *kit.Choice
	buttons [len(exports)]*look.Button
	answer  *kit.TroubleBox
	done    *look.Para

	months []api.MonthState
	state  api.MonthState
}

func newDocumentPane(d *kit.Desk, ledger Ledger) *documentPane {
	p := &documentPane{desk: d, ledger: ledger, answer: kit.NewTroubleBox(), done: look.NewPara("", look.Body, look.On)}
	p.span = kit.NewChoice(d, func() { kit.Toggle(p.done, false) }, "This month", "All of its year, as far as it has come")
	var row []fyne.CanvasObject
	for i, e := range exports {
		p.buttons[i] = look.NewButton(e.label, look.Plain, func() { p.onExport(i) })
		p.buttons[i].OnRune = d.Typed
		row = append(row, p.buttons[i])
	}
	kit.Toggle(p.done, false)
	p.box = look.Card(heading("Save as a file"), p.span.Box, look.Flow(look.Gap8, row...),
		look.NewPara("Each has every line with its explanation, and a seal by which “standby pay verify” knows that nobody changed it.", look.Small, look.Secondary), p.answer.Box, p.done)
	return p
}

func (p *documentPane) revealBy(reveal func(fyne.CanvasObject)) {
	p.span.RevealBy(reveal)
	for _, b := range p.buttons {
		b.OnFocus = reveal
	}
}

func (p *documentPane) show(months []api.MonthState, state api.MonthState) {
	if p.state.Month != state.Month {
		p.answer.Show(nil)
		kit.Toggle(p.done, false)
	}
	p.months, p.state = months, state
}
