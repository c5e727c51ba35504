package account

import (
	"cmp"
	"slices"
	"strconv"
)

// step is something that happens on a day: an entry, or the end of the day.
type step struct {
	on    Date
	phase int
	seq   int
	entry *Entry
	last  Date // of a credit
}

func (s step) compare(o step) int {
	return cmp.Or(s.on.Compare(o.on), cmp.Compare(s.phase, o.phase), cmp.Compare(s.seq, o.seq))
}

// The order of a day.
const (
	phaseCredit = iota
	phaseUse
	phaseSettle
	phaseEnd
)

// replay walks through the ledger, day by day.
type replay struct {
	rules   Rules
	lots    []Lot
	index   map[string]int // of lots, by ID
	spent   int            // lots before this one are empty
	deficit int64
	sums    map[Kind]int64
	due     []Entry
	known   map[string]*Entry
	made    map[string]bool // IDs of what is due
	shorts  map[Date]int64  // what is missing, on days that went below the overdraft
}

// steps puts the ledger in the order of days.
func (a *Account) steps() []step {
	taken := map[string]bool{}
	for i := range a.entries {
		if e := &a.entries[i]; e.Kind == Taken || e.Kind == Released {
			taken[e.Of] = true
		}
	}
	var out []step
	for i := range a.entries {
		e := &a.entries[i]
		switch {
		case e.credits():
			last := a.rules.last(e)
			out = append(out, step{e.On, phaseCredit, i, e, last})
			if a.rules.Cap > 0 {
				out = append(out, step{on: e.On, phase: phaseEnd})
			}
			if !last.IsZero() {
				out = append(out, step{on: last, phase: phaseEnd})
			}
		case e.Kind == Released, e.Kind == Booked && taken[e.ID]:
		case e.Kind == Expired, e.Kind == PaidOut && e.Of != "":
			out = append(out, step{on: e.On, phase: phaseSettle, seq: i, entry: e})
		default:
			out = append(out, step{on: e.On, phase: phaseUse, seq: i, entry: e})
		}
	}
	slices.SortFunc(out, step.compare)
	// One end of a day is enough.
	return slices.CompactFunc(out, func(a, b step) bool { return a.phase == phaseEnd && b.phase == phaseEnd && a.on == b.on })
}

// last is the last day of a credit, zero when it has none.
func (r Rules) last(e *Entry) Date {
	if !e.Until.IsZero() {
		return e.Until
	}
	d, _ := r.Expiry.Last(e.On)
	return d
}

// until replays the ledger up to the end of a day, or with a zero Date to its
// own end.
func (a *Account) until(day Date) *replay {
	r := &replay{
		rules: a.rules, known: a.known,
		index: map[string]int{}, sums: map[Kind]int64{}, made: map[string]bool{}, shorts: map[Date]int64{},
	}
	for _, s := range a.ordered {
		if !day.IsZero() && s.on.After(day) {
			break
		}
		switch s.phase {
		case phaseCredit:
			r.credit(s.entry, s.last)
		case phaseUse:
			r.use(s.entry)
		case phaseSettle:
			r.settle(s.entry)
		case phaseEnd:
			r.end(s.on)
		}
	}
	return r
}

func (r *replay) credit(e *Entry, last Date) {
	r.sums[e.Kind] += e.Seconds
	fills := min(r.deficit, e.Seconds)
	r.deficit -= fills
	r.index[e.ID] = len(r.lots)
	r.lots = append(r.lots, Lot{ID: e.ID, Earned: e.On, Last: last, Seconds: e.Seconds, Rest: e.Seconds - fills})
}

func (r *replay) use(e *Entry) {
	r.sums[e.Kind] += e.Seconds
	n := e.Seconds
	if n < 0 {
		n = -n // a Correction
	}
	r.take(e.On, n)
}

// skip passes over the lots that are used up.
func (r *replay) skip() {
	for r.spent < len(r.lots) && r.lots[r.spent].Rest == 0 {
		r.spent++
	}
}

// take uses time on a day, of the oldest lots first.
func (r *replay) take(on Date, n int64) {
	r.skip()
	for i := r.spent; i < len(r.lots) && n > 0; i++ {
		l := &r.lots[i]
		if !l.Last.IsZero() && on.After(l.Last) {
			continue
		}
		part := min(n, l.Rest)
		l.Rest -= part
		n -= part
	}
	r.deficit += n
	if n > 0 && r.deficit > r.rules.Overdraft {
		r.shorts[on] = r.deficit - r.rules.Overdraft
	}
}

// settle writes off what an entry says of its lot. What the lot does not have,
// because something was dated back, is taken of the others, and so never lost.
func (r *replay) settle(e *Entry) {
	r.sums[e.Kind] += e.Seconds
	n := e.Seconds
	if i, ok := r.index[e.Of]; ok {
		part := min(n, r.lots[i].Rest)
		r.lots[i].Rest -= part
		n -= part
	}
	if n > 0 {
		r.take(e.On, n)
	}
}

// end closes a day: what is above the cap goes, the newest first, and then what
// could be used for the last time.
func (r *replay) end(on Date) {
	r.skip()
	for i := r.spent; i < len(r.lots); i++ {
		if l := &r.lots[i]; l.Last == on && l.Rest > 0 {
			r.writeOff(l, on, l.Rest, r.rules.ExpiredPaid, "expired")
		}
	}
	if r.rules.Cap == 0 {
		return
	}
	over := -r.rules.Cap
	for i := r.spent; i < len(r.lots); i++ {
		over += r.lots[i].Rest
	}
	for i := len(r.lots) - 1; i >= r.spent && over > 0; i-- {
		part := min(over, r.lots[i].Rest)
		over -= part
		if part > 0 {
			r.writeOff(&r.lots[i], on, part, r.rules.OverPaid, "above the cap")
		}
	}
}

func (r *replay) writeOff(l *Lot, on Date, n int64, paid bool, why string) {
	kind := Expired
	if paid {
		kind = PaidOut
	}
	l.Rest -= n
	r.sums[kind] += n
	id := l.ID + "/" + why
	for i := 2; r.known[id] != nil || r.made[id]; i++ {
		id = l.ID + "/" + why + "-" + strconv.Itoa(i)
	}
	r.made[id] = true
	r.due = append(r.due, Entry{ID: id, Kind: kind, On: on, Seconds: n, Of: l.ID, Note: why})
}

// worse is the first day on which more is missing than before; nil when none is.
func (r *replay) worse(before *replay) *ShortError {
	var first *ShortError
	for on, missing := range r.shorts {
		if missing > before.shorts[on] && (first == nil || first.On.After(on)) {
			first = &ShortError{on, missing}
		}
	}
	return first
}

func (r *replay) balance() int64 {
	n := -r.deficit
	for i := r.spent; i < len(r.lots); i++ {
		n += r.lots[i].Rest
	}
	return n
}
