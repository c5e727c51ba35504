package publish

import (
	"fmt"
	"io"

	"standby/app/paper"
)

// WritePDF writes the document as PDF on the given paper, with page numbers and
// the hash on every page. Texts are wrapped, never cut; the heading of a table is
// repeated. A sign that the typeface lacks is printed as a box, and the document
// says so.
func WritePDF(w io.Writer, d Document, size paper.Size) error {
	sheets, err := paper.NewPages(size, paper.Heading{
		Title: d.title(), Hash: paper.CleanLine(d.Hash), Made: d.Made, Elsewhere: "The other forms of this document (Markdown, HTML) have them as they are.",
	})
	if err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	pg := pages{sheets}
	pg.Page()
	pg.RunningTitle(d.title())
	pg.Text(d.title(), paper.Style{Size: 16, Bold: true, Ink: paper.Black()}, 0)
	pg.drill(d)
	pg.Space(4)
	var facts [][2]string
	for _, f := range d.facts() {
		value := f.Value
		if safe, ok := Safe(f.URL); ok && safe != value {
			value += " (" + safe + ")"
		}
		facts = append(facts, [2]string{f.Name, value})
	}
	pg.Facts(facts)
	for _, s := range d.Sections {
		pg.Section(paper.CleanLine(s.Heading), paper.Black())
		for _, b := range s.Blocks {
			pg.block(b)
		}
	}
	pg.drill(d)
	if err := pg.Finish(w); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

// pages are those of a document.
type pages struct{ *paper.Pages }

func read() paper.Style { return paper.Style{Size: 9, Ink: paper.Black()} }

func (pg pages) drill(d Document) {
	if d.Drill {
		pg.Text(drillLine, paper.Style{Size: 10, Bold: true, Ink: paper.Red()}, 6)
	}
}

func (pg pages) block(b Block) {
	switch b := b.(type) {
	case Paragraph:
		for _, p := range paragraphs(b.Text) {
			pg.Text(p, read(), 3)
		}
	case Blank:
		lead, ask := b.sentence()
		pg.Text(lead+": "+ask, paper.Style{Size: 9, Bold: true, Ink: paper.Grey()}, 3)
	case List:
		pg.items(b.Items, 0)
	case Table:
		pg.table(b)
	}
}

// deepest is how far a list that branches is moved to the right at most, in steps.
const deepest = 12

func (pg pages) items(items []Item, depth int) {
	for _, i := range items {
		mark := map[Mark]string{Bullet: "•", Open: "[  ]", Done: "[x]"}[i.Mark]
		inset := float64(min(depth, deepest)) * 14
		text, where := paper.Clean(i.Text), links(i.Links)
		if text == "" && len(where) > 0 {
			text, where = address(where[0]), where[1:]
		}
		if text == "" {
			text = "-"
		}
		pg.Item(mark, text, read(), inset, 2)
		for _, l := range where {
			pg.Item("", address(l), paper.Style{Size: 7.5, Ink: paper.Grey()}, inset+10, 0)
		}
		pg.items(i.Items, depth+1)
	}
}

// address is a link on paper, where nobody can follow it.
func address(l Link) string {
	if l.URL == "" || l.URL == l.Text {
		return l.Text
	}
	return l.Text + ": " + l.URL
}

func (pg pages) table(t Table) {
	shares := 0
	for _, c := range t.Columns {
		shares += max(1, c.Share)
	}
	columns := make([]paper.Column, len(t.Columns))
	for n, c := range t.Columns {
		columns[n] = paper.Column{Head: paper.CleanLine(c.Head), Width: pg.Width * float64(max(1, c.Share)) / float64(shares), Right: c.Right}
	}
	pg.Space(3)
	g := pg.Grid(columns...)
	for _, row := range t.Rows {
		cells := make([][]paper.Passage, len(t.Columns))
		for n := range min(len(row), len(cells)) {
			cells[n] = []paper.Passage{paper.Body(paper.Clean(row[n].Text)), paper.Small(paper.Clean(row[n].Note))}
			for _, l := range links(row[n].Links) {
				cells[n] = append(cells[n], paper.Small(address(l)))
			}
		}
		g.Row(cells...)
	}
}
