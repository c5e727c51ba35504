package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

// The rules of an invented firm: time on call is paid by the hour, a call-out with
// an hour at least, and as much again is credited.
const firm = `name = "Invented firm"
version = "2026"
zone = "Europe/Berlin"
currency = "EUR"

[[pay]]
key = "standby"
what = "On call"
for = "standby"
[[pay.row]]
rate = "4.50"

[[pay]]
key = "call_out"
what = "Call-out"
for = "call_out"
minimum = "1h"
[[pay.row]]
name = "night"
from = "22:00"
to = "06:00"
rate = "125 % of hourly"
time = "1"
[[pay.row]]
name = "day"
rate = "hourly"
time = "1"
`

const rounding = `
[rounding]
place = 2
`

// firmWith is the firm's policy with an account of its own.
func firmWith(t testing.TB, accountRules string) *pay.Policy {
	t.Helper()
	text := firm + rounding
	if accountRules != "" {
		text = firm + "\n[account]\n" + accountRules + rounding
	}
	p, err := pay.Parse("firm.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return &p
}

var (
	ada   = rotation.Person{Name: "Ada", Email: "ada@example.org"}
	facts = pay.Facts{"hourly": "32.00"}
)

func at(t testing.TB, text string) time.Time {
	t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, layout := range []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02"} {
		if v, err := time.ParseInLocation(layout, text, berlin); err == nil {
			return v
		}
	}
	t.Fatalf("no time: %s", text)
	return time.Time{}
}

func date(t testing.TB, text string) account.Date {
	t.Helper()
	d, err := account.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func month(t testing.TB, text string) ledger.Month {
	t.Helper()
	m, err := ledger.ParseMonth(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func told(t testing.TB, page string, stint int, from, to string) ledger.Hour {
	t.Helper()
	return ledger.Hour{
		ID: ledger.HourID(page, stint), PageID: page, Stint: stint, Person: ada, Mode: "remote",
		Interval: rotation.Interval{Start: at(t, from), End: at(t, to)}, What: "Disk of host-" + page,
	}
}

func shift(t testing.TB, uid, from, to string) rotation.Shift {
	t.Helper()
	return rotation.Shift{UID: uid, Rota: "Payments", Role: rotation.Primary, Person: ada, Interval: rotation.Interval{Start: at(t, from), End: at(t, to)}}
}

// world is all that a ledger is made from.
type world struct {
	policy    *pay.Policy
	first     ledger.Month
	now       time.Time
	shifts    []rotation.Shift
	told      []ledger.Hour
	revisions []ledger.Revision
	book      ledger.Book
}

type fatal interface {
	Helper()
	Fatal(...any)
}

func (w *world) log() []ledger.Logged { return ledger.Merge(w.told, w.revisions) }

func (w *world) again(c ledger.Closing) (ledger.Computed, error) {
	return c.Again(w.policy, pay.Input{Shifts: w.shifts, Now: w.now}, w.log()).Compute()
}

func (w *world) corrections(t fatal) []ledger.Line {
	t.Helper()
	lines, err := ledger.Corrections(w.book.Closed, w.again)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// months are the open ones up to a month, computed.
func (w *world) months(t fatal, last ledger.Month) []ledger.Computed {
	t.Helper()
	var out []ledger.Computed
	m, period := ledger.Turn(w.book.Closed, w.first, w.policy.Zone)
	for ; !last.Before(m); m = m.Next() {
		c, err := ledger.Work{
			Month: m, Period: period, Policy: w.policy, PolicyHash: "f00d", Hours: w.log(),
			Input: pay.Input{Person: ada, Facts: facts, Shifts: w.shifts, Now: w.now},
		}.Compute()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
		period = rotation.Interval{Start: period.End, End: m.Next().Span(w.policy.Zone).End}
	}
	return out
}

// open are the statements of the open months up to now.
func (w *world) open(t fatal) []ledger.Statement {
	t.Helper()
	out, err := w.book.Open(w.months(t, ledger.MonthOf(w.now, w.policy.Zone)), w.corrections(t), w.now)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (w *world) close(t fatal) ledger.Closing {
	t.Helper()
	c, err := w.book.Close(w.open(t)[0], "Ada", w.now)
	if err != nil {
		t.Fatal(err)
	}
	w.book.Closed = append(w.book.Closed, c)
	return c
}

func money(text string) decimal.Decimal { return decimal.RequireFromString(text) }

// said is a line as a test names it.
func said(l ledger.Line) string {
	return fmt.Sprintf("%s %s %s %ds", l.Kind, l.What, l.Amount.StringFixed(2), l.TimeInLieu)
}
