package holiday_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/rotation"
	"standby/rotation/pay/holiday"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func calendar(t testing.TB, cfg holiday.Config, src holiday.Sources) *holiday.Calendar {
	t.Helper()
	c, err := holiday.New(cfg, src)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func window(z *time.Location, from, to string) rotation.Interval {
	return rotation.Interval{Start: at(z, from), End: at(z, to)}
}

func at(z *time.Location, text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, z)
	if err != nil {
		panic(err)
	}
	return t
}

func show(spans []holiday.Span, z *time.Location) string {
	var out []string
	for _, s := range spans {
		out = append(out, fmt.Sprintf("%s..%s %s %s", s.Start.In(z).Format("01-02T15:04-07"), s.End.In(z).Format("01-02T15:04-07"), s.Class, s.Name))
	}
	return strings.Join(out, "\n")
}

// sweden has the weekends of the Swedish agreements: the great ones go from the
// eve to the first weekday after.
var sweden = holiday.Config{
	Region: []string{"se"}, Order: []string{"major", "single"},
	Around: []holiday.AroundRule{
		{Class: "major", Of: []string{"Långfredagen"}, From: "18:00 the day before", Until: "00:00 the first weekday after"},
		{Class: "major", Of: []string{"Pingstdagen"}, From: "07:00 the day before", Until: "00:00 the first weekday after"},
		{Class: "major", Of: []string{"Midsommarafton", "Julafton", "Nyårsafton"}, From: "07:00", Until: "00:00 the first weekday after"},
		{Class: "single", Of: []string{"Trettondedag jul", "Första Maj"}, From: "18:00 the day before", Until: "07:00"},
	},
}

func TestAGreatHolidayGoesFromItsEveToTheFirstWeekdayAfter(t *testing.T) {
	z := zone(t, "Europe/Stockholm")
	c := calendar(t, sweden, holiday.Sources{})
	for name, w := range map[string]struct{ from, to, want string }{
		"Easter, with the night in which clocks change": {"2024-03-20 00:00", "2024-04-10 00:00", "03-28T18:00+01..04-02T00:00+02 major Långfredagen"},
		"Whitsun":                            {"2024-05-15 00:00", "2024-05-25 00:00", "05-18T07:00+02..05-20T00:00+02 major Pingstdagen"},
		"Midsummer":                          {"2024-06-15 00:00", "2024-06-30 00:00", "06-21T07:00+02..06-24T00:00+02 major Midsommarafton"},
		"Christmas and New Year in the week": {"2024-12-20 00:00", "2025-01-05 00:00", "12-24T07:00+01..12-27T00:00+01 major Julafton\n12-31T07:00+01..01-02T00:00+01 major Nyårsafton"},
		"Christmas and New Year before the weekend": {"2026-12-20 00:00", "2027-01-04 00:00", "12-24T07:00+01..12-28T00:00+01 major Julafton\n12-31T07:00+01..01-04T00:00+01 major Nyårsafton"},
		"a single holiday":                          {"2025-04-29 00:00", "2025-05-03 00:00", "04-30T18:00+02..05-01T07:00+02 single Första Maj"},
	} {
		t.Run(name, func(t *testing.T) {
			spans := c.Spans(window(z, w.from, w.to), z)
			spans = slices.DeleteFunc(spans, func(s holiday.Span) bool { return s.Class == "holiday" })
			if got := show(spans, z); got != w.want {
				t.Errorf("got\n%s\nwant\n%s", got, w.want)
			}
		})
	}
	if s, ok := c.ClassAt(at(z, "2024-12-25 12:00"), z); !ok || s.Class != "major" {
		t.Errorf("on Christmas Day: %v %v", s, ok)
	}
	if s, ok := c.ClassAt(at(z, "2025-01-06 12:00"), z); !ok || s.Class != "holiday" || s.Name != "Trettondedag jul" {
		t.Errorf("on Epiphany: %v %v", s, ok)
	}
	if _, ok := c.ClassAt(at(z, "2025-01-07 00:00"), z); ok {
		t.Error("a holiday ends with its day")
	}
}

