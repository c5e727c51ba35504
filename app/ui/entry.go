package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// entry is Fyne's text field, which otherwise swallows the shortcuts of the
// window, and does not scroll into view when Tab reaches it.
type entry struct {
	widget.Entry
	onFocus func(fyne.CanvasObject)
	window  func(fyne.Shortcut)
	wheel   func(*fyne.ScrollEvent)
}

func newEntry(d *desk, placeholder string) *entry {
	e := &entry{window: d.shortcut, wheel: d.wheel}
	e.PlaceHolder = placeholder
	e.ExtendBaseWidget(e)
	return e
}

// newSecret is a field that never shows what is typed into it.
func newSecret(d *desk) *entry {
	e := newEntry(d, "")
	e.Password = true
	return e
}

// AcceptsTab is false: Tab leaves the field, also one of several lines.
func (e *entry) AcceptsTab() bool { return false }

// FocusGained scrolls the field into view.
func (e *entry) FocusGained() {
	e.Entry.FocusGained()
	if e.onFocus != nil {
		e.onFocus(e)
	}
}

// TypedShortcut hands the keys of the screens to the window.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	if custom, ok := s.(*desktop.CustomShortcut); ok {
		for p := range places {
			if custom.KeyName == digit(p) {
				e.window(s)
				return
			}
		}
	}
	e.Entry.TypedShortcut(s)
}

// wheeled is a field over which the mouse wheel moves the screen. Fyne's own
// takes the turn for itself, and the screen would stand still wherever a field
// comes to lie under the pointer.
func wheeled(e *entry) fyne.CanvasObject {
	w := &wheel{turned: e.wheel}
	w.ExtendBaseWidget(w)
	return container.NewStack(e, w)
}

// wheel is seen by the mouse wheel and by nothing else.
type wheel struct {
	widget.BaseWidget
	turned func(*fyne.ScrollEvent)
}

var _ fyne.Scrollable = (*wheel)(nil)

// Scrolled hands the turn on.
func (w *wheel) Scrolled(e *fyne.ScrollEvent) { w.turned(e) }

// CreateRenderer is what Fyne draws it with: nothing.
func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
