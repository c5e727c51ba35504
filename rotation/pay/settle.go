package pay

import (
	"cmp"
	"slices"
)

// entry is a line before it is rounded and put into words.
type entry struct {
	kind      Kind
	order     int // of the rule in the policy
	place     int // before sorting
	rule      *rule
	key, what string
	set       *rowSet // nil where no row gave the rate
	row       string  // instead of the names in set
	span      stretch
	at        int64 // decides the period
	epoch     int
	sec, real int64
	units     ratio
	unit      string
	rate      ratio
	paid      bool // there is a rate
	rateText  string
	exact     ratio // money
	worth     ratio // that a cap in money counts of a line that is settled in time
	time      ratio // seconds in lieu
	inTime    bool
	item      *item
	items     []*item  // that it rests on, as far as they are in its span
	from      []*entry // that it is made of
	reported  string
	trace     []note
	reports   []report
	parts     int
	window    int64  // of its time, where packages cut the rule
	taken     string // the rule that it takes back from
	told      bool   // all that is to be said is in the trace
	gone      bool   // replaced by a package
}

func (r *run) newEntry() *entry {
	one := append(r.slab.open(), entry{})
	return &r.slab.close(one)[0]
}

// rowName names the rows that gave the rate.
func (e *entry) rowName() string {
	if e.set == nil || e.row != "" {
		return e.row
	}
	return e.set.name
}

// order is the place of the lines of a rule; those of packages and caps come after.
func (r *run) order(ru *rule) int {
	return slices.IndexFunc(r.p.rules, func(have rule) bool { return have.key == ru.key })
}

// settleBlocks turns the blocks of a rule into entries: tiers, units, rates.
func (r *run) settleBlocks(ru *rule, blocks []block) error {
	r.once = map[scope]bool{}
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
	if r.p.pausesPaid && ru.from == forCallOut {
		for i := range blocks {
			b := &blocks[i]
			r.paidWork = append(r.paidWork, stretch{b.piece.from, b.piece.from + b.seconds() + b.topUp})
		}
	}
	r.once = map[scope]bool{}
	order := r.order(ru)
	for i := range blocks {
		if err := r.price(ru, &blocks[i], order); err != nil {
			return err
		}
	}
	return nil
}

// group are the segments of a block that make one entry.
type group struct {
	rows      *rowSet
	part      part
	ways      int64
	item      *item
	span      stretch
	sec, real int64
	parts     int
}

// takes reports whether a segment belongs to the group.
func (g *group) takes(r *run, s *seg, rows *rowSet) bool {
	return g.rows == rows && g.part == s.part && (g.ways == 0 && s.ways == 0 || g.item == s.item && g.ways == s.ways) &&
		r.priceAlike(rows, g.item, s.item)
}

func (r *run) grouped(ru *rule, b *block) []group {
	out := r.groups[:0]
	for i := range b.segs {
		s := &b.segs[i]
		rows := ru.counted(s.rows)
		n := slices.IndexFunc(out, func(g group) bool { return g.takes(r, s, rows) })
		if n < 0 {
			n = len(out)
			out = append(out, group{rows: rows, part: s.part, ways: s.ways, item: s.item, span: s.stretch})
		}
		g := &out[n]
		g.span.to = s.to
		g.sec, g.real, g.parts = g.sec+s.sec, g.real+s.real, g.parts+1
	}
	r.groups = out
	return out
}

// counted are the rows of a set that count.
func (ru *rule) counted(s *rowSet) *rowSet {
	if ru.combine == "first" && ru.overlap != "max" {
		return s.first
	}
	return s
}

// price makes the entries of a block.
func (r *run) price(ru *rule, b *block, order int) error {
	sum := ratio{}
	var last *entry
	groups := r.grouped(ru, b)
	for i := range groups {
		e, err := r.entry(ru, b, &groups[i])
		if err != nil {
			return err
		}
		if e == nil {
			continue
		}
		e.order = order
		if last = e; e.units.sign() == 0 && ru.from == forStandby {
			continue
		}
		sum = sum.plus(e.exact)
		r.entries = append(r.entries, e)
	}
	if last == nil {
		return nil
	}
	if b.topUp > 0 {
		e, err := r.toppedUp(ru, b, last)
		if err != nil {
			return err
		}
		sum = sum.plus(e.exact)
	}
	if ru.minimumPay == nil || !r.minimumApplies(ru, b) {
		return nil
	}
	return r.minimumLine(ru, last, sum)
}

