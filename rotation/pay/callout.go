package pay

import (
	"fmt"
	"math/big"
	"slices"
)

// callOuts applies a rule to the call-outs, or to their journeys.
func (r *run) callOuts(ru *rule) error {
	items := slices.Clone(r.calls)
	if ru.onStandby != "any" {
		items = slices.DeleteFunc(items, func(it item) bool { return inside(r.onCall, it.from) != (ru.onStandby == "only") })
	}
	duties := r.duties(ru, items)
	if ru.insteadOf == "" {
		var err error
		if duties, err = r.merged(ru, duties); err != nil {
			return err
		}
	}
	duties = r.counted(ru, duties)
	var blocks []block
	for _, d := range duties {
		found, err := r.blocksOf(ru, d)
		if err != nil {
			return err
		}
		blocks = append(blocks, found...)
	}
	if ru.from == forTravel {
		for i := range blocks {
			blocks[i].journey()
		}
	}
	return r.settleBlocks(ru, blocks)
}

// journey leaves of a call-out the time of its journeys.
func (b *block) journey() {
	for i := range b.segs {
		b.segs[i].sec = 0
	}
	b.pad(b.travel())
	b.worked = b.seconds()
}

func (b *block) travel() (sum int64) {
	for _, it := range b.items {
		sum += it.travel
	}
	return sum
}

