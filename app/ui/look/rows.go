package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Row puts content side by side, each as wide as it asks and centred in height;
// the one numbered grow gets what is left, or gives way. Hidden content takes no room.
func Row(gap float32, grow int, content ...fyne.CanvasObject) *fyne.Container {
	return container.New(&row{gap: gap, grow: grow}, content...)
}

// RowTop is a Row whose content begins at the same height instead.
func RowTop(gap float32, grow int, content ...fyne.CanvasObject) *fyne.Container {
	return container.New(&row{gap: gap, grow: grow, top: true}, content...)
}

type row struct {
	gap  float32
	grow int
	top  bool
	laid laid
}

func (r *row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return r.sum(r.laid.seen(objects, r.Layout))
}

func (r *row) sum(asked []fyne.Size) fyne.Size {
	size, shown := fyne.Size{}, 0
	for _, m := range asked {
		if m != unseen {
			size.Width += m.Width
			size.Height = max(size.Height, m.Height)
			shown++
		}
	}
	size.Width += r.gap * float32(max(0, shown-1))
	return size
}

func (r *row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	asked := asks(objects)
	spare := size.Width - r.sum(asked).Width
	x := float32(0)
	for i, o := range objects {
		if asked[i] == unseen {
			continue
		}
		width := asked[i].Width
		if i == r.grow {
			width = max(0, width+spare)
		}
		height := settle(o, width, asked[i])
		y := (size.Height - height) / 2
		if r.top {
			y = 0
		}
		o.Move(fyne.NewPos(x, y))
		x += width + r.gap
	}
	r.laid.done(objects, size)
}

// Stack puts content one under the other at full width. Hidden content takes no
// room.
func Stack(gap float32, content ...fyne.CanvasObject) *fyne.Container {
	return Tall(gap, -1, content...)
}

// Tall is a Stack in which the one numbered grow gets the height that is left,
// or gives way.
func Tall(gap float32, grow int, content ...fyne.CanvasObject) *fyne.Container {
	return container.New(&stack{gap: gap, grow: grow}, content...)
}

type stack struct {
	gap  float32
	grow int
	laid laid
}

func (s *stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return s.sum(s.laid.seen(objects, s.Layout))
}

func (s *stack) sum(asked []fyne.Size) fyne.Size {
	size, shown := fyne.Size{}, 0
	for _, m := range asked {
		if m != unseen {
			size.Width = max(size.Width, m.Width)
			size.Height += m.Height
			shown++
		}
	}
	size.Height += s.gap * float32(max(0, shown-1))
	return size
}

func (s *stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	asked := asks(objects)
	for i, o := range objects {
		if asked[i] != unseen && i != s.grow {
			asked[i].Height = settle(o, size.Width, asked[i])
		}
	}
	spare := size.Height - s.sum(asked).Height
	y := float32(0)
	for i, o := range objects {
		if asked[i] == unseen {
			continue
		}
		height := asked[i].Height
		if i == s.grow {
			height = max(0, height+spare)
			o.Resize(fyne.NewSize(size.Width, height))
		}
		o.Move(fyne.NewPos(0, y))
		y += height + s.gap
	}
	s.laid.done(objects, size)
}

// Left is content no wider than it asks, at the left of the room it is given.
func Left(content ...fyne.CanvasObject) *fyne.Container { return Row(Gap8, -1, content...) }

// Width gives content a fixed width, for a column.
func Width(width float32, content fyne.CanvasObject) *fyne.Container {
	return container.New(column{width}, content)
}

type column struct{ width float32 }

func (c column) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(c.width, 0)
	for _, o := range objects {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	return size
}

func (c column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
		o.Move(fyne.Position{})
	}
}
