package ledger

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/account"
)

// Statement is a month in the ledger: all that it comes to, line by line.
type Statement struct {
	Month  Month
	Period rotation.Interval
	Person rotation.Person
	// Policy is the name of the policy, Version its version.
	Policy, Version string
	Zone            *time.Location
	Currency        string
	Place           int32
	// Lines are what the policy pays, then corrections of closed months,
	// adjustments, and what left the account.
	Lines []Line
	// Cash and TimeInLieu are the sums of Lines. TimeInLieu is in seconds, and
	// without days off: those are in Balance.
	Cash       decimal.Decimal
	TimeInLieu int64
	Balance    Balance
	// Entries are those that the month adds to the account, in the order in which
	// they are to be read. An ID with a slash in it is the ledger's own; the others
	// are the person's.
	Entries []account.Entry
	// Lapsing is what will go within two years, where nothing more is earned.
	Lapsing []account.Lapse
	// Units, Violations, Warnings, StandbySeconds and CallOutSeconds are as in
	// pay.Statement.
	Units                          map[string]decimal.Decimal
	Violations, Warnings           []pay.Violation
	StandbySeconds, CallOutSeconds int64
	// Notes are what the reader must know besides.
	Notes []string
	// Over says that the whole month had passed when this was made.
	Over bool

	work   Work
	keeper *account.Account
}

// Account is the account as of this month, with what is booked for later, for
// asking what is free, and what will lapse. It is nil for a closed month.
func (s *Statement) Account() *account.Account { return s.keeper }

// Pay is the statement as those take it that make documents of it. OpeningTime has
// the days off that were taken, so that the balance is the account's.
func (s *Statement) Pay() pay.Statement {
	out := pay.Statement{
		Policy: s.Policy, Version: s.Version, Person: s.Person, Period: s.Period, Zone: s.Zone, Currency: s.Currency, Place: s.Place,
		Lines: make([]pay.Line, len(s.Lines)), Cash: s.Cash, TimeInLieu: s.Balance.Closing, OpeningTime: s.Balance.Closing - s.TimeInLieu,
		Units: s.Units, Violations: s.Violations, Warnings: s.Warnings,
		StandbySeconds: s.StandbySeconds, CallOutSeconds: s.CallOutSeconds, Notes: s.Notes,
	}
	for i := range s.Lines {
		out.Lines[i] = s.Lines[i].Line
	}
	for _, l := range s.Lapsing {
		out.Expiring = append(out.Expiring, pay.Credit{At: noon(l.On, s.Zone), Seconds: l.Seconds})
	}
	return out
}

// Book is what is kept of a ledger, besides the log of hours.
type Book struct {
	// Closed are the closed months, in order.
	Closed []Closing
	// Adjustments are all that were ever entered, in that order.
	Adjustments []Adjustment
	// Entries are those that the person made in the account: Booked, Taken, Released,
	// and PaidOut without Of, in the order in which they were made. All else in the
	// account comes of statements.
	Entries []account.Entry
}

// ErrEntry is wrapped by the errors about an entry that a person cannot make.
var ErrEntry = errors.New("the entry cannot be made")

// Check says what is wrong with the book: closed months that do not follow one
// another, adjustments or entries that are none. The errors wrap ErrMonth,
// ErrAltered, ErrAdjustment or ErrEntry.
func (b Book) Check() error {
	if err := checkChain(b.Closed); err != nil {
		return err
	}
	if err := CheckAdjustments(b.Adjustments); err != nil {
		return err
	}
	for _, e := range b.Entries {
		own := e.Kind == account.Booked || e.Kind == account.Taken || e.Kind == account.Released || e.Kind == account.PaidOut && e.Of == ""
		if !own || badText(e.ID) || badText(e.Note) || slices.Contains([]byte(e.ID), '/') || !e.Until.IsZero() {
			return fmt.Errorf("%w: %.60q is no booking, day off, release or payout, or has a slash in its ID", ErrEntry, e.ID)
		}
	}
	if _, err := account.New(account.Rules{}, b.Entries); err != nil {
		return fmt.Errorf("%w: %w", ErrEntry, err)
	}
	return nil
}

