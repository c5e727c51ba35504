package statement

// column is a column of a table.
type column struct {
	head  string
	width float64
	right bool
}

// grid is a table whose heading is repeated on every page.
type grid struct {
	pg      *pages
	columns []column
}

// passage is a text of a cell and its looks; a cell has several, one below the
// other.
type passage struct {
	text string
	as   printed
}

func body(s string) passage { return passage{s, printed{size: 8.5, ink: black()}} }

func strong(s string) passage { return passage{s, printed{size: 8.5, bold: true, ink: black()}} }

func small(s string) passage { return passage{s, printed{size: 7.5, ink: grey()}} }

// heading prints the heading and a line below it.
func (g grid) heading() {
	cells := make([][]passage, len(g.columns))
	for i, c := range g.columns {
		cells[i] = []passage{{c.head, printed{size: 7.5, bold: true, ink: grey()}}}
	}
	wrapped, most := g.wrap(cells)
	g.print(wrapped, 0, most)
	g.pg.y += 3
	g.pg.rule(90, 90, 90, 0.8)
	g.pg.y += 3
}

// begin prints the heading, on a new page where no row would fit below it.
func (g grid) begin() {
	if !g.pg.room(6 * leading) {
		g.pg.page()
	}
	g.heading()
}

// row prints a row on one page if it fits on one at all; else it goes on on the
// next, under the repeated heading.
func (g grid) row(cells ...[]passage) {
	wrapped, most := g.wrap(cells)
	if !g.pg.room(float64(most)*leading + cellGap) {
		g.next(most)
	}
	for done := 0; done < most; {
		fit := max(1, int((g.pg.bottom-g.pg.y)/leading))
		n := min(fit, most-done)
		g.print(wrapped, done, done+n)
		if done += n; done < most {
			g.pg.page()
			g.heading()
		}
	}
	g.pg.y += cellGap / 2
	g.pg.rule(205, 205, 205, 0.4)
	g.pg.y += cellGap / 2
}

// next turns the page for a row of so many lines, unless the row is longer than
// a page and enough room is left to begin it here.
func (g grid) next(lines int) {
	if float64(lines)*leading > g.pg.bottom-marginTop-4*leading && g.pg.room(4*leading) {
		return
	}
	g.pg.page()
	g.heading()
}

func (g grid) wrap(cells [][]passage) (wrapped [][]printed, most int) {
	wrapped = make([][]printed, len(cells))
	for i, texts := range cells {
		for _, t := range texts {
			wrapped[i] = append(wrapped[i], g.pg.lines(t.text, g.columns[i].width-cellGap, t.as)...)
		}
		most = max(most, len(wrapped[i]))
	}
	return wrapped, most
}

// print prints the lines [from, to) of every cell.
func (g grid) print(wrapped [][]printed, from, to int) {
	x := float64(marginSide)
	for i, c := range g.columns {
		for n := from; n < min(to, len(wrapped[i])); n++ {
			y := g.pg.y + float64(n-from+1)*leading - 3
			if c.right {
				g.pg.putRight(x+c.width, y, wrapped[i][n])
			} else {
				g.pg.put(x, y, wrapped[i][n])
			}
		}
		x += c.width
	}
	g.pg.y += float64(to-from) * leading
}
