package icons

import (
	"image"
	"image/color"
	"io/fs"
	"math"
	"regexp"
	"strings"
	"testing"
)

// Contrast as WCAG 2.2 defines it, success criterion 1.4.3.
func TestEveryColourStandsOutFromItsPanel(t *testing.T) {
	for _, th := range themes() {
		for state, c := range th.states {
			if got := contrast(c, th.panel); got < 4.5 {
				t.Errorf("%s on a %s panel has a contrast of %.2f, want 4.5", state, th.name, got)
			}
		}
	}
}

func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a)+0.05, luminance(b)+0.05
	return max(x, y) / min(x, y)
}

func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func TestADrawingOfAStateHasNoColourOfItsOwn(t *testing.T) {
	paint := regexp.MustCompile(`(?:fill|stroke|color|style)="([^"]*)"`)
	for name, svg := range states(t) {
		for _, m := range paint.FindAllStringSubmatch(svg, -1) {
			if m[1] != "currentColor" && m[1] != "none" {
				t.Errorf("%s paints with %s", name, m[1])
			}
		}
	}
}

// Drawn in one colour at the size of a tray, two states differ clearly in a tenth
// of their pixels, and two counts in enough for the strokes of a figure.
func TestIconsAreToldApartWithoutColour(t *testing.T) {
	const otherState, otherCount = 48, 6
	shapes := map[string]*image.RGBA{}
	for name, svg := range states(t) {
		shape, err := rasterise([]byte(svg), 22)
		if err != nil {
			t.Fatal(err)
		}
		shapes[name] = shape
	}
	least := map[bool]int{true: 484, false: 484}
	for a, p := range shapes {
		for b, q := range shapes {
			if a >= b {
				continue
			}
			counts := strings.HasPrefix(a, "page-") && strings.HasPrefix(b, "page-")
			want := otherState
			if counts {
				want = otherCount
			}
			n := differing(p, q)
			least[counts] = min(least[counts], n)
			if n < want {
				t.Errorf("%s and %s differ in %d pixels of 484, want %d", a, b, n, want)
			}
		}
	}
	t.Logf("least difference of two states %d pixels, of two counts %d, of 484", least[false], least[true])
}

// differing counts pixels of which one picture covers much more than the other.
func differing(p, q *image.RGBA) int {
	const clearly = 96
	n := 0
	for i := 3; i < len(p.Pix); i += 4 {
		if d := int(p.Pix[i]) - int(q.Pix[i]); d > clearly || d < -clearly {
			n++
		}
	}
	return n
}

// A panel of 22 pixels halves the picture of 44; what is seen then is as crisp as
// what is drawn at 22.
func TestHalvingTheIconKeepsItCrisp(t *testing.T) {
	for name, svg := range states(t) {
		small, err := rasterise([]byte(svg), 22)
		if err != nil {
			t.Fatal(err)
		}
		big, err := rasterise([]byte(svg), 44)
		if err != nil {
			t.Fatal(err)
		}
		if n := differing(small, halve(big)); n > 0 {
			t.Errorf("%s: %d pixels differ", name, n)
		}
	}
}

func halve(in *image.RGBA) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, in.Rect.Dx()/2, in.Rect.Dy()/2))
	for y := range out.Rect.Dy() {
		for x := range out.Rect.Dx() {
			sum := 0
			for _, at := range []image.Point{{2 * x, 2 * y}, {2*x + 1, 2 * y}, {2 * x, 2*y + 1}, {2*x + 1, 2*y + 1}} {
				sum += int(in.RGBAAt(at.X, at.Y).A)
			}
			out.SetRGBA(x, y, color.RGBA{A: uint8(sum / 4)})
		}
	}
	return out
}

// states are the drawings by name, without the program's icon.
func states(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	all := drawings(t)
	files, err := fs.Glob(all, "*.svg")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		svg, err := fs.ReadFile(all, file)
		if err != nil {
			t.Fatal(err)
		}
		if name := strings.TrimSuffix(file, ".svg"); name != app {
			out[name] = string(svg)
		}
	}
	return out
}
