package guard_test

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/guard"
)

// policies are some that differ in all that a preview looks at.
func policies(t testing.TB) map[string]*pay.Policy {
	t.Helper()
	account := "[account]\ncap = \"6h\"\nover = \"pay\"\nrate = \"10.00\"\nexpires = \"4 weeks\"\nexpired = \"pay\"\n"
	out := map[string]*pay.Policy{
		"by the hour": policy(t, byHour, place),
		"with rest":   policy(t, byHour, usual, dailyWork, afterCall, weekly, fourteenDays, onEnd, average, place),
		"account":     policy(t, byHour, account, place),
		"at total":    policy(t, byHour, "[rounding]\nplace = 2\nat = \"total\"\n"),
	}
	for _, name := range []string{"complex", "tvod", "caloohpay", "astreinte", "madetech", "imo", "google"} {
		file := filepath.Join("..", "testdata", "policies", name+".toml")
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p, err := pay.Parse(file, text)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &p
	}
	return out
}

var base = time.Date(2026, 10, 19, 0, 0, 0, 0, time.UTC) // before the clocks go back

func drawSpan(r *rapid.T, what string, days, most int) rotation.Interval {
	start := base.Add(time.Duration(rapid.IntRange(0, days*24*4).Draw(r, what+" start")) * 15 * time.Minute)
	return rotation.Interval{Start: start, End: start.Add(time.Duration(rapid.IntRange(1, most).Draw(r, what+" length")) * 15 * time.Minute)}
}

func drawShifts(r *rapid.T, letter string, most int) []rotation.Shift {
	var out []rotation.Shift
	for i := range rapid.IntRange(0, most).Draw(r, "shifts of "+letter) {
		out = append(out, rotation.Shift{UID: letter + string(rune('0'+i)), Rota: rapid.SampledFrom([]string{"Payments", "Search"}).Draw(r, "rota"), Role: rotation.Primary,
			Person: engineer(letter), Interval: drawSpan(r, "shift", 30, 4*24*4)})
	}
	return out
}

func drawKnown(r *rapid.T, letter string) pay.Input {
	in := pay.Input{Person: engineer(letter), Now: base.AddDate(0, 0, rapid.IntRange(0, 30).Draw(r, "now")), Shifts: drawShifts(r, letter, 3),
		Facts: pay.Facts{"hourly": "31.37", "monthly": "4213.50", "level": "D", "tier": "5min"}}
	for i := range rapid.IntRange(0, 4).Draw(r, "call-outs") {
		in.CallOuts = append(in.CallOuts, pay.CallOut{PageID: string(rune('p' + i)), Person: in.Person, Interval: drawSpan(r, "call-out", 30, 20), Mode: "remote",
			Running: rapid.IntRange(0, 9).Draw(r, "running") == 0})
	}
	for range rapid.IntRange(0, 2).Draw(r, "credits") {
		in.Account = append(in.Account, pay.Credit{At: base.AddDate(0, 0, -rapid.IntRange(19, 60).Draw(r, "day")), Seconds: int64(rapid.IntRange(-2, 9).Draw(r, "hours")) * 3600})
	}
	return in
}

func drawSide(r *rapid.T, p *pay.Policy) guard.Side {
	s := guard.Side{Policy: p, Known: drawKnown(r, "a")}
	s.After = append(slices.Clone(s.Known.Shifts), drawShifts(r, "a", 2)...)
	if n := len(s.Known.Shifts); n > 0 && rapid.Bool().Draw(r, "gives one") {
		s.After = slices.Delete(s.After, 0, rapid.IntRange(1, n).Draw(r, "given"))
	}
	return s
}

func preview(r *rapid.T, s guard.Side) guard.Effect {
	e, err := guard.Preview(s)
	if err != nil {
		r.Fatal(err)
	}
	return e
}

func eachPolicy(t *testing.T, check func(r *rapid.T, p *pay.Policy)) {
	t.Helper()
	for name, p := range policies(t) {
		t.Run(name, rapid.MakeCheck(func(r *rapid.T) { check(r, p) }))
	}
}

