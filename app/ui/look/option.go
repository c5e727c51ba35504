package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Option is one of several things of which exactly one holds: a ring, with a disc
// in it for the one that does, and a word. Unlike Fyne's it answers to Enter as
// well as Space, and tells when it gets the focus.
type Option struct {
	widget.BaseWidget
	press
	// Label is its word.
	Label string

	chosen bool
}

var (
	_ fyne.Focusable    = (*Option)(nil)
	_ fyne.Tappable     = (*Option)(nil)
	_ desktop.Hoverable = (*Option)(nil)
)

// NewOption returns an option that calls tapped; it is not chosen.
func NewOption(label string, tapped func()) *Option {
	o := &Option{Label: label}
	o.press = press{OnTapped: tapped, widget: o}
	o.ExtendBaseWidget(o)
	return o
}

// Choose says whether it is the one that holds; nothing is redrawn when it is so
// already.
func (o *Option) Choose(on bool) {
	if o.chosen != on {
		o.chosen = on
		o.Refresh()
	}
}

// Chosen reports whether it is the one that holds.
func (o *Option) Chosen() bool { return o.chosen }

// Cursor is a hand.
func (o *Option) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is what Fyne draws the option with.
func (o *Option) CreateRenderer() fyne.WidgetRenderer {
	r := &optionRenderer{option: o, box: &canvas.Rectangle{}, ring: &canvas.Circle{}, disc: &canvas.Circle{}, label: NewElided(o.Label, Body, Text)}
	r.apply()
	return r
}

type optionRenderer struct {
	option     *Option
	box        *canvas.Rectangle
	ring, disc *canvas.Circle
	label      *Line
}

func (r *optionRenderer) Destroy() {}

func (r *optionRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.ring, r.disc, r.label}
}

// The sizes of an option.
const (
	ringSide  float32 = 16
	optionMax float32 = 420
)

func (r *optionRenderer) MinSize() fyne.Size {
	// Bold, so that it asks for no other width once it is chosen.
	text := fyne.MeasureText(r.option.Label, Body, fyne.TextStyle{Bold: true})
	return fyne.NewSize(Gap8+ringSide+Gap8+min(text.Width, optionMax)+Gap8, max(text.Height, ringSide)+2*Gap4)
}

func (r *optionRenderer) Layout(size fyne.Size) {
	r.box.Resize(size)
	r.ring.Resize(fyne.NewSquareSize(ringSide))
	r.ring.Move(fyne.NewPos(Gap8, (size.Height-ringSide)/2))
	r.disc.Resize(fyne.NewSquareSize(ringSide - 8))
	r.disc.Move(fyne.NewPos(Gap8+4, (size.Height-ringSide)/2+4))
	height := r.label.MinSize().Height
	left := Gap8 + ringSide + Gap8
	r.label.Resize(fyne.NewSize(size.Width-left-Gap4, height))
	r.label.Move(fyne.NewPos(left, (size.Height-height)/2))
}

func (r *optionRenderer) Refresh() {
	r.apply()
	r.Layout(r.option.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *optionRenderer) apply() {
	o := r.option
	r.box.CornerRadius, r.box.FillColor, r.box.StrokeWidth, r.box.StrokeColor = Radius, color.Transparent, 0, nil
	if o.hovered {
		r.box.FillColor = Color(theme.ColorNameHover)
	}
	if o.focused {
		r.box.StrokeWidth, r.box.StrokeColor = Stroke, Color(Text)
	}
	tone := Secondary
	if o.chosen {
		tone = Accent
	}
	r.ring.FillColor, r.ring.StrokeWidth, r.ring.StrokeColor = color.Transparent, Stroke, Color(tone)
	r.disc.FillColor = Color(tone)
	r.disc.Hidden = !o.chosen
	r.label.Content, r.label.Bold = o.Label, o.chosen
}
