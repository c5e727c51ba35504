package health_test

import (
	"reflect"
	"testing"
	"time"

	"standby/rotation"
	"standby/rotation/health"
)

func TestANightIsWhatClocksMakeOfIt(t *testing.T) {
	for name, c := range map[string]struct {
		zone, from, to string
		night          health.Night
		seconds        int64
		nights         int
	}{
		"an ordinary one":                        {"Europe/Berlin", "2026-03-02 12:00", "2026-03-03 12:00", health.Night{}, 8 * hour, 1},
		"an hour short in spring":                {"Europe/Berlin", "2026-03-28 12:00", "2026-03-29 12:00", health.Night{}, 7 * hour, 1},
		"an hour longer in autumn":               {"Europe/Berlin", "2026-10-24 12:00", "2026-10-25 12:00", health.Night{}, 9 * hour, 1},
		"half an hour on Lord Howe":              {"Australia/Lord_Howe", "2026-04-04 12:00", "2026-04-05 12:00", health.Night{}, 8*hour + 1800, 1},
		"clocks that leap at midnight":           {"America/Sao_Paulo", "2018-11-03 12:00", "2018-11-04 12:00", health.Night{}, 7 * hour, 1},
		"a day that was left out":                {"Pacific/Apia", "2011-12-29 12:00", "2011-12-31 12:00", health.Night{}, 8 * hour, 1},
		"a shift by day":                         {"Europe/Berlin", "2026-03-02 06:00", "2026-03-02 22:00", health.Night{}, 0, 0},
		"the end of one and the start of a next": {"Europe/Berlin", "2026-03-02 05:00", "2026-03-02 23:00", health.Night{}, 2 * hour, 2},
		"a week":                                 {"Europe/Berlin", "2026-03-02 09:00", "2026-03-09 09:00", health.Night{}, 56 * hour, 7},
		"a night within a day":                   {"Europe/Berlin", "2026-03-02 00:00", "2026-03-03 00:00", health.Night{Start: rotation.ClockAt(0, 0), End: rotation.ClockAt(5, 0)}, 5 * hour, 1},
		"a night until midnight":                 {"Europe/Berlin", "2026-03-02 00:00", "2026-03-04 00:00", health.Night{Start: rotation.ClockAt(20, 0), End: 86400}, 8 * hour, 2},
	} {
		t.Run(name, func(t *testing.T) {
			loc := zone(t, c.zone)
			p := made(t, loc, turn{"A", "", c.from, c.to})
			window := between(t, loc, c.from, c.to)
			for edge, w := range map[string]rotation.Interval{
				"cut to it": window, "a week around it": {Start: window.Start.AddDate(0, 0, -7), End: window.End.AddDate(0, 0, 7)},
			} {
				a := of(t, judged(t, p, health.Options{Zone: loc, Window: w, Night: c.night}), "A")
				if a.Night != c.seconds || a.Nights != c.nights {
					t.Errorf("window %s: %d s in %d nights, want %d in %d", edge, a.Night, a.Nights, c.seconds, c.nights)
				}
			}
		})
	}
}

// sun is a rota of three sites, on duty for eight hours each, the first from
// midnight UTC on.
func sun() rotation.Rota {
	var r rotation.Rota
	for i, letter := range []string{"A", "B", "C"} {
		start := rotation.Clock(i * 8 * hour)
		turns := weekly(time.UTC, letter)
		r.Layers = append(r.Layers, rotation.Layer{Versions: []rotation.Version{{Rotation: turns,
			Windows: []rotation.Window{{Start: start, End: (start + 8*hour) % secondsInDay}}}}})
	}
	return r
}

const secondsInDay = 86400

