package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// entry is Fyne's text field, which otherwise swallows the shortcuts of the
// window, and does not scroll into view when Tab reaches it.
type entry struct {
	widget.Entry
	onFocus func(fyne.CanvasObject)
	window  func(fyne.Shortcut)
}

func newEntry(d *desk, placeholder string) *entry {
	e := &entry{window: d.shortcut}
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
