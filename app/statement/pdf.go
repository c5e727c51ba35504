package statement

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// WritePDF writes a sealed document as PDF on the given paper, with page numbers
// and the hash on every page. Texts are wrapped, never cut; the heading of the
// table is repeated. Amounts are printed with the same number of decimals, time
// in lieu as hours and minutes, both exactly. A sign that the typeface lacks is
// printed as a box, and the document says so.
func WritePDF(w io.Writer, d Document, paper Paper) error {
	if err := d.Verify(); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	pg, err := newPages(paper, d.Title, d.Hash, d.Made)
	if err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	pg.statement(d)
	if err := pg.finish(w); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

// WriteTeamPDF is WritePDF for a team: a page with what each person's statement
// comes to, then the statements, each from a new page on.
func WriteTeamPDF(w io.Writer, t Team, paper Paper) error {
	if err := t.Verify(); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	pg, err := newPages(paper, t.Title, t.Hash, t.Made)
	if err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	pg.team(t)
	for _, d := range t.Statements {
		pg.statement(d)
	}
	if err := pg.finish(w); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

func (pg *pages) statement(d Document) {
	pg.running = ""
	pg.page()
	loc := location(d.Zone)
	pg.runningTitle(d.Title, d.Person.String(), period(d.Period, loc))
	pg.text(d.Title, printed{size: 16, bold: true, ink: black()}, 0)
	pg.y += 4
	facts := [][2]string{{"Person", who(d.Person)}, {"Period", period(d.Period, loc)}, {"Policy", d.Policy}, {"Times in", d.Zone}}
	pg.facts(append(facts, madeFact(d.Made, loc)...))
	pg.text(inAll(d), printed{size: 11, bold: true, ink: black()}, 8)
	pg.y += 10
	pg.lineTable(d, loc)
	pg.findings("Violations", red(), d.Violations, loc)
	pg.findings("Warnings", black(), d.Warnings, loc)
	pg.notes(d)
	pg.account(d.Account, loc)
	pg.seal(d.Hash)
}

func madeFact(made time.Time, loc *time.Location) [][2]string {
	if made.IsZero() {
		return nil
	}
	return [][2]string{{"Made", moment(made, loc)}}
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

// facts prints names and values beside each other.
func (pg *pages) facts(facts [][2]string) {
	g := grid{pg, []column{{width: 78}, {width: pg.width - 78}}}
	for _, f := range facts {
		if f[1] == "" {
			continue
		}
		wrapped, most := g.wrap([][]passage{{small(f[0])}, {body(f[1])}})
		for n := range most {
			if !pg.room(leading) {
				pg.page()
			}
			g.print(wrapped, n, n+1)
		}
	}
}

// lineColumns are the columns of the lines: money and time in lieu have one
// where the statement has any.
func (pg *pages) lineColumns(d Document) (columns []column, cash, time bool) {
	cash = d.Currency != ""
	for _, l := range d.Lines {
		time = time || l.TimeInLieu != 0
	}
	time = time || !cash
	columns = []column{{head: "When", width: 107}, {head: "What, and how it is worked out"}, {head: "Units", width: 46, right: true}}
	if cash {
		columns = append(columns, column{head: "Rate", width: 46, right: true},
			column{head: "Amount, " + d.Currency, width: 64, right: true})
	}
	if time {
		columns = append(columns, column{head: "In lieu, h", width: 46, right: true})
	}
	rest := pg.width
	for _, c := range columns {
		rest -= c.width
	}
	columns[1].width = rest
	return columns, cash, time
}

func (pg *pages) lineTable(d Document, loc *time.Location) {
	columns, cash, inLieu := pg.lineColumns(d)
	g := grid{pg, columns}
	g.begin()
	place := scale(d)
	for _, l := range d.Lines {
		cells := [][]passage{whenCell(l, loc), whatCell(l), unitCell(l)}
		if cash {
			cells = append(cells, rateCell(l, d.Place), []passage{body(fixed(l.Amount, place))})
		}
		if inLieu {
			cells = append(cells, []passage{body(clock(l.TimeInLieu))})
		}
		g.row(cells...)
	}
	total := [][]passage{{strong("Total")}, {small(counted(d.Totals.Units))}, nil}
	if cash {
		total = append(total, nil, []passage{strong(fixed(d.Totals.Amount, place))})
	}
	if inLieu {
		total = append(total, []passage{strong(clock(d.Totals.TimeInLieu))})
	}
	g.row(total...)
	if len(d.Counts) > 0 {
		pg.text("The policy counts: "+counted(d.Counts)+".", printed{size: 8, ink: grey()}, 4)
	}
}

func whenCell(l Line, loc *time.Location) []passage {
	switch {
	case l.Span.Start.IsZero():
		return nil
	case l.Span.Empty():
		return []passage{body(moment(l.Span.Start, loc))}
	}
	return []passage{body(moment(l.Span.Start, loc)), body("to " + moment(l.Span.End, loc))}
}

func whatCell(l Line) []passage {
	cells := []passage{body(l.What)}
	if l.Explanation != "" && l.Explanation != l.What {
		cells = append(cells, passage{l.Explanation, printed{size: 8, ink: grey()}})
	}
	var from []string
	if l.Rule != "" {
		from = append(from, "Rule: "+l.Rule)
	}
	if len(l.Evidence) > 0 {
		from = append(from, "Evidence: "+strings.Join(l.Evidence, "; "))
	}
	return append(cells, small(strings.Join(from, ". ")))
}

func unitCell(l Line) []passage {
	if !l.Units.Valid {
		return nil
	}
	return []passage{body(l.Units.Decimal.String()), small(l.Unit)}
}

func rateCell(l Line, place int32) []passage {
	if !l.Rate.Valid {
		return nil
	}
	return []passage{body(fixed(l.Rate.Decimal, place))}
}

// section prints the headline of what stands below the lines.
func (pg *pages) section(title string, colour ink) {
	if !pg.room(9 * leading) { // with the heading and the first row of a table
		pg.page()
	}
	pg.text(title, printed{size: 10, bold: true, ink: colour}, 10)
	pg.y += 2
}

func (pg *pages) findings(title string, colour ink, list []Finding, loc *time.Location) {
	if len(list) == 0 {
		return
	}
	pg.section(title, colour)
	g := grid{pg, []column{{head: "When", width: 104}, {head: "Rule", width: 140}, {head: "What", width: pg.width - 244}}}
	g.begin()
	for _, f := range list {
		var at []passage
		if !f.At.IsZero() {
			at = []passage{body(moment(f.At, loc))}
		}
		g.row(at, []passage{body(f.Code)}, []passage{body(f.Text)})
	}
}

func (pg *pages) notes(d Document) {
	if len(d.Notes) == 0 {
		return
	}
	pg.section("Notes", black())
	for _, n := range d.Notes {
		pg.text(n, printed{size: 8.5, ink: black()}, 2)
	}
}

func (pg *pages) account(a *Account, loc *time.Location) {
	if a == nil {
		return
	}
	pg.section("Time-in-lieu account", black())
	g := grid{pg: pg}
	var figures [][]passage
	for _, e := range a.entries() {
		if *e.at == 0 && e.name != "opening" && e.name != "closing" {
			continue
		}
		g.columns = append(g.columns, column{head: strings.ToUpper(e.name[:1]) + e.name[1:] + ", h", width: pg.width / 8, right: true})
		figures = append(figures, []passage{body(clock(*e.at))})
	}
	g.begin()
	g.row(figures...)
	for _, l := range a.Lapses {
		pg.text(lapse(l, loc), printed{size: 8.5, ink: black()}, 2)
	}
}

func (pg *pages) seal(hash string) {
	if !pg.room(4 * leading) {
		pg.page()
	}
	pg.text("SHA-256 of the content: "+hash, printed{size: 7.5, ink: grey()}, 12)
	pg.text("The same content has the same hash in every form of this statement. It says that nothing was changed, not who made it.",
		printed{size: 7.5, ink: grey()}, 0)
}

func (pg *pages) team(t Team) {
	pg.page()
	loc := location(t.Zone)
	pg.runningTitle(t.Title, period(t.Period, loc))
	pg.text(t.Title, printed{size: 16, bold: true, ink: black()}, 0)
	pg.y += 4
	pg.facts(append([][2]string{{"Period", period(t.Period, loc)}, {"Times in", t.Zone}}, madeFact(t.Made, loc)...))
	pg.y += 10
	g := grid{pg, []column{
		{head: "Person", width: 170}, {head: "Policy", width: pg.width - 410}, {head: "Amount", width: 84, right: true},
		{head: "Currency", width: 46, right: true}, {head: "Time in lieu, h", width: 60, right: true},
		{head: "Violations", width: 50, right: true},
	}}
	g.begin()
	for _, d := range t.Statements {
		policy := []passage{body(d.Policy)}
		if otherPeriod(t, d.Period) {
			policy = append(policy, small(period(d.Period, location(d.Zone))))
		}
		g.row([]passage{body(who(d.Person))}, policy, []passage{body(fixed(d.Totals.Amount, teamScale(t, d.Currency)))},
			[]passage{body(d.Currency)}, []passage{body(clock(d.Totals.TimeInLieu))}, []passage{body(fmt.Sprint(len(d.Violations)))})
	}
	for _, s := range t.Totals {
		g.row([]passage{strong("Total")}, []passage{small(fmt.Sprintf("statements: %d", s.Statements))},
			[]passage{strong(fixed(s.Amount, teamScale(t, s.Currency)))}, []passage{strong(s.Currency)},
			[]passage{strong(clock(s.TimeInLieu))}, nil)
	}
	pg.seal(t.Hash)
}