func TestWhoFollowsTheSunWorksNoNights(t *testing.T) {
	p := compile(t, sun())
	homes := map[rotation.Person]*time.Location{
		engineer("A"): zone(t, "Asia/Tokyo"),     // 00-08 UTC is 09-17
		engineer("B"): zone(t, "Europe/London"),  // 08-16 UTC is 08-16 or 09-17
		engineer("C"): zone(t, "America/Denver"), // 16-24 UTC is 09-17 or 10-18
	}
	window := between(t, time.UTC, "2026-02-02 00:00", "2027-02-01 00:00")
	at := func(homeOf func(rotation.Person) *time.Location) health.Report {
		return judged(t, p, health.Options{Zone: time.UTC, Window: window, ZoneOf: homeOf})
	}
	spread := at(func(p rotation.Person) *time.Location { return homes[p] })
	if spread.Score != 100 {
		t.Errorf("score %d", spread.Score)
	}
	for _, p := range spread.People {
		if p.Night != 0 || p.Nights != 0 || p.Zone != homes[p.Person].String() {
			t.Errorf("%s in %s: %d s in %d nights", p.Person, p.Zone, p.Night, p.Nights)
		}
	}
	london := zone(t, "Europe/London")
	for name, report := range map[string]health.Report{
		"all in London":      at(func(rotation.Person) *time.Location { return london }),
		"none said where":    judged(t, p, health.Options{Zone: london, Window: window}),
		"none known by name": judged(t, p, health.Options{Zone: london, Window: window, ZoneOf: func(rotation.Person) *time.Location { return nil }}),
	} {
		a, b, c := of(t, report, "A"), of(t, report, "B"), of(t, report, "C")
		// A works 00-08 and C 16-24 UTC; in the 210 days of British summer time these
		// are 01-09 and 17-01, of which 5 and 3 hours are night.
		if days := int64(364); a.Night != (6*days-210)*hour || b.Night != 0 || c.Night != (2*days+210)*hour || a.Nights != 364 {
			t.Errorf("%s: nights of %d, %d and %d h, %d touched", name, a.Night/hour, b.Night/hour, c.Night/hour, a.Nights)
		}
		if f, ok := finding(report, health.CodeNights); !ok || f.People[0] != engineer("A") {
			t.Errorf("%s: no word about nights: %+v", name, report.Findings)
		}
	}
}

func TestAHolidayMayBeOneInOneZoneOnly(t *testing.T) {
	berlin, paris := zone(t, "Europe/Berlin"), zone(t, "Europe/Paris")
	homes := map[rotation.Person]*time.Location{engineer("A"): berlin, engineer("B"): zone(t, "Europe/Paris"), engineer("C"): zone(t, "Pacific/Auckland")}
	p := made(t, time.UTC,
		turn{"A", "", "2026-07-13 12:00", "2026-07-15 12:00"}, turn{"B", "", "2026-07-13 12:00", "2026-07-15 12:00"}, turn{"C", "", "2026-07-13 12:00", "2026-07-15 12:00"})
	r := judged(t, p, health.Options{Zone: berlin, Window: between(t, time.UTC, "2026-07-13 00:00", "2026-07-16 00:00"),
		ZoneOf: func(p rotation.Person) *time.Location { return homes[p] },
		Holidays: []health.Holiday{
			{2026, time.July, 14, paris, "Site feast"}, {2026, time.July, 15, nil, "Feast of all"},
			{2026, time.July, 15, zone(t, "Pacific/Auckland"), "Feast of the south"}, {2026, time.December, 25, nil, "Out of the window"}}})
	for letter, want := range map[string][]health.HolidayTaken{
		"A": {{"2026-07-15", "Feast of all", 14 * hour}},
		"B": {{"2026-07-14", "Site feast", 24 * hour}, {"2026-07-15", "Feast of all", 14 * hour}},
		// In Auckland the 15th began ten hours earlier: on duty from there on.
		"C": {{"2026-07-15", "Feast of all", 24 * hour}},
	} {
		got := of(t, r, letter)
		if !reflect.DeepEqual(got.Holidays, want) {
			t.Errorf("%s\n got  %+v\n want %+v", letter, got.Holidays, want)
		}
		var sum int64
		for _, h := range want {
			sum += h.Seconds
		}
		if got.Holiday != sum {
			t.Errorf("%s: %d s on holidays, want %d", letter, got.Holiday, sum)
		}
	}
}