// Open are the statements of months that are not closed, as they stand now: the
// first one is that of Turn, and each follows the one before. Corrections are
// those of the closed months; they go into the first one.
//
// An adjustment or a day off counts in the month of its day, or in the first one
// where that is closed; one that is still to come does not count yet. Errors wrap
// ErrMonth where months do not follow one another, or are those of Check.
func (b Book) Open(months []Computed, corrections []Line, now time.Time) ([]Statement, error) {
	if err := b.Check(); err != nil {
		return nil, err
	}
	o := opening{book: b, now: now, adjusted: map[string]bool{}, used: map[string]int64{}}
	for i := range b.Closed {
		o.seal(&b.Closed[i].Statement)
	}
	var out []Statement
	for i := range months {
		m := &months[i]
		if o.last != nil && (m.Month != o.last.Month.Next() || !m.Period.Start.Equal(o.last.Period.End)) || m.Period.Empty() || m.Policy == nil {
			return nil, fmt.Errorf("%w %s: it has to follow %s without a gap", ErrMonth, m.Month, o.lastName())
		}
		s, err := o.month(m, corrections)
		if err != nil {
			return nil, fmt.Errorf("the statement of %s: %w", m.Month, err)
		}
		out = append(out, s)
		o.seal(&s)
		corrections = nil
	}
	return out, nil
}

// opening goes from month to month.
type opening struct {
	book     Book
	now      time.Time
	last     *Statement
	adjusted map[string]bool  // adjustments that are in a statement
	used     map[string]int64 // what is in one of the usages, by ID
}

func (o *opening) lastName() string {
	if o.last == nil {
		return "nothing"
	}
	return o.last.Month.String()
}

// seal takes a statement for written.
func (o *opening) seal(s *Statement) {
	o.last = s
	for i := range s.Lines {
		if l := &s.Lines[i]; l.Kind == pay.KindAdjustment {
			o.adjusted[l.Entry] = true
		}
	}
	settled(o.used, s.Entries)
}

// month makes the statement of one.
func (o *opening) month(m *Computed, corrections []Line) (Statement, error) {
	st := &m.Statement
	s := Statement{
		Month: m.Month, Period: m.Period, Person: st.Person, Policy: st.Policy, Version: st.Version, Zone: st.Zone,
		Currency: st.Currency, Place: st.Place, Lines: slices.Clone(m.Lines), Units: st.Units,
		Violations: st.Violations, Warnings: st.Warnings, StandbySeconds: st.StandbySeconds, CallOutSeconds: st.CallOutSeconds,
		Notes: slices.Clone(st.Notes), Over: !o.now.Before(m.Period.End), work: m.Work,
	}
	d := o.days(&s)
	s.correct(corrections)
	o.adjust(&s, d)
	if err := o.keep(&s, d); err != nil {
		return Statement{}, err
	}
	sum := Sum(s.Lines)
	s.Cash, s.TimeInLieu = sum.Amount, sum.TimeInLieu
	return s, nil
}

// span are the days of a month: upTo is the last one that counts, settle the last
// one that is over, which may be before the first.
type span struct{ first, last, upTo, settle account.Date }

func (o *opening) days(s *Statement) span {
	first, last := days(s.Period, s.Zone)
	if s.Over {
		return span{first, last, last, last}
	}
	today := within(account.DateOf(o.now, s.Zone), first, last)
	return span{first, last, today, dayBefore(today)}
}

// correct adds the corrections that can be paid under the statement's policy.
func (s *Statement) correct(corrections []Line) {
	for i := range corrections {
		l := corrections[i]
		if l.currency != "" && l.currency != s.Currency && !l.Amount.IsZero() {
			s.Notes = append(s.Notes, fmt.Sprintf("%s cannot be made good here, where amounts are in %s; settle it by hand: %s (%s).",
				l.What, s.Currency, l.Explanation, l.currency))
			continue
		}
		s.Lines = append(s.Lines, l)
	}
}

// adjust adds the adjustments that are due.
func (o *opening) adjust(s *Statement, d span) {
	for _, a := range o.book.Adjustments {
		switch {
		case o.adjusted[a.ID] || a.On.After(d.last):
			continue
		case a.On.After(d.upTo):
			s.Notes = append(s.Notes, fmt.Sprintf("The adjustment of %s is still to come: %s.", a.On, a.What))
			continue
		case !a.Amount.IsZero() && a.Currency != s.Currency:
			s.Notes = append(s.Notes, fmt.Sprintf("The adjustment of %s is in %s, and cannot be paid here: %s.", a.On, a.Currency, a.What))
			continue
		}
		l := Line{
			Line: pay.Line{Kind: pay.KindAdjustment, What: a.What, Amount: a.Amount, TimeInLieu: a.Seconds, Rule: "adjustment",
				Explanation: fmt.Sprintf("entered on %s by %s for %s", dayText(a.At, s.Zone), a.By, a.On), Evidence: []string{"adjustment " + a.ID}},
			Entry: a.ID, on: a.On,
		}
		if a.TakesBack != "" {
			l.Explanation += ", takes back adjustment " + a.TakesBack
		}
		if d.first.After(a.On) {
			l.Of = Month{a.On.Year, a.On.Month}
		}
		s.Lines = append(s.Lines, l)
	}
}
