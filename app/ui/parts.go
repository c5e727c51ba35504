package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"standby/app/ui/look"
)

// factList shows facts in two columns: the word, and what goes with it.
type factList struct {
	box  *fyne.Container
	rows []*factRow
}

type factRow struct {
	box   *fyne.Container
	name  *look.Line
	value *look.Para
}

func newFactList() *factList { return &factList{box: look.Stack(look.Gap4)} }

// factWidth is that of the column of words.
const factWidth = 112

func (l *factList) show(facts []fact) {
	for len(l.rows) < len(facts) {
		r := &factRow{name: look.NewElided("", look.Body, look.Secondary), value: look.NewPara("", look.Body, look.Text)}
		r.box = look.RowTop(look.Gap8, 1, look.Width(factWidth, r.name), r.value)
		l.rows = append(l.rows, r)
		l.box.Add(r.box)
	}
	for i, r := range l.rows {
		toggle(r.box, i < len(facts))
		if i < len(facts) {
			r.name.SetText(facts[i].name)
			r.value.Set(facts[i].value, look.Text)
		}
	}
	toggle(l.box, len(facts) > 0)
}

// sourceLine is one source with its age.
type sourceLine struct {
	box       *fyne.Container
	shape     *look.Shape
	name, age *look.Line
}

func newSourceLine() *sourceLine {
	l := &sourceLine{shape: look.NewShape(look.Disc, look.On, 14), name: look.NewElided("", look.Body, look.Text),
		age: look.NewLine("", look.Body).In(look.Secondary)}
	l.box = look.Row(look.Gap8, 1, l.shape, l.name, l.age)
	return l
}

func (l *sourceLine) show(r sourceRow) {
	l.shape.Set(r.form, r.tone, 0)
	l.name.SetText(r.name)
	age := joined(r.kind, r.age)
	if r.warnings > 0 {
		age = joined(age, fmt.Sprintf("%d to look at", r.warnings))
	}
	tone := look.Secondary
	if r.tone == look.Blind {
		tone = look.Blind
	}
	l.age.Set(age, tone)
}

// sourceCard is one source with all that is known of it.
type sourceCard struct {
	box   *fyne.Container
	line  *sourceLine
	about *look.Para
	under *fyne.Container
}

func newSourceCard() *sourceCard {
	c := &sourceCard{line: newSourceLine(), about: look.NewPara("", look.Small, look.Secondary)}
	c.under = look.Row(look.Gap8, 1, look.Width(14, look.NewElided("", look.Small, look.Secondary)), c.about)
	c.box = look.Stack(0, c.line.box, c.under)
	return c
}

func (c *sourceCard) show(r sourceRow) {
	c.line.show(r)
	c.about.Set(strings.Join(r.about, "\n"), look.Secondary)
	toggle(c.under, len(r.about) > 0)
}

// setupCard shows the first steps, each with the button that begins it.
type setupCard struct {
	box   *fyne.Container
	steps [3]*stepRow
}

type stepRow struct {
	shape  *look.Shape
	what   *look.Para
	button *look.Button
	step   setupStep
	onStep func(setupStep)
}

func newSetupCard(onStep func(setupStep), typed func(rune)) *setupCard {
	c := &setupCard{}
	content := []fyne.CanvasObject{look.NewLine("Three steps to begin", look.Title).Strong()}
	for i := range c.steps {
		r := &stepRow{shape: look.NewShape(look.Ring, look.Off, look.IconSide), what: look.NewPara("", look.Body, look.Text), onStep: onStep}
		r.button = look.NewButton("", look.Plain, r.onTapped)
		r.button.OnRune = typed
		c.steps[i] = r
		content = append(content, look.Row(look.Gap8, 2, r.shape, look.NewLine(fmt.Sprintf("%d", i+1), look.Body).Strong(), r.what, r.button))
	}
	c.box = look.Card(content...)
	c.box.Hide()
	return c
}

func (r *stepRow) onTapped() { r.onStep(r.step) }

func (c *setupCard) show(steps []setupStep, live bool) {
	toggle(c.box, len(steps) > 0)
	next := true
	for i := range min(len(steps), len(c.steps)) {
		r := c.steps[i]
		r.step = steps[i]
		form, tone, weight := look.Ring, look.Off, look.Plain
		switch {
		case r.step.done:
			form, tone = look.Tick, look.On
		case next:
			weight, next = look.Main, false
		}
		r.shape.Set(form, tone, 0)
		r.what.Set(r.step.what, look.Text)
		r.button.SetWeight(weight)
		r.button.SetLabel(r.step.label)
		r.button.SetEnabled(live)
		toggle(r.button, !r.step.done)
	}
}

// toggle shows or hides; nothing is redrawn when it is so already.
func toggle(o fyne.CanvasObject, on bool) {
	if o.Visible() == on {
		return
	}
	if on {
		o.Show()
	} else {
		o.Hide()
	}
	redraw()
}

// redraw has the window drawn again. Fyne finds the window of an object only
// once it was drawn, so that one which was hidden from the start would else come
// up with the next thing that happens to move.
func redraw() {
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		w.Canvas().Refresh(&canvas.Rectangle{})
	}
}
