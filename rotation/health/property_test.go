package health_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
	"standby/rotation/health"
)

var zoneNames = []string{
	"UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kolkata",
	"America/Sao_Paulo", "America/Havana", "Africa/Cairo", "Pacific/Apia", "Africa/Casablanca",
}

func drawZone(t *rapid.T, label string) *time.Location {
	loc, err := time.LoadLocation(rapid.SampledFrom(zoneNames).Draw(t, label))
	if err != nil {
		t.Fatalf("load zone: %v", err)
	}
	return loc
}

// drawn is a rota of up to three roles around a clock change, and what to judge
// it by.
type drawn struct {
	plan    *rotation.Plan
	options health.Options
	homes   map[string]*time.Location
}

func draw(t *rapid.T) drawn {
	d := drawn{homes: map[string]*time.Location{}}
	loc := drawZone(t, "zone")
	at := time.Unix(rapid.Int64Range(1262304000/3600, 1577836800/3600).Draw(t, "hour")*3600, 0).In(loc) // 2010 to 2020
	if _, change := at.ZoneBounds(); !change.IsZero() && rapid.Bool().Draw(t, "at a clock change") {
		// Where a zone's data ends at 03:14:07 of the year 2038, that is no change.
		at = change.AddDate(0, 0, -2).Truncate(15 * time.Minute)
	}
	if rapid.IntRange(0, 5).Draw(t, "the day that Samoa lost") == 0 {
		at = time.Date(2011, 12, 28, 0, 0, 0, 0, time.UTC)
	}
	quarter := func(from, to int, label string) time.Duration {
		return time.Duration(rapid.IntRange(from*4, to*4).Draw(t, label)) * 15 * time.Minute
	}
	d.options = health.Options{Zone: loc, Window: rotation.Interval{Start: at, End: at.Add(quarter(1, 9*24, "window"))}}
	roles := []rotation.Role{rotation.Primary, rotation.Secondary, rotation.Shadow}[:rapid.IntRange(1, 3).Draw(t, "roles")]
	r := rotation.Rota{}
	for _, role := range roles {
		r.Layers = append(r.Layers, never(role))
	}
	for i := range rapid.IntRange(0, 12).Draw(t, "turns") {
		letter := rapid.SampledFrom([]string{"A", "B", "C", "D"}).Draw(t, "who")
		if d.homes[letter] == nil {
			d.homes[letter] = drawZone(t, "home of "+letter)
		}
		from := at.Add(quarter(-48, 8*24, "from"))
		r.Overrides = append(r.Overrides, rotation.Override{Seq: int64(i), In: engineer(letter), Cover: true, Role: rapid.SampledFrom(roles).Draw(t, "role"),
			Interval: rotation.Interval{Start: from, End: from.Add(quarter(1, 60, "lasts"))}})
	}
	d.options.ZoneOf = func(p rotation.Person) *time.Location { return d.homes[p.Name[len(p.Name)-1:]] }
	for range rapid.IntRange(0, 4).Draw(t, "holidays") {
		date := at.AddDate(0, 0, rapid.IntRange(0, 9).Draw(t, "holiday"))
		h := health.Holiday{Year: date.Year(), Month: date.Month(), Day: date.Day(), Name: "Feast"}
		if rapid.Bool().Draw(t, "in one zone") {
			h.Zone = drawZone(t, "zone of the holiday")
		}
		d.options.Holidays = append(d.options.Holidays, h)
	}
	plan, err := rotation.Compile(r)
	if err != nil {
		t.Fatalf("compile: %v", err)
	}
	d.plan = plan
	return d
}

func (d drawn) report(t *rapid.T, window rotation.Interval) health.Report {
	o := d.options
	o.Window = window
	r, err := health.Of(d.plan, o)
	if err != nil {
		t.Fatalf("health: %v", err)
	}
	return r
}

func TestTheFiguresFitTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		r := d.report(t, d.options.Window)
		explained(t, r)
		schedule, err := d.plan.Schedule(d.options.Window)
		if err != nil {
			t.Fatal(err)
		}
		length := int64(d.options.Window.Duration() / time.Second)
		gaps := tallied(t, r.Roles, length)
		shifts, held := 0, int64(0)
		share := health.Ratio(0)
		for _, p := range r.People {
			fits(t, p, length)
			shifts += p.Shifts
			share += p.Share
			for _, part := range p.Roles {
				held += part.Seconds
			}
		}
		var want int64
		for _, s := range schedule.Shifts {
			want += int64(s.Duration() / time.Second)
		}
		if gaps != len(schedule.Gaps) || shifts != len(schedule.Shifts) || held != want {
			t.Errorf("%d gaps, %d shifts, %d s held; the schedule has %d, %d, %d", gaps, shifts, held, len(schedule.Gaps), len(schedule.Shifts), want)
		}
		if n := health.Ratio(len(r.People)); share != 0 && (share < health.Whole-n || share > health.Whole+n) {
			t.Errorf("shares add up to %s", share)
		}
		if !slices.IsSortedFunc(r.People, func(a, b health.Person) int { return strings.Compare(a.Person.Name, b.Person.Name) }) {
			t.Error("people are out of order")
		}
	})
}

