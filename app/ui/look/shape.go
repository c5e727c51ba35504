package look

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"standby/app/api"
)

// Form is the drawing of a state: each has an outline of its own, so that it
// is told apart without its colour.
type Form string

// The forms, as the table of states has them.
const (
	Ring       Form = "ring"
	Quarter    Form = "quarter"
	Disc       Form = "disc"
	HalfDisc   Form = "half-disc"
	Triangle   Form = "triangle"
	Tick       Form = "tick"
	BrokenRing Form = "broken-ring"
	Square     Form = "square"
	// The forms that only a page has: a clock for one that is put off, an arrow for
	// one that is handed on, a moon for one that quiet hours keep back, and the
	// outline of a triangle for one that waited and is over.
	ClockFace Form = "clock"
	Arrow     Form = "arrow"
	Moon      Form = "moon"
	Outline   Form = "outline"
)

// FormOf is the form of a standing; secondary is whether the role on call is
// not the first in line.
func FormOf(s api.Standing, secondary bool) Form {
	switch s {
	case api.OnCallSoon:
		return Quarter
	case api.OnCall:
		if secondary {
			return HalfDisc
		}
		return Disc
	case api.PageWaiting:
		return Triangle
	case api.Acknowledged:
		return Tick
	case api.CannotSee:
		return BrokenRing
	}
	return Ring
}

// drawings are the forms on a field of 24 units. The tick is cut out of the disc as
// a hole, so that one colour draws it on any ground.
func drawings() map[Form]string {
	const ring = `<circle cx="12" cy="12" r="9" fill="none" stroke="%[1]s" stroke-width="2"/>`
	return map[Form]string{
		Ring:     ring,
		Quarter:  ring + `<path fill="%[1]s" d="M12 12 L12 3 A9 9 0 0 1 21 12 Z"/>`,
		Disc:     `<circle cx="12" cy="12" r="10" fill="%[1]s"/>`,
		HalfDisc: ring + `<path fill="%[1]s" d="M12 3 A9 9 0 0 0 12 21 Z"/>`,
		Triangle: `<path fill="%[1]s" d="M12 2 L23 21.5 L1 21.5 Z"/>`,
		Tick: `<path fill="%[1]s" fill-rule="evenodd" d="M12 2 A10 10 0 0 1 12 22 A10 10 0 0 1 12 2 Z ` +
			`M6.4 12.6 L10.4 16.6 L17.8 8.6 L16.2 7.1 L10.3 13.5 L7.9 11.1 Z"/>`,
		BrokenRing: `<path fill="none" stroke="%[1]s" stroke-width="2" d="M3.72 15.52 A9 9 0 0 1 15.52 3.72"/>` +
			`<path fill="none" stroke="%[1]s" stroke-width="2" d="M20.28 8.48 A9 9 0 0 1 8.48 20.28"/>` +
			`<path fill="none" stroke="%[1]s" stroke-width="2.4" d="M4 20 L20 4"/>`,
		Square:    `<path fill="none" stroke="%[1]s" stroke-width="2" d="M4 4 L20 4 L20 20 L4 20 Z"/>`,
		ClockFace: ring + `<path fill="none" stroke="%[1]s" stroke-width="2.2" stroke-linecap="round" d="M12 6.5 L12 12 L16 14.5"/>`,
		Arrow:     `<path fill="%[1]s" d="M12 2 L21.5 12.5 L15.5 12.5 L15.5 22 L8.5 22 L8.5 12.5 L2.5 12.5 Z"/>`,
		Moon:      `<path fill="%[1]s" d="M14.5 2.4 A10 10 0 1 0 21.6 15.2 A8.4 8.4 0 0 1 14.5 2.4 Z"/>`,
		Outline:   `<path fill="none" stroke="%[1]s" stroke-width="2" stroke-linejoin="round" d="M12 4 L21.5 20.5 L2.5 20.5 Z"/>`,
	}
}

// Shape draws a form in a tone, with a count in the triangle.
type Shape struct {
	widget.BaseWidget
	form  Form
	tone  fyne.ThemeColorName
	count int
	side  float32
}

// NewShape returns a shape that is side units wide and high.
func NewShape(form Form, tone fyne.ThemeColorName, side float32) *Shape {
	s := &Shape{form: form, tone: tone, side: side}
	s.ExtendBaseWidget(s)
	return s
}

// Set shows another form; count is drawn in a triangle unless it is zero, and as
// "9+" above nine. Nothing is redrawn when nothing has changed.
func (s *Shape) Set(form Form, tone fyne.ThemeColorName, count int) {
	if s.form == form && s.tone == tone && s.count == count {
		return
	}
	s.form, s.tone, s.count = form, tone, count
	s.Refresh()
}

// Form is what is drawn now.
func (s *Shape) Form() Form { return s.form }

// CreateRenderer is what Fyne draws the shape with.
func (s *Shape) CreateRenderer() fyne.WidgetRenderer {
	r := &shapeRenderer{shape: s, drawings: drawings(), image: &canvas.Image{FillMode: canvas.ImageFillContain}, text: canvas.NewText("", nil)}
	r.text.Alignment, r.text.TextStyle.Bold = fyne.TextAlignCenter, true
	r.apply()
	return r
}

type shapeRenderer struct {
	shape    *Shape
	drawings map[Form]string
	image    *canvas.Image
	text     *canvas.Text
}

func (r *shapeRenderer) Destroy() {}

func (r *shapeRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.image, r.text} }

func (r *shapeRenderer) MinSize() fyne.Size { return fyne.NewSquareSize(r.shape.side) }

func (r *shapeRenderer) Layout(size fyne.Size) {
	side := fyne.NewSquareSize(min(size.Width, size.Height, r.shape.side))
	corner := fyne.NewPos((size.Width-side.Width)/2, (size.Height-side.Height)/2)
	r.image.Resize(side)
	r.image.Move(corner)
	height := r.text.MinSize().Height
	r.text.Resize(fyne.NewSize(side.Width, height))
	r.text.Move(corner.AddXY(0, side.Height*0.6-height/2))
}

func (r *shapeRenderer) Refresh() {
	r.apply()
	r.Layout(r.shape.Size())
	r.image.Refresh()
	r.text.Refresh()
}

func (r *shapeRenderer) apply() {
	s := r.shape
	r.image.Resource = drawing(string(s.form), r.drawings[s.form], s.tone)
	r.text.Color, r.text.TextSize = Color(OnFull), s.side*0.42
	r.text.Text = ""
	switch {
	case s.form != Triangle || s.count < 1:
	case s.count > 9:
		r.text.Text = "9+"
	default:
		r.text.Text = strconv.Itoa(s.count)
	}
	if len(r.text.Text) > 1 {
		r.text.TextSize = s.side * 0.32
	}
}
