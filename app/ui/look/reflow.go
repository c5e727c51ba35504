package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Beside puts two things next to each other where there is room for both, the
// first taking share of the width, and one above the other, in equal parts, where
// the width is below narrow.
func Beside(narrow, share float32, first, second fyne.CanvasObject) *fyne.Container {
	return container.New(beside{narrow, share}, first, second)
}

type beside struct{ narrow, share float32 }

func (b beside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.Size{}
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return fyne.NewSize(size.Width, 2*min(size.Height, 60))
}

func (b beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	first, second := objects[0], objects[1]
	second.Move(fyne.Position{})
	first.Move(fyne.Position{})
	if size.Width < b.narrow {
		half := (size.Height - Gap8) / 2
		first.Resize(fyne.NewSize(size.Width, half))
		second.Resize(fyne.NewSize(size.Width, half))
		second.Move(fyne.NewPos(0, half+Gap8))
		return
	}
	left := size.Width * b.share
	first.Resize(fyne.NewSize(left, size.Height))
	second.Resize(fyne.NewSize(size.Width-left-Gap16, size.Height))
	second.Move(fyne.NewPos(left+Gap16, 0))
}

// Reflow puts side to the right of main, which takes the rest of the width, and
// under it where the width is below narrow or side would take most of it.
func Reflow(narrow, gap float32, main, side fyne.CanvasObject) *fyne.Container {
	return container.New(&reflow{narrow: narrow, gap: gap}, main, side)
}

// reflow asks for a height that depends on the width it was last given.
type reflow struct {
	narrow, gap float32
	laid        laid
}

func (r *reflow) under(width float32, side fyne.Size) bool {
	return width > 0 && (width < r.narrow || side.Width > width*0.6)
}

func (r *reflow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	asked := r.laid.seen(objects, r.Layout)
	main, side := asked[0], asked[1]
	width := min(side.Width, r.narrow/2)
	if r.under(r.laid.size.Width, side) {
		return fyne.NewSize(width, main.Height+r.gap/2+side.Height)
	}
	return fyne.NewSize(width, max(main.Height, side.Height))
}

func (r *reflow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	main, side := objects[0], objects[1]
	asked := asks(objects)
	if r.under(size.Width, asked[1]) {
		main.Move(fyne.Position{})
		height := settle(main, size.Width, asked[0])
		side.Move(fyne.NewPos(0, height+r.gap/2))
		settle(side, min(asked[1].Width, size.Width), asked[1])
	} else {
		left := size.Width - asked[1].Width - r.gap
		height := settle(main, left, asked[0])
		main.Move(fyne.NewPos(0, (size.Height-height)/2))
		side.Resize(asked[1])
		side.Move(fyne.NewPos(left+r.gap, (size.Height-asked[1].Height)/2))
	}
	r.laid.done(objects, size)
}
