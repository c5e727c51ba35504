package statement

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"
)

// The columns of the CSV form. Every row has all of them; "record" says what a
// row is: team, statement, line, total, count, violation, warning, note, account,
// lapse, made or sha256.
const (
	colRecord = iota
	colPerson
	colEmail
	colFrom
	colTo
	colKind
	colWhat
	colUnits
	colUnit
	colRate
	colAmount
	colCurrency
	colHours
	colSeconds
	colRule
	colExplanation
	colEvidence
	columns
)

func csvHeader() []string {
	return []string{
		"record", "person", "email", "from", "to", "kind", "what", "units", "unit", "rate", "amount", "currency",
		"time_in_lieu_hours", "time_in_lieu_seconds", "rule", "explanation", "evidence",
	}
}

// The kinds of row.
const (
	recordTeam      = "team"
	recordStatement = "statement"
	recordLine      = "line"
	recordTotal     = "total"
	recordCount     = "count"
	recordViolation = "violation"
	recordWarning   = "warning"
	recordNote      = "note"
	recordAccount   = "account"
	recordLapse     = "lapse"
	recordMade      = "made"
	recordHash      = "sha256"
)

// byteOrderMark tells some spreadsheet programs that a CSV file is UTF-8.
const byteOrderMark = "\uFEFF"

