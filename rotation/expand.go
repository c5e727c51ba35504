package rotation

import (
	"cmp"
	"slices"
)

// work is the scratch space of one question. What its methods add to a slice
// is in order of start; two slots in it overlap only where people hold a role
// together.
type work struct {
	open   []span // windows of a layer
	upper  []Slot // what the levels so far say
	both   []Slot // the same with one more
	level  []Slot // what one level says
	other  []Slot // what a layer beside others says
	taken  []span
	plain  []Slot // what a layer says before its edits
	before []Slot // what a role says before its edits
	carry  []Slot
	piece  []Slot
	active []span
	held   []span
	last   []int32
	slot   []Slot // for a question whose answer is not slots
}

func byStart(a, b Slot) int { return cmp.Compare(a.Start, b.Start) }

// turns adds the turns of a version in [from, to), cut to its windows.
func (w *work) turns(dst []Slot, v *versionPlan, from, to int64) []Slot {
	from, to = max(from, v.in.start), min(to, v.in.end)
	if from >= to {
		return dst
	}
	if len(v.week) == 0 {
		t := v.cycle.turnAt(from)
		return t.appendTurns(dst, from, to)
	}
	w.open = appendOpen(w.open[:0], v.week, v.cycle.zone, from, to)
	if len(w.open) == 0 {
		return dst
	}
	t := v.cycle.turnAt(w.open[0].start)
	for _, o := range w.open {
		if o.start >= t.next {
			t.reach(o.start)
		}
		if o.end <= t.next && t.solo != nil {
			dst = append(dst, Slot{o.start, o.end, t.solo[t.group]})
			continue
		}
		dst = t.appendTurns(dst, o.start, o.end)
	}
	return dst
}

// layer adds what a layer says in [from, to) with its own edits.
func (w *work) layer(dst []Slot, l *layerPlan, from, to int64) []Slot {
	if len(l.bouts.list) == 0 {
		return w.ownTurns(dst, l, from, to)
	}
	w.plain = w.ownTurns(w.plain[:0], l, from, to)
	return w.amend(dst, w.plain, &l.bouts, l.role, from, to)
}

func (w *work) ownTurns(dst []Slot, l *layerPlan, from, to int64) []Slot {
	for i := range l.versions {
		dst = w.turns(dst, &l.versions[i], from, to)
	}
	return dst
}

// levelOf adds what the layers beside one another say together.
func (w *work) levelOf(dst []Slot, p *Plan, layers []int16, from, to int64) []Slot {
	base := len(dst)
	dst = w.layer(dst, &p.layers[layers[0]], from, to)
	for _, i := range layers[1:] {
		w.other = w.layer(w.other[:0], &p.layers[i], from, to)
		if len(w.other) > 0 {
			dst = mergeInto(dst, base, w.other)
		}
	}
	return dst
}

// mergeInto merges more into dst[base:].
func mergeInto(dst []Slot, base int, more []Slot) []Slot {
	i, j := len(dst)-1, len(more)-1
	dst = append(dst, more...)
	for k := len(dst) - 1; j >= 0; k-- {
		if i >= base && dst[i].Start > more[j].Start {
			dst[k] = dst[i]
			i--
		} else {
			dst[k] = more[j]
			j--
		}
	}
	return dst
}

// layers adds what the layers of a role say, stacked, before the edits of the
// role.
func (w *work) layers(dst []Slot, p *Plan, r *rolePlan, from, to int64) []Slot {
	bottom := len(r.levels) - 1
	if bottom == 0 {
		return w.levelOf(dst, p, r.levels[0], from, to)
	}
	w.upper = w.levelOf(w.upper[:0], p, r.levels[0], from, to)
	for _, level := range r.levels[1:bottom] {
		w.level = w.levelOf(w.level[:0], p, level, from, to)
		w.both = w.overlay(w.both[:0], w.upper, w.level)
		w.upper, w.both = w.both, w.upper
	}
	w.level = w.levelOf(w.level[:0], p, r.levels[bottom], from, to)
	return w.overlay(dst, w.upper, w.level)
}

