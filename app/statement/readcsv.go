package statement

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"standby/app/paper"
	"standby/rotation"
)

// ReadCSV reads what WriteCSV wrote, with or without a byte order mark, and
// verifies it: the error is ErrAltered where the content does not fit its totals
// or its hash, and the document is returned as it was read. An error names the
// row, counted from 1 with the heading.
func ReadCSV(r io.Reader) (Document, error) {
	c, err := readRows(r)
	if err == nil && (c.team != nil || len(c.statements) != 1) {
		err = fmt.Errorf("it has %d statements; one was expected", len(c.statements))
	}
	if err != nil {
		return Document{}, fmt.Errorf("read a statement from CSV: %w", err)
	}
	return c.statements[0], c.statements[0].Verify()
}

// ReadTeamCSV is ReadCSV for a team.
func ReadTeamCSV(r io.Reader) (Team, error) {
	c, err := readRows(r)
	if err == nil && c.team == nil {
		err = errors.New("it has no row whose record is team")
	}
	if err != nil {
		return Team{}, fmt.Errorf("read a team's statements from CSV: %w", err)
	}
	c.team.Statements = c.statements
	return *c.team, c.team.Verify()
}

// csvReader puts statements together row by row.
type csvReader struct {
	parser
	team       *Team
	statements []Document
	// totals says that the present statement's own total was read.
	totals bool
}

func readRows(r io.Reader) (*csvReader, error) {
	b := bufio.NewReader(io.LimitReader(r, mostBytes))
	if start, _ := b.Peek(len(byteOrderMark)); string(start) == byteOrderMark {
		_, _ = b.Discard(len(byteOrderMark))
	}
	in := csv.NewReader(b)
	in.FieldsPerRecord = columns
	header, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("its heading (%w): %w", err, ErrNotAStatement)
	}
	if !slices.Equal(header, csvHeader()) {
		return nil, fmt.Errorf("its heading is not %s: %w", strings.Join(csvHeader(), ","), ErrNotAStatement)
	}
	c := &csvReader{}
	for n := 2; ; n++ {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return c, nil
		}
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", n, err)
		}
		if c.row(cells); c.err != nil {
			return nil, fmt.Errorf("row %d: %w", n, c.err)
		}
	}
}

func (c *csvReader) row(cells []string) {
	switch record := cells[colRecord]; {
	case record == recordTeam && c.team == nil && len(c.statements) == 0:
		c.team = &Team{Title: unguard(cells[colWhat]), Period: c.span("the period", cells[colFrom], cells[colTo]), Zone: cells[colExplanation]}
	case record == recordStatement:
		c.begin(cells)
	case len(c.statements) > 0:
		c.inside(&c.statements[len(c.statements)-1], record, cells)
	case c.team != nil:
		c.inTeam(record, cells)
	default:
		c.fail("the record %q comes before the statement that it belongs to", paper.Elide(record, 40))
	}
}

func (c *csvReader) begin(cells []string) {
	c.totals = false
	c.statements = append(c.statements, Document{
		Title: unguard(cells[colWhat]), Policy: unguard(cells[colRule]), Person: personOf(cells),
		Period: c.span("the period", cells[colFrom], cells[colTo]), Zone: cells[colExplanation],
		Currency: cells[colCurrency], Place: int32(c.whole("decimals", cells[colUnits], mostPlace)),
	})
}

func personOf(cells []string) rotation.Person {
	return rotation.Person{Name: unguard(cells[colPerson]), Email: unguard(cells[colEmail])}
}

func (c *csvReader) inTeam(record string, cells []string) {
	switch record {
	case recordTotal:
		c.team.Totals = append(c.team.Totals, TeamTotal{
			Currency: cells[colCurrency], Place: int32(c.whole("decimals", cells[colKind], mostPlace)),
			Amount: c.number("amount", cells[colAmount]), TimeInLieu: c.seconds(cells),
			Statements: int(c.whole("statements", cells[colUnits], mostLines)),
		})
	case recordMade:
		c.team.Made = c.instant("made", cells[colFrom])
	case recordHash:
		c.team.Hash = cells[colEvidence]
	default:
		c.fail("the record %q is not known before the first statement", paper.Elide(record, 40))
	}
}

