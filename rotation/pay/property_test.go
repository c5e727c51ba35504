package pay_test

import (
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/paybench"
)

// policyNames are those of testdata/policies.
func policyNames(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "policies", "*.toml"))
	if err != nil || len(files) == 0 {
		t.Fatal("no policies", err)
	}
	out := make([]string, len(files))
	for i, f := range files {
		out[i] = strings.TrimSuffix(filepath.Base(f), ".toml")
	}
	return out
}

// everyFact is what some policy or other asks for.
func everyFact() pay.Facts {
	return pay.Facts{"hourly": "31.37", "monthly": "4213.50", "level": "D", "tier": "5min", "rate": "17", "weekend_day_price": "150",
		"ordinary_start": "09:00", "regular_hours": "38", "restricted": "true", "regular": "40", "overtime_hours": "12"}
}

// drawLog draws shifts and call-outs around both changes of the clocks of 2026.
func drawLog(r *rapid.T) pay.Input {
	in := pay.Input{Facts: everyFact(), ShiftFacts: map[string]pay.Facts{}}
	anchors := []time.Time{time.Date(2026, 3, 24, 0, 0, 0, 0, time.UTC), time.Date(2026, 10, 21, 0, 0, 0, 0, time.UTC), time.Date(2026, 12, 20, 0, 0, 0, 0, time.UTC)}
	base := rapid.SampledFrom(anchors).Draw(r, "base")
	draw := func(what string, most int) rotation.Interval {
		start := base.Add(time.Duration(rapid.IntRange(0, 20*24*4).Draw(r, what+" start")) * 15 * time.Minute)
		return rotation.Interval{Start: start, End: start.Add(time.Duration(rapid.IntRange(0, most).Draw(r, what+" length")) * time.Minute)}
	}
	for range rapid.IntRange(0, 4).Draw(r, "shifts") {
		in.Shifts = append(in.Shifts, rotation.Shift{UID: rapid.StringMatching(`[a-z]{4}`).Draw(r, "uid"), Rota: rapid.SampledFrom([]string{"Payments", "Search"}).Draw(r, "rota"),
			Role: rapid.SampledFrom([]rotation.Role{rotation.Primary, rotation.Secondary}).Draw(r, "role"), Interval: draw("shift", 6*24*60)})
	}
	for range rapid.IntRange(0, 6).Draw(r, "call-outs") {
		in.CallOuts = append(in.CallOuts, pay.CallOut{PageID: rapid.StringMatching(`[a-z]{4}`).Draw(r, "page"), Interval: draw("call-out", 300),
			Mode: rapid.SampledFrom([]string{"phone", "remote", "onsite", ""}).Draw(r, "mode"), Travel: time.Duration(rapid.IntRange(0, 40).Draw(r, "travel")) * time.Minute,
			Facts: pay.Facts{"woke": rapid.SampledFrom([]string{"true", "false"}).Draw(r, "woke")}})
	}
	for range rapid.IntRange(0, 2).Draw(r, "holidays") {
		d := base.AddDate(0, 0, rapid.IntRange(0, 21).Draw(r, "holiday"))
		in.Holidays = append(in.Holidays, pay.Holiday{Year: d.Year(), Month: d.Month(), Day: d.Day()})
	}
	return in
}

