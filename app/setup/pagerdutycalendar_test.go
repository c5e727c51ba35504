package setup

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/provider/pagerduty"
	"standby/app/provider/pagerduty/pdtest"
	"standby/rotation"
)

// work is a stage on which it is the night, with a PagerDuty account called work that
// is held to the vendor's contract.
func work(t *testing.T) (*stage, *pdtest.Server) {
	t.Helper()
	contract, err := pdtest.LoadContract()
	if err != nil && !errors.Is(err, pdtest.ErrNoContract) {
		t.Fatal(err)
	}
	s, srv := newStage(t), pdtest.New(t, theNight, contract)
	accounts := &Accounts{}
	s.build.Now, s.build.Accounts, s.trial.build.Now, s.trial.build.Accounts = theNight, accounts, theNight, accounts
	if err := s.AddPagerDuty(t.Context(), api.NewPagerDuty{Name: "work", URL: srv.URL, Secret: pdtest.Key}); err != nil {
		t.Fatal(err)
	}
	s.agent.told = nil
	return s, srv
}

// turns are weeks of Me and Second by turns, from Fridays at 09:00 in Berlin.
func turns() (shifts []pdtest.Shift) {
	for n := -12; n < 20; n++ {
		start := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC).AddDate(0, 0, 7*n)
		shifts = append(shifts, pdtest.Shift{User: []pdtest.User{pdtest.Me(), pdtest.Second()}[(n+12)%2], Start: start, End: start.AddDate(0, 0, 7), Level: 1})
	}
	return shifts
}

// only is the one calendar that is configured, and what it says to me.
func (s *stage) only(t *testing.T, me rotation.Person) (agent.CalendarSpec, agent.Timetable) {
	t.Helper()
	specs, err := s.build.Calendars(s.config(t))
	if err != nil || len(specs) != 1 {
		t.Fatal(specs, err)
	}
	got, _, err := specs[0].Calendar.Fetch(t.Context(), provider.Copy{})
	if err != nil {
		t.Fatal(err)
	}
	table, err := specs[0].Read(got.Body, agent.Ask(specs[0].Calendar.Name(), me, time.UTC, s.build.Now()))
	if err != nil {
		t.Fatal(err)
	}
	return specs[0], table
}

func TestAScheduleOfAnAccountIsChosenAddedAndRead(t *testing.T) {
	s, srv := work(t)
	srv.SetShifts(turns()...)
	list, err := s.Schedules(t.Context(), "work")
	if err != nil || !slices.Equal(list, []api.PagerDutySchedule{{ID: pdtest.ScheduleID, Name: "Payments", Zone: "Europe/Berlin"}}) {
		t.Fatal(list, err)
	}
	if err := s.AddCalendar(t.Context(), api.NewCalendar{Name: "payments", PagerDuty: "work", Schedule: list[0].ID, Role: rotation.Secondary}); err != nil {
		t.Fatal(err)
	}
	want := config.Calendar{Name: "payments", PagerDuty: "work", Schedule: pdtest.ScheduleID, Role: rotation.Secondary, Refresh: config.DefaultRefresh}
	if c := s.config(t); len(c.Calendars) != 1 || c.Calendars[0] != want || c.Me != (rotation.Person{Name: "Engineer A", Email: "a@example.org"}) {
		t.Errorf("configured %+v for %+v", c.Calendars, c.Me)
	}
	if !slices.Equal(s.agent.told, []string{"i am Engineer A", "read payments"}) || len(s.keyring.held) != 1 {
		t.Errorf("agent %q, keyring %d", s.agent.told, len(s.keyring.held))
	}
	// The user is known by another name elsewhere; the key says whose shifts these are.
	me := rotation.Person{Name: "Annie"}
	spec, table := s.only(t, me)
	if spec.Kind != api.KindCalendar || spec.Mine || spec.Every != config.DefaultRefresh {
		t.Errorf("%+v", spec)
	}
	if table.Profile != "PagerDuty" || !table.Bounded || !table.Knows || !table.Horizon.Equal(time.Date(2027, 3, 8, 0, 0, 0, 0, time.UTC)) || len(table.OpenEnd) != 0 {
		t.Errorf("%+v", table)
	}
	duty := rotation.DutyAt(table.Shifts, me, theNight())
	if duty.Current == nil || duty.Current.Role != rotation.Secondary || duty.Current.Rota != "payments" || duty.After == nil || duty.After.Person.Name != "Engineer B" {
		t.Errorf("%+v", duty)
	}
	if n := srv.Count("GET /users/me"); n != 2 { // once for the trial of the key, once for all that is read with it
		t.Errorf("it was asked %d times whose the key is", n)
	}
}

