package statement

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"standby/app/paper"
	"standby/rotation"
)

// ErrAltered is what a document says whose totals are not the sums of its lines,
// or whose content is not what its hash was made from.
var ErrAltered = errors.New("the statement was altered after it was made")

// Bounds on what a document can hold, wide for any pay and narrow enough that
// every format shows it exactly.
const (
	mostDigits   = 30
	mostDecimals = 20
	mostPlace    = 8
	firstYear    = 1901
	lastYear     = 9998
	// mostSeconds of time in lieu is some thirty thousand years; lines of it add
	// up without overflow.
	mostSeconds = 1_000_000_000_000
	mostLines   = 1_000_000
)

var currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)

// Seal returns the document with its texts cleaned, its numbers in their
// shortest form, its instants cut to seconds, its totals and its hash. The
// argument stays as it is. The error names what no document can show, and where.
func Seal(d Document) (Document, error) {
	out, err := settle(d)
	if err != nil {
		return Document{}, fmt.Errorf("make the statement of %s: %w", paper.Elide(paper.CleanLine(d.Person.String()), 80), err)
	}
	if out.Hash, err = digest(out); err != nil {
		return Document{}, fmt.Errorf("make the statement of %s: %w", paper.Elide(out.Person.String(), 80), err)
	}
	return out, nil
}

// Verify reports whether the totals are the sums of the lines and the hash is
// that of the content; if not, the error is ErrAltered and says what differs.
func (d Document) Verify() error {
	again, err := Seal(d)
	if err != nil {
		return err
	}
	return d.compare(again)
}

// compare looks for what differs from the same document sealed again.
func (d Document) compare(again Document) error {
	switch {
	case d.Hash == "":
		return fmt.Errorf("the statement of %s is not sealed: %w", d.Person, ErrAltered)
	case !again.Totals.Amount.Equal(d.Totals.Amount):
		return fmt.Errorf("the lines of %s add up to %s, the total is %s: %w", d.Person, again.Totals.Amount, d.Totals.Amount, ErrAltered)
	case again.Totals.TimeInLieu != d.Totals.TimeInLieu:
		return fmt.Errorf("the lines of %s add up to %s h in lieu, the total is %s h: %w",
			d.Person, clock(again.Totals.TimeInLieu), clock(d.Totals.TimeInLieu), ErrAltered)
	case !slices.EqualFunc(again.Totals.Units, d.Totals.Units, sameCount):
		return fmt.Errorf("the lines of %s add up to %s, the total is %s: %w",
			d.Person, counted(again.Totals.Units), counted(d.Totals.Units), ErrAltered)
	case d.Account != nil && again.Account.Closing != d.Account.Closing:
		return fmt.Errorf("the account of %s closes with %s h, its figures add up to %s h: %w",
			d.Person, clock(d.Account.Closing), clock(again.Account.Closing), ErrAltered)
	case again.Hash != d.Hash:
		return fmt.Errorf("the content of the statement of %s does not fit its hash: %w", d.Person, ErrAltered)
	}
	return nil
}

func sameCount(a, b Count) bool { return a.Name == b.Name && a.Value.Equal(b.Value) }

