package statement_test

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"standby/app/statement"
)

func pdf(t testing.TB, d statement.Document, paper statement.Paper) []byte {
	return written(t, func(b *bytes.Buffer) error { return statement.WritePDF(b, d, paper) })
}

// text is what the programs of poppler read in a PDF, laid out as it is printed.
func text(t *testing.T, data []byte) string {
	t.Helper()
	poppler(t)
	return string(pipe(t, data, "pdftotext", "-layout", "-", "-"))
}

func TestAReaderFindsEveryFigureInThePDF(t *testing.T) {
	d := sealed(t, october(t))
	data := pdf(t, d, statement.A4)
	got := text(t, data)
	for _, want := range []string{
		"Statement of duty, October 2026", "Engineer Ä (a@example.org)", "1 October 2026 to 31 October 2026", "Europe/Berlin",
		"Mon 2 Nov 2026 09:00", "Total: 155.55 EUR", "Time in lieu: 1:00 h", "52.50", "31.20", "-31.20", "0:20",
		"standby.night", "page 01J0EXAMPLE", "30.5 hour, 1 started hour", "daily_rest_below_11h", "weekly_average_above_48h",
		"paid once", "1:00 h lapse on 13 December 2026", "2 nights", "Page 1 of ", d.Hash,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in it", want)
		}
	}
	if strings.Contains(got, "{nb}") || strings.Contains(got, "□") {
		t.Error("something was not printed as it is meant")
	}
	info := string(pipe(t, data, "pdfinfo", "-"))
	for _, want := range []string{"Statement of duty, October 2026", "Standby", "595.28 x 841.89 pts (A4)"} {
		if !strings.Contains(info, want) {
			t.Errorf("pdfinfo does not say %q:\n%s", want, info)
		}
	}
	for line := range strings.Lines(string(pipe(t, pdf(t, d, statement.Letter), "pdfinfo", "-"))) {
		if strings.HasPrefix(line, "Page size") && !strings.Contains(line, "612 x 792") {
			t.Error(line)
		}
	}
	if err := statement.WritePDF(io.Discard, d, "A7"); err == nil || !strings.Contains(err.Error(), "A4 or Letter") {
		t.Errorf("another paper: %v", err)
	}
}

var money = regexp.MustCompile(`(-?\d+\.\d\d) +(-?\d+:\d\d)(:\d\d)?\s*$`)

func TestThreeThousandLinesArePrintedAndAddUp(t *testing.T) {
	d := sealed(t, long(t, 3000))
	got := text(t, pdf(t, d, statement.A4))
	sum, minutes, lines, total := decimal.Zero, 0, 0, ""
	for line := range strings.Lines(got) {
		m := money.FindStringSubmatch(line)
		switch {
		case m == nil:
		case strings.HasPrefix(line, "Total"):
			total = m[1] + " " + m[2]
		default:
			sum, lines, minutes = sum.Add(dec(m[1])), lines+1, minutes+minutesOf(t, m[2])
		}
	}
	if want := fmt.Sprintf("%s %d:%02d", sum.StringFixed(2), minutes/60, minutes%60); lines != 3000 || total != want {
		t.Errorf("%d printed lines add up to %s, the printed total is %s", lines, want, total)
	}
	pages, heads := strings.Count(got, "\f"), strings.Count(got, "What, and how it is worked out")
	if heads < pages-1 || !strings.Contains(got, fmt.Sprintf("Page %d of %d", pages, pages)) {
		t.Errorf("%d pages, the heading is on %d", pages, heads)
	}
	t.Logf("%d lines on %d pages", lines, pages)
}

func minutesOf(t *testing.T, s string) int {
	var h, m int
	if _, err := fmt.Sscanf(s, "%d:%d", &h, &m); err != nil {
		t.Fatal(err)
	}
	return 60*h + m
}

func TestNothingIsCutFromLongAndHostileTexts(t *testing.T) {
	d := october(t)
	words := make([]string, 4000)
	for i := range words {
		words[i] = fmt.Sprintf("w%d", i)
	}
	d.Lines[0].Explanation = strings.Join(words, " ") // a row that is longer than a page
	d.Lines[1].What = strings.Repeat("x", 3000)       // a word that is wider than a column
	d.Notes = hostileTexts()
	got := strings.Join(strings.Fields(text(t, pdf(t, sealed(t, d), statement.A4))), " ")
	for _, w := range words {
		if !strings.Contains(got, " "+w+" ") {
			t.Fatalf("the word %s is missing", w)
		}
	}
	if n := strings.Count(got, "x"); n < 3000 {
		t.Errorf("%d of 3000 letters were printed", n)
	}
	for _, want := range []string{"=HYPERLINK", "□", "not in the typeface", "<b>&amp;</b>", "{nb}"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in it", want)
		}
	}
}

