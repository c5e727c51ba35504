package pay

import (
	"fyne.io/fyne/v2"

	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/rotation/pay/ledger"
)

// closePane freezes a month, after it has said what that means.
type closePane struct {
	desk   *kit.Desk
	ledger Ledger
	again  func()

	box               *fyne.Container
	text, ask         *look.Para
	begin, sure, away *look.Button
	beginUp, asking   *fyne.Container
	answer            *kit.TroubleBox

	now   closing
	month ledger.Month
}

func newClosePane(d *kit.Desk, ledger Ledger, again func()) *closePane {
	p := &closePane{desk: d, ledger: ledger, again: again, text: look.NewPara("", look.Body, look.Text), ask: look.NewPara("", look.Body, look.Text), answer: kit.NewTroubleBox()}
	p.begin = look.NewButton("Close the month…", look.Plain, p.onBegin)
	p.sure = look.NewButton("", look.Main, p.onSure)
	p.away = look.NewButton("Esc · Not now", look.Plain, p.back)
	for _, b := range []*look.Button{p.begin, p.sure, p.away} {
		b.OnRune = d.Typed
	}
	p.beginUp = look.Left(p.begin)
	p.asking = look.Boxed(look.NewFill(look.SoftTaken, look.Taken), p.ask, look.Flow(look.Gap8, p.sure, p.away))
	p.asking.Hide()
	p.box = look.Card(heading("Close the month"), p.text, p.beginUp, p.asking, p.answer.Box)
	return p
}

func (p *closePane) revealBy(reveal func(fyne.CanvasObject)) {
	p.begin.OnFocus, p.sure.OnFocus, p.away.OnFocus = reveal, reveal, reveal
}

func (p *closePane) show(c closing, month ledger.Month) {
	if month != p.month || c.ask != p.now.ask {
		p.back()
		p.answer.Show(nil)
	}
	p.now, p.month = c, month
	p.text.Set(c.text, look.Text)
	p.ask.Set(c.ask, look.Text)
	p.sure.SetLabel(c.label)
	kit.Toggle(p.beginUp, c.ask != "" && !p.asking.Visible())
}

// back leaves the month open.
func (p *closePane) back() {
	kit.Toggle(p.asking, false)
	kit.Toggle(p.beginUp, p.now.ask != "")
}

func (p *closePane) onBegin() {
	kit.Toggle(p.beginUp, false)
	kit.Toggle(p.asking, true)
	p.desk.Win.Canvas().Focus(p.away)
}