func (c *csvReader) inside(d *Document, record string, cells []string) {
	if personOf(cells) != d.Person {
		c.fail("it is of %s inside the statement of %s: %w", who(personOf(cells)), who(d.Person), ErrAltered)
	}
	text := unguard(cells[colExplanation])
	finding := Finding{unguard(cells[colWhat]), text, c.instant("from", cells[colFrom])}
	switch record {
	case recordLine:
		c.line(d, cells)
	case recordTotal:
		c.total(d, cells)
	case recordCount:
		d.Counts = append(d.Counts, Count{unguard(cells[colWhat]), c.number("count", cells[colUnits])})
	case recordViolation:
		d.Violations = append(d.Violations, finding)
	case recordWarning:
		d.Warnings = append(d.Warnings, finding)
	case recordNote:
		d.Notes = append(d.Notes, text)
	case recordAccount:
		c.account(d, cells)
	case recordLapse:
		c.account(d, nil)
		d.Account.Lapses = append(d.Account.Lapses, Lapse{c.seconds(cells), c.instant("from", cells[colFrom])})
	case recordMade:
		d.Made = c.instant("made", cells[colFrom])
	case recordHash:
		d.Hash = cells[colEvidence]
	default:
		c.fail("the record %q is not known", paper.Elide(record, 40))
	}
}

func (c *csvReader) line(d *Document, cells []string) {
	if cells[colCurrency] != d.Currency {
		c.fail("it is in %q, the statement in %q: %w", paper.Elide(cells[colCurrency], 10), d.Currency, ErrAltered)
	}
	l := Line{
		Kind: unguard(cells[colKind]), What: unguard(cells[colWhat]), Span: c.span("the line", cells[colFrom], cells[colTo]),
		Units: c.optional("units", cells[colUnits]), Unit: unguard(cells[colUnit]), Rate: c.optional("rate", cells[colRate]),
		Amount: c.number("amount", cells[colAmount]), TimeInLieu: c.seconds(cells), Rule: unguard(cells[colRule]),
		Explanation: unguard(cells[colExplanation]),
	}
	if e := unguard(cells[colEvidence]); e != "" {
		l.Evidence = strings.Split(e, "\n")
	}
	d.Lines = append(d.Lines, l)
}

func (c *csvReader) total(d *Document, cells []string) {
	if cells[colKind] == "units" {
		d.Totals.Units = append(d.Totals.Units, Count{unguard(cells[colUnit]), c.number("units", cells[colUnits])})
		return
	}
	if c.totals || cells[colCurrency] != d.Currency {
		c.fail("a second total, or one in another currency: %w", ErrAltered)
	}
	c.totals = true
	d.Totals.Amount, d.Totals.TimeInLieu = c.number("amount", cells[colAmount]), c.seconds(cells)
}

// account makes sure that there is one, and takes up a figure of it.
func (c *csvReader) account(d *Document, cells []string) {
	if d.Account == nil {
		d.Account = &Account{}
	}
	if cells == nil {
		return
	}
	for _, e := range d.Account.entries() {
		if e.name == cells[colKind] {
			*e.at = c.seconds(cells)
			return
		}
	}
	c.fail("the account has no figure %q", paper.Elide(cells[colKind], 40))
}

// seconds is the exact time in lieu; the hours beside it have to say the same.
func (c *csvReader) seconds(cells []string) int64 {
	s, err := strconv.ParseInt(cells[colSeconds], 10, 64)
	if err != nil {
		c.fail("time_in_lieu_seconds %q is no whole number", paper.Elide(cells[colSeconds], 40))
		return 0
	}
	if !c.number("time_in_lieu_hours", cells[colHours]).Equal(hours(s)) {
		c.fail("time_in_lieu_hours %s are not the hours of time_in_lieu_seconds %d: %w", paper.Elide(cells[colHours], 40), s, ErrAltered)
	}
	return s
}

func (c *csvReader) whole(what, s string, most int64) int64 {
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil || n < 0 || n > most {
		c.fail("%s %q is no whole number from 0 to %d", what, paper.Elide(s, 40), most)
		return 0
	}
	return n
}
