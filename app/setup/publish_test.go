package setup

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/provider/caldav"
	"standby/app/provider/caldav/caldavtest"
	"standby/app/secret"
	"standby/rotation"
	"standby/rotation/ical"
)

var december = rotation.Interval{Start: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), End: time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC)}

// weeksOf are shifts of a week each.
func weeksOf(rota string, names ...string) api.Publication {
	var shifts []rotation.Shift
	for i, name := range names {
		start := time.Date(2026, 12, 7+7*i, 9, 0, 0, 0, time.UTC)
		shifts = append(shifts, rotation.Shift{Rota: rota, Role: rotation.Primary, Person: rotation.Person{Name: name}, Interval: rotation.Interval{Start: start, End: start.AddDate(0, 0, 7)}})
	}
	return publicationOf(rota, ical.KindShift, ical.ShiftEntries(shifts, ical.ShiftStyle{Alarms: []time.Duration{time.Hour}}))
}

func publicationOf(rota string, kind ical.Kind, entries []ical.Entry) api.Publication {
	p := api.Publication{Scope: ical.ScopeOf("rota", rota), Kinds: []ical.Kind{kind}, Rota: rota, Window: december, Zone: "Europe/Berlin"}
	for _, e := range entries {
		p.Entries = append(p.Entries, api.PublishedEntryOf(e))
	}
	return p
}

// published is a calendar on a real server that is configured under a name.
type published struct {
	*stage
	server  *caldavtest.Server
	address string
	other   *caldav.Calendar // another program that writes to it
}