// merged makes one call-out of those that the rule takes for one.
func (r *run) merged(ru *rule, duties []duty) ([]duty, error) {
	if ru.merge.from == "" {
		return duties, nil
	}
	var out []duty
	var until int64
	for _, d := range duties {
		n := len(out) - 1
		if n >= 0 && d.from <= until {
			if ru.merge.as != "first" {
				out[n].to = max(out[n].to, d.to)
				out[n].items = append(slices.Clone(out[n].items), d.items...)
			}
			if ru.merge.from == "end" {
				until = out[n].to + ru.merge.gap
			}
			continue
		}
		var err error
		if until, err = r.mergeUntil(ru, d); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// mergeUntil is the last instant at which another call-out still belongs to d.
func (r *run) mergeUntil(ru *rule, d duty) (int64, error) {
	switch ru.merge.from {
	case "start":
		return d.from + ru.merge.gap, nil
	case "end":
		return d.to + ru.merge.gap, nil
	}
	least, err := r.least(ru, &block{piece: piece{d.stretch, d.stretch}, duty: d.stretch, items: d.items})
	return max(d.to, d.from+least-1), err
}

// counted keeps the first call-out of each day, duty, ..., or the ones after it.
func (r *run) counted(ru *rule, duties []duty) []duty {
	if ru.nth == "" {
		return duties
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(duties), func(d duty) bool {
		key := r.scope(ru.nthPer.kind, ru.nthPer, d.stretch, d.from)
		later := seen[key]
		seen[key] = true
		return later != (ru.nth == "next")
	})
}

// adjust turns the time worked into the time paid: journeys are added, what is
// included is taken off, then come bonus, minimum and rounding.
func (r *run) adjust(ru *rule, b *block) error {
	r.addTravel(ru, b)
	included, err := r.hours(ru.included)
	if err != nil {
		return err
	}
	if off := min(included, max(0, b.seconds())); off > 0 {
		b.takeOff(off)
		b.note("less " + elapsed(off) + " that are included")
	}
	for i := range ru.bonuses {
		bo := &ru.bonuses[i]
		ok, err := r.blockMatches(&bo.match, b)
		if err != nil {
			return err
		}
		if ok && bo.match.fits(b.worked) {
			b.pad(bo.add)
			b.note("and " + elapsed(bo.add) + " of bonus")
		}
	}
	if err := r.atLeast(ru, b); err != nil {
		return err
	}
	if ru.round.step > 0 && ru.roundSum == "each" {
		b.roundTo(ru.round)
	}
	return nil
}

func (b *block) roundTo(t timeRound) {
	have := b.seconds()
	want := t.of(new(big.Rat).SetInt64(have)).Num().Int64()
	if want != have {
		b.resize(want - have)
		b.note(fmt.Sprintf("rounded %s to %s", t.mode.direction(), elapsed(want)))
	}
}

func (m roundMode) direction() string {
	if m == halfUp {
		return "to the nearest"
	}
	return string(m)
}

func (r *run) addTravel(ru *rule, b *block) {
	if ru.from != forCallOut {
		return
	}
	add := int64(0)
	switch ru.travel {
	case "include":
		add = b.travel()
	case "flat":
		add = ru.travelFlat
	}
	if add > 0 {
		b.pad(add)
		b.note("with " + elapsed(add) + " of travel")
	}
}

// least is the time that a block counts at least.
func (r *run) least(ru *rule, b *block) (int64, error) {
	for i := range ru.minimums {
		ok, err := r.blockMatches(&ru.minimums[i].match, b)
		if err != nil {
			return 0, err
		}
		if ok && ru.minimums[i].match.fits(b.worked) {
			return r.hours(ru.minimums[i].time)
		}
	}
	return r.hours(ru.minimum)
}

// atLeast brings a block to its minimum. That of time on call is measured with
// the call-outs in it, so that what is paid as work is paid once.
func (r *run) atLeast(ru *rule, b *block) error {
	least, err := r.least(ru, b)
	if err != nil || least == 0 {
		return err
	}
	have := b.seconds()
	if ru.from == forStandby {
		have = r.wall.length(b.piece.stretch, ru.byWall)
	}
	if have >= least || !r.minimumApplies(ru, b, r.onceOf(ru)) {
		return nil
	}
	if ru.padClock {
		end := b.piece.to
		if err := r.sort(ru, b, stretch{end, end + least - have}, least); err != nil {
			return err
		}
	} else {
		b.pad(least - have)
	}
	b.note("counted as the minimum of " + elapsed(least))
	return nil
}

func (r *run) onceOf(ru *rule) map[string]bool {
	if r.once == nil {
		r.once = map[*rule]map[string]bool{}
	}
	if r.once[ru] == nil {
		r.once[ru] = map[string]bool{}
	}
	return r.once[ru]
}

// minimumApplies reports whether a block may count as the minimum, and remembers
// it where that happens once a duty, day, ...
func (r *run) minimumApplies(ru *rule, b *block, once map[string]bool) bool {
	if ru.minSuppress && inside(r.onCall, b.piece.from) {
		return false
	}
	if ru.minOnce.kind == "none" {
		return true
	}
	key := r.scope(ru.minOnce.kind, ru.minOnce, b.duty, b.piece.from)
	seen := once[key]
	once[key] = true
	return !seen
}

// blockMatches reports whether conditions hold for a block, at its start.
func (r *run) blockMatches(m *match, b *block) (bool, error) {
	if !slices.ContainsFunc(b.items, func(it *item) bool { return m.item(it, r.factOf(it)) }) {
		return false, nil
	}
	return r.holdsAt(m, "start", b.piece)
}

// roundSums rounds the time of all call-outs of a duty, day, ... together.
func (r *run) roundSums(ru *rule, blocks []block) error {
	if ru.round.step == 0 || ru.roundSum == "each" {
		return nil
	}
	sums, last := map[string]int64{}, map[string][]int{}
	var order []string
	for i := range blocks {
		b := &blocks[i]
		key := r.scope(ru.roundSum, cutting{kind: ru.roundSum}, b.duty, b.piece.from)
		if ru.from == forStandby && ru.roundSum == "duty" {
			key = fmt.Sprint(b.duty.from)
		}
		if last[key] == nil {
			order = append(order, key)
		}
		sums[key] += b.seconds()
		last[key] = append(last[key], i)
	}
	for _, key := range order {
		diff := ru.round.of(new(big.Rat).SetInt64(sums[key])).Num().Int64() - sums[key]
		members := last[key]
		for n := len(members) - 1; n >= 0 && diff != 0; n-- {
			b := &blocks[members[n]]
			part := max(diff, -b.seconds())
			b.resize(part)
			b.note(fmt.Sprintf("the sum of the %s, %s, rounded %s", ru.roundSum, elapsed(sums[key]), ru.round.mode.direction()))
			diff -= part
		}
		r.uniteBlocks(blocks, members)
	}
	return nil
}

// uniteBlocks makes one block of those whose time is rounded together, so that
// it is one line.
func (r *run) uniteBlocks(blocks []block, members []int) {
	into := &blocks[members[0]]
	for _, i := range members[1:] {
		b := &blocks[i]
		into.segs, into.items, into.trace = append(into.segs, b.segs...), append(into.items, b.items...), append(into.trace, b.trace...)
		into.worked += b.worked
		b.segs = nil
	}
}

// pad adds time to the end of a block.
func (b *block) pad(sec int64) {
	if n := len(b.segs); n > 0 {
		b.segs[n-1].sec += sec
	}
}

// takeOff takes time off the beginning of a block.
func (b *block) takeOff(sec int64) {
	for i := range b.segs {
		off := min(sec, max(0, b.segs[i].sec))
		b.segs[i].sec -= off
		sec -= off
	}
}

// resize adds time to the end, or takes it off there.
func (b *block) resize(by int64) {
	if by > 0 {
		b.pad(by)
		return
	}
	for i := len(b.segs) - 1; i >= 0 && by < 0; i-- {
		off := min(-by, max(0, b.segs[i].sec))
		b.segs[i].sec -= off
		by += off
	}
}

func (b *block) note(text string) { b.trace = append(b.trace, text) }

// figure applies a rule to a quantity that somebody reported.
func (r *run) figure(ru *rule) error {
	none := &item{facts: nil}
	if !ru.match.item(none, r.fact) || r.fact(ru.figure) == "" {
		return nil
	}
	q, ok := factNumber(r.fact(ru.figure))
	if !ok {
		return fmt.Errorf("%w: %s, a number", ErrFact, ru.figure)
	}
	included, err := r.hours(ru.included)
	if err != nil {
		return err
	}
	if q.Sub(q, big.NewRat(included, hour)); q.Sign() <= 0 {
		return nil
	}
	b := &block{items: []*item{none}, segs: []seg{{item: none}}}
	for i := range ru.rows {
		if w := &ru.rows[i]; w.match.item(none, r.fact) && !w.skip {
			b.segs[0].rows = append(b.segs[0].rows, w)
		}
	}
	if len(b.segs[0].rows) == 0 {
		return nil
	}
	g := r.groups(ru, b)[0]
	e := &entry{kind: KindFigure, rule: ru, key: ru.key, what: ru.what, at: r.period.from, unit: ru.per.name, units: q, item: none,
		row: rowNames(g.rows), parts: 1, reports: g.rows[0].reports, evidence: []string{"reported " + ru.figure}}
	if ru.per.sec > 0 {
		sec := ru.round.of(new(big.Rat).Mul(q, big.NewRat(ru.per.sec, 1)))
		e.units = sec.Quo(sec, big.NewRat(ru.per.sec, 1))
		e.sec = rounded(new(big.Rat).Mul(e.units, big.NewRat(ru.per.sec, 1)), 0, halfUp).IntPart()
	}
	if err := r.worth(ru, e, g.rows); err != nil {
		return err
	}
	r.entries = append(r.entries, e)
	return nil
}
