package look

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Line is one line of text. It has no margins of its own, so that columns line
// up, and takes its colour from the theme by name.
type Line struct {
	widget.BaseWidget
	// Content is the text; change it with Set.
	Content string
	// TextSize is one of Small, Body, Title and Figure; Tone is the colour.
	TextSize float32
	Tone     fyne.ThemeColorName
	Bold     bool
	// Elide lets the line be narrower than its text, which then ends in an
	// ellipsis. Such a line asks for no width at all: give it a cell that grows.
	Elide bool
	Align fyne.TextAlign
}

// NewLine returns a line in the colour of text.
func NewLine(content string, size float32) *Line {
	l := &Line{Content: content, TextSize: size, Tone: Text}
	l.ExtendBaseWidget(l)
	return l
}

// NewElided returns a line that gives way: it ends in an ellipsis where it is
// given less than it needs.
func NewElided(content string, size float32, tone fyne.ThemeColorName) *Line {
	l := &Line{Content: content, TextSize: size, Tone: tone, Elide: true}
	l.ExtendBaseWidget(l)
	return l
}

// Strong makes the line bold and returns it.
func (l *Line) Strong() *Line {
	l.Bold = true
	return l
}

// In gives the line a colour and returns it.
func (l *Line) In(tone fyne.ThemeColorName) *Line {
	l.Tone = tone
	return l
}

// Right aligns the line to the right of its cell and returns it.
func (l *Line) Right() *Line {
	l.Align = fyne.TextAlignTrailing
	return l
}

// Set shows another text in another colour; nothing is redrawn when both are
// what they were.
func (l *Line) Set(content string, tone fyne.ThemeColorName) {
	if l.Content == content && l.Tone == tone {
		return
	}
	l.Content, l.Tone = content, tone
	l.Refresh()
}

// SetText shows another text; nothing is redrawn when it is the same.
func (l *Line) SetText(content string) { l.Set(content, l.Tone) }

func (l *Line) style() fyne.TextStyle { return fyne.TextStyle{Bold: l.Bold} }

// CreateRenderer is what Fyne draws the line with.
func (l *Line) CreateRenderer() fyne.WidgetRenderer {
	text := canvas.NewText("", Color(l.Tone))
	r := &lineRenderer{line: l, text: text}
	r.apply()
	return r
}

type lineRenderer struct {
	line *Line
	text *canvas.Text
}

func (r *lineRenderer) Destroy() {}

func (r *lineRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.text} }

func (r *lineRenderer) MinSize() fyne.Size {
	sample := capped(r.line.Content)
	if r.line.Elide || sample == "" {
		return fyne.NewSize(0, fyne.MeasureText("Mg", r.line.TextSize, r.line.style()).Height)
	}
	return fyne.MeasureText(sample, r.line.TextSize, r.line.style())
}

func (r *lineRenderer) Layout(size fyne.Size) {
	r.fit(size.Width)
	// A script that is taller than ours keeps its height, around the same middle.
	height := r.text.MinSize().Height
	r.text.Resize(fyne.NewSize(size.Width, height))
	r.text.Move(fyne.NewPos(0, (size.Height-height)/2))
}

func (r *lineRenderer) Refresh() {
	r.apply()
	r.Layout(r.line.Size())
	r.text.Refresh()
}

func (r *lineRenderer) apply() {
	r.text.Color = Color(r.line.Tone)
	r.text.TextSize = r.line.TextSize
	r.text.TextStyle = r.line.style()
	r.text.Alignment = r.line.Align
	r.text.Text = capped(r.line.Content)
}

func (r *lineRenderer) fit(width float32) {
	text := capped(r.line.Content)
	switch {
	case r.line.Elide && width <= 0:
		text = ""
	case r.line.Elide:
		text = Ellipsis(text, func(s string) bool {
			return fyne.MeasureText(s, r.line.TextSize, r.line.style()).Width <= width
		})
		if text == "…" {
			text = "" // Where not one letter fits, dots say nothing.
		}
	}
	if r.text.Text != text {
		r.text.Text = text
		r.text.Refresh()
	}
}

// lineCap bounds what is measured: no screen shows more of one line.
const lineCap = 500

func capped(s string) string {
	n := 0
	for i := range s {
		if n == lineCap {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// Ellipsis returns the longest beginning of text that fits, with an ellipsis
// where something is left out; it never parts a letter from its accents. Text
// that fits is returned as it is; when nothing fits, the ellipsis alone.
func Ellipsis(text string, fits func(string) bool) string {
	if fits(text) {
		return text
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if fits(string(runes[:mid]) + "…") {
			low = mid
		} else {
			high = mid - 1
		}
	}
	for low > 0 && low < len(runes) && unicode.Is(unicode.M, runes[low]) {
		low--
	}
	for low > 0 && unicode.IsSpace(runes[low-1]) {
		low--
	}
	return string(runes[:low]) + "…"
}
