package pay

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// write turns the entries into lines, in the order of the policy.
func (r *run) write() error {
	order := map[string]int{}
	for i := range r.p.rules {
		order[r.p.rules[i].key] = len(order)
		for _, w := range r.p.rules[i].rows {
			r.count(w.reports, "", nil)
		}
	}
	for i := range r.p.packages {
		order[r.p.packages[i].key] = len(order)
		r.count(r.p.packages[i].reports, "", nil)
	}
	for i := range r.p.caps {
		order[r.p.caps[i].key] = len(order)
	}
	slices.SortStableFunc(r.entries, func(a, b *entry) int {
		if c := order[a.key] - order[b.key]; c != 0 {
			return c
		}
		return byStart(a.span, b.span)
	})
	r.statement.Lines = make([]Line, 0, len(r.entries)+4)
	for i := range r.entries {
		r.statement.Lines = append(r.statement.Lines, r.line(r.entries[i]))
	}
	return nil
}

// line rounds an entry, puts it into words and counts it.
func (r *run) line(e *entry) Line {
	l := Line{Kind: e.kind, What: e.what, Seconds: e.sec, Unit: unitName(e), Rule: e.key, Row: e.row, Evidence: e.evidence}
	if e.span != (stretch{}) {
		l.Span = e.span.interval()
	}
	units, whole := exactly(e.units, 4)
	l.Units, l.UnitsRounded = units, !whole
	if e.rate != nil {
		l.Rate, _ = exactly(e.rate, 6)
	}
	place, mode := r.p.Place, r.mode()
	if r.p.atTotal {
		place, mode = 6, halfUp
	}
	l.Amount = rounded(e.exact, place, mode)
	if e.time != nil {
		l.TimeInLieu = rounded(e.time, 0, halfUp).IntPart()
	}
	l.Explanation = r.explanation(e, &l)
	r.tally(e, &l)
	return l
}

func (r *run) mode() roundMode {
	if r.p.mode == "" {
		return halfUp
	}
	return r.p.mode
}

func unitName(e *entry) string { return strings.ReplaceAll(e.unit, "_", "-") }

// tally adds an entry to the counts that the policy reports.
func (r *run) tally(e *entry, l *Line) {
	for _, rep := range e.reports {
		v := new(big.Rat)
		switch rep.as {
		case "units":
			v.Set(e.units)
		case "hours":
			v.SetFrac64(e.sec, hour)
		case "minutes":
			v.SetFrac64(e.sec, minute)
		case "elapsed_hours":
			v.SetFrac64(e.real, hour)
		case "amount":
			v.Set(l.Amount.Rat())
		case "time_hours":
			v.SetFrac64(l.TimeInLieu, hour)
		case "time_minutes":
			v.SetFrac64(l.TimeInLieu, minute)
		case "hourly_pays":
			if pay, ok := factNumber(r.fact("hourly")); ok && pay.Sign() > 0 {
				v.Quo(e.exact, pay)
			}
		}
		r.count([]report{rep}, rep.as, v)
	}
}

// count adds to the counts of a name; nil makes it known, with nothing in it.
func (r *run) count(reports []report, as string, v *big.Rat) {
	for _, rep := range reports {
		if r.units[rep.name] == nil {
			r.units[rep.name] = new(big.Rat)
		}
		if v != nil && rep.as == as {
			r.units[rep.name].Add(r.units[rep.name], v)
		}
	}
}

// explanation says in one sentence how a line came about.
func (r *run) explanation(e *entry, l *Line) string {
	var b strings.Builder
	if e.span != (stretch{}) {
		named := r.wall.ahead(e.span.from-3*hour) != r.wall.ahead(e.span.to+3*hour)
		b.WriteString(stamp(e.span.from, r.wall.zone, named) + " to " + stamp(e.span.to, r.wall.zone, named))
		b.WriteString(r.lengthText(e))
		b.WriteString("; ")
	}
	if e.row != "" {
		b.WriteString(e.row + ": ")
	}
	for _, t := range e.trace {
		b.WriteString(t + "; ")
	}
	switch {
	case e.rate != nil:
		b.WriteString(r.sum(e, l))
	case e.kind == KindCap:
		b.WriteString(r.moneyOf(l.Amount))
	case e.time == nil:
		b.WriteString(unitsText(e, l) + ", counted and not paid")
	}
	if e.time != nil {
		if e.rate != nil {
			b.WriteString("; ")
		}
		if e.kind != KindCap {
			b.WriteString(unitsText(e, l) + r.timeText(e) + " = ")
		} else {
			b.WriteString("; ")
		}
		b.WriteString(elapsed(l.TimeInLieu) + " in lieu")
	}
	return b.String()
}

