package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"standby/app/ui/look"
)

// Fold is a row that opens: a head that is always seen, and what comes up below it
// on a click, Enter or Space.
type Fold struct {
	Box *fyne.Container
	// Head is what takes the focus.
	Head *FoldHead
	body *fyne.Container
	// OnOpen is called when it has been opened; it may be nil.
	OnOpen func()
}

// NewFold returns one that is closed.
func NewFold(d *Desk, head, body fyne.CanvasObject) *Fold {
	f := &Fold{}
	f.Head = newFoldHead(head, f.turn, d.Typed)
	f.body = look.Inset(foldSide, look.Gap4, body)
	f.body.Hide()
	f.Box = look.Stack(0, f.Head, f.body)
	return f
}

// IsOpen reports whether it is open.
func (f *Fold) IsOpen() bool { return f.Head.open }

// Open opens or closes it; nothing is redrawn when it is so already.
func (f *Fold) Open(on bool) {
	if f.Head.open == on {
		return
	}
	f.Head.open = on
	Toggle(f.body, on)
	f.Head.Refresh()
	if on && f.OnOpen != nil {
		f.OnOpen()
	}
}

func (f *Fold) turn() { f.Open(!f.Head.open) }

// foldSide is the room left of the content, for the mark that tells open from
// closed.
const foldSide float32 = 20

// FoldHead is the part of a Fold that is pressed.
type FoldHead struct {
	widget.BaseWidget
	// OnFocus gets the head when it gets the focus; it may be nil.
	OnFocus func(fyne.CanvasObject)

	content                fyne.CanvasObject
	tapped                 func()
	typed                  func(rune)
	open, hovered, focused bool
}

var (
	_ fyne.Focusable    = (*FoldHead)(nil)
	_ fyne.Tappable     = (*FoldHead)(nil)
	_ desktop.Hoverable = (*FoldHead)(nil)
)

func newFoldHead(content fyne.CanvasObject, tapped func(), typed func(rune)) *FoldHead {
	h := &FoldHead{content: content, tapped: tapped, typed: typed}
	h.ExtendBaseWidget(h)
	return h
}

// Tapped opens or closes.
func (h *FoldHead) Tapped(*fyne.PointEvent) { h.tapped() }

// TypedKey opens or closes on Enter and Space.
func (h *FoldHead) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		h.tapped()
	default:
		if r := look.RuneOf(e.Name); r != 0 {
			h.typed(r)
		}
	}
}

// TypedRune hands letters on.
func (h *FoldHead) TypedRune(r rune) {
	if r != ' ' {
		h.typed(r)
	}
}

// FocusGained draws the ring.
func (h *FoldHead) FocusGained() {
	h.focused = true
	h.Refresh()
	if h.OnFocus != nil {
		h.OnFocus(h)
	}
}

// FocusLost takes the ring away.
func (h *FoldHead) FocusLost() {
	h.focused = false
	h.Refresh()
}

// MouseIn draws the shade.
func (h *FoldHead) MouseIn(*desktop.MouseEvent) {
	h.hovered = true
	h.Refresh()
}

// MouseMoved does nothing.
func (h *FoldHead) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the shade away.
func (h *FoldHead) MouseOut() {
	h.hovered = false
	h.Refresh()
}

// Cursor is a hand.
func (h *FoldHead) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer is what Fyne draws the head with.
func (h *FoldHead) CreateRenderer() fyne.WidgetRenderer {
	r := &foldRenderer{head: h, box: &canvas.Rectangle{CornerRadius: look.Radius}, near: &canvas.Line{}, far: &canvas.Line{}}
	r.apply()
	return r
}

type foldRenderer struct {
	head      *FoldHead
	box       *canvas.Rectangle
	near, far *canvas.Line
}

func (r *foldRenderer) Destroy() {}

func (r *foldRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.box, r.near, r.far, r.head.content}
}

func (r *foldRenderer) MinSize() fyne.Size {
	return r.head.content.MinSize().AddWidthHeight(foldSide+look.Gap4, 2*look.Gap4)
}

func (r *foldRenderer) Layout(size fyne.Size) {
	r.box.Resize(size)
	r.head.content.Move(fyne.NewPos(foldSide, look.Gap4))
	r.head.content.Resize(size.SubtractWidthHeight(foldSide+look.Gap4, 2*look.Gap4))
	r.mark()
}

// mark draws an angle that points to the right, and down once it is open.
func (r *foldRenderer) mark() {
	const left, top, long = 6, 9, 5
	tip, from, to := fyne.NewPos(left+long, top+long), fyne.NewPos(left, top), fyne.NewPos(left, top+2*long)
	if r.head.open {
		tip, from, to = fyne.NewPos(left+3, top+long+3), fyne.NewPos(left-2, top+3), fyne.NewPos(left+8, top+3)
	}
	r.near.Position1, r.near.Position2 = from, tip
	r.far.Position1, r.far.Position2 = to, tip
}

func (r *foldRenderer) Refresh() {
	r.apply()
	for _, o := range []fyne.CanvasObject{r.box, r.near, r.far} {
		o.Refresh()
	}
}

func (r *foldRenderer) apply() {
	r.box.FillColor, r.box.StrokeWidth, r.box.StrokeColor = color.Transparent, 0, nil
	if r.head.hovered {
		r.box.FillColor = look.Color(theme.ColorNameHover)
	}
	if r.head.focused {
		r.box.StrokeWidth, r.box.StrokeColor = look.Stroke, look.Color(look.Text)
	}
	for _, l := range []*canvas.Line{r.near, r.far} {
		l.StrokeColor, l.StrokeWidth = look.Color(look.Secondary), look.Stroke
	}
	r.mark()
}
