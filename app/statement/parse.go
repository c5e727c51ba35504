package statement

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"standby/app/paper"
	"standby/rotation"
)

// plainNumber is how numbers are written: without exponent, which could stand
// for more digits than there is memory.
var plainNumber = regexp.MustCompile(`^-?[0-9]{1,40}(\.[0-9]{1,40})?$`)

// parser reads values of a file and keeps the first thing that is wrong.
type parser struct{ err error }

func (p *parser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf(format, args...)
	}
}

func (p *parser) number(what, s string) decimal.Decimal {
	if !plainNumber.MatchString(s) {
		p.fail("%s %q is no number; write it as -12.50", what, paper.Elide(s, 40))
		return decimal.Zero
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		p.fail("%s %q is no number; write it as -12.50", what, paper.Elide(s, 40))
	}
	return d
}

func (p *parser) optional(what, s string) decimal.NullDecimal {
	if s == "" {
		return decimal.NullDecimal{}
	}
	return decimal.NewNullDecimal(p.number(what, s))
}

func (p *parser) instant(what, s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		p.fail("%s %q is no instant; write it as 2026-11-02T18:00:00+01:00", what, paper.Elide(s, 40))
		return time.Time{}
	}
	return t.UTC()
}

func (p *parser) span(what, from, to string) rotation.Interval {
	return rotation.Interval{Start: p.instant("the start of "+what, from), End: p.instant("the end of "+what, to)}
}

func (p *parser) counts(what string, m map[string]json.Number) []Count {
	out := make([]Count, 0, len(m))
	for name, n := range m {
		out = append(out, Count{name, p.number(what+" "+paper.Elide(name, 40), n.String())})
	}
	slices.SortFunc(out, func(a, b Count) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func (p *parser) document(w wireDocument) Document {
	d := Document{
		Title: w.Title, Policy: w.Policy, Person: rotation.Person(w.Person), Period: p.span("the period", w.Period.Start, w.Period.End),
		Zone: w.Zone, Currency: w.Currency, Place: w.Decimals,
		Totals: Totals{
			Amount: p.number("cash", w.Cash.String()), TimeInLieu: w.ToilSeconds, Units: p.counts("units", w.Units),
		},
		Counts: p.counts("counts", w.Counts), Violations: p.findings(w.Violations), Warnings: p.findings(w.Warnings), Notes: w.Notes,
		Made: p.instant("made", w.Made), Hash: w.SHA256,
	}
	if p.number("toil_hours", w.ToilHours.String()).Cmp(hours(w.ToilSeconds)) != 0 {
		p.fail("toil_hours %s are not the hours of toil_seconds %d: %w", w.ToilHours, w.ToilSeconds, ErrAltered)
	}
	for i, l := range w.Lines {
		d.Lines = append(d.Lines, p.line(fmt.Sprintf("line %d", i+1), l))
	}
	if a := w.Account; a != nil {
		d.Account = &Account{a.Opening, a.Earned, a.Taken, a.Expired, a.PaidOut, a.Corrected, a.Closing, a.Booked, nil}
		for _, l := range a.Lapses {
			d.Account.Lapses = append(d.Account.Lapses, Lapse{l.Seconds, p.instant("a lapse", l.On)})
		}
	}
	return d
}

func (p *parser) findings(list []wireFinding) []Finding {
	out := make([]Finding, len(list))
	for i, f := range list {
		out[i] = Finding{f.Code, f.Text, p.instant("a finding", f.At)}
	}
	return out
}

func (p *parser) line(at string, l wireLine) Line {
	text := func(n *json.Number) string {
		if n == nil {
			return ""
		}
		return n.String()
	}
	return Line{
		Kind: l.Kind, What: l.What, Span: p.span(at, l.Start, l.End), Units: p.optional("units of "+at, text(l.Units)),
		Unit: l.Unit, Rate: p.optional("rate of "+at, text(l.Rate)), Amount: p.number("amount of "+at, l.Amount.String()),
		TimeInLieu: l.ToilSeconds, Rule: l.Rule, Explanation: l.Explanation, Evidence: l.Evidence,
	}
}

func (p *parser) team(w wireTeam) Team {
	t := Team{
		Title: w.Title, Period: p.span("the period", w.Period.Start, w.Period.End), Zone: w.Zone,
		Made: p.instant("made", w.Made), Hash: w.SHA256,
	}
	for _, s := range w.Totals {
		t.Totals = append(t.Totals, TeamTotal{s.Currency, s.Decimals, p.number("cash of a total", s.Cash.String()), s.ToilSeconds, s.Statements})
	}
	for _, d := range w.Statements {
		t.Statements = append(t.Statements, p.document(d))
	}
	return t
}
