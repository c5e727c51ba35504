package rotation_test

import (
	"testing"
	"time"

	"standby/rotation"
)

// benchRota has three layers of one role and an override in each week.
func benchRota(b *testing.B) *rotation.Plan {
	loc := zone(b, "America/New_York")
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	version := func(unit rotation.Unit, windows ...rotation.Window) []rotation.Version {
		r := rotation.Rotation{Unit: unit, Every: 1, Anchor: rotation.Local{Year: 2025, Month: time.December, Day: 29, Hour: 9}, Zone: loc}
		for i := range 8 {
			r.Groups = append(r.Groups, []rotation.Person{engineer(i)})
		}
		return []rotation.Version{{Rotation: r, Windows: windows}}
	}
	r := rotation.Rota{Layers: []rotation.Layer{
		{Versions: version(rotation.Weekly)},
		{Versions: version(rotation.Weekly, rotation.Window{Days: rotation.On(time.Saturday), Start: 0, End: 0, Nights: 2})},
		{Versions: version(rotation.Monthly, rotation.Window{Days: rotation.On(time.Wednesday), Start: rotation.ClockAt(9, 0), End: rotation.ClockAt(17, 0)})},
	}}
	for week := range 52 {
		from := start.AddDate(0, 0, 7*week+2)
		r.Overrides = append(r.Overrides, rotation.Override{Seq: int64(week), Out: engineer(week % 8), In: engineer((week + 3) % 8),
			Interval: rotation.Interval{Start: from, End: from.AddDate(0, 0, 1)}})
	}
	return compile(b, r)
}

func BenchmarkWhoAt(b *testing.B) {
	p := benchRota(b)
	at := make([]time.Time, 1000)
	for i := range at {
		at[i] = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(i) * 8 * time.Hour)
	}
	dst := make([]rotation.Slot, 0, 8)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		dst = p.AppendHolders(dst[:0], at[i])
		if i++; i == len(at) {
			i = 0
		}
	}
	if len(dst) != 1 {
		b.Fatalf("%d are on", len(dst))
	}
}

func BenchmarkYearOfFinalSchedule(b *testing.B) {
	p := benchRota(b)
	year := rotation.Interval{Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)}
	var dst []rotation.Slot
	b.ReportAllocs()
	for b.Loop() {
		dst, _ = p.AppendSlots(dst[:0], year)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(dst)), "ns/shift")
}

func BenchmarkTenYearsOfAWeeklyRotation(b *testing.B) {
	r := rotation.Rotation{Unit: rotation.Weekly, Every: 1, Anchor: rotation.Local{Year: 2025, Month: time.December, Day: 29, Hour: 9}, Zone: zone(b, "America/New_York")}
	for i := range 50 {
		r.Groups = append(r.Groups, []rotation.Person{{Name: "Engineer " + string(rune('A'+i))}})
	}
	p := compile(b, one(rotation.Version{Rotation: r}))
	ten := rotation.Interval{Start: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2036, 1, 1, 0, 0, 0, 0, time.UTC)}
	var dst []rotation.Slot
	b.ReportAllocs()
	for b.Loop() {
		dst, _ = p.AppendSlots(dst[:0], ten)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(dst)), "ns/shift")
}

func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		benchRota(b)
	}
}
