package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// Span is where something lies on a track, from 0 at its left end to 1 at its
// right.
type Span struct{ From, To float32 }

// Track lays content out by spans: content i lies at spans[i], over the full
// height. A span of no width is a line of Stroke units.
func Track(height float32, spans []Span, content []fyne.CanvasObject) *fyne.Container {
	return container.New(track{height, spans}, content...)
}

type track struct {
	height float32
	spans  []Span
}

func (t track) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, t.height) }

func (t track) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for i, o := range objects {
		from, to := size.Width*t.spans[i].From, size.Width*t.spans[i].To
		if from == to {
			from, to = from-Stroke/2, from+Stroke/2
		}
		o.Move(fyne.NewPos(from, 0))
		o.Resize(fyne.NewSize(to-from, size.Height))
	}
}

// Block is a shift on a track: filled when it is one's own, outlined when it is
// somebody else's, with as much of the text as there is room for.
func Block(text string, own bool) fyne.CanvasObject {
	fill, label := NewFill(Panel, Secondary), NewElided(text, Small, Text)
	if own {
		fill, label = NewFill(On, On), NewElided(text, Small, OnFull).Strong()
	}
	return container.New(inset{1, 1}, container.NewStack(fill, container.New(inset{6, 3}, label)))
}

// Unknown is the field beyond what a calendar tells: dotted, with the word.
func Unknown() fyne.CanvasObject {
	return container.New(inset{1, 1}, container.NewStack(newDots(), container.New(inset{6, 3}, NewElided("unknown", Small, Secondary))))
}

// Mark is the line on a track that says now, in the accent.
func Mark() fyne.CanvasObject { return NewFill(Accent, "") }

// Rule is a hairline on a track, between two days.
func Rule() fyne.CanvasObject { return NewFill(Hairline, "") }

// newDots is a field of dots, drawn for whatever size it is given.
func newDots() fyne.CanvasObject {
	return canvas.NewRasterWithPixels(func(x, y, _, _ int) color.Color {
		if x%8 < 2 && y%8 < 2 {
			return Color(Hairline)
		}
		return color.Transparent
	})
}
