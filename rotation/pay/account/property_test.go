package account_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation/pay/account"
)

var begin = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func onDay(n int) account.Date { return account.DateOf(begin.AddDate(0, 0, n), time.UTC) }

const horizon = 120 // days that the properties look at

func drawRules(t *rapid.T) account.Rules {
	return account.Rules{
		Expiry: rapid.SampledFrom([]account.Expiry{{}, {Days: 3}, {Days: 20}, {Months: 1}, {Month: time.February, Day: 10},
			{FiscalYears: 1, FiscalMonth: time.January, FiscalDay: 31, Days: 5}, {FiscalYears: 2, FiscalMonth: time.March, FiscalDay: 1}}).Draw(t, "expiry"),
		ExpiredPaid: rapid.Bool().Draw(t, "expired paid"),
		Cap:         rapid.SampledFrom([]int64{0, 0, 5, 12}).Draw(t, "cap"),
		OverPaid:    rapid.Bool().Draw(t, "over paid"),
		Overdraft:   rapid.SampledFrom([]int64{0, 3, 1000}).Draw(t, "overdraft"),
	}
}

func drawEntries(t *rapid.T, prefix string) []account.Entry {
	var out []account.Entry
	for i := range rapid.IntRange(0, 25).Draw(t, "entries") {
		e := account.Entry{ID: fmt.Sprint(prefix, i), On: onDay(rapid.IntRange(0, 90).Draw(t, "on")), Seconds: rapid.Int64Range(1, 8).Draw(t, "seconds"),
			Kind: rapid.SampledFrom([]account.Kind{account.Earned, account.Earned, account.Earned, account.Booked, account.Taken, account.PaidOut, account.Correction}).Draw(t, "kind")}
		if e.Kind == account.Correction && rapid.Bool().Draw(t, "minus") {
			e.Seconds = -e.Seconds
		}
		out = append(out, e)
	}
	return out
}

// grow adds what the account does not refuse.
func grow(t *rapid.T, a *account.Account, entries []account.Entry) *account.Account {
	for _, e := range entries {
		next, err := a.Add(e)
		var short *account.ShortError
		switch {
		case err == nil:
			a = next
		case !errors.As(err, &short) && !errors.Is(err, account.ErrSettled):
			t.Fatal(err)
		}
	}
	return a
}

func newAccount(t *rapid.T, rules account.Rules, entries []account.Entry) *account.Account {
	a, err := account.New(rules, entries)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func checkSums(t *rapid.T, s account.State) {
	if s.Balance != s.Earned+s.Corrected-s.Taken-s.PaidOut-s.Expired {
		t.Fatalf("on %s a second was lost or invented: %+v", s.On, s)
	}
	rest := int64(0)
	for _, l := range s.Lots {
		if l.Rest <= 0 || l.Rest > l.Seconds || !l.Last.IsZero() && !l.Last.After(s.On) {
			t.Fatalf("on %s there is a lot %+v", s.On, l)
		}
		rest += l.Rest
	}
	if s.Balance > rest || s.Balance >= 0 && s.Balance != rest && len(s.Lots) == 0 {
		t.Fatalf("on %s the lots hold %d, the balance is %d", s.On, rest, s.Balance)
	}
}

func TestNoSecondIsLostOrInvented(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules, entries := drawRules(t), drawEntries(t, "e")
		facts := newAccount(t, rules, entries) // as a ledger says it, however negative
		kept := grow(t, newAccount(t, rules, nil), entries)
		for day := range horizon {
			checkSums(t, facts.At(onDay(day)))
			s := kept.At(onDay(day))
			checkSums(t, s)
			if s.Balance < -rules.Overdraft {
				t.Fatalf("on %s the balance is %d", s.On, s.Balance)
			}
			if rules.Cap > 0 && s.Balance > rules.Cap {
				t.Fatalf("on %s the balance is %d", s.On, s.Balance)
			}
		}
	})
}

// token is a second of time in lieu, one by one.
type token struct {
	lot    string
	earned int
	last   account.Date
}

// naive keeps the account in the plainest way there is, second by second.
func naive(rules account.Rules, entries []account.Entry, until int) (balance int64, lots map[string]int64) {
	var purse []token
	debt := int64(0)
	use := func(day int, n int64) {
		for range n {
			i := slices.IndexFunc(purse, func(k token) bool { return k.last.IsZero() || !onDay(day).After(k.last) })
			if i < 0 {
				debt++
				continue
			}
			purse = slices.Delete(purse, i, i+1)
		}
	}
	for day := 0; day <= until; day++ {
		for _, e := range entries {
			if e.On != onDay(day) || e.Kind != account.Earned && (e.Kind != account.Correction || e.Seconds < 0) {
				continue
			}
			last, _ := rules.Expiry.Last(e.On)
			for range e.Seconds {
				if debt > 0 {
					debt--
					continue
				}
				purse = append(purse, token{e.ID, day, last})
			}
		}
		for _, e := range entries {
			if e.On == onDay(day) && e.Kind != account.Earned && (e.Kind != account.Correction || e.Seconds < 0) {
				use(day, max(e.Seconds, -e.Seconds))
			}
		}
		purse = slices.DeleteFunc(purse, func(k token) bool { return k.last == onDay(day) })
		for rules.Cap > 0 && int64(len(purse)) > rules.Cap {
			purse = purse[:len(purse)-1]
		}
	}
	lots = map[string]int64{}
	for _, k := range purse {
		lots[k.lot]++
	}
	return int64(len(purse)) - debt, lots
}

func TestItIsWhatCountingSecondBySecondGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules, entries := drawRules(t), drawEntries(t, "e")
		a := newAccount(t, rules, entries)
		day := rapid.IntRange(0, horizon).Draw(t, "day")
		s := a.At(onDay(day))
		balance, lots := naive(rules, entries, day)
		if s.Balance != balance || len(s.Lots) != len(lots) {
			t.Fatalf("on %s: got %+v, want %d in %v", s.On, s, balance, lots)
		}
		for _, l := range s.Lots {
			if lots[l.ID] != l.Rest {
				t.Fatalf("on %s: got %+v, want %v", s.On, s.Lots, lots)
			}
		}
	})
}

func TestWritingWhatIsDueChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := grow(t, newAccount(t, drawRules(t), nil), drawEntries(t, "e"))
		day := rapid.IntRange(0, horizon).Draw(t, "day")
		b, err := a.Add(a.Due(onDay(day))...)
		if err != nil {
			t.Fatal(err)
		}
		if due := b.Due(onDay(day)); len(due) != 0 {
			t.Fatalf("due again: %v", due)
		}
		for d := range horizon {
			if x, y := fmt.Sprint(a.At(onDay(d))), fmt.Sprint(b.At(onDay(d))); x != y {
				t.Fatalf("it was %s, and became %s", x, y)
			}
		}
		// And life goes on, dated back or not.
		c := grow(t, b, drawEntries(t, "f"))
		for d := range horizon {
			checkSums(t, c.At(onDay(d)))
		}
	})
}

func TestTheOrderOfWritingDaysApartIsOfNoConsequence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules, entries := drawRules(t), drawEntries(t, "e")
		sorted := slices.Clone(entries)
		slices.SortStableFunc(sorted, func(a, b account.Entry) int { return a.On.Compare(b.On) })
		a, b := newAccount(t, rules, entries), newAccount(t, rules, sorted)
		for d := range horizon {
			if x, y := fmt.Sprint(a.At(onDay(d))), fmt.Sprint(b.At(onDay(d))); x != y {
				t.Fatalf("got %s and %s", x, y)
			}
		}
	})
}

func TestWhatIsFreeCanBeTakenAndNoMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := grow(t, newAccount(t, drawRules(t), nil), drawEntries(t, "e"))
		day := onDay(rapid.IntRange(0, 100).Draw(t, "day"))
		free := a.Free(day)
		if _, err := a.Add(account.Entry{ID: "x", Kind: account.Booked, On: day, Seconds: free + 1}); err == nil {
			t.Fatalf("%d are free on %s, and one more was booked", free, day)
		}
		if free == 0 {
			return
		}
		b, err := a.Add(account.Entry{ID: "x", Kind: account.Booked, On: day, Seconds: free})
		if err != nil {
			t.Fatal(err)
		}
		lapsed := func(a *account.Account) (n int64) {
			for _, l := range a.Lapsing(onDay(0), onDay(10*365)) {
				n += l.Seconds
			}
			return n
		}
		if lapsed(b) > lapsed(a) {
			t.Fatal("more lapses because some was used")
		}
	})
}

func FuzzEntries(f *testing.F) {
	f.Add("e", "earned", 10, int64(5), "", "t", "taken", 11, int64(5), "e")
	f.Add("b", "booked", 1, int64(1), "", "b2", "released", 1, int64(0), "b")
	f.Add("e", "correction", 10, int64(-5), "", "x", "expired", 11, int64(1<<62), "e")
	f.Fuzz(func(t *testing.T, id1, kind1 string, on1 int, n1 int64, of1, id2, kind2 string, on2 int, n2 int64, of2 string) {
		day := func(n int) account.Date { return onDay(n % 100_000) }
		a, err := account.New(account.Rules{Expiry: account.Expiry{Months: 1}, Cap: 100}, []account.Entry{
			{ID: id1, Kind: account.Kind(kind1), On: day(on1), Seconds: n1, Of: of1},
			{ID: id2, Kind: account.Kind(kind2), On: day(on2), Seconds: n2, Of: of2},
		})
		if err != nil {
			if !errors.Is(err, account.ErrEntry) {
				t.Fatal(err)
			}
			return
		}
		s := a.At(day(on2))
		if s.Balance != s.Earned+s.Corrected-s.Taken-s.PaidOut-s.Expired {
			t.Fatalf("%+v", s)
		}
	})
}
