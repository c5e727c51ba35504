package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Toggle shows or hides; nothing is redrawn when it is so already.
func Toggle(o fyne.CanvasObject, on bool) {
	if o.Visible() == on {
		return
	}
	if on {
		o.Show()
	} else {
		o.Hide()
	}
	redraw()
}

// redraw has the window drawn again. Fyne finds the window of an object only
// once it was drawn, so that one which was hidden from the start would else come
// up with the next thing that happens to move.
func redraw() {
	for _, w := range fyne.CurrentApp().Driver().AllWindows() {
		w.Canvas().Refresh(&canvas.Rectangle{})
	}
}
