package account_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"standby/rotation/pay/account"
)

const hour = 3600

func date(t testing.TB, text string) account.Date {
	t.Helper()
	d, err := account.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// ledger reads "1 earned 2026-06-14 6h", one entry a line; "of" and an ID may follow.
func ledger(t testing.TB, text string) []account.Entry {
	t.Helper()
	var out []account.Entry
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		f := strings.Fields(strings.ReplaceAll(line, "paid out", "paid_out"))
		if len(f) < 4 {
			continue
		}
		length, err := time.ParseDuration(f[3])
		if err != nil {
			t.Fatal(err)
		}
		e := account.Entry{ID: f[0], Kind: account.Kind(strings.ReplaceAll(f[1], "_", " ")), On: date(t, f[2]), Seconds: int64(length / time.Second)}
		if len(f) > 5 && f[4] == "of" {
			e.Of = f[5]
		}
		if len(f) > 5 && f[4] == "until" {
			e.Until = date(t, f[5])
		}
		out = append(out, e)
	}
	return out
}

func open(t testing.TB, rules account.Rules, text string) *account.Account {
	t.Helper()
	a, err := account.New(rules, ledger(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestTimeIsUsableUntilItsLastDay(t *testing.T) {
	for name, c := range map[string]struct {
		expiry       account.Expiry
		earned, want string
	}{
		"never":                                   {account.Expiry{}, "2026-06-14", ""},
		"never, whatever the fiscal year":         {account.Expiry{FiscalMonth: time.March, FiscalDay: 31}, "2026-06-14", ""},
		"six months":                              {account.Expiry{Months: 6}, "2026-06-14", "2026-12-14"},
		"a month, to the end of a shorter one":    {account.Expiry{Months: 1}, "2026-01-31", "2026-02-28"},
		"a month, in a leap year":                 {account.Expiry{Months: 1}, "2028-01-31", "2028-02-29"},
		"eight weeks":                             {account.Expiry{Days: 56}, "2026-12-01", "2027-01-26"},
		"a fixed date to come":                    {account.Expiry{Month: time.September, Day: 30}, "2026-06-14", "2026-09-30"},
		"a fixed date that has passed":            {account.Expiry{Month: time.September, Day: 30}, "2026-10-01", "2027-09-30"},
		"a fixed date on the day itself":          {account.Expiry{Month: time.September, Day: 30}, "2026-09-30", "2026-09-30"},
		"the leap day in another year":            {account.Expiry{Month: time.February, Day: 29}, "2026-01-10", "2026-02-28"},
		"end of the year":                         {account.Expiry{FiscalYears: 1}, "2026-06-14", "2026-12-31"},
		"end of the next fiscal year":             {account.Expiry{FiscalYears: 2, FiscalMonth: time.March, FiscalDay: 31}, "2026-06-14", "2028-03-31"},
		"end of the next, earned on the last day": {account.Expiry{FiscalYears: 2, FiscalMonth: time.March, FiscalDay: 31}, "2026-03-31", "2027-03-31"},
		"31 March after the year":                 {account.Expiry{FiscalYears: 1, Month: time.March, Day: 31}, "2026-06-14", "2027-03-31"},
		"three months after the fiscal year":      {account.Expiry{FiscalYears: 1, FiscalMonth: time.June, FiscalDay: 30, Months: 3}, "2026-06-14", "2026-09-30"},
	} {
		last, ok := c.expiry.Last(date(t, c.earned))
		if got := last.String(); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%s: got %s %v, want %s", name, got, ok, c.want)
		}
	}
}

func TestAnAccountTellsWhatItHolds(t *testing.T) {
	a := open(t, account.Rules{Expiry: account.Expiry{Months: 6}}, `
		1 earned 2026-06-14 8h
		2 earned 2026-08-01 4h30m
		3 taken 2026-08-20 2h
		4 booked 2026-12-21 3h
		5 correction 2026-09-01 -30m
		6 paid_out 2026-09-15 30m
	`)
	s := a.At(date(t, "2026-11-22"))
	if s.Balance != 95*hour/10 || s.Booked != 3*hour || s.Earned != 125*hour/10 || s.Taken != 2*hour || s.Corrected != -hour/2 || s.PaidOut != hour/2 || s.Expired != 0 {
		t.Errorf("got %+v", s)
	}
	if len(s.Lots) != 2 || s.Lots[0].Rest != 5*hour || s.Lots[0].Last != date(t, "2026-12-14") || s.Lots[1].Rest != 45*hour/10 {
		t.Errorf("lots are %+v", s.Lots)
	}
	lapsing := a.Lapsing(s.On, date(t, "2027-12-31"))
	if len(lapsing) != 2 || lapsing[0].String() != "5 h lapse on 14 Dec 2026" || lapsing[1].String() != "1 h 30 min lapse on 1 Feb 2027" {
		t.Errorf("lapsing: %v", lapsing)
	}
	if s = a.At(date(t, "2026-12-14")); s.Balance != 45*hour/10 || s.Expired != 5*hour {
		t.Errorf("on the last day: %+v", s)
	}
	if free := a.Free(date(t, "2026-12-14")); free != 65*hour/10 { // 5 h that would lapse, and 1 h 30 min that no booking needs
		t.Errorf("free are %s", account.Length(free))
	}
	if free := a.Free(date(t, "2026-12-15")); free != 15*hour/10 {
		t.Errorf("free after it are %s", account.Length(free))
	}
}

func TestWhatIsMissingIsRefused(t *testing.T) {
	text := "1 earned 2026-06-14 6h\n2 booked 2026-12-24 4h"
	for name, c := range map[string]struct {
		rules account.Rules
		add   string
		want  string
	}{
		"enough":                       {account.Rules{}, "3 taken 2026-07-01 2h", ""},
		"too much":                     {account.Rules{}, "3 taken 2026-07-01 7h", "the account is 1 h short on 2026-07-01"},
		"what is booked":               {account.Rules{}, "3 taken 2026-07-01 3h", "the account is 1 h short on 2026-12-24"},
		"before it was earned":         {account.Rules{}, "3 booked 2026-06-13 1h", "the account is 1 h short on 2026-06-13"},
		"after it expired":             {account.Rules{Expiry: account.Expiry{Months: 7}}, "3 booked 2027-01-15 1h", "the account is 1 h short on 2027-01-15"},
		"on its last day":              {account.Rules{Expiry: account.Expiry{Months: 7}}, "3 booked 2027-01-14 2h", ""},
		"with an overdraft":            {account.Rules{Overdraft: hour}, "3 taken 2026-07-01 3h", ""},
		"beyond the overdraft":         {account.Rules{Overdraft: hour}, "3 taken 2026-07-01 3h1s", "the account is 1 s short on 2026-12-24"},
		"a correction":                 {account.Rules{}, "3 correction 2026-07-01 -3h", "short on 2026-12-24"},
		"all of a batch or none":       {account.Rules{}, "3 taken 2026-07-01 2h\n4 taken 2026-07-01 1h", "short on 2026-12-24"},
		"in place of the booking":      {account.Rules{}, "3 taken 2026-12-24 6h of 2", ""},
		"what was given back":          {account.Rules{}, "3 released 2026-07-01 0s of 2\n4 taken 2026-07-01 6h", ""},
		"a second time for a booking":  {account.Rules{}, "3 taken 2026-12-24 4h of 2\n4 taken 2026-12-24 1h of 2", "there is no booking"},
		"above the cap, when it lapse": {account.Rules{Cap: 3 * hour}, "3 taken 2026-07-01 1h", "the account is 2 h short on 2026-12-24"},
	} {
		t.Run(name, func(t *testing.T) {
			a := open(t, c.rules, text)
			_, err := a.Add(ledger(t, c.add)...)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
			var short *account.ShortError
			if strings.Contains(c.want, "short") && !errors.As(err, &short) {
				t.Errorf("error is a %T", err)
			}
		})
	}
}

func TestWhatIsShortAlreadyMayNotBecomeWorse(t *testing.T) {
	a := open(t, account.Rules{}, "1 taken 2026-06-14 6h")
	if _, err := a.Add(ledger(t, "2 taken 2026-07-01 1h")...); err == nil {
		t.Error("took more")
	}
	if s := a.At(date(t, "2026-07-01")); s.Balance != -6*hour {
		t.Errorf("balance is %d", s.Balance)
	}
	b, err := a.Add(ledger(t, "2 earned 2026-07-01 8h")...)
	if err != nil {
		t.Fatal(err)
	}
	if s := b.At(date(t, "2026-07-01")); s.Balance != 2*hour || s.Lots[0].Rest != 2*hour {
		t.Errorf("what is earned fills what is missing: %+v", s)
	}
}

func TestTheCapTakesTheNewest(t *testing.T) {
	text := "1 earned 2026-06-14 6h\n2 earned 2026-06-15 3h\n3 earned 2026-06-15 3h\n4 taken 2026-06-15 1h"
	for _, paid := range []bool{false, true} {
		a := open(t, account.Rules{Cap: 8 * hour, OverPaid: paid}, text)
		s, due := a.At(date(t, "2026-06-15")), a.Due(date(t, "2026-06-15"))
		if s.Balance != 8*hour || len(due) != 1 || due[0].Seconds != 3*hour || due[0].Of != "3" || (due[0].Kind == account.PaidOut) != paid {
			t.Errorf("got %+v and %+v", s, due)
		}
	}
}

func TestWrittenExpiryStays(t *testing.T) {
	a := open(t, account.Rules{Expiry: account.Expiry{Months: 6}}, "1 earned 2026-06-14 6h\n2 booked 2026-12-10 1h")
	due := a.Due(date(t, "2026-12-20"))
	if len(due) != 1 || due[0].Seconds != 5*hour || due[0].On != date(t, "2026-12-14") || due[0].Of != "1" || due[0].Kind != account.Expired {
		t.Fatalf("due: %+v", due)
	}
	b, err := a.Add(due...)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Due(date(t, "2027-12-20"))) != 0 {
		t.Error("due twice")
	}
	for add, want := range map[string]error{
		"3 taken 2026-12-14 1h":                  account.ErrSettled,
		"3 correction 2026-12-01 -1h":            account.ErrSettled,
		"3 taken 2026-12-10 1h of 2":             nil, // it was as booked
		"3 taken 2026-12-10 2h of 2":             account.ErrSettled,
		"3 earned 2026-12-01 1h":                 nil,
		"3 released 2026-12-20 0s of 2":          nil,
		"3 correction 2026-12-15 5h":             nil,
		"3 expired 2026-12-20 1h of 2":           account.ErrEntry,
		"1 earned 2026-12-20 1h":                 account.ErrEntry,
		"3 earned 2026-12-20 0h":                 account.ErrEntry,
		"3 found 2026-12-20 1h":                  account.ErrEntry,
		"3 earned 2026-12-20 1h of 9":            account.ErrEntry,
		"3 earned 2026-12-20 99999h":             account.ErrEntry,
		"3 taken 2026-12-20 1h until 2027-01-01": account.ErrEntry,
	} {
		if _, err := b.Add(ledger(t, add)...); !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Errorf("%s: got %v, want %v", add, err, want)
		}
	}
	// Other rules from now on do not bring back what has lapsed.
	c, err := account.New(account.Rules{}, b.Entries())
	if err != nil {
		t.Fatal(err)
	}
	if s := c.At(date(t, "2027-06-01")); s.Balance != 0 || s.Expired != 5*hour {
		t.Errorf("under other rules: %+v", s)
	}
	// What is released after the fact expires after the fact.
	d, err := b.Add(ledger(t, "3 released 2026-12-20 0s of 2")...)
	if err != nil {
		t.Fatal(err)
	}
	if more := d.Due(date(t, "2026-12-31")); len(more) != 1 || more[0].Seconds != hour || more[0].ID == due[0].ID {
		t.Errorf("due then: %+v", more)
	}
}

