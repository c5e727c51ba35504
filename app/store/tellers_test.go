package store

import (
	"maps"
	"slices"
	"testing"
	"time"

	"standby/app/provider"
	"standby/rotation"
)

func TestTheCalendarsOfARotaAreKnown(t *testing.T) {
	s, _ := open(t, t.TempDir())
	start := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	shift := func(rota string) rotation.Shift {
		return rotation.Shift{UID: rota, Rota: rota, Role: rotation.Primary, Interval: rotation.Interval{Start: start, End: start.AddDate(0, 0, 7)}}
	}
	for calendar, rota := range map[string]string{"feed": "payments", "file": "search"} {
		c := provider.Copy{Body: []byte(calendar), FetchedAt: start}
		if err := s.KeepCalendar(t.Context(), calendar, c, start, []rotation.Shift{shift(rota)}); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Tellers(t.Context(), rotation.Interval{Start: start, End: start.Add(time.Hour)})
	want := map[string][]string{"payments": {"feed"}, "search": {"file"}}
	if err != nil || !maps.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("got %v %v, want %v", got, err, want)
	}
	if got, err := s.Tellers(t.Context(), rotation.Interval{Start: start.AddDate(1, 0, 0), End: start.AddDate(2, 0, 0)}); err != nil || len(got) != 0 {
		t.Errorf("a year later: %v %v", got, err)
	}
}
