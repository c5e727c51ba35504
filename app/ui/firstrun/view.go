package firstrun

import (
	"fmt"

	"fyne.io/fyne/v2"

	"standby/app/ui/kit"
	"standby/app/ui/look"
	"standby/app/ui/model"
)

// Card shows the first steps, each with the button that begins it.
type Card struct {
	Box    *fyne.Container
	desk   *kit.Desk
	prover Prover
	answer *kit.TroubleBox
	steps  [3]*stepRow
}

type stepRow struct {
	shape  *look.Shape
	what   *look.Para
	button *look.Button
	step   step
	begin  func(step)
}

// New returns the card, hidden. It tells in answer why a step could not be done.
func New(d *kit.Desk, prover Prover, answer *kit.TroubleBox) *Card {
	c := &Card{desk: d, prover: prover, answer: answer}
	content := []fyne.CanvasObject{look.NewLine("Three steps to begin", look.Title).Strong()}
	for i := range c.steps {
		r := &stepRow{shape: look.NewShape(look.Ring, look.Off, look.IconSide), what: look.NewPara("", look.Body, look.Text), begin: c.begin}
		r.button = look.NewButton("", look.Plain, r.onTapped)
		r.button.OnRune = d.Typed
		c.steps[i] = r
		content = append(content, look.Row(look.Gap8, 2, r.shape, look.NewLine(fmt.Sprintf("%d", i+1), look.Body).Strong(), r.what, r.button))
	}
	c.Box = look.Card(content...)
	c.Box.Hide()
	return c
}

func (r *stepRow) onTapped() { r.begin(r.step) }

// Show shows the steps until each was done, and then nothing.
func (c *Card) Show(v model.View) {
	steps := stepsOf(v)
	kit.Toggle(c.Box, len(steps) > 0)
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
		r.button.SetEnabled(v.Live)
		kit.Toggle(r.button, !r.step.done)
	}
}