func TestAHolidayThatTheCalendarLeftOutTakesNoTime(t *testing.T) {
	apia := zone(t, "Pacific/Apia")
	p := made(t, apia, turn{"A", "", "2011-12-28 00:00", "2012-01-02 00:00"})
	r := judged(t, p, health.Options{Zone: apia, Window: between(t, apia, "2011-12-28 00:00", "2012-01-02 00:00"), Holidays: []health.Holiday{
		{2011, time.December, 30, nil, "Lost"}, {2011, time.December, 31, nil, "Kept"}, {2012, time.January, 1, nil, "New Year"}}})
	a := of(t, r, "A")
	if a.OnDuty != 4*24*hour || a.Holiday != 48*hour || len(a.Holidays) != 2 || a.Holidays[0].Name != "Kept" {
		t.Errorf("%d h on duty, %d h on %+v", a.OnDuty/hour, a.Holiday/hour, a.Holidays)
	}
	// The 28th is a Wednesday, the 31st a Saturday: the lost 30th was a Friday.
	if a.Weekend != 48*hour || a.Weekends != 1 {
		t.Errorf("%d h in %d weekends", a.Weekend/hour, a.Weekends)
	}
}

func TestAShiftOverNewYearTouchesTheHolidayInTheMiddle(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	p := made(t, berlin, turn{"A", "", "2025-12-29 09:00", "2026-01-05 09:00"})
	r := judged(t, p, health.Options{Zone: berlin, Window: between(t, berlin, "2025-12-01 00:00", "2026-02-01 00:00"), Holidays: []health.Holiday{
		{2026, time.January, 1, nil, "New Year"}, {2025, time.December, 26, nil, "Before"}, {2026, time.January, 1, berlin, "The same again"}}})
	if a := of(t, r, "A"); a.Holiday != 24*hour || !reflect.DeepEqual(a.Holidays, []health.HolidayTaken{{"2026-01-01", "New Year", 24 * hour}}) {
		t.Errorf("%d h on %+v", a.Holiday/hour, a.Holidays)
	}
}

func TestWeekends(t *testing.T) {
	for name, c := range map[string]struct {
		zone, from, to string
		on             rotation.Weekdays
		seconds        int64
		weekends       int
	}{
		"a whole one":                  {"UTC", "2026-03-06 00:00", "2026-03-10 00:00", 0, 48 * hour, 1},
		"half worked":                  {"UTC", "2026-03-08 00:00", "2026-03-09 09:00", 0, 24 * hour, 1},
		"its last minute":              {"UTC", "2026-03-08 23:59", "2026-03-09 09:00", 0, 60, 1},
		"the days between":             {"UTC", "2026-03-09 00:00", "2026-03-14 00:00", 0, 0, 0},
		"two halves":                   {"UTC", "2026-03-08 12:00", "2026-03-14 12:00", 0, 24 * hour, 2},
		"an hour short in spring":      {"America/New_York", "2026-03-06 00:00", "2026-03-10 00:00", 0, 47 * hour, 1},
		"an hour longer in autumn":     {"America/New_York", "2026-10-30 00:00", "2026-11-03 00:00", 0, 49 * hour, 1},
		"Friday and Saturday":          {"Asia/Riyadh", "2026-03-05 00:00", "2026-03-09 00:00", rotation.On(time.Friday, time.Saturday), 48 * hour, 1},
		"days apart are weekends each": {"UTC", "2026-03-02 00:00", "2026-03-09 00:00", rotation.On(time.Monday, time.Wednesday), 48 * hour, 2},
	} {
		t.Run(name, func(t *testing.T) {
			loc := zone(t, c.zone)
			r := judged(t, made(t, loc, turn{"A", "", c.from, c.to}), health.Options{Zone: loc, Weekend: c.on, Window: between(t, loc, "2026-02-23 00:00", "2026-12-01 00:00")})
			if a := of(t, r, "A"); a.Weekend != c.seconds || a.Weekends != c.weekends {
				t.Errorf("%d s in %d weekends, want %d in %d", a.Weekend, a.Weekends, c.seconds, c.weekends)
			}
		})
	}
}

func TestAWeekendInTwoPartsIsOne(t *testing.T) {
	p := made(t, time.UTC, turn{"A", "", "2026-03-07 08:00", "2026-03-07 12:00"}, turn{"A", "", "2026-03-08 08:00", "2026-03-08 12:00"})
	a := of(t, judged(t, p, health.Options{Zone: time.UTC, Window: between(t, time.UTC, "2026-03-02 00:00", "2026-03-16 00:00")}), "A")
	if a.Weekend != 8*hour || a.Weekends != 1 {
		t.Errorf("%d h in %d weekends", a.Weekend/hour, a.Weekends)
	}
}