// settle is Seal without the hash.
func settle(d Document) (Document, error) {
	d.Title, d.Policy = paper.Clean(d.Title), paper.Clean(d.Policy)
	d.Person = rotation.Person{Name: paper.CleanLine(d.Person.Name), Email: paper.CleanLine(d.Person.Email)}
	d.Made = second(d.Made)
	var err error
	if d.Zone, d.Period, err = settleHeading(d.Zone, d.Period); err != nil {
		return d, err
	}
	if err := checkMoney(d); err != nil {
		return d, err
	}
	if len(d.Lines) > mostLines {
		return d, fmt.Errorf("it has %d lines, at most %d fit: take a shorter period", len(d.Lines), mostLines)
	}
	lines := make([]Line, len(d.Lines))
	for i, l := range d.Lines {
		if lines[i], err = settleLine(l); err != nil {
			return d, fmt.Errorf("line %d (%s): %w", i+1, paper.Elide(paper.CleanLine(l.What), 60), err)
		}
		if d.Currency == "" && !lines[i].Amount.IsZero() {
			return d, fmt.Errorf("line %d (%s) is worth %s of no currency: name one", i+1, paper.Elide(lines[i].What, 60), lines[i].Amount)
		}
	}
	d.Lines = lines
	d.Totals = sum(lines)
	if d.Counts, err = settleCounts(d.Counts); err != nil {
		return d, err
	}
	d.Notes = cleanAll(d.Notes, paper.Clean)
	if d.Violations, err = settleFindings(d.Violations); err != nil {
		return d, err
	}
	if d.Warnings, err = settleFindings(d.Warnings); err != nil {
		return d, err
	}
	d.Account, err = settleAccount(d.Account)
	return d, err
}

func settleHeading(zone string, period rotation.Interval) (string, rotation.Interval, error) {
	if zone == "" {
		zone = "UTC"
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		return zone, period, fmt.Errorf("the zone %q is not known; write one such as Europe/Berlin", paper.Elide(zone, 60))
	}
	period, err := settleSpan(period)
	if err == nil && period.Empty() {
		err = errors.New("the period is empty: its end has to be after its start")
	}
	return zone, period, err
}

func checkMoney(d Document) error {
	if d.Currency != "" && !currencyCode.MatchString(d.Currency) {
		return fmt.Errorf("the currency %q is none; write three capital letters such as EUR", paper.Elide(d.Currency, 20))
	}
	if d.Place < 0 || d.Place > mostPlace {
		return fmt.Errorf("amounts with %d decimals cannot be printed, 0 to %d can", d.Place, mostPlace)
	}
	return nil
}

func settleLine(l Line) (Line, error) {
	l.Kind, l.What, l.Unit, l.Rule = paper.CleanLine(l.Kind), paper.Clean(l.What), paper.CleanLine(l.Unit), paper.CleanLine(l.Rule)
	l.Explanation = paper.Clean(l.Explanation)
	l.Evidence = cleanAll(l.Evidence, paper.CleanLine)
	var err error
	if l.Span, err = settleSpan(l.Span); err != nil {
		return l, err
	}
	if l.Amount, err = bounded("amount", l.Amount); err != nil {
		return l, err
	}
	if l.Units, err = boundedNull("units", l.Units); err != nil {
		return l, err
	}
	if l.Rate, err = boundedNull("rate", l.Rate); err != nil {
		return l, err
	}
	return l, boundedSeconds("time in lieu", l.TimeInLieu)
}

// settleSpan cuts a span to whole seconds, and refuses one that runs backwards
// or lies where no calendar of an office reaches.
func settleSpan(i rotation.Interval) (rotation.Interval, error) {
	i = rotation.Interval{Start: second(i.Start), End: second(i.End)}
	switch {
	case i.Start.IsZero() && i.End.IsZero():
		return i, nil
	case i.End.Before(i.Start):
		return i, fmt.Errorf("the span ends at %s, before it starts at %s", stamp(i.End, time.UTC), stamp(i.Start, time.UTC))
	case i.Start.Year() < firstYear || i.End.Year() > lastYear:
		return i, fmt.Errorf("the span from %s to %s is outside the years %d to %d", stamp(i.Start, time.UTC), stamp(i.End, time.UTC), firstYear, lastYear)
	}
	return i, nil
}

func second(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Second)
}

func settleCounts(counts []Count) ([]Count, error) {
	out := make([]Count, 0, len(counts))
	for _, c := range counts {
		value, err := bounded("count "+paper.Elide(c.Name, 60), c.Value)
		if err != nil {
			return nil, err
		}
		out = append(out, Count{paper.CleanLine(c.Name), value})
	}
	slices.SortFunc(out, func(a, b Count) int { return strings.Compare(a.Name, b.Name) })
	for i := 1; i < len(out); i++ {
		if out[i].Name == out[i-1].Name {
			return nil, fmt.Errorf("%q is counted twice", paper.Elide(out[i].Name, 60))
		}
	}
	return out, nil
}

