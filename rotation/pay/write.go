package pay

import (
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
)

// write turns the entries into lines, in the order of the policy.
func (r *run) write() error {
	for i := range r.p.rules {
		for j := range r.p.rules[i].rows {
			r.known(r.p.rules[i].rows[j].reports)
		}
	}
	for i := range r.p.packages {
		r.known(r.p.packages[i].reports)
	}
	for i := range r.p.guarantees {
		r.known(r.p.guarantees[i].reports)
	}
	for i := range r.p.supplements {
		r.known(r.p.supplements[i].reports)
	}
	sortEntries(r.entries, inOrder)
	r.statement.Lines = make([]Line, len(r.entries), len(r.entries)+len(r.entries)/8+4)
	for i, e := range r.entries {
		r.line(&r.statement.Lines[i], e)
	}
	return nil
}

// line rounds an entry and counts it.
func (r *run) line(l *Line, e *entry) {
	*l = Line{Kind: e.kind, What: e.what, Seconds: e.sec, Unit: unitName(e.unit), Rule: e.key, Row: e.rowName(), entry: e, tell: r.tell}
	if e.span != (stretch{}) {
		l.Span = e.span.interval()
	}
	l.Units, l.UnitsRounded = r.show(e.units, 4)
	if e.paid {
		l.Rate, _ = r.show(e.rate, finest)
	}
	if e.inTime {
		l.TimeInLieu = r.seconds(e.time)
	}
	l.Amount = r.money(r.p.amount(e))
	r.tally(e, l)
}

// amount is the money of an entry, rounded: how many units of 10 to the power of
// -place.
func (p *Policy) amount(e *entry) (n ratio, place int32) {
	if p.atTotal && !e.told {
		n, _ = e.exact.units(finest, halfUp)
		return n, finest
	}
	n, _ = p.payable(e.exact)
	return n, p.Place
}

// payable is an amount as it is paid, in units of 10 to the power of -Place, and
// whether it was that already.
func (p *Policy) payable(v ratio) (n ratio, exact bool) {
	if p.step.sign() == 0 {
		return v.units(p.Place, p.roundMode())
	}
	n, exact = v.over(p.step).units(0, p.roundMode())
	return n.times(p.step).times(whole(pow10(p.Place))), exact
}

// money is a rounded amount, and adds it to the cash.
func (r *run) money(n ratio, place int32) decimal.Decimal {
	r.cash = r.cash.plus(n.times(whole(pow10(finest - place))))
	key := shownAs{n, place, true}
	have, ok := r.shown[key]
	if !ok {
		have = n.decimal(place)
		r.shown[key] = have
	}
	return have
}

// shownAs is a number with so many decimals; padded ones keep their zeros.
type shownAs struct {
	ratio
	place  int32
	padded bool
}

// show is a number with at most so many decimals, and whether it has been rounded.
func (r *run) show(v ratio, place int32) (d decimal.Decimal, isRounded bool) {
	n, exact := v.units(place, halfUp)
	for n.big == nil && place > 0 && n.num%10 == 0 {
		n.num, place = n.num/10, place-1
	}
	key := shownAs{n, place, false}
	have, ok := r.shown[key]
	if !ok {
		have = trim(n.decimal(place))
		r.shown[key] = have
	}
	return have, !exact
}

func (p *Policy) roundMode() roundMode {
	if p.mode == "" {
		return halfUp
	}
	return p.mode
}

func (r *run) mode() roundMode { return r.p.roundMode() }

func unitName(unit string) string {
	if unit == "call_out" {
		return "call-out"
	}
	return unit
}

// addLine adds a line that comes about after those of the rules.
func (r *run) addLine(l Line, e *entry) {
	e.told = true
	l.Kind, l.entry, l.tell = e.kind, e, r.tell
	l.Amount = r.money(r.p.amount(e))
	r.entries = append(r.entries, e)
	r.statement.Lines = append(r.statement.Lines, l)
}

