package pay

import (
	"fmt"
	"slices"
	"time"
)

// lot is time in lieu that was earned at once.
type lot struct {
	at, sec, until int64 // until: when it ends; maxTime for never
}

// account is the time in lieu, first in, first out.
type account struct {
	lots []lot
	debt int64 // what was taken beyond the balance
}

func (a *account) balance() (sum int64) {
	for _, l := range a.lots {
		sum += l.sec
	}
	return sum - a.debt
}

// take uses time, the oldest first.
func (a *account) take(sec int64) {
	for sec > 0 && len(a.lots) > 0 {
		n := min(sec, a.lots[0].sec)
		a.lots[0].sec -= n
		if sec -= n; a.lots[0].sec == 0 {
			a.lots = a.lots[1:]
		}
	}
	a.debt += sec
}

// put adds time; what was taken in advance is paid back first.
func (a *account) put(l lot) {
	back := min(a.debt, l.sec)
	a.debt -= back
	if l.sec -= back; l.sec > 0 {
		a.lots = append(a.lots, l)
	}
}

// movement is one of the account; own is one of this statement's lines.
type movement struct {
	at, sec int64
	own     bool
}

// keepAccount runs the time in lieu through the account: what comes in beyond
// the cap, and what ends, makes lines of its own.
func (r *run) keepAccount() error {
	r.roundAccount()
	moves, err := r.movements()
	if err != nil {
		return err
	}
	end := r.accountEnd()
	a := &account{}
	for _, m := range moves {
		if m.at > end && !m.own {
			r.statement.carried = append(r.statement.carried, credit(m.at, m.sec))
			continue
		}
		if err := r.expire(a, m.at); err != nil {
			return err
		}
		if m.sec < 0 {
			if a.take(-m.sec); a.debt > 0 && !r.p.account.mayBeNegative && !m.own {
				r.violate(Violation{Code: "time_in_lieu_negative", At: time.Unix(m.at, 0).UTC(),
					Text: fmt.Sprintf("%s more were taken from the account than there were", elapsed(a.debt))}, false)
			}
			continue
		}
		a.put(lot{m.at, m.sec, r.until(m.at)})
		if err := r.bound(a, m.at); err != nil {
			return err
		}
	}
	if err := r.expire(a, end); err != nil {
		return err
	}
	for _, l := range a.lots {
		r.statement.carried = append(r.statement.carried, credit(l.at, l.sec))
		if l.until < maxTime {
			r.statement.Expiring = append(r.statement.Expiring, credit(l.until, l.sec))
		}
	}
	if a.debt > 0 {
		r.statement.carried = append(r.statement.carried, credit(end, -a.debt))
	}
	r.statement.TimeInLieu = r.statement.OpeningTime
	r.reportBalance(a)
	return nil
}

func credit(at, sec int64) Credit { return Credit{At: time.Unix(at, 0).UTC(), Seconds: sec} }

func (r *run) reportBalance(a *account) {
	for _, rep := range r.p.account.reports {
		unit := int64(hour)
		if rep.as == "time_minutes" {
			unit = minute
		}
		r.count([]report{rep}, rep.as, fraction(a.balance(), unit))
	}
}

// roundAccount rounds what all lines together earn.
func (r *run) roundAccount() {
	sum := int64(0)
	for _, l := range r.statement.Lines {
		sum += l.TimeInLieu
	}
	if r.p.account.round.step == 0 {
		return
	}
	round := r.p.account.round
	if diff := round.seconds(sum) - sum; diff != 0 {
		r.accountLine(KindRounding, "Rounding of time in lieu", "account.round", r.period.from, diff, ratio{}, func(*teller) string {
			return elapsed(sum) + " are rounded " + round.mode.direction() + " to " + elapsed(sum+diff)
		})
	}
}

func (r *run) accountLine(kind Kind, what, rule string, at, sec int64, exact ratio, why note) {
	l := Line{What: what, Rule: rule, TimeInLieu: sec, Unit: "hour"}
	size := fraction(max(sec, -sec), hour)
	l.Units, _ = r.show(size, 4)
	if at > 0 {
		l.Span = stretch{at, at}.interval()
	}
	if exact.sign() != 0 && size.sign() != 0 {
		l.Rate, _ = r.show(exact.over(size), finest)
	}
	r.addLine(l, &entry{kind: kind, exact: exact, trace: []note{why}})
}