func TestAChangeAndItsInverseSumToNothing(t *testing.T) {
	eachPolicy(t, func(r *rapid.T, p *pay.Policy) {
		there := drawSide(r, p)
		back := there
		back.Known.Shifts, back.After = there.After, there.Known.Shifts
		a, b := preview(r, there), preview(r, back)
		if !a.Delta.Cash.Add(b.Delta.Cash).IsZero() || a.Delta.TimeInLieu+b.Delta.TimeInLieu != 0 || a.Delta.Standby+b.Delta.Standby != 0 || a.Delta.Nights+b.Delta.Nights != 0 {
			r.Errorf("there %+v, back %+v", a.Delta, b.Delta)
		}
		if a.Before.Cash.Cmp(b.After.Cash) != 0 || a.Empty() != b.Empty() {
			r.Errorf("before %s, back again %s", a.Before.Cash, b.After.Cash)
		}
		was, is := rests(a)
		again, gone := rests(b)
		if !slices.Equal(was, gone) || !slices.Equal(is, again) {
			r.Errorf("there %q to %q, back %q to %q", was, is, again, gone)
		}
	})
}

// rests are the findings that were and those that are, in order.
func rests(e guard.Effect) (was, is []string) {
	for _, c := range e.Rest {
		if c.Was != nil {
			was = append(was, c.Was.Text)
		}
		if c.Is != nil {
			is = append(is, c.Is.Text)
		}
	}
	slices.Sort(was)
	slices.Sort(is)
	return was, is
}

func TestASwapAndTheSwapBackAreWhereItBegan(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		a, b := engineer("a"), engineer("b")
		all := append(drawShifts(r, "a", 3), drawShifts(r, "b", 3)...)
		var there, back guard.Change
		for _, s := range all {
			if !rapid.Bool().Draw(r, "changes hands") {
				continue
			}
			to := cmp.Or(map[bool]rotation.Person{true: b}[s.Person == a], a)
			there.Hands = append(there.Hands, guard.Hand{Shift: s, To: to})
			moved := s
			moved.Person = to
			back.Hands = append(back.Hands, guard.Hand{Shift: moved, To: s.Person})
		}
		for _, who := range []rotation.Person{a, b} {
			mine, err1 := there.For(who, all)
			again, err2 := back.For(who, mine)
			want, err3 := guard.Change{}.For(who, all)
			if err := cmp.Or(err1, err2, err3); err != nil {
				r.Fatal(err)
			}
			if !slices.Equal(again, want) {
				r.Errorf("%s has %v, had %v", who, again, want)
			}
		}
	})
}

func TestAChangeLosesAndInventsNoTime(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		held := rotation.Shift{UID: "x", Rota: "Payments", Person: engineer("a"), Interval: drawSpan(r, "shift", 30, 400)}
		part := drawSpan(r, "part", 30, 400).Clip(held.Interval)
		c := guard.Change{Hands: []guard.Hand{{Shift: held, Part: part, To: engineer("b")}}}
		sum := time.Duration(0)
		for _, letter := range []string{"a", "b"} {
			got, err := c.For(engineer(letter), []rotation.Shift{held})
			if part.Empty() {
				if part != (rotation.Interval{}) && err == nil {
					r.Error("an empty part changed hands")
				}
				return
			}
			if err != nil {
				r.Fatal(err)
			}
			for _, s := range got {
				sum += s.Duration()
			}
		}
		if sum != held.Duration() {
			r.Errorf("%s of %s are left", sum, held.Duration())
		}
	})
}

func TestAPreviewOfNoChangeIsEmpty(t *testing.T) {
	eachPolicy(t, func(r *rapid.T, p *pay.Policy) {
		s := drawSide(r, p)
		s.After = s.Known.Shifts
		if rapid.Bool().Draw(r, "periods are given") {
			s.Periods = []rotation.Interval{pay.Month(2026, 10, p.Zone), pay.Month(2026, 11, p.Zone)}
		}
		if e := preview(r, s); !e.Empty() {
			r.Errorf("%q", e.Sentences())
		}
	})
}

