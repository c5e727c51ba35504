package now

import (
	"fyne.io/fyne/v2"

	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// muteBar says that sounds are muted, and ends it; while a page waits it offers to
// mute them.
type muteBar struct {
	desk   *kit.Desk
	pager  Pager
	answer *kit.TroubleBox
	box    *fyne.Container
	text   *look.Para
	button *look.Button
	line   *fyne.Container
	prompt *kit.Prompt
	last   model.View
	count  int
}

// newMuteBar tells in answer why it could not be done.
func newMuteBar(d *kit.Desk, pager Pager, answer *kit.TroubleBox) *muteBar {
	m := &muteBar{desk: d, pager: pager, answer: answer, text: look.NewPara("", look.Body, look.Taken)}
	m.button = look.NewCompact("", m.press)
	m.button.OnRune = d.Typed
	m.prompt = kit.NewPrompt(d, d.Typed, m.redraw)
	m.line = look.Flow(look.Gap8, m.button)
	m.box = look.Stack(look.Gap8, m.text, m.line, m.prompt.Box)
	return m
}

// show draws it for count waiting pages.
func (m *muteBar) show(v model.View, count int) {
	m.last, m.count = v, count
	muted := model.MutedOf(v)
	if !v.Live || m.prompt.Open && muted != "" {
		m.prompt.Close()
	}
	m.text.Set(muted, look.Taken)
	kit.Toggle(m.text, muted != "")
	label := "m · Mute the sound"
	if muted != "" {
		label = "m · Sound on"
	}
	m.button.SetLabel(label)
	m.button.SetEnabled(v.Live)
	kit.Toggle(m.line, !m.prompt.Open && (muted != "" || count > 0))
	kit.Toggle(m.box, v.Known && (muted != "" || count > 0 || m.prompt.Open))
}

func (m *muteBar) redraw() { m.show(m.last, m.count) }
