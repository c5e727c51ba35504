package guard_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/guard"
)

const notKnown = "Call-outs to come are not known; only time on call is compared."

// sides are Engineer A, Engineer B under one policy, with what each has.
func sides(t testing.TB, p *pay.Policy, shifts ...rotation.Shift) []guard.Side {
	t.Helper()
	out := []guard.Side{{Policy: p, Known: person("a", at(t, "2026-11-22 12:00"))}, {Policy: p, Known: person("b", at(t, "2026-11-22 12:00"))}}
	for i := range out {
		out[i].Known.Shifts = shifts
	}
	return out
}

func TestPreview(t *testing.T) {
	weekday, weekend := shift(t, "a", "one", "2026-12-07 18:00", "2026-12-08 06:00"), shift(t, "b", "two", "2026-12-12 08:00", "2026-12-13 08:00")
	hourly := policy(t, byHour, place)
	resting := policy(t, byHour, usual, dailyWork, place)
	a, b := engineer("a"), engineer("b")
	for name, c := range map[string]struct {
		policy *pay.Policy
		change guard.Change
		a, b   []string
	}{
		"a swap": {policy: hourly, change: guard.Change{Hands: []guard.Hand{{Shift: weekday, To: b}, {Shift: weekend, To: a}}},
			a: []string{"Engineer A: +66.00 EUR, +3 h in lieu, 12 h more on call.", notKnown},
			b: []string{"Engineer B: -66.00 EUR, -3 h in lieu, 12 h less on call.", notKnown}},
		"a shift given away": {policy: hourly, change: guard.Change{Hands: []guard.Hand{{Shift: weekday, To: b}}},
			a: []string{"Engineer A: -30.00 EUR, 12 h less on call, 1 night less.", notKnown},
			b: []string{"Engineer B: +30.00 EUR, 12 h more on call, 1 night more.", notKnown}},
		"a part of a shift taken over": {policy: hourly, change: guard.Change{Hands: []guard.Hand{{Shift: weekend, Part: span(t, "2026-12-12 08:00", "2026-12-12 20:00"), To: a}}},
			a: []string{"Engineer A: +48.00 EUR, +1 h 30 min in lieu, 12 h more on call.", notKnown},
			b: []string{"Engineer B: -48.00 EUR, -1 h 30 min in lieu, 12 h less on call.", notKnown}},
		"an extra shift": {policy: hourly, change: guard.Change{Extra: []rotation.Shift{shift(t, "a", "more", "2026-12-24 22:00", "2026-12-26 06:00")}},
			a: []string{"Engineer A: +89.00 EUR, +45 min in lieu, 32 h more on call, 2 nights more.", notKnown},
			b: []string{"Engineer B: no change in money or time.", notKnown}},
		"a night that leaves too little rest": {policy: resting, change: guard.Change{Hands: []guard.Hand{{Shift: weekday, Part: span(t, "2026-12-07 18:00", "2026-12-08 00:00"), To: b}}},
			a: []string{"Engineer A: -15.00 EUR, 6 h less on call.", "Rest on Tue 8 Dec rises from 3 h to 6 h 30 min (11 h wanted).", notKnown},
			b: []string{"Engineer B: +15.00 EUR, 6 h more on call, 1 night more.", "Rest on Tue 8 Dec falls to 9 h (11 h wanted).", notKnown}},
		"a night given away brings the rest back": {policy: resting, change: guard.Change{Hands: []guard.Hand{{Shift: weekday, To: b}}},
			a: []string{"Engineer A: -30.00 EUR, 12 h less on call, 1 night less.", "Rest on Tue 8 Dec is at least 11 h again.", notKnown},
			b: []string{"Engineer B: +30.00 EUR, 12 h more on call, 1 night more.", "Rest on Tue 8 Dec falls to 3 h (11 h wanted).", notKnown}},
		"no change": {policy: resting,
			a: []string{"Engineer A: no change in money or time.", notKnown}, b: []string{"Engineer B: no change in money or time.", notKnown}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.change.Preview(sides(t, c.policy, weekday, weekend)...)
			if err != nil {
				t.Fatal(err)
			}
			for i, want := range [][]string{c.a, c.b} {
				if s := got[i].Sentences(); !slices.Equal(s, want) {
					t.Errorf("got  %q\nwant %q", s, want)
				}
			}
		})
	}
}

