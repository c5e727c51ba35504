package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"standby/app/ui/look"
)

// HeatStrip is a row of cells, each the fuller of its colour the more there is of
// it, with the figure in it: the hours of a day. Cells that are marked have a line
// below them. It is gone through as Bars are.
type HeatStrip struct {
	widget.BaseWidget
	point
	// Box is the strip with the words below it.
	Box  *fyne.Container
	tone look.ColorName
}

var (
	_ fyne.Focusable    = (*HeatStrip)(nil)
	_ fyne.Tappable     = (*HeatStrip)(nil)
	_ desktop.Hoverable = (*HeatStrip)(nil)
)

// NewHeatStrip returns a strip without cells, in shades of a colour.
func NewHeatStrip(d *Desk, tone look.ColorName) *HeatStrip {
	s := &HeatStrip{point: newPoint(d), tone: tone}
	s.widget = s
	s.ExtendBaseWidget(s)
	s.Box = look.Stack(look.Gap4, s, s.read)
	return s
}

// Draw shows these cells; summary is read while none is pointed at.
func (s *HeatStrip) Draw(cells []Column, summary string) { s.put(cells, summary) }

// CreateRenderer is what Fyne draws the strip with.
func (s *HeatStrip) CreateRenderer() fyne.WidgetRenderer {
	r := &heatRenderer{strip: s, ring: &canvas.Rectangle{CornerRadius: look.Radius, FillColor: color.Transparent}}
	r.build()
	return r
}

type heatRenderer struct {
	strip           *HeatStrip
	ring            *canvas.Rectangle
	cells, marks    []*canvas.Rectangle
	figures, labels []*canvas.Text
}

const (
	heatHeight float32 = 36
	markHeight float32 = 4
)

func (r *heatRenderer) Destroy() {}

func (r *heatRenderer) Objects() []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for i := range r.cells {
		all = append(all, r.cells[i], r.marks[i], r.figures[i], r.labels[i])
	}
	return append(all, r.ring)
}

func (r *heatRenderer) MinSize() fyne.Size {
	return fyne.NewSize(0, heatHeight+markHeight+lineHeight+2*look.Gap4)
}

func (r *heatRenderer) build() {
	r.cells, r.marks, r.figures, r.labels = nil, nil, nil, nil
	most := 0.0
	for _, c := range r.strip.columns {
		most = max(most, c.sum())
	}
	r.ring.StrokeWidth, r.ring.StrokeColor = 0, nil
	if r.strip.focused {
		r.ring.StrokeWidth, r.ring.StrokeColor = look.Stroke, look.Color(look.Text)
	}
	for i, c := range r.strip.columns {
		share := 0.0
		if most > 0 {
			share = c.sum() / most
		}
		cell := &canvas.Rectangle{CornerRadius: 3, FillColor: shadeOf(r.strip.tone, share)}
		if i == r.strip.at {
			cell.StrokeWidth, cell.StrokeColor = look.Stroke, look.Color(look.Text)
		}
		figure, label := canvas.NewText(c.Top, look.Color(look.Text)), canvas.NewText(c.Label, look.Color(look.Secondary))
		if share > fullShade {
			figure.Color = look.Color(look.OnFull)
		}
		figure.TextSize, label.TextSize = look.Small, look.Small
		figure.Alignment, label.Alignment = fyne.TextAlignCenter, fyne.TextAlignCenter
		mark := &canvas.Rectangle{CornerRadius: 2, FillColor: look.Color(look.Night)}
		mark.Hidden = !c.Marked
		r.cells, r.marks, r.figures, r.labels = append(r.cells, cell), append(r.marks, mark), append(r.figures, figure), append(r.labels, label)
	}
}

// fullShade is the share above which a cell has the whole of its colour: between a
// quarter of it and the whole nothing would be read on it.
const fullShade = 0.55

// shadeOf is a colour in the shade of a share, from 0 to 1.
func shadeOf(tone look.ColorName, share float64) color.Color {
	if share <= 0 {
		return look.Color(look.Ground)
	}
	full, ok := color.NRGBAModel.Convert(look.Color(tone)).(color.NRGBA)
	if ok && share <= fullShade {
		full.A = uint8(0x18 + share/fullShade*0x38)
		return full
	}
	return look.Color(tone)
}

func (r *heatRenderer) Layout(size fyne.Size) {
	r.ring.Resize(size)
	n := len(r.cells)
	if n == 0 {
		return
	}
	wide, widest := (size.Width-2*look.Gap4)/float32(n), float32(0)
	for _, l := range r.labels {
		widest = max(widest, l.MinSize().Width)
	}
	every := 1
	for float32(every)*wide < widest+look.Gap8 && every < n {
		every++
	}
	for i := range r.cells {
		left := look.Gap4 + wide*float32(i)
		r.cells[i].Move(fyne.NewPos(left+1, look.Gap4))
		r.cells[i].Resize(fyne.NewSize(wide-2, heatHeight))
		r.marks[i].Move(fyne.NewPos(left, look.Gap4+heatHeight+1))
		r.marks[i].Resize(fyne.NewSize(wide, markHeight-1))
		r.figures[i].Hidden = r.figures[i].MinSize().Width > wide
		place(r.figures[i], left, look.Gap4+(heatHeight-lineHeight)/2, wide)
		r.labels[i].Hidden = i%every != 0
		over := wide * float32(every-1) / 2
		place(r.labels[i], left-over, look.Gap4+heatHeight+markHeight, wide+2*over)
	}
}

func (r *heatRenderer) Refresh() {
	r.build()
	r.Layout(r.strip.Size())
	canvas.Refresh(r.strip)
}
