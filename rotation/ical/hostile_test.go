package ical

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
)

func TestWhatIsTooLargeIsRefusedWhole(t *testing.T) {
	tests := map[string][]byte{
		"three million BEGIN lines": bytes.Repeat([]byte("BEGIN:A\n"), 3_000_000),
		"100 MB":                    bytes.Repeat([]byte("BEGIN:VCALENDAR\r\n"), 6_000_000),
		"a line of 50 MB":           append([]byte("BEGIN:VCALENDAR\nX:"), bytes.Repeat([]byte("x"), 50_000_000)...),
		"50,001 events":             calendarOf(slices.Repeat([]string{"BEGIN:VEVENT", "END:VEVENT"}, MaxEvents+1)...),
	}
	for name, data := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := Read(data, Options{Window: year2026}); !errors.Is(err, ErrTooLarge) {
				t.Errorf("err = %v", err)
			}
		})
	}
}

func TestHostileCalendarsCostOnlyThemselves(t *testing.T) {
	good := morning("SUMMARY:Engineer A")
	tests := []struct {
		name  string
		lines []string
		warns string
	}{
		{"events in events", slices.Repeat([]string{"BEGIN:VEVENT"}, 10_000), "has no END:VEVENT"},
		{"nothing but ENDs", slices.Repeat([]string{"END:VEVENT"}, 100_000), "ends nothing"},
		{"nothing but junk", slices.Repeat([]string{"junk"}, 100_000), "more warnings are not shown"},
		{"long parameters on every line", morning(slices.Repeat([]string{"ATTENDEE;CN=" + strings.Repeat("x", 2000) + ":mailto:x"}, 2000)...), "parameters of ATTENDEE are longer"},
		{"as long parameters as are read, on every line", morning(slices.Repeat([]string{"ATTENDEE;CN=" + strings.Repeat("x", 490) + ":mailto:x"}, 9000)...), ""},
		{"folds without end", append([]string{"X-LONG:"}, slices.Repeat([]string{" x"}, 1_000_000)...), ""},
		{"a million exceptions", eventOf("UID:e", "DTSTART:20200101T000000Z", "DURATION:PT1H", "EXDATE:"+strings.Repeat("20200101T000000Z,", 3000)), ""},
		{"many zones that are none", manyZones(3000), "unknown time zone"},
		{"many rules that have no instance", manyRules(300, "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), ""},
		{"a rule that counts a thousand million days from the year 1", manyRules(1, "FREQ=DAILY;COUNT=1000000000"), ""},
		{"one that counts as many seconds since 1970", secondsSince1970("COUNT=1000000000"), ""},
		{"each second since 1970, and no end", secondsSince1970("INTERVAL=1"), "without an end"},
		{"each Monday's seconds, counted", secondsSince1970("COUNT=1000000000;BYDAY=MO"), "too much work"},
		{"positions that nothing has", secondsSince1970("UNTIL=20300101;BYSETPOS=2"), "too much work"},
		{"every second of a day by lists", manyRules(1, "FREQ=DAILY;BYHOUR="+list(24)+";BYMINUTE="+list(60)+";BYSECOND="+list(60)), "without an end"},
		{"a parameter of 400 kB", eventOf("UID:p", "DTSTART;X-P="+strings.Repeat("x", 400_000)+":20260105T090000Z", "DURATION:PT1H"), "the limit for one line"},
		{"a parameter of as many bytes as fit", eventOf("UID:p", "DTSTART;X-P="+strings.Repeat(";", 65_000)+":20260105T090000Z", "DURATION:PT1H"), ""},
		{"a parameter at the end of a line", eventOf("UID:p", "DTSTART;TZID=X", "DURATION:PT1H"), "not \"NAME:value\""},
		{"text behind a quote", morning("ATTENDEE;CN=\"a\"b:mailto:x@example.org"), "ATTENDEE cannot be read"},
		{"every position of every day", manyRules(1, "FREQ=YEARLY;BYDAY=MO;BYHOUR="+list(24)+";BYSETPOS="+list(366)[2:]), "too much work"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := mustRead(t, calendarOf(slices.Concat(good, tt.lines)...), Options{})
			if !slices.Contains(spans(res), "2026-01-05T09:00/2026-01-05T17:00") {
				t.Errorf("the good event is gone; warnings %v", res.Warnings)
			}
			if tt.warns != "" && !warned(res, tt.warns) {
				t.Errorf("warnings = %v, want %q", res.Warnings, tt.warns)
			}
			if len(res.Warnings) > MaxWarnings {
				t.Errorf("%d warnings", len(res.Warnings))
			}
		})
	}
}

func secondsSince1970(part string) []string {
	return eventOf("UID:bomb", "DTSTART:19700101T000000Z", "DURATION:PT1S", "RRULE:FREQ=SECONDLY;"+part)
}

// TestALimitOfTheFileIsAnErrorThatNamesIt is for what says nothing good of the
// rest: the schedule that was read last is the better one then.
func TestALimitOfTheFileIsAnErrorThatNamesIt(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		is    error
		names string
	}{
		{"nine components in each other", slices.Repeat([]string{"BEGIN:A"}, 8), ErrTooDeep, "more than 8 deep"},
		{"as many BEGIN lines as fit", slices.Repeat([]string{"BEGIN:A"}, 900_000), ErrTooDeep, "more than 8 deep"},
		{"too many events", slices.Repeat([]string{"BEGIN:VEVENT", "END:VEVENT"}, MaxEvents+1), ErrTooLarge, "more than 50000 events"},
		{"rules that count from the year 1", manyRules(300, "FREQ=DAILY;COUNT=1000000000"), ErrTooMuchWork, "too much work"},
		{"rules that find nothing, each for a while", manyRules(300, "FREQ=SECONDLY;UNTIL=20300101;BYSETPOS=2"), ErrTooMuchWork, "too much work"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data := calendarOf(slices.Concat(morning(), tt.lines)...)
			_, err := Read(data, Options{Window: year2026})
			if !errors.Is(err, tt.is) || !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), tt.names) {
				t.Errorf("Read: %v", err)
			}
			if _, err := Events(data, Options{Window: year2026}); !errors.Is(err, tt.is) {
				t.Errorf("Events: %v", err)
			}
		})
	}
	data := calendarOf(manyRules(1, "FREQ=SECONDLY;COUNT=1000000")...)
	from := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	_, err := Events(data, Options{Window: rotation.Interval{Start: from, End: from.AddDate(1, 0, 0)}})
	if !errors.Is(err, ErrTooLarge) || !strings.Contains(err.Error(), "250000 instances") {
		t.Errorf("too many instances: %v", err)
	}
}

