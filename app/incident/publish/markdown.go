package publish

import (
	"fmt"
	"io"
	"strings"

	"standby/app/incident"
	"standby/app/paper"
)

// Markdown is the document in CommonMark with the tables and the task lists of
// GitHub's dialect.
func Markdown(d Document) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", inline(d.title()))
	if d.Drill {
		fmt.Fprintf(&b, "**%s**\n\n", drillLine)
	}
	for _, f := range d.facts() {
		if safe, ok := Safe(f.URL); ok {
			fmt.Fprintf(&b, "- %s: [%s](<%s>)\n", inline(f.Name), inline(f.Value), destination(safe))
			continue
		}
		fmt.Fprintf(&b, "- %s: %s\n", inline(f.Name), inline(f.Value))
	}
	for _, s := range d.Sections {
		fmt.Fprintf(&b, "\n## %s\n", inline(paper.CleanLine(s.Heading)))
		for _, block := range s.Blocks {
			b.WriteByte('\n')
			markBlock(&b, block)
		}
	}
	if d.Drill || d.Hash != "" {
		b.WriteString("\n---\n")
	}
	if d.Hash != "" {
		fmt.Fprintf(&b, "\nSHA-256 of the content: %s\n", inline(d.Hash))
	}
	if d.Drill {
		fmt.Fprintf(&b, "\n**%s**\n", drillLine)
	}
	return b.String()
}

// WriteMarkdown writes the document as [Markdown] has it.
func WriteMarkdown(w io.Writer, d Document) error {
	if _, err := io.WriteString(w, Markdown(d)); err != nil {
		return fmt.Errorf("write Markdown: %w", err)
	}
	return nil
}

func markBlock(b *strings.Builder, block Block) {
	switch block := block.(type) {
	case Paragraph:
		for n, p := range paragraphs(block.Text) {
			if n > 0 {
				b.WriteByte('\n')
			}
			fmt.Fprintf(b, "%s\n", strings.ReplaceAll(incident.Markdown(p), "\n", "\\\n"))
		}
	case Blank:
		lead, ask := block.sentence()
		fmt.Fprintf(b, "> **%s:** %s\n", inline(lead), inline(ask))
	case List:
		markItems(b, block.Items, "")
	case Table:
		markTable(b, block)
	}
}

func markItems(b *strings.Builder, items []Item, indent string) {
	for _, i := range items {
		fmt.Fprintf(b, "%s- %s%s\n", indent, map[Mark]string{Open: "[ ] ", Done: "[x] "}[i.Mark], withLinks(inline(i.Text), i.Links))
		markItems(b, i.Items, indent+"  ")
	}
}

func markTable(b *strings.Builder, t Table) {
	heads, rules := "|", "|"
	for _, c := range t.Columns {
		heads += " " + inline(c.Head) + " |"
		if c.Right {
			rules += "---:|"
		} else {
			rules += "---|"
		}
	}
	fmt.Fprintf(b, "%s\n%s\n", heads, rules)
	for _, row := range t.Rows {
		b.WriteByte('|')
		for n := range t.Columns {
			var c Cell
			if n < len(row) {
				c = row[n]
			}
			said := inline(c.Text)
			if note := inline(c.Note); note != "" {
				said = strings.TrimSpace(said + " (" + note + ")")
			}
			fmt.Fprintf(b, " %s |", withLinks(said, c.Links))
		}
		b.WriteByte('\n')
	}
}

func withLinks(said string, all []Link) string {
	for _, l := range links(all) {
		if l.URL == "" {
			said += " " + inline(l.Text)
			continue
		}
		said += fmt.Sprintf(" [%s](<%s>)", inline(l.Text), destination(l.URL))
	}
	return strings.TrimSpace(said)
}

// destination is a safe address between < and >, where an entity would be read as
// the sign that it names.
func destination(safe string) string { return strings.ReplaceAll(safe, "&", "&amp;") }

// inline escapes a text that has to stay on one line.
func inline(s string) string {
	return incident.Markdown(strings.Join(strings.Fields(paper.Clean(s)), " "))
}
