package look

import (
	"testing"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"
)

func TestAFlowGoesOnBelow(t *testing.T) {
	app(t)
	a, b, c := Width(60, NewLine("a", Body)), Width(50, NewLine("b", Body)), Width(300, NewLine("c", Body))
	box := Flow(10, a, b, c)
	box.Resize(fyne.NewSize(120, 200))
	height := a.Size().Height
	for _, w := range []struct {
		name string
		o    fyne.CanvasObject
		x, y float32
		wide float32
	}{{"first", a, 0, 0, 60}, {"beside it", b, 70, 0, 50}, {"below, as wide as there is room", c, 0, height + 10, 120}} {
		if w.o.Position() != fyne.NewPos(w.x, w.y) || w.o.Size().Width != w.wide {
			t.Errorf("%s: at %v, %v wide", w.name, w.o.Position(), w.o.Size().Width)
		}
	}
	if got := box.MinSize(); got != fyne.NewSize(0, 2*height+10) {
		t.Errorf("it asks for %v", got)
	}
	b.Hide()
	c.Hide()
	if got := box.MinSize().Height; got != height {
		t.Errorf("with what is hidden it asks for %v", got)
	}
}

func TestNothingInAFlowOverlapsOrSticksOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var asked []fyne.Size
		for _, w := range rapid.SliceOfN(rapid.IntRange(-1, 200), 1, 12).Draw(t, "widths") {
			if w < 0 {
				asked = append(asked, unseen)
			} else {
				asked = append(asked, fyne.NewSize(float32(w), 20))
			}
		}
		width := float32(rapid.IntRange(1, 400).Draw(t, "width"))
		f := &flow{gap: 8}
		spots, height := f.spots(asked, width)
		last := spot{at: fyne.NewPos(-8, 0)}
		for i, s := range spots {
			if asked[i] == unseen {
				continue
			}
			if s.at.X+s.size.Width > width || s.at.Y+s.size.Height > height {
				t.Fatalf("%v sticks out of %v by %v", s, width, height)
			}
			beside := s.at.Y == last.at.Y && s.at.X >= last.at.X+last.size.Width+8
			if below := s.at.X == 0 && s.at.Y >= last.at.Y+last.size.Height+8; !beside && !below {
				t.Fatalf("%v lies neither beside nor below %v", s, last)
			}
			last = s
		}
	})
}
