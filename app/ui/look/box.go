package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Fill is a rectangle with the house's corners, in colours of the theme.
type Fill struct {
	widget.BaseWidget
	fill, edge fyne.ThemeColorName
}

// NewFill returns a rectangle; either name may be empty for no fill or no edge.
func NewFill(fill, edge fyne.ThemeColorName) *Fill {
	f := &Fill{fill: fill, edge: edge}
	f.ExtendBaseWidget(f)
	return f
}

// Set changes the colours; nothing is redrawn when they are the same.
func (f *Fill) Set(fill, edge fyne.ThemeColorName) {
	if f.fill != fill || f.edge != edge {
		f.fill, f.edge = fill, edge
		f.Refresh()
	}
}

// CreateRenderer is what Fyne draws the rectangle with.
func (f *Fill) CreateRenderer() fyne.WidgetRenderer {
	r := &fillRenderer{fill: f, box: &canvas.Rectangle{CornerRadius: Radius}}
	r.apply()
	return r
}

type fillRenderer struct {
	fill *Fill
	box  *canvas.Rectangle
}

func (r *fillRenderer) Destroy() {}

func (r *fillRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.box} }

func (r *fillRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (r *fillRenderer) Layout(size fyne.Size) { r.box.Resize(size) }

func (r *fillRenderer) Refresh() {
	r.apply()
	r.box.Refresh()
}

func (r *fillRenderer) apply() {
	r.box.FillColor, r.box.StrokeColor, r.box.StrokeWidth = color.Transparent, nil, 0
	if r.fill.fill != "" {
		r.box.FillColor = Color(r.fill.fill)
	}
	if r.fill.edge != "" {
		r.box.StrokeColor, r.box.StrokeWidth = Color(r.fill.edge), 1
	}
}

// Card is content on a panel with a hairline around it.
func Card(content ...fyne.CanvasObject) *fyne.Container {
	return Boxed(NewFill(Panel, Hairline), content...)
}

// Boxed is content, one under the other, on a fill of the caller's.
func Boxed(fill *Fill, content ...fyne.CanvasObject) *fyne.Container {
	return container.NewStack(fill, Inset(Gap16, 12, Stack(Gap8, content...)))
}

// Inset is content with a margin left and right, and above and below; hidden
// content takes no room at all.
func Inset(across, down float32, content fyne.CanvasObject) *fyne.Container {
	return container.New(inset{across, down}, content)
}

type inset struct{ across, down float32 }

func (i inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size, shown := fyne.Size{}, false
	for _, o := range objects {
		if o.Visible() {
			size, shown = size.Max(o.MinSize()), true
		}
	}
	if !shown {
		return fyne.Size{}
	}
	return size.AddWidthHeight(2*i.across, 2*i.down)
}

func (i inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(fyne.NewSize(size.Width-2*i.across, size.Height-2*i.down))
		o.Move(fyne.NewPos(i.across, i.down))
	}
}

// Hair is a hairline across, between two rows.
func Hair() fyne.CanvasObject {
	return container.New(&hair{}, NewFill(Hairline, ""))
}

type hair struct{}

func (*hair) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, 1) }

func (*hair) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
		o.Move(fyne.Position{})
	}
}