func manyZones(n int) []string {
	var out []string
	for i := range n {
		out = append(out, eventOf(fmt.Sprintf("DTSTART;TZID=Nowhere/Place%d:20260101T000000", i), "DURATION:PT1H")...)
	}
	return out
}

func manyRules(n int, rule string) []string {
	var out []string
	for i := range n {
		out = append(out, eventOf(fmt.Sprintf("UID:rule%d", i), "DTSTART:00010101T000000Z", "DURATION:PT1H", "RRULE:"+rule)...)
	}
	return out
}

func TestTooManyShiftsKeepTheEarliestAndSayHowFar(t *testing.T) {
	data := calendarOf(slices.Concat(
		eventOf("UID:late", "DTSTART:20260601T000000Z", "DURATION:PT1H"),
		eventOf("UID:many", "DTSTART:20200101T000000Z", "DURATION:PT30M", "RRULE:FREQ=DAILY;BYHOUR="+list(24)),
		eventOf("UID:more", "DTSTART:20200101T000000Z", "DURATION:PT30M", "RRULE:FREQ=DAILY;BYHOUR="+list(24)+";UNTIL=20400101"))...)
	res := mustRead(t, data, Options{Window: rotation.Interval{Start: year2026.Start, End: year2026.Start.AddDate(50, 0, 0)}})
	if len(res.Shifts) != MaxShifts {
		t.Fatalf("%d shifts", len(res.Shifts))
	}
	last := res.Shifts[len(res.Shifts)-1]
	if res.Horizon.IsZero() || last.Start.After(res.Horizon) || res.Horizon.Sub(last.Start) > time.Hour {
		t.Errorf("horizon %v, last shift %v", res.Horizon, last.Start)
	}
	if !warned(res, "more than 10000 shifts") {
		t.Errorf("warnings = %v", res.Warnings)
	}
	if !slices.ContainsFunc(res.Shifts, func(s rotation.Shift) bool { return s.UID == "late" }) {
		t.Error("a shift before the horizon is gone")
	}
}

