package publish

import (
	_ "embed" // the page is a file of its own
	"fmt"
	"html/template"
	"io"

	"standby/app/paper"
)

//go:embed page.html
var page string

// shown is a document as the page takes it.
type shown struct {
	Title, Drill, Hash string
	Facts              []Fact
	Sections           []shownSection
}

type shownSection struct {
	Heading string
	Blocks  []shownBlock
}

// shownBlock is a block; one of its parts is set.
type shownBlock struct {
	Paragraphs []string
	Lead, Ask  string
	Items      []Item
	Table      *Table
}

// WriteHTML writes the document as one page that needs nothing else: no script, no
// font and no picture from elsewhere. It follows the light or dark of the reader,
// and prints black on white with the addresses of its links.
func WriteHTML(w io.Writer, d Document) error {
	t, err := template.New("page").Parse(page)
	if err != nil {
		return fmt.Errorf("write HTML: %w", err)
	}
	s := shown{Title: d.title(), Hash: paper.CleanLine(d.Hash), Facts: d.facts()}
	for n := range s.Facts {
		s.Facts[n].URL, _ = Safe(s.Facts[n].URL)
	}
	if d.Drill {
		s.Drill = drillLine
	}
	for _, section := range d.Sections {
		one := shownSection{Heading: paper.CleanLine(section.Heading)}
		for _, b := range section.Blocks {
			one.Blocks = append(one.Blocks, show(b))
		}
		s.Sections = append(s.Sections, one)
	}
	if err := t.Execute(w, s); err != nil {
		return fmt.Errorf("write HTML: %w", err)
	}
	return nil
}

func show(b Block) shownBlock {
	switch b := b.(type) {
	case Paragraph:
		return shownBlock{Paragraphs: paragraphs(b.Text)}
	case Blank:
		lead, ask := b.sentence()
		return shownBlock{Lead: lead, Ask: ask}
	case List:
		return shownBlock{Items: showItems(b.Items)}
	case Table:
		t := Table{Columns: make([]Column, len(b.Columns))}
		for n, c := range b.Columns {
			t.Columns[n] = Column{Head: paper.CleanLine(c.Head), Right: c.Right}
		}
		for _, row := range b.Rows {
			cells := make([]Cell, len(b.Columns))
			for n := range min(len(row), len(cells)) {
				cells[n] = Cell{paper.Clean(row[n].Text), paper.Clean(row[n].Note), links(row[n].Links)}
			}
			t.Rows = append(t.Rows, cells)
		}
		return shownBlock{Table: &t}
	}
	return shownBlock{}
}

func showItems(items []Item) []Item {
	out := make([]Item, len(items))
	for n, i := range items {
		out[n] = Item{i.Mark, paper.Clean(i.Text), links(i.Links), showItems(i.Items)}
	}
	return out
}
