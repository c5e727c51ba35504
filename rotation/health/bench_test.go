package health_test

import (
	"fmt"
	"testing"
	"time"

	"standby/rotation"
	"standby/rotation/health"
)

// BenchmarkAYear judges a year of two roles with daily turns of 24 people in six
// zones, an override a week and twelve holidays.
func BenchmarkAYear(b *testing.B) {
	loc := zone(b, "Europe/Berlin")
	var zones []*time.Location
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "America/Sao_Paulo", "UTC"} {
		zones = append(zones, zone(b, name))
	}
	homes := map[rotation.Person]*time.Location{}
	turns := rotation.Rotation{Unit: rotation.Daily, Every: 1, Anchor: rotation.Local{Year: 2026, Month: time.January, Day: 1, Hour: 9}, Zone: loc}
	for i := range 24 {
		who := rotation.Person{Name: fmt.Sprintf("Engineer %d", i)}
		homes[who] = zones[i%len(zones)]
		turns.Groups = append(turns.Groups, []rotation.Person{who})
	}
	second := turns
	second.Unit = rotation.Weekly
	r := rotation.Rota{Layers: []rotation.Layer{
		{Versions: []rotation.Version{{Rotation: turns}}}, {Role: rotation.Secondary, Versions: []rotation.Version{{Rotation: second}}}}}
	o := health.Options{Zone: loc, ZoneOf: func(p rotation.Person) *time.Location { return homes[p] },
		Window: rotation.Interval{Start: time.Date(2026, 1, 1, 0, 0, 0, 0, loc), End: time.Date(2027, 1, 1, 0, 0, 0, 0, loc)}}
	for week := range 52 {
		from := o.Window.Start.AddDate(0, 0, 7*week)
		r.Overrides = append(r.Overrides, rotation.Override{Out: turns.Groups[week%24][0], In: turns.Groups[(week+5)%24][0],
			Interval: rotation.Interval{Start: from, End: from.AddDate(0, 0, 3)}})
	}
	for month := range 12 {
		o.Holidays = append(o.Holidays, health.Holiday{Year: 2026, Month: time.Month(month + 1), Day: 6, Zone: zones[month%6]})
	}
	p := compile(b, r)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := health.Of(p, o); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkManyPeople shows that the time grows with people, not their square.
func BenchmarkManyPeople(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			turns := rotation.Rotation{Unit: rotation.Hourly, Every: 1, Anchor: rotation.Local{Year: 2026, Month: time.January, Day: 1}, Zone: time.UTC}
			for i := range n {
				turns.Groups = append(turns.Groups, []rotation.Person{{Name: fmt.Sprintf("Engineer %d", i)}})
			}
			p := compile(b, rotation.Rota{Layers: []rotation.Layer{{Versions: []rotation.Version{{Rotation: turns}}}}})
			start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
			o := health.Options{Zone: time.UTC, Window: rotation.Interval{Start: start, End: start.Add(time.Duration(n) * time.Hour)}}
			for b.Loop() {
				if _, err := health.Of(p, o); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/person")
		})
	}
}
