package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// press is what can be pressed, by a click as well as by Enter and Space: it
// knows whether it has the focus and whether the pointer is over it.
type press struct {
	// OnTapped is called on a click, Enter or Space.
	OnTapped func()
	// OnRune gets letters typed while it has the focus, and Escape, Up, Down, PageUp
	// and PageDown for those keys, so that the keys of a screen work wherever that is;
	// OnFocus gets the widget when it gets the focus. Both may be nil.
	OnRune  func(rune)
	OnFocus func(fyne.CanvasObject)

	widget           fyne.CanvasObject
	off              func() bool // nil for what is never disabled
	hovered, focused bool
}

// Tapped is a click, or Enter or Space.
func (p *press) Tapped(*fyne.PointEvent) {
	if p.OnTapped != nil && (p.off == nil || !p.off()) {
		p.OnTapped()
	}
}

// The keys of those names as letters; those that have none in Unicode get one of its
// private use area.
const (
	Escape   = '\x1b'
	Up       = '\uf700'
	Down     = '\uf701'
	PageUp   = '\uf72c'
	PageDown = '\uf72d'
)

// RuneOf is the letter of a key, zero for one that has none.
func RuneOf(key fyne.KeyName) rune {
	return map[fyne.KeyName]rune{fyne.KeyEscape: Escape, fyne.KeyUp: Up, fyne.KeyDown: Down, fyne.KeyPageUp: PageUp, fyne.KeyPageDown: PageDown}[key]
}

// TypedKey presses on Enter and Space.
func (p *press) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		p.Tapped(nil)
	default:
		if r := RuneOf(e.Name); r != 0 {
			p.TypedRune(r)
		}
	}
}

// TypedRune hands letters on.
func (p *press) TypedRune(r rune) {
	if p.OnRune != nil && r != ' ' {
		p.OnRune(r)
	}
}

// FocusGained draws the ring.
func (p *press) FocusGained() {
	p.focused = true
	p.widget.Refresh()
	if p.OnFocus != nil {
		p.OnFocus(p.widget)
	}
}

// FocusLost takes the ring away.
func (p *press) FocusLost() {
	p.focused = false
	p.widget.Refresh()
}

// MouseIn draws the shade.
func (p *press) MouseIn(*desktop.MouseEvent) {
	p.hovered = true
	p.widget.Refresh()
}

// MouseMoved does nothing.
func (p *press) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the shade away.
func (p *press) MouseOut() {
	p.hovered = false
	p.widget.Refresh()
}
