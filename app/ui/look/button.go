package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Weight is how much a button stands out.
type Weight int

// The weights of a button.
const (
	// Plain is outlined: one of several things that can be done.
	Plain Weight = iota
	// Main is filled with the accent: the next step.
	Main
	// Urgent is filled with the colour of a waiting page.
	Urgent
)

// Button is a push button. Unlike Fyne's it answers to Enter as well as Space,
// shows the focus as a ring that is seen on every fill, and shortens a long label
// instead of widening the window.
type Button struct {
	widget.DisableableWidget
	press
	// Label is what it says; change it with SetLabel.
	Label  string
	Weight Weight
	// compact buttons are smaller, for what stands below a main step.
	compact bool
}

var (
	_ fyne.Focusable    = (*Button)(nil)
	_ fyne.Tappable     = (*Button)(nil)
	_ desktop.Hoverable = (*Button)(nil)
)

// NewButton returns a button that calls tapped.
func NewButton(label string, weight Weight, tapped func()) *Button {
	b := &Button{Label: label, Weight: weight}
	b.press = press{OnTapped: tapped, widget: b, off: b.Disabled}
	b.ExtendBaseWidget(b)
	return b
}

// NewCompact returns a button that takes less room, for one of several things that
// stand below a main step.
func NewCompact(label string, tapped func()) *Button {
	b := NewButton(label, Plain, tapped)
	b.compact = true
	return b
}

// measures are the size of its type, and the margins around its label.
func (b *Button) measures() (size, across, down float32) {
	if b.compact {
		return Small, 10, 5
	}
	return Body, Gap16, Gap8
}

// SetLabel shows another label; nothing is redrawn when it is the same.
func (b *Button) SetLabel(label string) {
	if b.Label != label {
		b.Label = label
		b.Refresh()
	}
}

// SetWeight makes it stand out more or less; nothing is redrawn when it is the
// same.
func (b *Button) SetWeight(weight Weight) {
	if b.Weight != weight {
		b.Weight = weight
		b.Refresh()
	}
}

// SetEnabled enables or disables the button; nothing is redrawn when it is so
// already.
func (b *Button) SetEnabled(on bool) {
	switch {
	case on && b.Disabled():
		b.Enable()
	case !on && !b.Disabled():
		b.Disable()
	}
}

// Cursor is a hand while the button can be pressed.
func (b *Button) Cursor() desktop.Cursor {
	if b.Disabled() {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// CreateRenderer is what Fyne draws the button with.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{button: b, fill: &canvas.Rectangle{}, shade: &canvas.Rectangle{}, ring: &canvas.Rectangle{}, inner: &canvas.Rectangle{},
		label: NewElided(b.Label, Body, Text)}
	r.label.TextSize, _, _ = b.measures()
	r.label.Bold, r.label.Align = true, fyne.TextAlignCenter
	r.apply()
	return r
}

type buttonRenderer struct {
	button *Button
	// The focus is a ring in the colour of text, and on a fill a second one within
	// it in the colour of text on a fill, so that it is seen light and dark.
	fill, shade, ring, inner *canvas.Rectangle
	label                    *Line
}

// labelMax is the width at which a label begins to be shortened.
const labelMax float32 = 220

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.fill, r.shade, r.ring, r.inner, r.label}
}

func (r *buttonRenderer) MinSize() fyne.Size {
	size, across, down := r.button.measures()
	text := fyne.MeasureText(r.button.Label, size, fyne.TextStyle{Bold: true})
	return fyne.NewSize(min(text.Width, labelMax)+2*across, text.Height+2*down)
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	for _, box := range []*canvas.Rectangle{r.fill, r.shade, r.ring} {
		box.Resize(size)
	}
	r.inner.Resize(size.SubtractWidthHeight(2*Stroke, 2*Stroke))
	r.inner.Move(fyne.NewPos(Stroke, Stroke))
	height := r.label.MinSize().Height
	r.label.Resize(fyne.NewSize(size.Width-2*Gap8, height))
	r.label.Move(fyne.NewPos(Gap8, (size.Height-height)/2))
}

func (r *buttonRenderer) Refresh() {
	r.apply()
	for _, o := range r.Objects() {
		o.Refresh()
	}
}

func (r *buttonRenderer) apply() {
	b := r.button
	fill, text, edge := theme.ColorNameButton, Text, theme.ColorNameInputBorder
	switch {
	case b.Disabled():
		fill, text, edge = theme.ColorNameDisabledButton, Secondary, Hairline
	case b.Weight == Main:
		fill, text, edge = Accent, OnAccent, Accent
	case b.Weight == Urgent:
		fill, text, edge = Waiting, OnFull, Waiting
	}
	r.fill.FillColor, r.fill.StrokeColor, r.fill.StrokeWidth, r.fill.CornerRadius = Color(fill), Color(edge), 1, Radius
	r.shade.FillColor, r.shade.CornerRadius = color.Transparent, Radius
	if b.hovered && !b.Disabled() {
		r.shade.FillColor = Color(theme.ColorNamePressed)
	}
	for _, ring := range []*canvas.Rectangle{r.ring, r.inner} {
		ring.FillColor, ring.CornerRadius, ring.StrokeWidth, ring.StrokeColor = color.Transparent, Radius, 0, nil
	}
	if b.focused {
		r.ring.StrokeWidth, r.ring.StrokeColor = Stroke, Color(Text)
	}
	if b.focused && b.Weight != Plain && !b.Disabled() {
		r.inner.StrokeWidth, r.inner.StrokeColor = Stroke, Color(OnFull)
	}
	r.label.Content, r.label.Tone = b.Label, text
}
