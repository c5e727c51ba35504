package look

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// Gap is a span of a track in which nobody is on call: hatched and edged in the
// colour of waiting, with the word where there is room for it.
func Gap(text string) fyne.CanvasObject {
	label := NewLine(text, Small).Strong().In(Waiting)
	plate := container.NewStack(NewFill(SoftWaiting, ""), container.New(inset{6, 0}, label))
	if text == "" {
		plate.Hide()
	}
	return container.New(inset{1, 1}, container.NewStack(NewFill(SoftWaiting, ""), newHatch(), NewFill("", Waiting), container.New(middle{}, plate)))
}

// middle puts its content into the middle, over the full height.
type middle struct{}

func (middle) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		width := min(o.MinSize().Width, size.Width)
		o.Resize(fyne.NewSize(width, size.Height-2))
		o.Move(fyne.NewPos((size.Width-width)/2, 1))
	}
}

// newHatch is a field of slanted lines, drawn for whatever size it is given.
func newHatch() fyne.CanvasObject {
	return canvas.NewRasterWithPixels(func(x, y, _, _ int) color.Color {
		if (x+y)%8 < 2 {
			return Color(Waiting)
		}
		return color.Transparent
	})
}
