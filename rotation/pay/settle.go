package pay

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
)

// entry is a line before it is rounded and put into words.
type entry struct {
	kind           Kind
	rule           *rule
	key, what, row string
	span           stretch
	at             int64 // decides the period
	sec, real      int64
	units          *big.Rat
	unit           string
	rate           *big.Rat
	rateText       string
	exact          *big.Rat // money
	time           *big.Rat // seconds in lieu
	item           *item
	evidence       []string
	trace          []string
	reports        []report
	parts          int
	gone           bool // replaced by a package
}

// settleBlocks turns the blocks of a rule into entries: tiers, units, rates.
func (r *run) settleBlocks(ru *rule, blocks []block) error {
	for i := range blocks {
		if err := r.adjust(ru, &blocks[i]); err != nil {
			return err
		}
	}
	if err := r.roundSums(ru, blocks); err != nil {
		return err
	}
	if ru.tiers {
		sortBlocks(blocks)
		if err := r.tiers(ru, blocks); err != nil {
			return err
		}
	}
	once := map[string]bool{}
	for i := range blocks {
		if err := r.price(ru, &blocks[i], once); err != nil {
			return err
		}
	}
	return nil
}

// tiers cuts segments where the hours paid so far reach a row's bound.
func (r *run) tiers(ru *rule, blocks []block) error {
	from, err := r.hours(ru.hoursFrom)
	if err != nil {
		return err
	}
	paid := map[string]int64{}
	for i := range blocks {
		b := &blocks[i]
		var out []seg
		for _, s := range b.segs {
			key := fmt.Sprint(i)
			if ru.hoursPer != "piece" {
				key = r.scope(ru.hoursPer, cutting{kind: ru.hoursPer}, b.duty, s.from)
			}
			if _, ok := paid[key]; !ok {
				paid[key] = from
			}
			if out, err = r.tier(out, s, paid, key); err != nil {
				return err
			}
		}
		b.segs = out
	}
	return nil
}

// tier adds the parts of a segment, each with the rows that its hours have.
func (r *run) tier(out []seg, s seg, paid map[string]int64, key string) ([]seg, error) {
	rest := s
	for {
		rows, next, err := r.tierRows(rest.rows, paid[key])
		if err != nil {
			return nil, err
		}
		part := rest
		part.rows = rows
		if next >= 0 && rest.sec > next-paid[key] {
			part.sec = next - paid[key]
			cut := min(part.from+part.sec, part.to)
			part.to, part.real = cut, min(part.sec, cut-part.from)
		}
		paid[key] += part.sec
		if len(part.rows) > 0 && !part.rows[0].skip {
			out = append(out, part)
		}
		if rest.sec -= part.sec; rest.sec <= 0 {
			return out, nil
		}
		rest.from, rest.real = part.to, rest.real-part.real
	}
}

// tierRows are the rows for so many hours paid, and where the next bound is; -1
// where there is none.
func (r *run) tierRows(rows []*row, have int64) (out []*row, next int64, err error) {
	next = -1
	for _, w := range rows {
		after, err := r.hours(w.match.after)
		if err != nil {
			return nil, 0, err
		}
		upTo, err := r.hours(w.match.upTo)
		if err != nil {
			return nil, 0, err
		}
		for _, bound := range []int64{after, upTo} {
			if bound > have && (next < 0 || bound < next) {
				next = bound
			}
		}
		if have >= after && (!w.match.upTo.set || have < upTo) {
			out = append(out, w)
		}
	}
	return out, next, nil
}

// group are the segments of a block that make one entry.
type group struct {
	rows  []*row
	month int64
	share *big.Rat
	item  *item
	segs  []seg
}

func (r *run) groups(ru *rule, b *block) []group {
	var out []group
	for _, s := range b.segs {
		rows := s.rows
		if ru.combine == "first" && ru.overlap != "max" && len(rows) > 1 {
			rows = rows[:1]
		}
		i := slices.IndexFunc(out, func(g group) bool {
			return g.month == s.month && slices.Equal(g.rows, rows) && (g.share == nil && s.share == nil || g.item == s.item && g.share != nil && s.share != nil && g.share.Cmp(s.share) == 0) &&
				r.priceAlike(rows, g.item, s.item)
		})
		if i < 0 {
			out = append(out, group{rows, s.month, s.share, s.item, nil})
			i = len(out) - 1
		}
		out[i].segs = append(out[i].segs, s)
	}
	return out
}

// priceAlike reports whether the rates of rows are the same for two items.
func (r *run) priceAlike(rows []*row, a, b *item) bool {
	if a == b {
		return true
	}
	for _, w := range rows {
		if w.rate != nil && !r.alike(w.rate, a, b) || w.time != nil && w.time.ratio != nil && !r.alike(w.time.ratio, a, b) {
			return false
		}
	}
	return true
}

