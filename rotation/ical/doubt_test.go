package ical

import (
	"testing"
	"time"

	"standby/rotation"
)

func TestAnEventThatCannotBeReadLeavesADoubtWhereItMayHaveBeen(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC) }
	window := rotation.Interval{Start: at(1, 0), End: at(30, 0)}
	for _, c := range []struct {
		name, lines string
		want        []rotation.Interval
	}{
		{"in any zone there is", "DTSTART;TZID=Mars/Base:20261110T090000\r\nDTEND;TZID=Mars/Base:20261110T170000\r\n", []rotation.Interval{{Start: at(9, 19), End: at(11, 7)}}},
		{"without an end, a day", "DTSTART;TZID=Mars/Base:20261110T090000\r\n", []rotation.Interval{{Start: at(9, 19), End: at(11, 23)}}},
		{"recurring, the whole window", "DTSTART;TZID=Mars/Base:20200110T090000\r\nRRULE:FREQ=DAILY\r\n", []rotation.Interval{window}},
		{"without a day, the whole window", "DTSTART:tomorrow\r\n", []rotation.Interval{window}},
		{"long ago, none", "DTSTART;TZID=Mars/Base:20200110T090000\r\nDTEND;TZID=Mars/Base:20200110T170000\r\n", nil},
		{"read, none", "DTSTART:20261110T090000Z\r\nDTEND:20261110T170000Z\r\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Engineer A\r\n" + c.lines + "END:VEVENT\r\nEND:VCALENDAR\r\n"
			res, err := Read([]byte(file), Options{Window: window, Zone: time.UTC})
			if err != nil {
				t.Fatal(err)
			}
			if len(res.Doubts) != len(c.want) {
				t.Fatalf("got %v, want %v", res.Doubts, c.want)
			}
			for i := range c.want {
				if !res.Doubts[i].Start.Equal(c.want[i].Start) || !res.Doubts[i].End.Equal(c.want[i].End) {
					t.Errorf("got %v, want %v", res.Doubts[i], c.want[i])
				}
			}
		})
	}
}
