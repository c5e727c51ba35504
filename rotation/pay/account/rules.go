package account

import (
	"errors"
	"fmt"
	"time"
)

// Rules say what a policy makes of time in lieu. The zero Rules keep it for ever,
// without a cap, and refuse to go below zero.
type Rules struct {
	Expiry Expiry
	// ExpiredPaid says that time which expires is paid out; otherwise it lapses.
	ExpiredPaid bool
	// Cap is the most that the account holds at the end of a day, in seconds; 0 is
	// no cap. What is beyond it goes at once, the newest first.
	Cap int64
	// OverPaid says that time beyond the cap is paid out; otherwise it lapses.
	OverPaid bool
	// Overdraft is how far the account may go below zero, in seconds.
	Overdraft int64
}

// Expiry says on which day time is usable for the last time, counted from the
// day on which it was earned: first to the end of a fiscal year, then to a date
// in the year, then by months and days. The zero Expiry is never.
type Expiry struct {
	// FiscalYears is how many ends of a fiscal year to go to: 1 is the end of the
	// year in which the time was earned, 2 that of the next.
	FiscalYears int
	// FiscalMonth and FiscalDay are the last day of a fiscal year; 31 December when
	// zero.
	FiscalMonth time.Month
	FiscalDay   int
	// Month and Day are a date in the year, the first on or after; none when zero.
	Month time.Month
	Day   int
	// Months and Days come on top. 31 January and a month is the end of February.
	Months, Days int
}

// ErrRules is wrapped by the errors about Rules.
var ErrRules = errors.New("rules of the account")

const (
	maxSeconds     = 10 * 366 * 86400
	maxMonths      = 600
	maxDays        = 20_000
	maxFiscalYears = 50
)

// Check says what is wrong with the rules.
func (r Rules) Check() error {
	if r.Cap < 0 || r.Cap > maxSeconds {
		return fmt.Errorf("%w: the cap must be from 0 to ten years", ErrRules)
	}
	if r.Overdraft < 0 || r.Overdraft > maxSeconds {
		return fmt.Errorf("%w: the overdraft must be from 0 to ten years", ErrRules)
	}
	return r.Expiry.check()
}

func (e Expiry) check() error {
	for _, n := range []struct{ has, max int }{{e.Months, maxMonths}, {e.Days, maxDays}, {e.FiscalYears, maxFiscalYears}} {
		if n.has < 0 || n.has > n.max {
			return fmt.Errorf("%w: time must expire within %d months, %d days or %d fiscal years", ErrRules, maxMonths, maxDays, maxFiscalYears)
		}
	}
	for _, d := range []Date{{2000, e.Month, e.Day}, {2000, e.FiscalMonth, e.FiscalDay}} {
		if (d.Month != 0 || d.Day != 0) && !d.real() {
			return fmt.Errorf("%w: the day on which time expires or a fiscal year ends is no date of a year", ErrRules)
		}
	}
	return nil
}

// Last is the last day on which time earned on a day can be used; false when it
// never expires.
func (e Expiry) Last(earned Date) (Date, bool) {
	if e == (Expiry{FiscalMonth: e.FiscalMonth, FiscalDay: e.FiscalDay}) {
		return Date{}, false
	}
	d := earned
	month, day := e.FiscalMonth, e.FiscalDay
	if month == 0 {
		month, day = time.December, 31
	}
	for i := range e.FiscalYears {
		if i > 0 {
			d = d.add(0, 1)
		}
		d = d.yearly(month, day)
	}
	if e.Month != 0 {
		d = d.yearly(e.Month, e.Day)
	}
	return d.add(e.Months, e.Days), true
}