// alike reports whether what a rate names is the same for two items.
func (r *run) alike(at *rate, a, b *item) bool {
	if at.constant() {
		return true
	}
	ofA, ofB := r.factOf(a), r.factOf(b)
	for _, f := range at.factors {
		if f.number == nil && ofA(strings.TrimPrefix(f.name, "$")) != ofB(strings.TrimPrefix(f.name, "$")) {
			return false
		}
		for i := range r.p.tables {
			if t := &r.p.tables[i]; t.name == f.name && slices.ContainsFunc(t.by, func(by string) bool { return ofA(by) != ofB(by) }) {
				return false
			}
		}
	}
	return a.role == b.role && a.mode == b.mode && a.schedule == b.schedule || !r.byItem(at)
}

// byItem reports whether a rate looks a table up by role, mode or schedule.
func (r *run) byItem(at *rate) bool {
	return slices.ContainsFunc(r.p.tables, func(t table) bool {
		return slices.ContainsFunc(at.factors, func(f factor) bool { return f.name == t.name }) &&
			slices.ContainsFunc(t.by, func(by string) bool { return by == "role" || by == "mode" || by == "schedule" })
	})
}

// price makes the entries of a block.
func (r *run) price(ru *rule, b *block, once map[string]bool) error {
	sum := new(big.Rat)
	var last *entry
	for _, g := range r.groups(ru, b) {
		e, err := r.entry(ru, b, g)
		if err != nil {
			return err
		}
		if e == nil {
			continue
		}
		sum.Add(sum, e.exact)
		r.entries = append(r.entries, e)
		last = e
	}
	if ru.minimumPay == nil || last == nil || !r.minimumApplies(ru, b, once) {
		return nil
	}
	least, err := r.amount(ru.minimumPay, last.item, "")
	if err != nil {
		return err
	}
	if missing := new(big.Rat).Sub(least, sum); missing.Sign() > 0 {
		e := *last
		e.units, e.rate, e.exact, e.time, e.sec, e.real, e.reports = big.NewRat(1, 1), missing, missing, nil, 0, 0, nil
		e.unit, e.row, e.rateText = "minimum", "minimum pay", ru.minimumPay.text
		e.trace = []string{fmt.Sprintf("up to the least that it pays, %s (%s)", r.money(least), ru.minimumPay.text)}
		r.entries = append(r.entries, &e)
	}
	return nil
}

// entry prices a group; nil where it comes to nothing that is counted.
func (r *run) entry(ru *rule, b *block, g group) (*entry, error) {
	first, last := g.segs[0], g.segs[len(g.segs)-1]
	e := &entry{kind: KindStandby, rule: ru, key: ru.key, what: ru.what, span: stretch{first.from, last.to}, at: b.piece.from,
		unit: ru.per.name, item: g.item, parts: len(g.segs), trace: b.trace, reports: g.rows[0].reports, row: rowNames(g.rows)}
	if ru.from != forStandby {
		e.kind = KindCallOut
	}
	switch ru.attribute {
	case "split":
		e.at = first.from
	case "end":
		e.at = b.duty.to
	}
	for _, s := range g.segs {
		e.sec, e.real = e.sec+s.sec, e.real+s.real
	}
	e.sec = max(0, e.sec)
	e.evidence = b.evidence(e.span)
	if ru.what == "Call-out" || ru.what == "On call" {
		e.what = itemTitle(ru.what, b.items)
	}
	e.units = ru.units(e.sec, b, r)
	if g.share != nil {
		e.units.Mul(e.units, g.share)
	}
	if e.units.Sign() == 0 && ru.from == forStandby {
		return nil, nil
	}
	return e, r.worth(ru, e, g.rows)
}

// evidence names the shifts and call-outs of a span.
func (b *block) evidence(span stretch) []string {
	var out []string
	for _, it := range b.items {
		if len(b.items) == 1 || it.to >= span.from && (it.from < span.to || it.length() == 0) {
			out = joinWords(out, []string{it.evidence})
		}
	}
	return out
}

func rowNames(rows []*row) string {
	if len(rows) == 1 {
		return rows[0].name
	}
	var names []string
	for _, w := range rows {
		if w.name != "" {
			names = append(names, w.name)
		}
	}
	return strings.Join(names, " + ")
}

func itemTitle(what string, items []*item) string {
	it := items[0]
	if it.role != "" {
		what += " as " + it.role
	}
	if it.what != "" {
		what += map[bool]string{true: ": ", false: ", "}[it.role == "" && it.schedule == ""] + it.what
	}
	if n := len(items) - 1; n > 0 && it.schedule == "" {
		what += fmt.Sprintf(" and %d more", n)
	}
	return what
}

// units is how many of the rule's unit the seconds of a block are.
func (ru *rule) units(sec int64, b *block, r *run) *big.Rat {
	if ru.per.sec > 0 {
		q := big.NewRat(sec, ru.per.sec)
		switch ru.partial {
		case "started":
			return rounded(q, 0, upward).Rat()
		case "completed":
			return rounded(q, 0, downward).Rat()
		case "nearest":
			return rounded(q, 0, halfUp).Rat()
		}
		return q
	}
	whole := r.wall.length(b.piece.whole, ru.byWall)
	switch {
	case ru.partial == "prorate" && whole > 0:
		return big.NewRat(sec, whole)
	case ru.partial == "completed" && b.piece.stretch != b.piece.whole:
		return new(big.Rat)
	}
	return big.NewRat(1, 1)
}
