package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"standby/app/ui/look"
)

// Bars is a chart of columns, each a stack of parts. The arrow keys and the pointer
// go from one column to the next, and what each one says is read in words below.
type Bars struct {
	widget.BaseWidget
	point
	// Box is the chart with the words below it.
	Box    *fyne.Container
	tones  []look.ColorName
	height float32
}

var (
	_ fyne.Focusable    = (*Bars)(nil)
	_ fyne.Tappable     = (*Bars)(nil)
	_ desktop.Hoverable = (*Bars)(nil)
)

// NewBars returns a chart without columns, of that height; tones are the colours of
// the parts, from the bottom.
func NewBars(d *Desk, height float32, tones ...look.ColorName) *Bars {
	b := &Bars{point: newPoint(d), height: height, tones: tones}
	b.widget = b
	b.ExtendBaseWidget(b)
	b.Box = look.Stack(look.Gap4, b, b.read)
	return b
}

// Draw shows these columns; summary is read while none is pointed at.
func (b *Bars) Draw(columns []Column, summary string) { b.put(columns, summary) }

// CreateRenderer is what Fyne draws the chart with.
func (b *Bars) CreateRenderer() fyne.WidgetRenderer {
	r := &barsRenderer{bars: b, ring: &canvas.Rectangle{CornerRadius: look.Radius, FillColor: color.Transparent}, shade: &canvas.Rectangle{CornerRadius: 4}, base: &canvas.Rectangle{}}
	r.build()
	return r
}

type barsRenderer struct {
	bars              *Bars
	ring, shade, base *canvas.Rectangle
	parts             [][]*canvas.Rectangle
	labels, tops      []*canvas.Text
}

func (r *barsRenderer) Destroy() {}

func (r *barsRenderer) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{r.shade, r.base}
	for i := range r.parts {
		for _, p := range r.parts[i] {
			all = append(all, p)
		}
		all = append(all, r.labels[i], r.tops[i])
	}
	return append(all, r.ring)
}

func (r *barsRenderer) MinSize() fyne.Size { return fyne.NewSize(0, r.bars.height) }

// build makes what the columns need.
func (r *barsRenderer) build() {
	r.parts, r.labels, r.tops = nil, nil, nil
	for _, c := range r.bars.columns {
		var parts []*canvas.Rectangle
		for range c.Parts {
			parts = append(parts, &canvas.Rectangle{CornerRadius: 2})
		}
		label, top := canvas.NewText(c.Label, nil), canvas.NewText(c.Top, nil)
		label.Alignment, top.Alignment = fyne.TextAlignCenter, fyne.TextAlignCenter
		label.TextSize, top.TextSize = look.Small, look.Small
		r.parts, r.labels, r.tops = append(r.parts, parts), append(r.labels, label), append(r.tops, top)
	}
	r.apply()
}

func (r *barsRenderer) apply() {
	r.base.FillColor = look.Color(look.Hairline)
	r.shade.FillColor = look.Color(look.Ground)
	r.shade.Hidden = r.bars.at < 0
	r.ring.StrokeWidth, r.ring.StrokeColor = 0, nil
	if r.bars.focused {
		r.ring.StrokeWidth, r.ring.StrokeColor = look.Stroke, look.Color(look.Text)
	}
	for i := range r.parts {
		for j, p := range r.parts[i] {
			p.FillColor = look.Color(r.bars.tones[j%len(r.bars.tones)])
		}
		r.labels[i].Color, r.tops[i].Color = look.Color(look.Secondary), look.Color(look.Text)
	}
}

// least is how high the least part is, so that it is seen beside large ones.
const least float32 = 4

// lineHeight is that of the figures above the columns, and of the words below.
const lineHeight float32 = 18

func (r *barsRenderer) Layout(size fyne.Size) {
	const edge = 4
	r.ring.Resize(size)
	ground := size.Height - lineHeight - edge
	r.base.Move(fyne.NewPos(edge, ground))
	r.base.Resize(fyne.NewSize(size.Width-2*edge, 1))
	n := len(r.parts)
	if n == 0 {
		return
	}
	most := 0.0
	for _, c := range r.bars.columns {
		most = max(most, c.sum())
	}
	wide := size.Width / float32(n)
	every, tops := r.every(wide), r.fits(r.tops, wide)
	for i := range r.parts {
		left := wide * float32(i)
		if i == r.bars.at {
			r.shade.Move(fyne.NewPos(left+1, edge))
			r.shade.Resize(fyne.NewSize(wide-2, size.Height-2*edge))
		}
		top := r.stack(i, left, wide, ground, most, ground-lineHeight-edge-least*float32(len(r.bars.tones)))
		r.labels[i].Hidden = i%every != 0
		over := wide * float32(every-1) / 2
		place(r.labels[i], left-over, ground+1, wide+2*over)
		r.tops[i].Hidden = !tops
		place(r.tops[i], left, top-lineHeight, wide)
	}
}

// stack lays out the parts of a column, and returns where they end.
func (r *barsRenderer) stack(i int, left, wide, ground float32, most float64, height float32) float32 {
	bar := min(wide*0.7, 56)
	top := ground
	for j, p := range r.parts[i] {
		tall := float32(0)
		if most > 0 {
			tall = float32(r.bars.columns[i].Parts[j]/most) * height
		}
		if r.bars.columns[i].Parts[j] > 0 {
			tall = max(tall, least)
		}
		p.Hidden = tall <= 0
		// A hair of the ground between two parts tells them apart without colour.
		p.Move(fyne.NewPos(left+(wide-bar)/2, top-tall))
		p.Resize(fyne.NewSize(bar, max(1, tall-1)))
		top -= tall
	}
	return top
}

// every is how many columns share a label, so that no label runs into another.
func (r *barsRenderer) every(wide float32) int {
	widest := float32(0)
	for _, l := range r.labels {
		widest = max(widest, l.MinSize().Width)
	}
	n := 1
	for float32(n)*wide < widest+4 && n < len(r.labels) {
		n++
	}
	return n
}

func (r *barsRenderer) fits(texts []*canvas.Text, wide float32) bool {
	for _, t := range texts {
		if t.MinSize().Width > wide-2 {
			return false
		}
	}
	return true
}

func place(t *canvas.Text, left, top, wide float32) {
	t.Move(fyne.NewPos(left, top))
	t.Resize(fyne.NewSize(wide, lineHeight))
}

func (r *barsRenderer) Refresh() {
	r.build()
	r.Layout(r.bars.Size())
	canvas.Refresh(r.bars)
}
