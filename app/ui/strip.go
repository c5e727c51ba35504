package ui

import (
	"context"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/look"
)

// strip is a line with one button, at an edge where nothing moves when it comes
// and goes, and where no pointer is that has just pressed something else.
type strip struct {
	box    *fyne.Container
	text   *look.Para
	button *look.Button
	tapped func()
}

// newStrip returns one that is hidden, with an edge in that colour.
func newStrip(edge fyne.ThemeColorName, typed func(rune)) *strip {
	s := &strip{text: look.NewPara("", look.Body, look.Text)}
	s.text.MaxLines = 3
	s.button = look.NewCompact("", s.onTapped)
	s.button.OnRune = typed
	s.box = container.NewStack(look.NewFill(look.Panel, edge), look.Inset(12, look.Gap8, look.Row(look.Gap8, 0, s.text, s.button)))
	s.box.Hide()
	return s
}

func (s *strip) onTapped() {
	if s.tapped != nil {
		s.tapped()
	}
}

func (s *strip) show(text, label string, tapped func()) {
	s.text.Set(text, look.Text)
	s.button.SetLabel(label)
	s.tapped = tapped
	toggle(s.box, true)
}

func (s *strip) hide() { toggle(s.box, false) }

// offerUndo shows what can still be taken back, and reports whether anything can.
func (s *strip) offerUndo(pages []api.Page, v view, undo func(id string)) bool {
	p, ok := undoable(pages, v)
	if !ok {
		s.hide()
		return false
	}
	s.show(undone(p), "z · "+undoOf(p, v), func() { undo(p.ID) })
	return true
}

// offerSeen offers to mark at once all that came and went unseen. One alone is
// seen by opening it.
func (s *strip) offerSeen(pages []api.Page, live bool, see func(ids []string)) {
	ids := unseenIDs(pages)
	if len(ids) < 2 || !live {
		s.hide()
		return
	}
	s.show(fmt.Sprintf("%d pages came and went unseen.", len(ids)), "Mark all as seen", func() { see(ids) })
}

// send has the agent do what the button says, which cannot be pressed meanwhile, and
// tells in answer why it could not be done.
func (s *strip) send(d *desk, answer *troubleBox, work func(context.Context) error) {
	s.button.SetEnabled(false)
	answer.show(nil)
	d.ask(work, func(err error) {
		s.button.SetEnabled(true)
		answer.showErr(err)
	})
}
