package statement_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"standby/app/statement"
)

// seenCell is a cell as openpyxl sees it.
type seenCell struct{ Value, Formula, Kind, Format string }

// openpyxl reads a workbook by the Debian package python3-openpyxl.
func openpyxl(t *testing.T, data []byte) map[string][][]seenCell {
	t.Helper()
	program := python(t, "openpyxl", "python3-openpyxl")
	var sheets map[string][][]seenCell
	if err := json.Unmarshal(pipe(t, data, program, "testdata/workbook.py"), &sheets); err != nil {
		t.Fatal(err)
	}
	return sheets
}

func workbook(t testing.TB, d statement.Document) []byte {
	return written(t, func(b *bytes.Buffer) error { return statement.WriteXLSX(b, d) })
}

func TestOpenpyxlReadsNumbersDatesAndFormulas(t *testing.T) {
	d := sealed(t, october(t))
	sheets := openpyxl(t, workbook(t, d))
	lines := sheets["Lines"]
	if len(lines) != 1+len(d.Lines)+1 {
		t.Fatalf("the sheet has %d rows", len(lines))
	}
	first, total := lines[1], lines[len(lines)-1]
	for column, want := range map[int]seenCell{
		2:  {"2026-10-05T18:00:00", "", "date", `yyyy\-mm\-dd\ hh:mm`},
		5:  {"Standby at night", "", "text", "@"},
		6:  {"14", "", "number", "General"},
		8:  {"3.75", "", "number", "General"},
		9:  {"52.5", "", "number", "#,##0.00"},
		16: {"2026-10-05T18:00:00+02:00/2026-10-06T08:00:00+02:00", "", "text", "@"},
	} {
		if first[column] != want {
			t.Errorf("column %d is %v, want %v", column, first[column], want)
		}
	}
	for column, want := range map[int]seenCell{
		9:  {"155.55", "=SUM(J2:J6)", "number", "#,##0.00"},
		11: {"1", "=ROUND(M7/3600,4)", "number", "General"},
		12: {"3600", "=SUM(M2:M6)", "number", "0"},
	} {
		if total[column] != want {
			t.Errorf("the total's column %d is %v, want %v", column, total[column], want)
		}
	}
	text := fmt.Sprint(sheets["Statement"])
	for _, want := range []string{"Statement of duty, October 2026", d.Hash, "=Lines!J7", "155.55", "Count: nights"} {
		if !strings.Contains(text, want) {
			t.Errorf("the first sheet does not say %q: %s", want, text)
		}
	}
	remarks := fmt.Sprint(sheets["Remarks"])
	for _, want := range []string{"daily_rest_below_11h", "paid once", "1:00 h lapse on 13 December 2026"} {
		if !strings.Contains(remarks, want) {
			t.Errorf("the remarks do not say %q", want)
		}
	}
}

func TestOpenpyxlReadsHostileTextsAsTexts(t *testing.T) {
	d := october(t)
	template := d.Lines[0]
	d.Lines = nil
	for _, s := range append(hostileTexts(), strings.Repeat("ä👍", 20_000)) {
		l := template
		l.What, l.Explanation, l.Rule, l.Evidence = s, s, s, []string{s}
		d.Lines = append(d.Lines, l)
	}
	d.Title, d.Policy, d.Person.Name = "=1+1", "@SUM(A1)", "+49"
	d = sealed(t, d)
	lines := openpyxl(t, workbook(t, d))["Lines"]
	row, restored := 1, strings.NewReplacer("_x005F_", "_")
	for i, l := range d.Lines {
		var got strings.Builder
		for ok := true; ok; ok = row < len(lines)-1 && lines[row][9].Kind == "none" {
			c := lines[row][14]
			got.WriteString(c.Value)
			if c.Kind == "number" || c.Formula != "" {
				t.Errorf("%q is %v", elided(l.Explanation), c.Kind)
			}
			row++
		}
		if restored.Replace(got.String()) != l.Explanation {
			t.Errorf("line %d: %q reads back as %q", i, elided(l.Explanation), elided(got.String()))
		}
	}
	if row != len(lines)-1 {
		t.Errorf("%d rows were read of %d", row, len(lines))
	}
	if total := lines[len(lines)-1][9]; total.Value != d.Totals.Amount.String() || !strings.HasPrefix(total.Formula, "=SUM(J2:J") {
		t.Errorf("the total is %v, want %s", total, d.Totals.Amount)
	}
}

func elided(s string) string { return s[:min(len(s), 60)] }

