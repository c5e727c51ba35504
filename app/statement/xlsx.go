package statement

import (
	"fmt"
	"io"
	"time"

	"standby/app/paper"
)

// The sheets of a workbook.
const (
	sheetStatement = "Statement"
	sheetTeam      = "Team"
	sheetLines     = "Lines"
	sheetRemarks   = "Remarks"
)

// WriteXLSX writes a sealed document as an Office Open XML workbook (ECMA-376):
// what it is about and what it comes to, the lines, and the remarks, a sheet
// each. Numbers are numbers, instants dates by the wall clock of the document's
// zone (the exact span stands beside them), totals formulas with their value.
// Every text is a text, whatever it begins with. A text that is longer than a
// cell can be goes on in the row below.
func WriteXLSX(w io.Writer, d Document) error {
	if err := d.Verify(); err != nil {
		return fmt.Errorf("write XLSX: %w", err)
	}
	b, err := newWorkbook(w, sheetStatement, sheetLines, sheetRemarks)
	if err != nil {
		return fmt.Errorf("write XLSX: %w", err)
	}
	var spans []rowSpan
	err = inOrder(
		func() (err error) { spans, err = b.lines([]Document{d}, []TeamTotal{totalOf(d)}); return },
		func() error { return b.remarks([]Document{d}) },
		func() error { return b.statement(d, spans[0].to+1) },
		b.close,
	)
	if err != nil {
		return fmt.Errorf("write XLSX: %w", err)
	}
	return nil
}

// WriteTeamXLSX is WriteXLSX for a team: a sheet with a row for each person, then
// the lines of all, and the remarks.
func WriteTeamXLSX(w io.Writer, t Team) error {
	if err := t.Verify(); err != nil {
		return fmt.Errorf("write XLSX: %w", err)
	}
	b, err := newWorkbook(w, sheetTeam, sheetLines, sheetRemarks)
	if err != nil {
		return fmt.Errorf("write XLSX: %w", err)
	}
	var spans []rowSpan
	err = inOrder(
		func() (err error) { spans, err = b.lines(t.Statements, t.Totals); return },
		func() error { return b.remarks(t.Statements) },
		func() error { return b.team(t, spans) },
		b.close,
	)
	if err != nil {
		return fmt.Errorf("write XLSX: %w", err)
	}
	return nil
}