// tally adds an entry to the counts that the policy reports.
func (r *run) tally(e *entry, l *Line) {
	for _, rep := range e.reports {
		var v ratio
		switch rep.as {
		case "units":
			v = e.units
		case "hours":
			v = fraction(e.sec, hour)
		case "minutes":
			v = fraction(e.sec, minute)
		case "elapsed_hours":
			v = fraction(e.real, hour)
		case "amount":
			v = decimalRatio(l.Amount)
		case "time_hours":
			v = fraction(l.TimeInLieu, hour)
		case "time_minutes":
			v = fraction(l.TimeInLieu, minute)
		case "hourly_pays":
			if pay, ok := factNumber(r.factOf(nil, "hourly", e.epoch)); ok && pay.sign() > 0 {
				v = e.exact.over(pay)
			}
		}
		r.units[rep.name] = r.units[rep.name].plus(v)
	}
}

func decimalRatio(d decimal.Decimal) ratio { return fromBig(d.Rat()) }

// known makes the counts known, with nothing in them.
func (r *run) known(reports []report) {
	for _, rep := range reports {
		r.units[rep.name] = r.units[rep.name].plus(ratio{})
	}
}

// count adds to those of some counts that are of a kind.
func (r *run) count(reports []report, as string, v ratio) {
	for _, rep := range reports {
		if rep.as == as {
			r.units[rep.name] = r.units[rep.name].plus(v)
		}
	}
}

// finish adds up, and rounds the total where the policy rounds there.
func (r *run) finish() error {
	s := &r.statement
	for i := range s.Lines {
		s.TimeInLieu += s.Lines[i].TimeInLieu
	}
	sum, exact := ratio{}, r.cash.over(whole(pow10(finest)))
	s.Cash, _ = exactly(exact, finest)
	if r.p.atTotal {
		for _, e := range r.entries {
			sum = sum.plus(e.exact)
		}
		r.roundTotal(sum, exact)
	}
	if len(r.units) > 0 {
		s.Units = make(map[string]decimal.Decimal, len(r.units))
		for name, v := range r.units {
			s.Units[name], _ = exactly(v, 4)
		}
	}
	return nil
}

// roundTotal makes a line of what rounding the total makes of the sum of lines.
func (r *run) roundTotal(exact, lines ratio) {
	s := &r.statement
	n, _ := r.p.payable(exact)
	want := n.over(whole(pow10(r.p.Place)))
	if diff := want.minus(lines); diff.sign() != 0 {
		e := &entry{kind: KindRounding, told: true, trace: []note{func(t *teller) string {
			return "the total of " + decimalText(lines) + " is rounded " + string(t.p.roundMode()) + " to " + t.money(want)
		}}}
		by, _ := exactly(diff, finest)
		s.Lines = append(s.Lines, Line{Kind: KindRounding, What: "Rounding of the total", Unit: "rounding", Units: decimal.NewFromInt(1), Rate: by, Amount: by,
			Rule: "rounding", entry: e, tell: r.tell})
	}
	s.Cash = n.decimal(r.p.Place)
}

func decimalText(v ratio) string {
	d, _ := exactly(v, finest)
	return d.String()
}

// text shows a number in full: as a decimal number, else as a fraction.
func (x ratio) text() string {
	d, exact := exactly(x, 4)
	if !exact {
		return x.rat().RatString()
	}
	return d.String()
}

func (r *run) violate(v Violation, warning bool) {
	v.tell = r.tell
	if warning {
		r.statement.Warnings = append(r.statement.Warnings, v)
		return
	}
	r.statement.Violations = append(r.statement.Violations, v)
}

func itemTitle(what string, items []*item) string {
	it := items[0]
	var b strings.Builder
	b.WriteString(what)
	if it.role != "" {
		b.WriteString(" as " + it.role)
	}
	if it.what != "" {
		if it.role == "" && it.schedule == "" {
			b.WriteString(": " + it.what)
		} else {
			b.WriteString(", " + it.what)
		}
	}
	if n := len(items) - 1; n > 0 && it.schedule == "" {
		b.WriteString(" and " + strconv.Itoa(n) + " more")
	}
	return b.String()
}
