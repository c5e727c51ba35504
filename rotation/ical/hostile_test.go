package ical

import (
	"bytes"
	"errors"
	"fmt"
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
		"a line of 50 MB":           append([]byte("BEGIN:VCALENDAR\nX:"), bytes.Repeat([]byte("x"), 50_000_000)...),
		"20,001 events":             calendarOf(slices.Repeat([]string{"BEGIN:VEVENT", "END:VEVENT"}, MaxEvents+1)...),
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
		{"as many BEGIN lines as fit", slices.Repeat([]string{"BEGIN:A"}, 500_000), "nest more than 8 deep"},
		{"events in events", slices.Repeat([]string{"BEGIN:VEVENT"}, 10_000), "has no END:VEVENT"},
		{"nothing but ENDs", slices.Repeat([]string{"END:VEVENT"}, 100_000), "ends nothing"},
		{"nothing but junk", slices.Repeat([]string{"junk"}, 100_000), "more warnings are not shown"},
		{"long parameters on every line", eventOf(slices.Repeat([]string{"ATTENDEE;CN=" + strings.Repeat("x", 2000) + ":mailto:x"}, 2000)...), "parameters of ATTENDEE are longer"},
		{"as long parameters as are read, on every line", eventOf(slices.Repeat([]string{"ATTENDEE;CN=" + strings.Repeat("x", 490) + ":mailto:x"}, 9000)...), ""},
		{"folds without end", append([]string{"X-LONG:"}, slices.Repeat([]string{" x"}, 1_000_000)...), ""},
		{"a million exceptions", eventOf("UID:e", "DTSTART:20200101T000000Z", "DURATION:PT1H", "EXDATE:"+strings.Repeat("20200101T000000Z,", 3000)), ""},
		{"many zones that are none", manyZones(3000), "unknown time zone"},
		{"many rules that have no instance", manyRules(300, "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), "too much work"},
		{"many rules that count from the year 1", manyRules(300, "FREQ=DAILY;COUNT=1000000000"), "too much work"},
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
	f.Fuzz(func(t *testing.T, data []byte) {
		rd, err := expand(data, Options{Me: engineerA, Window: year2026})
		if err != nil {
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
	})
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
