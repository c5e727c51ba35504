package pay_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"standby/rotation"
	"standby/rotation/pay"
)

var (
	engineerA = rotation.Person{Name: "Engineer A", Email: "a@example.org"}
	engineerB = rotation.Person{Name: "Engineer B", Email: "b@example.org"}
)

func berlin(t testing.TB) *time.Location { return location(t, "Europe/Berlin") }

func location(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// at reads "2026-11-20 18:00" by the clock of Berlin, or an instant with an
// offset, "2026-10-25 02:30 +0200".
func at(t testing.TB, s string) time.Time {
	t.Helper()
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02 15:04 -0700"} {
		if v, err := time.ParseInLocation(layout, s, berlin(t)); err == nil {
			return v
		}
	}
	t.Fatalf("not a time: %q", s)
	return time.Time{}
}

func between(t testing.TB, from, to string) rotation.Interval {
	t.Helper()
	return rotation.Interval{Start: at(t, from), End: at(t, to)}
}

func shift(t testing.TB, uid, from, to string) rotation.Shift {
	t.Helper()
	return rotation.Shift{UID: uid, Rota: "Sample rota", Role: rotation.Primary, Person: engineerA, Interval: between(t, from, to)}
}

func callOut(t testing.TB, id, from, to string) pay.CallOut {
	t.Helper()
	return pay.CallOut{PageID: id, What: "Disk full on db-" + id, Person: engineerA, Interval: between(t, from, to)}
}

// figures are the amounts that somebody computed by hand.
type figures struct {
	lines            []string // kind, seconds, amount
	standby, callOut int64
	total            string
	notes            []string
	explained        string // the last line
}

func (f figures) check(t *testing.T, s pay.Statement) {
	t.Helper()
	var lines []string
	for _, l := range s.Lines {
		lines = append(lines, fmt.Sprintf("%s %d %s", l.Kind, l.Seconds, l.Amount.StringFixed(s.Place)))
	}
	if !slices.Equal(lines, f.lines) {
		t.Errorf("lines\ngot  %q\nwant %q", lines, f.lines)
	}
	if s.StandbySeconds != f.standby || s.CallOutSeconds != f.callOut {
		t.Errorf("got %d s on call and %d s of call-out, want %d and %d", s.StandbySeconds, s.CallOutSeconds, f.standby, f.callOut)
	}
	if got := s.Total.StringFixed(s.Place); got != f.total {
		t.Errorf("total %s, want %s", got, f.total)
	}
	if !slices.Equal(s.Notes, f.notes) {
		t.Errorf("notes\ngot  %q\nwant %q", s.Notes, f.notes)
	}
	explained := ""
	for _, l := range s.Lines {
		explained = l.Explanation
	}
	if f.explained != "" && explained != f.explained {
		t.Errorf("last line explained\ngot  %q\nwant %q", explained, f.explained)
	}
}