// WriteCSV writes a sealed document as RFC 4180 CSV in UTF-8, with a byte order
// mark where one is asked for. Numbers have a decimal point and no grouping,
// instants are RFC 3339 in the document's zone. A text that a spreadsheet could
// take for a formula has an apostrophe before it, and so has one that begins with
// an apostrophe; ReadCSV takes it off again. The lines are the rows whose record
// is "line"; those whose record is "total" have their sums.
func WriteCSV(w io.Writer, d Document, mark bool) error {
	if err := d.Verify(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return writeRows(w, mark, documentRows(d))
}

// WriteTeamCSV is WriteCSV for a team: its rows, then those of each statement.
func WriteTeamCSV(w io.Writer, t Team, mark bool) error {
	if err := t.Verify(); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	loc := location(t.Zone)
	rows := [][]string{row(recordTeam, map[int]string{
		colFrom: stamp(t.Period.Start, loc), colTo: stamp(t.Period.End, loc), colWhat: guard(t.Title), colExplanation: t.Zone,
	})}
	for _, s := range t.Totals {
		cells := moneyCells(s.Amount, teamScale(t, s.Currency), s.Currency, s.TimeInLieu)
		cells[colUnits], cells[colUnit] = strconv.Itoa(s.Statements), "statements"
		cells[colKind] = strconv.Itoa(int(s.Place)) // the decimals that the totals were asked for with
		rows = append(rows, row(recordTotal, cells))
	}
	rows = append(rows, endRows(t.Made, t.Hash, loc)...)
	for _, d := range t.Statements {
		rows = append(rows, documentRows(d)...)
	}
	return writeRows(w, mark, rows)
}

func writeRows(w io.Writer, mark bool, rows [][]string) error {
	if mark {
		if _, err := io.WriteString(w, byteOrderMark); err != nil {
			return fmt.Errorf("write CSV: %w", err)
		}
	}
	c := csv.NewWriter(w)
	c.UseCRLF = true
	if err := c.Write(csvHeader()); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	if err := c.WriteAll(rows); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

func row(record string, cells map[int]string) []string {
	out := make([]string, columns)
	out[colRecord] = record
	for i, s := range cells {
		out[i] = s
	}
	return out
}

func documentRows(d Document) [][]string {
	loc, place := location(d.Zone), scale(d)
	rows := [][]string{row(recordStatement, map[int]string{
		colFrom: stamp(d.Period.Start, loc), colTo: stamp(d.Period.End, loc), colWhat: guard(d.Title), colRule: guard(d.Policy),
		colUnits: strconv.Itoa(int(d.Place)), colUnit: "decimals", colCurrency: d.Currency, colExplanation: d.Zone,
	})}
	for _, l := range d.Lines {
		rows = append(rows, lineRow(l, d.Currency, place, loc))
	}
	rows = append(rows, row(recordTotal, moneyCells(d.Totals.Amount, place, d.Currency, d.Totals.TimeInLieu)))
	for _, c := range d.Totals.Units {
		rows = append(rows, row(recordTotal, map[int]string{colUnits: c.Value.String(), colUnit: guard(c.Name), colKind: "units"}))
	}
	for _, c := range d.Counts {
		rows = append(rows, row(recordCount, map[int]string{colUnits: c.Value.String(), colWhat: guard(c.Name)}))
	}
	rows = append(rows, findingRows(recordViolation, d.Violations, loc)...)
	rows = append(rows, findingRows(recordWarning, d.Warnings, loc)...)
	for _, n := range d.Notes {
		rows = append(rows, row(recordNote, map[int]string{colExplanation: guard(n)}))
	}
	rows = append(rows, accountRows(d.Account, loc)...)
	rows = append(rows, endRows(d.Made, d.Hash, loc)...)
	for _, r := range rows {
		r[colPerson], r[colEmail] = guard(d.Person.Name), guard(d.Person.Email)
	}
	return rows
}

func findingRows(record string, list []Finding, loc *time.Location) [][]string {
	rows := make([][]string, 0, len(list))
	for _, f := range list {
		rows = append(rows, row(record, map[int]string{
			colFrom: stamp(f.At, loc), colWhat: guard(f.Code), colExplanation: guard(f.Text),
		}))
	}
	return rows
}

func lineRow(l Line, currency string, place int32, loc *time.Location) []string {
	cells := moneyCells(l.Amount, place, currency, l.TimeInLieu)
	cells[colFrom], cells[colTo] = stamp(l.Span.Start, loc), stamp(l.Span.End, loc)
	cells[colKind], cells[colWhat], cells[colUnit] = guard(l.Kind), guard(l.What), guard(l.Unit)
	cells[colRule], cells[colExplanation] = guard(l.Rule), guard(l.Explanation)
	cells[colEvidence] = guard(strings.Join(l.Evidence, "\n"))
	if l.Units.Valid {
		cells[colUnits] = l.Units.Decimal.String()
	}
	if l.Rate.Valid {
		cells[colRate] = l.Rate.Decimal.String()
	}
	return row(recordLine, cells)
}

func moneyCells(amount decimal.Decimal, place int32, currency string, toil int64) map[int]string {
	return map[int]string{
		colAmount: fixed(amount, place), colCurrency: currency,
		colHours: hours(toil).String(), colSeconds: strconv.FormatInt(toil, 10),
	}
}

// accountEntry is a figure of the account under its name.
type accountEntry struct {
	name string
	at   *int64
}

func (a *Account) entries() []accountEntry {
	return []accountEntry{
		{"opening", &a.Opening}, {"earned", &a.Earned}, {"taken", &a.Taken}, {"expired", &a.Expired},
		{"paid out", &a.PaidOut}, {"corrected", &a.Corrected}, {"closing", &a.Closing}, {"booked", &a.Booked},
	}
}

func accountRows(a *Account, loc *time.Location) [][]string {
	if a == nil {
		return nil
	}
	var rows [][]string
	for _, e := range a.entries() {
		rows = append(rows, row(recordAccount, map[int]string{
			colKind: e.name, colHours: hours(*e.at).String(), colSeconds: strconv.FormatInt(*e.at, 10),
		}))
	}
	for _, l := range a.Lapses {
		rows = append(rows, row(recordLapse, map[int]string{
			colFrom: stamp(l.On, loc), colHours: hours(l.Seconds).String(), colSeconds: strconv.FormatInt(l.Seconds, 10),
		}))
	}
	return rows
}

func endRows(made time.Time, hash string, loc *time.Location) [][]string {
	var rows [][]string
	if !made.IsZero() {
		rows = append(rows, row(recordMade, map[int]string{colFrom: stamp(made, loc)}))
	}
	return append(rows, row(recordHash, map[int]string{colEvidence: hash}))
}

// guard keeps a spreadsheet from taking a text for a formula.
func guard(s string) string {
	if strings.HasPrefix(s, "'") || looksLikeFormula(s) {
		return "'" + s
	}
	return s
}

// unguard is the inverse of guard.
func unguard(s string) string { return strings.TrimPrefix(s, "'") }

// looksLikeFormula also knows the wide forms of the signs, which some programs
// fold into the plain ones.
func looksLikeFormula(s string) bool {
	s = strings.TrimLeftFunc(s, unicode.IsSpace)
	return s != "" && strings.ContainsRune("=+-@|%＝＋－＠", []rune(s[:min(len(s), 4)])[0])
}
