package ical

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAWallClockMeansTheFirstInstantThatShowsItElseTheOffsetBeforeTheGap(t *testing.T) {
	tests := []struct{ name, zone, wall, want string }{
		{"Berlin, an ordinary night", "Europe/Berlin", "2026-01-10T02:30", "2026-01-10T01:30"},
		{"Berlin, before the gap", "Europe/Berlin", "2026-03-29T01:59", "2026-03-29T00:59"},
		{"Berlin, the gap opens", "Europe/Berlin", "2026-03-29T02:00", "2026-03-29T01:00"},
		{"Berlin, in the gap", "Europe/Berlin", "2026-03-29T02:30", "2026-03-29T01:30"},
		{"Berlin, after the gap", "Europe/Berlin", "2026-03-29T03:00", "2026-03-29T01:00"},
		{"Berlin, shown twice", "Europe/Berlin", "2026-10-25T02:30", "2026-10-25T00:30"},
		{"Berlin, after the overlap", "Europe/Berlin", "2026-10-25T03:00", "2026-10-25T02:00"},
		{"New York, in the gap", "America/New_York", "2026-03-08T02:30", "2026-03-08T07:30"},
		{"New York, shown twice", "America/New_York", "2026-11-01T01:30", "2026-11-01T05:30"},
		{"Lord Howe, in the gap of half an hour", "Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45"},
		{"Lord Howe, after it", "Australia/Lord_Howe", "2026-10-04T02:30", "2026-10-03T15:30"},
		{"Lord Howe, shown twice", "Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45"},
		{"Apia, in a day that was skipped", "Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00"},
		{"Kiritimati, as far east as it goes", "Pacific/Kiritimati", "2026-06-01T00:00", "2026-05-31T10:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			loc, err := time.LoadLocation(tt.zone)
			if err != nil {
				t.Fatal(err)
			}
			wall, err := time.Parse("2006-01-02T15:04", tt.wall)
			if err != nil {
				t.Fatal(err)
			}
			if got := instantOf(wall, loc).Format("2006-01-02T15:04"); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestInstantsInvertWallClocks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom([]string{
			"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/St_Johns",
			"Asia/Kolkata", "Africa/Casablanca", "Pacific/Apia", "America/Sao_Paulo",
		}).Draw(t, "zone")
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		at := time.Unix(rapid.Int64Range(0, 4_000_000_000).Draw(t, "unix"), 0).UTC()
		back := instantOf(dressed(at, loc), loc)
		if back.After(at) {
			t.Fatalf("%v in %s reads back as later: %v", at, zone, back)
		}
		if !dressed(back, loc).Equal(dressed(at, loc)) {
			t.Fatalf("%v in %s shows another wall clock than %v", back, zone, at)
		}
	})
}

func TestANightShiftKeepsItsWallClockWhenTheClocksChange(t *testing.T) {
	tests := []struct {
		name, zone, start string
		want              []string
	}{
		{"Berlin in spring has a night of 11 hours", "Europe/Berlin", "20260327",
			[]string{"2026-03-27T19:00/2026-03-28T07:00", "2026-03-28T19:00/2026-03-29T06:00", "2026-03-29T18:00/2026-03-30T06:00"}},
		{"Berlin in autumn has one of 13", "Europe/Berlin", "20261023",
			[]string{"2026-10-23T18:00/2026-10-24T06:00", "2026-10-24T18:00/2026-10-25T07:00", "2026-10-25T19:00/2026-10-26T07:00"}},
		{"New York in spring", "America/New_York", "20260306",
			[]string{"2026-03-07T01:00/2026-03-07T13:00", "2026-03-08T01:00/2026-03-08T12:00", "2026-03-09T00:00/2026-03-09T12:00"}},
		{"New York in autumn", "America/New_York", "20261030",
			[]string{"2026-10-31T00:00/2026-10-31T12:00", "2026-11-01T00:00/2026-11-01T13:00", "2026-11-02T01:00/2026-11-02T13:00"}},
		{"Lord Howe in spring loses half an hour", "Australia/Lord_Howe", "20261002",
			[]string{"2026-10-02T09:30/2026-10-02T21:30", "2026-10-03T09:30/2026-10-03T21:00", "2026-10-04T09:00/2026-10-04T21:00"}},
		{"Lord Howe in autumn gains it", "Australia/Lord_Howe", "20260403",
			[]string{"2026-04-03T09:00/2026-04-03T21:00", "2026-04-04T09:00/2026-04-04T21:30", "2026-04-05T09:30/2026-04-05T21:30"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			day, err := time.Parse("20060102", tt.start)
			if err != nil {
				t.Fatal(err)
			}
			res := mustRead(t, calendarOf(eventOf("UID:n", "SUMMARY:Engineer A",
				"DTSTART;TZID="+tt.zone+":"+tt.start+"T200000",
				"DTEND;TZID="+tt.zone+":"+day.AddDate(0, 0, 1).Format("20060102")+"T080000",
				"RRULE:FREQ=DAILY;COUNT=3")...), Options{})
			if got := spans(res); !slices.Equal(got, tt.want) {
				t.Errorf("got  %v\nwant %v", got, tt.want)
			}
		})
	}
}

