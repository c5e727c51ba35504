package statement

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
)

// The styles of cells, by their place in the workbook's list. Those for amounts
// follow, one for each number of decimals, plain and as a total.
const (
	stylePlain = iota
	styleText
	styleHead
	styleTitle
	styleMoment
	styleMomentSeconds
	styleWhole
	styleGeneral
	styleWholeTotal
	styleGeneralTotal
	styleTextTotal
	styleAmounts
)

// firstFormat is the first number that the format leaves to a workbook for
// number formats of its own.
const firstFormat = 164

func styleAmount(place int32) int { return styleAmounts + int(place) }

func styleAmountTotal(place int32) int { return styleAmounts + mostDecimals + 1 + int(place) }

// workbookFile is a zip whose bytes follow from what is written to it alone.
type workbookFile struct {
	zip    *zip.Writer
	sheets []string
}

// newWorkbook begins a workbook of the named sheets with the parts that say what
// it is, as programs that look at the beginning of a file expect. Names are
// ours: they are short and plain.
func newWorkbook(w io.Writer, sheets ...string) (*workbookFile, error) {
	b := &workbookFile{zip.NewWriter(w), sheets}
	return b, b.begin()
}

// part opens a part of the file; the one before it is complete.
func (b *workbookFile) part(name string) (io.Writer, error) {
	return b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
}

// sheet opens one of the sheets, in any order.
func (b *workbookFile) sheet(name string) (io.Writer, error) {
	return b.part(fmt.Sprintf("xl/worksheets/sheet%d.xml", slices.Index(b.sheets, name)+1))
}

func (b *workbookFile) close() error { return b.zip.Close() }

// begin writes all but the sheets. Each sheet's first row is repeated on every
// printed page.
func (b *workbookFile) begin() error {
	var types, sheets, names, links strings.Builder
	for i, name := range b.sheets {
		n := i + 1
		_, _ = fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%s.worksheet+xml"/>`, n, spreadsheetType)
		_, _ = fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, name, n, n)
		_, _ = fmt.Fprintf(&names, `<definedName name="_xlnm.Print_Titles" localSheetId="%d">%s!$1:$1</definedName>`, i, name)
		_, _ = fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, relationType, n)
	}
	_, _ = fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, len(b.sheets)+1, relationType)
	parts := []struct{ name, body string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + spreadsheetType + `.sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + spreadsheetType + `.styles+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", `<Relationships xmlns="` + packageRelations + `"><Relationship Id="rId1" Type="` + relationType +
			`/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="` + relationType + `"><bookViews><workbookView/></bookViews><sheets>` +
			sheets.String() + `</sheets><definedNames>` + names.String() + `</definedNames><calcPr fullCalcOnLoad="1"/></workbook>`},
		{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="` + packageRelations + `">` + links.String() + `</Relationships>`},
		{"xl/styles.xml", stylesXML()},
	}
	for _, p := range parts {
		w, err := b.part(p.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, xml.Header+p.body); err != nil {
			return err
		}
	}
	return nil
}

const (
	spreadsheetType  = "application/vnd.openxmlformats-officedocument.spreadsheetml"
	relationType     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships"
)

// stylesXML is the list of styles in the order of the constants above.
func stylesXML() string {
	const (
		top     = `<alignment vertical="top"/>`
		wrapped = `<alignment vertical="top" wrapText="1"/>`
		text    = 49 // "@": what is typed into it stays text
		plain   = 0
		whole   = 1
	)
	var formats, xfs strings.Builder
	count := 0
	xf := func(format, font, fill, border int, alignment string) {
		count++
		_, _ = fmt.Fprintf(&xfs, `<xf numFmtId="%d" fontId="%d" fillId="%d" borderId="%d" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">%s</xf>`,
			format, font, fill, border, alignment)
	}
	xf(plain, 0, 0, 0, "")
	xf(text, 0, 0, 0, wrapped)
	xf(text, 1, 2, 0, wrapped)
	xf(text, 2, 0, 0, `<alignment vertical="top"/>`)
	xf(firstFormat, 0, 0, 0, top)
	xf(firstFormat+1, 0, 0, 0, top)
	xf(whole, 0, 0, 0, top)
	xf(plain, 0, 0, 0, top)
	xf(whole, 1, 0, 1, top)
	xf(plain, 1, 0, 1, top)
	xf(text, 1, 0, 1, wrapped)
	formats.WriteString(`<numFmt numFmtId="164" formatCode="yyyy\-mm\-dd\ hh:mm"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm:ss"/>`)
	for _, font := range []int{0, 1} {
		for place := range mostDecimals + 1 {
			xf(firstFormat+2+place, font, 0, font, top)
		}
	}
	for place := range mostDecimals + 1 {
		code := "#,##0"
		if place > 0 {
			code += "." + strings.Repeat("0", place)
		}
		_, _ = fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, firstFormat+2+place, code)
	}
	return `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		fmt.Sprintf(`<numFmts count="%d">`, 2+mostDecimals+1) + formats.String() + `</numFmts>` +
		`<fonts count="3"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font>` +
		`<font><b/><sz val="14"/><name val="Calibri"/></font></fonts>` +
		`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
		`<fill><patternFill patternType="solid"><fgColor rgb="FFE4E8EE"/><bgColor indexed="64"/></patternFill></fill></fills>` +
		`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>` +
		`<border><left/><right/><top style="thin"><color auto="1"/></top><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		fmt.Sprintf(`<cellXfs count="%d">`, count) + xfs.String() + `</cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}
