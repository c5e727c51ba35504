package ledger_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

// accounts are rules of an account that months are kept under.
var accounts = []string{
	"", "may_be_negative = true", `expires = "3 weeks"`, `expires = "2 months"`, "expires = \"10 days\"\nexpired = \"pay\"\nrate = \"hourly\"",
	"cap = \"4h\"", "cap = \"3h\"\nover = \"pay\"\nrate = \"hourly\"\nexpires = \"2 months\"", `expires = "03-10"`, `round = "up to 15m"`,
}

// newWorld begins in January 2026.
func newWorld(t *testing.T, r *rapid.T) *world {
	return &world{
		policy: firmWith(t, rapid.SampledFrom(accounts).Draw(r, "account")), first: month(t, "2026-01"), now: at(t, "2026-01-01"),
	}
}

// span draws a stretch of time that begins before now.
func (w *world) span(t *testing.T, r *rapid.T, most int) rotation.Interval {
	begin := at(t, "2026-01-01")
	hours := max(1, int(w.now.Sub(begin)/time.Hour))
	start := begin.Add(time.Duration(rapid.IntRange(0, hours-1).Draw(r, "start")) * time.Hour)
	return rotation.Interval{Start: start, End: start.Add(time.Duration(rapid.IntRange(0, most).Draw(r, "minutes")) * time.Minute)}
}

// act lets something happen to the world; n makes names.
func (w *world) act(t *testing.T, r *rapid.T, n int) {
	id := fmt.Sprint(n)
	day := func(ahead int) account.Date {
		return account.DateOf(w.now.AddDate(0, 0, rapid.IntRange(-40, ahead).Draw(r, "day")), w.policy.Zone)
	}
	switch rapid.SampledFrom([]string{"time", "time", "page", "page", "edit", "edit", "hand", "shift", "reschedule", "adjust", "take back", "use", "use", "end use", "close", "close"}).Draw(r, "act") {
	case "time":
		w.now = w.now.AddDate(0, 0, rapid.IntRange(1, 25).Draw(r, "days"))
	case "page":
		w.told = append(w.told, ledger.Hour{ID: ledger.HourID("p"+id, 1), PageID: "p" + id, Stint: 1, Person: ada, Interval: w.span(t, r, 300)})
	case "edit":
		if log := w.log(); len(log) > 0 {
			l := rapid.SampledFrom(log).Draw(r, "hour")
			to := l.Hour
			to.Interval, to.Removed = w.span(t, r, 300), rapid.Bool().Draw(r, "removed")
			w.revisions = append(w.revisions, ledger.Revision{At: w.now, By: "Ada", Why: "x", Hour: to, Page: l.Page})
		}
	case "hand":
		w.revisions = append(w.revisions, ledger.Revision{At: w.now, By: "Ada", Hour: ledger.Hour{ID: "h" + id, Person: ada, Interval: w.span(t, r, 90)}})
	case "shift":
		w.shifts = append(w.shifts, rotation.Shift{UID: "s" + id, Rota: "Payments", Person: ada, Interval: w.span(t, r, 5*24*60)})
	case "reschedule":
		if len(w.shifts) > 0 {
			i := rapid.IntRange(0, len(w.shifts)-1).Draw(r, "which")
			w.shifts[i].Interval = w.span(t, r, 5*24*60)
		}
	case "adjust":
		w.book.Adjustments = append(w.book.Adjustments, ledger.Adjustment{ID: "a" + id, On: day(20), Amount: money(fmt.Sprint(rapid.IntRange(-50, 50).Draw(r, "amount"), ".25")), Currency: "EUR",
			Seconds: rapid.Int64Range(-5000, 5000).Draw(r, "seconds"), What: "x", By: "Ada", At: w.now})
	case "take back":
		if n := len(w.book.Adjustments); n > 0 {
			list := append(slices.Clone(w.book.Adjustments), w.book.Adjustments[rapid.IntRange(0, n-1).Draw(r, "which")].TakeBack("t"+id, day(5), "x", "Ada", w.now))
			if ledger.CheckAdjustments(list) == nil {
				w.book.Adjustments = list
			}
		}
	case "use":
		w.enter(t, r, account.Entry{ID: "u" + id, Kind: rapid.SampledFrom([]account.Kind{account.Booked, account.Taken, account.PaidOut}).Draw(r, "kind"), On: day(60), Seconds: rapid.Int64Range(1, 9000).Draw(r, "seconds")})
	case "end use":
		if n := len(w.book.Entries); n > 0 {
			e := account.Entry{ID: "u" + id, Kind: account.Released, On: day(10), Of: w.book.Entries[rapid.IntRange(0, n-1).Draw(r, "which")].ID}
			if rapid.Bool().Draw(r, "taken") {
				e.Kind, e.Seconds = account.Taken, rapid.Int64Range(1, 9000).Draw(r, "seconds")
			}
			w.enter(t, r, e)
		}
	case "close":
		if s := w.open(r); len(s) > 0 && s[0].Over {
			w.close(r)
		}
	}
}

