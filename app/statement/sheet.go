package statement

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// Limits of the format (ECMA-376 as Excel reads it).
const (
	mostRows      = 1_048_576
	mostCellUnits = 32_767 // UTF-16 units of text in a cell
)

// cell is one cell of a sheet; the zero cell is empty.
type cell struct {
	kind  cellKind
	style int
	// value is the text, or the number in digits.
	value string
	// formula stands beside a number that it computes.
	formula string
}

type cellKind byte

const (
	cellEmpty cellKind = iota
	cellText
	cellNumber
)

func textCell(s string) cell { return cell{kind: cellText, style: styleText, value: s} }

func styled(s string, style int) cell { return cell{kind: cellText, style: style, value: s} }

func numberCell(d decimal.Decimal, style int) cell {
	return cell{kind: cellNumber, style: style, value: d.String()}
}

func wholeCell(n int64) cell {
	return cell{kind: cellNumber, style: styleWhole, value: strconv.FormatInt(n, 10)}
}

func nullCell(d decimal.NullDecimal, style int) cell {
	if !d.Valid {
		return cell{}
	}
	return numberCell(d.Decimal, style)
}

func (c cell) computed(formula string) cell {
	c.formula = formula
	return c
}

// momentCell is an instant as the wall clock of the zone, which is all that a
// date of a spreadsheet can be.
func momentCell(t time.Time, loc *time.Location) cell {
	if t.IsZero() {
		return cell{}
	}
	t = t.In(loc)
	wall := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	days := decimal.NewFromInt(wall.Unix()-sheetEpoch).DivRound(decimal.NewFromInt(86400), 10)
	style := styleMoment
	if t.Second() != 0 {
		style = styleMomentSeconds
	}
	return cell{kind: cellNumber, style: style, value: days.String()}
}

// sheetEpoch is day 0 of the format's calendar, 30 December 1899, in seconds of
// Unix time; it is right from March 1900 on.
const sheetEpoch = -2_209_161_600

// sheetWriter writes the rows of a sheet one after another; the first error
// stays, and Close reports it.
type sheetWriter struct {
	w      *bufio.Writer
	widths []float64
	row    int
	err    error
}

// newSheet begins a sheet with columns of the given widths, in characters, and
// that many rows at the top that stay in sight.
func newSheet(w io.Writer, widths []float64, frozen int) *sheetWriter {
	s := &sheetWriter{w: bufio.NewWriter(w), widths: widths}
	s.write(xml.Header, `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`,
		`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">`)
	if frozen > 0 {
		s.write(fmt.Sprintf(`<pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/>`, frozen, frozen+1))
	}
	s.write(`</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>`)
	for i, width := range widths {
		s.write(fmt.Sprintf(`<col min="%d" max="%d" width="%g" customWidth="1"/>`, i+1, i+1, width))
	}
	s.write(`</cols><sheetData>`)
	return s
}

func (s *sheetWriter) write(parts ...string) {
	for _, p := range parts {
		_, _ = s.w.WriteString(p) // the writer keeps its error for Flush
	}
}

// add writes a row, and further ones where a text is longer than a cell can be;
// these have nothing but what was left of the texts.
func (s *sheetWriter) add(cells ...cell) {
	for more := true; more; {
		more = false
		if s.row++; s.row > mostRows {
			s.err = errors.New("a sheet has at most 1048576 rows: take fewer people or a shorter period")
			return
		}
		s.write(`<row r="`, strconv.Itoa(s.row), `"`)
		if n := s.lines(cells); n > 1 {
			s.write(` ht="`, strconv.Itoa(min(n*lineHeight, mostHeight)), `" customHeight="1"`)
		}
		s.write(`>`)
		rest := make([]cell, len(cells))
		for i, c := range cells {
			if c.kind == cellText {
				var left string
				if c.value, left = splitUnits(c.value, mostCellUnits); left != "" {
					rest[i], more = styled(left, c.style), true
				}
			}
			s.cell(i, c)
		}
		s.write(`</row>`)
		cells = rest
	}
}

const (
	// lineHeight is the height of a line of text and mostHeight that of the highest
	// row that the format knows, in points.
	lineHeight, mostHeight = 15, 409
	// charsOfWidth is how much of a column's width a character takes up, with what is
	// lost where words are not broken.
	charsOfWidth = 1.15
)

// lines is how many lines the longest text of a row takes up. Not every program finds
// that out by itself, and texts would lie over each other.
func (s *sheetWriter) lines(cells []cell) int {
	most := 1
	for i, c := range cells {
		if c.kind != cellText || c.style == styleTitle || i >= len(s.widths) {
			continue
		}
		n := 0
		for part := range strings.SplitSeq(c.value, "\n") {
			n += max(1, int(math.Ceil(float64(utf8.RuneCountInString(part))*charsOfWidth/s.widths[i])))
		}
		most = max(most, n)
	}
	return most
}

func (s *sheetWriter) cell(column int, c cell) {
	if c.kind == cellEmpty || c.value == "" {
		return
	}
	s.write(`<c r="`, columnName(column), strconv.Itoa(s.row), `" s="`, strconv.Itoa(c.style), `"`)
	if c.kind == cellText {
		s.write(` t="inlineStr"><is><t xml:space="preserve">`, escapeCell(c.value), `</t></is></c>`)
		return
	}
	s.write(`>`)
	if c.formula != "" {
		s.write(`<f>`, escapeXML(c.formula), `</f>`)
	}
	s.write(`<v>`, c.value, `</v></c>`)
}

// close ends the sheet; filter is the range that can be filtered, or empty.
func (s *sheetWriter) close(filter string) error {
	s.write(`</sheetData>`)
	if filter != "" {
		s.write(`<autoFilter ref="`, filter, `"/>`)
	}
	s.write(`<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>`,
		`<pageSetup orientation="landscape" fitToHeight="0"/><headerFooter><oddFooter>&amp;A, page &amp;P of &amp;N</oddFooter></headerFooter></worksheet>`)
	if s.err != nil {
		return s.err
	}
	return s.w.Flush()
}

// columnName is A for 0, and AA for 26.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// splitUnits cuts a text after at most n UTF-16 units, between two characters.
func splitUnits(s string, n int) (head, rest string) {
	if len(s) <= n {
		return s, ""
	}
	units := 0
	for i, r := range s {
		if units += utf16.RuneLen(r); units > n {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

// spelledEscape is what the format reads as a character in hexadecimal digits.
var spelledEscape = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

func escapeCell(s string) string {
	return escapeXML(spelledEscape.ReplaceAllString(s, "_x005F_$1"))
}

func escapeXML(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}
