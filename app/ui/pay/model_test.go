package pay

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/app/ui/model"
	"standby/assets"
	"standby/rotation"
	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

func TestPayIsToldInTheZoneOfItsMonth(t *testing.T) {
	v := bench.ViewAt(t, night.OnCall(t), night.Now(t))
	s := books(t).Statement
	s.Zone = "UTC"
	p := statementOf(s, v)
	want := [3]figure{{"Cash", "EUR 412.50", "So far: the month is not over"}, {"Time in lieu", "+6 h", "Balance 11 h 30 min · 6 h lapse on 14 Dec 2026"},
		{"Hours on call", "113 h", "3 h of call-outs · 5 nights"}}
	if p.figures != want || p.policy != "By the policy “Agreement”, for Engineer A, times in UTC" {
		t.Errorf("got %+v", p)
	}
	if !slices.Equal(p.broken, []string{"Tue 24 Nov 02:40: 11 hours of rest were cut to 7."}) {
		t.Errorf("got %q", p.broken)
	}
	l := p.lines[0]
	if l.what != "Standby, night" || l.when != "Fri 20 Nov 08:00 – Fri 27 Nov 08:00" || l.sum != "24 h × EUR 6.00" || l.amount != "EUR 144.00" {
		t.Errorf("got %+v", l)
	}
}

func TestALineHasAllOfItsTrace(t *testing.T) {
	p := statementOf(books(t).Statement, bench.ViewAt(t, night.OnCall(t), night.Now(t)))
	want := []model.Fact{{Name: "Rule", Value: "standby.night"}, {Name: "When", Value: "Fri 20 Nov 09:00 – Fri 27 Nov 09:00"}, {Name: "Reckoned", Value: "24 h × EUR 6.00 = EUR 144.00"},
		{Name: "Rests on", Value: "shift A of Payments\nPayments as read on 20 Nov 08:58"}}
	if !slices.Equal(p.lines[0].trace, want) {
		t.Errorf("got %q", p.lines[0].trace)
	}
	if l := p.lines[2]; l.sum != "6 h" || l.amount != "+6 h" {
		t.Errorf("time in lieu without money is %q, %q", l.sum, l.amount)
	}
	both := lineOf(0, api.Line{Amount: "12.00", TimeInLieu: -1800, Units: "1", Unit: "h", Rate: "12.00"}, "EUR", model.View{Loc: time.UTC})
	if both.amount != "EUR 12.00, −30 min" || both.when != "" {
		t.Errorf("got %+v", both)
	}
}

func TestWhereAMonthStandsIsSaid(t *testing.T) {
	closed := api.MonthState{Month: october(), Closed: true, ClosedAt: at(t, "2026-11-02 09:12"), ClosedBy: "Engineer A", Hash: strings.Repeat("ab", 32)}
	over := api.MonthState{Month: october(), Over: true, Turn: true, Unconfirmed: 2}
	for _, c := range []struct {
		name  string
		state api.MonthState
		text  string
		can   bool
		loose bool
	}{
		{"closed", closed, "Closed on 2 Nov 2026 by Engineer A. It is frozen: what turns out otherwise later becomes a correction in the first open month. Seal abababababababab….", false, false},
		{"running", api.MonthState{Month: november()}, "November 2026 can be closed once it is over. Until then its figures follow the shifts, the pages and the policy.", false, false},
		{"not its turn", api.MonthState{Month: october(), Over: true}, "October 2026 can be closed after the months before it.", false, false},
		{"over", over, "October 2026 is over and not closed: its figures may still change.", true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := closingOf(c.state, night.Berlin(t))
			if got.text != c.text || (got.ask != "") != c.can || (got.label != "") != c.can || got.unconfirmed != c.loose {
				t.Errorf("got %+v", got)
			}
		})
	}
	if got := closingOf(over, time.UTC).ask; !strings.Contains(got, "cannot be undone") || !strings.Contains(got, "Not confirmed yet: 2 call-outs.") {
		t.Errorf("it is asked %q", got)
	}
}

func TestMonthsStepOverTheYearAndStayInTheLedger(t *testing.T) {
	january := ledger.Month{Year: 2026, Month: time.January}
	if m := monthStep(january, -1); m != (ledger.Month{Year: 2025, Month: time.December}) {
		t.Errorf("got %v", m)
	}
	months := books(t).Months
	if within(months, january) != october() || within(months, monthStep(november(), 4)) != november() || within(nil, january) != january {
		t.Error("a month that the ledger has not is shown")
	}
	if names, at := monthNames(months, october()); at != 1 || !slices.Equal(names, []string{"November 2026", "October 2026"}) {
		t.Errorf("got %q, %d", names, at)
	}
}

