package model

import (
	"strings"
	"time"
)

// DutyCause names all that the shifts depend on: while it stays the same, they are
// not asked for again.
func DutyCause(v View) string {
	from, _ := ScheduleSpan(v)
	parts := []string{from.String(), v.Snap.Me.Name, v.Snap.Me.Email}
	for _, src := range v.Snap.Sources {
		if src.TellsDuty() {
			parts = append(parts, src.Name, src.ReadAt.String(), src.Horizon.String())
		}
	}
	return strings.Join(parts, "\x00")
}

// WeeksShown is how far the schedule reaches: this week and four more.
const WeeksShown = 5

// WeekStart is the local Monday on or before t.
func WeekStart(t time.Time, loc *time.Location) time.Time {
	y, m, d := t.In(loc).Date()
	back := (int(time.Date(y, m, d, 12, 0, 0, 0, time.UTC).Weekday()) + 6) % 7
	return time.Date(y, m, d-back, 0, 0, 0, 0, loc)
}

// ScheduleSpan is what the schedule shows at v.Now: whole weeks.
func ScheduleSpan(v View) (from, to time.Time) {
	from = WeekStart(v.Now, v.Loc)
	return from, from.AddDate(0, 0, 7*WeeksShown)
}
