package statement_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"standby/app/statement"
	"standby/rotation"
)

func berlin(t testing.TB) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func some(s string) decimal.NullDecimal { return decimal.NewNullDecimal(dec(s)) }

func dec(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// october is a month with all that a statement can have. The night of the 25th
// has the hour in which the clocks go back.
func october(t testing.TB) statement.Document {
	loc := berlin(t)
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 10, day, hour, minute, 0, 0, loc) }
	span := func(from, to time.Time) rotation.Interval { return rotation.Interval{Start: from, End: to} }
	return statement.Document{
		Title: "Statement of duty, October 2026", Policy: "Example works agreement, version 3",
		Person: rotation.Person{Name: "Engineer Ä", Email: "a@example.org"},
		Period: span(at(1, 0, 0), time.Date(2026, 11, 1, 0, 0, 0, 0, loc)),
		Zone:   "Europe/Berlin", Currency: "EUR", Place: 2,
		Lines: []statement.Line{
			{
				Kind: "standby", What: "Standby at night", Span: span(at(5, 18, 0), at(6, 8, 0)), Units: some("14"), Unit: "hour",
				Rate: some("3.75"), Amount: dec("52.50"), Rule: "standby.night",
				Explanation: "14 h from Mon 5 Oct 18:00 to Tue 6 Oct 08:00 at 3.75 EUR an hour are 52.50 EUR.",
				Evidence:    []string{"shift night-41@rota.example of Example rota, version 7"},
			},
			{
				Kind: "call_out", What: "Disk of db-1 is full", Span: span(at(6, 2, 10), at(6, 2, 35)), Units: some("1"), Unit: "started hour",
				Rate: some("31.2"), Amount: dec("31.20"), TimeInLieu: 1200, Rule: "call_out.first",
				Explanation: "25 min count as a started hour; a third of it is time in lieu besides.",
				Evidence:    []string{"page 01J0EXAMPLE", "acknowledged 02:10, resolved 02:35"},
			},
			{
				Kind: "standby", What: "Standby in the night when the clocks go back", Span: span(at(24, 18, 0), at(25, 8, 0)),
				Units: some("15"), Unit: "hour", Rate: some("3.75"), Amount: dec("56.25"), TimeInLieu: 1200, Rule: "standby.night",
				Explanation: "15 h have elapsed between 18:00 and 08:00, because the clocks went back an hour.",
			},
			{
				Kind: "call_out", What: "Check of the backup", Span: span(time.Date(2026, 10, 25, 1, 30, 0, 0, time.UTC), at(25, 4, 0)), Units: some("1.5"),
				Unit: "hour", Rate: some("31.2"), Amount: dec("46.80"), TimeInLieu: 1200, Rule: "call_out.next",
				Explanation: "1.5 h by the clock that elapses.", Evidence: []string{"page 01J0EXAMPLF"},
			},
			{Kind: "adjustment", What: "Correction for September: a call-out was counted twice", Amount: dec("-31.20"), Rule: "adjustment"},
		},
		Counts:     []statement.Count{{Name: "nights", Value: dec("2")}},
		Violations: []statement.Finding{{Code: "daily_rest_below_11h", Text: "Only 5 h 25 min of rest before 08:00.", At: at(6, 8, 0)}},
		Warnings:   []statement.Finding{{Code: "weekly_average_above_48h", Text: "The average of the week is 49.5 h."}},
		Notes:      []string{"A shift was on two calendars and is paid once.", "Nothing was worked on the 31st."},
		Account: &statement.Account{
			Opening: 7200, Earned: 3600, Taken: 5400, Booked: 1800,
			Lapses: []statement.Lapse{{Seconds: 3600, On: time.Date(2026, 12, 14, 0, 0, 0, 0, loc)}},
		},
		Made: time.Date(2026, 11, 2, 9, 0, 0, 0, loc),
	}
}

func sealed(t testing.TB, d statement.Document) statement.Document {
	t.Helper()
	d, err := statement.Seal(d)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// long is a statement with many lines, of which the texts differ in length.
func long(t testing.TB, lines int) statement.Document {
	d := october(t)
	first := d.Lines[0]
	d.Lines = nil
	for i := range lines {
		l := first
		l.What = fmt.Sprintf("Standby, stretch %d", i+1)
		l.Span.Start = first.Span.Start.Add(time.Duration(i) * 15 * time.Minute)
		l.Span.End = l.Span.Start.Add(15 * time.Minute)
		l.Units, l.Amount, l.TimeInLieu = some("0.25"), decimal.New(int64(i%997)-100, -2), int64(i%7)*60
		for range i % 3 {
			l.Explanation += " More is to be said about this stretch, and it takes another sentence."
		}
		d.Lines = append(d.Lines, l)
	}
	return d
}

// team is the statements of three people in two currencies.
func team(t testing.TB) statement.Team {
	a, b, c := october(t), october(t), october(t)
	b.Person = rotation.Person{Name: "Инженер Б", Email: "b@example.org"}
	b.Lines = b.Lines[:2]
	c.Person = rotation.Person{Name: "Μηχανικός Γ"}
	c.Currency, c.Account, c.Lines = "SEK", nil, nil
	return statement.Team{
		Title: "Duty of the example team, October 2026", Period: a.Period, Zone: a.Zone,
		Statements: []statement.Document{a, b, c}, Made: a.Made,
	}
}
