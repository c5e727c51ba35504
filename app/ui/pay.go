package ui

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"standby/app/api"
	"standby/app/ui/look"
)

// payScreen shows what a month of duty is worth, with every line explained.
type payScreen struct {
	desk   *desk
	ledger Ledger

	box      *fyne.Container
	scroll   *container.Scroll
	previous *look.Button
	next     *look.Button
	month    *look.Line
	answer   *troubleBox
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
	view  view
}

func newPayScreen(d *desk, ledger Ledger) *payScreen {
	s := &payScreen{desk: d, ledger: ledger, month: look.NewLine("", look.Title).Strong(), answer: newTroubleBox(),
		note: look.NewPara("", look.Body, look.Secondary), policy: look.NewPara("", look.Small, look.Secondary),
		notes: look.Stack(look.Gap4), lines: look.Stack(look.Gap8)}
	s.month.Align = fyne.TextAlignCenter
	s.previous = look.NewButton("Previous", look.Plain, s.onPrevious)
	s.next = look.NewButton("Next", look.Plain, s.onNext)
	s.previous.OnRune, s.next.OnRune = d.typed, d.typed
	s.chooser = newPolicyForm(d, ledger, s.onPolicy)
	s.sheet = look.Stack(look.Gap16, s.buildFigures(), s.policy, s.notes, look.Card(look.NewLine("Statement", look.Title).Strong(), s.lines))
	s.box, s.scroll = look.Scroll(look.Inset(look.Gap8, look.Gap8, look.Stack(look.Gap16,
		look.Left(s.previous, look.Width(168, s.month), s.next), s.answer.box, s.note, s.chooser.box, s.sheet)))
	s.chooser.revealBy(reveal(s.scroll))
	t := d.now()
	s.year, s.of = t.Year(), t.Month()
	return s
}

func (s *payScreen) buildFigures() fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for i, name := range []string{"Pay", "Hours on call", "Hours of call-out"} {
		s.figures[i] = look.NewPara("", look.Figure, look.Text)
		s.figures[i].Bold = true
		cards = append(cards, look.Card(look.NewElided(name, look.Small, look.Secondary), s.figures[i]))
	}
	return container.New(layout.NewGridLayoutWithColumns(len(cards)), cards...)
}

func (s *payScreen) content() fyne.CanvasObject { return s.box }

func (s *payScreen) first() fyne.Focusable { return nil }

func (s *payScreen) scroller() *container.Scroll { return s.scroll }

func (s *payScreen) typed(rune) {}

func (s *payScreen) show(v view) {
	if !s.view.known && v.known {
		t := v.now.In(v.loc)
		s.year, s.of = t.Year(), t.Month()
	}
	s.view = v
	s.month.SetText(fmt.Sprintf("%s %d", s.of, s.year))
	none := v.known && v.snap.PolicyName == ""
	toggle(s.chooser.box, none)
	toggle(s.sheet, s.asked != "" && !none)
	s.previous.SetEnabled(!none)
	s.next.SetEnabled(!none)
	switch {
	case !v.known:
		s.note.Set("", look.Secondary)
	case none:
		s.note.Set("There is no pay policy yet, so nothing is computed. The hours you were on call are kept, and count as soon as there is one.", look.Secondary)
		s.asked = ""
	case v.live:
		s.load()
	}
	toggle(s.note, s.note.Content != "")
}

// load asks for the month, and asks again when something that it rests on may
// have changed: the month itself, the policy, the pages, or the day.
func (s *payScreen) load() {
	why := fmt.Sprint(s.year, s.of, s.view.snap.PolicyName, s.view.now.In(s.view.loc).YearDay(), workOf(s.view.snap), cause(s.view))
	if why == s.asked {
		return
	}
	s.asked = why
	year, month := s.year, s.of
	var statement api.Statement
	s.desk.ask(func(ctx context.Context) (err error) {
		statement, err = s.ledger.Pay(ctx, year, month)
		return err
	}, func(err error) { s.onStatement(statement, year, month, err) })
}

// workOf changes whenever work on a page begins or ends.
func workOf(s api.Snapshot) string {
	var out string
	for _, p := range s.Pages {
		for _, w := range p.Work {
			out += p.ID + w.From.String() + w.Until.String()
		}
	}
	return out
}

func (s *payScreen) onStatement(statement api.Statement, year int, month time.Month, err error) {
	if year != s.year || month != s.of {
		return
	}
	s.answer.showErr(err)
	toggle(s.sheet, err == nil)
	if err != nil {
		return
	}
	s.draw(payOf(statement, s.view))
}

func (s *payScreen) draw(p payView) {
	for i, text := range []string{p.pay, p.standby, p.callOut} {
		s.figures[i].Set(text, look.Text)
	}
	s.policy.Set(p.policy, look.Secondary)
	s.notes.RemoveAll()
	for _, note := range p.notes {
		s.notes.Add(look.Boxed(look.NewFill(look.SoftTaken, look.Taken), look.NewPara(note, look.Body, look.Text)))
	}
	toggle(s.notes, len(p.notes) > 0)
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

func drawPayLine(l payLine) fyne.CanvasObject {
	return look.Stack(2,
		look.Reflow(480, look.Gap16, look.NewElided(l.what, look.Body, look.Text).Strong(),
			look.Row(look.Gap16, -1, look.NewLine(l.sum, look.Body).In(look.Secondary), look.Width(112, look.NewElided(l.amount, look.Body, look.Text).Strong().Right()))),
		look.NewPara(l.when, look.Small, look.Secondary),
		look.NewPara(l.explanation, look.Body, look.Text),
		look.NewPara(l.evidence, look.Small, look.Secondary))
}

func (s *payScreen) onPrevious() { s.step(-1) }

func (s *payScreen) onNext() { s.step(1) }

func (s *payScreen) step(by int) {
	s.year, s.of = monthStep(s.year, s.of, by)
	s.show(s.view)
}

func (s *payScreen) onPolicy() {
	s.asked = ""
	s.show(s.view)
}
