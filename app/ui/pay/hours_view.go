package pay

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"

	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
	"standby/rotation/pay/ledger"
)

// hoursPane is the log of call-outs of a month: each opens to what is known of it
// and to its trail, and can be edited.
type hoursPane struct {
	desk *kit.Desk
	log  HourLog

	box    *fyne.Container
	add1   *look.Button
	form   *hourForm
	rows   *kit.Rows[hourRow]
	more   *look.Button
	moreUp *fyne.Container
	none   *look.Para
	answer *kit.TroubleBox
	reveal func(fyne.CanvasObject)
	again  func()
	loc    *time.Location
	month  ledger.Month
	all    []hourRow
	shown  int
}

func newHoursPane(d *kit.Desk, log HourLog, again func()) *hoursPane {
	p := &hoursPane{desk: d, log: log, again: again, answer: kit.NewTroubleBox(), reveal: func(fyne.CanvasObject) {}, loc: time.UTC,
		none: look.NewPara("No call-out in this month. Pages that are acknowledged and resolved come here by themselves; what happened without a page can be logged by hand.", look.Body, look.Secondary)}
	p.form = newHourForm(d, log, again)
	p.add1 = look.NewButton("h · Log hours by hand", look.Plain, p.add)
	p.add1.OnRune = d.Typed
	p.more = look.NewButton("", look.Plain, p.onMore)
	p.more.OnRune = d.Typed
	p.moreUp = look.Left(p.more)
	p.rows = kit.NewRows(0, func() kit.Row[hourRow] { return p.newLogRow() }).Ruled()
	p.box = look.Stack(look.Gap16, look.Left(p.add1), p.form.box, p.answer.Box,
		look.Card(heading("Call-outs"), look.NewPara("Each opens to show what was said of it, and when.", look.Small, look.Secondary), p.none, p.rows.Box, p.moreUp))
	return p
}

func (p *hoursPane) revealBy(reveal func(fyne.CanvasObject)) {
	p.reveal = reveal
	p.add1.OnFocus, p.more.OnFocus = reveal, reveal
	p.form.revealBy(reveal)
}

// add opens the form for a call-out that no page tells of.
func (p *hoursPane) add() { p.form.open(nil, p.loc) }

func (p *hoursPane) show(list []hourLogged, month ledger.Month, loc *time.Location, now time.Time) {
	if p.month != month {
		p.month, p.shown = month, linesAtOnce
	}
	p.loc = loc
	p.all, _ = hoursOf(list, loc, now)
	p.draw()
}

func (p *hoursPane) draw() {
	n := len(p.all)
	p.rows.Show(p.all[:min(n, p.shown)])
	kit.Toggle(p.none, n == 0)
	kit.Toggle(p.moreUp, n > p.shown)
	p.more.SetLabel(fmt.Sprintf("Show more: %d of %d shown", min(n, p.shown), n))
}

func (p *hoursPane) onMore() {
	p.shown += linesAtOnce
	p.draw()
}

// logRow is a call-out of the log.
type logRow struct {
	*kit.Fold
	pane                       *hoursPane
	what, state                *look.Line
	when                       *look.Para
	facts                      *kit.FactList
	trail                      *look.Para
	confirm, edit, take, count *look.Button
	row                        hourRow
}

func (p *hoursPane) newLogRow() *logRow {
	r := &logRow{pane: p, what: look.NewElided("", look.Body, look.Text).Strong(), state: look.NewLine("", look.Body), when: look.NewPara("", look.Small, look.Secondary),
		facts: kit.NewFactList(), trail: look.NewPara("", look.Small, look.Secondary)}
	r.confirm = look.NewCompact("Confirm", r.onConfirm)
	r.edit = look.NewCompact("Edit…", r.onEdit)
	r.take = look.NewCompact("Take over what the page tells", r.onTake)
	r.count = look.NewCompact("Let it count again", r.onCount)
	for _, b := range []*look.Button{r.confirm, r.edit, r.take, r.count} {
		b.OnRune, b.OnFocus = p.desk.Typed, p.reveal
	}
	head := look.Stack(2, look.Reflow(420, look.Gap16, r.what, r.state), r.when)
	r.Fold = kit.NewFold(p.desk, head, look.Stack(look.Gap8, r.facts.Box, look.NewLine("Trail", look.Small).Strong(), r.trail, look.Flow(6, r.confirm, r.edit, r.take, r.count)))
	r.Head.OnFocus = p.reveal
	r.OnOpen = r.onOpen
	return r
}

// Content implements kit.Row.
func (r *logRow) Content() fyne.CanvasObject { return r.Box }

// Show implements kit.Row. Another call-out begins closed.
func (r *logRow) Show(h hourRow) {
	if r.row.id != h.id {
		r.Open(false)
	}
	news := r.IsOpen() && (r.row.of.At != h.of.At || r.row.differs != h.differs)
	r.row = h
	r.what.SetText(h.what)
	r.state.Set(h.state, toneOf(h))
	r.when.Set(model.Joined(h.when, h.long, h.mode), look.Secondary)
	if r.IsOpen() {
		r.facts.Show(h.said)
	}
	kit.Toggle(r.confirm, h.waits && !h.of.Running)
	kit.Toggle(r.edit, !h.removed)
	kit.Toggle(r.take, h.differs != "" && !h.removed)
	kit.Toggle(r.count, h.removed)
	r.enable(true)
	if news {
		r.onOpen()
	}
}

func (r *logRow) enable(on bool) {
	for _, b := range []*look.Button{r.confirm, r.take, r.count} {
		b.SetEnabled(on)
	}
}

func toneOf(h hourRow) look.ColorName {
	switch {
	case h.removed:
		return look.Secondary
	case h.waits:
		return look.Taken
	}
	return look.On
}
