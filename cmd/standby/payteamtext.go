package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"standby/app/statement"
	"standby/notify"
)

// printTeam writes who, what and how much for people to read; the lines are in the
// documents.
func (c *cli) printTeam(t statement.Team) error {
	b := &strings.Builder{}
	_, _ = fmt.Fprintf(b, "%s\n\n", t.Title)
	w := tabwriter.NewWriter(b, 0, 4, 2, ' ', 0)
	for _, d := range t.Statements {
		_, _ = fmt.Fprintf(w, "  %s\t%s\t%s\n", notify.Clean(d.Person.String(), 60), worthOf(d), unitsOf(d))
	}
	_ = w.Flush()
	b.WriteByte('\n')
	for _, total := range t.Totals {
		all := statement.Document{Currency: total.Currency, Place: total.Place, Totals: statement.Totals{Amount: total.Amount, TimeInLieu: total.TimeInLieu}}
		_, _ = fmt.Fprintf(b, "  In all %s: %s\n", counted(total.Statements, "statement"), worthOf(all))
	}
	for _, d := range t.Statements {
		printRemarks(b, d)
	}
	_, _ = fmt.Fprintf(b, "\n  sha256 %s\n", t.Hash)
	_, err := io.WriteString(c.out, b.String())
	return err
}

// unitsOf is what was paid for: "64 h, 3 x call-out".
func unitsOf(d statement.Document) string {
	var parts []string
	for _, u := range d.Totals.Units {
		if u.Name == "hour" {
			parts = append(parts, u.Value.String()+" h")
		} else {
			parts = append(parts, u.Value.String()+" x "+notify.Clean(u.Name, 40))
		}
	}
	return strings.Join(parts, ", ")
}

func printRemarks(b *strings.Builder, d statement.Document) {
	remark := func(what, text string) {
		b.WriteString(wrapped("  ", what+" of "+notify.Clean(d.Person.String(), 60)+": "+text))
	}
	for _, f := range d.Violations {
		remark("Violation", f.Code+": "+f.Text)
	}
	for _, f := range d.Warnings {
		remark("Warning", f.Code+": "+f.Text)
	}
	for _, n := range d.Notes {
		remark("Note", n)
	}
}
