package ical

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// writtenZones are zones whose rules are simple, odd, or have changed: seasons
// of the south, half an hour, 45 minutes, 24:00, Ramadan, a day skipped, no
// rules at all, rules given up or taken up again.
var writtenZones = []string{
	"Europe/Berlin", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Istanbul", "Europe/Moscow", "Europe/Chisinau",
	"America/New_York", "America/St_Johns", "America/Havana", "America/Mexico_City", "America/Sao_Paulo", "America/Santiago",
	"America/Asuncion", "America/Caracas", "America/Godthab", "America/Phoenix", "America/Argentina/San_Luis",
	"Africa/Casablanca", "Africa/Cairo", "Africa/Juba", "Africa/Lagos", "Africa/Monrovia",
	"Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran", "Asia/Jerusalem", "Asia/Gaza", "Asia/Amman", "Asia/Almaty", "Asia/Pyongyang", "Asia/Shanghai",
	"Australia/Lord_Howe", "Australia/Sydney", "Australia/Eucla", "Pacific/Chatham", "Pacific/Apia", "Pacific/Norfolk", "Pacific/Fiji",
	"Antarctica/Troll", "Etc/GMT-14", "Etc/UTC",
}

// definition is a VTIMEZONE evaluated by the book: each observance has onsets.
type definition []onset

type onset struct {
	at     int64
	offset int
}

// readDefinition evaluates what define wrote, from its text alone.
func readDefinition(t *testing.T, lines []string) definition {
	t.Helper()
	var d definition
	var wall time.Time
	var from, to int
	var rule string
	for _, l := range lines {
		name, _, value := splitLine(l)
		switch name {
		case "DTSTART":
			var err error
			if wall, err = time.Parse("20060102T150405", value); err != nil {
				t.Fatal(err)
			}
		case "TZOFFSETFROM":
			from = readOffset(t, value)
		case "TZOFFSETTO":
			to = readOffset(t, value)
		case "RRULE":
			rule = value
		case "END":
			if value == "VTIMEZONE" {
				return d
			}
			for _, at := range onsets(t, wall, rule) {
				d = append(d, onset{at: at.Unix() - int64(from), offset: to})
			}
			rule = ""
		}
	}
	t.Fatal("the VTIMEZONE has no end")
	return nil
}

func readOffset(t *testing.T, s string) int {
	t.Helper()
	var h, m, sec int
	if n, err := fmt.Sscanf(s[1:]+"00", "%2d%2d%2d", &h, &m, &sec); n != 3 || err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	total := h*3600 + m*60 + sec
	if s[0] == '-' {
		total = -total
	}
	return total
}

// onsets are the days of a yearly rule for 30 years, or the one of none.
func onsets(t *testing.T, wall time.Time, rule string) []time.Time {
	t.Helper()
	if rule == "" {
		return []time.Time{wall}
	}
	var month, nth int
	var weekday string
	if _, err := fmt.Sscanf(rule, "FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", &month, &nth, &weekday); err != nil {
		t.Fatalf("%q: %v", rule, err)
	}
	var list []time.Time
	for year := wall.Year(); year < wall.Year()+30; year++ {
		var days []time.Time
		for d := time.Date(year, time.Month(month), 1, wall.Hour(), wall.Minute(), wall.Second(), 0, time.UTC); d.Month() == time.Month(month); d = d.AddDate(0, 0, 1) {
			if strings.HasPrefix(strings.ToUpper(d.Weekday().String()), weekday) {
				days = append(days, d)
			}
		}
		if nth < 0 {
			nth = len(days) + nth + 1
			list = append(list, days[nth-1])
			nth = -1
			continue
		}
		list = append(list, days[nth-1])
	}
	if !list[0].Equal(wall) {
		t.Fatalf("DTSTART %v is not an instance of %s", wall, rule)
	}
	return list
}

// offset is that of the latest onset.
func (d definition) offset(at int64) int {
	best := onset{at: -1 << 62}
	for _, o := range d {
		if o.at <= at && o.at > best.at {
			best = o
		}
	}
	return best.offset
}

func TestADefinitionSaysOfEveryHourWhatGoSays(t *testing.T) {
	for _, name := range writtenZones {
		t.Run(name, func(t *testing.T) {
			zone := placeOf(t, name)
			for _, years := range [][2]int{{2026, 2027}, {2009, 2012}, {1970, 1972}, {2022, 2025}, {2038, 2041}} {
				start, end := time.Date(years[0], 1, 1, 0, 0, 0, 0, zone), time.Date(years[1], 12, 31, 0, 0, 0, 0, zone)
				data := exported(t, Calendar{Zone: zone, Entries: []Entry{{Summary: "x", Start: start, End: end}}})
				d := readDefinition(t, logical(data))
				for at := start.Unix(); at < end.Unix(); at += 1800 {
					if got, want := d.offset(at), int(secondsAhead(at, zone)); got != want {
						t.Fatalf("%v: the definition says %d, Go %d\n%s", time.Unix(at, 0).UTC(), got, want, data)
					}
					if got, want := d.offset(at-1), int(secondsAhead(at-1, zone)); at > start.Unix() && got != want {
						t.Fatalf("%v: the definition says %d, Go %d\n%s", time.Unix(at-1, 0).UTC(), got, want, data)
					}
				}
			}
		})
	}
}

