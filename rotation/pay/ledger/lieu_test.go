package ledger_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"standby/rotation/pay"
	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

// earning is a month with two hours in lieu, seen on a day.
func earning(t *testing.T, rules, now string) *world {
	t.Helper()
	return &world{
		policy: firmWith(t, rules), first: month(t, "2026-11"), now: at(t, now),
		told: []ledger.Hour{told(t, "p1", 1, "2026-11-03 01:00", "2026-11-03 03:00")},
	}
}

func booked(t *testing.T, id, on string, seconds int64) account.Entry {
	t.Helper()
	return account.Entry{ID: id, Kind: account.Booked, On: date(t, on), Seconds: seconds}
}

func last(list []ledger.Statement) *ledger.Statement { return &list[len(list)-1] }

func TestTheAccountOfAMonth(t *testing.T) {
	w := earning(t, `expires = "6 weeks"`, "2026-11-20 12:00")
	w.book.Entries = []account.Entry{booked(t, "b1", "2026-11-10", 1800), booked(t, "b2", "2026-12-01", 600)}
	s := last(w.open(t))
	want := ledger.Balance{Earned: 7200, Taken: 1800, Closing: 5400, Booked: 600}
	got := s.Balance
	got.Lots = nil
	if got.Closing != want.Closing || got.Earned != want.Earned || got.Taken != want.Taken || got.Booked != want.Booked {
		t.Errorf("got %+v, want %+v", got, want)
	}
	// What is earned on 3 November can be used on 14 December for the last time.
	if len(s.Lapsing) != 1 || s.Lapsing[0].String() != "1 h 20 min lapse on 14 Dec 2026" {
		t.Errorf("lapsing %v", s.Lapsing)
	}
	if free := s.Account().Free(date(t, "2026-12-14")); free != 4800 {
		t.Errorf("free are %d s", free)
	}
}

func TestWhatLapsesIsALineOfItsMonth(t *testing.T) {
	for name, c := range map[string]struct {
		rules, want, why string
	}{
		"lapsed":     {`expires = "6 weeks"`, "account Time in lieu that lapsed 0.00 -7200s", "not used by 2026-12-14: 2 h lapse"},
		"paid":       {"expires = \"6 weeks\"\nexpired = \"pay\"\nrate = \"hourly\"", "account Time in lieu paid out 64.00 -7200s", "not used by 2026-12-14: 2 h are paid out at 32.00 EUR an hour"},
		"beyond cap": {"cap = \"1h30m\"\nover = \"pay\"\nrate = \"50 % of hourly\"", "account Time in lieu paid out 8.00 -1800s", "beyond what the account holds at most, 1 h 30 min: 30 min are paid out at 16.00 EUR an hour"},
	} {
		t.Run(name, func(t *testing.T) {
			w := earning(t, c.rules, "2026-12-14 23:59")
			gone := func() []ledger.Line {
				var out []ledger.Line
				for _, s := range w.open(t) {
					for _, l := range s.Lines {
						if l.Kind == pay.KindAccount {
							out = append(out, l)
						}
					}
				}
				return out
			}
			if n := len(gone()); strings.HasPrefix(c.why, "not used") && n != 0 {
				t.Errorf("%d lines on the last day, before it is over", n)
			}
			w.now = at(t, "2026-12-15 00:00")
			lines := gone()
			if len(lines) != 1 || said(lines[0]) != c.want || lines[0].Explanation != c.why {
				t.Fatalf("got %+v", lines)
			}
			w.now = at(t, "2027-01-01")
			w.close(t)
			w.close(t)
			if s := w.book.Closed[1]; s.Balance.Closing != 0 && name != "beyond cap" || len(w.open(t)[0].Lines) != 0 {
				t.Errorf("after it: %+v", s.Balance)
			}
		})
	}
}