func TestOnCallsOfAnAccountAreMineAndMayHaveNoEnd(t *testing.T) {
	s, srv := work(t)
	at := theNight()
	srv.SetShifts(pdtest.Shift{User: pdtest.Me(), Level: 2}, pdtest.Shift{User: pdtest.Me(), Start: at.Add(-time.Hour), End: at.Add(time.Hour), Level: 1})
	if err := s.AddCalendar(t.Context(), api.NewCalendar{Name: "mine", PagerDuty: "work", Me: rotation.Person{Name: "Annie"}}); err != nil {
		t.Fatal(err)
	}
	spec, table := s.only(t, s.config(t).Me)
	if !spec.Mine || !table.Bounded || !table.Knows || len(table.Shifts) != 2 || len(table.OpenEnd) != 1 || table.OpenEnd[0] != table.Shifts[0] {
		t.Fatalf("%v %+v", spec.Mine, table)
	}
	for _, shift := range table.Shifts {
		if shift.Person.Name != "Annie" {
			t.Errorf("%+v", shift)
		}
	}
	if table.OpenEnd[0].Role != rotation.Secondary || !table.OpenEnd[0].End.Equal(table.Horizon) {
		t.Errorf("%+v until %v", table.OpenEnd, table.Horizon)
	}
}

func TestSomebodyElseOfMyNameKeepsTheirShifts(t *testing.T) {
	r := pagerduty.Roster{Me: rotation.Person{Name: "A. Engineer"}, Shifts: []rotation.Shift{
		{Person: rotation.Person{Name: "A. Engineer"}}, {Person: rotation.Person{Name: "Engineer\u202e A"}}}}
	if got := timetableOf(r, rotation.Person{Name: "Engineer\u202e A"}); got.Shifts[0].Person.Name != "A. Engineer" {
		t.Errorf("%+v", got.Shifts)
	}
	if got := r.Shifts[1].Person.Name; strings.Contains(got, "\u202e") {
		t.Errorf("%q is not fit to be shown", got)
	}
}

func TestACalendarThatAnAccountDoesNotHaveIsNotAdded(t *testing.T) {
	for name, row := range map[string]struct {
		n    api.NewCalendar
		fail pdtest.Fault
		want error
	}{
		"another account":      {n: api.NewCalendar{Name: "a", PagerDuty: "worx"}, want: api.ErrBadRequest},
		"a schedule of nobody": {n: api.NewCalendar{Name: "a", PagerDuty: "work", Schedule: "PNEVER1"}, want: pagerduty.ErrNoSchedule},
		"no id of a schedule":  {n: api.NewCalendar{Name: "a", PagerDuty: "work", Schedule: "../users"}, want: pagerduty.ErrNoSchedule},
		"a name that is taken": {n: api.NewCalendar{Name: "WORK", PagerDuty: "work"}, want: api.ErrBadRequest},
		"an address besides":   {n: api.NewCalendar{Name: "a", PagerDuty: "work", Location: "https://example.org/a.ics"}, want: api.ErrBadRequest},
		"a pattern besides":    {n: api.NewCalendar{Name: "a", PagerDuty: "work", Pattern: "{person}"}, want: api.ErrBadRequest},
		"a role of on-calls":   {n: api.NewCalendar{Name: "a", PagerDuty: "work", Role: rotation.Shadow}, want: api.ErrBadRequest},
		"a key that is refused": {n: api.NewCalendar{Name: "a", PagerDuty: "work", Schedule: pdtest.ScheduleID},
			fail: pdtest.Fault{Match: "GET /", Times: 9, Answer: func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusUnauthorized) }}, want: provider.ErrUnauthorized},
		"a guest network": {n: api.NewCalendar{Name: "a", PagerDuty: "work", Schedule: pdtest.ScheduleID},
			fail: pdtest.Fault{Match: "GET /", Times: 9, Answer: func(w http.ResponseWriter, _ *http.Request) {
				_, _ = w.Write([]byte("<!doctype html><title>Sign in</title>"))
			}}, want: provider.ErrNotTheService},
	} {
		t.Run(name, func(t *testing.T) {
			s, srv := work(t)
			if row.fail.Match != "" {
				srv.Fail(row.fail)
			}
			if err := s.AddCalendar(t.Context(), row.n); !errors.Is(err, row.want) || strings.Contains(err.Error(), pdtest.Key) {
				t.Errorf("got %v", err)
			}
			if c := s.config(t); len(c.Calendars) != 0 || len(s.agent.told) != 0 {
				t.Errorf("configured %+v, agent %q", c.Calendars, s.agent.told)
			}
		})
	}
	s := newStage(t)
	if _, err := s.Schedules(t.Context(), "work"); !errors.Is(err, api.ErrBadRequest) {
		t.Errorf("schedules of no account: %v", err)
	}
}

