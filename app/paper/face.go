package paper

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	points "golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// typeface is the name that the PDF knows the Go fonts by. They are under Go's
// own licence, have Latin, Greek and Cyrillic letters, and come with a module.
const typeface = "go"

// notInFont stands for a sign that the typeface has no form for.
const notInFont = '□'

// face measures text in one weight of the typeface.
type face struct {
	font   *sfnt.Font
	buffer sfnt.Buffer
	widths map[rune]float64
}

func regularTTF() []byte { return goregular.TTF }

func boldTTF() []byte { return gobold.TTF }

func newFace(ttf []byte) (*face, error) {
	f, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, fmt.Errorf("read the typeface: %w", err)
	}
	return &face{font: f, widths: map[rune]float64{}}, nil
}

// width is the width of a character at size 1, and below zero where the typeface
// has no form for it.
func (f *face) width(r rune) float64 {
	if w, known := f.widths[r]; known {
		return w
	}
	w := -1.0
	if i, err := f.font.GlyphIndex(&f.buffer, r); err == nil && i != 0 {
		const em = 1000
		if a, err := f.font.GlyphAdvance(&f.buffer, i, points.I(em), font.HintingNone); err == nil {
			w = float64(a) / 64 / em
		}
	}
	f.widths[r] = w
	return w
}

func (f *face) has(r rune) bool { return f.width(r) >= 0 }

func (f *face) measure(s string, size float64) float64 {
	total := 0.0
	for _, r := range s {
		total += max(0, f.width(r))
	}
	return total * size
}

// printable is the text in signs that the typeface has. A letter with a mark
// that is not there stands without it, any other sign as a box; lost says that
// something was.
func (f *face) printable(s string) (out string, lost bool) {
	if isPlain(s) {
		return s, false
	}
	var b strings.Builder
	for _, r := range norm.NFC.String(s) {
		switch {
		case r == '\n' || f.has(r) && r != 0xAD:
			b.WriteRune(r)
		case unicode.Is(unicode.Zs, r):
			b.WriteRune(' ')
		case r == '‐' || r == '‑':
			b.WriteRune('-')
		case unicode.Is(unicode.Cf, r) || r >= 0xFE00 && r <= 0xFE0F: // takes no room
		default:
			lost = true
			b.WriteString(f.nearest(r))
		}
	}
	return b.String(), lost
}

func (f *face) nearest(r rune) string {
	var b strings.Builder
	for _, part := range norm.NFKD.String(string(r)) {
		switch {
		case f.has(part):
			b.WriteRune(part)
		case unicode.Is(unicode.Mn, part):
		default:
			return string(notInFont)
		}
	}
	return b.String()
}

// wrap breaks a text into lines of at most the given width: at spaces, and
// inside a word where it is longer than a line. Nothing but spaces is lost.
func (f *face) wrap(s string, size, width float64) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(s, "\n") {
		lines = f.wrapParagraph(lines, strings.TrimSpace(paragraph), width/size)
	}
	return lines
}

func (f *face) wrapParagraph(lines []string, s string, width float64) []string {
	start, space, used, atSpace := 0, -1, 0.0, 0.0
	for i, r := range s {
		w := max(0, f.width(r))
		switch {
		case r == ' ':
			space, atSpace = i, used+w
		case used+w > width && space > start:
			lines = append(lines, strings.TrimRight(s[start:space], " "))
			start, used, space = space+1, used-atSpace, -1
			if used+w > width { // a word that fits on no line began after a short one
				lines = append(lines, s[start:i])
				start, used = i, 0
			}
		case used+w > width && i > start:
			lines = append(lines, s[start:i])
			start, used, space = i, 0, -1
		}
		used += w
	}
	return append(lines, s[start:])
}
