package pay_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/holiday"
)

const plain = "name='Nights'\nzone='Europe/Berlin'\ncurrency='EUR'\nrounding.place=2\n"

func parsed(t testing.TB, text string) pay.Policy {
	t.Helper()
	p, err := pay.Parse("p.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// aroundJuly is on call from 29 June to 4 July 2026, with a call-out in the night
// to July and one after it.
func aroundJuly() pay.Input {
	zone := time.FixedZone("summer", 2*3600)
	at := func(d, h int) time.Time { return time.Date(2026, 6, d, h, 0, 0, 0, zone) }
	return pay.Input{Facts: pay.Facts{"hourly": "20"}, Shifts: []rotation.Shift{{UID: "a", Rota: "Payments", Interval: rotation.Interval{Start: at(29, 0), End: at(34, 0)}}},
		CallOuts: []pay.CallOut{{PageID: "1", Interval: rotation.Interval{Start: at(30, 23), End: at(31, 1)}}, {PageID: "2", Interval: rotation.Interval{Start: at(32, 3), End: at(32, 4)}}}}
}

func TestARaiseCountsFromItsDay(t *testing.T) {
	raise := []pay.FactsFrom{{Year: 2026, Month: time.July, Day: 1, Facts: pay.Facts{"hourly": "30", "level": "D"}}}
	for name, c := range map[string]struct{ rules, cash string }{
		"time on call is split at midnight":               {"[[pay]]\nkey='a'\nrate='10 % of hourly'", "312"}, // 48 h x 2 + 72 h x 3
		"a call-out has the pay of its beginning":         {"[[pay]]\nkey='b'\nfor='call_out'\nrate='hourly'", "70"},
		"a call-out that is split has both":               {"[[pay]]\nkey='b'\nfor='call_out'\nattribute='split'\nrate='hourly'", "80"},
		"a unit that goes by its end has the pay of then": {"[[pay]]\nkey='b'\nfor='call_out'\nper='call_out'\nattribute='end'\nrate='hourly'", "60"},
		"a condition is asked where the call-out begins":  {"[[pay]]\nkey='b'\nfor='call_out'\nwhen={level='D'}\nrate='hourly'", "30"},
		"a cap is that of its time":                       {"[[pay]]\nkey='a'\ncut='day'\nper='day'\nrate='30'\n[[cap]]\nkey='c'\nper='day'\npay='hourly'", "130"},
	} {
		t.Run(name, func(t *testing.T) {
			in := aroundJuly()
			in.Later = raise
			s := evaluate(t, parsed(t, plain+c.rules), in)
			checkStatement(t, s)
			if s.Cash.String() != c.cash {
				t.Errorf("%s, want %s: %+v", s.Cash, c.cash, s.Lines)
			}
		})
	}
}

func TestAFactThatMustNotChangeIsRefusedWhereItDoes(t *testing.T) {
	in := aroundJuly()
	in.Facts["evening"] = "18:00"
	in.Later = []pay.FactsFrom{{Year: 2026, Month: time.July, Day: 1, Facts: pay.Facts{"evening": "20:00"}}}
	p := parsed(t, plain+"[[pay]]\nkey='a'\n[[pay.row]]\nfrom='$evening'\nto='24:00'\nrate='3'")
	if _, err := p.Evaluate(in); !errors.Is(err, pay.ErrFact) || !strings.Contains(err.Error(), "1 Jul 2026") {
		t.Errorf("got %v", err)
	}
}

func TestALogHasARaise(t *testing.T) {
	log, err := pay.ReadLog([]byte(`{"zone":"Europe/Berlin","hourly_pay":20,"changes":[{"from":"2026-07-01","hourly_pay":30}],
		"shifts":[{"start":"2026-06-29T00:00","end":"2026-07-04T00:00"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := evaluate(t, parsed(t, plain+"[[pay]]\nkey='a'\nrate='10 % of hourly'"), log.Input("")).Cash; got.String() != "312" {
		t.Errorf("%s, want 312", got)
	}
	if _, err := pay.ReadLog([]byte(`{"changes":[{"from":"July"}]}`)); err == nil || !strings.Contains(err.Error(), "changes[0]") {
		t.Errorf("got %v", err)
	}
}

func TestEachVersionPaysItsOwnTime(t *testing.T) {
	old := parsed(t, plain+"version='1'\n[[pay]]\nkey='a'\nrate='2'\n[[pay]]\nkey='b'\nfor='call_out'\nrate='20'")
	now := parsed(t, plain+"version='2'\nfrom='2026-07-01'\n[[pay]]\nkey='a'\nrate='3'\n[[pay]]\nkey='b'\nfor='call_out'\nrate='30'")
	p, err := pay.Join(now, old)
	if err != nil {
		t.Fatal(err)
	}
	s := evaluate(t, p, aroundJuly())
	checkStatement(t, s)
	// 48 h x 2 + 72 h x 3, and 2 h x 20 + 1 h x 30.
	if s.Cash.String() != "382" || s.Version != "1, 2" || s.StandbySeconds != 120*3600 {
		t.Errorf("%s by %s, %d s", s.Cash, s.Version, s.StandbySeconds)
	}
	for i, want := range []string{"; by version 1", "; by version 1", "; by version 2", "; by version 2"} {
		if i >= len(s.Lines) || !strings.HasSuffix(s.Lines[i].Explanation, want) {
			t.Errorf("line %d of %d does not end in %q", i, len(s.Lines), want)
		}
	}
	if said := strings.Join(p.Explain(), " "); !strings.Contains(said, "By version 1:") || !strings.Contains(said, "in force from 2026-07-01") {
		t.Errorf("says %s", said)
	}
	alone := evaluate(t, now, aroundJuly())
	if !slices.ContainsFunc(alone.Notes, func(n string) bool { return strings.Contains(n, "2026-07-01") }) {
		t.Errorf("nothing is said of the time before: %q", alone.Notes)
	}
}

func TestVersionsThatDoNotGoTogetherAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ a, b string }{
		"two from the same day": {plain, plain},
		"two currencies":        {plain, strings.Replace(plain, "EUR", "CHF", 1) + "from='2026-07-01'\n"},
		"two zones":             {plain, strings.Replace(plain, "Berlin", "Paris", 1) + "from='2026-07-01'\n"},
	} {
		t.Run(name, func(t *testing.T) {
			const rule = "[[pay]]\nkey='a'\nrate='2'"
			if _, err := pay.Join(parsed(t, c.a+rule), parsed(t, c.b+rule)); !errors.Is(err, pay.ErrVersions) {
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := pay.Join(); !errors.Is(err, pay.ErrVersions) {
		t.Errorf("got %v", err)
	}
	late, err := pay.Join(parsed(t, plain+"from='2030-01-01'\n[[pay]]\nkey='a'\nrate='2'"), parsed(t, plain+"from='2031-01-01'\n[[pay]]\nkey='a'\nrate='2'"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := late.Evaluate(aroundJuly()); !errors.Is(err, pay.ErrVersions) {
		t.Errorf("got %v", err)
	}
}

func TestAVersionThatChangesNothingChangesNothing(t *testing.T) {
	for _, name := range []string{"tvod", "caloohpay", "incidentio", "tewhatuora", "derbyshire", "pcipal", "astreinte", "dxw", "imo"} {
		p := policyFile(t, name, nil)
		later := policyFile(t, name, map[string]string{"\nzone = ": "\nfrom = \"2026-11-01\"\nzone = "})
		both, err := pay.Join(p, later)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, rapid.MakeCheck(func(r *rapid.T) {
			in := drawLog(r)
			delete(in.Facts, "overtime_hours")
			in.Period = rotation.Interval{Start: pay.Month(2026, 3, p.Zone).Start, End: pay.Month(2027, 2, p.Zone).Start}
			want, got := evaluate(r, p, in), evaluate(r, both, in)
			checkStatement(r, got)
			if earned := lieuEarned(got); !got.Cash.Equal(want.Cash) || earned != lieuEarned(want) {
				r.Errorf("%s and %d s, want %s and %d s", got.Cash, earned, want.Cash, lieuEarned(want))
			}
		}))
	}
}

func lieuEarned(s pay.Statement) (sum int64) {
	for _, l := range s.Lines {
		if l.Kind != pay.KindAccount {
			sum += l.TimeInLieu
		}
	}
	return sum
}

func TestACapMayTakeMoneyAndTimeOfOneRule(t *testing.T) {
	// One of the lines that are over the cap has time in lieu and the other has none;
	// this once ended the program.
	p := parsed(t, plain+"[[pay]]\nkey='a'\nrate='3'\noverlap='sum'\n[[pay.row]]\nrole=['primary']\n[[pay.row]]\ntime='1'\n[[cap]]\nkey='c'\nper='all'\npay='30'")
	in := aroundJuly()
	second := in.Shifts[0]
	second.Role = rotation.Primary
	in.Shifts = append(in.Shifts, second)
	s := evaluate(t, p, in)
	checkStatement(t, s)
	if !s.Cash.Equal(decimal.NewFromInt(30)) {
		t.Errorf("%s, want 30", s.Cash)
	}
}

func TestTimeBeyondAllBoundsIsRefused(t *testing.T) {
	p := parsed(t, plain+"[[pay]]\nkey='a'\nrate='1'\ntime='999999999 x 999999999 x 999999999'")
	if _, err := p.Evaluate(aroundJuly()); !errors.Is(err, pay.ErrRange) {
		t.Errorf("got %v", err)
	}
}

func TestAPolicyThatHasTooMuchIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"bands without end":  "[[pay]]\nkey='a'\n" + strings.Repeat("[[pay.row]]\nrate='1'\n", 201),
		"rules without end":  strings.Repeat("[[pay]]\nkey='a'\nrate='1'\n", 101),
		"tables without end": strings.Repeat("[[table]]\nname='t'\nby=['level']\n", 101) + "[[pay]]\nkey='a'\nrate='1'\n",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := pay.Parse("p.toml", []byte(plain+text)); err == nil || !strings.Contains(err.Error(), "than anybody") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAFileMayHaveSeveralVersions(t *testing.T) {
	old := plain + "[[pay]]\nkey='a'\nrate='2'"
	now := plain + "from='2026-07-01'\n[[pay]]\nkey='a'\nrate='3'\n"
	text := pay.JoinTexts([]byte(old), []byte(now))
	parts := pay.SplitTexts(text)
	if len(parts) != 2 || string(parts[0]) != old || string(parts[1]) != now {
		t.Fatalf("split into %q", parts)
	}
	p, err := pay.ParseVersions("p.toml", text, holiday.Sources{})
	if err != nil {
		t.Fatal(err)
	}
	if got := evaluate(t, p, aroundJuly()).Cash.String(); got != "312" { // 48 h x 2 + 72 h x 3
		t.Errorf("%s, want 312", got)
	}
	bad := pay.JoinTexts([]byte(old), []byte(strings.Replace(now, "rate='3'", "rate='much'", 1)))
	if _, err := pay.ParseVersions("p.toml", bad, holiday.Sources{}); err == nil || !strings.HasPrefix(err.Error(), "p.toml:16: pay[0].rate:") {
		t.Errorf("got %v", err)
	}
}

func TestWhatIsTakenFromVersionsIsTakenFromEach(t *testing.T) {
	const rest = work + "[[rest]]\nat_least='13h'\n[[limit]]\nof='standby_days'\nat_most='1'\n[account]\nrate='$price'\n"
	old := parsed(t, plain+"[[pay]]\nkey='a'\nrate='$price'\ntime='1'\n"+rest)
	now := parsed(t, plain+"from='2026-07-01'\n[[pay]]\nkey='a'\nrate='$price'\ntime='1'\n"+strings.Replace(rest, "13h", "14h", 1))
	p, err := pay.Join(old, now)
	if err != nil {
		t.Fatal(err)
	}
	in := aroundJuly()
	for name, only := range map[string]pay.Policy{"rest": p.OnlyRest(), "limits": p.OnlyLimits()} {
		s := evaluate(t, only, in) // which would want the price
		if len(s.Lines) > 0 || len(s.Violations) == 0 {
			t.Errorf("%s alone: %d lines, %d violations", name, len(s.Lines), len(s.Violations))
		}
	}
	rules := p.RestRules()
	if at, ok, err := p.NextStart(in, rules[0], in.CallOuts[0].End); err != nil || !ok || at.Hour() != 7 {
		t.Errorf("work begins %v, %v, %v", at, ok, err)
	}
	in.Facts["price"] = "10"
	in.Period = rotation.Interval{Start: in.Shifts[0].Start, End: in.Shifts[0].End}
	if l, err := p.PayOut(in, 3600); err != nil || l.Amount.String() != "10" {
		t.Errorf("pays out %v, %v", l.Amount, err)
	}
	if s := evaluate(t, *p.WithoutAccount(), in); s.TimeInLieu != 120*3600 {
		t.Errorf("%d s in lieu", s.TimeInLieu)
	}
}
