package ledger

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"standby/rotation/pay"
	"standby/rotation/pay/account"
)

// keep runs the month through the account: what its lines add, what the person
// used, and what the rules demand.
func (o *opening) keep(s *Statement, d span) error {
	p := s.work.Policy
	before, entries, err := o.before(s, d)
	if err != nil {
		return err
	}
	s.Entries = s.lieuEntries(p, d.first, d.upTo)
	used, later := o.uses(s, d)
	s.Entries = append(s.Entries, used...)
	a, err := account.New(rules(p), append(append(entries, s.Entries...), later...))
	if err != nil {
		return fmt.Errorf("the account: %w", err)
	}
	s.keeper = a
	if !d.first.After(d.settle) {
		if err := s.settle(a.Due(d.settle), d); err != nil {
			return err
		}
	}
	if err := s.payOut(used); err != nil {
		return err
	}
	s.Balance = Balance{Opening: before.Closing, Closing: before.Closing}
	for _, e := range s.Entries {
		s.Balance.book(e)
	}
	for _, e := range later {
		if e.Kind != account.PaidOut {
			s.Balance.Booked += e.Seconds
		}
	}
	s.Lapsing = a.Lapsing(d.settle, account.DateOf(noon(d.upTo, time.UTC).AddDate(2, 0, 0), time.UTC))
	s.carry(a, d)
	return nil
}

// carry says what the month leaves to the next.
func (s *Statement) carry(a *account.Account, d span) {
	at := a.At(d.upTo)
	s.Balance.Lots, s.Balance.Debt = at.Lots, -at.Balance
	for _, l := range at.Lots {
		s.Balance.Debt += l.Rest
	}
}

// before is the balance that the month begins with, and the entries that stand
// for it.
func (o *opening) before(s *Statement, d span) (Balance, []account.Entry, error) {
	if o.last != nil {
		return o.last.Balance, o.last.Balance.carried(d.first), nil
	}
	w := &s.work
	c, ok, err := w.Policy.LieuOpening(w.Input)
	if err != nil || !ok || c.Seconds == 0 {
		return Balance{}, nil, err
	}
	b := Balance{Closing: c.Seconds}
	if c.Seconds < 0 {
		b.Debt = -c.Seconds
		return b, b.carried(d.first), nil
	}
	on := within(account.DateOf(c.At, s.Zone), account.Date{}, dayBefore(d.first))
	b.Lots = []account.Lot{{ID: "before/1", Earned: on, Last: lastDay(w.Policy, c.At, on, s.Zone), Seconds: c.Seconds, Rest: c.Seconds}}
	return b, b.carried(d.first), nil
}

// uses are what the person used up to now and is in no statement yet, and what is
// planned for later.
func (o *opening) uses(s *Statement, d span) (now, later []account.Entry) {
	for _, u := range usages(o.book.Entries) {
		e, open := u.Entry, u.seconds-o.used[u.ID]
		switch {
		case open < 0:
			// A day off that was given back after its month was closed.
			e.ID, e.Kind, e.Note = u.ID+backSuffix, account.Correction, "given back"
			e.On, e.Seconds = d.first, -open
			e.Until = lastDay(s.work.Policy, s.Period.Start, d.first, s.Zone)
			now = append(now, e)
			s.Lines = append(s.Lines, Line{
				Line: pay.Line{Kind: pay.KindAccount, What: "Day off given back", TimeInLieu: -open, Rule: "account", Evidence: []string{"entry " + u.ID},
					Explanation: fmt.Sprintf("%s for %s were counted as taken, and were not", account.Length(-open), u.On)},
				Of: Month{u.On.Year, u.On.Month}, Entry: e.ID,
			})
		case open == 0:
		case u.On.After(d.upTo):
			later = append(later, e)
		default:
			e.On = within(u.On, d.first, d.upTo)
			now = append(now, e)
		}
	}
	return now, later
}