func TestFiguresComputedByHand(t *testing.T) {
	for name, c := range map[string]struct {
		period, now string
		shifts      []rotation.Shift
		callOuts    []pay.CallOut
		want        figures
	}{
		"a night pays its hours": {
			period: "2026-11", now: "2026-12-01 00:00",
			shifts: []rotation.Shift{shift(t, "1", "2026-11-20 18:00", "2026-11-21 09:00")},
			want: figures{lines: []string{"standby 54000 67.50"}, standby: 54000, total: "67.50",
				explained: "Fri 20 Nov 18:00 to Sat 21 Nov 09:00 is 15 h on call; 15 h x 4.50 EUR = 67.50 EUR"},
		},
		"the night in which the clocks go back has 13 hours": {
			period: "2026-10", now: "2026-12-01 00:00",
			shifts: []rotation.Shift{shift(t, "1", "2026-10-24 18:00", "2026-10-25 06:00")},
			want: figures{lines: []string{"standby 46800 58.50"}, standby: 46800, total: "58.50",
				explained: "Sat 24 Oct 18:00 CEST to Sun 25 Oct 06:00 CET is 13 h on call (the clocks go back by 1 h meanwhile); 13 h x 4.50 EUR = 58.50 EUR"},
		},
		"the night in which the clocks go forward has 11 hours": {
			period: "2026-03", now: "2026-12-01 00:00",
			shifts: []rotation.Shift{shift(t, "1", "2026-03-28 18:00", "2026-03-29 06:00")},
			want: figures{lines: []string{"standby 39600 49.50"}, standby: 39600, total: "49.50",
				explained: "Sat 28 Mar 18:00 CET to Sun 29 Mar 06:00 CEST is 11 h on call (the clocks go forward by 1 h meanwhile); 11 h x 4.50 EUR = 49.50 EUR"},
		},
		"an hour that the clock shows twice names its zone": {
			period: "2026-10", now: "2026-12-01 00:00",
			shifts: []rotation.Shift{shift(t, "1", "2026-10-25 02:00 +0200", "2026-10-25 02:30 +0200")},
			want: figures{lines: []string{"standby 1800 2.25"}, standby: 1800, total: "2.25",
				explained: "Sun 25 Oct 02:00 CEST to Sun 25 Oct 02:30 CEST is 30 min on call; 0.5 h x 4.50 EUR = 2.25 EUR"},
		},
		"a shift across the turn of the month is split": {
			period: "2026-11", now: "2026-12-01 00:00",
			shifts: []rotation.Shift{shift(t, "1", "2026-10-31 18:00", "2026-11-01 09:00")},
			want: figures{lines: []string{"standby 32400 40.50"}, standby: 32400, total: "40.50",
				explained: "Sun 1 Nov 00:00 to Sun 1 Nov 09:00, part of the shift from Sat 31 Oct 18:00 to Sun 1 Nov 09:00, is 9 h on call; 9 h x 4.50 EUR = 40.50 EUR"},
		},
		"the overlap of two shifts is paid once, with the earlier one": {
			period: "2026-11", now: "2026-12-01 00:00",
			shifts: []rotation.Shift{
				shift(t, "2", "2026-11-20 20:00", "2026-11-20 23:00"),
				shift(t, "1", "2026-11-20 18:00", "2026-11-20 22:00"),
				shift(t, "3", "2026-11-20 19:00", "2026-11-20 20:30"),
			},
			want: figures{lines: []string{"standby 14400 18.00", "standby 3600 4.50"}, standby: 18000, total: "22.50",
				notes:     []string{"Time is paid once: the shift from Fri 20 Nov 19:00 to Fri 20 Nov 20:30 (3 of Sample rota) adds nothing, because other shifts cover all of it."},
				explained: "Fri 20 Nov 22:00 to Fri 20 Nov 23:00, part of the shift from Fri 20 Nov 20:00 to Fri 20 Nov 23:00, is 1 h on call; 1 h x 4.50 EUR = 4.50 EUR"},
		},
		"time to come is not paid yet": {
			period: "2026-11", now: "2026-11-20 20:00",
			shifts: []rotation.Shift{
				shift(t, "1", "2026-11-20 18:00", "2026-11-21 09:00"),
				shift(t, "2", "2026-11-27 18:00", "2026-11-28 09:00"),
			},
			want: figures{lines: []string{"standby 7200 9.00"}, standby: 7200, total: "9.00",
				notes:     []string{"Counted up to Fri 20 Nov 20:00; 28 h on call in this period are still to come."},
				explained: "Fri 20 Nov 18:00 to Fri 20 Nov 20:00, part of the shift from Fri 20 Nov 18:00 to Sat 21 Nov 09:00, is 2 h on call; 2 h x 4.50 EUR = 9.00 EUR"},
		},
		"a line is rounded half up, and says so": {
			period: "2026-11", now: "2026-12-01 00:00",
			shifts: []rotation.Shift{shift(t, "1", "2026-11-20 18:00:00", "2026-11-20 18:01:40")},
			want: figures{lines: []string{"standby 100 0.13"}, standby: 100, total: "0.13",
				explained: "Fri 20 Nov 18:00 to Fri 20 Nov 18:01:40 is 1 min 40 s on call; 100 s x 4.50 EUR / 3600 = 0.13 EUR, rounded half up from 0.125"},
		},
		"a short call-out counts as the minimum": {
			period: "2026-11", now: "2026-12-01 00:00",
			callOuts: []pay.CallOut{callOut(t, "7", "2026-11-20 23:10", "2026-11-20 23:20")},
			want: figures{lines: []string{"call_out 1800 16.00"}, callOut: 1800, total: "16.00",
				explained: "Fri 20 Nov 23:10 to Fri 20 Nov 23:20 is 10 min of call-out, counted as the minimum of 30 min; 0.5 h x 32.00 EUR = 16.00 EUR; the pay for being on call goes on meanwhile"},
		},
		"a call-out over before it was noticed counts as the minimum": {
			period: "2026-11", now: "2026-12-01 00:00",
			callOuts: []pay.CallOut{callOut(t, "7", "2026-11-20 23:10", "2026-11-20 23:10"), callOut(t, "8", "2026-11-21 23:10", "2026-11-21 22:10")},
			want:     figures{lines: []string{"call_out 1800 16.00", "call_out 1800 16.00"}, callOut: 3600, total: "32.00"},
		},
		"a long call-out pays its time": {
			period: "2026-11", now: "2026-12-01 00:00",
			callOuts: []pay.CallOut{callOut(t, "7", "2026-11-20 23:10", "2026-11-20 23:41")},
			want: figures{lines: []string{"call_out 1860 16.53"}, callOut: 1860, total: "16.53",
				explained: "Fri 20 Nov 23:10 to Fri 20 Nov 23:41 is 31 min of call-out; 1860 s x 32.00 EUR / 3600 = 16.53 EUR, rounded half up from about 16.533333; the pay for being on call goes on meanwhile"},
		},
		"call-outs that overlap or touch are one, with one minimum": {
			period: "2026-11", now: "2026-12-01 00:00",
			callOuts: []pay.CallOut{
				callOut(t, "9", "2026-11-20 23:15", "2026-11-20 23:20"),
				callOut(t, "7", "2026-11-20 23:00", "2026-11-20 23:10"),
				callOut(t, "8", "2026-11-20 23:05", "2026-11-20 23:15"),
				callOut(t, "5", "2026-11-21 05:00", "2026-11-21 05:10"),
			},
			want: figures{lines: []string{"call_out 1800 16.00", "call_out 1800 16.00"}, callOut: 3600, total: "32.00"},
		},
		"a call-out belongs to the period in which it begins": {
			period: "2026-11", now: "2027-01-01 00:00",
			callOuts: []pay.CallOut{
				callOut(t, "6", "2026-10-31 23:30", "2026-11-01 01:00"),
				callOut(t, "7", "2026-11-30 23:30", "2026-12-01 00:30"),
			},
			want: figures{lines: []string{"call_out 3600 32.00"}, callOut: 3600, total: "32.00"},
		},
		"a call-out that touches one of the period before belongs there too": {
			period: "2026-11", now: "2027-01-01 00:00",
			callOuts: []pay.CallOut{
				callOut(t, "6", "2026-10-31 23:30", "2026-11-01 00:10"),
				callOut(t, "7", "2026-11-01 00:10", "2026-11-01 00:30"),
			},
			want: figures{total: "0.00"},
		},
		"a running call-out is counted up to now": {
			period: "2026-11", now: "2026-11-20 23:50",
			callOuts: []pay.CallOut{{PageID: "7", What: "Disk full", Person: engineerA, Running: true,
				Interval: rotation.Interval{Start: at(t, "2026-11-20 23:05")}}},
			want: figures{lines: []string{"call_out 2700 24.00"}, callOut: 2700, total: "24.00",
				notes: []string{"The call-out of Fri 20 Nov 23:05 is still running; it is counted up to Fri 20 Nov 23:50."}},
		},
		"a call-out after now is named and not counted": {
			period: "2026-11", now: "2026-11-20 23:00",
			callOuts: []pay.CallOut{callOut(t, "7", "2026-11-20 23:05", "2026-11-20 23:15")},
			want: figures{total: "0.00",
				notes: []string{"The call-out of Fri 20 Nov 23:05 (page 7) has not begun yet and is not counted; check the clock of this machine."}},
		},
		"what others did is not mine": {
			period: "2026-11", now: "2026-12-01 00:00",
			shifts:   []rotation.Shift{{UID: "1", Person: engineerB, Interval: between(t, "2026-11-20 18:00", "2026-11-21 09:00")}},
			callOuts: []pay.CallOut{{PageID: "7", Person: engineerB, Interval: between(t, "2026-11-20 19:00", "2026-11-20 19:10")}},
			want:     figures{total: "0.00"},
		},
		"a month without duty pays nothing": {period: "2026-11", now: "2026-12-01 00:00", want: figures{total: "0.00"}},
	} {
		t.Run(name, func(t *testing.T) {
			month, err := time.Parse("2006-01", c.period)
			if err != nil {
				t.Fatal(err)
			}
			c.want.check(t, samplePolicy(t).Statement(pay.Input{
				Person: engineerA, Period: pay.Month(month.Year(), month.Month(), berlin(t)),
				Shifts: c.shifts, CallOuts: c.callOuts, Now: at(t, c.now),
			}))
		})
	}
}