func TestReadingTwiceGivesTheSame(t *testing.T) {
	data := calendarOf(slices.Concat(manyRules(20, "FREQ=WEEKLY;BYDAY=MO,WE"), morning("SUMMARY:x"), manyZones(3))...)
	a, b := mustRead(t, data, Options{Me: engineerA}), mustRead(t, data, Options{Me: engineerA})
	if !reflect.DeepEqual(a, b) {
		t.Error("two readings differ")
	}
}

// TestTheOrderOfLinesDoesNotMatter shuffles the events of a file, and the lines
// in each.
func TestTheOrderOfLinesDoesNotMatter(t *testing.T) {
	events := [][]string{
		{"UID:a", "SUMMARY:Engineer A", "DTSTART;TZID=Europe/Berlin:20260105T200000", "DTEND;TZID=Europe/Berlin:20260106T080000", "RRULE:FREQ=DAILY;COUNT=200", "EXDATE;TZID=Europe/Berlin:20260107T200000"},
		{"UID:a", "SUMMARY:Engineer B", "DTSTART:20260108T200000Z", "DTEND:20260109T080000Z", "RECURRENCE-ID;TZID=Europe/Berlin:20260108T200000"},
		{"UID:b", "SUMMARY:Engineer C", "DTSTART;VALUE=DATE:20260301", "SEQUENCE:1"},
		{"UID:b", "SUMMARY:Engineer D", "DTSTART;VALUE=DATE:20260302", "SEQUENCE:2"},
		{"UID:c", "STATUS:CANCELLED", "DTSTART:20260105T090000Z", "DTEND:20260105T170000Z"},
		{"UID:d", "DTSTART:20260105T090000Z", "DURATION:PT8H", "ATTENDEE;CN=Engineer E:mailto:e@example.org"},
	}
	plain := mustRead(t, calendarOf(joinEvents(events)...), Options{Zone: time.UTC})
	if len(plain.Shifts) < 200 {
		t.Fatalf("only %d shifts", len(plain.Shifts))
	}
	rapid.Check(t, func(t *rapid.T) {
		mixed := rapid.Permutation(events).Draw(t, "events")
		for i := range mixed {
			mixed[i] = rapid.Permutation(mixed[i]).Draw(t, "lines")
		}
		res, err := Read(calendarOf(joinEvents(mixed)...), Options{Zone: time.UTC, Window: year2026})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(res.Shifts, plain.Shifts) {
			t.Fatalf("shifts differ from the plain order")
		}
	})
}

func joinEvents(events [][]string) []string {
	var out []string
	for _, e := range events {
		out = append(out, eventOf(e...)...)
	}
	return out
}

// corpus are the calendars of other projects, where they are there; they are read
// in place.
func corpus(f *testing.F) [][]byte {
	f.Helper()
	var out [][]byte
	for _, dir := range []string{"wild", "ics/*", "rrule/libical", "rrule/sabre"} {
		files, err := filepath.Glob(filepath.Join("..", "..", "..", "shared", "cases", "ical", dir, "*.ics"))
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			if len(data) < 16<<10 { // large ones slow the search
				out = append(out, data)
			}
		}
	}
	return out
}

