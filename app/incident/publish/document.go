package publish

import (
	"net/url"
	"strings"
	"time"

	"standby/app/paper"
)

// Document is what is written. Its texts may be anything; they are cleaned of what
// no page shows when they are written.
type Document struct {
	// Title is the headline, of one line.
	Title string
	// Drill marks an exercise; every form says so at its beginning and its end.
	Drill bool
	// Facts stand below the headline; those without a value are left out.
	Facts    []Fact
	Sections []Section
	// Hash is the SHA-256, in hexadecimal digits, of what the document was made
	// from; empty where it has none.
	Hash string
	// Made is the date of the PDF; zero leaves it out.
	Made time.Time
}

// Fact is a name and its value.
type Fact struct {
	Name, Value string
	// URL is where the value is found, if anywhere.
	URL string
}

// Section is a part with a heading.
type Section struct {
	Heading string
	Blocks  []Block
}

// Block is a [Paragraph], a [Blank], a [List] or a [Table].
type Block interface{ block() }

// Paragraph is a text of one or more lines; an empty line begins another paragraph.
type Paragraph struct{ Text string }

// Blank is what only a person knows and nobody has written yet. It is never filled
// in by a program.
type Blank struct {
	// By names who is to write it, Ask what is asked of them.
	By, Ask string
}

// List is a list that may branch.
type List struct{ Items []Item }

// Item is an entry of a list, with those that hang on it.
type Item struct {
	Mark  Mark
	Text  string
	Links []Link
	Items []Item
}

// Mark is what stands before an item.
type Mark uint8

// The marks.
const (
	// Bullet says nothing of what is done.
	Bullet Mark = iota
	Open
	Done
)

// Table is a table whose rows have a cell for each column.
type Table struct {
	Columns []Column
	Rows    [][]Cell
}

// Column is a column of a table.
type Column struct {
	Head string
	// Share is its part of the width, relative to the other columns, at least 1.
	Share int
	// Right sets figures under each other.
	Right bool
}

// Cell is a text with a remark and links.
type Cell struct {
	Text, Note string
	Links      []Link
}

// Link is a place where something is found. It becomes a link only if it leads to
// the web (http, https) or to a mailbox (mailto), and stays text otherwise.
type Link struct {
	Text string `json:"text"`
	URL  string `json:"url,omitempty"`
}

func (Paragraph) block() {}
func (Blank) block()     {}
func (List) block()      {}
func (Table) block()     {}

// drillLine is what every form says of an exercise.
const drillLine = "DRILL: this is only an exercise. Nothing is broken."

func (d Document) title() string {
	title := paper.CleanLine(d.Title)
	if d.Drill {
		return "DRILL: " + title
	}
	return title
}

func (d Document) facts() []Fact {
	var kept []Fact
	for _, f := range d.Facts {
		f.Name, f.Value = paper.CleanLine(f.Name), paper.CleanLine(f.Value)
		if f.Value != "" {
			kept = append(kept, f)
		}
	}
	return kept
}

// paragraphs are the paragraphs of a text, without empty ones.
func paragraphs(s string) []string {
	var all []string
	var lines []string
	for l := range strings.SplitSeq(paper.Clean(s)+"\n\n", "\n") {
		if l = strings.TrimSpace(l); l != "" {
			lines = append(lines, l)
			continue
		}
		if len(lines) > 0 {
			all = append(all, strings.Join(lines, "\n"))
		}
		lines = nil
	}
	return all
}

// sentence is what a blank says.
func (b Blank) sentence() (lead, ask string) {
	return "To be filled in by " + paper.CleanLine(b.By), paper.CleanLine(b.Ask)
}

// links tells those that may be links from those that stay text.
func links(all []Link) []Link {
	var kept []Link
	for _, l := range all {
		l.Text, l.URL = paper.CleanLine(l.Text), strings.TrimSpace(l.URL)
		safe, ok := Safe(l.URL)
		switch {
		case ok && l.Text == "":
			l.Text = safe
		case !ok:
			l.Text = strings.TrimSpace(l.Text + " " + paper.CleanLine(l.URL))
		}
		l.URL = safe
		if l.Text != "" {
			kept = append(kept, l)
		}
	}
	return kept
}

// Safe is an address as a link may carry it, with every sign escaped that could
// end it; ok is false where it leads neither to the web nor to a mailbox. One that
// holds a password is none.
func Safe(address string) (safe string, ok bool) {
	u, err := url.Parse(address)
	if err != nil || u.User != nil {
		return "", false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		ok = u.Host != ""
	case "mailto":
		ok = u.Opaque != ""
	}
	if !ok {
		return "", false
	}
	var b strings.Builder
	for _, c := range []byte(u.String()) {
		if c <= ' ' || c >= 0x7F || strings.IndexByte("<>\"`|\\^{}", c) >= 0 {
			const digits = "0123456789ABCDEF"
			b.Write([]byte{'%', digits[c>>4], digits[c&15]})
			continue
		}
		b.WriteByte(c)
	}
	return b.String(), true
}
