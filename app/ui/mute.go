package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"

	"standby/app/api"
	"standby/app/ui/look"
)

// muteBar says that sounds are muted, and ends it; while a page waits it offers to
// mute them.
type muteBar struct {
	desk   *desk
	pager  Pager
	answer *troubleBox
	box    *fyne.Container
	text   *look.Para
	button *look.Button
	line   *fyne.Container
	prompt *prompt
	last   view
	count  int
}

// newMuteBar tells in answer why it could not be done.
func newMuteBar(d *desk, pager Pager, answer *troubleBox) *muteBar {
	m := &muteBar{desk: d, pager: pager, answer: answer, text: look.NewPara("", look.Body, look.Taken)}
	m.button = look.NewCompact("", m.press)
	m.button.OnRune = d.typed
	m.prompt = newPrompt(d, d.typed, m.redraw)
	m.line = look.Flow(look.Gap8, m.button)
	m.box = look.Stack(look.Gap8, m.text, m.line, m.prompt.box)
	return m
}

// show draws it for count waiting pages.
func (m *muteBar) show(v view, count int) {
	m.last, m.count = v, count
	muted := mutedOf(v)
	if !v.live || m.prompt.open && muted != "" {
		m.prompt.close()
	}
	m.text.Set(muted, look.Taken)
	toggle(m.text, muted != "")
	label := "m · Mute the sound"
	if muted != "" {
		label = "m · Sound on"
	}
	m.button.SetLabel(label)
	m.button.SetEnabled(v.live)
	toggle(m.line, !m.prompt.open && (muted != "" || count > 0))
	toggle(m.box, v.known && (muted != "" || count > 0 || m.prompt.open))
}

func (m *muteBar) redraw() { m.show(m.last, m.count) }

// press asks for how long, or lets Standby be heard again.
func (m *muteBar) press() {
	switch {
	case !m.last.live || m.prompt.open:
	case mutedOf(m.last) != "":
		m.mute(m.desk.now())
	default:
		m.prompt.ask("Mute for how long? Pages are still shown.", mutes(m.last), func(c api.Command) { m.mute(c.Until) })
		m.redraw()
	}
}

func (m *muteBar) mute(until time.Time) {
	m.answer.show(nil)
	m.desk.ask(func(ctx context.Context) error { return m.pager.Mute(ctx, until) }, m.answer.showErr)
}