func TestAPersonInTwoRolesIsOnDutyOnce(t *testing.T) {
	p := made(t, time.UTC,
		turn{"A", "", "2026-03-02 00:00", "2026-03-02 12:00"}, turn{"A", rotation.Secondary, "2026-03-02 08:00", "2026-03-03 00:00"},
		turn{"A", "", "2026-03-03 09:00", "2026-03-03 10:00"}, turn{"A", rotation.Shadow, "2026-03-03 20:00", "2026-03-03 23:00"})
	a := of(t, judged(t, p, health.Options{Zone: time.UTC, Window: between(t, time.UTC, "2026-03-01 00:00", "2026-03-05 00:00")}), "A")
	want := health.Person{Person: engineer("A"), Zone: "UTC", OnDuty: 28 * hour, Shifts: 4,
		Roles: []health.Part{{rotation.Primary, 13 * hour, 2}, {rotation.Secondary, 16 * hour, 1}, {rotation.Shadow, 3 * hour, 1}},
		Night: 9 * hour, Nights: 3, Holidays: []health.HolidayTaken{},
		LongestStretch: health.Span{Interval: between(t, time.UTC, "2026-03-02 00:00", "2026-03-03 00:00"), Seconds: 24 * hour},
		ShortestRest:   &health.Span{Interval: between(t, time.UTC, "2026-03-03 00:00", "2026-03-03 09:00"), Seconds: 9 * hour},
		ShortRests:     2, Load: 25 * hour, Share: health.Whole}
	if !reflect.DeepEqual(a, want) {
		t.Errorf("\n got  %+v\n want %+v", a, want)
	}
}

func TestOneShiftHasNoRestBesideIt(t *testing.T) {
	p := made(t, time.UTC, turn{"A", "", "2026-03-02 00:00", "2026-03-02 12:00"})
	a := of(t, judged(t, p, health.Options{Zone: time.UTC, Window: between(t, time.UTC, "2026-03-02 06:00", "2026-03-05 00:00")}), "A")
	if a.ShortestRest != nil || a.LongestStretch.Seconds != 6*hour || a.Shifts != 1 {
		t.Errorf("%+v", a)
	}
}

func TestHoursHeldTogetherCountForEach(t *testing.T) {
	r := weekly(time.UTC)
	r.Groups = [][]rotation.Person{{engineer("A"), engineer("B")}, {engineer("C"), engineer("D")}}
	p := compile(t, rotation.Rota{Layers: []rotation.Layer{{Versions: []rotation.Version{{Rotation: r}}}}})
	report := judged(t, p, health.Options{Zone: time.UTC, Window: between(t, time.UTC, "2026-01-05 09:00", "2026-02-02 09:00")})
	for _, person := range report.People {
		if person.OnDuty != 14*24*hour || person.Share != health.Whole/4 || person.FromFair != 0 || person.Shifts != 2 {
			t.Errorf("%+v", person)
		}
	}
	if report.Score != 100 || len(report.People) != 4 {
		t.Errorf("score %d of %d people", report.Score, len(report.People))
	}
}

func TestTheFairShareIsTheAverage(t *testing.T) {
	p := made(t, time.UTC, turn{"A", "", "2026-03-02 00:00", "2026-03-02 20:00"}, turn{"B", "", "2026-03-02 20:00", "2026-03-03 00:00"},
		turn{"C", rotation.Shadow, "2026-03-02 00:00", "2026-03-03 00:00"})
	r := judged(t, p, health.Options{Zone: time.UTC, Window: between(t, time.UTC, "2026-03-02 00:00", "2026-03-03 00:00")})
	for letter, want := range map[string][3]int64{"A": {833333, 8 * hour, 67}, "B": {166667, -8 * hour, -67}, "C": {0, 0, 0}} {
		got := of(t, r, letter)
		if [3]int64{int64(got.Share), got.FromFair, int64(got.FromFairPercent)} != want {
			t.Errorf("%s: share %s, %d s and %d %% from the fair one", letter, got.Share, got.FromFair, got.FromFairPercent)
		}
	}
}