// tallied counts the gaps of roles, each of which makes up the window.
func tallied(t *rapid.T, roles []health.Role, window int64) (gaps int) {
	for _, role := range roles {
		gaps += role.Gaps
		if role.Covered+role.Uncovered != window || (role.Gaps == 0) != (role.Uncovered == 0) || (role.LongestGap == nil) != (role.Gaps == 0) {
			t.Errorf("role %+v of a window of %d s", role, window)
		}
	}
	return gaps
}

func fits(t *rapid.T, p health.Person, window int64) {
	var parts, most, holidays int64
	for _, part := range p.Roles {
		parts += part.Seconds
		most = max(most, part.Seconds)
	}
	for _, h := range p.Holidays {
		holidays += h.Seconds
	}
	switch {
	case p.OnDuty < most, p.OnDuty > parts, p.OnDuty > window, p.Load > p.OnDuty:
		t.Errorf("%s: %d s on duty, %d with a load, of roles %+v", p.Person, p.OnDuty, p.Load, p.Roles)
	case p.Night > p.OnDuty, p.Weekend > p.OnDuty, p.Holiday > p.OnDuty, p.Holiday > holidays, p.LongestStretch.Seconds > p.OnDuty:
		t.Errorf("%s: %+v", p.Person, p)
	case (p.Night == 0) != (p.Nights == 0), (p.Weekend == 0) != (p.Weekends == 0), (p.Holiday == 0) != (len(p.Holidays) == 0):
		t.Errorf("%s: hours without a night, weekend or holiday, or the other way round: %+v", p.Person, p)
	case p.ShortestRest != nil && (p.ShortestRest.Seconds < 1 || p.OnDuty+p.ShortestRest.Seconds > window):
		t.Errorf("%s: rest %+v", p.Person, p.ShortestRest)
	case p.ShortestRest == nil && p.LongestStretch.Seconds != p.OnDuty:
		t.Errorf("%s: one stretch of %d s makes %d s on duty", p.Person, p.LongestStretch.Seconds, p.OnDuty)
	}
}

func TestHoursAddUpOverASplitOfTheWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		window := d.options.Window
		cut := window.Start.Add(time.Duration(rapid.Int64Range(1, int64(window.Duration()/time.Second)-1).Draw(t, "cut")) * time.Second)
		whole := d.report(t, window)
		halves := []health.Report{d.report(t, rotation.Interval{Start: window.Start, End: cut}), d.report(t, rotation.Interval{Start: cut, End: window.End})}
		type hours struct{ duty, load, night, weekend, holiday int64 }
		sum := map[rotation.Person]hours{}
		var covered, uncovered int64
		for _, h := range halves {
			covered += h.Coverage.Covered
			uncovered += h.Coverage.Uncovered
			for _, p := range h.People {
				s := sum[p.Person]
				sum[p.Person] = hours{s.duty + p.OnDuty, s.load + p.Load, s.night + p.Night, s.weekend + p.Weekend, s.holiday + p.Holiday}
			}
		}
		if covered != whole.Coverage.Covered || uncovered != whole.Coverage.Uncovered {
			t.Errorf("covered %d and open %d, the halves %d and %d", whole.Coverage.Covered, whole.Coverage.Uncovered, covered, uncovered)
		}
		for _, p := range whole.People {
			if got := (hours{p.OnDuty, p.Load, p.Night, p.Weekend, p.Holiday}); got != sum[p.Person] {
				t.Errorf("%s has %+v, in halves %+v", p.Person, got, sum[p.Person])
			}
		}
		if len(sum) != len(whole.People) {
			t.Errorf("%d people, in halves %d", len(whole.People), len(sum))
		}
	})
}