func newPublished(t *testing.T, s *caldavtest.Server, name string) *published {
	t.Helper()
	account, err := caldav.NewAccount(s.URL, s.Credentials(), provider.NewClient(0))
	if err != nil {
		t.Fatal(err)
	}
	made, err := account.Create(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	p := &published{stage: newStage(t), server: s, address: made.URL.String()}
	cal := config.Calendar{Name: name, CalDAV: p.address, User: s.User, Role: rotation.Primary, Refresh: config.DefaultRefresh}
	if err := config.AddCalendar(p.path, cal); err != nil {
		t.Fatal(err)
	}
	p.keyring.held[caldavSecret(name)] = secret.Of(s.Password)
	p.other = caldav.New(name, func(context.Context) (string, error) { return p.address, nil }, s.Credentials(), nil)
	return p
}

func (p *published) publish(t *testing.T, name string, pub api.Publication) api.Published {
	t.Helper()
	done, err := p.Publish(t.Context(), name, pub)
	if err != nil {
		t.Fatal(err)
	}
	return done
}

// foreign puts the event of somebody else into the calendar.
func (p *published) foreign(t *testing.T, uid string) []byte {
	t.Helper()
	ics := fmt.Appendf(nil, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//test//EN\r\nBEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20261122T080000Z\r\n"+
		"DTSTART:20261207T090000Z\r\nDTEND:20261214T090000Z\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", uid)
	if _, err := p.other.Put(t.Context(), uid, ics, ""); err != nil {
		t.Fatal(err)
	}
	got, err := p.other.Get(t.Context(), uid)
	if err != nil {
		t.Fatal(err)
	}
	return got.Body
}

// edit changes an event as another program would.
func (p *published) edit(t *testing.T, uid, from, to string) {
	t.Helper()
	now, err := p.other.Get(t.Context(), uid)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Replace(string(now.Body), from, to, 1)
	if text == string(now.Body) {
		t.Fatalf("there is no %q in\n%s", from, text)
	}
	if _, err := p.other.Put(t.Context(), uid, []byte(text), now.ETag); err != nil {
		t.Fatal(err)
	}
}

// shifts are who is on call as the calendar says it.
func (p *published) shifts(t *testing.T) []string {
	t.Helper()
	got, _, err := p.other.Fetch(t.Context(), provider.Copy{})
	if err != nil {
		t.Fatal(err)
	}
	res, err := ical.Read(got.Body, ical.Options{Window: december})
	if err != nil || len(res.Warnings) > 0 {
		t.Fatalf("%v, %v", err, res.Warnings)
	}
	var list []string
	for _, s := range res.Shifts {
		list = append(list, s.Start.Format("2 Jan ")+s.Person.Name)
	}
	return list
}

func counts(p api.Published) string {
	return fmt.Sprintf("%d written, %d changed, %d taken back, %d unchanged, %d spared, %d failed", p.Written, p.Changed, p.TakenBack, p.Unchanged, p.Spared, p.Failed)
}

func wantCounts(t *testing.T, what string, got api.Published, want string) {
	t.Helper()
	if c := counts(got); c != want {
		t.Errorf("%s: %s, want %s\n%+v", what, c, want, got.Events)
	}
}

func TestACalendarOnAServerIsBroughtUpToDate(t *testing.T) {
	caldavtest.OnEach(t, func(t *testing.T, s *caldavtest.Server) {
		p := newPublished(t, s, "payments")
		foreign := p.foreign(t, "dentist@example.org")
		three := weeksOf("Payments", "Engineer A", "Engineer B", "Engineer A")

		dry := three
		dry.DryRun = true
		wantCounts(t, "a dry run", p.publish(t, "payments", dry), "3 written, 0 changed, 0 taken back, 0 unchanged, 0 spared, 0 failed")
		if got := p.shifts(t); len(got) != 1 || len(p.agent.told) > 0 {
			t.Errorf("a dry run wrote %v, told %v", got, p.agent.told)
		}
		wantCounts(t, "the first time", p.publish(t, "Payments", three), "3 written, 0 changed, 0 taken back, 0 unchanged, 0 spared, 0 failed")
		if got, want := p.shifts(t), []string{"7 Dec Dentist", "7 Dec Engineer A", "14 Dec Engineer B", "21 Dec Engineer A"}; !slices.Equal(got, want) {
			t.Errorf("read back %v, want %v", got, want)
		}
		if !slices.Equal(p.agent.told, []string{"ask again payments"}) {
			t.Errorf("the agent was told %v", p.agent.told)
		}
		before := s.Requests.Load()
		wantCounts(t, "the second time", p.publish(t, "payments", three), "0 written, 0 changed, 0 taken back, 3 unchanged, 0 spared, 0 failed")
		if n := s.Requests.Load() - before; n > 3 || len(p.agent.told) > 1 {
			t.Errorf("nothing was to be done: %d requests, told %v", n, p.agent.told)
		}
		wantCounts(t, "somebody takes over", p.publish(t, "payments", weeksOf("Payments", "Engineer A", "Engineer C", "Engineer A")),
			"1 written, 0 changed, 1 taken back, 2 unchanged, 0 spared, 0 failed")
		later := weeksOf("Payments", "Engineer A", "Engineer C", "Engineer A")
		later.Entries[0].End = later.Entries[0].End.Add(-time.Hour)
		wantCounts(t, "a turn ends earlier", p.publish(t, "payments", later), "0 written, 1 changed, 0 taken back, 2 unchanged, 0 spared, 0 failed")
		gaps := publicationOf("Payments", ical.KindGap, ical.GapEntries("Payments", []rotation.Gap{{Role: rotation.Primary, Interval: rotation.Interval{Start: december.Start, End: december.Start.Add(time.Hour)}}}))
		wantCounts(t, "its gaps", p.publish(t, "payments", gaps), "1 written, 0 changed, 0 taken back, 0 unchanged, 0 spared, 0 failed")
		if got, want := p.shifts(t), []string{"7 Dec Engineer A", "7 Dec Dentist", "14 Dec Engineer C", "21 Dec Engineer A"}; !slices.Equal(got, want) {
			t.Errorf("read back %v, want %v", got, want)
		}
		wantCounts(t, "none are left", p.publish(t, "payments", weeksOf("Payments")), "0 written, 0 changed, 3 taken back, 0 unchanged, 0 spared, 0 failed")
		if now, err := p.other.Get(t.Context(), "dentist@example.org"); err != nil || string(now.Body) != string(foreign) {
			t.Errorf("the event of somebody else was touched: %v\n%s", err, now.Body)
		}
	})
}

func TestNobodysChangeIsWrittenOver(t *testing.T) {
	caldavtest.OnEach(t, func(t *testing.T, s *caldavtest.Server) {
		p := newPublished(t, s, "payments")
		done := p.publish(t, "payments", weeksOf("Payments", "Engineer A", "Engineer B"))
		first, second := done.Events[0].UID, done.Events[1].UID

		p.edit(t, first, "SUMMARY:Engineer A", "SUMMARY:Engineer Z")
		done = p.publish(t, "payments", weeksOf("Payments", "Engineer A", "Engineer B"))
		wantCounts(t, "edited between two exports", done, "0 written, 0 changed, 0 taken back, 1 unchanged, 1 spared, 0 failed")
		if got := p.shifts(t); !slices.Equal(got, []string{"7 Dec Engineer Z", "14 Dec Engineer B"}) {
			t.Errorf("the change is lost: %v", got)
		}

		// Somebody changes the second between our reading and our writing.
		raced := false
		s.Before = func(_ http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodPut && !raced {
				raced = true
				p.edit(t, second, "SUMMARY:Engineer B", "SUMMARY:Engineer Y")
			}
			return false
		}
		all := weeksOf("Payments", "Engineer A", "Engineer B", "Engineer C")
		all.Entries[1].End = all.Entries[1].End.Add(-time.Hour)
		done = p.publish(t, "payments", all)
		s.Before = nil
		wantCounts(t, "edited meanwhile", done, "1 written, 0 changed, 0 taken back, 0 unchanged, 1 spared, 1 failed")
		var lost *caldav.ChangedError
		if i := slices.IndexFunc(done.Events, func(e api.PublishedEvent) bool { return e.UID == second }); i < 0 || !errors.As(done.Events[i].Err, &lost) {
			t.Errorf("the lost race is not told: %+v", done.Events)
		}
		if got := p.shifts(t); !slices.Equal(got, []string{"7 Dec Engineer Z", "14 Dec Engineer Y", "21 Dec Engineer C"}) {
			t.Errorf("a change is lost: %v", got)
		}
		all.Overwrite = true
		wantCounts(t, "asked for", p.publish(t, "payments", all), "0 written, 2 changed, 0 taken back, 1 unchanged, 0 spared, 0 failed")
	})
}

func TestAServerThatStopsAnsweringIsNotAskedForEveryEvent(t *testing.T) {
	s := caldavtest.Radicale(t)
	p := newPublished(t, s, "payments")
	puts := 0
	s.Before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPut {
			return false
		}
		if puts++; puts < 2 {
			return false
		}
		http.Error(w, "no", http.StatusForbidden)
		return true
	}
	done := p.publish(t, "payments", weeksOf("Payments", "Engineer A", "Engineer B", "Engineer C", "Engineer D"))
	wantCounts(t, "refused", done, "1 written, 0 changed, 0 taken back, 0 unchanged, 0 spared, 3 failed")
	if puts != 2 || !errors.Is(done.Events[1].Err, caldav.ErrReadOnly) || done.Events[2].Outcome != api.EventNotTried {
		t.Errorf("%d requests, %+v", puts, done.Events)
	}
}

