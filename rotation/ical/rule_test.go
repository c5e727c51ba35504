package ical

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
)

// days writes the starts as "01-05 09:00", in UTC.
func days(res Result) string {
	var out []string
	for _, s := range res.Shifts {
		out = append(out, s.Start.Format("01-02"))
	}
	return strings.Join(out, " ")
}

func TestRecurrencesHaveTheInstancesThatTheirRuleSays(t *testing.T) {
	// Each series begins on Monday 5 January 2026, 09:00 to 10:00 UTC.
	tests := []struct {
		name  string
		lines []string
		want  string
		warns string
	}{
		{"daily, counted", []string{"RRULE:FREQ=DAILY;COUNT=3"}, "01-05 01-06 01-07", ""},
		{"every second week on two days", []string{"RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=5"}, "01-05 01-08 01-19 01-22 02-02", ""},
		{"last Friday of the month, a start that is none", []string{"RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=3"}, "01-30 02-27 03-27", ""},
		{"the 31st only where there is one", []string{"RRULE:FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3"}, "01-31 03-31 05-31", ""},
		{"last weekday, by position", []string{"RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2"}, "01-30 02-27", ""},
		{"yearly", []string{"RRULE:FREQ=YEARLY"}, "01-05", ""},
		{"until an instant, included", []string{"RRULE:FREQ=DAILY;UNTIL=20260107T090000Z"}, "01-05 01-06 01-07", ""},
		{"until a local time", []string{"RRULE:FREQ=DAILY;UNTIL=20260107T085959"}, "01-05 01-06", ""},
		{"until a date, all of it", []string{"RRULE:FREQ=DAILY;UNTIL=20260107"}, "01-05 01-06 01-07", ""},
		{"until before the start", []string{"RRULE:FREQ=DAILY;UNTIL=20250107"}, "", ""},
		{"lower case, spaces, a semicolon at the end", []string{"RRULE:freq=daily; count=2;"}, "01-05 01-06", ""},
		{"parts of somebody's own", []string{"RRULE:FREQ=DAILY;X-WHY=because;COUNT=2"}, "01-05 01-06", ""},
		{"an hour named twice counts once", []string{"RRULE:FREQ=DAILY;BYHOUR=9,9;COUNT=2"}, "01-05 01-06", ""},
		{"an empty rule is none", []string{"RRULE:"}, "01-05", ""},
		{"each minute is refused, the first stays", []string{"RRULE:FREQ=MINUTELY"}, "01-05", "1440 times a day without an end"},
		{"each second of a day is refused", []string{"RRULE:FREQ=DAILY;BYMINUTE=" + list(60) + ";BYSECOND=" + list(60)}, "01-05", "3600 times a day without an end"},
		{"a rule that is none keeps the first", []string{"RRULE:FREQ=SOMETIMES"}, "01-05", "only the first instance is known"},
		{"a part that is unknown", []string{"RRULE:FREQ=DAILY;UNTL=20260107"}, "01-05", "UNTL"},
		{"a part that stands twice", []string{"RRULE:FREQ=DAILY;COUNT=2;COUNT=3"}, "01-05", "COUNT stands twice"},
		{"a count of none", []string{"RRULE:FREQ=DAILY;COUNT=0"}, "01-05", "COUNT=0"},
		{"an interval of none", []string{"RRULE:FREQ=DAILY;INTERVAL=0"}, "01-05", "INTERVAL=0"},
		{"a weekday that no month has", []string{"RRULE:FREQ=MONTHLY;BYDAY=9MO"}, "01-05", "is in no month"},
		{"a day that no year has, so only the start", []string{"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "01-05", ""},
		{"of the year, days with a number and days without one", []string{"RRULE:FREQ=YEARLY;BYDAY=2MO,SA;COUNT=4"}, "01-10 01-12 01-17 01-24", ""},
		{"of a month by position, days with a number and days without one", []string{"RRULE:FREQ=YEARLY;BYMONTH=2,3;BYDAY=-1MO,SA;BYSETPOS=1,-1;COUNT=2"}, "02-07 03-30", ""},
		{"an interval past the end of time", []string{"RRULE:FREQ=DAILY;INTERVAL=9000000000000000000"}, "01-05", ""},
		{"two rules add up", []string{"RRULE:FREQ=DAILY;COUNT=2", "RRULE:FREQ=WEEKLY;COUNT=2"}, "01-05 01-06 01-12", ""},
		{"exceptions in a list and in lines", []string{"RRULE:FREQ=DAILY;COUNT=6", "EXDATE:20260106T090000Z,20260107T090000Z", "EXDATE:20260109T090000Z"}, "01-05 01-08 01-10", ""},
		{"an exception of a day", []string{"RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20260106"}, "01-05 01-07", ""},
		{"an exception in another zone", []string{"RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Asia/Tokyo:20260106T180000"}, "01-05 01-07", ""},
		{"an exception of the start", []string{"RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260105T090000Z"}, "01-06 01-07", ""},
		{"an exception that is none", []string{"RRULE:FREQ=DAILY;COUNT=2", "EXDATE:soon"}, "01-05 01-06", `line 10: EXDATE: "soon"`},
		{"dates beside the rule, in a list", []string{"RRULE:FREQ=DAILY;COUNT=2", "RDATE:20260109T090000Z,20260110T090000Z", "RDATE:20260106T090000Z"}, "01-05 01-06 01-09 01-10", ""},
		{"dates without a rule", []string{"RDATE:20260109T090000Z"}, "01-05 01-09", ""},
		{"a date with an end of its own", []string{"RDATE;VALUE=PERIOD:20260109T090000Z/PT2H,20260110T090000Z/20260110T100000Z"}, "01-05 01-09 01-10", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := mustRead(t, calendarOf(eventOf(append([]string{"UID:r",
				"DTSTART:20260105T090000Z", "DTEND:20260105T100000Z"}, tt.lines...)...)...), Options{})
			if got := days(res); got != tt.want {
				t.Errorf("got %q, want %q; warnings %v", got, tt.want, res.Warnings)
			}
			if tt.warns == "" && len(res.Warnings) > 0 || tt.warns != "" && !warned(res, tt.warns) {
				t.Errorf("warnings = %v, want %q", res.Warnings, tt.warns)
			}
		})
	}
}

func list(n int) string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprint(i))
	}
	return strings.Join(out, ",")
}