func TestAStatementOfNobodySaysSo(t *testing.T) {
	s := samplePolicy(t).Statement(pay.Input{Period: pay.Month(2026, time.November, berlin(t)), Now: at(t, "2026-12-01 00:00"),
		Shifts: []rotation.Shift{{UID: "1", Interval: between(t, "2026-11-20 18:00", "2026-11-21 09:00")}}})
	figures{total: "0.00", notes: []string{"Nobody is named, so no time is counted."}}.check(t, s)
}

func TestTheZeroPolicyPaysNothing(t *testing.T) {
	s := pay.Policy{}.Statement(pay.Input{Person: engineerA, Period: pay.Month(2026, time.November, nil), Now: at(t, "2026-12-01 00:00"),
		Shifts: []rotation.Shift{shift(t, "1", "2026-11-20 18:00", "2026-11-21 09:00")}})
	figures{lines: []string{"standby 54000 0"}, standby: 54000, total: "0",
		explained: "Fri 20 Nov 17:00 to Sat 21 Nov 08:00 is 15 h on call; 15 h x 0 = 0"}.check(t, s)
}

// TestTheStatementReadsAsWritten holds a whole statement against a text that
// people have read. UPDATE_GOLDEN=1 writes it anew.
func TestTheStatementReadsAsWritten(t *testing.T) {
	s := samplePolicy(t).Statement(pay.Input{
		Person: engineerA, Period: pay.Month(2026, time.October, berlin(t)), Now: at(t, "2026-10-30 20:00"),
		Shifts: []rotation.Shift{
			shift(t, "w43", "2026-10-24 18:00", "2026-10-25 09:00"),
			shift(t, "w40", "2026-09-30 18:00", "2026-10-01 09:00"),
			shift(t, "w44", "2026-10-30 18:00", "2026-10-31 09:00"),
			{UID: "s44", Rota: "Second rota", Role: rotation.Secondary, Person: engineerA, Interval: between(t, "2026-10-30 19:00", "2026-10-30 23:00")},
		},
		CallOuts: []pay.CallOut{
			callOut(t, "1", "2026-10-25 01:50 +0200", "2026-10-25 02:10 +0100"),
			callOut(t, "2", "2026-10-25 02:05 +0100", "2026-10-25 02:20 +0100"),
			callOut(t, "3", "2026-10-01 03:00:00", "2026-10-01 03:07:12"),
		},
	})
	got := print(s)
	golden := filepath.Join("testdata", "statement.txt")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func print(s pay.Statement) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s, %s\n", s.Person, s.Policy, s.Zone)
	for _, l := range s.Lines {
		about := ""
		if l.UnitsRounded {
			about = "about "
		}
		fmt.Fprintf(&b, "%s\n  %s%s h, %s %s\n  %s\n  %s: %s\n", l.What, about, l.Units, l.Amount.StringFixed(s.Place), s.Currency,
			l.Explanation, l.Rule, strings.Join(l.Evidence, ", "))
	}
	fmt.Fprintf(&b, "Total %s %s\n", s.Total.StringFixed(s.Place), s.Currency)
	for _, n := range s.Notes {
		fmt.Fprintf(&b, "Note: %s\n", n)
	}
	return b.String()
}

func TestMoneyIsExactWhereFloatsAreNot(t *testing.T) {
	p := samplePolicy(t)
	p.Standby.Rate = decimal.RequireFromString("0.1")
	p.Rounding.Place = 4
	var shifts []rotation.Shift
	for day := 1; day <= 30; day++ {
		shifts = append(shifts, shift(t, fmt.Sprint(day), fmt.Sprintf("2026-11-%02d 18:00", day), fmt.Sprintf("2026-11-%02d 19:00", day)))
	}
	s := p.Statement(pay.Input{Person: engineerA, Period: pay.Month(2026, time.November, berlin(t)), Shifts: shifts, Now: at(t, "2026-12-01 00:00")})
	if got := s.Total.String(); got != "3" {
		t.Errorf("30 times 0.1 is %s", got)
	}
}
