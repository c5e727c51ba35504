package main

import (
	"strings"
	"testing"
	"time"

	"standby/notify"
)

func TestADurationIsReadAsItIsWritten(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"90s": 90 * time.Second, "30m": 30 * time.Minute, "30min": 30 * time.Minute, "2h": 2 * time.Hour, "1h30m": 90 * time.Minute,
		"1d": 24 * time.Hour, "1d12h": 36 * time.Hour, "1.5h": 90 * time.Minute,
	} {
		if got, err := spanOf(text); err != nil || got != want {
			t.Errorf("%s: %s, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "30", "-30m", "0m", "0d", "d", "1dd", "1d-1h", "-1d", "half an hour", "9999999999d", "1e9h", "١h", "1d ", "99999999999h"} {
		if got, err := spanOf(text); err == nil {
			t.Errorf("%q was read as %s", text, got)
		}
	}
}

func TestUntilIsTheNextTimeThatClocksShowIt(t *testing.T) {
	berlin := pagesBerlin(t)
	for _, row := range []struct{ name, now, until, want string }{
		{"later today", "2026-11-22T14:10:00Z", "16:00", "2026-11-22T15:00:00Z"},
		{"tomorrow", "2026-11-22T14:10:00Z", "07:00", "2026-11-23T06:00:00Z"},
		{"now is not later", "2026-11-22T15:00:00Z", "16:00", "2026-11-23T15:00:00Z"},
		{"one digit", "2026-11-22T14:10:00Z", "7:00", "2026-11-23T06:00:00Z"},
		{"clocks skip it", "2026-03-28T23:30:00Z", "02:30", "2026-03-29T01:00:00Z"},
		{"clocks show it twice", "2026-10-24T23:30:00Z", "02:30", "2026-10-25T00:30:00Z"},
		{"a day", "2026-11-22T14:10:00Z", "2026-11-24", "2026-11-23T23:00:00Z"},
		{"a day and a time", "2026-11-22T14:10:00Z", "2026-11-24 09:00", "2026-11-24T08:00:00Z"},
	} {
		t.Run(row.name, func(t *testing.T) {
			now, err := time.Parse(time.RFC3339, row.now)
			if err != nil {
				t.Fatal(err)
			}
			l := later{until: row.until, most: mostSnooze}
			if got, err := l.at(now, berlin); err != nil || got.UTC().Format(time.RFC3339) != row.want {
				t.Errorf("%s, %v; want %s", got.UTC().Format(time.RFC3339), err, row.want)
			}
		})
	}
}

func TestWorkingHoursBeginOnTheNextWorkday(t *testing.T) {
	for now, want := range map[string]string{
		"2026-11-22T14:10:00Z": "2026-11-23T08:00:00Z", // Sunday
		"2026-11-20T14:10:00Z": "2026-11-23T08:00:00Z", // Friday afternoon
		"2026-11-20T03:10:00Z": "2026-11-20T08:00:00Z", // Friday night
		"2026-11-20T08:00:00Z": "2026-11-23T08:00:00Z", // just then
	} {
		at, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		l := later{working: true, most: mostSnooze}
		if got, err := l.at(at, pagesBerlin(t)); err != nil || got.UTC().Format(time.RFC3339) != want {
			t.Errorf("at %s: %s, %v; want %s", now, got.UTC().Format(time.RFC3339), err, want)
		}
	}
}

func FuzzLater(f *testing.F) {
	for _, s := range []string{"30m", "1d12h", "07:00", "2026-11-24T09:00+01:00", "2026-11-24", "24:00", "-1h"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, length, until string) {
		for _, l := range []later{{length: length}, {until: until}, {length: length, until: until}} {
			l.usual, l.most = notify.SnoozeFor, mostSnooze
			got, err := l.at(pagesNow, time.UTC)
			if err == nil && (!got.After(pagesNow) || got.Sub(pagesNow) > mostSnooze) {
				t.Errorf("%+v: %s", l, got)
			}
			if err != nil && strings.TrimSpace(err.Error()) == "" {
				t.Errorf("%+v: no words", l)
			}
			if _, isUsage := err.(usageError); err != nil && !isUsage { //nolint:errorlint // it wraps nothing
				t.Errorf("%+v: %v is no mistake on the command line", l, err)
			}
		}
	})
}