func TestAWeekIsMadeOfDaysNightsAndWorkAndAMomentCountsOnce(t *testing.T) {
	b := books(t)
	duty := []rotation.Shift{night.Shift("A", rotation.Primary, at(t, "2026-11-20 09:00"), 7*24*time.Hour)}
	twice := append(duty, night.Shift("A", rotation.Secondary, at(t, "2026-11-21 09:00"), 24*time.Hour), night.Shift("A", rotation.Shadow, at(t, "2026-11-03 09:00"), 24*time.Hour))
	weeks := weeksOf(b.Statement.Period, night.Berlin(t), twice, b.Hours, night.Now(t))
	if len(weeks) != 6 {
		t.Fatalf("November 2026 has %d weeks", len(weeks))
	}
	w := weeks[4]
	if w.day != 32*time.Hour || w.night != 16*time.Hour+42*time.Minute || w.work != 90*time.Minute || w.ahead != 54*time.Hour+48*time.Minute {
		t.Errorf("got %v by day, %v at night, %v of work, %v to come", w.day, w.night, w.work, w.ahead)
	}
	label, top, said, parts := w.column(night.Berlin(t))
	if label != "23–29" || top != "105 h" || said != "Mon 23 Nov – Sun 29 Nov: 32 h on call by day, 16 h 42 min at night, 1 h 30 min of call-outs. Still to come: 54 h 48 min on call." || len(parts) != 4 {
		t.Errorf("got %q %q %q %v", label, top, said, parts)
	}
	if weeks[0].day+weeks[0].night != 0 {
		t.Error("who shadows is on call")
	}
}

func TestTheWeeksOfAMonthAddUpToItsDuty(t *testing.T) {
	berlin := night.Berlin(t)
	rapid.Check(t, func(t *rapid.T) {
		first := time.Date(2026, time.Month(rapid.IntRange(1, 12).Draw(t, "month")), 1, 0, 0, 0, 0, berlin)
		month := rotation.Interval{Start: first, End: first.AddDate(0, 1, 0)}
		draw := func(name string) []rotation.Interval {
			var out []rotation.Interval
			for range rapid.IntRange(0, 6).Draw(t, name) {
				start := month.Start.Add(time.Duration(rapid.IntRange(-3000, 46_000).Draw(t, "start")) * time.Minute)
				out = append(out, rotation.Interval{Start: start, End: start.Add(time.Duration(rapid.IntRange(0, 9000).Draw(t, "long")) * time.Minute)})
			}
			return out
		}
		var shifts []rotation.Shift
		var log []ledger.Logged
		var all []rotation.Interval
		for _, i := range draw("shifts") {
			shifts, all = append(shifts, rotation.Shift{Interval: i}), append(all, i.Clip(month))
		}
		for _, i := range draw("hours") {
			log, all = append(log, ledger.Logged{Hour: ledger.Hour{Interval: i}}), append(all, i.Clip(month))
		}
		now := month.End
		if len(log) == 0 { // Nobody has worked in time to come.
			now = month.Start.Add(time.Duration(rapid.IntRange(0, 40_000).Draw(t, "now")) * time.Minute)
		}
		total := time.Duration(0)
		for _, w := range weeksOf(month, berlin, shifts, log, now) {
			if w.day < 0 || w.night < 0 || w.work < 0 {
				t.Fatalf("a week has %v, %v, %v", w.day, w.night, w.work)
			}
			total += w.day + w.night + w.work + w.ahead
		}
		if want := long(union(all)); total != want {
			t.Fatalf("the weeks add up to %v, the month to %v", total, want)
		}
	})
}

func TestAYearHasTwelveMonthsAndAddsUpWhatIsKnown(t *testing.T) {
	hours, nights, pay := yearOf(books(t).Months, 2026)
	if len(hours.bars) != 12 || hours.said != "2026 so far: 281 h on call, 5 h of call-outs." || nights.said != "2026 so far: 12 nights." || pay.said != "2026 so far: EUR 1012.50." {
		t.Errorf("got %q, %q, %q", hours.said, nights.said, pay.said)
	}
	if hours.months[9] != october() || hours.months[0] != (ledger.Month{}) || hours.bars[9].top != "168 h" {
		t.Errorf("got %v, %+v", hours.months, hours.bars[9])
	}
	if got := pay.bars[9].said; got != "October 2026: EUR 600.00, +4 h in lieu. Not closed yet: may still change." {
		t.Errorf("got %q", got)
	}
	mixed := books(t).Months
	mixed[0].Currency = "GBP"
	if _, _, pay := yearOf(mixed, 2026); pay.said != "2026: its months are not in one currency." {
		t.Errorf("got %q", pay.said)
	}
}