func TestACalendarOfAnAccountThatDoesNotAnswerNowIsAdded(t *testing.T) {
	s, srv := work(t)
	srv.Fail(pdtest.Fault{Match: "GET /", Times: 9, Answer: func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "later", http.StatusServiceUnavailable) }})
	if err := s.AddCalendar(t.Context(), api.NewCalendar{Name: "mine", PagerDuty: "work"}); err != nil {
		t.Fatal(err)
	}
	if c := s.config(t); len(c.Calendars) != 1 || c.Me != (rotation.Person{}) || !slices.Equal(s.agent.told, []string{"read mine"}) {
		t.Errorf("configured %+v, agent %q", c, s.agent.told)
	}
}

func TestARenewedKeyIsTriedByTheCalendarsOfItsAccount(t *testing.T) {
	s, srv := work(t)
	if err := s.AddCalendar(t.Context(), api.NewCalendar{Name: "mine", PagerDuty: "work"}); err != nil {
		t.Fatal(err)
	}
	s.agent.told = nil
	if err := s.AddPagerDuty(t.Context(), api.NewPagerDuty{Name: "work", URL: srv.URL, Secret: pdtest.Key}); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.agent.told, []string{"ask again work", "ask again mine"}) {
		t.Errorf("agent %q", s.agent.told)
	}
}

func TestWhatIsNoCopyOfAScheduleIsUnreadable(t *testing.T) {
	_, err := readRoster(rotation.Primary)([]byte("BEGIN:VCALENDAR"), agent.Ask("payments", rotation.Person{}, time.UTC, theNight()))
	if !errors.Is(err, agent.ErrUnreadable) || !errors.Is(err, pagerduty.ErrRoster) {
		t.Errorf("got %v", err)
	}
}

// TestAMondayChangesNobodysDuty: what is asked for moves on with the week, and with
// it the beginning and the end of what has none. Nobody is to be told of that.
func TestAMondayChangesNobodysDuty(t *testing.T) {
	s, srv := work(t)
	now := time.Date(2026, 11, 29, 23, 50, 0, 0, time.UTC)
	s.build.Now = func() time.Time { return now }
	s.build.Accounts = &Accounts{}
	srv.SetShifts(append(turns(), pdtest.Shift{User: pdtest.Me(), Level: 2})...)
	for _, schedule := range []string{"", pdtest.ScheduleID} {
		read := func() (agent.Timetable, provider.Copy) {
			spec, err := s.build.pagerDutyCalendar(s.config(t), config.Calendar{Name: "c", PagerDuty: "work", Schedule: schedule, Role: rotation.Primary})
			if err != nil {
				t.Fatal(err)
			}
			got, _, err := spec.Calendar.Fetch(t.Context(), provider.Copy{})
			if err != nil {
				t.Fatal(err)
			}
			table, err := spec.Read(got.Body, agent.Ask("c", rotation.Person{Name: "Annie"}, time.UTC, now))
			if err != nil {
				t.Fatal(err)
			}
			return table, got
		}
		now = time.Date(2026, 11, 29, 23, 50, 0, 0, time.UTC)
		before, first := read()
		now = now.Add(20 * time.Minute)
		after, second := read()
		if string(first.Body) == string(second.Body) || !after.Horizon.After(before.Horizon) {
			t.Fatalf("schedule %q: the week did not move on", schedule)
		}
		seen := rotation.Interval{Start: now, End: before.Horizon}
		if list := rotation.Difference(before.Shifts, after.Shifts, rotation.Person{Name: "Annie"}, seen); len(list) != 0 {
			t.Errorf("schedule %q: %+v", schedule, list)
		}
	}
}

