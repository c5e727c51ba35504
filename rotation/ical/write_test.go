package ical

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"standby/rotation"
)

// wrote is when the tests export for the first time.
var wrote = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)

// everything is a window that all entries of the tests lie in.
var everything = rotation.Interval{
	Start: time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC),
	End:   time.Date(2150, 1, 1, 0, 0, 0, 0, time.UTC),
}

func placeOf(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// clockIn reads "2006-01-02 15:04" in a zone.
func clockIn(t testing.TB, zone *time.Location, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// exported writes a calendar for the first time.
func exported(t testing.TB, cal Calendar) []byte {
	t.Helper()
	return exportedAfter(t, nil, cal, everything, wrote)
}

// exportedAfter writes a calendar over one that was written before.
func exportedAfter(t testing.TB, before []byte, cal Calendar, known rotation.Interval, now time.Time) []byte {
	t.Helper()
	w, err := ReadWritten(before)
	if err != nil {
		t.Fatal(err)
	}
	cal, err = w.Revise(cal, known, now)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Write(&b, cal); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// logical are the content lines of a file, without folds.
func logical(data []byte) []string {
	text := strings.ReplaceAll(string(data), "\r\n ", "")
	return strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n")
}

func TestACalendarIsWrittenAsTheStandardWantsIt(t *testing.T) {
	berlin := placeOf(t, "Europe/Berlin")
	shift := rotation.Shift{
		Rota: "Platform", Role: rotation.Primary, Person: engineerA,
		Interval: rotation.Interval{Start: clockIn(t, berlin, "2026-11-27 20:00"), End: clockIn(t, berlin, "2026-11-28 08:00")},
	}
	entries := ShiftEntries([]rotation.Shift{shift}, ShiftStyle{
		Mine: true, People: true, Organizer: rotation.Person{Name: "Team \"P\"", Email: "p@example.org"},
		Alarms: []time.Duration{15 * time.Minute, 24 * time.Hour, 0},
	})
	entries[0].Description = "Bring the phone; then, rest.\nTwo lines."
	got := exported(t, Calendar{Name: "My shifts, all", Zone: berlin, Refresh: time.Hour, Entries: entries})
	want := strings.ReplaceAll(strings.TrimPrefix(`
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Standby//Standby//EN
CALSCALE:GREGORIAN
NAME:My shifts\, all
X-WR-CALNAME:My shifts\, all
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
X-WR-TIMEZONE:Europe/Berlin
BEGIN:VTIMEZONE
TZID:Europe/Berlin
X-LIC-LOCATION:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:20250330T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20251026T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:`+entrySeries(shift)+`-20261127T190000Z
DTSTAMP:20261122T093000Z
LAST-MODIFIED:20261122T093000Z
SEQUENCE:0
DTSTART;TZID=Europe/Berlin:20261127T200000
DTEND;TZID=Europe/Berlin:20261128T080000
SUMMARY:On call: Platform (primary)
DESCRIPTION:Bring the phone\; then\, rest.\nTwo lines.
CATEGORIES:On call,primary
STATUS:CONFIRMED
TRANSP:TRANSPARENT
ORGANIZER;CN="Team 'P'":mailto:p@example.org
ATTENDEE;PARTSTAT=ACCEPTED;CN="Engineer A":mailto:a@example.org
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT15M
DESCRIPTION:On call: Platform (primary)
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT24H
DESCRIPTION:On call: Platform (primary)
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT0S
DESCRIPTION:On call: Platform (primary)
END:VALARM
X-STANDBY-CONTENT:DIGEST
END:VEVENT
END:VCALENDAR
`, "\n"), "\n", "\r\n")
	lines := logical(got)
	for i, l := range lines {
		if strings.HasPrefix(l, digestName+":") && len(l) == len(digestName)+17 {
			lines[i] = digestName + ":DIGEST"
		}
	}
	if text := strings.Join(lines, "\r\n") + "\r\n"; text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

func entrySeries(s rotation.Shift) string {
	return SeriesOf(KindShift, s.Rota, string(s.Role), s.Person.Email)
}

func TestShiftsAreTitledForWhoeverReadsThem(t *testing.T) {
	shift := rotation.Shift{Rota: "Platform", Role: rotation.Secondary, Person: engineerA}
	tests := []struct {
		name  string
		shift rotation.Shift
		style ShiftStyle
		want  string
	}{
		{"a rota names persons", shift, ShiftStyle{}, "Engineer A (secondary)"},
		{"my own name the rota", shift, ShiftStyle{Mine: true}, "On call: Platform (secondary)"},
		{"a person without a name", rotation.Shift{Role: rotation.Primary, Person: rotation.Person{Email: "b@example.org"}}, ShiftStyle{}, "b@example.org (primary)"},
		{"no role", rotation.Shift{Person: engineerA}, ShiftStyle{}, "Engineer A"},
		{"no rota", rotation.Shift{Person: engineerA, Role: "dba"}, ShiftStyle{Mine: true}, "On call (dba)"},
		{"a title of one's own", shift, ShiftStyle{Mine: true, Title: func(s rotation.Shift) string { return "Bereitschaft " + s.Rota }}, "Bereitschaft Platform"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := ShiftEntries([]rotation.Shift{tt.shift}, tt.style)[0].Summary; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestGapsCallOutsAndLeaveAreEntriesToo(t *testing.T) {
	span := rotation.Interval{Start: clockIn(t, time.UTC, "2026-12-05 02:10"), End: clockIn(t, time.UTC, "2026-12-05 03:40")}
	zero := rotation.Interval{Start: span.Start, End: span.Start}
	days := rotation.Interval{Start: clockIn(t, time.UTC, "2026-12-24 00:00"), End: clockIn(t, time.UTC, "2026-12-27 00:00")}
	var list []Entry
	list = append(list, GapEntries("Platform", []rotation.Gap{{Role: rotation.Primary, Interval: span}})...)
	list = append(list, CallOutEntries([]CallOut{
		{Page: "am/7", What: "Disk full\r\non db-7", Person: engineerA, Interval: span},
		{Page: "am/8", Person: engineerA, Interval: zero},
	})...)
	list = append(list, LeaveEntries([]Leave{{Person: engineerA, Interval: days, Days: true, Note: "8 h earned"}}, false)...)
	list = append(list, LeaveEntries([]Leave{{Person: engineerA, Interval: span}}, true)...)
	text := strings.Join(logical(exported(t, Calendar{Entries: list})), "\n")
	for _, want := range []string{
		"SUMMARY:Nobody on call: Platform (primary)\nCATEGORIES:Gap,primary\nSTATUS:CONFIRMED\nTRANSP:OPAQUE",
		"DTSTART:20261205T021000Z\nDTEND:20261205T034000Z\nSUMMARY:Call-out: Disk full on db-7\nCATEGORIES:Call-out",
		"DTSTART:20261205T021000Z\nDTEND:20261205T021001Z\nSUMMARY:Call-out\n",
		"DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nSUMMARY:Time in lieu: Engineer A\nDESCRIPTION:8 h earned\nCATEGORIES:Time in lieu\nSTATUS:CONFIRMED\nTRANSP:OPAQUE",
		"SUMMARY:Time in lieu\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	if strings.Contains(text, "a@example.org") || strings.Contains(text, "am/7") {
		t.Errorf("persons and pages were not asked for:\n%s", text)
	}
}

func TestAnEmptyCalendarIsOne(t *testing.T) {
	data := exported(t, Calendar{Name: "None", Zone: placeOf(t, "Europe/Berlin")})
	res := mustRead(t, data, Options{})
	if len(res.Shifts) != 0 || len(res.Warnings) != 0 || res.Name != "None" {
		t.Errorf("%+v", res)
	}
}

func TestWhatCannotBeWrittenIsRefusedBeforeTheFirstByte(t *testing.T) {
	good := func(change func(*Entry)) Calendar {
		e := Entry{UID: "u1", Summary: "Engineer A", Modified: wrote, Start: wrote, End: wrote.Add(time.Hour)}
		change(&e)
		return Calendar{Name: "Platform", Entries: []Entry{e}}
	}
	same := func(*Entry) {}
	tests := []struct {
		name  string
		cal   Calendar
		want  string
		fixed bool // Revise sees to it
	}{
		{"no UID", good(func(e *Entry) { e.UID = "" }), "let Revise choose one", true},
		{"a UID with a line end", good(func(e *Entry) { e.UID = "a\r\nATTENDEE:x" }), "printable ASCII", false},
		{"a UID too long", good(func(e *Entry) { e.UID = strings.Repeat("u", 256) }), "1 to 255", false},
		{"an end before the start", good(func(e *Entry) { e.End = e.Start.Add(-time.Hour) }), "it does not end after it starts (2026-11-22T09:30:00Z to 2026-11-22T08:30:00Z)", false},
		{"less than a second", good(func(e *Entry) { e.End = e.Start.Add(time.Millisecond) }), "does not end after", false},
		{"no day at all", good(func(e *Entry) { e.AllDay = true }), "does not end after", false},
		{"never modified", good(func(e *Entry) { e.Modified = time.Time{} }), "when it was changed", true},
		{"the year 10000", good(func(e *Entry) { e.End = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }), "years 1 to 9999", false},
		{"the year 0", good(func(e *Entry) { e.Start = time.Time{}.AddDate(-1, 0, 0) }), "years 1 to 9999", false},
		{"a negative sequence", good(func(e *Entry) { e.Sequence = -1 }), "sequence number -1", true},
		{"an alarm after the start", good(func(e *Entry) { e.Alarms = []time.Duration{-time.Minute} }), "alarm -1m0s", false},
		{"no address", good(func(e *Entry) { e.Attendees = []rotation.Person{{Email: "nobody"}} }), `"nobody" is not an e-mail address`, false},
		{"an address with a line end", good(func(e *Entry) { e.Organizer.Email = "a@example.org\r\nX:y" }), "not an e-mail address", false},
		{"a text beyond all lines", good(func(e *Entry) { e.Description = strings.Repeat("€", 30_000) }), "longer than 60000 bytes", false},
		{"a refresh every second", Calendar{Refresh: time.Second}, "a minute or more", false},
		{"the machine's own zone", Calendar{Zone: time.Local}, "IANA zone", false},
		{"a zone made by hand", Calendar{Zone: time.FixedZone("Mars", 60)}, `the zone "Mars" is no IANA zone`, false},
		{"a zone with a line end", Calendar{Zone: time.FixedZone("UTC\r\nX:y", 60)}, "IANA zone", false},
		{"two of one UID", Calendar{Entries: append(good(same).Entries, good(same).Entries...)}, "the UID u1 stands twice", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			err := Write(&b, tt.cal)
			if !errors.Is(err, ErrEntry) || !strings.Contains(err.Error(), tt.want) || strings.ContainsAny(err.Error(), "\r\n") {
				t.Errorf("err = %v, want %q", err, tt.want)
			}
			if b.Len() > 0 {
				t.Errorf("%d bytes were written", b.Len())
			}
			if cal, err := (Written{}).Revise(tt.cal, everything, wrote); tt.fixed != (err == nil && Write(io.Discard, cal) == nil) {
				t.Errorf("after Revise: %v", err)
			}
		})
	}
}

func TestAWriterThatFailsIsReported(t *testing.T) {
	full := errors.New("disk full")
	cal := Calendar{Entries: []Entry{{UID: "u", Summary: strings.Repeat("x", 10_000), Modified: wrote, Start: wrote, End: wrote.Add(1e9)}}}
	if err := Write(failing{full}, cal); !errors.Is(err, full) {
		t.Errorf("err = %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestDurationsAreExact(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "PT0S", time.Second: "PT1S", 90 * time.Second: "PT1M30S", time.Hour + time.Second: "PT1H0M1S",
		36 * time.Hour: "PT36H", 15 * time.Minute: "PT15M", 1500 * time.Millisecond: "PT1S",
	} {
		if got := exactDuration(d); got != want {
			t.Errorf("%v is written %s, want %s", d, got, want)
		}
	}
}
