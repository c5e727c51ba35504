package bench

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"standby/app/ui/kit"
	"standby/app/ui/look"
)

// Shown walks all that can be seen below an object.
func Shown(o fyne.CanvasObject, visit func(fyne.CanvasObject)) {
	if o == nil || !o.Visible() {
		return
	}
	visit(o)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			Shown(child, visit)
		}
	case *container.Scroll:
		Shown(o.Content, visit)
	case *look.Line, *look.Para, *look.Button, *look.Shape, *look.Tab, *look.Fill, *kit.Entry, *kit.LineField:
	case fyne.Widget:
		for _, child := range test.WidgetRenderer(o).Objects() {
			Shown(child, visit)
		}
	}
}

// All walks all that can be seen in the window.
func (b *Bench) All(visit func(fyne.CanvasObject)) {
	Shown(b.Desk.Win.Content(), visit)
	for _, over := range b.Desk.Win.Canvas().Overlays().List() {
		Shown(over, visit)
	}
}

// Texts are all that can be read in the window.
func (b *Bench) Texts() []string {
	var out []string
	b.All(func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *look.Line:
			out = append(out, o.Content)
		case *look.Para:
			out = append(out, o.Content)
		case *look.Button:
			out = append(out, o.Label)
		}
	})
	return out
}

// Reads checks that each of these texts can be read.
func (b *Bench) Reads(texts ...string) {
	b.T.Helper()
	seen := b.Texts()
	for _, text := range texts {
		if !slices.Contains(seen, text) {
			b.T.Errorf("%q is not to be read among %q", text, seen)
		}
	}
}

// DoesNotRead checks that none of these texts can be read.
func (b *Bench) DoesNotRead(texts ...string) {
	b.T.Helper()
	seen := b.Texts()
	for _, text := range texts {
		if slices.Contains(seen, text) {
			b.T.Errorf("%q is to be read", text)
		}
	}
}

// Button is the first button that can be seen with that label.
func (b *Bench) Button(label string) *look.Button {
	b.T.Helper()
	var found *look.Button
	b.All(func(o fyne.CanvasObject) {
		if button, ok := o.(*look.Button); ok && button.Label == label && found == nil {
			found = button
		}
	})
	if found == nil {
		b.T.Fatalf("there is no button %q among %q", label, b.Texts())
	}
	return found
}

// Option is the first option that can be seen with that label.
func (b *Bench) Option(label string) *look.Option {
	b.T.Helper()
	var found *look.Option
	b.All(func(o fyne.CanvasObject) {
		if option, ok := o.(*look.Option); ok && option.Label == label && found == nil {
			found = option
		}
	})
	if found == nil {
		b.T.Fatalf("there is no option %q among %q", label, b.Texts())
	}
	return found
}

// Key presses a key on what has the focus.
func (b *Bench) Key(name fyne.KeyName) {
	b.T.Helper()
	if f := b.Desk.Win.Canvas().Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: name})
	}
}

// Escape presses that key on what has the focus.
func (b *Bench) Escape() {
	b.T.Helper()
	b.Key(fyne.KeyEscape)
}

// Typed types where the focus is, or on the window when nothing has it.
func (b *Bench) Typed(text string) {
	if f := b.Desk.Win.Canvas().Focused(); f != nil {
		test.Type(f, text)
		return
	}
	for _, r := range text {
		b.Desk.Typed(r)
	}
}

// LaidOut is where everything lies that can be seen.
func (b *Bench) LaidOut() []string {
	b.Desk.Win.Content().MinSize() // What the driver asks for before each frame.
	var out []string
	b.All(func(o fyne.CanvasObject) {
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		out = append(out, fmt.Sprintf("%T %v %v", o, at, o.Size()))
	})
	return out
}

// CutButtons are the buttons that can be seen and do not show the whole of their
// label, or lie outside the window.
func (b *Bench) CutButtons() []string {
	var out []string
	b.Desk.Win.Content().MinSize() // What the driver asks for before each frame.
	size := b.Desk.Win.Content().Size()
	b.All(func(o fyne.CanvasObject) {
		button, ok := o.(*look.Button)
		if !ok {
			return
		}
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(button)
		if button.Size().Width < button.MinSize().Width || at.X+button.Size().Width > size.Width {
			out = append(out, button.Label)
		}
	})
	return out
}