// enter makes an entry if it is allowed, and now and then against all rules: a
// book is read as it is.
func (w *world) enter(_ *testing.T, r *rapid.T, e account.Entry) {
	if w.book.Allow(w.open(r), e) == nil || rapid.IntRange(0, 3).Draw(r, "force") == 0 {
		with := w.book
		with.Entries = append(slices.Clone(with.Entries), e)
		if with.Check() == nil {
			w.book = with
		}
	}
}

func (w *world) live(t *testing.T, r *rapid.T) {
	for n := range rapid.IntRange(1, 40).Draw(r, "acts") {
		w.act(t, r, n)
	}
}

// checkStatement holds for every statement, open or closed.
func checkStatement(r *rapid.T, s *ledger.Statement) {
	sum := ledger.Sum(s.Lines)
	if !sum.Amount.Equal(s.Cash) || sum.TimeInLieu != s.TimeInLieu {
		r.Fatalf("%s: the lines come to %s and %d s, the totals are %s and %d s", s.Month, sum.Amount, sum.TimeInLieu, s.Cash, s.TimeInLieu)
	}
	b := s.Balance
	if b.Closing != b.Opening+b.Earned-b.Taken-b.Expired-b.PaidOut+b.Corrected || b.Closing != b.Opening+s.TimeInLieu-b.Taken {
		r.Fatalf("%s: a second was lost or invented: %+v, lines %d s", s.Month, b, s.TimeInLieu)
	}
	rest := -b.Debt
	for _, l := range b.Lots {
		rest += l.Rest
	}
	if s.Over && rest != b.Closing {
		r.Fatalf("%s: the lots hold %d s, the account %d s", s.Month, rest, b.Closing)
	}
	if p := s.Pay(); p.TimeInLieu != p.OpeningTime+s.TimeInLieu || len(p.Lines) != len(s.Lines) {
		r.Fatalf("%s: as a pay statement %d s from %d s", s.Month, p.TimeInLieu, p.OpeningTime)
	}
}

func TestClosedMonthsAndCorrectionsComeToWhatComputingAnewGives(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t, r)
		w.live(t, r)
		var have, want ledger.Figures
		count := func(lines []ledger.Line, kinds func(pay.Kind) bool, into *ledger.Figures) {
			for _, l := range lines {
				if kinds(l.Kind) {
					into.Amount, into.TimeInLieu = into.Amount.Add(l.Amount), into.TimeInLieu+l.TimeInLieu
				}
			}
		}
		paid := func(k pay.Kind) bool { return k != pay.KindAdjustment && k != pay.KindAccount }
		for _, c := range w.book.Closed {
			count(c.Lines, paid, &have)
			again, err := w.again(c)
			if err != nil {
				r.Fatal(err)
			}
			count(again.Lines, paid, &want)
		}
		count(w.corrections(r), paid, &have)
		if !have.Amount.Equal(want.Amount) || have.TimeInLieu != want.TimeInLieu {
			r.Fatalf("closed and corrected %s and %d s, computed anew %s and %d s", have.Amount, have.TimeInLieu, want.Amount, want.TimeInLieu)
		}
	})
}