func TestBeforeAndDeltaMakeAfter(t *testing.T) {
	eachPolicy(t, func(r *rapid.T, p *pay.Policy) {
		s := drawSide(r, p)
		s.Periods = []rotation.Interval{pay.Month(2026, 10, p.Zone), pay.Month(2026, 11, p.Zone)}
		e := preview(r, s)
		if !e.Before.Cash.Add(e.Delta.Cash).Equal(e.After.Cash) || e.Before.TimeInLieu+e.Delta.TimeInLieu != e.After.TimeInLieu {
			r.Errorf("%+v and %+v make %+v", e.Before, e.Delta, e.After)
		}
		cash, lieu := decimal.Decimal{}, int64(0)
		for _, l := range e.Lines {
			if l.Is != nil {
				cash, lieu = cash.Add(l.Is.Amount), lieu+l.Is.TimeInLieu
			}
			if l.Was != nil {
				cash, lieu = cash.Sub(l.Was.Amount), lieu-l.Was.TimeInLieu
			}
		}
		if !cash.Equal(e.Delta.Cash) || lieu != e.Delta.TimeInLieu {
			r.Errorf("the lines that differ come to %s and %d s, the change to %s and %d s", cash, lieu, e.Delta.Cash, e.Delta.TimeInLieu)
		}
	})
}

func TestThePreviewOfAPeriodIsTheDifferenceOfItsStatements(t *testing.T) {
	eachPolicy(t, func(r *rapid.T, p *pay.Policy) {
		s := drawSide(r, p)
		for i := range s.Known.CallOuts {
			s.Known.CallOuts[i].Running = false
		}
		s.Known.Now = time.Time{}
		s.Periods = []rotation.Interval{pay.Month(2026, 10, p.Zone)}
		in := s.Known
		in.Period = s.Periods[0]
		before, err1 := p.Evaluate(in)
		in.Shifts = s.After
		after, err2 := p.Evaluate(in)
		if err := cmp.Or(err1, err2); err != nil {
			r.Fatal(err)
		}
		e := preview(r, s)
		if !e.Delta.Cash.Equal(after.Cash.Sub(before.Cash)) || e.Delta.TimeInLieu != after.TimeInLieu-before.TimeInLieu || e.Delta.Standby != after.StandbySeconds-before.StandbySeconds {
			r.Errorf("%+v, the statements say %s and %s", e.Delta, before.Cash, after.Cash)
		}
	})
}

func TestTheMachineIsOfNoConsequence(t *testing.T) {
	here := time.Local
	t.Cleanup(func() { time.Local = here })
	for _, name := range []string{"with rest", "complex"} {
		p := policies(t)[name]
		t.Run(name, rapid.MakeCheck(func(r *rapid.T) {
			s := drawSide(r, p)
			time.Local = time.UTC
			want, due := preview(r, s), start(r, p, s.Known)
			time.Local = location(t, rapid.SampledFrom([]string{"Asia/Kolkata", "Pacific/Chatham", "America/St_Johns", "Pacific/Apia"}).Draw(r, "elsewhere"))
			for _, shifts := range [][]rotation.Shift{s.Known.Shifts, s.After} {
				for i := range shifts {
					shifts[i].Start, shifts[i].End = shifts[i].Start.Local(), shifts[i].End.Local()
				}
			}
			s.Known.Now = s.Known.Now.Local()
			got := preview(r, s)
			if !slices.Equal(got.Sentences(), want.Sentences()) || got.Delta.Standby != want.Delta.Standby || len(got.Lines) != len(want.Lines) {
				r.Errorf("got %q, want %q", got.Sentences(), want.Sentences())
			}
			if again := start(r, p, s.Known); again != due {
				r.Errorf("got %q, want %q", again, due)
			}
		}))
	}
}

func start(r *rapid.T, p *pay.Policy, in pay.Input) string {
	s, err := guard.EarliestStart(p, in)
	if err != nil {
		r.Fatal(err)
	}
	if s == nil {
		return ""
	}
	return s.Text
}
