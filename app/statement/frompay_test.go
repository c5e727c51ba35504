package statement_test

import (
	"testing"
	"time"

	"standby/app/statement"
	"standby/rotation"
	"standby/rotation/pay"
)

func TestAComputedStatementBecomesADocument(t *testing.T) {
	loc := berlin(t)
	at := func(day, hour int) time.Time { return time.Date(2026, 10, day, hour, 0, 0, 0, loc) }
	s := pay.Statement{
		Policy: "Example", Version: "3", Person: rotation.Person{Name: "Engineer A"}, Zone: loc, Currency: "EUR", Place: 2,
		Period: rotation.Interval{Start: at(1, 0), End: at(32, 0)},
		Lines: []pay.Line{
			{
				Kind: pay.KindStandby, What: "Night", Span: rotation.Interval{Start: at(5, 18), End: at(6, 8)}, Units: dec("14"), Unit: "hour",
				Rate: dec("2.5"), Amount: dec("35"), Rule: "standby", Row: "night", Evidence: []string{"shift 1"},
			},
			{Kind: pay.KindCallOut, What: "Call-out", TimeInLieu: 7200, Units: dec("1"), Unit: "call-out"},
			{Kind: pay.KindAccount, What: "Lapsed", TimeInLieu: -1200},
			{Kind: pay.KindAccount, What: "Paid out", TimeInLieu: -600, Amount: dec("3.34")},
			{Kind: pay.KindAdjustment, What: "By hand", TimeInLieu: -300},
			{Kind: pay.KindRounding, What: "Rounding", Amount: dec("-0.01")},
		},
		Cash: dec("38.33"), OpeningTime: 3600, TimeInLieu: 3600 + 7200 - 1200 - 600 - 300,
		Expiring:   []pay.Credit{{At: at(20, 0), Seconds: 3600}},
		Violations: []pay.Violation{{Code: "rest", Text: "Too short.", At: at(6, 8)}},
	}
	d := sealed(t, statement.FromPay(s, "October", at(32, 9)))
	if !d.Totals.Amount.Equal(s.Cash) {
		t.Errorf("the document says %s, the statement %s", d.Totals.Amount, s.Cash)
	}
	if d.Account.Closing != s.TimeInLieu || d.Account.Expired != 1200 || d.Account.PaidOut != 600 || d.Account.Corrected != -300 {
		t.Errorf("the account is %+v, it closes with %d", *d.Account, s.TimeInLieu)
	}
	if l := d.Lines[0]; l.Rule != "standby, night" || !l.Units.Valid || l.Rate.Decimal.String() != "2.5" || d.Lines[5].Units.Valid {
		t.Errorf("the first line is %+v", l)
	}
	if d.Policy != "Example, version 3" || d.Zone != "Europe/Berlin" || len(d.Account.Lapses) != 1 || d.Violations[0].Code != "rest" {
		t.Errorf("the document is %+v", d)
	}
	if none := statement.FromPay(pay.Statement{Period: s.Period}, "", time.Time{}); none.Account != nil {
		t.Error("there is an account without any time")
	}
}
