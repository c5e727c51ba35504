package pay

import (
	"time"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
	"standby/rotation"
)

// lieuPane is the account of time in lieu: what is in it, what lapses when, and the
// days off that are taken from it.
type lieuPane struct {
	desk   *kit.Desk
	ledger LieuAccount
	again  func()

	box             *fyne.Container
	balance, free   *figureCard
	lapses          *kit.Rows[string]
	day, long, for1 *kit.LineField
	book            *look.Button
	answer          *kit.TroubleBox
	done            *look.Para
	days            *kit.Rows[dayOff]
	none            *look.Para
	months          *kit.FactList
	reveal          func(fyne.CanvasObject)

	me  rotation.Person
	now time.Time
}

func newLieuPane(d *kit.Desk, ledger LieuAccount, again func()) *lieuPane {
	p := &lieuPane{desk: d, ledger: ledger, again: again, balance: newFigureCard(), free: newFigureCard(), answer: kit.NewTroubleBox(), done: look.NewPara("", look.Body, look.On),
		none: look.NewPara("No day off is booked.", look.Body, look.Secondary), months: kit.NewFactList(), reveal: func(fyne.CanvasObject) {}}
	p.lapses = kit.NewRows(look.Gap8, func() kit.Row[string] { return newNoteRow(look.SoftTaken, look.Taken) })
	p.days = kit.NewRows(look.Gap8, func() kit.Row[dayOff] { return p.newDayRow() }).Ruled()
	field := func(example string) *kit.LineField {
		e := kit.NewLineField(d, example, func() { d.Win.Canvas().Unfocus() })
		e.OnSubmitted = func(string) { p.onBook() }
		return e
	}
	p.day, p.long, p.for1 = field("2026-12-14"), field(""), field("")
	p.book = look.NewButton("Book the day off", look.Main, p.onBook)
	p.book.OnRune = d.Typed
	kit.Toggle(p.done, false)
	halves := &look.Columns{Shares: []float32{0.5, 0.5}, Narrow: 420, Alone: 1}
	p.box = look.Stack(look.Gap16, kit.Cards(420, p.balance.box, p.free.box), p.lapses.Box,
		look.Card(heading("Book a day off"), halves.Cells(kit.Field("Day", p.day), kit.Field("Hours; empty is a whole day", p.long)), kit.Field("What for (may stay empty)", p.for1), p.answer.Box, p.done, look.Left(p.book)),
		look.Card(heading("Days off"), p.none, p.days.Box),
		look.Card(heading("Month by month"), p.months.Box))
	return p
}

func (p *lieuPane) revealBy(reveal func(fyne.CanvasObject)) {
	p.reveal = reveal
	p.day.OnFocus, p.long.OnFocus, p.for1.OnFocus, p.book.OnFocus = reveal, reveal, reveal, reveal
}

func (p *lieuPane) show(l api.Lieu, me rotation.Person, now time.Time) {
	p.me, p.now = me, now
	v := lieuOf(l)
	p.balance.show(figure{"In the account", v.balance, v.about})
	p.free.show(figure{"Free to book", v.free, "A day off is " + length(l.DayLength)})
	p.lapses.Show(v.lapses)
	p.days.Show(v.days)
	kit.Toggle(p.none, len(v.days) == 0)
	p.long.SetPlaceHolder(length(l.DayLength))
	p.months.Show(v.months)
}

// dayRow is a day off.
type dayRow struct {
	box        *fyne.Container
	when       *look.Line
	about      *look.Para
	file, give *look.Button
	day        dayOff
}

func (p *lieuPane) newDayRow() *dayRow {
	r := &dayRow{when: look.NewElided("", look.Body, look.Text).Strong(), about: look.NewPara("", look.Small, look.Secondary)}
	r.file = look.NewCompact("Save as .ics", func() { p.onFile(r.day) })
	r.give = look.NewCompact("Give it back", func() { p.onGiveBack(r) })
	for _, b := range []*look.Button{r.file, r.give} {
		b.OnRune, b.OnFocus = p.desk.Typed, p.reveal
	}
	r.box = look.Row(look.Gap8, 0, look.Stack(2, r.when, r.about), r.file, r.give)
	return r
}

// Content implements kit.Row.
func (r *dayRow) Content() fyne.CanvasObject { return r.box }

// Show implements kit.Row.
func (r *dayRow) Show(d dayOff) {
	r.day = d
	r.when.SetText(d.when)
	state := "taken"
	if d.ahead {
		state = "booked"
	}
	r.about.Set(model.Joined(d.long, state, d.note), look.Secondary)
	kit.Toggle(r.give, d.ahead)
	r.give.SetEnabled(true)
}
