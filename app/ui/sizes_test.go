package ui

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"
)

func TestASizeThatCannotBeUsedIsNotRemembered(t *testing.T) {
	for name, c := range map[string]struct {
		width, height float64
		want          fyne.Size
	}{
		"one that fits":             {1200, 800, fyne.NewSize(1200, 800)},
		"the least":                 {640, 480, fyne.NewSize(640, 480)},
		"too narrow":                {639, 800, fyne.NewSize(960, 640)},
		"too low":                   {1200, 0, fyne.NewSize(960, 640)},
		"wider than any desktop":    {90_000, 800, fyne.NewSize(960, 640)},
		"a file that was edited":    {-1, -1, fyne.NewSize(960, 640)},
		"something that is no size": {math.NaN(), math.Inf(1), fyne.NewSize(960, 640)},
	} {
		t.Run(name, func(t *testing.T) {
			if got := sizeOf(c.width, c.height); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestAWindowOpensAsLargeAsItWasClosed(t *testing.T) {
	app := test.NewTempApp(t)
	sizes := windowSizes{app.Preferences()}
	if got := sizes.kept(); got != fyne.NewSize(960, 640) {
		t.Errorf("the first one is %v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		size := fyne.NewSize(rapid.Float32Range(640, 8192).Draw(t, "width"), rapid.Float32Range(480, 8192).Draw(t, "height"))
		sizes.keep(size)
		if got := sizes.kept(); got != size {
			t.Fatalf("kept %v, opened with %v", size, got)
		}
		sizes.keep(fyne.NewSize(3, 3))
		if got := sizes.kept(); got != size {
			t.Fatalf("a window that was hidden leaves %v", got)
		}
	})
}
