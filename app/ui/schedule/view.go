package schedule

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
	"standby/rotation"
)

// Screen shows who is on call in this week and the four after it.
type Screen struct {
	desk *kit.Desk
	rota Rota

	box    *fyne.Container
	scroll *container.Scroll
	note   *look.Para
	answer *kit.TroubleBox
	mine   *kit.FactList
	mineUp *fyne.Container
	open   *gapList
	weeks  *fyne.Container

	shifts []rotation.Shift
	gaps   []api.Gap
	// asked is what the shifts were asked for with, drawn what is on the screen.
	asked, drawn string
	loaded       bool
	view         model.View
}

// New builds the screen.
func New(d *kit.Desk, rota Rota) *Screen {
	s := &Screen{desk: d, rota: rota, note: look.NewPara("", look.Body, look.Secondary), answer: kit.NewTroubleBox(), mine: kit.NewFactList(), open: newGapList(), weeks: look.Stack(look.Gap16)}
	s.mineUp = look.Card(look.NewLine("Your shifts", look.Title).Strong(), s.mine.Box)
	s.box, s.scroll = look.Scroll(look.Inset(look.Gap8, look.Gap8, look.Stack(look.Gap16, s.answer.Box, s.note, s.mineUp, s.open.box, s.weeks)))
	return s
}

// Keys are none: all of the screen is reached with Tab and the arrows.
func (s *Screen) Keys() []model.Key { return nil }

// Content is built once.
func (s *Screen) Content() fyne.CanvasObject { return s.box }

// First is what gets the focus when the screen is opened.
func (s *Screen) First() fyne.Focusable { return nil }

// Scroller is what the arrow keys move while nothing has the focus.
func (s *Screen) Scroller() *container.Scroll { return s.scroll }

// Typed gets the letters that no field wanted.
func (s *Screen) Typed(rune) {}

// Show draws what is known.
func (s *Screen) Show(v model.View) {
	s.view = v
	if v.Live {
		s.load()
	}
	s.draw()
}

// draw draws the weeks anew, once a minute at most: the line that says now moves.
func (s *Screen) draw() {
	state := s.asked + s.view.Now.Format(" 2006-01-02 15:04 ") + s.view.Loc.String()
	if s.drawn == state {
		return
	}
	s.drawn = state
	s.note.Set(scheduleNote(s.view, s.loaded, len(s.shifts), len(s.gaps)), look.Secondary)
	if !s.loaded {
		kit.Toggle(s.mineUp, false)
		s.open.show(nil)
		return
	}
	mine := mineOf(s.shifts, s.view)
	facts := make([]model.Fact, 0, len(mine))
	for _, m := range mine[:min(len(mine), mineShown)] {
		facts = append(facts, model.Fact{Name: m.role, Value: model.Joined(m.when, m.hours, m.rota)})
	}
	s.mine.Show(facts)
	kit.Toggle(s.mineUp, len(facts) > 0)
	s.open.show(openOf(s.gaps, s.view))
	s.weeks.RemoveAll()
	for _, w := range scheduleOf(s.shifts, s.gaps, s.view) {
		if len(w.lanes) > 0 {
			s.weeks.Add(drawWeek(w))
		}
	}
}
