package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"standby/app/ui/look"
)

// Choice is a list of options of which one is chosen.
type Choice struct {
	Box *fyne.Container
	// At is the number of the option that is chosen, the first being 0.
	At int
	// Options are what can be chosen, from the top.
	Options  []*look.Option
	onChange func()
}

// NewChoice returns the options, one under the other, the first of them chosen.
func NewChoice(d *Desk, onChange func(), labels ...string) *Choice {
	c := &Choice{Box: look.Stack(0), onChange: onChange}
	for i, label := range labels {
		o := look.NewOption(label, func() { c.Choose(i) })
		o.OnRune = d.Typed
		c.Options = append(c.Options, o)
		c.Box.Add(look.Left(o))
	}
	c.Options[0].Choose(true)
	return c
}

// Choose chooses the option numbered at, the first being 0.
func (c *Choice) Choose(at int) {
	if c.At == at {
		return
	}
	c.Options[c.At].Choose(false)
	c.At = at
	c.Options[at].Choose(true)
	c.onChange()
}

// RevealBy has reveal called with the option that gets the focus.
func (c *Choice) RevealBy(reveal func(fyne.CanvasObject)) {
	for _, o := range c.Options {
		o.OnFocus = reveal
	}
}

// Picker is Fyne's list that opens, which otherwise does not scroll into view when
// Tab reaches it.
type Picker struct {
	widget.Select
	OnFocus func(fyne.CanvasObject)
}

// NewPicker returns a list of which nothing is chosen; changed may be nil.
func NewPicker(options []string, changed func(string)) *Picker {
	p := &Picker{Select: widget.Select{Options: options, OnChanged: changed}}
	p.ExtendBaseWidget(p)
	return p
}

// Outlined is a list with the edge that fields have: Fyne draws it without one.
func Outlined(p *Picker) fyne.CanvasObject {
	return container.NewStack(p, look.NewFill("", theme.ColorNameInputBorder))
}

// FocusGained scrolls the list into view.
func (p *Picker) FocusGained() {
	p.Select.FocusGained()
	if p.OnFocus != nil {
		p.OnFocus(p)
	}
}