func FuzzRead(f *testing.F) {
	for _, lines := range [][]string{
		morning("SUMMARY:On Call - Engineer A - Platform", "ATTENDEE;CN=\"a\"b:mailto:x", "DTSTART;TZID=X"),
		eventOf("UID:1", "DTSTART;TZID=Europe/Berlin:20260105T200000", "DTEND;TZID=Europe/Berlin:20260106T080000",
			"RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,-1FR;BYSETPOS=1,-1;UNTIL=20270101", "EXDATE:20260119T190000Z,20260119", "RDATE;VALUE=PERIOD:20260109T090000Z/PT2H"),
		eventOf("UID:1", "DTSTART;VALUE=DATE:20260105", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260202T190000Z", "SEQUENCE:9", "DURATION:P1DT2H"),
		eventOf("DTSTART:00010101T000000Z", "DURATION:P99D", "RRULE:FREQ=DAILY;COUNT=1000000000;BYHOUR=1,2"),
		eventOf("DTSTART:19700101T000000Z", "DTEND:99991231T235959Z", "RRULE:FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=-366;BYMONTH=2"),
		{"X-WR-TIMEZONE:Europe/Berlin", "BEGIN:VTIMEZONE", "TZID:X", "X-LIC-LOCATION:Asia/Tokyo", "END:VTIMEZONE", "BEGIN:VEVENT", "BEGIN:VALARM"},
	} {
		f.Add(calendarOf(lines...))
	}
	f.Add([]byte("\xff\xfeB\x00E\x00"))
	for _, data := range corpus(f) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		rd := newReader(Options{Me: engineerA, Window: year2026})
		if err := rd.expand(data); err != nil {
			return
		}
		if spent := workBudget - rd.meter.left; spent > workBudget+ruleBudget {
			t.Fatalf("spent %d of %d", spent, workBudget)
		}
		res, err := Read(data, Options{Me: engineerA, Window: year2026})
		if err != nil {
			t.Fatalf("expand reads it, Read does not: %v", err)
		}
		checkContract(t, res)
		checkEvents(t, data)
	})
}

// checkEvents holds a listing against what Listing and Event promise.
func checkEvents(t *testing.T, data []byte) {
	t.Helper()
	got, err := Events(data, Options{Window: year2026})
	if err != nil {
		if errors.Is(err, ErrTooLarge) {
			return
		}
		t.Fatal(err)
	}
	for _, e := range got.Events {
		if e.UID == "" || e.End.Before(e.Start) || e.Text(e.Start) == "" || e.Line < 1 {
			t.Fatalf("%+v", e)
		}
		if !e.AllDay && !e.Floating && (!e.Start.Before(year2026.End) || e.End.Before(year2026.Start)) {
			t.Fatalf("%+v is outside of the window", e)
		}
	}
}

// checkContract holds a result against what Result promises.
func checkContract(t *testing.T, res Result) {
	t.Helper()
	sorted := slices.Clone(res.Shifts)
	rotation.SortShifts(sorted)
	for i, s := range res.Shifts {
		switch {
		case s.Start != sorted[i].Start || s.End != sorted[i].End:
			t.Fatalf("shift %d is out of order", i)
		case s.Empty() || s.Clip(year2026).Empty():
			t.Fatalf("shift %v is empty or outside of the window", s)
		case s.Start.Location() != time.UTC || s.Start.Before(res.Begins):
			t.Fatalf("shift %v is not in UTC, or before the calendar begins at %v", s, res.Begins)
		case !res.Horizon.IsZero() && s.Start.After(res.Horizon):
			t.Fatalf("shift %v is past the horizon %v", s, res.Horizon)
		}
	}
	for _, at := range []time.Time{res.Begins, res.Horizon} {
		if _, err := at.MarshalJSON(); err != nil {
			t.Fatal(err)
		}
	}
}