// settle makes lines and entries of what the rules demand.
func (s *Statement) settle(due []account.Entry, d span) error {
	for _, e := range due {
		lot := e.Of
		e.ID = s.Month.String() + "/" + e.ID
		e.On = within(e.On, d.first, d.settle)
		why := "not used by " + e.On.String()
		if e.Note != "expired" {
			why = "beyond what the account holds at most, " + account.Length(s.work.Policy.Lieu().Cap)
		}
		l := Line{
			Line: pay.Line{Kind: pay.KindAccount, What: "Time in lieu that lapsed", TimeInLieu: -e.Seconds, Rule: "account", Evidence: []string{"entry " + lot},
				Explanation: fmt.Sprintf("%s: %s lapse", why, account.Length(e.Seconds))},
			Entry: e.ID,
		}
		if e.Kind == account.PaidOut {
			if err := s.price(&l, why); err != nil {
				return err
			}
		}
		s.Lines, s.Entries = append(s.Lines, l), append(s.Entries, e)
	}
	return nil
}

// payOut makes lines of what the person asked to be paid out.
func (s *Statement) payOut(used []account.Entry) error {
	for _, e := range used {
		if e.Kind != account.PaidOut {
			continue
		}
		l := Line{Line: pay.Line{Kind: pay.KindAccount, TimeInLieu: -e.Seconds, Rule: "account", Evidence: []string{"entry " + e.ID}}, Entry: e.ID}
		if err := s.price(&l, "asked for on "+e.On.String()); err != nil {
			return err
		}
		s.Lines = append(s.Lines, l)
	}
	return nil
}

// price puts the money on a line of time that is paid out.
func (s *Statement) price(l *Line, why string) error {
	sec := -l.TimeInLieu
	l.What = "Time in lieu paid out"
	p, err := s.work.Policy.PayOut(s.work.Input, sec)
	if errors.Is(err, pay.ErrNoRate) {
		l.Explanation = fmt.Sprintf("%s: %s are paid out; %s, so enter what they come to by hand", why, account.Length(sec), err)
		return nil
	}
	if err != nil {
		return fmt.Errorf("pay out time in lieu: %w", err)
	}
	l.Units, l.UnitsRounded, l.Unit, l.Rate, l.Amount = p.Units, p.UnitsRounded, p.Unit, p.Rate, p.Amount
	rate := p.Rate.StringFixed(max(s.Place, -p.Rate.Exponent()))
	l.Explanation = fmt.Sprintf("%s: %s are paid out at %s %s an hour", why, account.Length(sec), rate, s.Currency)
	return nil
}

// Allow says why the person cannot make an entry in the account, or nothing: the
// open months are those of Open, the last of them the current one. The error is
// an *account.ShortError where there is not enough time, now or once what is
// booked is taken; else it wraps ErrEntry.
func (b Book) Allow(open []Statement, e account.Entry) error {
	with := b
	with.Entries = append(slices.Clone(b.Entries), e)
	if err := with.Check(); err != nil {
		return err
	}
	if len(open) == 0 {
		return fmt.Errorf("%w: no month is open for it", ErrEntry)
	}
	now := &open[len(open)-1]
	if e.Kind == account.PaidOut {
		if _, err := now.work.Policy.PayOut(now.work.Input, e.Seconds); err != nil {
			return fmt.Errorf("%w: %w; enter an adjustment instead", ErrEntry, err)
		}
	}
	for i := range open {
		if err := open[i].allows(e, b.Entries); err != nil {
			return err
		}
	}
	return nil
}

// allows tries an entry in the account of a month, unless it is of a later one.
func (s *Statement) allows(e account.Entry, entries []account.Entry) error {
	first, last := days(s.Period, s.Zone)
	if e.Kind == account.Released || e.On.After(last) && s.Over {
		return nil
	}
	is := func(k account.Entry) bool { return k.ID == e.Of && k.Kind == account.Booked }
	if e.Of != "" && !slices.ContainsFunc(s.keeper.Entries(), is) {
		// The booking is in a statement already, and is given back.
		e.Seconds -= entries[slices.IndexFunc(entries, is)].Seconds
		if e.Of = ""; e.Seconds <= 0 {
			return nil
		}
	}
	if first.After(e.On) {
		e.On = first
	}
	if _, err := s.keeper.Add(e); err != nil {
		return fmt.Errorf("in %s: %w", s.Month, err)
	}
	return nil
}
