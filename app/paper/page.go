package paper

import (
	"fmt"
	"io"
	"strings"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// Size is a size of page.
type Size string

// The sizes of page.
const (
	A4     Size = "A4"
	Letter Size = "Letter"
)

// Leading is the distance between two lines of a text, in points.
const Leading = 11.5

// Measures of a page, in points.
const (
	marginSide   = 42
	marginTop    = 46
	marginBottom = 50
	cellGap      = 6
)

// manyPages stands for the number of pages until it is known: a sign for private
// use, which no text has, since the typeface lacks it and a box is printed instead.
const manyPages = "\uE000"

// Ink is the colour of a text, as red, green and blue of 0 to 255.
type Ink struct{ R, G, B int }

// Black is the ink of what is to be read first.
func Black() Ink { return Ink{20, 20, 20} }

// Grey is the ink of what explains.
func Grey() Ink { return Ink{90, 90, 90} }

// Red is the ink of what is wrong.
func Red() Ink { return Ink{160, 20, 20} }

// Style is how a text looks; Size is in points.
type Style struct {
	Size float64
	Bold bool
	Ink  Ink
}

// line is a line of text on a page.
type line struct {
	text string
	Style
}

// Heading is what every page of a document has in common.
type Heading struct {
	// Title is the document's, for the reader's window.
	Title string
	// Hash stands at the foot of every page; empty leaves it out.
	Hash string
	// Made is the date of the document; the zero time is written as that of 1970,
	// since without a date the bytes would follow the clock.
	Made time.Time
	// Elsewhere names the other forms of the document, which have every sign as it
	// is: "The other forms of the statement (JSON, CSV, XLSX) have them as they are."
	Elsewhere string
}

// Pages lays texts and tables out on pages, from top to bottom.
type Pages struct {
	// Width is that between the margins, in points.
	Width float64

	pdf           *fpdf.Fpdf
	regular, bold *face
	bottom        float64
	y             float64
	running       string
	elsewhere     string
	// lost says that a sign could not be printed as it is.
	lost bool
}

// NewPages begins a document on the given paper; Page begins its first page. An
// error says that the paper is none of the sizes.
func NewPages(paper Size, h Heading) (*Pages, error) {
	if paper != A4 && paper != Letter {
		return nil, fmt.Errorf("the paper %q is not known: take %s or %s", Elide(string(paper), 20), A4, Letter)
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
	if h.Made.IsZero() {
		h.Made = time.Unix(0, 0)
	}
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(h.Made.UTC())
	pdf.SetModificationDate(h.Made.UTC())
	pdf.SetProducer("Standby", true)
	pdf.SetTitle(Elide(h.Title, 200), true)
	pdf.SetLang("en")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.AliasNbPages(manyPages)
	pdf.AddUTF8FontFromBytes(typeface, "", regularTTF())
	pdf.AddUTF8FontFromBytes(typeface, "B", boldTTF())
	width, height := pdf.GetPageSize()
	pg := &Pages{
		Width: width - 2*marginSide, pdf: pdf, regular: regular, bold: bold, bottom: height - marginBottom, elsewhere: h.Elsewhere,
	}
	// The library falls over a sign beyond the first 65,536 that the typeface lacks.
	hash, _ := regular.printable(Elide(CleanLine(h.Hash), 80))
	pdf.SetFooterFunc(func() {
		foot := line{"SHA-256 " + hash, Style{6.5, false, Grey()}}
		if hash != "" {
			pg.put(marginSide, height-26, foot)
		}
		foot.text = fmt.Sprintf("Page %d of %s", pdf.PageNo(), manyPages)
		pg.put(marginSide+pg.Width-54, height-26, foot)
	})
	return pg, pdf.Error()
}

func (pg *Pages) face(bold bool) *face {
	if bold {
		return pg.bold
	}
	return pg.regular
}

// lines are the lines that a text takes in the given width.
func (pg *Pages) lines(s string, width float64, as Style) []line {
	if s == "" {
		return nil
	}
	f := pg.face(as.Bold)
	s, lost := f.printable(s)
	pg.lost = pg.lost || lost
	wrapped := f.wrap(s, as.Size, width)
	out := make([]line, len(wrapped))
	for i, l := range wrapped {
		out[i] = line{l, as}
	}
	return out
}

// put prints a line with its baseline at y.
func (pg *Pages) put(x, y float64, l line) {
	style := ""
	if l.Bold {
		style = "B"
	}
	pg.pdf.SetFont(typeface, style, l.Size)
	pg.pdf.SetTextColor(l.Ink.R, l.Ink.G, l.Ink.B)
	pg.pdf.Text(x, y, l.text)
}

func (pg *Pages) putRight(right, y float64, l line) {
	pg.put(right-pg.face(l.Bold).measure(l.text, l.Size), y, l)
}

// Page begins a page, with the running title where there is one.
func (pg *Pages) Page() {
	pg.pdf.AddPage()
	pg.y = marginTop
	if pg.running != "" {
		pg.put(marginSide, 30, line{pg.running, Style{7.5, false, Grey()}})
	}
}

// Room reports whether so many points are left on the page.
func (pg *Pages) Room(points float64) bool { return pg.y+points <= pg.bottom }

// Space leaves so many points free.
func (pg *Pages) Space(points float64) { pg.y += points }

func (pg *Pages) rule(r, g, b int, thick float64) {
	pg.pdf.SetDrawColor(r, g, b)
	pg.pdf.SetLineWidth(thick)
	pg.pdf.Line(marginSide, pg.y, marginSide+pg.Width, pg.y)
}

// Text prints a text over the whole width, gap points below the last, and goes on
// on the next page.
func (pg *Pages) Text(s string, as Style, gap float64) { pg.Item("", s, as, 0, gap) }

// Item is Text with the left margin in points moved to the right by inset, and a
// mark such as a bullet in front of its first line.
func (pg *Pages) Item(mark, s string, as Style, inset, gap float64) {
	pg.y += gap
	height := max(Leading, as.Size*1.3)
	if mark != "" {
		mark, _ = pg.face(as.Bold).printable(mark)
		mark += " "
	}
	hang := pg.face(as.Bold).measure(mark, as.Size)
	for n, l := range pg.lines(s, pg.Width-inset-hang, as) {
		if !pg.Room(height) {
			pg.Page()
		}
		pg.y += height
		if n == 0 && mark != "" {
			pg.put(marginSide+inset, pg.y-3, line{mark, as})
		}
		pg.put(marginSide+inset+hang, pg.y-3, l)
	}
}

// Section prints the headline of a part, on a new page where no more than that
// would fit.
func (pg *Pages) Section(title string, colour Ink) {
	if !pg.Room(9 * Leading) { // with the heading and the first row of a table
		pg.Page()
	}
	pg.Text(title, Style{Size: 10, Bold: true, Ink: colour}, 10)
	pg.y += 2
}

// Finish writes the document, and tells the reader where signs could not be
// printed.
func (pg *Pages) Finish(w io.Writer) error {
	if pg.lost {
		pg.Text("Some signs of the original are not in the typeface of this document: they stand as "+string(notInFont)+
			", or without their mark. "+pg.elsewhere, Style{Size: 7.5, Ink: Grey()}, 10)
	}
	return pg.pdf.Output(w)
}

// RunningTitle sets what stands at the top of further pages; with no parts
// nothing does.
func (pg *Pages) RunningTitle(parts ...string) {
	var kept []string
	for _, p := range parts {
		if p != "" {
			s, _ := pg.regular.printable(Elide(p, 50))
			kept = append(kept, s)
		}
	}
	pg.running = strings.Join(kept, " · ")
}
