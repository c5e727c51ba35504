package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Row puts content side by side, each as wide as it asks and centred in height;
// the one numbered grow gets what is left, or gives way. Hidden content takes no room.
func Row(gap float32, grow int, content ...fyne.CanvasObject) *fyne.Container {
	return container.New(row{gap: gap, grow: grow}, content...)
}

// RowTop is a Row whose content begins at the same height instead.
func RowTop(gap float32, grow int, content ...fyne.CanvasObject) *fyne.Container {
	return container.New(row{gap: gap, grow: grow, top: true}, content...)
}

type row struct {
	gap  float32
	grow int
	top  bool
}

func (r row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size, shown := fyne.Size{}, 0
	for _, o := range objects {
		if o.Visible() {
			m := o.MinSize()
			size.Width += m.Width
			size.Height = max(size.Height, m.Height)
			shown++
		}
	}
	size.Width += r.gap * float32(max(0, shown-1))
	return size
}

func (r row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	spare := size.Width - r.MinSize(objects).Width
	x := float32(0)
	for i, o := range objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if i == r.grow {
			m.Width = max(0, m.Width+spare)
		}
		o.Resize(m)
		y := (size.Height - m.Height) / 2
		if r.top {
			y = 0
		}
		o.Move(fyne.NewPos(x, y))
		x += m.Width + r.gap
	}
}

// Stack puts content one under the other at full width. Hidden content takes no
// room.
func Stack(gap float32, content ...fyne.CanvasObject) *fyne.Container {
	return container.New(stack{gap}, content...)
}

type stack struct{ gap float32 }

func (s stack) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size, shown := fyne.Size{}, 0
	for _, o := range objects {
		if o.Visible() {
			m := o.MinSize()
			size.Width = max(size.Width, m.Width)
			size.Height += m.Height
			shown++
		}
	}
	size.Height += s.gap * float32(max(0, shown-1))
	return size
}

func (s stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		height := o.MinSize().Height
		o.Resize(fyne.NewSize(size.Width, height))
		o.Move(fyne.NewPos(0, y))
		y += height + s.gap
	}
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

// reflow remembers the width that it was last given: the height it asks for
// depends on it.
type reflow struct{ narrow, gap, width float32 }

func (r *reflow) under(side fyne.Size) bool {
	return r.width > 0 && (r.width < r.narrow || side.Width > r.width*0.6)
}

func (r *reflow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	main, side := objects[0].MinSize(), objects[1].MinSize()
	width := min(side.Width, r.narrow/2)
	if r.under(side) {
		return fyne.NewSize(width, main.Height+r.gap/2+side.Height)
	}
	return fyne.NewSize(width, max(main.Height, side.Height))
}

func (r *reflow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	r.width = size.Width
	main, side := objects[0], objects[1]
	m, s := main.MinSize(), side.MinSize()
	if r.under(s) {
		main.Move(fyne.Position{})
		main.Resize(fyne.NewSize(size.Width, m.Height))
		side.Move(fyne.NewPos(0, m.Height+r.gap/2))
		side.Resize(fyne.NewSize(min(s.Width, size.Width), s.Height))
		return
	}
	left := size.Width - s.Width - r.gap
	main.Move(fyne.NewPos(0, (size.Height-m.Height)/2))
	main.Resize(fyne.NewSize(left, m.Height))
	side.Move(fyne.NewPos(left+r.gap, (size.Height-s.Height)/2))
	side.Resize(s)
}