func settleFindings(list []Finding) ([]Finding, error) {
	out := make([]Finding, 0, len(list))
	for _, f := range list {
		at, err := settleSpan(rotation.Interval{Start: f.At, End: f.At})
		if err != nil {
			return nil, fmt.Errorf("the finding %s: %w", paper.Elide(paper.CleanLine(f.Code), 60), err)
		}
		out = append(out, Finding{paper.CleanLine(f.Code), paper.Clean(f.Text), at.Start})
	}
	return out, nil
}

func settleAccount(a *Account) (*Account, error) {
	if a == nil {
		return nil, nil
	}
	out := *a
	signed := []int64{a.Opening, a.Corrected}
	for _, s := range append(signed, a.Earned, a.Taken, a.Expired, a.PaidOut, a.Booked) {
		if err := boundedSeconds("account", s); err != nil {
			return nil, err
		}
	}
	if min(a.Earned, a.Taken, a.Expired, a.PaidOut, a.Booked) < 0 {
		return nil, errors.New("the account has a figure below zero that only adds up: use a correction")
	}
	out.Closing = a.Opening + a.Earned - a.Taken - a.Expired - a.PaidOut + a.Corrected
	out.Lapses = slices.Clone(a.Lapses)
	for i, l := range out.Lapses {
		if l.Seconds < 0 || l.Seconds > mostSeconds || l.On.Year() < firstYear || l.On.Year() > lastYear {
			return nil, fmt.Errorf("the account cannot say that %d seconds lapse in the year %d", l.Seconds, l.On.Year())
		}
		out.Lapses[i].On = second(l.On)
	}
	slices.SortStableFunc(out.Lapses, func(a, b Lapse) int { return a.On.Compare(b.On) })
	return &out, nil
}

func boundedSeconds(what string, s int64) error {
	if s > mostSeconds || s < -mostSeconds {
		return fmt.Errorf("the %s of %d seconds is beyond what can be shown", what, s)
	}
	return nil
}

// bounded is the number in its shortest form. The exponent is looked at first: a
// huge one makes a huge text.
func bounded(what string, d decimal.Decimal) (decimal.Decimal, error) {
	if d.Exponent() > mostDigits || -d.Exponent() > 4*mostDigits || d.NumDigits() > 4*mostDigits {
		return d, fmt.Errorf("the %s has too many digits: round it", what)
	}
	n := normal(d)
	if -n.Exponent() > mostDecimals || n.NumDigits() > mostDigits {
		return d, fmt.Errorf("the %s %s has too many digits, at most %d and %d decimals can be printed: round it", what, n, mostDigits, mostDecimals)
	}
	return n, nil
}

func boundedNull(what string, d decimal.NullDecimal) (decimal.NullDecimal, error) {
	if !d.Valid {
		return decimal.NullDecimal{}, nil
	}
	n, err := bounded(what, d.Decimal)
	return decimal.NewNullDecimal(n), err
}

// normal is the same number without zeros at the end.
func normal(d decimal.Decimal) decimal.Decimal {
	n, err := decimal.NewFromString(d.String())
	if err != nil {
		return d // String writes what NewFromString reads
	}
	return n
}

// sum adds up lines. It is the one place where totals come from.
func sum(lines []Line) Totals {
	t := Totals{Units: []Count{}}
	units := map[string]decimal.Decimal{}
	for _, l := range lines {
		t.Amount = t.Amount.Add(l.Amount)
		t.TimeInLieu += l.TimeInLieu
		if l.Units.Valid {
			units[l.Unit] = units[l.Unit].Add(l.Units.Decimal)
		}
	}
	t.Amount = normal(t.Amount)
	for name, value := range units {
		t.Units = append(t.Units, Count{name, normal(value)})
	}
	slices.SortFunc(t.Units, func(a, b Count) int { return strings.Compare(a.Name, b.Name) })
	return t
}
