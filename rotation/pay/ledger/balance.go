package ledger

import (
	"strconv"
	"strings"
	"time"

	"standby/rotation/pay"
	"standby/rotation/pay/account"
)

// Balance is the account of time in lieu over a month, in seconds.
type Balance struct {
	// Opening is what was there before. Earned is added to it; Taken, Expired and
	// PaidOut are taken from it; Corrected is either, by corrections, adjustments
	// and days off that were given back late.
	Opening   int64
	Earned    int64
	Taken     int64
	Expired   int64
	PaidOut   int64
	Corrected int64
	// Closing is what that comes to; below zero where more was taken than there was.
	Closing int64
	// Booked is what of it is set aside for days off to come.
	Booked int64
	// Lots are what Closing is made of at the end of a month that is over, the oldest
	// first; Debt is what is missing instead.
	Lots []account.Lot
	Debt int64
}

// adds reports whether the figures add up, and the lots to them.
func (b *Balance) adds() bool {
	rest := -b.Debt
	for _, l := range b.Lots {
		rest += l.Rest
	}
	return b.Closing == b.sum() && rest == b.Closing
}

func (b *Balance) sum() int64 {
	return b.Opening + b.Earned - b.Taken - b.Expired - b.PaidOut + b.Corrected
}

// book adds an entry to the figures.
func (b *Balance) book(e account.Entry) {
	switch e.Kind {
	case account.Earned:
		b.Earned += e.Seconds
	case account.Booked, account.Taken:
		b.Taken += e.Seconds
	case account.PaidOut:
		b.PaidOut += e.Seconds
	case account.Expired:
		b.Expired += e.Seconds
	case account.Correction:
		b.Corrected += e.Seconds
	}
	b.Closing = b.sum()
}

// backSuffix ends the ID of an entry that gives back a day off that was closed.
const backSuffix = "/back"

// usage is what somebody used of the account, or wants to: by the ID of the entry
// that says so, with nothing in it where it was taken back.
type usage struct {
	account.Entry
	seconds int64
}

// usages are the bookings, days off and payouts of the person, in the order in
// which they were entered.
func usages(entries []account.Entry) []usage {
	ended := map[string]bool{}
	for _, e := range entries {
		if e.Kind == account.Taken || e.Kind == account.Released {
			ended[e.Of] = true
		}
	}
	var out []usage
	for _, e := range entries {
		u := usage{Entry: e, seconds: e.Seconds}
		switch {
		case e.Kind == account.Booked && ended[e.ID]:
			u.seconds = 0
		case e.Kind != account.Booked && e.Kind != account.Taken && e.Kind != account.PaidOut:
			continue
		}
		u.Of = ""
		out = append(out, u)
	}
	return out
}

// settled is how much of each usage is in entries that were written before.
func settled(into map[string]int64, entries []account.Entry) {
	for _, e := range entries {
		if id, back := strings.CutSuffix(e.ID, backSuffix); back {
			into[id] -= e.Seconds
		} else if !strings.Contains(e.ID, "/") {
			into[e.ID] += e.Seconds
		}
	}
}

// lieuEntries are the entries of the account that lines come to, dated within the
// days given; those before the month count on its first day.
func (s *Statement) lieuEntries(p *pay.Policy, first, last account.Date) []account.Entry {
	var out []account.Entry
	for i := range s.Lines {
		l := &s.Lines[i]
		if l.TimeInLieu == 0 || l.Kind == pay.KindAccount {
			continue
		}
		at := s.Period.Start
		switch {
		case l.Kind == pay.KindAdjustment:
			at = noon(l.on, s.Zone)
		case l.derived() && !l.Span.End.IsZero():
			at = l.Span.End
		}
		e := account.Entry{
			ID: s.Month.String() + "/" + strconv.Itoa(i+1), Kind: account.Earned,
			On: within(account.DateOf(at.Add(-time.Second), s.Zone), first, last), Seconds: l.TimeInLieu, Note: l.What,
		}
		if !l.derived() || l.TimeInLieu < 0 {
			e.Kind = account.Correction
		}
		if l.TimeInLieu > 0 {
			e.Until = lastDay(p, at, e.On, s.Zone)
		}
		out = append(out, e)
	}
	return out
}

// lastDay is the last day on which time that was earned at an instant can be
// used, not before on; the zero Date where it never ends.
func lastDay(p *pay.Policy, at time.Time, on account.Date, zone *time.Location) account.Date {
	end, ok := p.LieuEnds(at, zone)
	if !ok {
		return account.Date{}
	}
	last := account.DateOf(end.Add(-time.Second), zone)
	switch {
	case last.Year > lastYear:
		return account.Date{}
	case on.After(last):
		return on
	}
	return last
}

func within(d, first, last account.Date) account.Date {
	switch {
	case first.After(d):
		return first
	case d.After(last):
		return last
	}
	return d
}

func noon(d account.Date, zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, zone)
}

// carried are the entries that stand for what was there before a month.
func (b *Balance) carried(first account.Date) []account.Entry {
	before := dayBefore(first)
	var out []account.Entry
	for _, l := range b.Lots {
		e := account.Entry{ID: l.ID, Kind: account.Earned, On: within(l.Earned, account.Date{}, before), Seconds: l.Rest, Until: l.Last}
		if !e.Until.IsZero() && e.On.After(e.Until) {
			e.Until = e.On
		}
		out = append(out, e)
	}
	if b.Debt > 0 {
		out = append(out, account.Entry{ID: "before/debt", Kind: account.Correction, On: before, Seconds: -b.Debt})
	}
	return out
}

// rules are those of the policy. On which day time ends stands with each entry.
func rules(p *pay.Policy) account.Rules {
	l := p.Lieu()
	r := account.Rules{Cap: l.Cap, OverPaid: l.OverPaid, ExpiredPaid: l.ExpiredPaid}
	if l.MayBeNegative {
		r.Overdraft = mostSeconds
	}
	return r
}
