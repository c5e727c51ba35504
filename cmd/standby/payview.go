package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation"
	"standby/rotation/pay"
)

// payView is the shape of `standby pay --log F --json`.
type payView struct {
	Schema int    `json:"schema"`
	Policy string `json:"policy"`
	// People are those whom the log names.
	People     []string               `json:"people"`
	Currency   string                 `json:"currency"`
	Cash       json.Number            `json:"cash"`
	TOILHours  json.Number            `json:"toil_hours"`
	Units      map[string]json.Number `json:"units"`
	Lines      []payLineView          `json:"lines"`
	Violations []string               `json:"violations"`
	Warnings   []string               `json:"warnings"`
	// Details says each violation in a sentence.
	Details []string `json:"violation_details"`
	Notes   []string `json:"notes"`
}

type payLineView struct {
	Person      string      `json:"person,omitempty"`
	Kind        pay.Kind    `json:"kind"`
	What        string      `json:"what"`
	Start       *time.Time  `json:"start,omitempty"`
	End         *time.Time  `json:"end,omitempty"`
	Units       json.Number `json:"units"`
	Unit        string      `json:"unit"`
	Rate        json.Number `json:"rate"`
	Amount      json.Number `json:"amount"`
	TOILHours   json.Number `json:"toil_hours"`
	Rule        string      `json:"rule"`
	Row         string      `json:"row,omitempty"`
	Explanation string      `json:"explanation"`
	Evidence    []string    `json:"evidence"`
}

func number(d decimal.Decimal) json.Number { return json.Number(d.String()) }

func lieuHours(seconds int64) json.Number {
	return number(decimal.NewFromInt(seconds).DivRound(decimal.NewFromInt(3600), 4))
}

// viewOf adds up the statements of several people; the cash of each is then a
// count under the name.
func viewOf(all []pay.Statement, people []string) payView {
	v := payView{Schema: 1, Policy: all[0].Policy, People: append([]string{}, people...), Currency: all[0].Currency, Units: map[string]json.Number{},
		Lines: []payLineView{}, Violations: []string{}, Warnings: []string{}, Details: []string{}, Notes: []string{}}
	cash, lieu, units := decimal.Decimal{}, int64(0), map[string]decimal.Decimal{}
	for _, s := range all {
		cash, lieu = cash.Add(s.Cash), lieu+s.TimeInLieu
		for name, n := range s.Units {
			units[name] = units[name].Add(n)
		}
		for _, l := range s.Lines {
			v.Lines = append(v.Lines, lineView(s, l))
		}
		for _, w := range s.Violations {
			v.Violations, v.Details = append(v.Violations, w.Code), append(v.Details, w.Text)
		}
		for _, w := range s.Warnings {
			v.Warnings = append(v.Warnings, w.Code+": "+w.Text)
		}
		v.Notes = append(v.Notes, s.Notes...)
	}
	if len(all) > 1 {
		for _, s := range all {
			units[s.Person.Name] = s.Cash
		}
	}
	for name, n := range units {
		v.Units[name] = number(n)
	}
	v.Cash, v.TOILHours = number(cash), lieuHours(lieu)
	return v
}

func lineView(s pay.Statement, l pay.Line) payLineView {
	out := payLineView{Person: s.Person.Name, Kind: l.Kind, What: l.What, Units: number(l.Units), Unit: l.Unit, Rate: number(l.Rate),
		Amount: number(l.Amount), TOILHours: lieuHours(l.TimeInLieu), Rule: l.Rule, Row: l.Row, Explanation: l.Explanation, Evidence: l.Evidence}
	if out.Evidence == nil {
		out.Evidence = []string{}
	}
	if !l.Span.Start.IsZero() {
		start, end := l.Span.Start.In(s.Zone), l.Span.End.In(s.Zone)
		out.Start, out.End = &start, &end
	}
	return out
}

// printStatements writes statements for people to read.
func (c *cli) printStatements(all []pay.Statement, log string) error {
	if len(all) > 1 {
		names := make([]string, len(all))
		for i, s := range all {
			names[i] = s.Person.String()
		}
		_, _ = fmt.Fprint(c.out, wrapped("", fmt.Sprintf("%s names %d people: %s. Each is paid on their own; --person picks one.", log, len(all), strings.Join(names, ", "))))
	}
	for i, s := range all {
		if i > 0 || len(all) > 1 {
			_, _ = fmt.Fprintln(c.out)
		}
		if err := printStatement(c.out, s); err != nil {
			return err
		}
	}
	return nil
}

// printStatement writes a statement for people to read.
func printStatement(w io.Writer, s pay.Statement) error {
	b := &strings.Builder{}
	who := ""
	if s.Person != (rotation.Person{}) {
		who = s.Person.String() + ", "
	}
	_, _ = fmt.Fprintf(b, "%sby the policy %q, by the clock of %s\n\n", who, s.Policy, s.Zone)
	for _, l := range s.Lines {
		_, _ = fmt.Fprintf(b, "%10s %s  %s\n            %s\n", l.Amount.StringFixed(max(s.Place, -l.Amount.Exponent())), s.Currency, l.What, l.Explanation)
		if len(l.Evidence) > 0 {
			_, _ = fmt.Fprintf(b, "            evidence: %s\n", strings.Join(l.Evidence, ", "))
		}
	}
	_, _ = fmt.Fprintf(b, "\n%10s %s  in all", s.Cash.StringFixed(s.Place), s.Currency)
	if s.TimeInLieu != 0 {
		_, _ = fmt.Fprintf(b, ", and %s h of time in lieu", lieuHours(s.TimeInLieu))
	}
	_, _ = fmt.Fprintln(b)
	for _, e := range s.Expiring {
		_, _ = fmt.Fprintf(b, "Expiring: %s h on %s\n", lieuHours(e.Seconds), e.At.Add(-time.Second).In(s.Zone).Format("2 Jan 2006")) // the last day on which it can be used
	}
	for _, v := range s.Violations {
		_, _ = fmt.Fprintf(b, "Violation: %s: %s\n", v.Code, v.Text)
	}
	for _, v := range s.Warnings {
		_, _ = fmt.Fprintf(b, "Warning: %s: %s\n", v.Code, v.Text)
	}
	for _, n := range s.Notes {
		_, _ = fmt.Fprintf(b, "Note: %s\n", n)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
