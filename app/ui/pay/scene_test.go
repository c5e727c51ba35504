package pay

import (
	"testing"
	"time"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/rotation"
	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

func november() ledger.Month { return ledger.Month{Year: 2026, Month: time.November} }
func october() ledger.Month  { return ledger.Month{Year: 2026, Month: time.October} }

// at is an instant of that day and time in the zone of the tests.
func at(t testing.TB, text string) time.Time {
	t.Helper()
	when, err := time.ParseInLocation(whenFormat, text, night.Berlin(t))
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func span(t testing.TB, from, to string) rotation.Interval {
	t.Helper()
	return rotation.Interval{Start: at(t, from), End: at(t, to)}
}

// worked is a call-out as its page tells it.
func worked(t testing.TB, id, from, to string) ledger.Logged {
	t.Helper()
	h := ledger.Hour{ID: id, PageID: "p-" + id, Stint: 1, Person: night.EngineerA(), Interval: span(t, from, to), Mode: "remote", What: "Call-out " + id}
	return ledger.Logged{Hour: h, Page: &h}
}

// books is what the agent says of a November in which engineer A was on call for a
// week, was called out twice, and has time in lieu.
func books(t testing.TB) bench.LedgerAnswers {
	t.Helper()
	duty := span(t, "2026-11-20 09:00", "2026-11-27 09:00")
	done := worked(t, "done", "2026-11-22 14:00", "2026-11-22 15:30")
	done.Confirmed, done.Edited, done.At, done.By, done.Why = true, true, at(t, "2026-11-22 16:00"), "Engineer A", "it took longer"
	waits := worked(t, "waits", "2026-11-24 02:10", "2026-11-24 03:40")
	state := api.MonthState{Month: november(), Total: "412.50", Currency: "EUR", Lieu: 6 * 3600, Standby: 113 * 3600, CallOut: 3 * 3600, Nights: 5, Unconfirmed: 1}
	past := api.MonthState{Month: october(), Total: "600.00", Currency: "EUR", Lieu: 4 * 3600, Standby: 168 * 3600, CallOut: 2 * 3600, Nights: 7, Over: true, Turn: true}
	return bench.LedgerAnswers{
		Months: []api.MonthState{past, state},
		Statement: api.Statement{Policy: "Agreement", Person: night.EngineerA(), Zone: "Europe/Berlin", Currency: "EUR", Period: span(t, "2026-11-01 00:00", "2026-12-01 00:00"),
			Total: "412.50", StandbyHours: "113", CallOutHours: "3", State: state,
			Notes:      []string{"A shift is not over yet: it counts up to now."},
			Violations: []api.Finding{{Code: "daily-rest", Text: "11 hours of rest were cut to 7.", At: at(t, "2026-11-24 03:40")}},
			Lines: []api.Line{
				{Kind: "standby", What: "Standby, night", Units: "24", Unit: "h", Rate: "6.00", Amount: "144.00", Span: duty, Rule: "standby.night", Explanation: "24 hours between 22:00 and 06:00 at EUR 6.00.", Evidence: []string{"shift A of Payments", "Payments as read on 20 Nov 08:58"}},
				{Kind: "standby", What: "Standby, day", Units: "89.5", Unit: "h", Rate: "3.00", Amount: "268.50", Span: duty, Rule: "standby.day", Explanation: "89.5 hours by day at EUR 3.00.", Evidence: []string{"shift A of Payments"}},
				{Kind: "call_out", What: "Call-out, in lieu", Units: "6", Unit: "h", Rate: "0", Amount: "0.00", TimeInLieu: 6 * 3600, Span: waits.Interval, Rule: "callout", Explanation: "Twice the time, at least three hours.", Evidence: []string{"page p-waits"}},
			},
			Lieu: api.LieuBalance{Balance: ledger.Balance{Closing: 11*3600 + 1800}, Lapsing: []account.Lapse{{On: account.Date{Year: 2026, Month: 12, Day: 14}, Seconds: 6 * 3600}}}},
		Hours: []ledger.Logged{done, waits},
		Trail: []ledger.Step{{By: "page", What: "told 2026-11-22 13:00 to 14:00"}, {At: at(t, "2026-11-22 16:00"), By: "Engineer A", What: "end 14:00 is 14:30", Why: "it took longer"}},
		Lieu: api.Lieu{On: account.Date{Year: 2026, Month: 11, Day: 25}, Balance: 11*3600 + 1800, Booked: 8 * 3600, Free: 3*3600 + 1800, Provisional: 6 * 3600, DayLength: 8 * 3600,
			Lapsing:  []account.Lapse{{On: account.Date{Year: 2026, Month: 12, Day: 14}, Seconds: 6 * 3600}},
			Bookings: []account.Entry{{ID: "b0", Kind: account.Taken, On: account.Date{Year: 2026, Month: 11, Day: 2}, Seconds: 4 * 3600}, {ID: "b1", Kind: account.Booked, On: account.Date{Year: 2026, Month: 12, Day: 4}, Seconds: 8 * 3600, Note: "long weekend"}},
			Months:   []api.LieuMonth{{Month: october(), Closed: true, Balance: ledger.Balance{Earned: 4 * 3600, Closing: 9*3600 + 1800}}, {Month: november(), Balance: ledger.Balance{Opening: 9*3600 + 1800, Earned: 6 * 3600, Taken: 4 * 3600, Closing: 11*3600 + 1800}}}},
		Policy:   api.PolicyWords{Name: "A flat sum per week", Currency: "EUR", Sentences: []string{"It pays EUR 300 for each week on call.", "Call-outs are paid besides, by the hour."}, Facts: map[string]string{"hourly": "24.10"}, Path: "/c/policy-flat-week.toml"},
		Document: api.Document{Data: []byte("%PDF")},
	}
}

// open shows the screen as the agent's first word leaves it; s may be nil.
func open(t *testing.T, s *api.Snapshot) (*bench.Bench, *Screen) {
	t.Helper()
	b := bench.New(t)
	b.Agent.Says.Ledger = books(t)
	b.Agent.Says.Shifts = []rotation.Shift{night.Shift("A", rotation.Primary, at(t, "2026-11-20 09:00"), 7*24*time.Hour)}
	screen := New(b.Desk, b.Agent)
	b.Open(screen, s)
	return b, screen
}
