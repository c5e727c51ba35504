package ical

import (
	"strings"
	"testing"
	"time"
)

func TestAnEventOfTwoKindsOfTimeIsReadAsTheMorePreciseOneSays(t *testing.T) {
	berlin, havana := placeOf(t, "Europe/Berlin"), placeOf(t, "America/Havana")
	const day = "DTSTART;VALUE=DATE:20260328"
	tests := []struct {
		name  string
		zone  *time.Location
		lines []string
		want  string
	}{
		{"a date until a floating hour", nil, []string{day, "DTEND:20260329T060000"}, "2026-03-28T00:00:00/2026-03-29T06:00:00"},
		{"a date until an hour here", berlin, []string{day, "DTEND:20260329T060000"}, "2026-03-27T23:00:00Z/2026-03-29T04:00:00Z"},
		{"a date until an hour elsewhere starts there", berlin, []string{day, "DTEND;TZID=Asia/Tokyo:20260329T060000"}, "2026-03-27T15:00:00Z/2026-03-28T21:00:00Z"},
		{"a date until an instant, nobody knows where", nil, []string{day, "DTEND:20260330T020000Z"}, "2026-03-28T00:00:00Z/2026-03-30T02:00:00Z"},
		{"a date until an instant, here", berlin, []string{day, "DTEND:20260330T020000Z"}, "2026-03-27T23:00:00Z/2026-03-30T02:00:00Z"},
		{"a date until midnight is days", berlin, []string{day, "DTEND:20260330T000000"}, "2026-03-28/2026-03-30"},
		{"a date until midnight elsewhere starts there", berlin, []string{day, "DTEND;TZID=Asia/Tokyo:20260330T000000"}, "2026-03-27T15:00:00Z/2026-03-29T15:00:00Z"},
		{"a date for some hours", nil, []string{day, "DURATION:PT10H"}, "2026-03-28T00:00:00/2026-03-28T10:00:00"},
		{"a date for some hours here", berlin, []string{day, "DURATION:PT10H"}, "2026-03-27T23:00:00Z/2026-03-28T09:00:00Z"},
		{"a date for 24 hours is a day, 23 hours long or not", berlin, []string{"DTSTART;VALUE=DATE:20260329", "DURATION:PT24H"}, "2026-03-29/2026-03-30"},
		{"a day whose end the clocks skip", havana, []string{"DTSTART;VALUE=DATE:20260307"}, "2026-03-07/2026-03-08"},
		{"a day whose start the clocks skip", havana, []string{"DTSTART;VALUE=DATE:20260308"}, "2026-03-08/2026-03-09"},
		{"a date for a day and a half", nil, []string{day, "DURATION:P1DT12H"}, "2026-03-28T00:00:00/2026-03-29T12:00:00"},
		{"a floating time until a date", nil, []string{"DTSTART:20260328T200000", "DTEND;VALUE=DATE:20260330"}, "2026-03-28T20:00:00/2026-03-30T00:00:00"},
		{"a floating time until an instant", nil, []string{"DTSTART:20260328T200000", "DTEND:20260329T060000Z"}, "2026-03-28T20:00:00Z/2026-03-29T06:00:00Z"},
		{"a floating time until an hour somewhere", nil, []string{"DTSTART:20260328T200000", "DTEND;TZID=Europe/Berlin:20260329T060000"}, "2026-03-28T19:00:00Z/2026-03-29T04:00:00Z"},
		{"a time here until a time without a zone", nil, []string{"DTSTART;TZID=Europe/Berlin:20260328T200000", "DTEND:20260329T060000"}, "2026-03-28T19:00:00Z/2026-03-29T04:00:00Z"},
		{"a series of dates with an hour more each", nil, []string{day, "DURATION:P1DT1H", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20260404"},
			"2026-03-28T00:00:00/2026-03-29T01:00:00 for 2026-03-28T00:00:00, 2026-04-11T00:00:00/2026-04-12T01:00:00 for 2026-04-11T00:00:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := strings.Join(listed(t, tt.zone, eventOf(append([]string{"UID:m"}, tt.lines...)...)...), ", "); got != tt.want {
				t.Errorf("got %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestAPeriodSaysHowLongTheInstanceAtItsTimeIs(t *testing.T) {
	nights := []string{"UID:p", "DTSTART:20260105T200000Z", "DTEND:20260106T080000Z", "SUMMARY:Engineer A"}
	tests := []struct {
		name  string
		lines []string
		want  string
	}{
		{"beside the start", []string{"RDATE;VALUE=PERIOD:20260107T200000Z/PT2H"},
			"2026-01-05T20:00/2026-01-06T08:00 2026-01-07T20:00/2026-01-07T22:00"},
		{"at the start", []string{"RDATE;VALUE=PERIOD:20260105T200000Z/20260106T100000Z"}, "2026-01-05T20:00/2026-01-06T10:00"},
		{"at an instance of the rule", []string{"RRULE:FREQ=DAILY;COUNT=2", "RDATE;VALUE=PERIOD:20260106T200000Z/PT14H"},
			"2026-01-05T20:00/2026-01-06T08:00 2026-01-06T20:00/2026-01-07T10:00"},
		{"at an exception", []string{"RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20260106T200000Z", "RDATE;VALUE=PERIOD:20260106T200000Z/PT14H"},
			"2026-01-05T20:00/2026-01-06T08:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			res := mustRead(t, calendarOf(eventOf(append(nights[:len(nights):len(nights)], tt.lines...)...)...), Options{Zone: time.UTC})
			if got := strings.Join(spans(res), " "); got != tt.want {
				t.Errorf("got %s, want %s; warnings %v", got, tt.want, res.Warnings)
			}
		})
	}
}