func TestASpanFollowsTheClockThroughTheNightThatItChanges(t *testing.T) {
	for name, c := range map[string]struct {
		zone, on    string
		from, until string
		want        string
		hours       float64
	}{
		"night before, an hour short":      {"Europe/Berlin", "2024-03-31", "18:00 the day before", "06:00", "03-30T18:00+01..03-31T06:00+02", 11},
		"night before, an hour long":       {"Europe/Berlin", "2024-10-27", "18:00 the day before", "06:00", "10-26T18:00+02..10-27T06:00+01", 13},
		"skipped hour begins after it":     {"Europe/Berlin", "2024-03-31", "02:30", "06:00", "03-31T03:00+02..03-31T06:00+02", 3},
		"skipped hour ends after it":       {"Europe/Berlin", "2024-03-31", "00:00", "02:30", "03-31T00:00+01..03-31T03:00+02", 2},
		"double hour begins at the first":  {"Europe/Berlin", "2024-10-27", "02:30", "06:00", "10-27T02:30+02..10-27T06:00+01", 4.5},
		"double hour ends at the last":     {"Europe/Berlin", "2024-10-27", "00:00", "02:30", "10-27T00:00+02..10-27T02:30+01", 3.5},
		"day that begins at one":           {"America/Sao_Paulo", "2018-11-04", "00:00", "24:00", "11-04T01:00-02..11-05T00:00-02", 23},
		"midnight that comes twice":        {"America/Havana", "2024-11-03", "00:00", "24:00", "11-03T00:00-04..11-04T00:00-05", 25},
		"evening that comes twice":         {"America/Sao_Paulo", "2018-02-17", "23:00", "24:00", "02-17T23:00-02..02-18T00:00-03", 2},
		"half an hour":                     {"Australia/Lord_Howe", "2024-10-06", "00:00", "24:00", "10-06T00:00+1030..10-07T00:00+11", 23.5},
		"day that never was":               {"Pacific/Apia", "2011-12-30", "00:00", "24:00", "", 0},
		"day before the one that was not":  {"Pacific/Apia", "2011-12-29", "00:00", "24:00", "12-29T00:00-10..12-31T00:00+14", 24},
		"Cairo's summer ends at midnight":  {"Africa/Cairo", "2024-10-31", "00:00", "24:00", "10-31T00:00+03..11-01T00:00+02", 25},
		"three days, in the southern fall": {"Pacific/Auckland", "2024-04-06", "00:00", "00:00 3 days after", "04-06T00:00+13..04-09T00:00+12", 73},
	} {
		t.Run(name, func(t *testing.T) {
			z := zone(t, c.zone)
			cfg := holiday.Config{Around: []holiday.AroundRule{{Name: "x", Class: "eve", Of: []string{c.on}, From: c.from, Until: c.until}}}
			day := at(z, c.on+" 12:00")
			spans := calendar(t, cfg, holiday.Sources{}).Spans(rotation.Interval{Start: day.AddDate(0, 0, -5), End: day.AddDate(0, 0, 5)}, z)
			got, hours := strings.TrimSuffix(show(spans, z), " eve x"), 0.0
			if len(spans) == 1 {
				hours = spans[0].Duration().Hours()
			}
			if strings.ReplaceAll(got, "+1030", "+10") != strings.ReplaceAll(c.want, "+1030", "+10") || hours != c.hours {
				t.Errorf("got %s, %v h, want %s, %v h", got, hours, c.want, c.hours)
			}
		})
	}
}

