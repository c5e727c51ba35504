package account

import (
	"fmt"
	"slices"
	"sort"
)

// Account is a ledger and its rules. It does not change; Add makes another one.
type Account struct {
	rules   Rules
	entries []Entry
	known   map[string]*Entry // by ID
	ordered []step
}

// Lot is time that was earned on one day, and what is left of it.
type Lot struct {
	// ID is that of the entry that earned it.
	ID string
	// Earned is the day on which it was earned, Last the last day on which it can be
	// used; the zero Date is none.
	Earned, Last Date
	// Seconds is how much was earned, Rest what is left.
	Seconds, Rest int64
}

// State is what an account holds at the end of a day.
type State struct {
	On Date
	// Earned, Taken, PaidOut, Expired and Corrected are all that was so up to that
	// day, in seconds. Taken has the bookings of days past; Corrected may be
	// negative.
	Earned, Taken, PaidOut, Expired, Corrected int64
	// Balance is Earned and Corrected without Taken, PaidOut and Expired. It is also
	// what Lots have left, or what is missing.
	Balance int64
	// Booked is what is booked for later days.
	Booked int64
	// Lots are those with something left, the oldest first.
	Lots []Lot
}

// Lapse is time that goes as a day ends.
type Lapse struct {
	// On is the last day on which it can be used.
	On Date
	// Seconds is how much of it will not have been used by bookings.
	Seconds int64
	// Paid says that it is paid out and not lost.
	Paid bool
}

// String is "6 h lapse on 14 Dec 2026".
func (l Lapse) String() string {
	what := "lapse"
	if l.Paid {
		what = "are paid out"
	}
	return fmt.Sprintf("%s %s on %s", Length(l.Seconds), what, l.On.utc().Format("2 Jan 2006"))
}

// maxEntries bounds a ledger: a person's life, many times over.
const maxEntries = 200_000

// New reads a ledger, in the order in which it was written. It takes what the
// ledger says as facts: it does not refuse that a balance was negative.
func New(rules Rules, entries []Entry) (*Account, error) {
	if err := rules.Check(); err != nil {
		return nil, err
	}
	if len(entries) > maxEntries {
		return nil, fmt.Errorf("%w: there are more than %d", ErrEntry, maxEntries)
	}
	a := &Account{rules: rules, entries: slices.Clone(entries), known: make(map[string]*Entry, len(entries))}
	settled := map[string]bool{}
	for i := range a.entries {
		e := &a.entries[i]
		if err := e.check(a.known, settled); err != nil {
			return nil, err
		}
		a.known[e.ID] = e
	}
	a.ordered = a.steps()
	return a, nil
}

// Entries is the ledger, in the order in which it was written.
func (a *Account) Entries() []Entry { return slices.Clone(a.entries) }

// Add is the account with more entries, all or none. It refuses those that would
// take the account below its overdraft on any day, to come or past, with a
// *ShortError; and those that use time on a day up to which expired time was
// written down, with ErrSettled.
func (a *Account) Add(entries ...Entry) (*Account, error) {
	next, err := New(a.rules, append(slices.Clone(a.entries), entries...))
	if err != nil {
		return nil, err
	}
	settled := a.settled()
	for i := range entries {
		if e := &entries[i]; !e.On.After(settled) && next.uses(e) {
			return nil, fmt.Errorf("add entry %q on %s: %w, which is %s: date it later", e.ID, e.On, ErrSettled, settled)
		}
	}
	if short := next.until(Date{}).worse(a.until(Date{})); short != nil {
		return nil, fmt.Errorf("add to the account: %w", short)
	}
	return next, nil
}

// uses says that an entry takes time that was not spoken for on its day.
func (a *Account) uses(e *Entry) bool {
	switch e.Kind {
	case Booked:
		return true
	case Taken:
		b := a.known[e.Of]
		return b == nil || b.On != e.On || b.Seconds < e.Seconds
	case PaidOut:
		return e.Of == ""
	case Correction:
		return e.Seconds < 0
	}
	return false
}

// settled is the last day of which expired time is in the ledger.
func (a *Account) settled() Date {
	var last Date
	for i := range a.entries {
		e := &a.entries[i]
		if (e.Kind == Expired || e.Kind == PaidOut && e.Of != "") && e.On.After(last) {
			last = e.On
		}
	}
	return last
}

// At is the state at the end of a day, after what the rules demand up to then,
// whether or not it is in the ledger.
func (a *Account) At(on Date) State {
	r := a.until(on)
	s := State{
		On: on, Earned: r.sums[Earned], Taken: r.sums[Taken] + r.sums[Booked], PaidOut: r.sums[PaidOut],
		Expired: r.sums[Expired], Corrected: r.sums[Correction], Balance: r.balance(),
	}
	for _, l := range r.lots {
		if l.Rest > 0 {
			s.Lots = append(s.Lots, l)
		}
	}
	for _, st := range a.ordered {
		if st.phase == phaseUse && st.entry.Kind == Booked && st.on.After(on) {
			s.Booked += st.entry.Seconds
		}
	}
	return s
}

// Due lists the entries that the rules demand up to the end of a day and that
// the ledger lacks. Adding them changes no State.
func (a *Account) Due(on Date) []Entry { return a.until(on).due }

// Lapsing lists what expires after a day, up to the end of another, by day, when
// nothing more is earned and what is booked is taken. Time above the cap is not
// among it.
func (a *Account) Lapsing(after, until Date) []Lapse {
	var out []Lapse
	for _, e := range a.until(until).due {
		if e.Note != "expired" || !e.On.After(after) {
			continue
		}
		if n := len(out); n > 0 && out[n-1].On == e.On {
			out[n-1].Seconds += e.Seconds
			continue
		}
		out = append(out, Lapse{e.On, e.Seconds, e.Kind == PaidOut})
	}
	return out
}

// Free is the most that can be booked or taken on a day, in seconds, without
// going below the overdraft then or later.
func (a *Account) Free(on Date) int64 {
	if !on.real() || !on.After(a.settled()) {
		return 0
	}
	most := a.rules.Overdraft
	for i := range a.entries {
		if e := &a.entries[i]; e.credits() {
			most = min(most+e.Seconds, maxSeconds)
		}
	}
	trial := Entry{Kind: Taken, On: on}
	extra := step{on: on, phase: phaseUse, seq: len(a.entries), entry: &trial}
	at, _ := slices.BinarySearchFunc(a.ordered, extra, step.compare)
	with := &Account{rules: a.rules, known: a.known, ordered: slices.Insert(slices.Clone(a.ordered), at, extra)}
	before := a.until(Date{})
	return int64(sort.Search(int(most), func(n int) bool {
		trial.Seconds = int64(n) + 1
		return with.until(Date{}).worse(before) != nil
	}))
}
