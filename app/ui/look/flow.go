package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Flow puts content side by side, each as wide as it asks, and goes on in a line
// below where the width ends. What alone is wider than that gets the width that
// there is. Hidden content takes no room.
func Flow(gap float32, content ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flow{gap: gap}, content...)
}

type flow struct {
	gap  float32
	laid laid
}

// spot is where something lies in a flow.
type spot struct {
	at   fyne.Position
	size fyne.Size
}

func (f *flow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	asked := f.laid.seen(objects, f.Layout)
	_, height := f.spots(asked, f.laid.size.Width)
	return fyne.NewSize(0, height)
}

func (f *flow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	spots, _ := f.spots(asks(objects), size.Width)
	for i, s := range spots {
		if s.size != unseen {
			objects[i].Move(s.at)
			objects[i].Resize(s.size)
		}
	}
	f.laid.done(objects, size)
}

// spots are the places of what asks for these sizes, and the height they take
// together; before a width is known everything is on one line.
func (f *flow) spots(asked []fyne.Size, width float32) ([]spot, float32) {
	spots := make([]spot, len(asked))
	at, high := fyne.Position{}, float32(0)
	for i, a := range asked {
		spots[i].size = a
		if a == unseen {
			continue
		}
		if width > 0 {
			a.Width = min(a.Width, width)
			if at.X > 0 && at.X+a.Width > width {
				at, high = fyne.NewPos(0, at.Y+high+f.gap), 0
			}
		}
		spots[i] = spot{at, a}
		at.X += a.Width + f.gap
		high = max(high, a.Height)
	}
	return spots, at.Y + high
}
