package holiday_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"standby/rotation/pay/holiday"
)

func ics(events ...string) []byte {
	lines := []string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//test//EN"}
	for i, e := range events {
		lines = append(lines, "BEGIN:VEVENT", "UID:"+string(rune('a'+i))+"@example.org")
		lines = append(lines, strings.Split(e, "|")...)
		lines = append(lines, "END:VEVENT")
	}
	return []byte(strings.Join(append(lines, "END:VCALENDAR", ""), "\r\n"))
}

func TestAllDayEventsOfAFileAreHolidays(t *testing.T) {
	data := ics(
		"DTSTART;VALUE=DATE:20260105|DTEND;VALUE=DATE:20260106|SUMMARY:Inventory",
		"DTSTART;VALUE=DATE:20261224|DTEND;VALUE=DATE:20270102|SUMMARY:Shutdown",
		"DTSTART;VALUE=DATE:20200617|RRULE:FREQ=YEARLY;COUNT=8|SUMMARY:Founders' Day",
		"DTSTART;VALUE=DATE:20260301|STATUS:CANCELLED|SUMMARY:Called off",
		"DTSTART:20260302T090000Z|DTEND:20260302T100000Z|SUMMARY:A meeting",
		"DTSTART;VALUE=DATE:20260701",
	)
	cfg := holiday.Config{Region: []string{"ch"}, File: []holiday.FileRule{{Path: "company.ics", Class: "company"}}, Except: []string{"2026-12-26"},
		Around: []holiday.AroundRule{{Class: "eve", Of: []string{"Founders' Day"}, From: "18:00 the last weekday before", Until: "00:00"}}}
	if got := cfg.Check(); got != nil {
		t.Fatal(got)
	}
	c := calendar(t, cfg, holiday.Sources{Files: map[string][]byte{"company.ics": data}})
	var got []string
	for _, d := range c.Days(holiday.Date{Year: 2026, Month: time.January, Day: 1}, holiday.Date{Year: 2027, Month: time.June, Day: 30}) {
		got = append(got, d.String()[2:]+" "+d.Class+" "+d.Name)
	}
	want := "26-01-01 holiday Neujahrstag|26-01-05 company Inventory|26-05-14 holiday Auffahrt|26-06-17 company Founders' Day|26-07-01 company Holiday|" +
		"26-08-01 holiday Bundesfeiertag|26-12-24 company Shutdown|26-12-25 company Shutdown|26-12-25 holiday Weihnachtstag|26-12-27 company Shutdown|" +
		"26-12-28 company Shutdown|26-12-29 company Shutdown|26-12-30 company Shutdown|26-12-31 company Shutdown|27-01-01 company Shutdown|" +
		"27-01-01 holiday Neujahrstag|27-05-06 holiday Auffahrt|27-06-17 company Founders' Day"
	if g := strings.Join(got, "|"); g != want {
		t.Errorf("got\n%s\nwant\n%s", strings.ReplaceAll(g, "|", "\n"), strings.ReplaceAll(want, "|", "\n"))
	}
	if w := c.Warnings(); len(w) != 1 || !strings.Contains(w[0], "times of day") {
		t.Errorf("warnings are %q", w)
	}
	z := zone(t, "Europe/Zurich")
	if u := c.Unknown(window(z, "2027-01-01 00:00", "2028-01-01 00:00"), z); len(u) != 0 {
		t.Errorf("2027 is known to its end: %q", u)
	}
	if u := c.Unknown(window(z, "2028-01-01 00:00", "2028-02-01 00:00"), z); len(u) != 1 || !strings.Contains(u[0], "2027-06-17") {
		t.Errorf("2028 is not known: %q", u)
	}
	// 17 June 2029 would be a Sunday; in 2026 it is a Wednesday.
	if s, ok := c.ClassAt(at(z, "2026-06-16 23:00"), z); !ok || s.Class != "eve" || s.Name != "Founders' Day" {
		t.Errorf("the eve is %v %v", s, ok)
	}
}

func TestAFileThatIsNoCalendarIsRefused(t *testing.T) {
	cfg := holiday.Config{File: []holiday.FileRule{{Path: "company.ics"}}}
	for name, c := range map[string]struct {
		files map[string][]byte
		want  string
	}{
		"missing":   {nil, "file[0].path: was not found; check that the file is there"},
		"web page":  {map[string][]byte{"company.ics": []byte("<html>")}, "file[0].path: cannot be taken: not a calendar: it looks like"},
		"too many":  {map[string][]byte{"company.ics": ics("DTSTART;VALUE=DATE:19700101|DTEND;VALUE=DATE:20300101|SUMMARY:x")}, "file[0].path: has more than 20000 days"},
		"weekly":    {map[string][]byte{"company.ics": ics("DTSTART;VALUE=DATE:20260101|RRULE:FREQ=WEEKLY|SUMMARY:x")}, ""},
		"no events": {map[string][]byte{"company.ics": ics()}, ""},
	} {
		_, err := holiday.New(cfg, holiday.Sources{Files: c.files})
		var mistakes holiday.Mistakes
		switch {
		case c.want == "" && err != nil, c.want != "" && (!errors.As(err, &mistakes) || !strings.HasPrefix(err.Error(), c.want)):
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

func TestALunarHolidayIsKnownForSomeYearsAlone(t *testing.T) {
	c := calendar(t, holiday.Config{Region: []string{"nz"}}, holiday.Sources{})
	if u := c.Unknown(window(time.UTC, "2030-01-01 00:00", "2036-01-01 00:00"), time.UTC); len(u) != 0 {
		t.Errorf("up to 2035: %q", u)
	}
	if u := c.Unknown(window(time.UTC, "2035-01-01 00:00", "2036-06-01 00:00"), time.UTC); len(u) != 1 || !strings.Contains(u[0], "New Zealand") {
		t.Errorf("in 2036: %q", u)
	}
}