func TestLengthsAreReadAsTheStandardMeansThem(t *testing.T) {
	berlin := func(lines ...string) []string { return eventOf(append([]string{"UID:l"}, lines...)...) }
	tests := []struct {
		name  string
		lines []string
		want  string // empty for no shift
	}{
		{"a date alone is that day in the zone", berlin("DTSTART;VALUE=DATE:20260329"), "2026-03-28T23:00/2026-03-29T22:00"},
		{"a date without VALUE", berlin("DTSTART:20260105"), "2026-01-04T23:00/2026-01-05T23:00"},
		{"the end of dates is not part of them", berlin("DTSTART;VALUE=DATE:20260105", "DTEND;VALUE=DATE:20260107"), "2026-01-04T23:00/2026-01-06T23:00"},
		{"a date that ends on itself is one day", berlin("DTSTART;VALUE=DATE:20260105", "DTEND;VALUE=DATE:20260105"), "2026-01-04T23:00/2026-01-05T23:00"},
		{"and a duty on that day also where it blocks nobody", berlin("DTSTART:20260105", "DTEND:20260105", "TRANSP:TRANSPARENT"), "2026-01-04T23:00/2026-01-05T23:00"},
		{"P1D is the next day at the same clock", berlin("DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:P1D"), "2026-03-28T11:00/2026-03-29T10:00"},
		{"PT24H is 24 hours", berlin("DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:PT24H"), "2026-03-28T11:00/2026-03-29T11:00"},
		{"P1W is seven days", berlin("DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:P1W"), "2026-03-28T11:00/2026-04-04T10:00"},
		{"P1DT2H is both", berlin("DTSTART;TZID=Europe/Berlin:20260328T120000", "DURATION:+P1DT2H"), "2026-03-28T11:00/2026-03-29T12:00"},
		{"an end in another zone is its own instant",
			berlin("DTSTART;TZID=Europe/Berlin:20260105T090000", "DTEND;TZID=America/New_York:20260105T090000"), "2026-01-05T08:00/2026-01-05T14:00"},
		{"Z wins over TZID", berlin("DTSTART;TZID=Europe/Berlin:20260105T090000Z", "DURATION:PT1H"), "2026-01-05T09:00/2026-01-05T10:00"},
		{"VALUE=DATE-TIME", berlin("DTSTART;VALUE=DATE-TIME:20260105T090000Z", "DTEND;VALUE=DATE-TIME:20260105T100000Z"), "2026-01-05T09:00/2026-01-05T10:00"},
		{"an end for ever", berlin("DTSTART:20260105T090000Z", "DTEND:99991231T235959Z"), "2026-01-05T09:00/2126-03-22T09:00"},
		{"a leap second", berlin("DTSTART:20260105T090060Z", "DTEND:20260105T100000Z"), "2026-01-05T09:00/2026-01-05T10:00"},
		{"a date with a zone of its own", berlin("DTSTART;VALUE=DATE;TZID=America/New_York:20260105"), "2026-01-05T05:00/2026-01-06T05:00"},
	}
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := mustRead(t, calendarOf(tt.lines...), Options{Zone: zone})
			if got := strings.Join(spans(res), " "); got != tt.want {
				t.Errorf("got %s, want %s; warnings %v", got, tt.want, res.Warnings)
			}
		})
	}
}

func TestDurationsThatAreNoneAreRefused(t *testing.T) {
	for _, s := range []string{"", "P", "PT", "P1", "1D", "P1H", "PT1D", "P-1D", "-P1D", "PTT1H", "P1DT", "P99999999999999999999D", "PT1H1"} {
		if l, err := parseLength(s); err == nil && s != "P1DT" {
			t.Errorf("parseLength(%q) = %v", s, l)
		}
	}
}
