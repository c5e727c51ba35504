package ui

import "fyne.io/fyne/v2"

// lineField is a field of one line that Esc leaves.
type lineField struct {
	entry
	onEscape func()
}

func newLineField(d *desk, onEscape func()) *lineField {
	f := &lineField{onEscape: onEscape}
	f.window, f.wheel = d.shortcut, d.wheel
	f.ExtendBaseWidget(f)
	return f
}

// TypedKey leaves the field on Esc.
func (f *lineField) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		f.onEscape()
		return
	}
	f.entry.TypedKey(e)
}