func TestEveryShiftOfAScheduleIsSomebodysAsItStands(t *testing.T) {
	s, srv := work(t)
	people := []pdtest.User{pdtest.Me(), pdtest.Second(), pdtest.Third()}
	me := rotation.Person{Name: "Annie"}
	rapid.Check(t, func(rt *rapid.T) {
		at := theNight().Add(-40 * 24 * time.Hour).Truncate(time.Second)
		var given []pdtest.Shift
		for range rapid.IntRange(0, 30).Draw(rt, "shifts") {
			at = at.Add(time.Duration(rapid.IntRange(0, 100).Draw(rt, "pause")) * time.Hour)
			end := at.Add(time.Duration(rapid.IntRange(1, 200).Draw(rt, "length")) * time.Hour)
			given = append(given, pdtest.Shift{User: people[rapid.IntRange(0, 2).Draw(rt, "who")], Start: at, End: end})
			at = end
		}
		srv.SetShifts(given...)
		s.build.Accounts = &Accounts{} // with a rate limit of its own
		spec, err := s.build.pagerDutyCalendar(s.config(t), config.Calendar{Name: "c", PagerDuty: "work", Schedule: pdtest.ScheduleID, Role: rotation.Primary})
		if err != nil {
			rt.Fatal(err)
		}
		got, _, err := spec.Calendar.Fetch(t.Context(), provider.Copy{})
		if err != nil {
			rt.Fatal(err)
		}
		table, err := spec.Read(got.Body, agent.Ask("c", me, time.UTC, theNight()))
		if err != nil {
			rt.Fatal(err)
		}
		var want, told []string
		for _, g := range given {
			if g.Start.Before(table.Horizon) {
				name := g.User.Name
				if g.User == pdtest.Me() {
					name = "Annie"
				}
				want = append(want, name+" "+g.Start.Format(time.RFC3339)+" "+g.End.Format(time.RFC3339))
			}
		}
		for _, s := range table.Shifts {
			told = append(told, s.Person.String()+" "+s.Start.Format(time.RFC3339)+" "+s.End.Format(time.RFC3339))
		}
		if !slices.Equal(told, want) {
			rt.Fatalf("\ngot  %q\nwant %q", told, want)
		}
		if table.Knows != slices.ContainsFunc(table.Shifts, func(s rotation.Shift) bool { return s.Person == me }) {
			rt.Fatal("it does not know who is in it")
		}
	})
}

func TestACalendarOfAnAccountSaysWhatItWouldBe(t *testing.T) {
	s, srv := work(t)
	srv.SetShifts(turns()...)
	p := s.preview(t, api.PreviewQuery{NewCalendar: api.NewCalendar{PagerDuty: "work", Schedule: pdtest.ScheduleID}})
	if p.Name != "Payments" || p.Zone != "Europe/Berlin" || p.Profile != "PagerDuty" || p.Shifts != 16 || p.Mine != 8 || len(p.Rows) != 16 || p.More || p.Past || p.Fault != nil {
		t.Errorf("%+v", p)
	}
	want := api.PreviewRow{Interval: rotation.Interval{Start: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC), End: time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)},
		Summary: "Payments", Person: rotation.Person{Name: "Engineer A", Email: "a@example.org"}, Role: rotation.Primary, Mine: true}
	if p.Rows[0] != want || p.Rows[1].Mine {
		t.Errorf("got  %+v\nwant %+v", p.Rows[0], want)
	}
	asked := srv.Count("GET /schedules/")
	s.preview(t, api.PreviewQuery{NewCalendar: api.NewCalendar{PagerDuty: "work", Schedule: pdtest.ScheduleID, Role: rotation.Shadow}})
	if n := srv.Count("GET /schedules/"); n != asked {
		t.Errorf("it was fetched again")
	}
	srv.SetShifts(pdtest.Shift{User: pdtest.Me(), Level: 1})
	if p := s.preview(t, api.PreviewQuery{NewCalendar: api.NewCalendar{PagerDuty: "work"}}); p.Shifts != 1 || p.Mine != 1 || !p.Rows[0].OpenEnd {
		t.Errorf("on-calls: %+v", p)
	}
	srv.SetShifts(pdtest.Shift{User: pdtest.Second(), Start: theNight().AddDate(0, 0, -7), End: theNight().AddDate(0, 0, -1)})
	if p := s.preview(t, api.PreviewQuery{NewCalendar: api.NewCalendar{PagerDuty: "work", Schedule: pdtest.ScheduleID}, Fresh: true}); !p.Past || p.Shifts != 1 || p.Mine != 0 {
		t.Errorf("over: %+v", p)
	}
	if len(s.agent.told) != 0 || len(s.config(t).Calendars) != 0 {
		t.Errorf("a question changed something: %q", s.agent.told)
	}
	if _, err := s.Trial().Preview(t.Context(), api.PreviewQuery{NewCalendar: api.NewCalendar{PagerDuty: "home"}}); !errors.Is(err, api.ErrBadRequest) {
		t.Errorf("got %v", err)
	}
}

func TestACalendarWithoutItsAccountIsNotMade(t *testing.T) {
	s := newStage(t)
	cfg := config.Config{Calendars: []config.Calendar{{Name: "payments", PagerDuty: "work"}}}
	if _, err := s.build.Calendars(cfg); !errors.Is(err, api.ErrBadRequest) || !strings.Contains(err.Error(), "set up payments") {
		t.Errorf("got %v", err)
	}
}