func evaluate(t interface{ Fatal(...any) }, p pay.Policy, in pay.Input) pay.Statement {
	s, err := p.Evaluate(in)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEveryStatementAddsUp(t *testing.T) {
	for _, name := range policyNames(t) {
		p := policyFile(t, name, nil)
		t.Run(name, rapid.MakeCheck(func(r *rapid.T) {
			in := drawLog(r)
			in.Zone = location(t, rapid.SampledFrom(zones).Draw(r, "zone"))
			checkStatement(r, evaluate(r, p, in))
		}))
	}
}

func TestTheMachineAndTheOrderOfTheLogAreOfNoConsequence(t *testing.T) {
	for _, name := range policyNames(t) {
		p := policyFile(t, name, nil)
		t.Run(name, rapid.MakeCheck(func(r *rapid.T) {
			in := drawLog(r)
			want := evaluate(r, p, in)
			elsewhere := location(t, rapid.SampledFrom(zones).Draw(r, "elsewhere"))
			moved := in
			moved.Shifts, moved.CallOuts = slices.Clone(in.Shifts), slices.Clone(in.CallOuts)
			slices.Reverse(moved.Shifts)
			for i := range moved.Shifts {
				moved.Shifts[i].Start, moved.Shifts[i].End = moved.Shifts[i].Start.In(elsewhere), moved.Shifts[i].End.In(elsewhere)
			}
			if got := evaluate(r, p, moved); !got.Cash.Equal(want.Cash) || got.TimeInLieu != want.TimeInLieu || len(got.Lines) != len(want.Lines) {
				r.Errorf("%s and %d s in lieu, want %s and %d s", got.Cash, got.TimeInLieu, want.Cash, want.TimeInLieu)
			}
		}))
	}
}

// united are the policies that take shifts that touch for one duty.
func united() []string {
	return []string{"tvod", "caloohpay", "incidentio", "tewhatuora", "sweden", "caorijk", "astreinte", "gnwt", "pcipal", "google", "form3", "derbyshire", "metalmeccanici", "au-clock"}
}

func TestASecondScheduleAndACutChangeNothing(t *testing.T) {
	for _, name := range united() {
		p := policyFile(t, name, nil)
		t.Run(name, rapid.MakeCheck(func(r *rapid.T) {
			in := drawLog(r)
			for i := range in.Shifts {
				in.Shifts[i].Role = rotation.Primary
			}
			want := evaluate(r, p, in)
			twice := in
			for _, s := range in.Shifts {
				s.Rota = "Another"
				s.End = s.Start.Add(s.Duration() / time.Duration(rapid.IntRange(1, 3).Draw(r, "part")))
				twice.Shifts = append(slices.Clone(twice.Shifts), s)
			}
			if got := evaluate(r, p, twice); !got.Cash.Equal(want.Cash) {
				r.Errorf("with a second schedule %s, want %s", got.Cash, want.Cash)
			}
			cut := in
			cut.Shifts = nil
			for _, s := range in.Shifts {
				at := s.Start.Add(s.Duration() * time.Duration(rapid.IntRange(0, 60).Draw(r, "cut")) / 60).Truncate(time.Minute)
				a, b := s, s
				a.End, b.Start, b.UID = at, at, s.UID+"2"
				cut.Shifts = append(cut.Shifts, a, b)
			}
			if got := evaluate(r, p, cut); !got.Cash.Equal(want.Cash) {
				r.Errorf("cut in two %s, want %s", got.Cash, want.Cash)
			}
		}))
	}
}

func TestMonthsAddUpToTheWhole(t *testing.T) {
	for _, name := range []string{"tvod", "caloohpay", "incidentio", "tewhatuora", "derbyshire", "pcipal", "astreinte", "sweden", "reiswerk", "metalmeccanici", "dxw", "imo"} {
		p := policyFile(t, name, nil)
		t.Run(name, rapid.MakeCheck(func(r *rapid.T) {
			in := drawLog(r)
			delete(in.Facts, "overtime_hours")
			in.Period = rotation.Interval{Start: pay.Month(2026, 3, p.Zone).Start, End: pay.Month(2027, 2, p.Zone).Start}
			whole := evaluate(r, p, in)
			sum, lieu := decimal.Decimal{}, int64(0)
			for m := time.March; m <= time.March+10; m++ {
				in.Period = pay.Month(2026, m, p.Zone)
				s := evaluate(r, p, in)
				sum = sum.Add(s.Cash)
				for _, l := range s.Lines {
					if l.Kind != pay.KindAccount {
						lieu += l.TimeInLieu
					}
				}
			}
			earned := int64(0)
			cash := whole.Cash
			for _, l := range whole.Lines {
				if l.Kind != pay.KindAccount {
					earned += l.TimeInLieu
				} else {
					cash = cash.Sub(l.Amount)
				}
			}
			if !sum.Equal(cash) || lieu != earned {
				r.Errorf("the months add up to %s and %d s, the whole is %s and %d s", sum, lieu, cash, earned)
			}
		}))
	}
}

// naive pays minute by minute, with nothing of the engine.
func naive(in pay.Input, zone *time.Location, rate func(local time.Time) *big.Rat) *big.Rat {
	var spans []rotation.Interval
	for _, s := range in.Shifts {
		spans = append(spans, s.Interval)
	}
	return paybench.MinuteByMinute(spans, zone, rate)
}

func holidayOn(in pay.Input, at time.Time) bool {
	return slices.ContainsFunc(in.Holidays, func(h pay.Holiday) bool {
		return h.Year == at.Year() && h.Month == at.Month() && h.Day == at.Day()
	})
}

// plainSweden is the agreement without its great holidays, in a few lines.
func plainSweden(in pay.Input) func(time.Time) *big.Rat {
	monthly, _ := new(big.Rat).SetString(in.Facts["monthly"])
	over := func(n int64) *big.Rat { return new(big.Rat).Quo(monthly, big.NewRat(n, 1)) }
	return func(at time.Time) *big.Rat {
		clock := at.Hour()*60 + at.Minute()
		switch wd := at.Weekday(); {
		case holidayOn(in, at), wd == time.Sunday, wd == time.Saturday && clock >= 7*60:
			return over(600)
		case holidayOn(in, at.AddDate(0, 0, 1)) && clock >= 18*60, wd == time.Friday && clock >= 18*60, wd == time.Saturday:
			return over(900)
		}
		return over(1400)
	}
}

func TestMinuteByMinuteComesToTheSame(t *testing.T) {
	atTotal := "place = 2\nat = \"total\""
	t.Run("by bands", rapid.MakeCheck(func(r *rapid.T) {
		p := policyFile(t, "incidentio", map[string]string{"place = 2": atTotal})
		in := drawLog(r)
		want := naive(in, p.Zone, func(at time.Time) *big.Rat {
			switch wd := at.Weekday(); {
			case holidayOn(in, at):
				return big.NewRat(20, 1)
			case wd != time.Saturday && wd != time.Sunday && at.Hour() >= 9 && at.Hour() < 17:
				return new(big.Rat)
			}
			return big.NewRat(10, 1)
		})
		if got := evaluate(r, p, in); got.Cash.StringFixed(2) != want.FloatString(2) {
			r.Errorf("%s, minute by minute %s", got.Cash, want.FloatString(2))
		}
	}))
	t.Run("by fractions of the salary", rapid.MakeCheck(func(r *rapid.T) {
		p := policyFile(t, "sweden", map[string]string{"place = 2": atTotal, "minimum = \"4h\"\n": "", `"pauses"`: `"continues"`,
			`holiday = ["great"]`: `holiday = ["absent"]`, `holiday = ["maundy"]`: `holiday = ["absent"]`})
		in := drawLog(r)
		want := naive(in, p.Zone, plainSweden(in))
		if got := evaluate(r, p, in); got.Cash.StringFixed(2) != want.FloatString(2) {
			r.Errorf("%s, minute by minute %s", got.Cash, want.FloatString(2))
		}
	}))
}

func TestNoMinuteIsInTwoBands(t *testing.T) {
	p := policyFile(t, "tewhatuora", nil)
	rapid.Check(t, func(r *rapid.T) {
		in := drawLog(r)
		in.CallOuts = nil
		s := evaluate(r, p, in)
		sum := int64(0)
		for _, l := range s.Lines {
			sum += l.Seconds
		}
		if sum != s.StandbySeconds {
			r.Errorf("the lines have %d s, the duty %d s", sum, s.StandbySeconds)
		}
	})
}

func TestTheAccountLosesNoMinute(t *testing.T) {
	p := policyFile(t, "imo", map[string]string{`expires = "8 weeks"`: "expires = \"8 weeks\"\ncap = \"20h\"\nover = \"drop\""})
	rapid.Check(t, func(r *rapid.T) {
		in := drawLog(r)
		for range rapid.IntRange(0, 4).Draw(r, "credits") {
			in.Account = append(in.Account, pay.Credit{At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 300).Draw(r, "day")),
				Seconds: int64(rapid.IntRange(-8, 20).Draw(r, "hours")) * 3600})
		}
		s := evaluate(r, p, in)
		checkStatement(r, s)
		left := int64(0)
		for _, e := range s.Expiring {
			left += e.Seconds
		}
		if s.TimeInLieu > 20*3600 || s.TimeInLieu >= 0 && left != s.TimeInLieu {
			r.Errorf("the balance is %d s, of which %d s end some day", s.TimeInLieu, left)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, name := range policyNames(f) {
		data, err := os.ReadFile(filepath.Join("testdata", "policies", name+".toml"))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("standby.rate = 1e400"))
	f.Add([]byte("name='n'\nzone='UTC'\ncurrency='JPY'\nstandby={rate=450}\ncall_out={rate=0}\nrounding={place=0}\n"))
	for _, text := range grownSeeds() {
		f.Add([]byte(plain + text))
	}
	start := time.Date(2026, 3, 27, 17, 0, 0, 0, time.UTC)
	in := pay.Input{Facts: everyFact(), Shifts: []rotation.Shift{{UID: "a", Interval: rotation.Interval{Start: start, End: start.Add(64 * time.Hour)}}},
		CallOuts: []pay.CallOut{{PageID: "p", Interval: rotation.Interval{Start: start.Add(9 * time.Hour), End: start.Add(10 * time.Hour)}}}}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := pay.Parse("f.toml", data)
		if err != nil {
			checkFault(t, err)
			return
		}
		if len(p.Explain()) == 0 {
			t.Error("a policy that says nothing")
		}
		if s, err := p.Evaluate(in); err == nil {
			checkStatement(t, s)
		}
	})
}
