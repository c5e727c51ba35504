package model

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestAPlaceOnATimelineIsAnInstantAndBack(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Beirut", "Pacific/Chatham", "America/New_York"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		rapid.Check(t, func(r *rapid.T) {
			at := time.Unix(rapid.Int64Range(0, 4_000_000_000).Draw(r, "at"), 0)
			if back := TimeAt(DayAt(at, zone), zone); !back.Equal(at) {
				r.Fatalf("%s: %v comes back as %v", name, at.In(zone), back.In(zone))
			}
			later := at.Add(time.Duration(rapid.Int64Range(1, 4e5).Draw(r, "later")) * time.Second)
			if !(DayAt(at, zone) < DayAt(later, zone)) {
				r.Fatalf("%s: %v does not lie before %v", name, at, later)
			}
		})
	}
}

func TestADayIsAsWideAlsoWhenTheClocksChange(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range []time.Time{time.Date(2026, 3, 29, 0, 0, 0, 0, zone), time.Date(2026, 10, 25, 0, 0, 0, 0, zone), time.Date(2026, 11, 25, 0, 0, 0, 0, zone)} {
		if wide := DayAt(day.AddDate(0, 0, 1), zone) - DayAt(day, zone); wide != 1 {
			t.Errorf("%v is %v wide", day, wide)
		}
	}
}