// overlay adds upper, and what of lower it leaves free.
func (w *work) overlay(dst, upper, lower []Slot) []Slot {
	base, n, next := len(dst), len(dst), 0
	dst = slices.Grow(dst, 2*len(upper)+len(lower)) // each of upper may cut one in two
	out := dst[:cap(dst)]
	covered, end := -forever, -forever
	for i := range lower {
		s := lower[i]
		if s.Start < end {
			return w.overlayGroups(dst[:base], upper, lower)
		}
		end = s.End
		for next < len(upper) && upper[next].Start <= s.Start {
			covered = max(covered, upper[next].End)
			out[n] = upper[next]
			n, next = n+1, next+1
		}
		for start := max(s.Start, covered); start < end; start = max(start, covered) {
			if next == len(upper) || upper[next].Start >= end {
				out[n] = Slot{start, end, s.holder}
				n++
				break
			}
			if until := upper[next].Start; start < until {
				out[n] = Slot{start, until, s.holder}
				n++
			}
			covered = max(covered, upper[next].End)
			out[n] = upper[next]
			n, next = n+1, next+1
		}
	}
	n += copy(out[n:], upper[next:])
	return out[:n]
}

// overlayGroups is overlay for a lower level whose people hold it together.
func (w *work) overlayGroups(dst, upper, lower []Slot) []Slot {
	w.taken = w.taken[:0]
	for _, s := range upper {
		w.taken = append(w.taken, span{s.Start, s.End})
	}
	w.taken = mergeSpans(w.taken)
	base, first := len(dst), 0
	for _, s := range lower {
		for first < len(w.taken) && w.taken[first].end <= s.Start {
			first++
		}
		for _, free := range w.outside(span{s.Start, s.End}, w.taken[first:]) {
			s.Start, s.End = free.start, free.end
			dst = append(dst, s)
		}
	}
	if !slices.IsSortedFunc(dst[base:], byStart) {
		slices.SortStableFunc(dst[base:], byStart)
	}
	return mergeInto(dst, base, upper)
}

// outside is what of s lies outside of taken, which is in order and apart. It
// is good until the next call.
func (w *work) outside(s span, taken []span) []span {
	w.held = appendOutside(w.held[:0], s, taken)
	return w.held
}

// appendOutside adds what of s lies outside of taken, which is in order and
// apart.
func appendOutside(dst []span, s span, taken []span) []span {
	for _, t := range taken {
		if t.start >= s.end {
			break
		}
		if s.start < t.start {
			dst = append(dst, span{s.start, t.start})
		}
		s.start = max(s.start, t.end)
	}
	if !s.empty() {
		dst = append(dst, s)
	}
	return dst
}

// slots adds who holds a role in [from, to); spans of one person that touch or
// overlap are joined.
func (w *work) slots(dst []Slot, p *Plan, r *rolePlan, from, to int64) []Slot {
	base := len(dst)
	if r.solo && len(r.bouts.list) > 0 {
		return w.swept(dst, p, r, from, to)
	}
	if len(r.bouts.list) == 0 {
		dst = w.layers(dst, p, r, from, to)
	} else {
		w.before = w.layers(w.before[:0], p, r, from, to)
		dst = w.amend(dst, w.before, &r.bouts, r.number, from, to)
	}
	if r.plain {
		return dst
	}
	return w.join(dst, base, len(p.people))
}

// join joins the slots of dst[base:] that are one shift.
func (w *work) join(dst []Slot, base, people int) []Slot {
	n := base
	for i := base; i < len(dst); i++ {
		if n > base {
			last := &dst[n-1]
			if dst[i].Start < last.End {
				return w.joinGroups(append(dst[:n], dst[i:]...), base, people)
			}
			if dst[i].Start == last.End && dst[i].holder.who() == last.holder.who() {
				last.End = dst[i].End
				continue
			}
		}
		if n != i {
			dst[n] = dst[i]
		}
		dst[n].holder = dst[n].holder.plain()
		n++
	}
	return dst[:n]
}

// joinGroups is join for slots of people who hold the role together; those that
// begin at once come in order of people.
func (w *work) joinGroups(dst []Slot, base, people int) []Slot {
	byPerson := func(a, b Slot) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.holder.who(), b.holder.who()))
	}
	if !slices.IsSortedFunc(dst[base:], byPerson) {
		slices.SortFunc(dst[base:], byPerson)
	}
	// last is where the last slot of each person is, counted from 1.
	w.last = slices.Grow(w.last[:0], people)[:people]
	clear(w.last)
	n := base
	for _, s := range dst[base:] {
		if l := base + int(w.last[s.holder.who()]) - 1; l >= base && s.Start <= dst[l].End {
			dst[l].End = max(dst[l].End, s.End)
			continue
		}
		s.holder = s.holder.plain()
		dst[n] = s
		n++
		w.last[s.holder.who()] = int32(n - base)
	}
	return dst[:n]
}