func TestTheAccountSaysWhatLapsesWhenAndHowEachMonthChangedIt(t *testing.T) {
	v := lieuOf(books(t).Lieu)
	if v.balance != "11 h 30 min" || v.free != "3 h 30 min" || v.about != "8 h booked for days to come · +6 h of months that are not closed" {
		t.Errorf("got %+v", v)
	}
	if !slices.Equal(v.lapses, []string{"6 h lapse after Mon 14 Dec 2026 unless they are used"}) || lapseOf(account.Lapse{On: account.Date{Year: 2027, Month: 1, Day: 1}, Seconds: 60, Paid: true}) != "1 min can be used until Fri 1 Jan 2027 and are paid out then" {
		t.Errorf("got %q", v.lapses)
	}
	if v.months[0] != (model.Fact{Name: "Nov 2026", Value: "6 h earned, 4 h taken; 11 h 30 min at its end"}) {
		t.Errorf("got %q", v.months[0])
	}
	if v.days[0].ahead || !v.days[1].ahead || v.days[1].when != "Fri 4 Dec 2026" {
		t.Errorf("got %+v", v.days)
	}
}

func TestADayOffIsReadAsItIsTyped(t *testing.T) {
	for _, c := range []struct {
		day, long string
		seconds   int64
		wrong     string
	}{
		{" 2026-12-14 ", "", 0, ""}, {"2026-12-14", "7:30", 27000, ""}, {"2026-12-14", "4,5", 16200, ""}, {"2026-12-14", "8 h 15 min", 29700, ""},
		{"14.12.", "", 0, "For the day, “14.12.” cannot be understood"}, {"2026-12-14", "a day", 0, "For how much, “a day” cannot be understood"},
		{"2026-12-14", "0", 0, "For how much, “0” cannot be understood"}, {"2026-12-14", "-8", 0, "For how much, “-8” cannot be understood"},
	} {
		e, wrong := bookingOf(c.day, c.long, " rest ")
		switch {
		case wrong != nil && (wrong.What != c.wrong || wrong.Next == ""):
			t.Errorf("%q %q: %+v", c.day, c.long, wrong)
		case wrong == nil && (c.wrong != "" || e.Seconds != c.seconds || e.On.Day != 14 || e.Note != "rest"):
			t.Errorf("%q %q: %+v", c.day, c.long, e)
		}
	}
}

func FuzzLengthOf(f *testing.F) {
	for _, text := range []string{"8", "7:30", "7 h 30 min", "4,5", "1e9", "NaN", "∞ h", "9999 h 99999 min", ":"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if seconds, ok := lengthOf(text); ok && (seconds <= 0 || seconds > 20_000*3600) {
			t.Errorf("%q is %d seconds", text, seconds)
		}
	})
}

func TestReadyPoliciesAreFoundByWords(t *testing.T) {
	all := assets.Policies()
	if got := offersOf(all, ""); len(got) != len(all) {
		t.Errorf("%d of %d are offered", len(got), len(all))
	}
	for _, o := range offersOf(all, "france NIGHT") {
		if o.region != "France" || len(o.facts) != 2 || o.facts[0].Value == "" {
			t.Errorf("got %+v", o)
		}
	}
	if got := offersOf(all, "no such words at all"); len(got) != 0 {
		t.Errorf("got %+v", got)
	}
	w := books(t).Policy
	if got := saidOf(w); !strings.HasPrefix(got, "•  It pays EUR 300") {
		t.Errorf("got %q", got)
	}
	w.Kept = true
	if got := needsOf(w); !strings.HasPrefix(got, "It has to know of you: hourly (such as 24.10).") || !strings.Contains(got, "/c/policy-flat-week.toml") {
		t.Errorf("got %q", got)
	}
}

func TestADocumentSpansAMonthOrWhatThereIsOfItsYear(t *testing.T) {
	months := append([]api.MonthState{{Month: ledger.Month{Year: 2025, Month: time.December}}}, books(t).Months...)
	q, name := documentOf(months, months[2], false, "pdf")
	if q.First != november() || q.Last != november() || name != "statement-2026-11.pdf" {
		t.Errorf("got %+v, %s", q, name)
	}
	if q, name = documentOf(months, months[2], true, "csv"); q.First != october() || q.Last != november() || name != "statement-2026-10-to-2026-11.csv" || q.Format != "csv" {
		t.Errorf("got %+v, %s", q, name)
	}
}
