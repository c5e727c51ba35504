package pay

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// statementPane is the month: three figures, what is to be confirmed, the weeks, the
// lines with their traces, documents, and the closing.
type statementPane struct {
	desk   *kit.Desk
	ledger Ledger
	again  func()

	box     *fyne.Container
	figures [3]*figureCard
	policy  *look.Para
	notes   *kit.Rows[string]
	broken  *kit.Rows[string]

	confirmCard *fyne.Container
	waiting     *kit.Rows[hourRow]
	all         *look.Button
	allUp       *fyne.Container
	answer      *kit.TroubleBox

	weeks  *kit.Bars
	lines  *kit.Rows[line]
	more   *look.Button
	moreUp *fyne.Container
	none   *look.Para

	files  *documentPane
	closer *closePane

	reveal func(fyne.CanvasObject)
	hours  []hourRow
	shown  int
	view   statementView
	state  api.MonthState
}

// linesAtOnce is how many lines come up at first, and with each press for more;
// confirmAtOnce is how many call-outs to confirm: the next come up as these are.
const (
	linesAtOnce   = 40
	confirmAtOnce = 10
)

func newStatementPane(d *kit.Desk, ledger Ledger, again func()) *statementPane {
	p := &statementPane{desk: d, ledger: ledger, again: again, policy: look.NewPara("", look.Small, look.Secondary), answer: kit.NewTroubleBox(),
		none: look.NewPara("No duty and no call-out in this month.", look.Body, look.Secondary), reveal: func(fyne.CanvasObject) {}}
	var cards []fyne.CanvasObject
	for i := range p.figures {
		p.figures[i] = newFigureCard()
		cards = append(cards, p.figures[i].box)
	}
	p.notes = kit.NewRows(look.Gap8, func() kit.Row[string] { return newNoteRow(look.SoftTaken, look.Taken) })
	p.broken = kit.NewRows(look.Gap8, func() kit.Row[string] { return newNoteRow(look.SoftBlind, look.Blind) })
	p.waiting = kit.NewRows(look.Gap8, func() kit.Row[hourRow] { return p.newConfirmRow() }).Ruled()
	p.all = look.NewButton("", look.Plain, p.onConfirmAll)
	p.all.OnRune = d.Typed
	p.allUp = look.Left(p.all)
	p.confirmCard = look.Boxed(look.NewFill(look.SoftTaken, look.Taken), look.NewLine("Call-outs to confirm", look.Title).Strong(),
		look.NewPara("They count as their pages tell them. Look at each, and say that it is right.", look.Small, look.Secondary), p.waiting.Box, p.answer.Box, p.allUp)
	tones := []look.ColorName{look.Day, look.Night, look.Work, look.Ahead}
	p.weeks = kit.NewBars(d, 180, tones...)
	p.lines = kit.NewRows(0, func() kit.Row[line] { return p.newLineRow() }).Ruled()
	p.more = look.NewButton("", look.Plain, p.onMore)
	p.more.OnRune = d.Typed
	p.moreUp = look.Left(p.more)
	p.files, p.closer = newDocumentPane(d, ledger), newClosePane(d, ledger, again)
	p.box = look.Stack(look.Gap16, look.Stack(look.Gap8, kit.Cards(560, cards...), p.policy), p.broken.Box, p.notes.Box, p.confirmCard,
		look.Card(heading("Weeks"), kit.Legend(tones, []string{"On call by day", "On call at night, 22 to 6", "Call-outs", "Still to come"}), p.weeks.Box),
		look.Card(heading("Statement"), look.NewPara("Each line opens to show how it came about.", look.Small, look.Secondary), p.none, p.lines.Box, p.moreUp),
		p.files.box, p.closer.box)
	return p
}

func heading(text string) *look.Line { return look.NewLine(text, look.Title).Strong() }

func (p *statementPane) revealBy(reveal func(fyne.CanvasObject)) {
	p.reveal = reveal
	p.all.OnFocus, p.more.OnFocus, p.weeks.OnFocus = reveal, reveal, reveal
	p.files.revealBy(reveal)
	p.closer.revealBy(reveal)
}

func (p *statementPane) show(m *monthly, loc *time.Location, v model.View) {
	if m.statement.State.Month != p.state.Month {
		p.shown = linesAtOnce
		p.answer.Show(nil)
	}
	p.state, p.view = m.statement.State, statementOf(m.statement, v)
	for i, f := range p.view.figures {
		p.figures[i].show(f)
	}
	p.policy.Set(p.view.policy, look.Secondary)
	p.notes.Show(p.view.notes)
	p.broken.Show(p.view.broken)
	_, p.hours = hoursOf(m.hours, loc, v.Now)
	p.waiting.Show(p.hours[:min(len(p.hours), confirmAtOnce)])
	p.all.SetLabel(fmt.Sprintf("Confirm all %d", len(p.hours)))
	p.all.SetEnabled(true)
	kit.Toggle(p.allUp, len(p.hours) > 1)
	kit.Toggle(p.confirmCard, len(p.hours) > 0)
	p.drawWeeks(m, loc, v.Now)
	p.drawLines()
	p.files.show(m.months, p.state)
	p.closer.show(closingOf(p.state, loc), p.state.Month)
}

