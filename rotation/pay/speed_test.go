package pay_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/paybench"
)

// yearOf is a year on call, a shift a week, with 300 call-outs.
func yearOf(t testing.TB, p pay.Policy) pay.Input { return yearOfPerson(p, 0) }

func yearOfPerson(p pay.Policy, person int) pay.Input {
	in := pay.Input{Facts: everyFact(), Period: rotation.Interval{Start: pay.Month(2026, 1, p.Zone).Start, End: pay.Month(2027, 1, p.Zone).Start}}
	onCall, calls := paybench.Year(person, p.Zone)
	for _, span := range onCall {
		in.Shifts = append(in.Shifts, rotation.Shift{UID: "week", Rota: "Payments", Role: rotation.Primary, Interval: span})
	}
	for i, span := range calls {
		in.CallOuts = append(in.CallOuts, pay.CallOut{PageID: "page", Mode: paybench.Mode(i), Interval: span})
	}
	return in
}

// TestAYearTakesFewAllocations keeps the engine quick without a clock: a year of
// one person, 937 lines, took 123,600 allocations once.
func TestAYearTakesFewAllocations(t *testing.T) {
	p := policyFile(t, "complex", nil)
	in := yearOf(t, p)
	for name, c := range map[string]struct {
		most float64
		do   func(pay.Input) (pay.Statement, error)
	}{"figures alone": {6000, p.Figures}, "with all words": {12000, p.Evaluate}} {
		t.Run(name, func(t *testing.T) {
			got := testing.AllocsPerRun(3, func() {
				if s, err := c.do(in); err != nil || len(s.Lines) < 900 {
					t.Fatal(len(s.Lines), err)
				}
			})
			if got > c.most {
				t.Errorf("%.0f allocations, at most %.0f", got, c.most)
			}
		})
	}
}

func TestWordsComeWhenAskedFor(t *testing.T) {
	p := policyFile(t, "complex", nil)
	in := yearOf(t, p)
	want := evaluate(t, p, in)
	s, err := p.Figures(in)
	if err != nil || s.Lines[0].Explanation != "" || s.Warnings[0].Text != "" {
		t.Fatal(err, s.Lines[0])
	}
	s.Explain()
	for i := range want.Lines {
		if s.Lines[i].Explanation != want.Lines[i].Explanation || len(s.Lines[i].Evidence) != len(want.Lines[i].Evidence) {
			t.Errorf("line %d says %q, want %q", i, s.Lines[i].Explanation, want.Lines[i].Explanation)
		}
	}
	if s.Warnings[0].Text == "" || s.Warnings[0].Text != want.Warnings[0].Text {
		t.Errorf("warns %q, want %q", s.Warnings[0].Text, want.Warnings[0].Text)
	}
}

func TestManyPeopleAtOnceComeToTheSameAsEachAlone(t *testing.T) {
	p := policyFile(t, "complex", nil)
	const people = 12
	got := make([]decimal.Decimal, people)
	p.FiguresOf(people, func(i int) pay.Input { return yearOfPerson(p, i) }, func(i int, s pay.Statement, err error) {
		if err != nil {
			t.Error(err)
		}
		got[i] = s.Cash
	})
	for i := range got {
		if want := evaluate(t, p, yearOfPerson(p, i)).Cash; !got[i].Equal(want) {
			t.Errorf("person %d has %s, alone %s", i, got[i], want)
		}
	}
	p.FiguresOf(0, nil, nil)
}

func TestBandsComeToTheSameMinuteByMinute(t *testing.T) {
	p, err := pay.Parse("bands.toml", []byte(paybench.Bands))
	if err != nil {
		t.Fatal(err)
	}
	in := yearOf(t, p)
	in.CallOuts, in.Period = nil, rotation.Interval{}
	onCall, _ := paybench.Year(0, p.Zone)
	want := paybench.MinuteByMinute(onCall, p.Zone, paybench.BandRate)
	if got := evaluate(t, p, in).Cash; got.StringFixed(2) != want.FloatString(2) {
		t.Errorf("%s, minute by minute %s", got, want.FloatString(2))
	}
}

func BenchmarkAYearOfOnePerson(b *testing.B) {
	for _, name := range []string{"complex", "sweden", "tvod"} {
		b.Run(name, func(b *testing.B) {
			p := policyFile(b, name, nil)
			in := yearOf(b, p)
			lines := 0
			for b.Loop() {
				lines = len(evaluate(b, p, in).Lines)
			}
			b.ReportMetric(float64(lines), "lines")
		})
	}
}
