package main

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"standby/rotation/pay/account"
)

func TestWorkedTimesAreReadAsTheyAreMeant(t *testing.T) {
	berlin := pagesBerlin(t)
	at := func(text string) time.Time {
		v, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	now := at("2026-11-22T14:10:00Z") // 15:10 in Berlin
	start := at("2026-11-21T22:30:00Z")
	for _, row := range []struct {
		name, text string
		around     time.Time
		day        clockDay
		want       string
	}{
		{"earlier today", "09:00", now, lastBefore(now), "2026-11-22T08:00:00Z"},
		{"yesterday, where today's is still to come", "22:10", now, lastBefore(now), "2026-11-21T21:10:00Z"},
		{"now", "15:10", now, lastBefore(now), "2026-11-22T14:10:00Z"},
		{"the end, after midnight", "1:30", start, firstAfter(start), "2026-11-22T00:30:00Z"},
		{"the end, on the same day", "23:45", start, firstAfter(start), "2026-11-21T22:45:00Z"},
		{"the end, a day on", "23:30", start, firstAfter(start), "2026-11-22T22:30:00Z"},
		{"nearest, on the day before", "23:50", at("2026-11-21T23:10:00Z"), nearestTo(at("2026-11-21T23:10:00Z")), "2026-11-21T22:50:00Z"},
		{"nearest, on the day after", "00:10", start, nearestTo(start), "2026-11-21T23:10:00Z"},
		{"a day and a time", "2026-11-20 22:10", now, nil, "2026-11-20T21:10:00Z"},
		{"with a T, and seconds", "2026-11-20T22:10:05", now, nil, "2026-11-20T21:10:05Z"},
		{"with an offset", "2026-11-20T22:10+05:30", now, nil, "2026-11-20T16:40:00Z"},
		{"what is shown twice, with an offset", "2026-10-25T02:30+02:00", now, nil, "2026-10-25T00:30:00Z"},
	} {
		if got, err := workedAt("--from", row.text, berlin, row.around, row.day); err != nil || got.UTC().Format(time.RFC3339) != row.want {
			t.Errorf("%s: %s, %v; want %s", row.name, got.UTC().Format(time.RFC3339), err, row.want)
		}
	}
	for name, row := range map[string]struct {
		text, says string
		around     time.Time
	}{
		"shown twice":            {"2026-10-25 02:30", "show 02:30 on 25 Oct 2026 twice, as they are put back; write 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00", now},
		"never shown":            {"2026-03-29 02:30", `never show 02:30 on 29 Mar 2026, as they are put forward to 03:00 then; write "2026-03-29 03:00"`, now},
		"a clock shown twice":    {"02:30", "twice", at("2026-10-25T00:10:00Z")},
		"a day":                  {"2026-11-20", "is a day; write the time as well", now},
		"words":                  {"yesterday", "is no time; write 22:10", now},
		"no such day":            {"2026-02-30 10:00", "is no time", now},
		"no such time":           {"24:00", "is no time", now},
		"nothing":                {"", "is no time", now},
		"a year that nobody has": {"2150-01-01 10:00", "1970 to 2099", now},
	} {
		if got, err := workedAt("--to", row.text, berlin, row.around, nearestTo(row.around)); err == nil || !strings.Contains(err.Error(), row.says) {
			t.Errorf("%s: %s, %v; want %q", name, got, err, row.says)
		}
	}
}

// TestAClockTimeIsAlwaysTheBestOfItsDays checks what is read against every day around.
func TestAClockTimeIsAlwaysTheBestOfItsDays(t *testing.T) {
	berlin := pagesBerlin(t)
	rapid.Check(t, func(t *rapid.T) {
		now := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "now"), 0)
		clock := time.Date(0, 1, 1, rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute"), 0, 0, time.UTC)
		last := instantAt(onDay(clock, berlin, now, lastBefore(now)), berlin, false)
		next := instantAt(onDay(clock, berlin, now, firstAfter(now)), berlin, false)
		near := instantAt(onDay(clock, berlin, now, nearestTo(now)), berlin, false)
		if last.After(now) || now.Sub(last) > 26*time.Hour {
			t.Errorf("the last %s before %s is %s", clock.Format("15:04"), now, last)
		}
		if !next.After(now) || next.Sub(now) > 26*time.Hour {
			t.Errorf("the first %s after %s is %s", clock.Format("15:04"), now, next)
		}
		if near.Sub(now).Abs() > 13*time.Hour {
			t.Errorf("the nearest %s to %s is %s", clock.Format("15:04"), now, near)
		}
	})
}

func TestLengthsOfTimeInLieuAreReadAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string]int64{"8h": 28800, "7h36m": 27360, "7.6": 27360, "30m": 1800, "30min": 1800, "8": 28800, "-2h": -7200, " 4h ": 14400} {
		if got, err := hoursLength("--hours", text); err != nil || got != want {
			t.Errorf("%q: %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "1d", "0h", "h", "eight", "1.0001s", "8,5", "9999999h", "h8"} {
		if got, err := hoursLength("--hours", text); err == nil {
			t.Errorf("%q was read as %d", text, got)
		}
	}
	if _, err := lieuLength("--hours", "-1h"); err == nil || !strings.Contains(err.Error(), "less than nothing") {
		t.Errorf("below zero: %v", err)
	}
}

// FuzzWordsOfTheLedger reads anything as each of the forms: none panics, what is
// refused is told in words, and what is read is within bounds.
func FuzzWordsOfTheLedger(f *testing.F) {
	for _, seed := range []string{"22:10", "2026-11-20 22:10", "2026-10-25T02:30+02:00", "7h36m", "-2h", "2026-12-14", "a=b", "2026-12-05..2026-12-06", "0a1b2c#1", "phone", "\x00\xff"} {
		f.Add(seed)
	}
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		said := func(err error) {
			if err != nil && (err.Error() == "" || len(err.Error()) > 2000+4*len(text)) {
				t.Errorf("%q is refused with %q", text, err)
			}
		}
		if got, err := workedAt("--from", text, zone, pagesNow, lastBefore(pagesNow)); err == nil && (got.Before(earliest) || got.After(latest)) {
			t.Errorf("%q is %s", text, got)
		} else {
			said(err)
		}
		if got, err := hoursLength("--hours", text); err == nil && (got == 0 || got > 10*366*86400) {
			t.Errorf("%q is %d s", text, got)
		} else {
			said(err)
		}
		if got, err := dayNamed("--on", text); err == nil {
			if again, err := account.ParseDate(got.String()); err != nil || again != got {
				t.Errorf("%q is %s", text, got)
			}
		}
		if got, err := spanNamed("--part", text, zone); err == nil && got.Empty() {
			t.Errorf("%q is %v", text, got)
		}
		_, err := factsOf([]string{text})
		said(err)
		said(checkHourIDs([]string{text}))
		if slipOf("phone", text) && !utf8.ValidString(text) && len(text) > 40 {
			t.Errorf("%q passes for a slip", text)
		}
	})
}
