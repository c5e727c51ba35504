package kit

import (
	"context"
	"errors"
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// Actor has the agent do something with one page. It returns once the wish is on
// disk.
type Actor interface {
	Act(ctx context.Context, pageID string, c api.Command) error
}

// SeeAll marks pages as seen, as far as it gets. One that the agent has forgotten
// meanwhile needs no mark.
func SeeAll(ctx context.Context, pager Actor, ids []string) error {
	for _, id := range ids {
		if err := pager.Act(ctx, id, api.Command{Do: api.DoSeen}); err != nil && !errors.Is(err, api.ErrNotFound) {
			return err
		}
	}
	return nil
}

// Strip is a line with one button, at an edge where nothing moves when it comes
// and goes, and where no pointer is that has just pressed something else.
type Strip struct {
	Box    *fyne.Container
	text   *look.Para
	button *look.Button
	tapped func()
}

// NewStrip returns one that is hidden, with an edge in that colour.
func NewStrip(edge fyne.ThemeColorName, typed func(rune)) *Strip {
	s := &Strip{text: look.NewPara("", look.Body, look.Text)}
	s.text.MaxLines = 3
	s.button = look.NewCompact("", s.onTapped)
	s.button.OnRune = typed
	s.Box = container.NewStack(look.NewFill(look.Panel, edge), look.Inset(12, look.Gap8, look.Row(look.Gap8, 0, s.text, s.button)))
	s.Box.Hide()
	return s
}

func (s *Strip) onTapped() {
	if s.tapped != nil {
		s.tapped()
	}
}

func (s *Strip) show(text, label string, tapped func()) {
	s.text.Set(text, look.Text)
	s.button.SetLabel(label)
	s.tapped = tapped
	Toggle(s.Box, true)
}

func (s *Strip) hide() { Toggle(s.Box, false) }

// OfferUndo shows what can still be taken back, and reports whether anything can.
func (s *Strip) OfferUndo(pages []api.Page, v model.View, undo func(id string)) bool {
	p, ok := model.Undoable(pages, v)
	if !ok {
		s.hide()
		return false
	}
	s.show(model.Undone(p), "z · "+model.UndoOf(p, v), func() { undo(p.ID) })
	return true
}

// OfferSeen offers to mark at once all that came and went unseen. One alone is
// seen by opening it.
func (s *Strip) OfferSeen(pages []api.Page, live bool, see func(ids []string)) {
	ids := model.UnseenIDs(pages)
	if len(ids) < 2 || !live {
		s.hide()
		return
	}
	s.show(fmt.Sprintf("%d pages came and went unseen.", len(ids)), "Mark all as seen", func() { see(ids) })
}

// Send has the agent do what the button says, which cannot be pressed meanwhile, and
// tells in answer why it could not be done.
func (s *Strip) Send(d *Desk, answer *TroubleBox, work func(context.Context) error) {
	s.button.SetEnabled(false)
	answer.Show(nil)
	d.Ask(work, func(err error) {
		s.button.SetEnabled(true)
		answer.ShowErr(err)
	})
}
