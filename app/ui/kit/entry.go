package kit

import (
	"image/color"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"standby/app/ui/look"
	"standby/app/ui/model"
)

// Entry is Fyne's text field, which otherwise swallows the shortcuts of the
// window, and does not scroll into view when Tab reaches it.
type Entry struct {
	widget.Entry
	OnFocus func(fyne.CanvasObject)
	window  func(fyne.Shortcut)
	wheel   func(*fyne.ScrollEvent)
}

// NewEntry returns an empty field; placeholder is an example of what belongs there.
func NewEntry(d *Desk, placeholder string) *Entry {
	e := &Entry{window: d.Shortcut, wheel: d.Wheel}
	e.PlaceHolder = placeholder
	e.ExtendBaseWidget(e)
	return e
}

// NewSecret is a field that never shows what is typed into it.
func NewSecret(d *Desk) *Entry {
	e := NewEntry(d, "")
	e.Password = true
	return e
}

// AcceptsTab is false: Tab leaves the field, also one of several lines.
func (e *Entry) AcceptsTab() bool { return false }

// FocusGained scrolls the field into view.
func (e *Entry) FocusGained() {
	e.Entry.FocusGained()
	if e.OnFocus != nil {
		e.OnFocus(e)
	}
}

// TypedShortcut hands the keys of the screens to the window.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	if custom, ok := s.(*desktop.CustomShortcut); ok {
		for p := range model.Places {
			if custom.KeyName == Digit(p) {
				e.window(s)
				return
			}
		}
	}
	e.Entry.TypedShortcut(s)
}

// Wheeled is a field over which the mouse wheel moves the screen. Fyne's own
// takes the turn for itself, and the screen would stand still wherever a field
// comes to lie under the pointer.
func Wheeled(e *Entry) fyne.CanvasObject {
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

// LineField is a field of one line that Esc leaves.
type LineField struct {
	Entry
	onEscape func()
}

// NewLineField returns an empty field; placeholder is an example of what belongs
// there, onEscape is called when Esc is pressed in it.
func NewLineField(d *Desk, placeholder string, onEscape func()) *LineField {
	f := &LineField{onEscape: onEscape}
	f.PlaceHolder = placeholder
	f.window, f.wheel = d.Shortcut, d.Wheel
	f.ExtendBaseWidget(f)
	return f
}

// TypedKey leaves the field on Esc.
func (f *LineField) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		f.onEscape()
		return
	}
	f.Entry.TypedKey(e)
}

// Field is something to fill in, under the words that say what.
func Field(name string, input fyne.CanvasObject) fyne.CanvasObject {
	return look.Stack(look.Gap4, look.NewPara(name, look.Small, look.Secondary), input)
}

// Digit is the key that leads to a screen, together with Ctrl.
func Digit(p model.Place) fyne.KeyName { return fyne.KeyName(strconv.Itoa(int(p) + 1)) }
