package now

import (
	"fyne.io/fyne/v2"

	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// waitRow is a page on the first screen, with the button that takes it. It
// belongs to one page for as long as it lives, so that the focus, and the
// pointer above the button, never come to mean another page.
type waitRow struct {
	box           *fyne.Container
	shape         *look.Shape
	title         *look.Para
	meta          *look.Para
	clock         *look.Line
	sending       *look.Para
	again         *look.Para
	ack, open     *look.Button
	failure       *look.Para
	onAck, onOpen func(id string)
	id            string
}

func newWaitRow(id string, onAck, onOpen func(string), typed func(rune)) *waitRow {
	r := &waitRow{id: id, onAck: onAck, onOpen: onOpen,
		shape: look.NewShape(look.Triangle, look.Waiting, look.IconSide), title: look.NewPara("", look.Body, look.Text),
		meta: look.NewPara("", look.Small, look.Secondary), clock: look.NewLine("", look.Body).Right(),
		sending: look.NewPara("", look.Small, look.Text), again: look.NewPara("", look.Small, look.Secondary), failure: look.NewPara("", look.Small, look.Waiting)}
	r.title.Bold = true
	r.title.MaxLines, r.meta.MaxLines, r.again.MaxLines, r.failure.MaxLines = 3, 3, 2, 4
	r.ack = look.NewButton("", look.Urgent, r.onAckTapped)
	r.open = look.NewButton("Details", look.Plain, r.onOpenTapped)
	r.ack.OnRune, r.open.OnRune = typed, typed
	words := look.Stack(2, r.title, r.meta, r.sending, r.again, r.failure)
	r.box = look.RowTop(look.Gap8, 1, r.shape, look.Reflow(440, look.Gap8, words, look.Row(look.Gap8, 1, r.clock, r.ack, r.open)))
	return r
}

func (r *waitRow) onAckTapped() { r.onAck(r.id) }

func (r *waitRow) onOpenTapped() { r.onOpen(r.id) }

func (r *waitRow) show(p model.PageRow, failure string, live bool) {
	r.shape.Set(p.Form, p.Tone, 0)
	r.title.Set(p.Title, look.Text)
	r.meta.Set(model.Joined(p.State, p.Age, p.Service), look.Secondary)
	r.sending.Set(p.Sending, look.Text)
	kit.Toggle(r.sending, p.Sending != "")
	r.again.Set(p.Again, look.Secondary)
	kit.Toggle(r.again, p.Again != "")
	r.clock.Bold = p.ClockTone == look.Waiting
	r.clock.Set(p.Clock, p.ClockTone)
	r.ack.SetLabel(p.Ack)
	r.ack.SetEnabled(live && !p.Busy)
	kit.Toggle(r.ack, p.Ack != "")
	if failure == "" {
		failure = p.Failure
	}
	r.failure.Set(failure, look.Waiting)
	kit.Toggle(r.failure, failure != "")
}
