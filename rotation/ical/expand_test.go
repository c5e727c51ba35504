package ical

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/teambition/rrule-go"
	"pgregory.net/rapid"
)

// startsOf follows a rule over a span of wall clocks in UTC.
func startsOf(text string, start, from, to time.Time) ([]time.Time, error) {
	m := moment{wall: start.Unix(), zone: inUTC()}
	r, err := parseRule(text, m)
	if err != nil {
		return nil, err
	}
	var out []time.Time
	_, err = r.walk(walls{from.Unix(), to.Unix()}, m, &meter{left: workBudget}, func(wall, _ int64) bool {
		if wall >= from.Unix() && wall <= to.Unix() {
			out = append(out, timeAt(wall))
		}
		return true
	})
	return out, err
}

// TestRulesAreFollowedAsRRuleGoFollowsThem holds the arithmetic of this package
// against rrule-go, for the rules that both follow, in UTC.
func TestRulesAreFollowedAsRRuleGoFollowsThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawAnyRule(t)
		start := time.Date(rapid.IntRange(1996, 2004).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month")),
			rapid.IntRange(1, 31).Draw(t, "day"), rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"), 0, 0, time.UTC)
		from := start.AddDate(0, 0, rapid.IntRange(-10, 900).Draw(t, "from"))
		to := from.AddDate(0, 0, rapid.IntRange(0, 500).Draw(t, "length"))
		opt, err := rrule.StrToROption(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		// rrule-go begins the first week at the start, and then counts positions in
		// what is left of it; RFC 5545 3.3.10 counts them in the whole week.
		if opt.Freq == rrule.WEEKLY && len(opt.Bysetpos) > 0 {
			first := (opt.Wkst.Day() + 1) % 7 // as time.Weekday
			start = start.AddDate(0, 0, -(int(start.Weekday())-first+7)%7)
		}
		opt.Dtstart = start
		if opt.Until.IsZero() { // without, it looks for the next one until the year 9999
			opt.Until = to
		}
		rr, err := rrule.NewRRule(*opt)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		want := rr.Between(from, to, true)
		got, err := startsOf(text, start, from, to)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if !slices.EqualFunc(got, want, time.Time.Equal) {
			t.Fatalf("%s from %v, %v to %v:\n got %v\nwant %v", text, start, from, to, got, want)
		}
	})
}

// drawAnyRule draws a rule of any frequency that is not too dense for rrule-go.
func drawAnyRule(t *rapid.T) string {
	freq := rapid.SampledFrom([]string{"HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"}).Draw(t, "freq")
	interval := rapid.IntRange(1, 6).Draw(t, "interval")
	parts := []string{"FREQ=" + freq, fmt.Sprintf("INTERVAL=%d", interval)}
	if rapid.Bool().Draw(t, "counts") {
		parts = append(parts, fmt.Sprintf("COUNT=%d", rapid.IntRange(1, 80).Draw(t, "count")))
	} else {
		parts = append(parts, "UNTIL=20080601T000000Z")
	}
	optional := []string{"BYMONTH=2,3,10", "BYMONTHDAY=1,15,29,-1,-31", "BYDAY=MO,SA", "BYHOUR=2,9,21", "WKST=SU", "BYYEARDAY=1,60,200,-1"}
	switch freq {
	case "HOURLY": // rrule-go never returns where no step meets the hour
		optional[3] = "BYMINUTE=5,50"
	case "MONTHLY":
		// rrule-go gives none for a list of days with and without numbers.
		optional[2] = "BYDAY=1MO,-1FR,3WE"
		optional = append(optional, "BYSETPOS=1,-1,3")
	case "YEARLY":
		optional = append(optional, "BYWEEKNO=1,20,53,-1", "BYSETPOS=2,-2")
	case "WEEKLY":
		optional = append(optional, "BYSETPOS=-1,2")
	}
	for _, p := range optional {
		if rapid.IntRange(0, 3).Draw(t, p) == 0 {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ";")
}

func TestHoursAreHoursOnANightWhenTheClocksChange(t *testing.T) {
	tests := []struct{ name, rule, start, want string }{
		{"every third hour into summer", "FREQ=HOURLY;INTERVAL=3;COUNT=4", "20260328T210000", "20:00 23:00 02:00 05:00"},
		{"every hour into winter", "FREQ=HOURLY;COUNT=5", "20261025T010000", "23:00 00:00 01:00 02:00 03:00"},
		{"the hour that is shown twice, by name", "FREQ=HOURLY;BYHOUR=2;COUNT=3", "20261025T020000", "00:00 01:00 01:00"},
		{"the hour that is skipped, by name", "FREQ=HOURLY;BYHOUR=2;COUNT=2", "20260328T020000", "01:00 00:00"},
		{"every 90 minutes", "FREQ=MINUTELY;INTERVAL=90;COUNT=4", "20260329T003000", "23:30 01:00 02:30 04:00"},
		{"a day by hours", "FREQ=HOURLY;INTERVAL=24;COUNT=2", "20260328T120000", "11:00 11:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := mustRead(t, calendarOf(eventOf("UID:h", "DTSTART;TZID=Europe/Berlin:"+tt.start, "DURATION:PT10M", "RRULE:"+tt.rule)...), Options{})
			var got []string
			for _, s := range res.Shifts {
				got = append(got, s.Start.Format("15:04"))
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %v, want %s; warnings %v", res.Shifts, tt.want, res.Warnings)
			}
		})
	}
}

