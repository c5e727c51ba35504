package paper

// Column is a column of a table; its width is in points.
type Column struct {
	Head  string
	Width float64
	Right bool
}

// Passage is a text of a cell and its looks; a cell has several, one below the
// other.
type Passage struct {
	Text string
	Style
}

// Body is a passage that is read first.
func Body(s string) Passage { return Passage{s, Style{Size: 8.5, Ink: Black()}} }

// Strong is a passage that stands out, such as a total.
func Strong(s string) Passage { return Passage{s, Style{Size: 8.5, Bold: true, Ink: Black()}} }

// Small is a passage that explains another.
func Small(s string) Passage { return Passage{s, Style{Size: 7.5, Ink: Grey()}} }

// Grid is a table whose heading is repeated on every page.
type Grid struct {
	pg      *Pages
	columns []Column
}

// Grid begins a table with its heading, on a new page where no row would fit below
// it.
func (pg *Pages) Grid(columns ...Column) Grid {
	g := Grid{pg, columns}
	if !pg.Room(6 * Leading) {
		pg.Page()
	}
	g.heading()
	return g
}

// Facts prints names and values beside each other, and leaves out those without a
// value.
func (pg *Pages) Facts(facts [][2]string) {
	g := Grid{pg, []Column{{Width: 78}, {Width: pg.Width - 78}}}
	for _, f := range facts {
		if f[1] == "" {
			continue
		}
		wrapped, most := g.wrap([][]Passage{{Small(f[0])}, {Body(f[1])}})
		for n := range most {
			if !pg.Room(Leading) {
				pg.Page()
			}
			g.print(wrapped, n, n+1)
		}
	}
}

// heading prints the heading and a line below it.
func (g Grid) heading() {
	cells := make([][]Passage, len(g.columns))
	for i, c := range g.columns {
		cells[i] = []Passage{{c.Head, Style{Size: 7.5, Bold: true, Ink: Grey()}}}
	}
	wrapped, most := g.wrap(cells)
	g.print(wrapped, 0, most)
	g.pg.y += 3
	g.pg.rule(90, 90, 90, 0.8)
	g.pg.y += 3
}

// Row prints a row, a cell for each column, on one page if it fits on one at all;
// else it goes on on the next, under the repeated heading.
func (g Grid) Row(cells ...[]Passage) {
	wrapped, most := g.wrap(cells)
	if !g.pg.Room(float64(most)*Leading + cellGap) {
		g.next(most)
	}
	for done := 0; done < most; {
		fit := max(1, int((g.pg.bottom-g.pg.y)/Leading))
		n := min(fit, most-done)
		g.print(wrapped, done, done+n)
		if done += n; done < most {
			g.pg.Page()
			g.heading()
		}
	}
	g.pg.y += cellGap / 2
	g.pg.rule(205, 205, 205, 0.4)
	g.pg.y += cellGap / 2
}

// next turns the page for a row of so many lines, unless the row is longer than
// a page and enough room is left to begin it here.
func (g Grid) next(lines int) {
	if float64(lines)*Leading > g.pg.bottom-marginTop-4*Leading && g.pg.Room(4*Leading) {
		return
	}
	g.pg.Page()
	g.heading()
}

func (g Grid) wrap(cells [][]Passage) (wrapped [][]line, most int) {
	wrapped = make([][]line, len(cells))
	for i, texts := range cells {
		for _, t := range texts {
			wrapped[i] = append(wrapped[i], g.pg.lines(t.Text, g.columns[i].Width-cellGap, t.Style)...)
		}
		most = max(most, len(wrapped[i]))
	}
	return wrapped, most
}

// print prints the lines [from, to) of every cell.
func (g Grid) print(wrapped [][]line, from, to int) {
	x := float64(marginSide)
	for i, c := range g.columns {
		for n := from; n < min(to, len(wrapped[i])); n++ {
			y := g.pg.y + float64(n-from+1)*Leading - 3
			if c.Right {
				g.pg.putRight(x+c.Width, y, wrapped[i][n])
			} else {
				g.pg.put(x, y, wrapped[i][n])
			}
		}
		x += c.Width
	}
	g.pg.y += float64(to-from) * Leading
}
