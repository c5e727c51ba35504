package ledger

import (
	"errors"
	"fmt"
	"time"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/account"
)

// ErrMonth is wrapped by the errors about a month that is none, or that is not
// the one whose turn it is.
var ErrMonth = errors.New("month")

// Month is a calendar month. The zero Month is none.
type Month struct {
	Year  int
	Month time.Month
}

// MonthOf is the month that clocks in zone show at t.
func MonthOf(t time.Time, zone *time.Location) Month {
	y, m, _ := t.In(zone).Date()
	return Month{y, m}
}

// ParseMonth reads "2026-11", from 1970-02 to 2099-11. The error wraps ErrMonth.
func ParseMonth(text string) (Month, error) {
	t, err := time.Parse("2006-01", text)
	m := Month{t.Year(), t.Month()}
	if err != nil || m.number() <= (Month{firstYear, time.January}).number() || m.number() >= (Month{lastYear, time.December}).number() {
		return Month{}, fmt.Errorf("%w %.20q is not known; write one such as 2026-11", ErrMonth, text)
	}
	return m, nil
}

// String is "2026-11".
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year, int(m.Month)) }

// MarshalText writes the month as String does.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (m *Month) UnmarshalText(text []byte) (err error) {
	*m, err = ParseMonth(string(text))
	return err
}

func (m Month) number() int { return m.Year*12 + int(m.Month) - 1 }

// Next is the month after it.
func (m Month) Next() Month {
	n := m.number() + 1
	return Month{n / 12, time.Month(n%12 + 1)}
}

// Before reports whether the month comes before another.
func (m Month) Before(o Month) bool { return m.number() < o.number() }

// Span is the calendar month in a zone, as pay.Month has it.
func (m Month) Span(zone *time.Location) rotation.Interval { return pay.Month(m.Year, m.Month, zone) }

// Months lists the months from one to another, both included; nil where the last
// comes before the first.
func Months(first, last Month) []Month {
	var out []Month
	for m := first; !last.Before(m); m = m.Next() {
		out = append(out, m)
	}
	return out
}

// Turn is the month that is to be closed next, and the span that it accounts for:
// it begins where the last closed one ended, so that a change of zone between two
// policies neither leaves time out nor counts it twice. Where nothing is closed
// it is first, whole.
func Turn(closed []Closing, first Month, zone *time.Location) (Month, rotation.Interval) {
	if len(closed) == 0 {
		return first, first.Span(zone)
	}
	last := closed[len(closed)-1]
	m := last.Month.Next()
	return m, rotation.Interval{Start: last.Period.End, End: m.Span(zone).End}
}

// days are the first and the last day of a period by the clocks in zone.
func days(period rotation.Interval, zone *time.Location) (first, last account.Date) {
	return account.DateOf(period.Start, zone), account.DateOf(period.End.Add(-time.Second), zone)
}

func dayBefore(d account.Date) account.Date {
	return account.DateOf(time.Date(d.Year, d.Month, d.Day-1, 0, 0, 0, 0, time.UTC), time.UTC)
}