func TestDaysAreCountedAsTheTimePackageCountsThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(earliest, latest).Draw(t, "at"), 0).UTC()
		day, second := splitWall(at.Unix())
		c := civilOf(day)
		if c != (civil{at.Year(), int(at.Month()), at.Day()}) || second != int64(at.Hour()*3600+at.Minute()*60+at.Second()) {
			t.Fatalf("%v is %+v and %d", at, c, second)
		}
		if dayOf(c.year, c.month, c.day) != day || weekdayOf(day) != (int(at.Weekday())+6)%7 || daysInYear(c.year) < at.YearDay() {
			t.Fatalf("%v: %d", at, day)
		}
	})
}

// FuzzExpand follows whatever rule it is given, and looks whether what comes out
// is in order, in bounds, and paid for.
func FuzzExpand(f *testing.F) {
	for _, rule := range []string{
		"FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,-1FR;UNTIL=20270101", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1,1;COUNT=9",
		"FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=-366;BYMONTH=2", "FREQ=SECONDLY;COUNT=1000000000;BYSECOND=1;BYHOUR=3", "FREQ=HOURLY;INTERVAL=7;BYMINUTE=5,15;BYSETPOS=-1",
		"FREQ=MINUTELY;UNTIL=99991231T235959Z;BYMONTHDAY=-31;BYDAY=SU", "FREQ=DAILY;INTERVAL=4000000000000000000;BYHOUR=1,2;BYSECOND=60",
		"FREQ=YEARLY;BYDAY=53MO,-53SU;BYHOUR=1;COUNT=4;WKST=TH", "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2",
	} {
		f.Add(rule, int64(0), byte(0))
		f.Add(rule, time.Date(2026, 1, 31, 2, 30, 0, 0, time.UTC).Unix(), byte(1))
		f.Add(rule, earliest, byte(2))
	}
	zones := []*time.Location{time.UTC}
	for _, name := range []string{"Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia"} {
		loc, err := time.LoadLocation(name)
		if err != nil {
			f.Fatal(err)
		}
		zones = append(zones, loc)
	}
	from, to := year2026.Start.Unix(), year2026.End.Unix()
	f.Fuzz(func(t *testing.T, text string, wall int64, zone byte) {
		p := newPlace(zones[int(zone)%len(zones)])
		start := moment{wall: bounded(wall), zone: p, date: zone >= 128}
		r, err := parseRule(text, start)
		if err != nil {
			return
		}
		m, last, seen := meter{left: workBudget}, int64(math.MinInt64), int64(0)
		_, err = r.walk(walls{from, to}, start, &m, func(wall, at int64) bool {
			if at == never {
				at = wall // for the order
			}
			if seen++; at < last || at == last && r.freq >= daily || wall > r.until && r.freq >= daily || r.count > 0 && seen > r.count {
				t.Fatalf("%q gives %v after %v, the %d.", text, timeAt(at), timeAt(last), seen)
			}
			last = at
			return true
		})
		if spent := workBudget - m.left; spent > 2*ruleBudget+10_000_000 {
			t.Fatalf("%q spent %d, err %v", text, spent, err)
		}
		if seen > 0 && err == nil && r.count == 0 && r.until == math.MaxInt64 && seen > 3*366*maxPerDay+1000 {
			t.Fatalf("%q gives %d instances", text, seen)
		}
	})
}