func TestALotMayHaveALastDayOfItsOwn(t *testing.T) {
	a := open(t, account.Rules{ExpiredPaid: true}, "1 earned 2026-06-14 6h until 2026-07-01\n2 earned 2026-06-15 1h")
	if l := a.Lapsing(date(t, "2026-06-20"), date(t, "2027-01-01")); len(l) != 1 || l[0].String() != "6 h are paid out on 1 Jul 2026" {
		t.Errorf("lapsing: %v", l)
	}
	if s := a.At(date(t, "2026-07-01")); s.PaidOut != 6*hour || s.Balance != hour {
		t.Errorf("got %+v", s)
	}
}

func TestRulesHaveBounds(t *testing.T) {
	for name, rules := range map[string]account.Rules{
		"cap": {Cap: -1}, "overdraft": {Overdraft: -1}, "months": {Expiry: account.Expiry{Months: 601}}, "days": {Expiry: account.Expiry{Days: -1}},
		"date": {Expiry: account.Expiry{Month: time.February, Day: 30}}, "half a date": {Expiry: account.Expiry{Day: 3}},
		"fiscal year": {Expiry: account.Expiry{FiscalMonth: 13, FiscalDay: 1}},
	} {
		if _, err := account.New(rules, nil); !errors.Is(err, account.ErrRules) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAnEntryIsWrittenAsJSON(t *testing.T) {
	e := ledger(t, "1 earned 2026-06-14 6h until 2026-07-01")[0]
	data, err := json.Marshal([]account.Entry{e, {ID: "2", Kind: account.Taken, On: e.On, Seconds: 1}})
	want := `[{"id":"1","kind":"earned","on":"2026-06-14","seconds":21600,"until":"2026-07-01"},{"id":"2","kind":"taken","on":"2026-06-14","seconds":1}]`
	if err != nil || string(data) != want {
		t.Errorf("got %s, %v", data, err)
	}
	var back []account.Entry
	if err := json.Unmarshal(data, &back); err != nil || fmt.Sprint(back[0]) != fmt.Sprint(e) {
		t.Errorf("read back %v, %v", back, err)
	}
	if err := json.Unmarshal([]byte(`{"on":"2026-02-30"}`), &back[0]); err == nil {
		t.Error("took a date that is none")
	}
}

func TestALengthIsWrittenAsPeopleDo(t *testing.T) {
	for n, want := range map[int64]string{0: "0 h", 6 * hour: "6 h", 5400: "1 h 30 min", 61: "1 min 1 s", -hour: "-1 h"} {
		if got := account.Length(n); got != want {
			t.Errorf("%d: got %s, want %s", n, got, want)
		}
	}
}
