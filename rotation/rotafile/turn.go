package rotafile

import (
	"time"

	"standby/rotation"
)

// turnStart is the instant at which a turn begins; false for one that lies
// beyond the years that are computed.
func turnStart(x rotation.Rotation, turn int64) (time.Time, bool) {
	const farthest = (maxYear - minYear + 1) * 366 * 24 // in the smallest unit
	if turn < -farthest || turn > farthest || turn*int64(x.Every) < -farthest || turn*int64(x.Every) > farthest {
		return time.Time{}, false
	}
	t := handOff(x, int(turn)*x.Every)
	return t, t.Year() >= minYear && t.Year() <= maxYear
}

// handOff is the instant so many units after the anchor.
func handOff(x rotation.Rotation, units int) time.Time {
	a := x.Anchor
	day := time.Date(a.Year, a.Month, a.Day, a.Hour, a.Minute, a.Second, 0, time.UTC)
	switch {
	case x.Unit == rotation.Hourly && !x.WallClock:
		return instantOf(a, x.Zone, start).Add(time.Duration(units) * time.Hour)
	case x.Unit == rotation.Hourly:
		day = day.Add(time.Duration(units) * time.Hour)
	case x.Unit == rotation.Daily:
		day = day.AddDate(0, 0, units)
	case x.Unit == rotation.Weekly:
		day = day.AddDate(0, 0, 7*units)
	default:
		last := time.Date(a.Year, a.Month+time.Month(units)+1, 0, 0, 0, 0, 0, time.UTC).Day()
		day = time.Date(a.Year, a.Month+time.Month(units), min(a.Day, last), a.Hour, a.Minute, a.Second, 0, time.UTC)
	}
	return instantOf(rotation.LocalOf(day, time.UTC), x.Zone, start)
}

// followed is where a side of a swap is now, if its turn has moved.
func (r *reader) followed(s rotation.Side) rotation.Interval {
	if s.Shift == nil {
		return s.Interval
	}
	for _, l := range r.file.Rota.Layers {
		if l.Name != s.Shift.Layer {
			continue
		}
		x := l.Versions[s.Shift.Version].Rotation
		turn := int(s.Shift.Turn) * x.Every
		now := rotation.Interval{Start: handOff(x, turn), End: handOff(x, turn+x.Every)}
		if s.Interval == s.Shift.Was {
			return now
		}
		by := now.Start.Sub(s.Shift.Was.Start)
		return rotation.Interval{Start: s.Start.Add(by), End: s.End.Add(by)}.Clip(now)
	}
	return s.Interval
}
