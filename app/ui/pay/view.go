package pay

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"standby/app/api"
	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
	"standby/rotation/pay/ledger"
)

// Screen shows what a month of duty is worth, with every line explained.
type Screen struct {
	desk   *kit.Desk
	ledger Ledger

	box            *fyne.Container
	scroll         *container.Scroll
	previous, next *look.Button
	month          *kit.Picker
	top            *fyne.Container
	tabs           [sections]*look.Option
	answer         *kit.TroubleBox
	note           *look.Para
	parts          [sections]*fyne.Container

	sheet  *statementPane
	hours  *hoursPane
	lieu   *lieuPane
	year   *yearPane
	policy *policyPane

	at     section
	of     ledger.Month
	months []api.MonthState
	// asked is what the figures that are shown, or asked for, rest on; had says that
	// some are shown.
	asked string
	had   bool
	view  model.View
	// data is what the month comes to; drawn are the parts that show it already.
	data  *monthly
	drawn [sections]bool
}

// New builds the screen.
func New(d *kit.Desk, agent Ledger) *Screen {
	s := &Screen{desk: d, ledger: agent, answer: kit.NewTroubleBox(), note: look.NewPara("", look.Body, look.Secondary)}
	s.previous = look.NewButton("Previous", look.Plain, func() { s.step(-1) })
	s.next = look.NewButton("Next", look.Plain, func() { s.step(1) })
	s.previous.OnRune, s.next.OnRune = d.Typed, d.Typed
	s.month = kit.NewPicker(nil, s.onPicked)
	s.sheet, s.hours, s.lieu = newStatementPane(d, agent, s.again), newHoursPane(d, agent, s.again), newLieuPane(d, agent, s.again)
	s.year, s.policy = newYearPane(d, s.goTo), newPolicyPane(d, agent, s.again)
	s.parts = [sections]*fyne.Container{s.sheet.box, s.hours.box, s.lieu.box, s.year.box, s.policy.box}
	var options, parts []fyne.CanvasObject
	for i := range sections {
		s.tabs[i] = look.NewOption(i.label(), func() { s.open(i) })
		s.tabs[i].OnRune = d.Typed
		options, parts = append(options, s.tabs[i]), append(parts, s.parts[i])
	}
	s.top = look.Left(s.previous, look.Width(190, kit.Outlined(s.month)), s.next)
	s.box, s.scroll = look.Scroll(look.Inset(look.Gap8, look.Gap8, look.Stack(look.Gap16,
		look.Stack(look.Gap8, s.top, look.Flow(look.Gap4, options...)), s.answer.Box, s.note, look.Stack(0, parts...))))
	s.revealBy(kit.Reveal(s.scroll))
	s.of = ledger.MonthOf(d.Now(), d.Now().Location())
	s.open(onStatement)
	return s
}

func (s *Screen) revealBy(reveal func(fyne.CanvasObject)) {
	s.previous.OnFocus, s.next.OnFocus, s.month.OnFocus = reveal, reveal, reveal
	for _, tab := range s.tabs {
		tab.OnFocus = reveal
	}
	s.sheet.revealBy(reveal)
	s.hours.revealBy(reveal)
	s.lieu.revealBy(reveal)
	s.year.revealBy(reveal)
	s.policy.revealBy(reveal)
}

// Keys are those that Typed knows.
func (s *Screen) Keys() []model.Key {
	return []model.Key{
		{Keys: "p, n", Does: "Go to the previous or the next month"},
		{Keys: "1 … 5", Does: "Go to the statement, the hours, the time in lieu, the year, the policy"},
		{Keys: "c", Does: "Confirm the first call-out that waits for it"},
		{Keys: "h", Does: "Log hours by hand"},
		{Keys: "← →", Does: "In a chart, go from one column to the next"},
	}
}

// Content is built once.
func (s *Screen) Content() fyne.CanvasObject { return s.box }

// First is what gets the focus when the screen is opened.
func (s *Screen) First() fyne.Focusable { return nil }

// Scroller is what the arrow keys move while nothing has the focus.
func (s *Screen) Scroller() *container.Scroll { return s.scroll }

// Typed gets the letters that no field wanted.
func (s *Screen) Typed(r rune) {
	switch {
	case r == 'p' && !s.previous.Disabled():
		s.step(-1)
	case r == 'n' && !s.next.Disabled():
		s.step(1)
	case r >= '1' && r < '1'+rune(sections):
		s.open(section(r - '1'))
	case r == 'c' && s.at == onStatement:
		s.sheet.confirmFirst()
	case r == 'h':
		s.open(onHours)
		s.hours.add()
	case r == look.Escape:
		s.hours.form.close()
		s.sheet.closer.back()
	}
}

// open shows a part of the screen.
func (s *Screen) open(at section) {
	s.at = at
	for i, tab := range s.tabs {
		tab.Choose(section(i) == at)
	}
	s.fill()
	s.lay()
	s.scroll.ScrollToTop()
}

// lay shows what there is to be shown: without a policy no figures, and hours all
// the same.
func (s *Screen) lay() {
	none := s.view.Known && s.view.Snap.PolicyName == ""
	for i, part := range s.parts {
		at := section(i)
		kit.Toggle(part, at == s.at && (at == onPolicy || s.had && (!none || at == onHours)))
	}
	kit.Toggle(s.top, s.at != onLieu && s.at != onPolicy)
	kit.Toggle(s.note, none && s.at != onPolicy)
}

// Show draws what is known.
func (s *Screen) Show(v model.View) {
	if !s.view.Known && v.Known {
		s.of = ledger.MonthOf(v.Now, v.Loc)
	}
	s.view = v
	s.policy.show(v.Snap.PolicyName, v.Known)
	if v.Known && v.Snap.PolicyName == "" {
		s.note.Set("There is no pay policy yet, so nothing is computed. The hours you were on call are kept, and count as soon as there is one: choose one under Policy.", look.Secondary)
	}
	s.lay()
	if v.Known && v.Live {
		s.load()
	}
}

// name says which month it is, and which there are before and after it.
func (s *Screen) name() {
	names, at := monthNames(s.months, s.of)
	s.previous.SetEnabled(at >= 0 && at < len(names)-1)
	s.next.SetEnabled(at > 0)
	changed := s.month.OnChanged
	s.month.OnChanged = nil // It is told what it shows, and asks for nothing.
	s.month.Options = names
	if at >= 0 && s.month.Selected != names[at] {
		s.month.SetSelectedIndex(at)
	}
	s.month.OnChanged = changed
}

// draw shows what a month comes to.
func (s *Screen) draw(m *monthly) {
	s.months, s.had, s.data, s.drawn = m.months, true, m, [sections]bool{}
	s.name()
	s.fill()
	s.lay()
}

// fill draws the part that is shown, unless it is up to date: the others cost nothing
// until they are opened.
func (s *Screen) fill() {
	if s.at == onPolicy {
		s.policy.list()
		return
	}
	if s.data == nil || s.drawn[s.at] {
		return
	}
	s.drawn[s.at] = true
	m, loc := s.data, zoneOf(s.data.statement, s.view)
	switch s.at {
	case onStatement:
		s.sheet.show(m, loc, s.view)
	case onHours:
		s.hours.show(m.hours, m.month, loc, s.view.Now)
	case onLieu:
		s.lieu.show(m.lieu, s.view.Snap.Me, s.view.Now)
	case onYear:
		s.year.show(m.months, s.of.Year)
	}
}
