package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/tomlfile"
)

var policyInput = inputKind{"pay policy", tomlfile.MaxSize}
var logInput = inputKind{"log", pay.MaxLog}

// payRequest is what `standby pay --policy F --log F` is asked for.
type payRequest struct {
	policy, log, period, person string
	asJSON                      bool
}

// payView is the shape of `standby pay --log F --json`.
type payView struct {
	Schema     int                    `json:"schema"`
	Policy     string                 `json:"policy"`
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

// readPolicy reads a policy file, or standard input. What is wrong in it is a
// *tomlfile.Error.
func readPolicy(cmd *cobra.Command, arg string) (pay.Policy, error) {
	data, err := readText(cmd.Context(), arg, cmd.InOrStdin(), policyInput)
	if err != nil {
		return pay.Policy{}, err
	}
	return pay.Parse(rotaName(arg), data)
}

// payFromLog computes a statement from files alone; the agent need not run.
func (c *cli) payFromLog(cmd *cobra.Command, q payRequest) error {
	if q.policy == "" || q.log == "" {
		return usageError{errors.New("a log needs the policy to pay it by, and the other way round: standby pay --policy policy.toml --log log.json")}
	}
	if err := stdinOnce([]string{q.policy, q.log}); err != nil {
		return err
	}
	policy, err := readPolicy(cmd, q.policy)
	if err != nil {
		return err
	}
	data, err := readText(cmd.Context(), q.log, cmd.InOrStdin(), logInput)
	if err != nil {
		return err
	}
	log, err := pay.ReadLog(data)
	if err != nil {
		return fmt.Errorf("read %s: %w", rotaName(q.log), err)
	}
	statements, err := q.evaluate(&policy, log)
	if err != nil {
		return fmt.Errorf("pay %s: %w", rotaName(q.log), err)
	}
	if log.Currency != "" && log.Currency != policy.Currency {
		note := fmt.Sprintf("The log is in %s, and the policy pays in %s; nothing is converted.", log.Currency, policy.Currency)
		statements[0].Notes = append(statements[0].Notes, note)
	}
	if q.asJSON {
		return writeJSON(c.out, viewOf(statements))
	}
	for i, s := range statements {
		if i > 0 {
			_, _ = fmt.Fprintln(c.out)
		}
		if err := printStatement(c.out, s); err != nil {
			return err
		}
	}
	return nil
}

// evaluate computes the statement of the person asked for, else of everybody whom
// the log names, else of the one whom it is about.
func (q payRequest) evaluate(policy *pay.Policy, log pay.Log) ([]pay.Statement, error) {
	people := log.People
	if q.person != "" {
		people = []string{q.person}
	}
	if len(people) == 0 {
		people = []string{""}
	}
	var out []pay.Statement
	for _, name := range people {
		in := log.Input(name)
		period := q.period
		if period == "" {
			period = log.Period
		}
		zone := policy.ZoneFor(in)
		var err error
		if in.Period, err = payPeriod(period, zone); err != nil {
			return nil, err
		}
		s, err := policy.Evaluate(in)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// payPeriod reads "2026-11", "2026", or "2026-11-02..2026-11-15", both days
// included; nothing means all.
func payPeriod(text string, zone *time.Location) (rotation.Interval, error) {
	if text == "" {
		return rotation.Interval{}, nil
	}
	if m, err := time.Parse("2006-01", text); err == nil {
		return pay.Month(m.Year(), m.Month(), zone), nil
	}
	if y, err := time.Parse("2006", text); err == nil {
		return rotation.Interval{Start: pay.Month(y.Year(), time.January, zone).Start, End: pay.Month(y.Year(), time.December, zone).End}, nil
	}
	first, last, _ := strings.Cut(text, "..")
	a, err1 := time.ParseInLocation(time.DateOnly, first, zone)
	b, err2 := time.ParseInLocation(time.DateOnly, last, zone)
	if err1 != nil || err2 != nil || b.Before(a) {
		return rotation.Interval{}, usageError{fmt.Errorf("--period %q is no period; write 2026-11, 2026, or 2026-11-02..2026-11-15", text)}
	}
	return rotation.Interval{Start: a, End: b.AddDate(0, 0, 1)}, nil
}

func number(d decimal.Decimal) json.Number { return json.Number(d.String()) }

func lieuHours(seconds int64) json.Number {
	return number(decimal.NewFromInt(seconds).DivRound(decimal.NewFromInt(3600), 4))
}

// viewOf adds up the statements of several people; the cash of each is then a
// count under the name.
func viewOf(all []pay.Statement) payView {
	v := payView{Schema: 1, Policy: all[0].Policy, Currency: all[0].Currency, Units: map[string]json.Number{},
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
		_, _ = fmt.Fprintf(b, "Expiring: %s h on %s\n", lieuHours(e.Seconds), e.At.In(s.Zone).Format("2 Jan 2006"))
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
