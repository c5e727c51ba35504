package pay

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// Screen shows what a month of duty is worth, with every line explained.
type Screen struct {
	desk   *kit.Desk
	ledger Ledger

	box      *fyne.Container
	scroll   *container.Scroll
	previous *look.Button
	next     *look.Button
	month    *look.Line
	answer   *kit.TroubleBox
	note     *look.Para
	figures  [3]*look.Para
	sheet    *fyne.Container
	policy   *look.Para
	notes    *fyne.Container
	lines    *fyne.Container
	chooser  *policyForm

	year  int
	of    time.Month
	asked string
	view  model.View
}

// New builds the screen.
func New(d *kit.Desk, ledger Ledger) *Screen {
	s := &Screen{desk: d, ledger: ledger, month: look.NewLine("", look.Title).Strong(), answer: kit.NewTroubleBox(),
		note: look.NewPara("", look.Body, look.Secondary), policy: look.NewPara("", look.Small, look.Secondary),
		notes: look.Stack(look.Gap4), lines: look.Stack(look.Gap8)}
	s.month.Align = fyne.TextAlignCenter
	s.previous = look.NewButton("Previous", look.Plain, s.onPrevious)
	s.next = look.NewButton("Next", look.Plain, s.onNext)
	s.previous.OnRune, s.next.OnRune = d.Typed, d.Typed
	s.chooser = newPolicyForm(d, ledger, s.onPolicy)
	s.sheet = look.Stack(look.Gap16, s.buildFigures(), s.policy, s.notes, look.Card(look.NewLine("Statement", look.Title).Strong(), s.lines))
	s.box, s.scroll = look.Scroll(look.Inset(look.Gap8, look.Gap8, look.Stack(look.Gap16,
		look.Left(s.previous, look.Width(168, s.month), s.next), s.answer.Box, s.note, s.chooser.box, s.sheet)))
	s.chooser.revealBy(kit.Reveal(s.scroll))
	t := d.Now()
	s.year, s.of = t.Year(), t.Month()
	return s
}

func (s *Screen) buildFigures() fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for i, name := range []string{"Pay", "Hours on call", "Hours of call-out"} {
		s.figures[i] = look.NewPara("", look.Figure, look.Text)
		s.figures[i].Bold = true
		cards = append(cards, look.Card(look.NewElided(name, look.Small, look.Secondary), s.figures[i]))
	}
	return container.New(layout.NewGridLayoutWithColumns(len(cards)), cards...)
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
	if !s.view.Known && v.Known {
		t := v.Now.In(v.Loc)
		s.year, s.of = t.Year(), t.Month()
	}
	s.view = v
	s.month.SetText(fmt.Sprintf("%s %d", s.of, s.year))
	none := v.Known && v.Snap.PolicyName == ""
	kit.Toggle(s.chooser.box, none)
	kit.Toggle(s.sheet, s.asked != "" && !none)
	s.previous.SetEnabled(!none)
	s.next.SetEnabled(!none)
	switch {
	case !v.Known:
		s.note.Set("", look.Secondary)
	case none:
		s.note.Set("There is no pay policy yet, so nothing is computed. The hours you were on call are kept, and count as soon as there is one.", look.Secondary)
		s.asked = ""
	case v.Live:
		s.load()
	}
	kit.Toggle(s.note, s.note.Content != "")
}

func (s *Screen) draw(p statementView) {
	for i, text := range []string{p.pay, p.standby, p.callOut} {
		s.figures[i].Set(text, look.Text)
	}
	s.policy.Set(p.policy, look.Secondary)
	s.notes.RemoveAll()
	for _, note := range p.notes {
		s.notes.Add(look.Boxed(look.NewFill(look.SoftTaken, look.Taken), look.NewPara(note, look.Body, look.Text)))
	}
	kit.Toggle(s.notes, len(p.notes) > 0)
	s.lines.RemoveAll()
	for i, l := range p.lines {
		if i > 0 {
			s.lines.Add(look.Rule())
		}
		s.lines.Add(drawPayLine(l))
	}
	if len(p.lines) == 0 {
		s.lines.Add(look.NewPara("No duty and no call-out in this month.", look.Body, look.Secondary))
	}
}

func drawPayLine(l line) fyne.CanvasObject {
	return look.Stack(2,
		look.Reflow(480, look.Gap16, look.NewElided(l.what, look.Body, look.Text).Strong(),
			look.Row(look.Gap16, -1, look.NewLine(l.sum, look.Body).In(look.Secondary), look.Width(112, look.NewElided(l.amount, look.Body, look.Text).Strong().Right()))),
		look.NewPara(l.when, look.Small, look.Secondary),
		look.NewPara(l.explanation, look.Body, look.Text),
		look.NewPara(l.evidence, look.Small, look.Secondary))
}
