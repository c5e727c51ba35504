package statement

import (
	"fmt"
	"io"
	"strings"
	"time"

	"standby/app/paper"
)

// Paper is a size of page.
type Paper = paper.Size

// The sizes of page.
const (
	A4     = paper.A4
	Letter = paper.Letter
)

// pages are those of a statement.
type pages struct{ *paper.Pages }

func newPages(size Paper, title, hash string, made time.Time) (pages, error) {
	pg, err := paper.NewPages(size, paper.Heading{
		Title: title, Hash: hash, Made: made, Elsewhere: "The other forms of the statement (JSON, CSV, XLSX) have them as they are.",
	})
	return pages{pg}, err
}

// WritePDF writes a sealed document as PDF on the given paper, with page numbers
// and the hash on every page. Texts are wrapped, never cut; the heading of the
// table is repeated. Amounts are printed with the same number of decimals, time
// in lieu as hours and minutes, both exactly. A sign that the typeface lacks is
// printed as a box, and the document says so.
func WritePDF(w io.Writer, d Document, size Paper) error {
	if err := d.Verify(); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	pg, err := newPages(size, d.Title, d.Hash, d.Made)
	if err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	pg.statement(d)
	if err := pg.Finish(w); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

// WriteTeamPDF is WritePDF for a team: a page with what each person's statement
// comes to, then the statements, each from a new page on.
func WriteTeamPDF(w io.Writer, t Team, size Paper) error {
	if err := t.Verify(); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	pg, err := newPages(size, t.Title, t.Hash, t.Made)
	if err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	pg.team(t)
	for _, d := range t.Statements {
		pg.statement(d)
	}
	if err := pg.Finish(w); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

func (pg pages) statement(d Document) {
	pg.RunningTitle()
	pg.Page()
	loc := location(d.Zone)
	pg.RunningTitle(d.Title, d.Person.String(), paper.Period(d.Period, loc))
	pg.Text(d.Title, paper.Style{Size: 16, Bold: true, Ink: paper.Black()}, 0)
	pg.Space(4)
	facts := [][2]string{{"Person", who(d.Person)}, {"Period", paper.Period(d.Period, loc)}, {"Policy", d.Policy}, {"Times in", d.Zone}}
	pg.Facts(append(facts, madeFact(d.Made, loc)...))
	pg.Text(inAll(d), paper.Style{Size: 11, Bold: true, Ink: paper.Black()}, 8)
	pg.Space(10)
	pg.lineTable(d, loc)
	pg.findings("Violations", paper.Red(), d.Violations, loc)
	pg.findings("Warnings", paper.Black(), d.Warnings, loc)
	pg.notes(d)
	pg.account(d.Account, loc)
	pg.seal(d.Hash)
}

func madeFact(made time.Time, loc *time.Location) [][2]string {
	if made.IsZero() {
		return nil
	}
	return [][2]string{{"Made", paper.Moment(made, loc)}}
}

// inAll is the sums in one line.
func inAll(d Document) string {
	var parts []string
	if d.Currency != "" {
		parts = append(parts, "Total: "+money(d))
	}
	if d.Currency == "" || d.Totals.TimeInLieu != 0 {
		parts = append(parts, "Time in lieu: "+clock(d.Totals.TimeInLieu)+" h")
	}
	return strings.Join(parts, "      ")
}

func money(d Document) string { return fixed(d.Totals.Amount, scale(d)) + " " + d.Currency }

// lineColumns are the columns of the lines: money and time in lieu have one
// where the statement has any.
func (pg pages) lineColumns(d Document) (columns []paper.Column, cash, time bool) {
	cash = d.Currency != ""
	for _, l := range d.Lines {
		time = time || l.TimeInLieu != 0
	}
	time = time || !cash
	columns = []paper.Column{{Head: "When", Width: 107}, {Head: "What, and how it is worked out"}, {Head: "Units", Width: 46, Right: true}}
	if cash {
		columns = append(columns, paper.Column{Head: "Rate", Width: 46, Right: true},
			paper.Column{Head: "Amount, " + d.Currency, Width: 64, Right: true})
	}
	if time {
		columns = append(columns, paper.Column{Head: "In lieu, h", Width: 46, Right: true})
	}
	rest := pg.Width
	for _, c := range columns {
		rest -= c.Width
	}
	columns[1].Width = rest
	return columns, cash, time
}

func (pg pages) lineTable(d Document, loc *time.Location) {
	columns, cash, inLieu := pg.lineColumns(d)
	g := pg.Grid(columns...)
	place := scale(d)
	for _, l := range d.Lines {
		cells := [][]paper.Passage{whenCell(l, loc), whatCell(l), unitCell(l)}
		if cash {
			cells = append(cells, rateCell(l, d.Place), []paper.Passage{paper.Body(fixed(l.Amount, place))})
		}
		if inLieu {
			cells = append(cells, []paper.Passage{paper.Body(clock(l.TimeInLieu))})
		}
		g.Row(cells...)
	}
	total := [][]paper.Passage{{paper.Strong("Total")}, {paper.Small(counted(d.Totals.Units))}, nil}
	if cash {
		total = append(total, nil, []paper.Passage{paper.Strong(fixed(d.Totals.Amount, place))})
	}
	if inLieu {
		total = append(total, []paper.Passage{paper.Strong(clock(d.Totals.TimeInLieu))})
	}
	g.Row(total...)
	if len(d.Counts) > 0 {
		pg.Text("The policy counts: "+counted(d.Counts)+".", paper.Style{Size: 8, Ink: paper.Grey()}, 4)
	}
}

func whenCell(l Line, loc *time.Location) []paper.Passage {
	switch {
	case l.Span.Start.IsZero():
		return nil
	case l.Span.Empty():
		return []paper.Passage{paper.Body(paper.Moment(l.Span.Start, loc))}
	}
	return []paper.Passage{paper.Body(paper.Moment(l.Span.Start, loc)), paper.Body("to " + paper.Moment(l.Span.End, loc))}
}

func whatCell(l Line) []paper.Passage {
	cells := []paper.Passage{paper.Body(l.What)}
	if l.Explanation != "" && l.Explanation != l.What {
		cells = append(cells, paper.Passage{Text: l.Explanation, Style: paper.Style{Size: 8, Ink: paper.Grey()}})
	}
	var from []string
	if l.Rule != "" {
		from = append(from, "Rule: "+l.Rule)
	}
	if len(l.Evidence) > 0 {
		from = append(from, "Evidence: "+strings.Join(l.Evidence, "; "))
	}
	return append(cells, paper.Small(strings.Join(from, ". ")))
}

func unitCell(l Line) []paper.Passage {
	if !l.Units.Valid {
		return nil
	}
	return []paper.Passage{paper.Body(l.Units.Decimal.String()), paper.Small(l.Unit)}
}

func rateCell(l Line, place int32) []paper.Passage {
	if !l.Rate.Valid {
		return nil
	}
	return []paper.Passage{paper.Body(fixed(l.Rate.Decimal, place))}
}

func (pg pages) findings(title string, colour paper.Ink, list []Finding, loc *time.Location) {
	if len(list) == 0 {
		return
	}
	pg.Section(title, colour)
	g := pg.Grid(paper.Column{Head: "When", Width: 104}, paper.Column{Head: "Rule", Width: 140}, paper.Column{Head: "What", Width: pg.Width - 244})
	for _, f := range list {
		var at []paper.Passage
		if !f.At.IsZero() {
			at = []paper.Passage{paper.Body(paper.Moment(f.At, loc))}
		}
		g.Row(at, []paper.Passage{paper.Body(f.Code)}, []paper.Passage{paper.Body(f.Text)})
	}
}

func (pg pages) notes(d Document) {
	if len(d.Notes) == 0 {
		return
	}
	pg.Section("Notes", paper.Black())
	for _, n := range d.Notes {
		pg.Text(n, paper.Style{Size: 8.5, Ink: paper.Black()}, 2)
	}
}

func (pg pages) account(a *Account, loc *time.Location) {
	if a == nil {
		return
	}
	pg.Section("Time-in-lieu account", paper.Black())
	var columns []paper.Column
	var figures [][]paper.Passage
	for _, e := range a.entries() {
		if *e.at == 0 && e.name != "opening" && e.name != "closing" {
			continue
		}
		columns = append(columns, paper.Column{Head: strings.ToUpper(e.name[:1]) + e.name[1:] + ", h", Width: pg.Width / 8, Right: true})
		figures = append(figures, []paper.Passage{paper.Body(clock(*e.at))})
	}
	pg.Grid(columns...).Row(figures...)
	for _, l := range a.Lapses {
		pg.Text(lapse(l, loc), paper.Style{Size: 8.5, Ink: paper.Black()}, 2)
	}
}

func (pg pages) seal(hash string) {
	if !pg.Room(4 * paper.Leading) {
		pg.Page()
	}
	pg.Text("SHA-256 of the content: "+hash, paper.Style{Size: 7.5, Ink: paper.Grey()}, 12)
	pg.Text("The same content has the same hash in every form of this statement. It says that nothing was changed, not who made it.",
		paper.Style{Size: 7.5, Ink: paper.Grey()}, 0)
}

func (pg pages) team(t Team) {
	pg.Page()
	loc := location(t.Zone)
	pg.RunningTitle(t.Title, paper.Period(t.Period, loc))
	pg.Text(t.Title, paper.Style{Size: 16, Bold: true, Ink: paper.Black()}, 0)
	pg.Space(4)
	pg.Facts(append([][2]string{{"Period", paper.Period(t.Period, loc)}, {"Times in", t.Zone}}, madeFact(t.Made, loc)...))
	pg.Space(10)
	g := pg.Grid(
		paper.Column{Head: "Person", Width: 170}, paper.Column{Head: "Policy", Width: pg.Width - 410}, paper.Column{Head: "Amount", Width: 84, Right: true},
		paper.Column{Head: "Currency", Width: 46, Right: true}, paper.Column{Head: "Time in lieu, h", Width: 60, Right: true},
		paper.Column{Head: "Violations", Width: 50, Right: true},
	)
	for _, d := range t.Statements {
		policy := []paper.Passage{paper.Body(d.Policy)}
		if otherPeriod(t, d.Period) {
			policy = append(policy, paper.Small(paper.Period(d.Period, location(d.Zone))))
		}
		g.Row([]paper.Passage{paper.Body(who(d.Person))}, policy, []paper.Passage{paper.Body(fixed(d.Totals.Amount, teamScale(t, d.Currency)))},
			[]paper.Passage{paper.Body(d.Currency)}, []paper.Passage{paper.Body(clock(d.Totals.TimeInLieu))}, []paper.Passage{paper.Body(fmt.Sprint(len(d.Violations)))})
	}
	for _, s := range t.Totals {
		g.Row([]paper.Passage{paper.Strong("Total")}, []paper.Passage{paper.Small(fmt.Sprintf("statements: %d", s.Statements))},
			[]paper.Passage{paper.Strong(fixed(s.Amount, teamScale(t, s.Currency)))}, []paper.Passage{paper.Strong(s.Currency)},
			[]paper.Passage{paper.Strong(clock(s.TimeInLieu))}, nil)
	}
	pg.seal(t.Hash)
}
