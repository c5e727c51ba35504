package api

import (
	"errors"
	"strings"
	"testing"
	"time"

	"standby/rotation"
	"standby/rotation/ical"
	"standby/rotation/pay/account"
)

func TestADayOffIsACalendarThatIsTheSameEachTime(t *testing.T) {
	at := time.Date(2026, 11, 25, 2, 12, 0, 0, time.UTC)
	booked := account.Entry{ID: "b1", Kind: account.Booked, On: account.Date{Year: 2026, Month: time.December, Day: 31}, Seconds: 8 * 3600, Note: "New Year's Eve"}
	d, err := DayOff(booked, rotation.Person{Name: "Engineer A"}, at)
	if err != nil || d.Name != "day-off-2026-12-31.ics" || !strings.HasPrefix(d.Type, "text/calendar") {
		t.Fatalf("got %+v, %v", d, err)
	}
	window := rotation.Interval{Start: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC)}
	events, err := ical.Events(d.Data, ical.Options{Window: window})
	if err != nil || len(events.Events) != 1 {
		t.Fatalf("read back: %+v, %v", events, err)
	}
	if text := string(d.Data); !strings.Contains(text, "VALUE=DATE:20261231") || !strings.Contains(text, "20270101") || !strings.Contains(text, "8 h: New Year's Eve") {
		t.Errorf("got %s", text)
	}
	again, err := DayOff(booked, rotation.Person{Name: "Engineer A"}, at)
	if err != nil || string(again.Data) != string(d.Data) {
		t.Error("it is another event the second time")
	}
	if _, err := DayOff(account.Entry{}, rotation.Person{}, at); !errors.Is(err, ErrBadRequest) {
		t.Errorf("on no day: %v", err)
	}
}
