package look

import (
	"image"
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func app(t *testing.T) {
	t.Helper()
	a := test.NewTempApp(t)
	a.Settings().SetTheme(NewTheme())
}

func TestAButtonAnswersToEnterSpaceAndClick(t *testing.T) {
	app(t)
	pressed, letters := 0, ""
	b := NewButton("Acknowledge", Urgent, func() { pressed++ })
	b.OnRune = func(r rune) { letters += string(r) }
	test.Tap(b)
	for _, key := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace, fyne.KeyEscape} {
		b.TypedKey(&fyne.KeyEvent{Name: key})
	}
	b.TypedRune('j')
	b.TypedRune(' ')
	if pressed != 4 || letters != string(rune(Escape))+"j" {
		t.Errorf("pressed %d times, letters %q", pressed, letters)
	}
	b.SetEnabled(false)
	test.Tap(b)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if pressed != 4 {
		t.Error("a disabled button was pressed")
	}
}

func TestAButtonShowsThatItHasTheFocus(t *testing.T) {
	app(t)
	for _, weight := range []Weight{Plain, Main, Urgent} {
		b := NewButton("Acknowledge", weight, nil)
		w := test.NewTempWindow(t, b)
		before := w.Canvas().Capture()
		w.Canvas().Focus(b)
		if same(before, w.Canvas().Capture()) {
			t.Errorf("weight %d: the focus cannot be seen", weight)
		}
	}
}

func TestALongLabelDoesNotWidenAButton(t *testing.T) {
	app(t)
	long := NewButton(strings.Repeat("Silence ", 40), Plain, nil)
	if w := long.MinSize().Width; w > labelMax+2*Gap16 {
		t.Errorf("the button asks for %v", w)
	}
}

func TestAnElidedLineAsksForNoWidth(t *testing.T) {
	app(t)
	for _, text := range []string{"", "short", strings.Repeat("W", 120), strings.Repeat("x", 1<<20), "قاعدة البيانات لا تستجيب", "line\nfeed"} {
		l := NewElided(text, Body, Text)
		if w := l.MinSize().Width; w != 0 {
			t.Errorf("%.20q asks for %v", text, w)
		}
		test.NewTempWindow(t, l).Resize(fyne.NewSize(120, 40))
		drawn := test.WidgetRenderer(l).Objects()[0].(*canvas.Text)
		if got := fyne.MeasureText(drawn.Text, Body, fyne.TextStyle{}).Width; got > l.Size().Width {
			t.Errorf("%.20q is %v wide in %v", text, got, l.Size().Width)
		}
	}
}

func TestEveryFormIsDrawnInItsToneLightAndDark(t *testing.T) {
	app(t)
	for _, variant := range []fyne.ThemeVariant{theme.VariantLight, theme.VariantDark} {
		fyne.CurrentApp().Settings().SetTheme(fixed{NewTheme(), variant})
		seen := map[string]Form{}
		for form := range drawings() {
			s := NewShape(form, Waiting, 32)
			s.Set(form, Waiting, 3)
			w := test.NewTempWindow(t, s)
			w.Resize(fyne.NewSize(40, 40))
			picture := pixels(w.Canvas().Capture())
			if other, ok := seen[picture]; ok {
				t.Errorf("%s looks like %s", form, other)
			}
			seen[picture] = form
			if n := painted(w.Canvas().Capture()); n < 60 {
				t.Errorf("%s: only %d pixels have its colour", form, n)
			}
		}
	}
}

// fixed is the theme in one variant, whatever the system prefers.
type fixed struct {
	*Theme
	variant fyne.ThemeVariant
}

func (f fixed) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	return f.Theme.Color(name, f.variant)
}

func TestARowGivesWhatIsLeftToTheOneThatGrows(t *testing.T) {
	app(t)
	a, b, c := canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	a.SetMinSize(fyne.NewSize(20, 10))
	c.SetMinSize(fyne.NewSize(30, 10))
	Row(8, 1, a, b, c).Resize(fyne.NewSize(200, 20))
	if b.Size().Width != 200-20-30-16 || c.Position().X != 170 {
		t.Errorf("middle is %v wide, last at %v", b.Size().Width, c.Position().X)
	}
	a.Hide()
	row := Row(8, 1, a, b, c)
	row.Resize(fyne.NewSize(200, 20))
	if b.Size().Width != 200-30-8 || b.Position().X != 0 {
		t.Errorf("with the first hidden, the middle is %v wide at %v", b.Size().Width, b.Position().X)
	}
}

func TestReflowPutsTheSideUnderTheMainWhereItIsNarrow(t *testing.T) {
	app(t)
	main, side := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	main.SetMinSize(fyne.NewSize(0, 30))
	side.SetMinSize(fyne.NewSize(150, 20))
	box := Reflow(400, 8, main, side)
	box.Resize(fyne.NewSize(500, 30))
	if side.Position().X != 350 || box.MinSize().Height != 30 {
		t.Errorf("wide: side at %v, height %v", side.Position(), box.MinSize().Height)
	}
	box.Resize(fyne.NewSize(300, 30))
	if side.Position() != fyne.NewPos(0, 34) || box.MinSize().Height != 54 || main.Size().Width != 300 {
		t.Errorf("narrow: side at %v, height %v, main %v wide", side.Position(), box.MinSize().Height, main.Size().Width)
	}
}

func TestHiddenContentTakesNoMargin(t *testing.T) {
	app(t)
	r := canvas.NewRectangle(nil)
	r.SetMinSize(fyne.NewSize(8, 8))
	box := Inset(16, 12, r)
	if s := box.MinSize(); s != fyne.NewSize(40, 32) {
		t.Errorf("shown: %v", s)
	}
	r.Hide()
	if s := box.MinSize(); !s.IsZero() {
		t.Errorf("hidden: %v", s)
	}
}

func same(a, b image.Image) bool { return pixels(a) == pixels(b) }

func pixels(i image.Image) string {
	n, ok := i.(*image.NRGBA)
	if !ok {
		return ""
	}
	return string(n.Pix)
}

// painted counts the pixels that are redder than any grey.
func painted(i image.Image) int {
	n := 0
	for y := range i.Bounds().Dy() {
		for x := range i.Bounds().Dx() {
			r, g, b, _ := i.At(x, y).RGBA()
			if r > g+0x2000 && r > b+0x2000 {
				n++
			}
		}
	}
	return n
}