func TestTheSummaryIsOneLine(t *testing.T) {
	weekday := shift(t, "a", "one", "2026-12-07 18:00", "2026-12-08 00:00")
	got, err := guard.Change{Hands: []guard.Hand{{Shift: weekday, To: engineer("b")}}}.Preview(sides(t, policy(t, byHour, usual, dailyWork, place), weekday)...)
	if err != nil {
		t.Fatal(err)
	}
	if s := got[1].Summary(); s != "+15.00 EUR, 6 h more on call, 1 night more; rest on Tue 8 Dec falls to 9 h (11 h wanted)" {
		t.Error(s)
	}
}

func TestAPlanBeyondALimitIsToldAsItIs(t *testing.T) {
	p := policy(t, byHour, fourteenDays, place)
	have := []rotation.Shift{shift(t, "a", "s", "2026-12-01 00:00", "2026-12-08 00:00"), shift(t, "a", "t", "2026-12-15 00:00", "2026-12-22 00:00")}
	extra := guard.Change{Extra: []rotation.Shift{shift(t, "a", "u", "2026-12-10 18:00", "2026-12-10 20:00")}}
	got, err := extra.Preview(sides(t, p, have...)[0])
	if err != nil {
		t.Fatal(err)
	}
	if s := got[0].Summary(); s != "+5.00 EUR, 2 h more on call; from 24 Nov 2026 to 21 Dec 2026: 15 days on call, at most 14" {
		t.Error(s)
	}
	after, err := extra.For(engineer("a"), have)
	if err != nil {
		t.Fatal(err)
	}
	back := sides(t, p, after...)[0]
	back.After = have
	gone, err := guard.Preview(back)
	if err != nil {
		t.Fatal(err)
	}
	if s := gone.Summary(); s != "-5.00 EUR, 2 h less on call; no longer: from 24 Nov 2026 to 21 Dec 2026: 15 days on call, at most 14" {
		t.Error(s)
	}
}

func TestAChangeThatCannotBeMade(t *testing.T) {
	held := shift(t, "a", "one", "2026-12-07 18:00", "2026-12-08 06:00")
	a, b := engineer("a"), engineer("b")
	for name, c := range map[string]struct {
		hand guard.Hand
		want string
	}{
		"a part beyond the shift":   {guard.Hand{Shift: held, Part: span(t, "2026-12-07 17:00", "2026-12-07 20:00"), To: b}, "reaches beyond the shift"},
		"a part that ends at once":  {guard.Hand{Shift: held, Part: span(t, "2026-12-07 20:00", "2026-12-07 20:00"), To: b}, "no time changes hands"},
		"to the one who has it":     {guard.Hand{Shift: held, To: a}, "has it already"},
		"to nobody":                 {guard.Hand{Shift: held}, "nobody is named"},
		"a shift that has moved":    {guard.Hand{Shift: shift(t, "a", "one", "2026-12-08 18:00", "2026-12-09 06:00"), To: b}, "read the schedule again"},
		"a shift of another's name": {guard.Hand{Shift: shift(t, "a", "two", "2026-12-07 18:00", "2026-12-08 06:00"), To: b}, "read the schedule again"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := guard.Change{Hands: []guard.Hand{c.hand}}.For(a, []rotation.Shift{held})
			if !errors.Is(err, guard.ErrChange) || !strings.Contains(err.Error(), c.want) {
				t.Error(err)
			}
		})
	}
	if _, err := (guard.Change{Extra: []rotation.Shift{{UID: "x", Person: a}}}).For(a, nil); !errors.Is(err, guard.ErrChange) {
		t.Error(err)
	}
}

func TestAShiftMayBePassedOn(t *testing.T) {
	held := shift(t, "a", "one", "2026-12-07 18:00", "2026-12-08 06:00")
	taken := held
	taken.Person = engineer("b")
	c := guard.Change{Hands: []guard.Hand{{Shift: held, To: engineer("b")}, {Shift: taken, Part: span(t, "2026-12-08 00:00", "2026-12-08 02:00"), To: engineer("c")}}}
	if p := c.People(); len(p) != 3 {
		t.Errorf("it concerns %v", p)
	}
	for letter, want := range map[string]int{"a": 0, "b": 2, "c": 1} {
		got, err := c.For(engineer(letter), []rotation.Shift{held})
		if err != nil || len(got) != want {
			t.Errorf("%s has %v, %v", letter, got, err)
		}
	}
}

