package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"standby/app/ui/look"
)

// choice is a list of options of which one is chosen.
type choice struct {
	box      *fyne.Container
	options  []*look.Option
	at       int
	onChange func()
}

// newChoice returns the options, one under the other, the first of them chosen.
func newChoice(d *desk, onChange func(), labels ...string) *choice {
	c := &choice{box: look.Stack(0), onChange: onChange}
	for i, label := range labels {
		o := look.NewOption(label, func() { c.choose(i) })
		o.OnRune = d.typed
		c.options = append(c.options, o)
		c.box.Add(look.Left(o))
	}
	c.options[0].Choose(true)
	return c
}

func (c *choice) choose(at int) {
	if c.at == at {
		return
	}
	c.options[c.at].Choose(false)
	c.at = at
	c.options[at].Choose(true)
	c.onChange()
}

func (c *choice) revealBy(reveal func(fyne.CanvasObject)) {
	for _, o := range c.options {
		o.OnFocus = reveal
	}
}

// picker is Fyne's list that opens, which otherwise does not scroll into view when
// Tab reaches it.
type picker struct {
	widget.Select
	onFocus func(fyne.CanvasObject)
}

func newPicker(options []string, changed func(string)) *picker {
	p := &picker{Select: widget.Select{Options: options, OnChanged: changed}}
	p.ExtendBaseWidget(p)
	return p
}

// outlined is a list with the edge that fields have: Fyne draws it without one.
func outlined(p *picker) fyne.CanvasObject {
	return container.NewStack(p, look.NewFill("", theme.ColorNameInputBorder))
}

// FocusGained scrolls the list into view.
func (p *picker) FocusGained() {
	p.Select.FocusGained()
	if p.onFocus != nil {
		p.onFocus(p)
	}
}