// TestHoursAreWhatClocksSay asks the clocks of package time every quarter of an
// hour.
func TestHoursAreWhatClocksSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t)
		type hours struct{ duty, night, weekend, holiday int64 }
		want := map[rotation.Person]hours{}
		for at := d.options.Window.Start; at.Before(d.options.Window.End); at = at.Add(15 * time.Minute) {
			on := map[rotation.Person]bool{}
			for _, s := range d.plan.AppendHolders(nil, at) {
				on[d.plan.Person(s.Who())] = true
			}
			for who := range on {
				h := want[who]
				home := at.In(d.options.ZoneOf(who))
				h.duty += 900
				if home.Hour() >= 22 || home.Hour() < 6 {
					h.night += 900
				}
				if day := at.In(d.options.Zone).Weekday(); day == time.Saturday || day == time.Sunday {
					h.weekend += 900
				}
				if d.festive(at, home) {
					h.holiday += 900
				}
				want[who] = h
			}
		}
		r := d.report(t, d.options.Window)
		for _, p := range r.People {
			if got := (hours{p.OnDuty, p.Night, p.Weekend, p.Holiday}); got != want[p.Person] {
				t.Errorf("%s of %s has %+v, by the clock %+v", p.Person, p.Zone, got, want[p.Person])
			}
		}
		if len(want) != len(r.People) {
			t.Errorf("%d people, by the clock %d", len(r.People), len(want))
		}
	})
}

func (d drawn) festive(at, home time.Time) bool {
	for _, h := range d.options.Holidays {
		local := at.In(d.options.Zone)
		if h.Zone != nil {
			local = home
			if h.Zone.String() != home.Location().String() {
				continue
			}
		}
		if y, m, day := local.Date(); y == h.Year && m == h.Month && day == h.Day {
			return true
		}
	}
	return false
}

func TestRoundsOfAnyRotationScoreFull(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc := drawZone(t, "zone")
		r := rotation.Rotation{Unit: rapid.SampledFrom([]rotation.Unit{rotation.Hourly, rotation.Daily, rotation.Weekly}).Draw(t, "unit"),
			Every: rapid.IntRange(1, 3).Draw(t, "every"), Zone: loc, Anchor: rotation.Local{Year: 2013, Month: time.March, Day: 4, Hour: 9}}
		people := rapid.IntRange(1, 6).Draw(t, "people")
		for i := range people {
			r.Groups = append(r.Groups, []rotation.Person{engineer(string(rune('A' + i)))})
		}
		p, err := rotation.Compile(rotation.Rota{Layers: []rotation.Layer{{Versions: []rotation.Version{{Rotation: r}}}}})
		if err != nil {
			t.Fatal(err)
		}
		turns := people * rapid.IntRange(1, 8).Draw(t, "rounds") * r.Every
		start := time.Date(2013, 3, 4, 9, 0, 0, 0, loc)
		end := start.AddDate(0, 0, turns*map[rotation.Unit]int{rotation.Daily: 1, rotation.Weekly: 7}[r.Unit])
		if r.Unit == rotation.Hourly {
			end = start.Add(time.Duration(turns) * time.Hour)
		}
		report, err := health.Of(p, health.Options{Zone: loc, Window: rotation.Interval{Start: start, End: end}})
		if err != nil {
			t.Fatal(err)
		}
		if report.Score != 100 || report.Coverage.Uncovered != 0 || len(report.People) != people {
			t.Errorf("score %d, %d s open, %d of %d people: %+v", report.Score, report.Coverage.Uncovered, len(report.People), people, report.Balance)
		}
		explained(t, report)
	})
}

func TestBalanceIsTheMeanOverAllPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loads := rapid.SliceOfN(rapid.Int64Range(1, 10_000), 1, 20).Draw(t, "loads")
		at := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
		from := at
		r := rotation.Rota{Layers: []rotation.Layer{never(rotation.Primary)}}
		var sum, pairs float64
		for i, load := range loads {
			end := at.Add(time.Duration(load) * time.Second)
			r.Overrides = append(r.Overrides, rotation.Override{In: engineer(string(rune('A' + i))), Cover: true, Interval: rotation.Interval{Start: at, End: end}})
			at = end
			for _, other := range loads[:i] {
				sum += float64(min(load, other)) / float64(max(load, other))
				pairs++
			}
		}
		p, err := rotation.Compile(r)
		if err != nil {
			t.Fatal(err)
		}
		report, err := health.Of(p, health.Options{Zone: time.UTC, Window: rotation.Interval{Start: from, End: at}})
		if err != nil {
			t.Fatal(err)
		}
		want := 1.0
		if pairs > 0 {
			want = sum / pairs
		}
		if got := report.Balance.Hours.Ratio.Float(); math.Abs(got-want) > 6e-7 {
			t.Errorf("balance %v, want %v", got, want)
		}
	})
}