func inOrder(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func totalOf(d Document) TeamTotal {
	return TeamTotal{Currency: d.Currency, Place: d.Place, Amount: d.Totals.Amount, TimeInLieu: d.Totals.TimeInLieu, Statements: 1}
}

// rowSpan is the rows of a statement's lines, first to last.
type rowSpan struct{ from, to int }

// lines writes the lines of all statements, and below them their sums.
func (b *workbookFile) lines(statements []Document, totals []TeamTotal) ([]rowSpan, error) {
	w, err := b.sheet(sheetLines)
	if err != nil {
		return nil, err
	}
	s := newSheet(w, []float64{22, 26, 17, 17, 12, 36, 10, 10, 12, 14, 10, 12, 12, 24, 70, 40, 52}, 1)
	s.add(heads("Person", "E-mail", "From", "To", "Kind", "What", "Units", "Unit", "Rate", "Amount", "Currency",
		"Time in lieu, h", "Time in lieu, s", "Rule", "Explanation", "Evidence", "Exact span")...)
	spans := make([]rowSpan, len(statements))
	places := map[string]int32{}
	for i, d := range statements {
		place := scale(d)
		places[d.Currency] = max(places[d.Currency], place)
		spans[i].from = s.row + 1
		for _, l := range d.Lines {
			s.add(lineCells(d, l, place)...)
		}
		spans[i].to = s.row
	}
	last := s.row
	for _, t := range totals {
		name := "Total"
		if t.Currency != "" {
			name += " " + t.Currency
		}
		cells := make([]cell, 13)
		cells[0] = styled(name, styleTextTotal)
		cells[9] = numberCell(t.Amount, styleAmountTotal(places[t.Currency]))
		cells[10] = styled(t.Currency, styleTextTotal)
		cells[11] = numberCell(hours(t.TimeInLieu), styleGeneralTotal)
		cells[12] = cell{kind: cellNumber, style: styleWholeTotal, value: fmt.Sprint(t.TimeInLieu)}
		if last > 1 {
			cells[9].formula = sumOf("J", "K", last, t.Currency, len(totals) > 1)
			cells[12].formula = sumOf("M", "K", last, t.Currency, len(totals) > 1)
			cells[11].formula = fmt.Sprintf("ROUND(M%d/3600,%d)", s.row+1, hoursPlace)
		}
		s.add(cells...)
	}
	return spans, s.close(fmt.Sprintf("A1:Q%d", max(last, 1)))
}

// sumOf adds up a column from row 2 on, where there are several currencies only
// the rows of one. Its code is three letters, so it needs no quoting.
func sumOf(column, key string, last int, currency string, several bool) string {
	if !several {
		return fmt.Sprintf("SUM(%s2:%s%d)", column, column, last)
	}
	if currency == "" {
		currency = "=" // what is empty
	}
	return fmt.Sprintf(`SUMIF(%s2:%s%d,"%s",%s2:%s%d)`, key, key, last, currency, column, column, last)
}

func heads(names ...string) []cell {
	cells := make([]cell, len(names))
	for i, n := range names {
		cells[i] = styled(n, styleHead)
	}
	return cells
}

func lineCells(d Document, l Line, place int32) []cell {
	loc := location(d.Zone)
	span := ""
	if !l.Span.Start.IsZero() {
		span = stamp(l.Span.Start, loc) + "/" + stamp(l.Span.End, loc)
	}
	toil := numberCell(hours(l.TimeInLieu), styleGeneral)
	return []cell{
		textCell(d.Person.Name), textCell(d.Person.Email), momentCell(l.Span.Start, loc), momentCell(l.Span.End, loc),
		textCell(l.Kind), textCell(l.What), nullCell(l.Units, styleGeneral), textCell(l.Unit), nullCell(l.Rate, styleGeneral),
		numberCell(l.Amount, styleAmount(place)), textCell(d.Currency), toil, wholeCell(l.TimeInLieu), textCell(l.Rule),
		textCell(l.Explanation), textCell(joined(l.Evidence)), textCell(span),
	}
}

// statement writes the sheet of one person's statement.
func (b *workbookFile) statement(d Document, total int) error {
	w, err := b.sheet(sheetStatement)
	if err != nil {
		return err
	}
	loc := location(d.Zone)
	s := newSheet(w, []float64{24, 70}, 0)
	s.add(styled(d.Title, styleTitle))
	s.add(textCell("Person"), textCell(who(d.Person)))
	s.add(textCell("Period"), textCell(paper.Period(d.Period, loc)))
	s.add(textCell("From"), momentCell(d.Period.Start, loc))
	s.add(textCell("To"), momentCell(d.Period.End, loc))
	s.add(textCell("Policy"), textCell(d.Policy))
	s.add(textCell("Zone"), textCell(d.Zone))
	s.add(textCell("Currency"), textCell(d.Currency))
	s.add(textCell("Amount"), numberCell(d.Totals.Amount, styleAmountTotal(scale(d))).computed(fmt.Sprintf("%s!J%d", sheetLines, total)))
	s.add(textCell("Time in lieu, h"), numberCell(hours(d.Totals.TimeInLieu), styleGeneralTotal).computed(fmt.Sprintf("%s!L%d", sheetLines, total)))
	for _, c := range d.Totals.Units {
		s.add(textCell("Sum of units: "+c.Name), numberCell(c.Value, styleGeneral))
	}
	for _, c := range d.Counts {
		s.add(textCell("Count: "+c.Name), numberCell(c.Value, styleGeneral))
	}
	return endSheet(s, d.Made, d.Hash, loc)
}

// endSheet writes when the document was made and the hash, and ends the sheet.
func endSheet(s *sheetWriter, made time.Time, hash string, loc *time.Location) error {
	if !made.IsZero() {
		s.add(textCell("Made"), momentCell(made, loc))
	}
	s.add(textCell("SHA-256 of the content"), textCell(hash))
	return s.close("")
}

// team writes the sheet with a row for each person.
func (b *workbookFile) team(t Team, spans []rowSpan) error {
	w, err := b.sheet(sheetTeam)
	if err != nil {
		return err
	}
	s := newSheet(w, []float64{24, 28, 30, 17, 17, 10, 14, 14, 14, 12, 68}, 1)
	s.add(heads("Person", "E-mail", "Policy", "From", "To", "Currency", "Amount", "Time in lieu, h", "Time in lieu, s",
		"Violations", "SHA-256 of the statement")...)
	for i, d := range t.Statements {
		loc := location(d.Zone)
		amount, toil := numberCell(d.Totals.Amount, styleAmount(scale(d))), wholeCell(d.Totals.TimeInLieu)
		if span := spans[i]; span.to >= span.from {
			amount.formula = fmt.Sprintf("SUM(%s!J%d:J%d)", sheetLines, span.from, span.to)
			toil.formula = fmt.Sprintf("SUM(%s!M%d:M%d)", sheetLines, span.from, span.to)
		}
		s.add(textCell(d.Person.Name), textCell(d.Person.Email), textCell(d.Policy), momentCell(d.Period.Start, loc),
			momentCell(d.Period.End, loc), textCell(d.Currency), amount,
			numberCell(hours(d.Totals.TimeInLieu), styleGeneral).computed(fmt.Sprintf("ROUND(I%d/3600,%d)", s.row+1, hoursPlace)),
			toil, wholeCell(int64(len(d.Violations))), textCell(d.Hash))
	}
	last := s.row
	for _, total := range t.Totals {
		cells := make([]cell, 9)
		cells[0] = styled("Total "+total.Currency, styleTextTotal)
		cells[5] = styled(total.Currency, styleTextTotal)
		cells[6] = numberCell(total.Amount, styleAmountTotal(teamScale(t, total.Currency))).
			computed(sumOf("G", "F", last, total.Currency, len(t.Totals) > 1))
		cells[7] = numberCell(hours(total.TimeInLieu), styleGeneralTotal).computed(fmt.Sprintf("ROUND(I%d/3600,%d)", s.row+1, hoursPlace))
		cells[8] = cell{kind: cellNumber, style: styleWholeTotal, value: fmt.Sprint(total.TimeInLieu)}.
			computed(sumOf("I", "F", last, total.Currency, len(t.Totals) > 1))
		s.add(cells...)
	}
	s.add()
	s.add(styled(t.Title, styleTitle))
	s.add(textCell("Period"), textCell(paper.Period(t.Period, location(t.Zone))))
	s.add(textCell("Zone"), textCell(t.Zone))
	return endSheet(s, t.Made, t.Hash, location(t.Zone))
}
