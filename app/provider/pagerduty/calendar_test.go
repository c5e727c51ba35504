package pagerduty

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/provider"
	"standby/app/provider/pagerduty/pdtest"
	"standby/rotation"
)

var always = rotation.Interval{Start: begin.AddDate(-1, 0, 0), End: begin.AddDate(1, 0, 0)}

// weekly is a rota that changes hands on Mondays at 09:00, from three months back
// to five months ahead.
func weekly() (shifts []pdtest.Shift) {
	for n := -13; n < 22; n++ {
		start := monday(begin).Add(9*time.Hour + time.Duration(n)*week)
		user := []pdtest.User{pdtest.Me(), pdtest.Second()}[(n+100)%2]
		shifts = append(shifts, pdtest.Shift{User: user, Start: start, End: start.Add(week), Level: 1})
	}
	return shifts
}

func fetch(t *testing.T, c *Calendar, last provider.Copy) (provider.Copy, bool) {
	t.Helper()
	now, changed, err := c.Fetch(t.Context(), last)
	if err != nil {
		t.Fatal(err)
	}
	return now, changed
}

func read(t *testing.T, c provider.Copy, window rotation.Interval) Roster {
	t.Helper()
	r, err := ReadRoster(c.Body, "payments", rotation.Shadow, window)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAScheduleIsReadWholeAndOnce(t *testing.T) {
	w := newWorld(t)
	w.SetShifts(weekly()...)
	got, changed := fetch(t, w.Schedule("rota", pdtest.ScheduleID), provider.Copy{})
	r := read(t, got, always)
	if r.Me != (rotation.Person{Name: "Engineer A", Email: "a@example.org"}) {
		t.Errorf("mine are those of %v", r.Me)
	}
	if !changed || r.Name != "Payments" || r.Zone != "Europe/Berlin" || r.ID != pdtest.ScheduleID {
		t.Errorf("%v %+v", changed, r)
	}
	// 24 weeks, and the shift that reaches into the first.
	if len(r.Shifts) != 25 || len(r.OpenEnd) != 0 {
		t.Fatalf("%d shifts, %d without end", len(r.Shifts), len(r.OpenEnd))
	}
	for n, s := range r.Shifts {
		if s.End.Sub(s.Start) != week || s.Role != rotation.Shadow || s.Rota != "payments" || n > 0 && !s.Start.Equal(r.Shifts[n-1].End) {
			t.Errorf("%+v", s)
		}
	}
	now := rotation.Interval{Start: begin, End: begin.Add(time.Hour)}
	one := read(t, got, now).Shifts
	if len(one) != 1 || one[0].Person != (rotation.Person{Name: "Engineer A", Email: "a@example.org"}) {
		t.Errorf("now: %+v", one)
	}
	if !r.Horizon.Equal(monday(begin).Add(15 * week)) {
		t.Errorf("it knows until %v", r.Horizon)
	}
}

func TestACopyChangesWithTheScheduleAndNotWithTheDay(t *testing.T) {
	w := newWorld(t)
	w.SetShifts(weekly()...)
	for name, c := range map[string]*Calendar{"schedule": w.Schedule("rota", pdtest.ScheduleID), "on-calls": w.OnCalls("mine")} {
		first, _ := fetch(t, c, provider.Copy{})
		w.clock.pass(36 * time.Hour)
		second, changed := fetch(t, c, first)
		if changed || !second.FetchedAt.Equal(first.FetchedAt.Add(36*time.Hour)) || string(second.Body) != string(first.Body) {
			t.Errorf("%s: changed %v at %v", name, changed, second.FetchedAt)
		}
		w.clock.pass(-36 * time.Hour)
	}
	w.SetShifts(weekly()[:20]...)
	first, _ := fetch(t, w.Schedule("rota", pdtest.ScheduleID), provider.Copy{})
	w.SetShifts(weekly()[:19]...)
	if _, changed := fetch(t, w.Schedule("rota", pdtest.ScheduleID), first); !changed {
		t.Error("a shift has gone and nobody noticed")
	}
}

func TestOnCallsAreMineWithTheRoleOfTheirLevel(t *testing.T) {
	w := newWorld(t)
	hour := func(n int) time.Time { return begin.Add(time.Duration(n) * time.Hour) }
	me := pdtest.Me()
	w.SetShifts(
		pdtest.Shift{User: me, Start: hour(0), End: hour(8), Level: 1},
		pdtest.Shift{User: me, Start: hour(0), End: hour(8), Level: 1, Policy: "POTHER"},
		pdtest.Shift{User: me, Start: hour(6), End: hour(10), Level: 1, Policy: "POTHER"},
		pdtest.Shift{User: me, Start: hour(10), End: hour(12), Level: 1},
		pdtest.Shift{User: me, Start: hour(20), End: hour(24), Level: 2},
		pdtest.Shift{User: me, Level: 3},
		pdtest.Shift{User: pdtest.Second(), Start: hour(0), End: hour(24), Level: 1},
	)
	got, _ := fetch(t, w.OnCalls("mine"), provider.Copy{})
	r := read(t, got, always)
	var told []string
	for _, s := range r.Shifts {
		told = append(told, string(s.Role)+" "+s.Start.Sub(begin).String()+" "+s.End.Sub(begin).String())
	}
	monday := monday(begin).Sub(begin)
	want := []string{"level 3 " + (monday - 4*week).String() + " " + (monday + 12*week).String(),
		"primary 0s 10h0m0s", "primary 10h0m0s 12h0m0s", "secondary 20h0m0s 24h0m0s"}
	if !slices.Equal(told, want) {
		t.Errorf("got %q, want %q", told, want)
	}
	if len(r.OpenEnd) != 1 || r.OpenEnd[0] != r.Shifts[0] {
		t.Errorf("without end: %+v", r.OpenEnd)
	}
}

func TestACalendarThatCannotBeReadIsAnError(t *testing.T) {
	for name, c := range map[string]struct {
		id     string
		answer string
		is     error
		says   string
	}{
		"a schedule that is not known": {"PNEVER1", "", ErrNoSchedule, "on-calls instead"},
		"an id that is none":           {"payments/../users", "", ErrNoSchedule, "end of its address"},
		"no schedule at all":           {pdtest.ScheduleID, `{}`, provider.ErrNotTheService, "final schedule"},
		"a schedule without entries":   {pdtest.ScheduleID, `{"schedule":{"id":"PSCHED1","final_schedule":{}}}`, provider.ErrNotTheService, "final schedule"},
		"another schedule":             {pdtest.ScheduleID, `{"schedule":{"id":"PSCHED2","final_schedule":{"rendered_schedule_entries":[]}}}`, provider.ErrNotTheService, "final schedule"},
		"a time that is none": {pdtest.ScheduleID, `{"schedule":{"id":"PSCHED1","final_schedule":{"rendered_schedule_entries":[{"start":"today","user":{"id":"P1"}}]}}}`,
			provider.ErrNotTheService, "time that is none"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if c.answer != "" {
				w.Fail(pdtest.Fault{Match: "GET /schedules", Answer: says(c.answer)})
			}
			_, _, err := w.Schedule("rota", c.id).Fetch(t.Context(), provider.Copy{})
			var of *CalendarError
			if !errors.As(err, &of) || of.Calendar != "rota" || !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestSchedulesAreListedByName(t *testing.T) {
	got, err := newWorld(t).Schedules(t.Context())
	if err != nil || !slices.Equal(got, []ScheduleInfo{{pdtest.ScheduleID, "Payments", "Europe/Berlin"}}) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestWhatIsNoRosterIsRefused(t *testing.T) {
	for _, text := range []string{"", "null", "{}", "BEGIN:VCALENDAR", `{"format":"standby-pagerduty-2","entries":[]}`, `{"format":"standby-pagerduty-1","entries":[]}`,
		`{"format":"standby-pagerduty-1","since":"2026-01-01T00:00:00Z","until":"2026-02-01T00:00:00Z"}`,
		`{"format":"standby-pagerduty-1","since":"2026-01-01T00:00:00Z","until":"2026-02-01T00:00:00Z","entries":[{"user":"P1","from":"2026-03-01T00:00:00Z"}]}`,
	} {
		if _, err := ReadRoster([]byte(text), "r", rotation.Primary, always); !errors.Is(err, ErrRoster) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func FuzzReadRoster(f *testing.F) {
	f.Add([]byte(`{"format":"standby-pagerduty-1","since":"2026-01-01T00:00:00Z","until":"2026-02-01T00:00:00Z","entries":[{"user":"P1","level":1},{"user":"P1","level":1,"from":"2026-01-05T00:00:00Z","to":"2026-03-01T00:00:00Z"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := ReadRoster(data, "r", rotation.Primary, always)
		if err != nil {
			if !errors.Is(err, ErrRoster) {
				t.Fatal(err)
			}
			return
		}
		last := map[string]time.Time{}
		for _, s := range r.Shifts {
			if s.Empty() || s.Start.Before(last[s.UID]) || !s.Start.Before(always.End) || !always.Start.Before(s.End) {
				t.Fatalf("%+v", s)
			}
			last[s.UID] = s.End
		}
		for _, s := range r.OpenEnd {
			if !slices.Contains(r.Shifts, s) {
				t.Fatalf("%+v is no shift", s)
			}
		}
	})
}

func FuzzIncident(f *testing.F) {
	f.Add(`{"id":"P1","status":"triggered","first_trigger_log_entry":{"channel":{"details":{"a":[1,"x",null]},"body":"b"}}}`, "P1@2026-01-01T00:00:00Z")
	f.Add(`{"id":"P1","status":"acknowledged","first_trigger_log_entry":{"channel":"x"},"acknowledgements":[{}],"assignments":[{"at":"9999-12-31T23:59:59Z"}]}`, "P1")
	f.Fuzz(func(t *testing.T, text, reference string) {
		i, ok := decodeIncident(text)
		if !ok || i.check() != nil {
			return
		}
		a := i.alert()
		if a.Title == "" || a.Urgency == "" || len(a.Body) > longestText || len(a.Dedup) > mostKeys || (a.Ack != nil) != (i.Status == acknowledged) {
			t.Fatalf("%+v", a)
		}
		r, err := parseRef(a.Ref)
		if y := i.moved().Year(); (err != nil || r.id != i.ID) && y <= 9999 && y >= 0 {
			t.Fatalf("%q: %v", a.Ref, err)
		}
		if r, err := parseRef(reference); err == nil && !identifier.MatchString(r.id) {
			t.Fatal(reference)
		}
	})
}
