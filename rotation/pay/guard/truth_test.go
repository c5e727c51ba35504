package guard_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/guard"
)

func codes(found []pay.Violation, but func(code string) bool) []string {
	var out []string
	for _, v := range found {
		if !but(v.Code) {
			out = append(out, v.Code+" "+v.At.UTC().Format(time.RFC3339)+" "+v.Text)
		}
	}
	return out
}

// TestAPlanIsJudgedAsTheStatementWillBe holds Check to what Evaluate finds.
func TestAPlanIsJudgedAsTheStatementWillBe(t *testing.T) {
	eachPolicy(t, func(r *rapid.T, p *pay.Policy) {
		in := drawKnown(r, "a")
		in.Now = time.Time{}
		for i := range in.CallOuts {
			in.CallOuts[i].Running = false
		}
		in.Period = rotation.Interval{Start: base, End: base.AddDate(0, 0, rapid.IntRange(7, 40).Draw(r, "days"))}
		st, err := p.Evaluate(in)
		if err != nil {
			r.Fatal(err)
		}
		// The statement looks at the average once, the plan every week; the account is
		// no business of a plan.
		apart := func(code string) bool {
			return strings.HasPrefix(code, "weekly_average") || code == "time_in_lieu_negative"
		}
		want := append(codes(st.Violations, apart), codes(st.Warnings, apart)...)
		found, err := guard.Check(p, in)
		if err != nil {
			r.Fatal(err)
		}
		var got []string
		for _, w := range found {
			if !apart(w.Code) {
				got = append(got, w.Code+" "+w.At.UTC().Format(time.RFC3339)+" "+w.Text)
			}
			if w.Wanted != 0 && (w.Rest < 0 || w.Rest >= w.Wanted || !strings.Contains(w.Text, said(w.Rest))) {
				r.Errorf("%s of %s: %s", w.Rest, w.Wanted, w.Text)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			r.Errorf("the plan says %q, the statement %q", got, want)
		}
	})
}

// said is a rest as the engine writes it.
func said(d time.Duration) string {
	if d == 0 {
		return "0 s"
	}
	text := strings.NewReplacer("h", " h ", "m", " min ", "s", " s").Replace(d.String())
	return strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(" "+text, " 0 min", ""), " 0 s", ""))
}

// TestNobodyStartsBeforeTheRestIsHad begins work at the earliest start, or at the
// usual time where none is due, and asks the engine whether that was early enough.
func TestNobodyStartsBeforeTheRestIsHad(t *testing.T) {
	p := policy(t, daily, "work_end = \"$end\"\nnext_start = \"$start\"\n", place)
	end, next := at(t, "2026-12-07 17:30"), at(t, "2026-12-08 09:00")
	rapid.Check(t, func(r *rapid.T) {
		in := pay.Input{Person: engineer("a"), Facts: pay.Facts{"end": end.Format(time.RFC3339), "start": next.Format(time.RFC3339)}}
		in.Now = end
		for i := range rapid.IntRange(0, 3).Draw(r, "call-outs") {
			from := end.Add(time.Duration(rapid.IntRange(0, 900).Draw(r, "from")) * time.Minute)
			to := from.Add(time.Duration(rapid.IntRange(1, 30).Draw(r, "length")) * time.Minute)
			in.CallOuts = append(in.CallOuts, pay.CallOut{PageID: string(rune('p' + i)), Person: in.Person, Interval: rotation.Interval{Start: from, End: to}})
			if to.After(in.Now) {
				in.Now = to
			}
		}
		s, err := guard.EarliestStart(p, in)
		if err != nil {
			r.Fatal(err)
		}
		begin := next
		if s != nil {
			begin = s.At
		}
		short := func(begin time.Time) int {
			then := in
			then.Facts = pay.Facts{"end": in.Facts["end"], "start": begin.Format(time.RFC3339)}
			then.Now = time.Time{}
			st, err := p.Evaluate(then)
			if err != nil {
				r.Fatal(err)
			}
			return len(st.Violations)
		}
		if n := short(begin); n != 0 {
			r.Errorf("to begin at %s is %d violations", begin, n)
		}
		if s != nil && short(begin.Add(-time.Second)) == 0 {
			r.Errorf("%s is not the earliest", begin)
		}
	})
}

// FuzzPreview gives the guard instants that no calendar should hold.
func FuzzPreview(f *testing.F) {
	for _, seed := range [][4]int64{{0, 3600, 0, 7200}, {1796626800, 1796670000, 1796640000, 1796643600}, {-1, 1 << 40, 5, 4}, {4102444000, 4102449999, 0, 1}, {1 << 62, -1 << 62, 9, 9}} {
		f.Add(seed[0], seed[1], seed[2], seed[3])
	}
	p := policy(f, byHour, usual, dailyWork, afterCall, weekly, fourteenDays, average, "[account]\nexpires = \"8 weeks\"\n", place)
	f.Fuzz(func(t *testing.T, a, b, c, d int64) {
		who := engineer("a")
		s := guard.Side{Policy: p, Known: pay.Input{Person: who, Now: time.Unix(d, 0), Shifts: []rotation.Shift{{UID: "x", Person: who, Interval: rotation.Interval{Start: time.Unix(a, 0), End: time.Unix(b, 0)}}},
			CallOuts: []pay.CallOut{{Person: who, Interval: rotation.Interval{Start: time.Unix(c, 0), End: time.Unix(d, 0)}}}}}
		s.After = []rotation.Shift{{UID: "y", Person: who, Interval: rotation.Interval{Start: time.Unix(c, 0), End: time.Unix(b, 0)}}}
		if e, err := guard.Preview(s); err == nil && len(e.Sentences()) == 0 {
			t.Error("a preview that says nothing")
		}
		if s, err := guard.EarliestStart(p, s.Known); err == nil && s != nil && s.Due <= 0 {
			t.Error("a start that is not due")
		}
	})
}
