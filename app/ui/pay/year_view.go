package pay

import (
	"fmt"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/rotation/pay/ledger"
)

// yearPane shows hours, nights and pay over a year; a month that is chosen in a
// chart is shown.
type yearPane struct {
	box                *fyne.Container
	name               *look.Line
	hours, nights, pay *kit.Bars
	goTo               func(ledger.Month)
}

func newYearPane(d *kit.Desk, goTo func(ledger.Month)) *yearPane {
	const height = 170
	p := &yearPane{name: heading(""), goTo: goTo, hours: kit.NewBars(d, height, look.Day, look.Work), nights: kit.NewBars(d, height, look.Night), pay: kit.NewBars(d, height, look.Amount)}
	p.box = look.Stack(look.Gap16, p.name,
		look.Card(heading("Hours"), kit.Legend([]look.ColorName{look.Day, look.Work}, []string{"On call", "Call-outs"}), p.hours.Box),
		look.Card(heading("Nights with time on call"), p.nights.Box),
		look.Card(heading("Pay"), p.pay.Box))
	return p
}

func (p *yearPane) revealBy(reveal func(fyne.CanvasObject)) {
	p.hours.OnFocus, p.nights.OnFocus, p.pay.OnFocus = reveal, reveal, reveal
}

func (p *yearPane) show(months []api.MonthState, year int) {
	p.name.SetText(fmt.Sprint(year))
	hours, nights, pay := yearOf(months, year)
	for _, c := range []struct {
		chart *kit.Bars
		tally tally
	}{{p.hours, hours}, {p.nights, nights}, {p.pay, pay}} {
		var columns []kit.Column
		for _, b := range c.tally.bars {
			columns = append(columns, kit.Column{Label: b.label, Top: b.top, Said: b.said, Parts: b.parts})
		}
		c.chart.OnChosen = func(i int) { p.goTo(c.tally.months[i]) }
		c.chart.Draw(columns, c.tally.said)
	}
}
