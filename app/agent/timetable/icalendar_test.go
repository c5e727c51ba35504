package timetable_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"standby/app/agent"
	"standby/app/agent/timetable"
	"standby/rotation"
	"standby/rotation/ical"
)

const event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20261120T080000Z\r\nDTEND:20261127T080000Z\r\nSUMMARY:Engineer A\r\nEND:VEVENT\r\n"

func TestACalendarSaysWhoIsOnCall(t *testing.T) {
	odd := strings.NewReplacer("UID:1", "UID:2", "DTSTART:20261120T080000Z", "DTSTART:soon").Replace(event)
	data := []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + event + odd + "END:VCALENDAR\r\n")
	for name, c := range map[string]struct {
		me    rotation.Person
		mine  bool
		knows bool
	}{
		"who is in it":            {engineerA, false, true},
		"who is not":              {rotation.Person{Name: "Engineer D"}, false, false},
		"whose calendar it is":    {rotation.Person{Name: "Engineer D"}, true, true},
		"one who has not said so": {rotation.Person{}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			table, err := timetable.ICalendar(timetable.CalendarOptions{Role: rotation.Secondary, Mine: c.mine})(data, agent.Ask("team", c.me, time.UTC, now))
			if err != nil {
				t.Fatal(err)
			}
			if len(table.Shifts) != 1 || table.Shifts[0].Rota != "team" || table.Shifts[0].Role != rotation.Secondary || table.Knows != c.knows {
				t.Errorf("got %+v", table)
			}
			if len(table.Warnings) == 0 || !strings.HasPrefix(table.Warnings[0], "line ") || len(table.Doubts) == 0 || table.Horizon.IsZero() || len(table.Gaps) > 0 {
				t.Errorf("got %+v", table)
			}
		})
	}
}

func TestWhatIsNoCalendarIsUnreadable(t *testing.T) {
	_, err := timetable.ICalendar(timetable.CalendarOptions{Role: rotation.Primary, Mine: false})([]byte("<html>"), agent.Ask("team", engineerA, time.UTC, now))
	if !errors.Is(err, agent.ErrUnreadable) || !errors.Is(err, ical.ErrNotACalendar) {
		t.Errorf("got %v", err)
	}
}
