package statement

import (
	"fmt"
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// Paper is a size of page.
type Paper string

// The sizes of page.
const (
	A4     Paper = "A4"
	Letter Paper = "Letter"
)

// Measures of a page, in points.
const (
	marginSide   = 42
	marginTop    = 46
	marginBottom = 50
	leading      = 11.5
	cellGap      = 6
)

// ink is the colour of a text.
type ink struct{ r, g, b int }

func black() ink { return ink{20, 20, 20} }
func grey() ink  { return ink{90, 90, 90} }
func red() ink   { return ink{160, 20, 20} }

// printed is a line of text on a page.
type printed struct {
	text string
	size float64
	bold bool
	ink  ink
}

// pages lays text and tables out on pages, from top to bottom.
type pages struct {
	pdf           *fpdf.Fpdf
	regular, bold *face
	width, bottom float64
	y             float64
	// running stands at the top of every page but the first of a statement.
	running string
	// lost says that a sign could not be printed as it is.
	lost bool
}

// newPages begins a document. Made is its date, hash stands at the foot of
// every page. Without the dates being set the bytes would follow the clock.
func newPages(paper Paper, title, hash string, made time.Time) (*pages, error) {
	if paper != A4 && paper != Letter {
		return nil, fmt.Errorf("the paper %q is not known: take %s or %s", elide(string(paper), 20), A4, Letter)
	}
	regular, err := newFace(regularTTF())
	if err != nil {
		return nil, err
	}
	bold, err := newFace(boldTTF())
	if err != nil {
		return nil, err
	}
	pdf := fpdf.New("P", "pt", string(paper), "")
	if made.IsZero() {
		made = time.Unix(0, 0)
	}
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(made.UTC())
	pdf.SetModificationDate(made.UTC())
	pdf.SetProducer("Standby", true)
	pdf.SetTitle(elide(title, 200), true)
	pdf.SetLang("en")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.AliasNbPages("")
	pdf.AddUTF8FontFromBytes(typeface, "", regularTTF())
	pdf.AddUTF8FontFromBytes(typeface, "B", boldTTF())
	width, height := pdf.GetPageSize()
	pg := &pages{pdf: pdf, regular: regular, bold: bold, width: width - 2*marginSide, bottom: height - marginBottom}
	pdf.SetFooterFunc(func() {
		foot := printed{"SHA-256 " + hash, 6.5, false, grey()}
		pg.put(marginSide, height-26, foot)
		foot.text = fmt.Sprintf("Page %d of {nb}", pdf.PageNo())
		pg.put(marginSide+pg.width-54, height-26, foot)
	})
	return pg, pdf.Error()
}

func (pg *pages) face(bold bool) *face {
	if bold {
		return pg.bold
	}
	return pg.regular
}

// lines are the lines that a text takes in the given width.
func (pg *pages) lines(s string, width float64, as printed) []printed {
	if s == "" {
		return nil
	}
	f := pg.face(as.bold)
	s, lost := f.printable(s)
	pg.lost = pg.lost || lost
	wrapped := f.wrap(s, as.size, width)
	out := make([]printed, len(wrapped))
	for i, l := range wrapped {
		out[i] = as
		out[i].text = l
	}
	return out
}

// put prints a line with its baseline at y.
func (pg *pages) put(x, y float64, l printed) {
	style := ""
	if l.bold {
		style = "B"
	}
	pg.pdf.SetFont(typeface, style, l.size)
	pg.pdf.SetTextColor(l.ink.r, l.ink.g, l.ink.b)
	pg.pdf.Text(x, y, l.text)
}

func (pg *pages) putRight(right, y float64, l printed) {
	pg.put(right-pg.face(l.bold).measure(l.text, l.size), y, l)
}

// page begins a page, with the running title where there is one.
func (pg *pages) page() {
	pg.pdf.AddPage()
	pg.y = marginTop
	if pg.running != "" {
		pg.put(marginSide, 30, printed{pg.running, 7.5, false, grey()})
	}
}

// room reports whether so many points are left on the page.
func (pg *pages) room(points float64) bool { return pg.y+points <= pg.bottom }

func (pg *pages) rule(r, g, b int, thick float64) {
	pg.pdf.SetDrawColor(r, g, b)
	pg.pdf.SetLineWidth(thick)
	pg.pdf.Line(marginSide, pg.y, marginSide+pg.width, pg.y)
}

// text prints a text over the whole width, and goes on on the next page.
func (pg *pages) text(s string, as printed, gap float64) {
	pg.y += gap
	height := max(leading, as.size*1.3)
	for _, l := range pg.lines(s, pg.width, as) {
		if !pg.room(height) {
			pg.page()
		}
		pg.y += height
		pg.put(marginSide, pg.y-3, l)
	}
}

// finish writes the document, and tells the reader where signs could not be
// printed.
func (pg *pages) finish(w io.Writer) error {
	if pg.lost {
		pg.text("Some signs of the original are not in the typeface of this document: they stand as "+string(notInFont)+
			", or without their mark. The other forms of the statement (JSON, CSV, XLSX) have them as they are.",
			printed{size: 7.5, ink: grey()}, 10)
	}
	return pg.pdf.Output(w)
}

// runningTitle is what stands at the top of further pages.
func (pg *pages) runningTitle(parts ...string) {
	var kept []string
	for _, p := range parts {
		if p != "" {
			s, _ := pg.regular.printable(elide(p, 50))
			kept = append(kept, s)
		}
	}
	pg.running = strings.Join(kept, " · ")
}
