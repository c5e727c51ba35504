package ical

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestZonesAreFoundByTheNamesThatCalendarsUse(t *testing.T) {
	tests := []struct{ name, want string }{ // want: the offset on 5 January and 5 July 2026
		{"Europe/Berlin", "+0100 +0200"},
		{`"Europe/Berlin"`, "+0100 +0200"},
		{"/mozilla.org/20050126_1/Europe/Berlin", "+0100 +0200"},
		{"/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires", "-0300 -0300"},
		{"W. Europe Standard Time", "+0100 +0200"},
		{"Eastern Standard Time", "-0500 -0400"},
		{"AUS Eastern Standard Time", "+1100 +1000"},
		{"(UTC+10:00) Canberra, Melbourne, Sydney", "+1100 +1000"},
		{"(UTC-05:00) Eastern Time (US & Canada)", "-0500 -0400"},
		{"UTC", "+0000 +0000"},
		{"Z", "+0000 +0000"},
		{"tzone://Microsoft/Utc", "+0000 +0000"},
		{"Etc/GMT-10", "+1000 +1000"},
		{"UTC+10", "+1000 +1000"},
		{"GMT-3", "-0300 -0300"},
		{"UTC+05:30", "+0530 +0530"},
		{"GMT+1000", "+1000 +1000"},
		{"+0200", "+0200 +0200"},
		{"-03:30", "-0330 -0330"},
		{"europe/berlin", "+0100 +0200"},
		{"AMERICA/NEW_YORK", "-0500 -0400"},
		{"(GMT+01.00) Sarajevo/Warsaw/Zagreb", "+0100 +0200"},
		{"+2", ""},
		{"-", ""},
		{"", ""},
		{"Local", ""},
		{"local", ""},
		{"../../etc/passwd", ""},
		{"Europe", ""},
		{"/Local", ""},
		{"/x/Local", ""},
		{"Customized Time Zone", ""},
		{"UTC+99", ""},
		{"UTC+", ""},
		{"UTC++1", ""},
		{"Berlin", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			z := newZones()
			loc, err := z.find(tt.name)
			if tt.want == "" {
				if err == nil {
					t.Errorf("found %v", loc)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			at := func(m time.Month) string { return time.Date(2026, m, 5, 12, 0, 0, 0, loc.loc).Format("-0700") }
			if got := at(time.January) + " " + at(time.July); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestEveryWindowsNameLeadsToAZone(t *testing.T) {
	seen := 0
	for _, name := range []string{"Tokyo Standard Time", "GMT Standard Time", "India Standard Time", "Romance Standard Time", "FLE Standard Time"} {
		if windowsZone(name) == nil {
			t.Errorf("%s leads nowhere", name)
		}
		seen++
	}
	for row := range strings.Lines(strings.TrimSpace(windowsNames)) {
		iana, names, _ := strings.Cut(strings.TrimSpace(row), " = ")
		for name := range strings.SplitSeq(names, " | ") {
			if load(iana) == nil || windowsZone(strings.ToUpper(name)) == nil {
				t.Errorf("%q leads nowhere", name)
			}
			seen++
		}
	}
	if seen < 40 {
		t.Errorf("only %d names", seen)
	}
}

func TestTimesWithoutAZoneAreReadWhereTheCalendarOrTheUserSays(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	floating := eventOf("UID:f", "SUMMARY:x", "DTSTART:20260105T090000", "DTEND:20260105T100000")
	tests := []struct {
		name     string
		head     []string
		zone     *time.Location
		want     []string
		warnings string
	}{
		{"the calendar says", []string{"X-WR-TIMEZONE:America/New_York"}, berlin, []string{"2026-01-05T14:00/2026-01-05T15:00"}, ""},
		{"the user says", nil, berlin, []string{"2026-01-05T08:00/2026-01-05T09:00"}, ""},
		{"nobody says: UTC, with a warning", nil, nil, []string{"2026-01-05T09:00/2026-01-05T10:00"}, "read as UTC"},
		{"the calendar says nonsense, the user knows", []string{"X-WR-TIMEZONE:Mars/Base"}, berlin, []string{"2026-01-05T08:00/2026-01-05T09:00"},
			`line 4: unknown time zone "Mars/Base"`},
		{"the calendar says nonsense, nobody knows: UTC", []string{"X-WR-TIMEZONE:Mars/Base"}, nil, []string{"2026-01-05T09:00/2026-01-05T10:00"}, "set a time zone for this calendar"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := mustRead(t, calendarOf(slices.Concat(tt.head, floating)...), Options{Zone: tt.zone})
			if got := spans(res); !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if tt.warnings == "" && len(res.Warnings) > 0 || !warned(res, tt.warnings) && tt.warnings != "" {
				t.Errorf("warnings = %v, want %q", res.Warnings, tt.warnings)
			}
		})
	}
}

func TestAZoneOfTheFileMayNameItsPlace(t *testing.T) {
	data := calendarOf(slices.Concat(
		[]string{"BEGIN:VTIMEZONE", "TZID:Head office", "X-LIC-LOCATION:Asia/Tokyo", "BEGIN:STANDARD", "DTSTART:19700101T000000", "END:STANDARD", "END:VTIMEZONE"},
		eventOf("UID:z", "DTSTART;TZID=Head office:20260105T090000", "DURATION:PT1H"))...)
	if got := spans(mustRead(t, data, Options{})); !slices.Equal(got, []string{"2026-01-05T00:00/2026-01-05T01:00"}) {
		t.Errorf("got %v", got)
	}
}

func TestZonesWithColonsAndCommasOutsideOfQuotes(t *testing.T) {
	for _, tzid := range []string{"tzone://Microsoft/Utc", "Dublin, Edinburgh, Lisbon, London"} {
		data := calendarOf(eventOf("UID:z", "DTSTART;TZID="+tzid+":20260105T090000", "DURATION:PT1H")...)
		res := mustRead(t, data, Options{})
		if got := spans(res); !slices.Equal(got, []string{"2026-01-05T09:00/2026-01-05T10:00"}) {
			t.Errorf("%s: got %v, warnings %v", tzid, got, res.Warnings)
		}
	}
}