func TestATitleOfAMegabyteIsPrintedWhole(t *testing.T) {
	d := october(t)
	d.Title = strings.Repeat("Title ", 1<<20/6)
	d = sealed(t, d)
	got := text(t, pdf(t, d, statement.A4))
	if n := strings.Count(got, "Title"); n < 1<<20/6 {
		t.Errorf("%d of %d words were printed", n, 1<<20/6)
	}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"JSON": func(b *bytes.Buffer) error { return statement.WriteJSON(b, d) },
		"CSV":  func(b *bytes.Buffer) error { return statement.WriteCSV(b, d, false) },
		"XLSX": func(b *bytes.Buffer) error { return statement.WriteXLSX(b, d) },
	} {
		if err := write(&bytes.Buffer{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestATeamIsPrintedWithEveryStatement(t *testing.T) {
	tm, err := statement.SealTeam(team(t))
	if err != nil {
		t.Fatal(err)
	}
	data := written(t, func(b *bytes.Buffer) error { return statement.WriteTeamPDF(b, tm, statement.A4) })
	got := text(t, data)
	for _, want := range []string{"Duty of the example team", "Инженер Б (b@example.org)", "Μηχανικός Γ", "239.25", "SEK", tm.Hash} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in it", want)
		}
	}
	for _, d := range tm.Statements {
		if !strings.Contains(got, d.Hash) {
			t.Errorf("the statement of %s is not in it", d.Person)
		}
	}
}

func TestTimeAloneNeedsNoCurrency(t *testing.T) {
	d := october(t)
	d.Currency, d.Lines = "", d.Lines[2:3]
	d.Lines[0].Amount, d.Lines[0].Rate = decimal.Zero, decimal.NullDecimal{}
	got := text(t, pdf(t, sealed(t, d), statement.A4))
	if strings.Contains(got, "Amount") || !strings.Contains(got, "Time in lieu: 0:20 h") {
		t.Errorf("it says\n%s", got)
	}
}

func TestTheSameDocumentGivesTheSameBytes(t *testing.T) {
	writers := map[string]func(*bytes.Buffer, statement.Document) error{
		"XLSX": func(b *bytes.Buffer, d statement.Document) error { return statement.WriteXLSX(b, d) },
		"CSV":  func(b *bytes.Buffer, d statement.Document) error { return statement.WriteCSV(b, d, true) },
		"JSON": func(b *bytes.Buffer, d statement.Document) error { return statement.WriteJSON(b, d) },
	}
	check := func(t interface{ Fatalf(string, ...any) }, input statement.Document) {
		for name, write := range writers {
			var first []byte
			for range 3 {
				d, err := statement.Seal(input)
				if err != nil {
					t.Fatalf("%v", err)
				}
				var b bytes.Buffer
				if err := write(&b, d); err != nil {
					t.Fatalf("%s: %v", name, err)
				}
				if first != nil && !bytes.Equal(b.Bytes(), first) {
					t.Fatalf("%s has other bytes the second time", name)
				}
				first = bytes.Clone(b.Bytes())
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) { check(t, anyDocument().Draw(t, "document")) })
	writers["PDF"] = func(b *bytes.Buffer, d statement.Document) error { return statement.WritePDF(b, d, statement.A4) }
	check(t, october(t))
	for seed := range 10 {
		check(t, anyDocument().Example(seed))
	}
}

// brokenWriter takes some bytes and then no more.
type brokenWriter struct{ left int }

func (w *brokenWriter) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

func TestAFullDiskIsNotTakenForSuccess(t *testing.T) {
	d := sealed(t, october(t))
	for name, write := range map[string]func(io.Writer) error{
		"PDF":  func(w io.Writer) error { return statement.WritePDF(w, d, statement.A4) },
		"XLSX": func(w io.Writer) error { return statement.WriteXLSX(w, d) },
		"CSV":  func(w io.Writer) error { return statement.WriteCSV(w, d, false) },
		"JSON": func(w io.Writer) error { return statement.WriteJSON(w, d) },
	} {
		for _, room := range []int{0, 100, 1500} {
			if err := write(&brokenWriter{room}); err == nil {
				t.Errorf("%s: no error with room for %d bytes", name, room)
			}
		}
	}
}

// TestTheFirstPDF prints how long a person waits; the bound of 300 ms is looked
// at by the benchmark, on a machine of known speed.
func TestTheFirstPDF(t *testing.T) {
	d := sealed(t, long(t, 60))
	start := time.Now()
	data := pdf(t, d, statement.A4)
	t.Logf("first PDF: %d lines, %d bytes, %v", len(d.Lines), len(data), time.Since(start))
}

func BenchmarkFirstPDF(b *testing.B) {
	d := sealed(b, long(b, 60))
	for b.Loop() {
		if err := statement.WritePDF(io.Discard, d, statement.A4); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkThreeThousandLines(b *testing.B) {
	d := sealed(b, long(b, 3000))
	for name, write := range map[string]func(io.Writer) error{
		"PDF":  func(w io.Writer) error { return statement.WritePDF(w, d, statement.A4) },
		"XLSX": func(w io.Writer) error { return statement.WriteXLSX(w, d) },
		"CSV":  func(w io.Writer) error { return statement.WriteCSV(w, d, false) },
		"JSON": func(w io.Writer) error { return statement.WriteJSON(w, d) },
		"seal": func(io.Writer) error { _, err := statement.Seal(d); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if err := write(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