func TestACalendarThatIsNotConfiguredIsWrittenByItsAddress(t *testing.T) {
	caldavtest.OnEach(t, func(t *testing.T, s *caldavtest.Server) {
		p := newPublished(t, s, "payments")
		at := Place{Address: p.address, User: s.User, Secret: s.Password}
		for _, want := range []string{"1 written, 0 changed, 0 taken back, 0 unchanged, 0 spared, 0 failed", "0 written, 0 changed, 0 taken back, 1 unchanged, 0 spared, 0 failed"} {
			done, err := PublishTo(t.Context(), at, config.Default(), weeksOf("Search", "Engineer A"), time.Now())
			if err != nil || done.Calendar != "payments" {
				t.Fatalf("%+v, %v", done, err)
			}
			wantCounts(t, "by its address", done, want)
		}
		if _, err := PublishTo(t.Context(), at, p.config(t), weeksOf("Search", "Engineer A"), time.Now()); !errors.Is(err, api.ErrReadBack) {
			t.Errorf("one that Standby reads: %v", err)
		}
	})
	at := Place{Address: "http://dav.example.org/a/", User: "a", Secret: "canary"}
	if _, err := PublishTo(t.Context(), at, config.Default(), weeksOf("Search"), time.Now()); !errors.Is(err, api.ErrInsecure) || strings.Contains(err.Error(), "canary") {
		t.Errorf("without encryption: %v", err)
	}
}