func TestZonesWithARuleForEveryYearAreWrittenAsOne(t *testing.T) {
	tests := []struct {
		zone  string
		year  int
		rules string
	}{
		{"Europe/Berlin", 2026, "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"},
		{"America/New_York", 2026, "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"},
		{"Australia/Lord_Howe", 2026, "FREQ=YEARLY;BYMONTH=4;BYDAY=1SU FREQ=YEARLY;BYMONTH=10;BYDAY=1SU"},
		{"Pacific/Chatham", 2026, "FREQ=YEARLY;BYMONTH=4;BYDAY=1SU FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU"},
		{"America/New_York", 2006, ""},    // the rule of 2007 lies ahead
		{"America/Mexico_City", 2021, ""}, // given up in 2022
		{"Asia/Kolkata", 2026, ""},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.zone, " ", tt.year), func(t *testing.T) {
			zone := placeOf(t, tt.zone)
			at := time.Date(tt.year, 6, 1, 0, 0, 0, 0, zone)
			var rules []string
			for _, l := range logical(exported(t, Calendar{Zone: zone, Entries: []Entry{{Summary: "x", Start: at, End: at.Add(time.Hour)}}})) {
				if rule, ok := strings.CutPrefix(l, "RRULE:"); ok {
					rules = append(rules, rule)
				}
			}
			if got := strings.Join(rules, " "); got != tt.rules {
				t.Errorf("got %q, want %q", got, tt.rules)
			}
		})
	}
}

func TestIrishSummerIsSummer(t *testing.T) {
	zone := placeOf(t, "Europe/Dublin")
	at := time.Date(2026, 6, 1, 0, 0, 0, 0, zone)
	text := string(exported(t, Calendar{Zone: zone, Entries: []Entry{{Summary: "x", Start: at, End: at.Add(time.Hour)}}}))
	if !strings.Contains(text, "BEGIN:DAYLIGHT\r\nDTSTART:20250330T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n") {
		t.Error(text)
	}
}

// TestHoursThatClocksShowTwiceAreWrittenInUTC looks at every quarter of an hour
// of the nights around each change.
func TestHoursThatClocksShowTwiceAreWrittenInUTC(t *testing.T) {
	for _, name := range writtenZones {
		zone := placeOf(t, name)
		clock := newWriteClock(zone, []Entry{{Start: time.Date(2009, 1, 1, 0, 0, 0, 0, zone), End: time.Date(2027, 1, 1, 0, 0, 0, 0, zone)}})
		if len(clock.changes) == 0 {
			continue
		}
		for _, change := range clock.changes {
			shown := map[string]int{}
			const step, around = 900, 100
			wall := func(n int) string {
				return time.Unix(change.at+int64(n)*step, 0).In(zone).Format("0102T150405")
			}
			for n := -around; n <= around; n++ {
				shown[wall(n)]++
			}
			for n := -around / 2; n <= around/2; n++ {
				at := time.Unix(change.at+int64(n)*step, 0)
				if got, want := clock.twice(at), shown[wall(n)] > 1; got != want {
					t.Fatalf("%s, %v: twice is %v, want %v", name, at.UTC(), got, want)
				}
			}
		}
	}
}

func TestAZoneByAnotherRuleIsWrittenByItsName(t *testing.T) {
	at := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	data := exported(t, Calendar{Zone: time.FixedZone("Europe/Berlin", -3600), Entries: []Entry{{Summary: "x", Start: at, End: at.Add(time.Hour)}}})
	if got := spans(mustRead(t, data, Options{})); len(got) != 1 || got[0] != "2026-06-01T12:00/2026-06-01T13:00" {
		t.Errorf("got %v", got)
	}
}

func TestATurnForEverIsWrittenInUTC(t *testing.T) {
	zone := placeOf(t, "America/Mexico_City")
	at := time.Date(2026, 6, 1, 0, 0, 0, 0, zone)
	data := exported(t, Calendar{Zone: zone, Entries: []Entry{
		{Summary: "for ever", Start: at, End: time.Date(9999, 12, 1, 0, 0, 0, 0, time.UTC)},
		{Summary: "a day", Start: at, End: at.AddDate(0, 0, 1)},
	}})
	text := string(data)
	if !strings.Contains(text, "DTSTART:20260601T060000Z\r\nDTEND:99991201T000000Z\r\n") ||
		!strings.Contains(text, "DTSTART;TZID=America/Mexico_City:20260601T000000\r\n") || len(text) > 2000 {
		t.Error(text)
	}
}
