package pay_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation/pay"
)

func TestAMonthBeginsWithItsFirstInstant(t *testing.T) {
	for name, c := range map[string]struct {
		year       int
		month      time.Month
		zone       string
		start, end string
		hours      float64
	}{
		"November in Berlin":                          {2026, time.November, "Europe/Berlin", "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z", 720},
		"October in Berlin has an hour more":          {2026, time.October, "Europe/Berlin", "2026-09-30T22:00:00Z", "2026-10-31T23:00:00Z", 745},
		"March in Berlin has an hour less":            {2026, time.March, "Europe/Berlin", "2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z", 743},
		"December ends the year":                      {2026, time.December, "UTC", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z", 744},
		"the clocks skip midnight in Asuncion":        {2017, time.October, "America/Asuncion", "2017-10-01T04:00:00Z", "2017-11-01T03:00:00Z", 743},
		"midnight comes twice in Havana":              {2015, time.November, "America/Havana", "2015-11-01T04:00:00Z", "2015-12-01T05:00:00Z", 721},
		"zones of half and quarter hours are zones":   {2026, time.June, "Pacific/Chatham", "2026-05-31T11:15:00Z", "2026-06-30T11:15:00Z", 720},
		"half an hour of summer time in Lord Howe":    {2026, time.April, "Australia/Lord_Howe", "2026-03-31T13:00:00Z", "2026-04-30T13:30:00Z", 720.5},
		"a month before there were zones in the zone": {1850, time.January, "Europe/Berlin", "1849-12-31T23:06:32Z", "1850-01-31T23:06:32Z", 744},
	} {
		t.Run(name, func(t *testing.T) {
			m := pay.Month(c.year, c.month, location(t, c.zone))
			if got := m.Start.UTC().Format(time.RFC3339); got != c.start {
				t.Errorf("begins %s, want %s", got, c.start)
			}
			if got := m.End.UTC().Format(time.RFC3339); got != c.end {
				t.Errorf("ends %s, want %s", got, c.end)
			}
			if got := m.Duration().Hours(); got != c.hours {
				t.Errorf("has %v hours, want %v", got, c.hours)
			}
		})
	}
}

func TestMonthsFollowEachOtherWithoutGapInAnyZone(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		zone := location(t, rapid.SampledFrom(zones).Draw(r, "zone"))
		year, month := rapid.IntRange(1970, 2037).Draw(r, "year"), time.Month(rapid.IntRange(1, 12).Draw(r, "month"))
		m := pay.Month(year, month, zone)
		if next := pay.Month(year, month+1, zone); !m.End.Equal(next.Start) {
			r.Fatalf("%v ends, the next begins %v", m.End, next.Start)
		}
		first, before := m.Start.In(zone), m.Start.Add(-time.Second).In(zone)
		if first.Month() != month || first.Day() != 1 || before.Month() == month {
			r.Fatalf("%v follows %v", first, before)
		}
	})
}