func TestOpenpyxlReadsATeam(t *testing.T) {
	tm, err := statement.SealTeam(team(t))
	if err != nil {
		t.Fatal(err)
	}
	sheets := openpyxl(t, written(t, func(b *bytes.Buffer) error { return statement.WriteTeamXLSX(b, tm) }))
	people := sheets["Team"]
	if got := people[1][6]; got.Value != "155.55" || got.Formula != "=SUM(Lines!J2:J6)" {
		t.Errorf("the first person's amount is %v", got)
	}
	if got := people[4][6]; got.Value != "239.25" || got.Formula != `=SUMIF(F2:F4,"EUR",G2:G4)` {
		t.Errorf("the total is %v", got)
	}
	if !strings.Contains(fmt.Sprint(people), tm.Hash) {
		t.Error("the hash is not there")
	}
}

// TestLibreOfficeComputesTheSameTotals takes the values of all formulas away, so
// that what is printed is what LibreOffice computes.
func TestLibreOfficeComputesTheSameTotals(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		// It is too much to install for one more reader: openpyxl reads the same.
		t.Logf("not read by LibreOffice, which is not installed: %v", err)
		return
	}
	tm, err := statement.SealTeam(team(t))
	if err != nil {
		t.Fatal(err)
	}
	data := withoutValues(t, written(t, func(b *bytes.Buffer) error { return statement.WriteTeamXLSX(b, tm) }))
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "team.xlsx"), data, 0o600); err != nil {
		t.Fatal(err)
	}
	pipe(t, nil, office, "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless",
		"--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir", dir, filepath.Join(dir, "team.xlsx"))
	for sheet, want := range map[string][]string{
		"Team":  {"EUR,155.55,1,3600,1,", "EUR,83.7,0.3333,1200,1,", "Total EUR,,,,,EUR,239.25,1.3333,4800", "Total SEK,,,,,SEK,0,0,0"},
		"Lines": {"Total EUR,,,,,,,,,239.25,EUR,1.3333,4800", "Total SEK,,,,,,,,,0,SEK,0,0"},
	} {
		got, err := os.ReadFile(filepath.Join(dir, "team-"+sheet+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(string(got), w) {
				t.Errorf("%s does not say %q:\n%s", sheet, w, got)
			}
		}
	}
}

var computed = regexp.MustCompile(`</f><v>[^<]*</v>`)

func withoutValues(t *testing.T, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, part := range parts(t, data) {
		p, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Write(computed.ReplaceAll(part, []byte("</f>"))); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

type fataler interface {
	Helper()
	Fatal(args ...any)
}

func parts(t fataler, data []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if out[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestEveryPartOfAWorkbookIsXMLAndItsNumbersAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawn(t)
		var b bytes.Buffer
		if err := statement.WriteXLSX(&b, d); err != nil {
			t.Fatal(err)
		}
		all := parts(t, b.Bytes())
		for name, part := range all {
			wellFormed(t, name, part)
		}
		var sheet struct {
			Rows []struct {
				Cells []struct {
					Ref     string `xml:"r,attr"`
					Formula string `xml:"f"`
					Value   string `xml:"v"`
				} `xml:"c"`
			} `xml:"sheetData>row"`
		}
		if err := xml.Unmarshal(all["xl/worksheets/sheet2.xml"], &sheet); err != nil {
			t.Fatal(err)
		}
		sum, total := decimal.Zero, decimal.Zero
		for i, r := range sheet.Rows {
			for _, c := range r.Cells {
				switch {
				case c.Ref != "J"+strconv.Itoa(i+1) || i == 0:
				case i == len(sheet.Rows)-1:
					total = dec(c.Value)
				default:
					sum = sum.Add(dec(c.Value))
				}
			}
		}
		if !sum.Equal(total) {
			t.Fatalf("the cells add up to %s, the total is %s", sum, total)
		}
	})
}

func wellFormed(t fataler, name string, part []byte) {
	dec := xml.NewDecoder(bytes.NewReader(part))
	for {
		_, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(name, err)
		}
	}
}

func TestAThousandLinesAddUpInAWorkbook(t *testing.T) {
	d := long(t, 1000)
	tm := statement.Team{Title: "Year", Period: d.Period, Zone: d.Zone, Statements: []statement.Document{d}}
	tm, err := statement.SealTeam(tm)
	if err != nil {
		t.Fatal(err)
	}
	lines := openpyxl(t, written(t, func(b *bytes.Buffer) error { return statement.WriteTeamXLSX(b, tm) }))["Lines"]
	sum := 0.0
	for _, r := range lines[1 : len(lines)-1] {
		v, err := strconv.ParseFloat(r[9].Value, 64)
		if err != nil {
			t.Fatal(err)
		}
		sum += v
	}
	if want, _ := strconv.ParseFloat(lines[len(lines)-1][9].Value, 64); math.Abs(sum-want) > 0.001 || len(lines) != 1002 {
		t.Errorf("%d rows add up to %g, the total says %g", len(lines), sum, want)
	}
}
