package look

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Para is text that wraps at its width, between words where it can and within
// one where it must. Like Line it has no margins.
type Para struct {
	widget.BaseWidget
	// Content is the text; a line feed begins a new line. Change it with Set.
	Content  string
	TextSize float32
	Tone     fyne.ThemeColorName
	Bold     bool
	// MaxLines cuts the text with an ellipsis; zero means no bound.
	MaxLines int
}

// NewPara returns a paragraph in that size and colour.
func NewPara(content string, size float32, tone fyne.ThemeColorName) *Para {
	p := &Para{Content: content, TextSize: size, Tone: tone}
	p.ExtendBaseWidget(p)
	return p
}

// Set shows another text in another colour; nothing is redrawn when both are
// what they were.
func (p *Para) Set(content string, tone fyne.ThemeColorName) {
	if p.Content == content && p.Tone == tone {
		return
	}
	p.Content, p.Tone = content, tone
	p.Refresh()
}

// CreateRenderer is what Fyne draws the paragraph with.
func (p *Para) CreateRenderer() fyne.WidgetRenderer {
	return &paraRenderer{para: p}
}

type paraRenderer struct {
	para  *Para
	width float32
	lines []fyne.CanvasObject
}

func (r *paraRenderer) Destroy() {}

func (r *paraRenderer) Objects() []fyne.CanvasObject { return r.lines }

// MinSize asks for the height that the last width needed, and for that of one
// line before there was any; a layout asks again once it has given a width.
func (r *paraRenderer) MinSize() fyne.Size {
	n := max(1, len(r.lines))
	return fyne.NewSize(0, float32(n)*r.lineHeight())
}

func (r *paraRenderer) Layout(size fyne.Size) {
	if size.Width != r.width {
		r.width = size.Width
		r.wrap()
	}
	for i, o := range r.lines {
		o.Resize(fyne.NewSize(size.Width, r.lineHeight()))
		o.Move(fyne.NewPos(0, float32(i)*r.lineHeight()))
	}
}

func (r *paraRenderer) Refresh() {
	r.wrap()
	r.Layout(r.para.Size())
	canvas.Refresh(r.para)
}

func (r *paraRenderer) lineHeight() float32 {
	return fyne.MeasureText("Mg", r.para.TextSize, r.style()).Height
}

func (r *paraRenderer) style() fyne.TextStyle { return fyne.TextStyle{Bold: r.para.Bold} }

func (r *paraRenderer) wrap() {
	r.lines = nil
	if r.width <= 0 {
		return
	}
	fits := func(s string) bool { return fyne.MeasureText(s, r.para.TextSize, r.style()).Width <= r.width }
	for _, s := range Wrap(r.para.Content, fits, r.para.MaxLines) {
		t := canvas.NewText(s, Color(r.para.Tone))
		t.TextSize, t.TextStyle = r.para.TextSize, r.style()
		r.lines = append(r.lines, t)
	}
}

// Wrap cuts text into lines that fit, at spaces where it can, else within a
// word. With maxLines above zero the last line ends in an ellipsis when there
// was more. Every line has at least one letter, however narrow the column.
func Wrap(text string, fits func(string) bool, maxLines int) []string {
	var lines []string
	parts := strings.Split(strings.ToValidUTF8(text, "\uFFFD"), "\n")
	for i, part := range parts {
		for {
			head, rest := firstLine(part, fits)
			more := rest != "" || i < len(parts)-1
			if maxLines > 0 && len(lines) == maxLines-1 && more {
				return append(lines, cutShort(head, fits))
			}
			lines = append(lines, head)
			if rest == "" {
				break
			}
			part = rest
		}
	}
	return lines
}

// cutShort ends a line in an ellipsis, also one that fits: there is more.
func cutShort(line string, fits func(string) bool) string {
	longer := line + " "
	return Ellipsis(longer, func(s string) bool { return s != longer && fits(s) })
}

func firstLine(text string, fits func(string) bool) (head, rest string) {
	if fits(text) {
		return text, ""
	}
	runes := []rune(text)
	low, high := 1, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if fits(string(runes[:mid])) {
			low = mid
		} else {
			high = mid - 1
		}
	}
	if low == len(runes) {
		return text, ""
	}
	cut := strings.LastIndexByte(string(runes[:low+1]), ' ')
	if cut <= 0 {
		return string(runes[:low]), string(runes[low:])
	}
	return text[:cut], strings.TrimLeft(text[cut:], " ")
}