// movements are those of before and those of the lines, in order of time.
func (r *run) movements() ([]movement, error) {
	var out []movement
	for _, c := range r.in.Account {
		out = append(out, movement{at: c.At.Unix(), sec: c.Seconds})
	}
	if o := r.p.account.opening; o.set && (o.ref == "" || r.fact(o.ref) != "") {
		sec, err := r.hours(o)
		if err != nil {
			return nil, err
		}
		at, ok := r.factTime(r.p.account.openingEarned)
		if !ok {
			at = r.period.from
		}
		out = append(out, movement{at: at, sec: sec})
	}
	for _, m := range out {
		r.statement.OpeningTime += m.sec
	}
	for _, l := range r.statement.Lines {
		if l.TimeInLieu != 0 {
			at := r.period.from
			if !l.Span.Start.IsZero() {
				at = l.Span.End.Unix()
			}
			out = append(out, movement{at, l.TimeInLieu, true})
		}
	}
	slices.SortStableFunc(out, func(a, b movement) int { return byStart(stretch{a.at, 0}, stretch{b.at, 0}) })
	return out, nil
}

// accountEnd is when the account is looked at.
func (r *run) accountEnd() int64 {
	if at, ok := r.factTime(r.p.account.asOf); ok {
		return at
	}
	if r.now < maxTime && (r.all() || r.now < r.period.to) {
		return r.now
	}
	return r.period.to
}

// bound takes from the account what is beyond its cap, the newest first.
func (r *run) bound(a *account, at int64) error {
	most := r.p.account.cap
	excess := a.balance() - most
	if most == 0 || excess <= 0 {
		return nil
	}
	for left := excess; left > 0; {
		last := &a.lots[len(a.lots)-1]
		n := min(left, last.sec)
		last.sec -= n
		if left -= n; last.sec == 0 {
			a.lots = a.lots[:len(a.lots)-1]
		}
	}
	return r.leave("Beyond the cap of the account", "account.cap", at, excess, r.p.account.over == "pay",
		func(*teller) string { return "the account holds at most " + elapsed(most) })
}

// expire ends what is due at an instant.
func (r *run) expire(a *account, at int64) error {
	for i := 0; i < len(a.lots); {
		l := a.lots[i]
		if l.until > at {
			i++
			continue
		}
		a.lots = slices.Delete(a.lots, i, i+1)
		why := func(t *teller) string {
			return "earned on " + t.day(l.at) + ", unused on " + t.day(l.until) + " (" + t.p.account.expires.text + ")"
		}
		if err := r.leave("Time in lieu that ended", "account.expires", l.until, l.sec, r.p.account.expired == "pay", why); err != nil {
			return err
		}
	}
	return nil
}

// leave makes the line of time that leaves the account, with or without pay.
func (r *run) leave(what, rule string, at, sec int64, paid bool, why note) error {
	if !paid {
		r.accountLine(KindAccount, what, rule, at, -sec, ratio{}, func(t *teller) string { return why(t) + ": " + elapsed(sec) + " lapse" })
		return nil
	}
	rate, err := r.amount(r.p.account.rate, nil, "", r.epochAt(at))
	if err != nil {
		return fmt.Errorf("pay out time in lieu: %w", err)
	}
	r.accountLine(KindAccount, what, rule, at, -sec, rate.times(fraction(sec, hour)), func(t *teller) string {
		return why(t) + ": " + elapsed(sec) + " are paid out, " + t.money(rate) + " an hour (" + t.p.account.rate.text + ")"
	})
	return nil
}

// until is when time that was earned at an instant ends.
func (r *run) until(at int64) int64 {
	e := &r.p.account.expires
	if !e.set {
		return maxTime
	}
	t := time.Unix(r.wall.date(at)*day, 0).UTC()
	yearly := func(after time.Time, month time.Month, dayOf int) time.Time {
		d := time.Date(after.Year(), month, dayOf, 0, 0, 0, 0, time.UTC)
		if !d.After(after) {
			d = time.Date(after.Year()+1, month, dayOf, 0, 0, 0, 0, time.UTC)
		}
		return d
	}
	if e.fiscal || e.nextFiscal {
		// The last day of the fiscal year belongs to it.
		t = yearly(t.AddDate(0, 0, -1), e.endMonth, e.endDay)
	}
	switch {
	case e.nextFiscal:
		t = yearly(t, e.endMonth, e.endDay)
	case len(e.dates) > 0:
		next := yearly(t, e.dates[0].month, e.dates[0].day)
		for _, d := range e.dates[1:] {
			if by := yearly(t, d.month, d.day); by.Before(next) {
				next = by
			}
		}
		t = next
	case e.fixedMonth != 0:
		t = yearly(t, e.fixedMonth, e.fixedDay)
	default:
		t = monthsLater(t, e.months).AddDate(0, 0, int(e.days))
	}
	return r.wallAt(t.Unix()).first(t.Unix())
}

// monthsLater keeps the day, or takes the last of a month that has no such day.
func monthsLater(t time.Time, months int) time.Time {
	out := t.AddDate(0, months, 0)
	if out.Day() != t.Day() {
		out = out.AddDate(0, 0, -out.Day())
	}
	return out
}
