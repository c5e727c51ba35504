package look

import (
	"slices"

	"fyne.io/fyne/v2"
)

// The height of text that wraps follows from its width, and Fyne knows minimum
// sizes only: it asks for one, lays out, and asks again with the next frame. What
// it then finds changed it lays out anew, but it keeps just one parent in mind at
// a time (Canvas.EnsureMinSize), so that a change is forgotten when a neighbour
// changes as well. The layouts here do not wait for that: they ask again as soon
// as a width is new, and find out by themselves that content has changed.

// unseen is what a hidden object asks for: not even nothing, for that would
// still have a gap beside it.
var unseen = fyne.NewSize(-1, -1)

// asks is what each object asks for at the width it has now.
func asks(objects []fyne.CanvasObject) []fyne.Size {
	sizes := make([]fyne.Size, len(objects))
	for i, o := range objects {
		sizes[i] = unseen
		if o.Visible() {
			sizes[i] = o.MinSize()
		}
	}
	return sizes
}

// settle gives an object a width and the height it asks for at that width,
// which it returns; asked is what it asks for at the width it has had until now.
func settle(o fyne.CanvasObject, width float32, asked fyne.Size) float32 {
	height := asked.Height
	// The first time the width is new; the second time only the height is, and from
	// that nothing follows.
	for range 2 {
		size := fyne.NewSize(width, height)
		if o.Size() == size {
			break
		}
		o.Resize(size)
		again := o.MinSize().Height
		if again == height {
			break
		}
		height = again
	}
	return height
}

// laid is what a layout has laid out last: at what size, and what each object
// asked for then.
type laid struct {
	size  fyne.Size
	asked []fyne.Size
}

// seen is what the objects ask for now. When that is not what they were laid
// out for, they are laid out again first, within the size there is.
func (l *laid) seen(objects []fyne.CanvasObject, layout func([]fyne.CanvasObject, fyne.Size)) []fyne.Size {
	now := asks(objects)
	if l.asked == nil || slices.Equal(now, l.asked) {
		return now
	}
	layout(objects, l.size)
	return l.asked
}

// done notes what was laid out.
func (l *laid) done(objects []fyne.CanvasObject, size fyne.Size) {
	l.size, l.asked = size, asks(objects)
}