func TestNoSecondAndNoCentIsLostFromMonthToMonth(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t, r)
		w.live(t, r)
		var all []*ledger.Statement
		for i := range w.book.Closed {
			all = append(all, &w.book.Closed[i].Statement)
		}
		open := w.open(r)
		for i := range open {
			all = append(all, &open[i])
		}
		opening := int64(0)
		adjusted, used := map[string]int{}, map[string]int64{}
		for _, s := range all {
			checkStatement(r, s)
			if s.Balance.Opening != opening {
				r.Fatalf("%s begins with %d s, the month before left %d s", s.Month, s.Balance.Opening, opening)
			}
			opening = s.Balance.Closing
			for _, e := range s.Entries {
				if id, back := strings.CutSuffix(e.ID, "/back"); back {
					used[id] -= e.Seconds
				} else {
					used[e.ID] += e.Seconds
				}
			}
			for _, l := range s.Lines {
				if l.Kind == pay.KindAdjustment {
					adjusted[l.Entry]++
				}
			}
		}
		today := account.DateOf(w.now, w.policy.Zone)
		for _, a := range w.book.Adjustments {
			if n := adjusted[a.ID]; n > 1 || n == 0 && !a.On.After(today) {
				r.Fatalf("adjustment %s of %s counts %d times on %s", a.ID, a.On, n, today)
			}
		}
		for _, e := range w.book.Entries {
			want := e.Seconds
			if e.On.After(today) || slices.ContainsFunc(w.book.Entries, func(o account.Entry) bool { return o.Of == e.ID }) {
				want = 0
			}
			if used[e.ID] != want {
				r.Fatalf("%s %s of %s uses %d s on %s, want %d s", e.Kind, e.ID, e.On, used[e.ID], today, want)
			}
		}
	})
}

func TestClosingAMonthChangesNoFigure(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t, r)
		w.live(t, r)
		before := w.open(r)
		last := len(before) - 1
		if last < 1 {
			return
		}
		w.close(r)
		after := w.open(r)
		got, want := after[len(after)-1], before[last]
		if !got.Cash.Equal(want.Cash) || !reflect.DeepEqual(got.Balance, want.Balance) || !reflect.DeepEqual(got.Lapsing, want.Lapsing) || len(got.Lines) != len(want.Lines) {
			r.Fatalf("%s was %s and %+v, is %s and %+v", want.Month, want.Cash, want.Balance, got.Cash, got.Balance)
		}
	})
}

func TestASealedMonthIsReadBackAsItWas(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t, r)
		w.live(t, r)
		for _, c := range w.book.Closed {
			data, err := c.Seal()
			if err != nil {
				r.Fatal(err)
			}
			back, err := ledger.ReadClosing(data)
			if err != nil || back.Hash != c.Hash || !reflect.DeepEqual(back, c) {
				r.Fatalf("%s came back otherwise: %v", c.Month, err)
			}
		}
	})
}

// TestTheAccountEndsTimeWhenTheEngineDoes holds the two ways against each other:
// months in the ledger, and the whole time at once by the engine alone.
func TestTheAccountEndsTimeWhenTheEngineDoes(t *testing.T) {
	for _, rules := range []string{`expires = "3 weeks"`, `expires = "2 months"`, `expires = "03-10"`, "expires = \"10 days\"\nexpired = \"pay\"\nrate = \"hourly\""} {
		t.Run(rules, rapid.MakeCheck(func(r *rapid.T) {
			w := &world{policy: firmWith(t, rules), first: month(t, "2026-01"), now: at(t, "2026-06-01")}
			for n := range rapid.IntRange(0, 12).Draw(r, "pages") {
				w.told = append(w.told, ledger.Hour{ID: fmt.Sprint(n), Person: ada, Interval: w.span(t, r, 200)})
			}
			var lapsed, paid, balance int64
			months, err := w.book.Open(w.months(r, month(t, "2026-05")), nil, w.now)
			if err != nil {
				r.Fatal(err)
			}
			cash := money("0")
			for _, s := range months {
				lapsed, paid, balance, cash = lapsed+s.Balance.Expired, paid+s.Balance.PaidOut, s.Balance.Closing, cash.Add(s.Cash)
			}
			in := pay.Input{Person: ada, Facts: facts, Period: rotation.Interval{Start: at(t, "2026-01-01"), End: at(t, "2026-06-01")}, Now: w.now}
			for _, h := range w.told {
				in.CallOuts = append(in.CallOuts, pay.CallOut{PageID: h.ID, Person: ada, Interval: h.Interval})
			}
			whole, err := w.policy.Evaluate(in)
			if err != nil {
				r.Fatal(err)
			}
			ended := int64(0)
			for _, l := range whole.Lines {
				if l.Kind == pay.KindAccount {
					ended -= l.TimeInLieu
				}
			}
			if ended != lapsed+paid || whole.TimeInLieu != balance || !whole.Cash.Equal(cash) {
				r.Fatalf("ended %d s, balance %d s, %s by the engine; %d s, %d s, %s in the ledger", ended, whole.TimeInLieu, whole.Cash, lapsed+paid, balance, cash)
			}
		}))
	}
}
