package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"standby/app/ui/look"
)

// Column is one column of Bars, or one cell of a HeatStrip.
type Column struct {
	// Label stands under it, and Top above it where there is room; both are short.
	Label, Top string
	// Said is all of it in words: what is read while it is pointed at.
	Said string
	// Parts are what it is made of, from the bottom; none is below zero.
	Parts []float64
	// Marked puts a line under it, as the night has.
	Marked bool
}

func (c Column) sum() float64 {
	total := 0.0
	for _, p := range c.Parts {
		total += p
	}
	return total
}

// point is what is pointed at in a chart, by the pointer or by the arrow keys.
type point struct {
	// OnChosen is called with the number of the column on a click, Enter or Space;
	// OnFocus gets the chart when it gets the focus. Both may be nil.
	OnChosen func(int)
	OnFocus  func(fyne.CanvasObject)

	widget  fyne.CanvasObject
	columns []Column
	// at is the number of the column, below zero for none; summary is what is read
	// then.
	at      int
	summary string
	read    *look.Para
	typed   func(rune)
	focused bool
}

func newPoint(d *Desk) point {
	return point{at: -1, read: look.NewPara("", look.Small, look.Secondary), typed: d.Typed}
}

// put shows other columns; what is pointed at stays, where there is such a column.
func (p *point) put(columns []Column, summary string) {
	p.columns, p.summary = columns, summary
	p.at = min(p.at, len(columns)-1)
	p.tell()
	p.widget.Refresh()
}

func (p *point) tell() {
	if p.at >= 0 && p.at < len(p.columns) {
		p.read.Set(p.columns[p.at].Said, look.Text)
		return
	}
	p.read.Set(p.summary, look.Secondary)
}

func (p *point) move(to int) {
	to = max(min(to, len(p.columns)-1), min(0, len(p.columns)-1))
	if p.at != to {
		p.at = to
		p.tell()
		p.widget.Refresh()
	}
}

// TypedKey points at the next column, and chooses it on Enter and Space.
func (p *point) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyLeft:
		p.move(p.at - 1)
	case fyne.KeyRight:
		p.move(p.at + 1)
	case fyne.KeyHome:
		p.move(0)
	case fyne.KeyEnd:
		p.move(len(p.columns) - 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		p.choose()
	default:
		if r := look.RuneOf(e.Name); r != 0 {
			p.typed(r)
		}
	}
}

func (p *point) choose() {
	if p.OnChosen != nil && p.at >= 0 && p.at < len(p.columns) {
		p.OnChosen(p.at)
	}
}

// TypedRune hands letters on.
func (p *point) TypedRune(r rune) {
	if r != ' ' {
		p.typed(r)
	}
}

// FocusGained points at the last column that has something, unless one was pointed at.
func (p *point) FocusGained() {
	p.focused = true
	if p.at < 0 {
		p.move(p.last())
	}
	p.widget.Refresh()
	if p.OnFocus != nil {
		p.OnFocus(p.widget)
	}
}

// last is the number of the last column that has something, else of the last one.
func (p *point) last() int {
	for i := len(p.columns) - 1; i >= 0; i-- {
		if p.columns[i].sum() > 0 {
			return i
		}
	}
	return len(p.columns) - 1
}

// FocusLost points at nothing.
func (p *point) FocusLost() {
	p.focused = false
	p.leave()
}

func (p *point) leave() {
	p.at = -1
	p.tell()
	p.widget.Refresh()
}

// MouseIn points at what is under the pointer.
func (p *point) MouseIn(e *desktop.MouseEvent) { p.under(e.Position) }

// MouseMoved points at what is under the pointer.
func (p *point) MouseMoved(e *desktop.MouseEvent) { p.under(e.Position) }

// MouseOut points at nothing, unless the keys still do.
func (p *point) MouseOut() {
	if !p.focused {
		p.leave()
	}
}

// Tapped chooses what is under the pointer.
func (p *point) Tapped(e *fyne.PointEvent) {
	p.under(e.Position)
	p.choose()
}

func (p *point) under(at fyne.Position) {
	if n := len(p.columns); n > 0 && p.widget.Size().Width > 0 {
		p.move(int(at.X / p.widget.Size().Width * float32(n)))
	}
}

// Cursor is a hand where there is something to choose.
func (p *point) Cursor() desktop.Cursor {
	if p.OnChosen != nil {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}
