package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Reveal scrolls so that what has just got the focus, or come up, can be seen: its
// beginning at least.
func Reveal(scroll *container.Scroll) func(fyne.CanvasObject) {
	return func(o fyne.CanvasObject) {
		// What has just come up has no place yet.
		if content := scroll.Content; content.MinSize().Max(scroll.Size()) != content.Size() {
			scroll.Refresh()
		}
		at, ok := placeIn(scroll.Content, o)
		if !ok {
			return
		}
		top := at.Y
		bottom, visible := top+o.Size().Height, scroll.Size().Height
		switch {
		case top < scroll.Offset.Y, bottom-top > visible:
			scroll.ScrollToOffset(fyne.NewPos(0, max(0, top-16)))
		case bottom > scroll.Offset.Y+visible:
			scroll.ScrollToOffset(fyne.NewPos(0, bottom-visible+16))
		}
	}
}

// placeIn is where an object lies within another. The driver knows only what it has
// drawn already.
func placeIn(outer, o fyne.CanvasObject) (at fyne.Position, ok bool) {
	if outer == o {
		return fyne.Position{}, true
	}
	box, isBox := outer.(*fyne.Container)
	if !isBox {
		return fyne.Position{}, false
	}
	for _, inner := range box.Objects {
		if at, ok := placeIn(inner, o); ok {
			return at.Add(inner.Position()), true
		}
	}
	return fyne.Position{}, false
}