func TestOnlyWhatIsThereCanBeUsed(t *testing.T) {
	for name, c := range map[string]struct {
		rules string
		entry account.Entry
		want  string // "" where it is allowed
	}{
		"what is there":            {"", booked(t, "b2", "2026-12-10", 3600), ""},
		"more":                     {"", booked(t, "b2", "2026-12-10", 7201), "the account is 1 s short"},
		"what another booking has": {"", booked(t, "b2", "2026-11-30", 5400), "the account is 30 min short on 2026-12-20"},
		"before it was earned":     {"", account.Entry{ID: "t1", Kind: account.Taken, On: date(t, "2026-11-01"), Seconds: 60}, "short on 2026-11-01"},
		"after it has lapsed":      {`expires = "6 weeks"`, booked(t, "b2", "2026-12-15", 60), "short on 2026-12-15"},
		"in advance":               {"may_be_negative = true", booked(t, "b2", "2026-12-10", 72000), ""},
		"in place of a booking":    {"", account.Entry{ID: "t1", Kind: account.Taken, On: date(t, "2026-12-20"), Seconds: 7200, Of: "b1"}, ""},
		"given back":               {"", account.Entry{ID: "r1", Kind: account.Released, On: date(t, "2026-11-20"), Of: "b1"}, ""},
		"a payout without a rate":  {"", account.Entry{ID: "o1", Kind: account.PaidOut, On: date(t, "2026-11-20"), Seconds: 600}, "names no rate"},
		"a payout":                 {"cap = \"90h\"\nover = \"pay\"\nrate = \"hourly\"", account.Entry{ID: "o1", Kind: account.PaidOut, On: date(t, "2026-11-20"), Seconds: 600}, ""},
		"the ledger's own":         {"", account.Entry{ID: "e1", Kind: account.Earned, On: date(t, "2026-11-20"), Seconds: 600}, "no booking"},
		"a name of the ledger's":   {"", booked(t, "2026-11/1", "2026-12-10", 60), "slash"},
		"a name twice":             {"", booked(t, "b1", "2026-12-10", 60), "not unique"},
		"of nothing":               {"", account.Entry{ID: "t1", Kind: account.Taken, On: date(t, "2026-12-20"), Seconds: 60, Of: "b9"}, "no booking"},
	} {
		t.Run(name, func(t *testing.T) {
			w := earning(t, c.rules, "2026-11-20 12:00")
			w.book.Entries = []account.Entry{booked(t, "b1", "2026-12-20", 3600)}
			if strings.Contains(c.rules, "expires") {
				w.book.Entries = []account.Entry{booked(t, "b1", "2026-12-14", 3600)}
			}
			err := w.book.Allow(w.open(t), c.entry)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
			var short *account.ShortError
			if strings.Contains(c.want, "short") && !errors.As(err, &short) {
				t.Errorf("error is a %T", err)
			}
		})
	}
}

func TestADayOffOfAClosedMonthIsGivenBackInTheNext(t *testing.T) {
	w := earning(t, "", "2026-12-03 12:00")
	w.book.Entries = []account.Entry{booked(t, "b1", "2026-11-10", 3600)}
	if c := w.close(t); c.Balance.Closing != 3600 || c.Balance.Taken != 3600 {
		t.Fatalf("closed with %+v", c.Balance)
	}
	w.book.Entries = append(w.book.Entries, account.Entry{ID: "r1", Kind: account.Released, On: date(t, "2026-12-03"), Of: "b1"})
	s := last(w.open(t))
	if s.Balance.Closing != 7200 || s.Balance.Corrected != 3600 || len(s.Lines) != 1 || said(s.Lines[0]) != "account Day off given back 0.00 3600s" {
		t.Errorf("got %+v and %+v", s.Balance, s.Lines)
	}
	moved := account.Entry{ID: "t1", Kind: account.Taken, On: date(t, "2026-12-02"), Seconds: 7200, Of: "b1"}
	w.book.Entries = w.book.Entries[:1]
	if err := w.book.Allow(w.open(t), moved); err != nil {
		t.Errorf("a longer day off in its place: %v", err)
	}
	w.book.Entries = append(w.book.Entries, moved)
	if s = last(w.open(t)); s.Balance.Closing != 0 || s.Balance.Taken != 7200 || s.Balance.Corrected != 3600 {
		t.Errorf("moved: %+v", s.Balance)
	}
	w.now = at(t, "2027-01-02")
	w.close(t)
	if s = last(w.open(t)); s.Balance.Closing != 0 || len(s.Lines) != 0 || len(s.Entries) != 0 {
		t.Errorf("given back again: %+v and %+v", s.Balance, s.Entries)
	}
}

func TestADayOffThatIsEnteredLateCountsOnTheFirstOpenDay(t *testing.T) {
	w := earning(t, "", "2026-12-03 12:00")
	w.close(t)
	w.book.Entries = []account.Entry{{ID: "t1", Kind: account.Taken, On: date(t, "2026-11-20"), Seconds: 3600}}
	s := last(w.open(t))
	i := slices.IndexFunc(s.Entries, func(e account.Entry) bool { return e.ID == "t1" })
	if i < 0 || s.Entries[i].On != date(t, "2026-12-01") || s.Balance.Closing != 3600 {
		t.Errorf("got %+v and %+v", s.Entries, s.Balance)
	}
}

func TestTheFactOfAnOpeningBalanceBeginsTheLedger(t *testing.T) {
	w := earning(t, "opening = \"$toil_hours\"\nopening_earned = \"$earned\"\nexpires = \"6 weeks\"", "2026-11-20 12:00")
	months := w.months(t, month(t, "2026-11"))
	months[0].Input.Facts = pay.Facts{"hourly": "32.00", "toil_hours": "3", "earned": "2026-10-01"}
	open, err := w.book.Open(months, nil, w.now)
	if err != nil {
		t.Fatal(err)
	}
	if b := open[0].Balance; b.Opening != 10800 || b.Expired != 10800 || b.Closing != 7200 {
		t.Errorf("got %+v", b)
	}
}