// toppedUp makes the entry of the time that is missing to the minimum, beside an
// entry of the time itself.
func (r *run) toppedUp(ru *rule, b *block, by *entry) (*entry, error) {
	e := r.newEntry()
	*e = *by
	e.sec, e.real, e.units, e.row, e.reports = b.topUp, 0, ru.units(b.topUp, b, r), "up to the minimum", nil
	e.paid, e.exact, e.worth, e.time, e.inTime = false, ratio{}, ratio{}, ratio{}, false
	settle := r.settled(ru, e)
	if settle != "time" || ru.capped {
		rate, err := r.amount(ru.minimumRate, by.item, "", by.epoch)
		if err != nil {
			return nil, err
		}
		if e.worth = rate.times(e.units); settle != "time" {
			e.paid, e.rate, e.rateText, e.exact = true, rate, ru.minimumRate.text, e.worth
		}
	}
	if settle != "cash" && e.set.rows[0].time != nil {
		if err := r.inLieu(ru, e); err != nil {
			return nil, err
		}
	}
	r.entries = append(r.entries, e)
	return e, nil
}

// minimumLine makes the entry of what is missing to the least that a rule pays.
func (r *run) minimumLine(ru *rule, last *entry, sum ratio) error {
	least, err := r.amount(ru.minimumPay, last.item, "", last.epoch)
	if err != nil {
		return err
	}
	missing := least.minus(sum)
	if missing.sign() <= 0 {
		return nil
	}
	e := r.newEntry()
	*e = *last
	e.units, e.rate, e.paid, e.exact, e.inTime, e.time, e.sec, e.real, e.reports = whole(1), missing, true, missing, false, ratio{}, 0, 0, nil
	e.unit, e.row, e.rateText = "minimum", "minimum pay", ru.minimumPay.text
	e.trace = []note{func(t *teller) string {
		return "up to the least that it pays, " + t.money(least) + " (" + ru.minimumPay.text + ")"
	}}
	r.entries = append(r.entries, e)
	return nil
}

// entry prices a group; nil where it comes to nothing that is counted.
func (r *run) entry(ru *rule, b *block, g *group) (*entry, error) {
	units := ru.units(max(0, g.sec), b, r)
	if g.ways > 0 {
		units = units.over(whole(g.ways))
	}
	if units.sign() == 0 && ru.from == forStandby && ru.minimumPay == nil && b.topUp == 0 {
		return nil, nil
	}
	e := r.newEntry()
	*e = entry{kind: KindStandby, rule: ru, key: ru.key, what: ru.what, span: g.span, at: b.piece.from, sec: max(0, g.sec), real: g.real, units: units,
		unit: ru.per.name, item: g.item, items: b.items, parts: g.parts, trace: b.trace, reports: g.rows.rows[0].reports, set: g.rows, window: g.part.window}
	if ru.from != forStandby {
		e.kind = KindCallOut
	}
	if ru.what == "Call-out" || ru.what == "On call" {
		e.what = itemTitle(ru.what, b.items)
	}
	switch ru.attribute {
	case "split":
		e.at = g.span.from
	case "end":
		e.at = b.duty.to
	}
	e.epoch = r.epochAt(e.at)
	return e, r.worth(ru, e)
}

// units is how many of the rule's unit the seconds of a block are.
func (ru *rule) units(sec int64, b *block, r *run) ratio {
	if ru.per.sec > 0 {
		q := fraction(sec, ru.per.sec)
		switch ru.partial {
		case "started":
			return q.rounded(upward)
		case "completed":
			return q.rounded(downward)
		case "nearest":
			return q.rounded(halfUp)
		}
		return q
	}
	long := r.wall.length(b.piece.whole, ru.byWall)
	switch {
	case ru.partial == "prorate" && long > 0:
		return fraction(sec, long)
	case ru.partial == "completed" && b.piece.stretch != b.piece.whole:
		return ratio{}
	}
	return whole(1)
}

// inOrder compares entries by order, then by time.
func inOrder(a, b *entry) int {
	if c := cmp.Compare(a.order, b.order); c != 0 {
		return c
	}
	return byStart(a.span, b.span)
}

// sortEntries sorts; those alike stay as they are.
func sortEntries(entries []*entry, compare func(a, b *entry) int) {
	if slices.IsSortedFunc(entries, compare) {
		return
	}
	for i, e := range entries {
		e.place = i
	}
	slices.SortFunc(entries, func(a, b *entry) int { return cmp.Or(compare(a, b), cmp.Compare(a.place, b.place)) })
}