func TestThePeriodsAreTheMonthsOfTheDutyThatChanges(t *testing.T) {
	p := policy(t, byHour, place)
	in := person("a", time.Time{})
	in.Shifts = []rotation.Shift{shift(t, "a", "one", "2026-12-12 08:00", "2026-12-14 08:00"), shift(t, "a", "next", "2026-12-14 08:00", "2026-12-28 08:00"), shift(t, "b", "x", "2026-10-01 08:00", "2026-12-12 08:00")}
	for name, c := range map[string]struct {
		after []rotation.Shift
		want  string
	}{
		"nothing changes":                          {in.Shifts, ""},
		"a duty that goes on into the last week":   {in.Shifts[1:], "Dec Jan"},
		"a part of years on call":                  {nil, "Nov Dec Jan Feb"},
		"a shift in the first week of a month":     {append(slices.Clone(in.Shifts), shift(t, "a", "y", "2026-11-03 08:00", "2026-11-04 08:00")), "Oct Nov"},
		"what another person gains is no business": {append(slices.Clone(in.Shifts), shift(t, "b", "y", "2026-11-03 08:00", "2026-11-04 08:00")), ""},
	} {
		t.Run(name, func(t *testing.T) {
			known := in
			if c.after == nil {
				known.Shifts = []rotation.Shift{shift(t, "a", "years", "2020-01-01 00:00", "2040-01-01 00:00")}
				cut := guard.Hand{Shift: known.Shifts[0], Part: span(t, "2026-12-27 00:00", "2026-12-28 00:00"), To: engineer("b")}
				var err error
				if c.after, err = (guard.Change{Hands: []guard.Hand{cut}}).For(in.Person, known.Shifts); err != nil {
					t.Fatal(err)
				}
			}
			got, err := guard.Periods(p, known, c.after)
			if err != nil {
				t.Fatal(err)
			}
			var months []string
			for _, m := range got {
				months = append(months, m.Start.In(p.Zone).Format("Jan"))
			}
			if s := strings.Join(months, " "); s != c.want {
				t.Errorf("%q, want %q", s, c.want)
			}
		})
	}
	far := []rotation.Shift{shift(t, "a", "far", "2026-12-07 18:00", "2060-12-08 06:00")}
	if _, err := guard.Periods(p, in, far); !errors.Is(err, pay.ErrRange) {
		t.Error(err)
	}
}

func TestTimeInLieuIsCarriedFromPeriodToPeriod(t *testing.T) {
	p := policy(t, "[[pay]]\nkey = \"standby\"\nwhat = \"On call\"\n[[pay.row]]\nname = \"any\"\ntime = \"1\"\n",
		"[account]\ncap = \"20h\"\nover = \"pay\"\nrate = \"10.00\"\nexpires = \"8 weeks\"\nexpired = \"pay\"\n", place)
	side := sides(t, p)[0]
	side.Known.Account = []pay.Credit{{At: at(t, "2026-10-10 12:00"), Seconds: 4 * 3600}}
	side.Known.Shifts = []rotation.Shift{shift(t, "a", "nov", "2026-11-20 00:00", "2026-11-20 10:00")}
	side.After = append(slices.Clone(side.Known.Shifts), shift(t, "a", "dec", "2026-12-01 00:00", "2026-12-01 12:00"))
	side.Periods = []rotation.Interval{pay.Month(2026, 11, p.Zone), pay.Month(2026, 12, p.Zone)}
	got, err := guard.Preview(side)
	if err != nil {
		t.Fatal(err)
	}
	// Before: 10 h earned, the 4 h of October paid out on 5 December. After: 12 h
	// more, of which the cap of 20 h leaves 6 h, and 6 h are paid at once.
	if b := got.Before; b.Cash.String() != "40" || b.TimeInLieu != 6*3600 {
		t.Errorf("before %s, %d s", b.Cash, b.TimeInLieu)
	}
	if d := got.Delta; d.Cash.String() != "60" || d.TimeInLieu != 6*3600 {
		t.Errorf("delta %s, %d s", d.Cash, d.TimeInLieu)
	}
}

func TestAnAccountThatIsOverdrawnIsTold(t *testing.T) {
	p := policy(t, "[[pay]]\nkey = \"standby\"\nwhat = \"On call\"\n[[pay.row]]\nname = \"any\"\ntime = \"1\"\n", "[account]\nexpires = \"8 weeks\"\n", place)
	side := sides(t, p, shift(t, "a", "dec", "2026-12-01 00:00", "2026-12-01 12:00"))[0]
	side.Known.Account = []pay.Credit{{At: at(t, "2026-12-10 12:00"), Seconds: -8 * 3600}}
	got, err := guard.Preview(side)
	if err != nil {
		t.Fatal(err)
	}
	if s := got.Summary(); !strings.Contains(s, "8 h more were taken from the account than there were") {
		t.Error(s)
	}
}
