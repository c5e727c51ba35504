package icalbench

import (
	"fmt"
	"strings"
	"time"
)

// What Generate writes: most events are single shifts in UTC, the others recur in
// two zones, a third of them each in one of three ways.
const (
	singles   = 7000
	recurring = 3000
)

// Window is the year that the calendar is about.
func Window() (from, to time.Time) {
	return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)
}

// Generate returns a calendar of 10,000 events and 5.3 MB: 7,000 single shifts in
// UTC and 3,000 series with a TZID, weekly with an EXDATE, every second week, and
// daily with COUNT=60; the two zones are defined in it. It is the same each time.
func Generate() []byte { return generate(singles, recurring) }

// Small returns a calendar of 100 events of the same kinds, the size of a feed as
// it is in everyday use.
func Small() []byte { return generate(70, 30) }

func generate(singles, recurring int) []byte {
	var b strings.Builder
	line := func(format string, args ...any) { fold(&b, fmt.Sprintf(format, args...)) }
	line("BEGIN:VCALENDAR")
	line("VERSION:2.0")
	line("PRODID:-//made up//bench//EN")
	line("X-WR-CALNAME:On call, all teams")
	zone(line, "Europe/Berlin", "+0100", "+0200", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU")
	zone(line, "America/New_York", "-0500", "-0400", "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "FREQ=YEARLY;BYMONTH=11;BYDAY=1SU")
	first, _ := Window()
	for i := range singles {
		start := first.Add(time.Duration(i*365*24/singles) * time.Hour)
		event(line, i, func() {
			line("DTSTART:%s", start.Format("20060102T150405Z"))
			line("DTEND:%s", start.Add(12*time.Hour).Format("20060102T150405Z"))
		})
	}
	for i := range recurring {
		event(line, singles+i, func() { series(line, i, first) })
	}
	line("END:VCALENDAR")
	return []byte(b.String())
}

// series writes when a series takes place: a night shift from some day of the year
// on.
func series(line func(string, ...any), i int, first time.Time) {
	tzid := [...]string{"Europe/Berlin", "America/New_York"}[i/3%2]
	// Some of the daily ones lie before the year, as in a feed that keeps its past.
	day := first.AddDate(0, 0, [...]int{i * 7 % 364, i * 7 % 364, i*7%588 - 283}[i%3])
	local := func(t time.Time, clock string) string { return t.Format("20060102T") + clock }
	line("DTSTART;TZID=%s:%s", tzid, local(day, "200000"))
	line("DTEND;TZID=%s:%s", tzid, local(day.AddDate(0, 0, 1), "080000"))
	switch i % 3 {
	case 0:
		line("RRULE:FREQ=WEEKLY")
		line("EXDATE;TZID=%s:%s", tzid, local(day.AddDate(0, 0, 14), "200000"))
	case 1:
		line("RRULE:FREQ=WEEKLY;INTERVAL=2")
	default:
		line("RRULE:FREQ=DAILY;COUNT=60")
	}
}

func event(line func(string, ...any), i int, times func()) {
	line("BEGIN:VEVENT")
	line("UID:%032x@bench.example.org", i*2654435761)
	line("DTSTAMP:20260101T000000Z")
	times()
	person := fmt.Sprintf("Engineer %c%c", 'A'+i%26, 'A'+i/26%26)
	line("SUMMARY:On call - %s - Team %d", person, i%40)
	line("DESCRIPTION:%s is on call for team %d. %s", person, i%40,
		strings.Repeat(`Runbook\, contacts and escalation: see the wiki.\n`, 2))
	line("LOCATION:Remote")
	line("STATUS:CONFIRMED")
	line("SEQUENCE:%d", i%3)
	line("TRANSP:OPAQUE")
	line("URL:https://oncall.example.org/shifts/%08x", i*40503)
	line("CATEGORIES:on-call,team-%d", i%40)
	line("LAST-MODIFIED:20260101T000000Z")
	line("END:VEVENT")
}

func zone(line func(string, ...any), id, winter, summer, spring, autumn string) {
	line("BEGIN:VTIMEZONE")
	line("TZID:%s", id)
	line("BEGIN:DAYLIGHT")
	line("DTSTART:20070311T020000")
	line("TZOFFSETFROM:%s", winter)
	line("TZOFFSETTO:%s", summer)
	line("RRULE:%s", spring)
	line("END:DAYLIGHT")
	line("BEGIN:STANDARD")
	line("DTSTART:20071104T020000")
	line("TZOFFSETFROM:%s", summer)
	line("TZOFFSETTO:%s", winter)
	line("RRULE:%s", autumn)
	line("END:STANDARD")
	line("END:VTIMEZONE")
}

// fold writes a content line, folded as RFC 5545 3.1 has it; all of it is ASCII.
func fold(b *strings.Builder, text string) {
	for limit := 75; len(text) > limit; limit = 74 {
		b.WriteString(text[:limit] + "\r\n ")
		text = text[limit:]
	}
	b.WriteString(text + "\r\n")
}