func (p *statementPane) drawWeeks(m *monthly, loc *time.Location, now time.Time) {
	var columns []kit.Column
	some := false
	for _, w := range weeksOf(m.statement.Period, loc, m.shifts, m.hours, now) {
		c := kit.Column{}
		c.Label, c.Top, c.Said, c.Parts = w.column(loc)
		columns, some = append(columns, c), some || c.Top != ""
	}
	summary := monthName(p.state.Month) + ", by week. Point at a column, or go to it with the arrow keys."
	if !some {
		summary = "No time on call and no call-out in " + monthName(p.state.Month) + "."
	}
	p.weeks.Draw(columns, summary)
}

func (p *statementPane) drawLines() {
	n := len(p.view.lines)
	p.lines.Show(p.view.lines[:min(n, p.shown)])
	kit.Toggle(p.none, n == 0)
	kit.Toggle(p.moreUp, n > p.shown)
	p.more.SetLabel(fmt.Sprintf("Show more: %d of %d shown", min(n, p.shown), n))
}

func (p *statementPane) onMore() {
	p.shown += linesAtOnce
	p.drawLines()
}

// figureCard is one of the large figures.
type figureCard struct {
	box          *fyne.Container
	name         *look.Line
	value, about *look.Para
}

func newFigureCard() *figureCard {
	c := &figureCard{name: look.NewElided("", look.Small, look.Secondary), value: look.NewPara("", look.Figure, look.Text), about: look.NewPara("", look.Small, look.Secondary)}
	c.value.Bold = true
	c.box = look.Card(c.name, c.value, c.about)
	return c
}

func (c *figureCard) show(f figure) {
	c.name.SetText(f.name)
	c.value.Set(f.value, look.Text)
	c.about.Set(f.about, look.Secondary)
}

// noteRow is something that the reader must know.
type noteRow struct {
	box  *fyne.Container
	text *look.Para
}

func newNoteRow(fill, edge look.ColorName) *noteRow {
	r := &noteRow{text: look.NewPara("", look.Body, look.Text)}
	r.box = look.Boxed(look.NewFill(fill, edge), r.text)
	return r
}

// Content implements kit.Row.
func (r *noteRow) Content() fyne.CanvasObject { return r.box }

// Show implements kit.Row.
func (r *noteRow) Show(text string) { r.text.Set(text, look.Text) }

// lineRow is a line of the statement that opens to its trace.
type lineRow struct {
	*kit.Fold
	line              line
	what, sum, amount *look.Line
	when, explanation *look.Para
	trace             *kit.FactList
}

func (p *statementPane) newLineRow() *lineRow {
	r := &lineRow{what: look.NewElided("", look.Body, look.Text).Strong(), sum: look.NewLine("", look.Body).In(look.Secondary),
		amount: look.NewElided("", look.Body, look.Text).Strong().Right(), when: look.NewPara("", look.Small, look.Secondary),
		explanation: look.NewPara("", look.Body, look.Text), trace: kit.NewFactList()}
	head := look.Stack(2, look.Reflow(480, look.Gap16, r.what, look.Row(look.Gap16, -1, r.sum, look.Width(140, r.amount))), r.when)
	r.Fold = kit.NewFold(p.desk, head, look.Stack(look.Gap8, r.explanation, r.trace.Box))
	r.Head.OnFocus, r.OnOpen = p.reveal, r.fill
	return r
}

// fill shows the trace, which is drawn for the lines alone that are opened.
func (r *lineRow) fill() {
	r.explanation.Set(r.line.explanation, look.Text)
	r.trace.Show(r.line.trace)
}

// Content implements kit.Row.
func (r *lineRow) Content() fyne.CanvasObject { return r.Box }

// Show implements kit.Row. Another line begins closed.
func (r *lineRow) Show(l line) {
	if r.line.key != l.key {
		r.Open(false)
	}
	r.line = l
	if r.IsOpen() {
		r.fill()
	}
	r.what.SetText(l.what)
	r.sum.SetText(l.sum)
	r.amount.SetText(l.amount)
	r.when.Set(l.when, look.Secondary)
	kit.Toggle(r.when, l.when != "")
}

// confirmRow is a call-out that waits to be confirmed.
type confirmRow struct {
	box    *fyne.Container
	what   *look.Line
	when   *look.Para
	button *look.Button
	row    hourRow
}

func (p *statementPane) newConfirmRow() *confirmRow {
	r := &confirmRow{what: look.NewElided("", look.Body, look.Text).Strong(), when: look.NewPara("", look.Small, look.Secondary)}
	r.button = look.NewCompact("Confirm", func() { p.onConfirm(r.row, r.button) })
	r.button.OnRune, r.button.OnFocus = p.desk.Typed, p.reveal
	r.box = look.Row(look.Gap8, 0, look.Stack(2, r.what, r.when), r.button)
	return r
}

// Content implements kit.Row.
func (r *confirmRow) Content() fyne.CanvasObject { return r.box }

// Show implements kit.Row.
func (r *confirmRow) Show(h hourRow) {
	r.row = h
	r.what.SetText(h.what)
	text := model.Joined(h.when, h.long, h.mode)
	if h.differs != "" {
		text = model.Joined(text, "the page tells otherwise now: see Hours")
	}
	r.when.Set(text, look.Secondary)
	r.button.SetEnabled(true)
}
