package pay

import "slices"

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
		b.note(func(*teller) string { return "less " + elapsed(off) + " that are included" })
	}
	for i := range ru.bonuses {
		bo := &ru.bonuses[i]
		ok, err := r.blockMatches(&bo.match, b)
		if err != nil {
			return err
		}
		if ok && bo.match.fits(b.worked) {
			b.pad(bo.add)
			b.note(func(*teller) string { return "and " + elapsed(bo.add) + " of bonus" })
		}
	}
	rounds := ru.round.step > 0 && ru.roundSum == "each"
	if ru.minimumRate != nil && rounds {
		b.roundTo(ru.round)
	}
	if err := r.atLeast(ru, b); err != nil {
		return err
	}
	if ru.minimumRate == nil && rounds {
		b.roundTo(ru.round)
	}
	return nil
}

func (b *block) roundTo(t timeRound) {
	have := b.seconds()
	want := t.seconds(have)
	if want != have {
		b.resize(want - have)
		b.note(func(*teller) string { return "rounded " + t.mode.direction() + " to " + elapsed(want) })
	}
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
		b.note(func(*teller) string { return "with " + elapsed(add) + " of travel" })
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
	if have >= least || !r.minimumApplies(ru, b) {
		return nil
	}
	if ru.minimumRate != nil {
		b.topUp = least - have
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
	b.note(func(*teller) string { return "counted as the minimum of " + elapsed(least) })
	return nil
}

// minimumApplies reports whether a block may count as the minimum, and remembers
// it where that happens once a duty, day, ...
func (r *run) minimumApplies(ru *rule, b *block) bool {
	if ru.minSuppress && inside(r.onCall, b.piece.from) {
		return false
	}
	if ru.minOnce.kind == "none" {
		return true
	}
	key := r.scopeOf(ru.minOnce.kind, ru.minOnce, b.duty, b.piece.from)
	seen := r.once[key]
	r.once[key] = true
	return !seen
}

// blockMatches reports whether conditions hold for a block, at its start.
func (r *run) blockMatches(m *match, b *block) (bool, error) {
	if m.perItem() && !slices.ContainsFunc(b.items, func(it *item) bool { return r.concerns(m, it) }) {
		return false, nil
	}
	return r.holdsAt(m, "start", b.piece)
}

// roundSums rounds the time of all call-outs of a duty, day, ... together.
func (r *run) roundSums(ru *rule, blocks []block) error {
	if ru.round.step == 0 || ru.roundSum == "each" {
		return nil
	}
	sums, members := map[scope]int64{}, map[scope][]int{}
	var order []scope
	for i := range blocks {
		b := &blocks[i]
		key := r.scopeOf(ru.roundSum, cutting{kind: ru.roundSum}, b.duty, b.piece.from)
		if ru.from == forStandby && ru.roundSum == "duty" {
			key = scope{from: b.duty.from}
		}
		if members[key] == nil {
			order = append(order, key)
		}
		sums[key] += b.seconds()
		members[key] = append(members[key], i)
	}
	for _, key := range order {
		r.roundSum(ru, blocks, members[key], sums[key])
		r.uniteBlocks(blocks, members[key])
	}
	return nil
}

// roundSum rounds the sum of some blocks, at the end of the last.
func (r *run) roundSum(ru *rule, blocks []block, members []int, sum int64) {
	diff := ru.round.seconds(sum) - sum
	for n := len(members) - 1; n >= 0 && diff != 0; n-- {
		b := &blocks[members[n]]
		part := max(diff, -b.seconds())
		b.resize(part)
		b.note(func(*teller) string {
			return "the sum of the " + ru.roundSum + ", " + elapsed(sum) + ", rounded " + ru.round.mode.direction()
		})
		diff -= part
	}
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

func (b *block) note(n note) { b.trace = append(b.trace, n) }

// of is a length of time brought to a multiple of the step.
func (t timeRound) of(sec ratio) ratio {
	if t.step == 0 {
		return sec
	}
	return sec.over(whole(t.step)).rounded(t.mode).times(whole(t.step))
}

// seconds is a whole length brought to a multiple of the step.
func (t timeRound) seconds(sec int64) int64 {
	n, _ := t.of(whole(sec)).int64()
	return n
}