func TestDaysOfACompany(t *testing.T) {
	for name, c := range map[string]struct {
		rule holiday.DayRule
		year int
		want string
	}{
		"one date":                    {holiday.DayRule{On: "2026-12-24"}, 2026, "12-24"},
		"not in another year":         {holiday.DayRule{On: "2026-12-24"}, 2027, ""},
		"half a day":                  {holiday.DayRule{On: "31 December", From: "12:00"}, 2026, "12-31(12:00-00:00)"},
		"morning":                     {holiday.DayRule{On: "24. december", To: "12:30"}, 2026, "12-24(00:00-12:30)"},
		"over New Year, the old part": {holiday.DayRule{On: "12-28", Days: 7}, 2026, "01-01 01-02 01-03 12-28 12-29 12-30 12-31"},
		"since":                       {holiday.DayRule{On: "03-14", Since: 2027}, 2026, ""},
		"until":                       {holiday.DayRule{On: "03-14", Until: 2026}, 2026, "03-14"},
		"leap day":                    {holiday.DayRule{On: "02-29"}, 2027, ""},
		"leap day in a leap year":     {holiday.DayRule{On: "02-29"}, 2028, "02-29"},
		"last Friday of July":         {holiday.DayRule{On: "last friday of July"}, 2026, "07-31"},
		"first Monday of December":    {holiday.DayRule{On: "first Monday of december"}, 2026, "12-07"},
		"last Monday of December":     {holiday.DayRule{On: "last mon of dec"}, 2026, "12-28"},
		"day after Thanksgiving":      {holiday.DayRule{On: "fourth thursday of november +1"}, 2026, "11-27"},
		"Corpus Christi":              {holiday.DayRule{On: "easter+60"}, 2026, "06-04"},
		"Carnival Monday":             {holiday.DayRule{On: "Easter - 48"}, 2026, "02-16"},
		"Midsummer Eve":               {holiday.DayRule{On: "friday from 06-19"}, 2026, "06-19"},
		"Victoria Day":                {holiday.DayRule{On: "monday before 05-25"}, 2026, "05-18"},
		"Sunday moves to Monday":      {holiday.DayRule{On: "03-14", Moved: "monday"}, 2027, "03-15"},
		"Saturday moves to Monday":    {holiday.DayRule{On: "03-14", Moved: "monday"}, 2026, "03-16"},
		"Saturday moves to Friday":    {holiday.DayRule{On: "03-14", Moved: "nearest"}, 2026, "03-13"},
		"Sunday moves to Friday":      {holiday.DayRule{On: "03-14", Moved: "friday"}, 2027, "03-12"},
		"moved out of its year":       {holiday.DayRule{On: "01-01", Moved: "nearest", Until: 2028}, 2027, "01-01 12-31"},
	} {
		t.Run(name, func(t *testing.T) {
			c.rule.Name = "Company day"
			if got := year(t, holiday.Config{Day: []holiday.DayRule{c.rule}}, c.year); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestDaysAreTakenAwayByNameOrDate(t *testing.T) {
	for name, c := range map[string]struct {
		except []string
		want   string
	}{
		"nothing": {nil, "01-01 05-14 08-01 12-25"},
		"by name": {[]string{"auffahrt"}, "01-01 08-01 12-25"},
		"by date": {[]string{"2026-08-01"}, "01-01 05-14 12-25"},
		"by rule": {[]string{"easter+39", "12-25"}, "01-01 08-01"},
	} {
		if got := year(t, holiday.Config{Region: []string{"ch"}, Except: c.except}, 2026); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
	own := holiday.Config{Region: []string{"ch"}, Except: []string{"12-25"}, Day: []holiday.DayRule{{Name: "Half of it", On: "12-25", From: "12:00"}}}
	if got, want := year(t, own, 2026), "01-01 05-14 08-01 12-25(12:00-00:00)"; got != want {
		t.Errorf("the company's own day stays: got %s, want %s", got, want)
	}
}

func TestAPersonMayHaveTheirOwnRegionAndDays(t *testing.T) {
	cfg := holiday.Config{Region: []string{"de-by"}, Except: []string{"Fronleichnam"}}
	c := calendar(t, cfg, holiday.Sources{Regions: []string{"us"}, Extra: []holiday.Day{
		{Date: holiday.Date{Year: 2026, Month: time.June, Day: 4}, Name: "Own"},
		{Date: holiday.Date{Year: 2026, Month: time.June, Day: 5}, From: 12 * time.Hour, Class: "half"},
	}})
	var got []string
	for _, d := range c.Days(holiday.Date{Year: 2026, Month: time.June, Day: 1}, holiday.Date{Year: 2026, Month: time.July, Day: 31}) {
		got = append(got, d.String()+" "+d.Class+" "+d.Name)
	}
	want := "2026-06-04 holiday Own|2026-06-05 half Holiday|2026-06-19 holiday Juneteenth|2026-07-03 holiday Independence Day"
	if strings.Join(got, "|") != want {
		t.Errorf("got %s, want %s", strings.Join(got, "|"), want)
	}
	if regions := c.Regions(); len(regions) != 1 || regions[0].Code != "us" {
		t.Errorf("regions are %v", regions)
	}
	if c.Weekday(holiday.Date{Year: 2026, Month: time.June, Day: 4}) || !c.Weekday(holiday.Date{Year: 2026, Month: time.June, Day: 5}) {
		t.Error("a whole holiday is no weekday, half of one is")
	}
	none := calendar(t, cfg, holiday.Sources{Regions: []string{}})
	if got := none.Days(holiday.Date{Year: 2026, Month: time.January, Day: 1}, holiday.Date{Year: 2026, Month: time.December, Day: 31}); len(got) != 0 {
		t.Errorf("no region has %v", got)
	}
}

func TestSpansOfOneClassAreSetApart(t *testing.T) {
	z := zone(t, "Europe/Berlin")
	c := calendar(t, holiday.Config{Region: []string{"de"}, Around: []holiday.AroundRule{
		{Class: "eve", From: "18:00 the day before", Until: "06:00 the day after"},
	}}, holiday.Sources{})
	want := "12-24T18:00+01..12-27T06:00+01"
	spans := slices.DeleteFunc(c.Spans(window(z, "2026-12-20 00:00", "2026-12-31 00:00"), z), func(s holiday.Span) bool { return s.Class != "eve" })
	if len(spans) != 2 || !spans[0].End.Equal(spans[1].Start) || spans[0].Name != "Weihnachtstag" || spans[1].Name != "Zweiter Weihnachtsfeiertag" {
		t.Errorf("got %s, want two that meet in %s", show(spans, z), want)
	}
	// 1 May 2008 was Labour Day and Ascension Day.
	both := c.Days(holiday.Date{Year: 2008, Month: time.May, Day: 1}, holiday.Date{Year: 2008, Month: time.May, Day: 1})
	one := slices.DeleteFunc(c.Spans(window(z, "2008-05-01 00:00", "2008-05-01 12:00"), z), func(s holiday.Span) bool { return s.Class != "holiday" })
	if len(both) != 2 || len(one) != 1 || one[0].Name != "Christi Himmelfahrt, Tag der Arbeit" {
		t.Errorf("got %v and %v", both, one)
	}
}

func TestNothingIsKnownOutsideOfTheYears(t *testing.T) {
	c := calendar(t, holiday.Config{Region: []string{"us"}}, holiday.Sources{})
	for name, w := range map[string][2]string{
		"before": {"1900-01-01 00:00", "1969-12-31 00:00"}, "after": {"2100-01-02 00:00", "2500-01-01 00:00"},
		"empty": {"2026-12-25 12:00", "2026-12-25 12:00"}, "backwards": {"2026-12-31 00:00", "2026-12-01 00:00"},
	} {
		if got := c.Spans(window(time.UTC, w[0], w[1]), time.UTC); len(got) != 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
	all := c.Spans(window(time.UTC, "0001-01-01 00:00", "9999-01-01 00:00"), time.UTC)
	if first, last := all[0], all[len(all)-1]; first.Start.Year() != 1970 || last.Start.Year() != 2099 {
		t.Errorf("from %v to %v", first, last)
	}
	if s, ok := c.ClassAt(at(time.UTC, "2099-12-25 23:59"), time.UTC); !ok || s.Name != "Christmas Day" {
		t.Errorf("the last Christmas is %v", s)
	}
}
