package ical

import (
	"slices"
	"strings"
	"testing"
	"time"

	"standby/rotation"
)

// listed writes the events in 2026 as "start/end status", and where they were to be.
func listed(t *testing.T, zone *time.Location, lines ...string) []string {
	t.Helper()
	got, err := Events(calendarOf(lines...), Options{Zone: zone, Window: year2026})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range got.Events {
		text := e.Text(e.Start) + "/" + e.Text(e.End)
		if e.Status != "" {
			text += " " + e.Status
		}
		if !e.Original.IsZero() {
			text += " for " + e.Text(e.Original)
		}
		out = append(out, text)
	}
	return out
}

func TestEventsAreListedAsTheyAre(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		want  string
	}{
		{"an instant", morning("STATUS:CONFIRMED"), "2026-01-05T09:00:00Z/2026-01-05T17:00:00Z CONFIRMED"},
		{"days", eventOf("UID:d", "DTSTART;VALUE=DATE:20260329", "DTEND;VALUE=DATE:20260331"), "2026-03-29/2026-03-31"},
		{"a floating time", eventOf("UID:f", "DTSTART:20260329T023000", "DURATION:PT1H"), "2026-03-29T02:30:00/2026-03-29T03:30:00"},
		{"a floating time where the calendar says where", append([]string{"X-WR-TIMEZONE:Europe/Berlin"}, eventOf("UID:f", "DTSTART:20260329T023000", "DURATION:PT1H")...), "2026-03-29T01:30:00Z/2026-03-29T02:30:00Z"},
		{"one that was cancelled", morning("STATUS:CANCELLED"), "2026-01-05T09:00:00Z/2026-01-05T17:00:00Z CANCELLED"},
		{"one without a length", eventOf("UID:n", "DTSTART:20260105T090000Z"), "2026-01-05T09:00:00Z/2026-01-05T09:00:00Z"},
		{"one that ends before it starts", eventOf("UID:b", "DTSTART:20260105T090000Z", "DTEND:20260105T080000Z"), "2026-01-05T08:00:00Z/2026-01-05T09:00:00Z"},
		{"one that lasts less than nothing", eventOf("UID:b", "DTSTART;TZID=Europe/Berlin:20260329T040000", "DURATION:-PT2H"), "2026-03-29T00:00:00Z/2026-03-29T02:00:00Z"},
		{"one in a zone that nothing defines", eventOf("UID:z", "DTSTART;TZID=Mars/Base:20260105T090000", "DURATION:PT1H"), "2026-01-05T09:00:00/2026-01-05T10:00:00"},
		{"an end in a zone that nothing defines is where the start is", eventOf("UID:z", "DTSTART;TZID=Europe/Berlin:20260105T090000", "DTEND;TZID=Mars/Base:20260105T100000"), "2026-01-05T08:00:00Z/2026-01-05T09:00:00Z"},
		{"the cancellation of an instance, without a start", eventOf("UID:c", "STATUS:CANCELLED", "RECURRENCE-ID:20260105T090000Z"), "2026-01-05T09:00:00Z/2026-01-05T09:00:00Z CANCELLED for 2026-01-05T09:00:00Z"},
		{"a series with an instance moved and one cancelled", slices.Concat(
			eventOf("UID:s", "DTSTART;TZID=Europe/Berlin:20260327T200000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3"),
			eventOf("UID:s", "DTSTART;TZID=Europe/Berlin:20260328T210000", "DURATION:PT1H", "RECURRENCE-ID:20260328T190000Z"),
			eventOf("UID:s", "DTSTART;TZID=Europe/Berlin:20260329T200000", "DURATION:PT1H", "STATUS:CANCELLED", "RECURRENCE-ID;TZID=Europe/Berlin:20260329T200000")),
			"2026-03-27T19:00:00Z/2026-03-27T20:00:00Z for 2026-03-27T19:00:00Z, 2026-03-28T20:00:00Z/2026-03-28T21:00:00Z for 2026-03-28T19:00:00Z, " +
				"2026-03-29T18:00:00Z/2026-03-29T19:00:00Z CANCELLED for 2026-03-29T18:00:00Z"},
		{"an old version of an instance that the series no longer has", slices.Concat(
			eventOf("UID:o", "SEQUENCE:2", "DTSTART:20260105T090000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=1"),
			eventOf("UID:o", "SEQUENCE:1", "DTSTART:20260107T100000Z", "DURATION:PT1H", "RECURRENCE-ID:20260107T090000Z")),
			"2026-01-05T09:00:00Z/2026-01-05T10:00:00Z for 2026-01-05T09:00:00Z"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(listed(t, nil, tt.lines...), ", "); got != tt.want {
				t.Errorf("got %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestAnOverrideMayChangeAllThatFollows(t *testing.T) {
	weekly := eventOf("UID:w", "SUMMARY:Engineer A", "DTSTART;TZID=Europe/Berlin:20260306T200000", "DTEND;TZID=Europe/Berlin:20260307T080000", "RRULE:FREQ=WEEKLY;COUNT=5")
	later := eventOf("UID:w", "SUMMARY:Engineer B", "SEQUENCE:1", "RECURRENCE-ID;TZID=Europe/Berlin;RANGE=THISANDFUTURE:20260320T200000",
		"DTSTART;TZID=Europe/Berlin:20260321T180000", "DTEND;TZID=Europe/Berlin:20260321T220000")
	res := mustRead(t, calendarOf(slices.Concat(later, weekly)...), Options{})
	want := []string{"2026-03-06T19:00/2026-03-07T07:00", "2026-03-13T19:00/2026-03-14T07:00",
		"2026-03-21T17:00/2026-03-21T21:00", "2026-03-28T17:00/2026-03-28T21:00", "2026-04-04T16:00/2026-04-04T20:00"}
	if got := spans(res); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for i, s := range res.Shifts {
		if want := "Engineer " + string("AABBB"[i]); s.Person.Name != want {
			t.Errorf("shift %d is of %s, want %s", i, s.Person.Name, want)
		}
	}
}

func TestAWindowOfNoLengthIsTheSecondThere(t *testing.T) {
	data := calendarOf(morning()...)
	for at, want := range map[string]int{"2026-01-05T08:59:59Z": 0, "2026-01-05T09:00:00Z": 1, "2026-01-05T16:59:59Z": 1, "2026-01-05T17:00:00Z": 0} {
		then := caseTime(at)
		got, err := Events(data, Options{Window: rotation.Interval{Start: then, End: then}})
		if err != nil || len(got.Events) != want {
			t.Errorf("%s: %d events, want %d, %v", at, len(got.Events), want, err)
		}
	}
}

func TestAZoneThatOnlyTheFileDefinesIsEvaluated(t *testing.T) {
	zone := []string{"BEGIN:VTIMEZONE", "TZID:Customized Time Zone",
		"BEGIN:STANDARD", "DTSTART:16010101T030000", "TZOFFSETFROM:+0945", "TZOFFSETTO:+0845", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4", "END:STANDARD",
		"BEGIN:DAYLIGHT", "DTSTART:16010101T020000", "TZOFFSETFROM:+0845", "TZOFFSETTO:+0945", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=10;UNTIL=20261231T000000Z", "END:DAYLIGHT",
		"BEGIN:DAYLIGHT", "DTSTART:20260701T000000", "TZOFFSETFROM:+0845", "TZOFFSETTO:+1000", "RDATE:20260701T000000", "END:DAYLIGHT", "END:VTIMEZONE"}
	at := func(start string) []string {
		return eventOf("UID:"+start, "DTSTART;TZID=Customized Time Zone:"+start, "DURATION:PT1H")
	}
	got := listed(t, nil, slices.Concat(at("20260105T090000"), at("20260505T090000"), at("20260801T090000"), at("20261105T090000"), zone)...)
	want := []string{"2026-01-04T23:15:00Z/2026-01-05T00:15:00Z", "2026-05-05T00:15:00Z/2026-05-05T01:15:00Z",
		"2026-07-31T23:00:00Z/2026-08-01T00:00:00Z", "2026-11-04T23:15:00Z/2026-11-05T00:15:00Z"}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	broken := slices.Concat(at("20260105T090000"), []string{"BEGIN:VTIMEZONE", "TZID:Customized Time Zone", "BEGIN:STANDARD", "DTSTART:x", "END:STANDARD", "END:VTIMEZONE"})
	if got := listed(t, nil, broken...); !slices.Equal(got, []string{"2026-01-05T09:00:00/2026-01-05T10:00:00"}) {
		t.Errorf("a definition of nothing: got %v", got)
	}
}

func TestWhatIsUnsureLeavesADoubt(t *testing.T) {
	for name, lines := range map[string][]string{
		"a zone that nothing defines": eventOf("UID:z", "DTSTART;TZID=Mars/Base:20260105T090000", "DURATION:PT1H"),
		"an end before the start":     eventOf("UID:b", "DTSTART:20260105T090000Z", "DTEND:20260105T080000Z"),
		"no length":                   eventOf("UID:n", "DTSTART:20260105T090000Z"),
		"a rule that cannot be read":  morning("RRULE:FREQ=FORTNIGHTLY"),
		"a rule of too much work":     morning("RRULE:FREQ=SECONDLY;COUNT=1000000000;BYDAY=SU"),
	} {
		t.Run(name, func(t *testing.T) {
			res := mustRead(t, calendarOf(lines...), Options{Zone: time.UTC})
			if len(res.Doubts) == 0 || len(res.Warnings) == 0 {
				t.Errorf("doubts %v, warnings %v", res.Doubts, res.Warnings)
			}
		})
	}
}

func TestADayThatEndsOnItselfIsListedAsADayOrAsAMark(t *testing.T) {
	for _, tt := range []struct {
		name  string
		lines []string
		end   string
	}{
		{"a day of dates", []string{"DTSTART;VALUE=DATE:20260105", "DTEND;VALUE=DATE:20260105"}, "2026-01-06"},
		{"one that blocks nobody", []string{"DTSTART;VALUE=DATE:20260105", "DTEND;VALUE=DATE:20260105", "TRANSP:TRANSPARENT"}, "2026-01-05"},
		{"one that does not say it is a date", []string{"DTSTART:20260105", "DTEND:20260105"}, "2026-01-05"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := calendarOf(eventOf(append([]string{"UID:d"}, tt.lines...)...)...)
			list, err := Events(data, Options{Window: year2026})
			if err != nil || len(list.Events) != 1 {
				t.Fatalf("%d events, %v", len(list.Events), err)
			}
			e := list.Events[0]
			if got := e.Text(e.Start) + " " + e.Text(e.End); got != "2026-01-05 "+tt.end {
				t.Errorf("got %s, want it to end on %s", got, tt.end)
			}
		})
	}
}