func TestAdjustments(t *testing.T) {
	w := earning(t, "", "2026-12-03 12:00")
	w.close(t)
	late := ledger.Adjustment{ID: "a1", On: date(t, "2026-11-20"), Amount: money("25.50"), Currency: "EUR", What: "Taxi", By: "Ada", At: w.now}
	ahead := ledger.Adjustment{ID: "a2", On: date(t, "2026-12-24"), Seconds: 3600, What: "Half a day", By: "Ada", At: w.now}
	abroad := ledger.Adjustment{ID: "a3", On: date(t, "2026-12-02"), Amount: money("1"), Currency: "CHF", What: "Tram", By: "Ada", At: w.now}
	back := late.TakeBack("a4", date(t, "2026-12-03"), "paid by the firm", "Ada", w.now)
	w.book.Adjustments = []ledger.Adjustment{late, ahead, abroad, back}
	s := last(w.open(t))
	if len(s.Lines) != 2 || said(s.Lines[0]) != "adjustment Taxi 25.50 0s" || s.Lines[0].Of != month(t, "2026-11") || !s.Cash.IsZero() {
		t.Errorf("lines %+v", s.Lines)
	}
	if len(s.Notes) != 2 || !strings.Contains(s.Notes[0], "still to come") || !strings.Contains(s.Notes[1], "is in CHF") {
		t.Errorf("notes %q", s.Notes)
	}
	w.now = at(t, "2027-01-01")
	w.close(t)
	if c := w.book.Closed[1]; c.Balance.Corrected != 3600 {
		t.Errorf("closed with %+v", c.Balance)
	}
	if s = last(w.open(t)); len(s.Lines) != 0 {
		t.Errorf("again in January: %+v", s.Lines)
	}
}

func TestAnAdjustmentThatIsNoneIsRefused(t *testing.T) {
	good := ledger.Adjustment{ID: "a1", On: date(t, "2026-11-20"), Amount: money("25.50"), Currency: "EUR", Seconds: 60, What: "Taxi", By: "Ada", At: at(t, "2026-11-21")}
	back := good.TakeBack("a2", good.On, "x", "Ada", good.At)
	for name, c := range map[string]struct {
		list []ledger.Adjustment
		want string
	}{
		"good":             {[]ledger.Adjustment{good, back}, ""},
		"twice":            {[]ledger.Adjustment{good, good}, "the ID of another"},
		"nothing":          {[]ledger.Adjustment{{ID: "a", On: good.On, What: "x", By: "Ada", At: good.At}}, "comes to nothing"},
		"no day":           {[]ledger.Adjustment{{ID: "a", Seconds: 1, What: "x", By: "Ada", At: good.At}}, "needs a day"},
		"nobody":           {[]ledger.Adjustment{{ID: "a", On: good.On, Seconds: 1, What: "x", At: good.At}}, "who enters it"},
		"no currency":      {[]ledger.Adjustment{{ID: "a", On: good.On, Amount: money("1"), What: "x", By: "Ada", At: good.At}}, "without a currency"},
		"an age":           {[]ledger.Adjustment{{ID: "a", On: good.On, Seconds: 1e12, What: "x", By: "Ada", At: good.At}}, "ten years"},
		"a huge amount":    {[]ledger.Adjustment{{ID: "a", On: good.On, Amount: money("1e300"), Currency: "EUR", What: "x", By: "Ada", At: good.At}}, "digits"},
		"back of nothing":  {[]ledger.Adjustment{back}, "not there"},
		"back twice":       {[]ledger.Adjustment{good, back, good.TakeBack("a3", good.On, "x", "Ada", good.At)}, "before"},
		"back of a back":   {[]ledger.Adjustment{good, back, back.TakeBack("a3", good.On, "x", "Ada", good.At)}, "enter a new one"},
		"back, but other":  {[]ledger.Adjustment{good, {ID: "a3", On: good.On, Seconds: -61, Amount: money("-25.5"), Currency: "EUR", What: "x", By: "Ada", At: good.At, TakesBack: "a1"}}, "opposite figures"},
		"back in another ": {[]ledger.Adjustment{good, {ID: "a3", On: good.On, Seconds: -60, Amount: money("-25.5"), Currency: "CHF", What: "x", By: "Ada", At: good.At, TakesBack: "a1"}}, "opposite figures"},
	} {
		t.Run(name, func(t *testing.T) {
			err := ledger.CheckAdjustments(c.list)
			if (err == nil) != (c.want == "") || err != nil && (!strings.Contains(err.Error(), c.want) || !errors.Is(err, ledger.ErrAdjustment)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
