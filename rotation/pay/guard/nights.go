package guard

import (
	"time"

	"standby/rotation"
)

// nights counts the nights, 22:00 to 06:00 as clocks in the zone show it, that
// the shifts touch within the periods.
func nights(shifts []rotation.Shift, periods []rotation.Interval, zone *time.Location) int {
	touched := map[time.Time]bool{}
	for _, s := range shifts {
		for _, period := range periods {
			on := s.Clip(period)
			if on.Empty() {
				continue
			}
			year, month, day := on.Start.In(zone).AddDate(0, 0, -1).Date()
			for {
				night := rotation.Interval{Start: time.Date(year, month, day, 22, 0, 0, 0, zone), End: time.Date(year, month, day+1, 6, 0, 0, 0, zone)}
				if !night.Start.Before(on.End) {
					break
				}
				if !night.Clip(on).Empty() {
					touched[night.Start.UTC()] = true
				}
				day++
			}
		}
	}
	return len(touched)
}
