package ui

import "fyne.io/fyne/v2"

// windowSizes remembers how large the window was. Where it stood the toolkit does
// not tell; the desktop places it.
type windowSizes struct{ prefs fyne.Preferences }

const (
	widthKey, heightKey = "window.width", "window.height"
	// Below leastWidth or leastHeight the screens do not fit; above most the size was
	// of another desktop, or is no size at all.
	usualWidth, usualHeight = 960, 640
	leastWidth, leastHeight = 640, 480
	mostSide                = 8192
)

// kept is the size to open the window with, in Fyne's units.
func (s windowSizes) kept() fyne.Size {
	return sizeOf(s.prefs.FloatWithFallback(widthKey, usualWidth), s.prefs.FloatWithFallback(heightKey, usualHeight))
}

// sizeOf is a remembered size, or the usual one where that cannot be used.
func sizeOf(width, height float64) fyne.Size {
	fits := func(v, least float64) bool { return v >= least && v <= mostSide }
	if !fits(width, leastWidth) || !fits(height, leastHeight) {
		return fyne.NewSize(usualWidth, usualHeight)
	}
	return fyne.NewSize(float32(width), float32(height))
}

// keep remembers a size; nothing is written when it is the same.
func (s windowSizes) keep(size fyne.Size) {
	if size == s.kept() || sizeOf(float64(size.Width), float64(size.Height)) != size {
		return
	}
	s.prefs.SetFloat(widthKey, float64(size.Width))
	s.prefs.SetFloat(heightKey, float64(size.Height))
}