func TestUntilIsReadInTheZoneOfTheEvent(t *testing.T) {
	in := func(zone, until string) string {
		return days(mustRead(t, calendarOf(eventOf("UID:u", "DTSTART;TZID="+zone+":20260105T200000", "DURATION:PT1H",
			"RRULE:FREQ=DAILY;UNTIL="+until)...), Options{}))
	}
	if got := in("America/New_York", "20260107T200000"); got != "01-06 01-07 01-08" {
		t.Errorf("a local UNTIL: %s", got)
	}
	if got := in("America/New_York", "20260108T010000Z"); got != "01-06 01-07 01-08" {
		t.Errorf("a UTC UNTIL: %s", got)
	}
	if got := in("America/New_York", "20260108T005959Z"); got != "01-06 01-07" {
		t.Errorf("a UTC UNTIL one second early: %s", got)
	}
	allDay := days(mustRead(t, calendarOf(eventOf("UID:u", "DTSTART;VALUE=DATE:20260105",
		"RRULE:FREQ=DAILY;UNTIL=20260107T000000Z")...), Options{Zone: time.UTC}))
	if allDay != "01-05 01-06 01-07" {
		t.Errorf("a UTC UNTIL of an all-day series: %s", allDay)
	}
}

func TestOverridesReplaceTheInstanceThatTheyName(t *testing.T) {
	master := eventOf("UID:s", "SUMMARY:Engineer A", "SEQUENCE:1",
		"DTSTART;TZID=Europe/Berlin:20260105T090000", "DTEND;TZID=Europe/Berlin:20260105T170000", "RRULE:FREQ=DAILY;COUNT=3")
	override := func(lines ...string) []string { return eventOf(append([]string{"UID:s"}, lines...)...) }
	tests := []struct {
		name   string
		events [][]string
		want   []string
	}{
		{"moved, and the override stands first", [][]string{override("SUMMARY:Engineer B", "RECURRENCE-ID;TZID=Europe/Berlin:20260106T090000",
			"DTSTART:20260106T120000Z", "DTEND:20260106T130000Z"), master},
			[]string{"01-05 08:00 Engineer A", "01-06 12:00 Engineer B", "01-07 08:00 Engineer A"}},
		{"named in UTC", [][]string{master, override("SUMMARY:Engineer B", "RECURRENCE-ID:20260106T080000Z",
			"DTSTART:20260106T080000Z", "DTEND:20260106T130000Z")},
			[]string{"01-05 08:00 Engineer A", "01-06 08:00 Engineer B", "01-07 08:00 Engineer A"}},
		{"named by its day", [][]string{master, override("SUMMARY:Engineer B", "RECURRENCE-ID;VALUE=DATE:20260106",
			"DTSTART:20260106T080000Z", "DTEND:20260106T130000Z")},
			[]string{"01-05 08:00 Engineer A", "01-06 08:00 Engineer B", "01-07 08:00 Engineer A"}},
		{"cancelled", [][]string{master, override("STATUS:CANCELLED", "RECURRENCE-ID:20260106T080000Z", "DTSTART:20260106T080000Z")},
			[]string{"01-05 08:00 Engineer A", "01-07 08:00 Engineer A"}},
		{"the higher SEQUENCE of two", [][]string{master,
			override("SUMMARY:Engineer C", "SEQUENCE:3", "RECURRENCE-ID:20260106T080000Z", "DTSTART:20260106T100000Z", "DURATION:PT1H"),
			override("SUMMARY:Engineer B", "SEQUENCE:2", "RECURRENCE-ID:20260106T080000Z", "DTSTART:20260106T090000Z", "DURATION:PT1H")},
			[]string{"01-05 08:00 Engineer A", "01-06 10:00 Engineer C", "01-07 08:00 Engineer A"}},
		{"moved into the window from outside", [][]string{master, override("SUMMARY:Engineer B", "RECURRENCE-ID:20260106T080000Z",
			"DTSTART:20251231T230000Z", "DTEND:20260101T010000Z")},
			[]string{"12-31 23:00 Engineer B", "01-05 08:00 Engineer A", "01-07 08:00 Engineer A"}},
		{"an orphan is an event of its own", [][]string{override("SUMMARY:Engineer B", "RECURRENCE-ID:20260106T080000Z",
			"DTSTART:20260106T080000Z", "DTEND:20260106T130000Z")},
			[]string{"01-06 08:00 Engineer B"}},
		{"taken out by a newer series", [][]string{
			eventOf("UID:s", "SUMMARY:Engineer A", "SEQUENCE:5", "DTSTART:20260105T080000Z", "DTEND:20260105T160000Z",
				"RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20260106T080000Z"),
			override("SUMMARY:Engineer B", "SEQUENCE:1", "RECURRENCE-ID:20260106T080000Z", "DTSTART:20260106T080000Z", "DURATION:PT1H")},
			[]string{"01-05 08:00 Engineer A"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := mustRead(t, calendarOf(slices.Concat(tt.events...)...), Options{})
			var got []string
			for _, s := range res.Shifts {
				got = append(got, s.Start.Format("01-02 15:04 ")+s.Person.Name)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v; warnings %v", got, tt.want, res.Warnings)
			}
		})
	}
}

