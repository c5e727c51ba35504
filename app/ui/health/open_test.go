package health

import (
	"fmt"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/ui/bench"
	"standby/app/ui/bench/night"
	"standby/notify"
	"standby/rotation"
)

// stats are those of the last 30 days before the night of the tests: of each alert,
// how many minutes until it was acknowledged; below zero it never was.
func stats(t testing.TB) api.Stats {
	t.Helper()
	from := time.Date(2026, 10, 27, 0, 0, 0, 0, night.Berlin(t))
	var list []notify.Episode
	for i, e := range []struct {
		title string
		hour  int
		acked int
		by    string
	}{
		{"Queue depth growing", 2, 4, "Engineer A"}, {"Queue depth growing", 3, 9, "Engineer A"}, {"Queue depth growing", 14, 2, "Engineer C"},
		{"Checkout p99 above 2 s", 2, 20, "Engineer A"}, {"Checkout p99 above 2 s", 11, -1, ""}, {"Disk is full", 16, 5, "Engineer C"},
	} {
		at := from.AddDate(0, 0, i).Add(time.Duration(e.hour) * time.Hour)
		page := notify.Episode{PageID: fmt.Sprint(i), Source: "prod", Title: e.title, Service: "payments", From: at, ResolvedAt: at.Add(time.Hour), Clocked: true, Missed: e.acked < 0 || e.acked > 15}
		if e.acked >= 0 {
			page.AckedAt, page.By = at.Add(time.Duration(e.acked)*time.Minute), e.by
		}
		list = append(list, page)
	}
	return api.Stats{From: from, To: from.AddDate(0, 0, 30), Zone: "Europe/Berlin", Report: notify.Stats(list, night.Berlin(t))}
}

// turns are a week of each of two engineers, who stand in for each other as
// secondary.
func turns(t testing.TB) []rotation.Shift {
	t.Helper()
	week := 7 * 24 * time.Hour
	first := time.Date(2026, 11, 6, 9, 0, 0, 0, night.Berlin(t))
	return []rotation.Shift{night.Shift("A", rotation.Primary, first, week), night.Shift("C", rotation.Primary, first.Add(week), week),
		night.Shift("B", rotation.Shadow, first, week), night.Shift("A", rotation.Secondary, first.Add(6*24*time.Hour), 2*24*time.Hour)}
}

// open shows the screen as the agent's first word leaves it; s may be nil.
func open(t *testing.T, s *api.Snapshot) (*bench.Bench, *Screen) {
	t.Helper()
	b := bench.New(t)
	b.Agent.Says.Stats, b.Agent.Says.Shifts = stats(t), turns(t)
	screen := New(b.Desk, b.Agent)
	b.Open(screen, s)
	return b, screen
}