func (r *run) lengthText(e *entry) string {
	text := " is "
	if e.kind == KindCap {
		return ""
	}
	if e.parts > 1 {
		text = fmt.Sprintf(", %s of it in %s, is ", whichRow(e), plural(int64(e.parts), "part"))
	}
	text += elapsed(e.real)
	if shift := r.wall.ahead(e.span.from) - r.wall.ahead(e.span.to); shift > 0 {
		text += fmt.Sprintf(" (the clocks go back by %s meanwhile)", elapsed(shift))
	} else if shift < 0 {
		text += fmt.Sprintf(" (the clocks go forward by %s meanwhile)", elapsed(-shift))
	}
	if e.rule != nil && e.rule.byWall && e.sec != e.real {
		text += ", " + elapsed(e.sec) + " by the clock"
	}
	return text
}

func whichRow(e *entry) string {
	if e.row != "" {
		return "the " + e.row
	}
	return "what counts"
}

func (r *run) timeText(e *entry) string {
	if e.rule == nil {
		return ""
	}
	for _, w := range e.rule.rows {
		if w.name == e.row && w.time != nil {
			if w.time.ratio == nil {
				return " x " + elapsed(w.time.each)
			}
			return " x " + w.time.ratio.text
		}
	}
	return ""
}

// sum is the arithmetic of a line: "15 h x 4.50 EUR = 67.50 EUR".
func (r *run) sum(e *entry, l *Line) string {
	if e.kind == KindAccount {
		return r.moneyOf(l.Amount)
	}
	rate := l.Rate.String() + " " + r.p.Currency
	if places := l.Rate.Exponent(); places > -r.p.Place {
		rate = l.Rate.StringFixed(r.p.Place) + " " + r.p.Currency
	}
	if e.rateText != "" && !number.MatchString(e.rateText) {
		rate += " (" + e.rateText + ")"
	}
	_, whole := roundedExact(e.exact, -l.Amount.Exponent(), r.mode())
	out := unitsText(e, l) + " x " + rate + " = " + r.moneyOf(l.Amount)
	if whole {
		return out
	}
	shown, whole := exactly(e.exact, 6)
	about := ""
	if !whole {
		about = "about "
	}
	return fmt.Sprintf("%s, rounded %s from %s%s", out, r.mode(), about, shown)
}

func unitsText(e *entry, l *Line) string {
	about := ""
	if l.UnitsRounded {
		about = "about "
	}
	unit := l.Unit
	switch {
	case unit == "hour":
		unit = "h"
	case e.rule != nil && e.rule.per.sec > 0 && unit != "minute":
		unit = "x " + unit
	case !l.Units.Equal(decimal.NewFromInt(1)):
		unit += "s"
	}
	return about + l.Units.String() + " " + unit
}

func (r *run) moneyOf(d decimal.Decimal) string {
	d = trim(d)
	return strings.TrimSpace(d.StringFixed(max(r.p.Place, -d.Exponent())) + " " + r.p.Currency)
}

func (r *run) money(v *big.Rat) string {
	d, _ := exactly(v, 6)
	return r.moneyOf(d)
}

func ratText(v *big.Rat) string {
	d, whole := exactly(v, 4)
	if !whole {
		return v.RatString()
	}
	return d.String()
}

// finish adds up, and rounds the total where the policy rounds there.
func (r *run) finish() error {
	s := &r.statement
	for _, l := range s.Lines {
		s.Cash = s.Cash.Add(l.Amount)
		s.TimeInLieu += l.TimeInLieu
	}
	if r.p.atTotal {
		exact := new(big.Rat)
		for i := range r.entries {
			exact.Add(exact, r.entries[i].exact)
		}
		want := rounded(exact, r.p.Place, r.mode())
		if diff := want.Sub(s.Cash); !diff.IsZero() {
			s.Lines = append(s.Lines, Line{Kind: KindRounding, What: "Rounding of the total", Unit: "rounding", Units: decimal.NewFromInt(1), Rate: diff,
				Amount: diff, Rule: "rounding", Explanation: fmt.Sprintf("the total of %s is rounded %s to %s", s.Cash, r.mode(), r.moneyOf(want))})
		}
		s.Cash = want
	}
	if len(r.units) > 0 {
		s.Units = map[string]decimal.Decimal{}
		for name, v := range r.units {
			s.Units[name], _ = exactly(v, 4)
		}
	}
	return nil
}

// elapsed is a length of time in words: "15 h", "1 h 30 min", "29 min 55 s".
func elapsed(seconds int64) string {
	if seconds < 0 {
		return "minus " + elapsed(-seconds)
	}
	var parts []string
	for _, u := range []struct {
		size int64
		name string
	}{{3600, "h"}, {60, "min"}, {1, "s"}} {
		if n := seconds / u.size; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, u.name))
			seconds %= u.size
		}
	}
	if len(parts) == 0 {
		return "0 s"
	}
	return strings.Join(parts, " ")
}

func plural(n int64, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

func (r *run) violate(v Violation, warning bool) {
	if warning {
		r.statement.Warnings = append(r.statement.Warnings, v)
		return
	}
	r.statement.Violations = append(r.statement.Violations, v)
}