func TestShiftsAreNotWrittenWhereTheyWouldBeReadAsFurtherOnes(t *testing.T) {
	cfg := config.Default()
	cfg.Calendars = []config.Calendar{{Name: "payments", CalDAV: "https://dav.example.org/payments/"}, {Name: "mine", CalDAV: "https://dav.example.org/mine/", Mine: true}, {Name: "file"}}
	known := weeksOf("payments", "Engineer A")
	known.Rota = ""
	leave := publicationOf("Payments", ical.KindLeave, ical.LeaveEntries([]ical.Leave{{Interval: december}}, false))
	for _, tt := range []struct {
		name, address string
		p             api.Publication
		refused       bool
	}{
		{"a rota's file into the calendar of its name", "https://dav.example.org/payments/", weeksOf("Payments", "Engineer A"), false},
		{"another rota's", "https://dav.example.org/payments/", weeksOf("Search", "Engineer A"), true},
		{"the same place, written otherwise", "HTTPS://DAV.example.org:443/payments", weeksOf("Search", "Engineer A"), true},
		{"what was read from it", "https://dav.example.org/payments/", known, true},
		{"into one where all is the user's", "https://dav.example.org/mine/", weeksOf("mine", "Engineer A"), true},
		{"leave into that", "https://dav.example.org/mine/", leave, false},
		{"into one that Standby does not read", "https://dav.example.org/other/", known, false},
	} {
		if err := feedsBack(cfg, tt.address, tt.p); errors.Is(err, api.ErrReadBack) != tt.refused {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

func TestAPublicationThatMakesNoSenseIsRefused(t *testing.T) {
	p := newStage(t)
	if err := config.AddCalendar(p.path, config.Calendar{Name: "payments", CalDAV: "https://127.0.0.1:1/payments/", Role: rotation.Primary, Refresh: config.DefaultRefresh}); err != nil {
		t.Fatal(err)
	}
	if err := config.AddCalendar(p.path, config.Calendar{Name: "file", File: "/team.ics", Role: rotation.Primary, Refresh: config.DefaultRefresh}); err != nil {
		t.Fatal(err)
	}
	good := weeksOf("Payments", "Engineer A")
	for name, tt := range map[string]struct {
		calendar string
		spoil    func(*api.Publication)
		want     error
	}{
		"a calendar that nobody knows":     {"nowhere", func(*api.Publication) {}, api.ErrNotFound},
		"a file":                           {"file", func(*api.Publication) {}, api.ErrBadRequest},
		"no scope":                         {"payments", func(p *api.Publication) { p.Scope = "" }, api.ErrBadRequest},
		"a scope with a line end":          {"payments", func(p *api.Publication) { p.Scope = "aa\r\nSUMMARY:x" }, api.ErrBadRequest},
		"no time":                          {"payments", func(p *api.Publication) { p.Window.End = p.Window.Start }, api.ErrBadRequest},
		"a zone that nobody knows":         {"payments", func(p *api.Publication) { p.Zone = "Mars/Olympus" }, api.ErrBadRequest},
		"an entry of a kind not published": {"payments", func(p *api.Publication) { p.Kinds = []ical.Kind{ical.KindGap} }, api.ErrBadRequest},
		"a server that is not there":       {"payments", func(*api.Publication) {}, provider.ErrUnreachable},
	} {
		pub := good
		pub.Entries = slices.Clone(good.Entries)
		tt.spoil(&pub)
		if done, err := p.Publish(t.Context(), tt.calendar, pub); !errors.Is(err, tt.want) || done.Written > 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