func TestTheNewestVersionOfAnEventWins(t *testing.T) {
	data := calendarOf(slices.Concat(
		eventOf("UID:v", "SEQUENCE:2", "SUMMARY:Engineer B", "DTSTART:20260107T090000Z", "DURATION:PT8H"),
		eventOf("UID:v", "SEQUENCE:1", "SUMMARY:Engineer A", "DTSTART:20260106T090000Z", "DURATION:PT8H"),
		eventOf("UID:gone", "SEQUENCE:1", "SUMMARY:Engineer A", "DTSTART:20260108T090000Z", "DURATION:PT8H"),
		eventOf("UID:gone", "SEQUENCE:2", "STATUS:CANCELLED", "DTSTART:20260108T090000Z", "DTEND:20260108T090000Z"))...)
	if got := spans(mustRead(t, data, Options{})); !slices.Equal(got, []string{"2026-01-07T09:00/2026-01-07T17:00"}) {
		t.Errorf("got %v", got)
	}
}

func TestSeriesAreAsQuickFromLongAgo(t *testing.T) {
	tests := []struct {
		start string
		rule  string
		want  int
	}{
		{"DTSTART:00010101T090000Z", "FREQ=DAILY", 365},
		{"DTSTART:00010101T090000Z", "FREQ=DAILY;COUNT=1000000000", 365},
		{"DTSTART:00010101T090000Z", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", 261},
		{"DTSTART:00010131T090000Z", "FREQ=MONTHLY", 7},
		{"DTSTART:00040229T090000Z", "FREQ=YEARLY", 0},
		{"DTSTART:19700101T090000Z", "FREQ=DAILY;BYHOUR=" + list(24), 365 * 24},
		{"DTSTART:19700101T090000Z", "FREQ=HOURLY", 365 * 24},
		{"DTSTART:00010101T090000Z", "FREQ=MINUTELY;INTERVAL=720;COUNT=1000000000", 730},
		{"DTSTART:19700101T090000Z", "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30;BYHOUR=3;BYMINUTE=1", 0},
		{"DTSTART:19700101T090000Z", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 0},
		{"DTSTART:19700101T090000Z", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO;BYMONTH=6", 0},
		{"DTSTART:20260101T090000Z", "FREQ=DAILY;UNTIL=99991231T235959Z", 365},
	}
	for _, tt := range tests {
		t.Run(tt.rule, func(t *testing.T) {
			rd := newReader(Options{Window: year2026})
			err := rd.expand(calendarOf(eventOf("UID:q", tt.start, "DURATION:PT30M", "RRULE:"+tt.rule)...))
			if err != nil {
				t.Fatal(err)
			}
			if got := len(rd.found.list); got != tt.want {
				t.Errorf("%d instances, want %d; %v", got, tt.want, rd.notes.all())
			}
			if spent := workBudget - rd.meter.left; spent > workBudget/2 {
				t.Errorf("spent %d of %d", spent, workBudget)
			}
		})
	}
}

// TestFastForwardSkipsNothing compares a series read through a late window with
// the same series read from its beginning.
func TestFastForwardSkipsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := drawRule(t)
		start := time.Date(2019, 1, 1, 9, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 800).Draw(t, "start"))
		data := calendarOf(eventOf("UID:f", "DTSTART;TZID=Europe/Berlin:"+start.Format("20060102T150405"),
			"DURATION:PT1H", "RRULE:"+rule)...)
		from := time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 1000).Draw(t, "from"))
		late := rotation.Interval{Start: from, End: from.AddDate(0, 6, 0)}
		whole := rotation.Interval{Start: start.AddDate(0, 0, -2), End: late.End}
		one, err := Read(data, Options{Window: late})
		if err != nil {
			t.Fatal(err)
		}
		all, err := Read(data, Options{Window: whole})
		if err != nil {
			t.Fatal(err)
		}
		want := slices.DeleteFunc(slices.Clone(all.Shifts), func(s rotation.Shift) bool { return !s.End.After(late.Start) })
		if !slices.Equal(one.Shifts, want) {
			t.Fatalf("%s from %s in %v:\n got %v\nwant %v", rule, start, late, spans(one), spans(Result{Shifts: want}))
		}
		if !one.Begins.Equal(all.Begins) || !one.Horizon.Equal(all.Horizon) {
			t.Fatalf("%s: begins, horizon depend on the window", rule)
		}
	})
}

func drawRule(t *rapid.T) string {
	freq := rapid.SampledFrom([]string{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}).Draw(t, "freq")
	parts := []string{"FREQ=" + freq, fmt.Sprintf("INTERVAL=%d", rapid.IntRange(1, 5).Draw(t, "interval"))}
	optional := []string{"BYMONTH=3,10", "BYHOUR=2,9,21", "WKST=SU", "UNTIL=20240601T000000Z"}
	switch freq {
	case "WEEKLY":
		optional = append(optional, "BYDAY=MO,SA")
	case "MONTHLY":
		optional = append(optional, "BYDAY=1MO,-1FR", "BYMONTHDAY=-1,15,31", "BYSETPOS=-1")
	case "YEARLY":
		optional = append(optional, "BYWEEKNO=1,20,53", "BYYEARDAY=1,100,-1", "BYDAY=MO")
	}
	for _, p := range optional {
		if rapid.Bool().Draw(t, p) {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, ";")
}
