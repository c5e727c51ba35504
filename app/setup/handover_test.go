package setup

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"standby/app/api"
	"standby/app/provider"
	"standby/app/provider/caldav"
	"standby/app/provider/caldav/caldavtest"
	"standby/rotation"
	"standby/rotation/ical"
)

// team is a made-up rota on a server, and the Standby of somebody in it.
type team struct {
	*stage
	server *caldavtest.Server
	at     string // the calendar
	direct *caldav.Calendar
}

func object(uid string, lines ...string) []byte {
	return fmt.Appendf(nil, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//team//EN\r\nBEGIN:VEVENT\r\nUID:%s\r\nDTSTAMP:20260101T000000Z\r\n%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", uid, strings.Join(lines, "\r\n"))
}

// newTeam is a calendar with two single shifts at once, one later, and a series.
func newTeam(t *testing.T, server *caldavtest.Server) *team {
	t.Helper()
	account, err := caldav.NewAccount(server.URL, server.Credentials(), nil)
	if err != nil {
		t.Fatal(err)
	}
	made, err := account.Create(t.Context(), "team")
	if err != nil {
		t.Fatal(err)
	}
	tm := &team{server: server, at: made.URL.String()}
	tm.stage = tm.join(t)
	conf := tm.config(t).Calendars[0]
	tm.direct, _ = tm.build.caldav(conf).(*caldav.Calendar)
	for uid, lines := range map[string][]string{
		"sat-1":  {"DTSTART:20261205T090000Z", "DTEND:20261206T090000Z", "SUMMARY:Engineer A (primary)", "ATTENDEE;CN=Engineer A:mailto:a@example.org", "X-KEPT:yes"},
		"sat-2":  {"DTSTART:20261205T090000Z", "DTEND:20261206T090000Z", "SUMMARY:Engineer C (secondary)"},
		"sun":    {"DTSTART:20261212T090000Z", "DTEND:20261213T090000Z", "SUMMARY:Engineer B (primary)", "ATTENDEE;CN=Engineer B:mailto:b@example.org"},
		"nights": {"DTSTART;TZID=Europe/Berlin:20261116T200000", "DTEND;TZID=Europe/Berlin:20261117T080000", "RRULE:FREQ=WEEKLY", "SUMMARY:shadow: Engineer D"},
	} {
		if _, err := tm.direct.Put(t.Context(), uid, object(uid, lines...), ""); err != nil {
			t.Fatal(err)
		}
	}
	return tm
}

// join adds the calendar to one more Standby.
func (tm *team) join(t *testing.T) *stage {
	t.Helper()
	s := newStage(t)
	s.build.Now = func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }
	err := s.AddCalendar(t.Context(), api.NewCalendar{Name: "team", Location: tm.at, CalDAV: true, User: tm.server.User, Secret: tm.server.Password})
	if err != nil {
		t.Fatal(err)
	}
	s.agent.told = nil
	return s
}

// shifts is who is on call now, as it stands on the server.
func (tm *team) shifts(t *testing.T) string {
	t.Helper()
	got, _, err := tm.direct.Fetch(t.Context(), provider.Copy{})
	if err != nil {
		t.Fatal(err)
	}
	res, err := ical.Read(got.Body, ical.Options{Rota: "team", Window: rotation.Interval{Start: day(1), End: day(14)}})
	if err != nil || len(res.Warnings) > 0 {
		t.Fatal(err, res.Warnings)
	}
	var words []string
	for _, s := range res.Shifts {
		words = append(words, fmt.Sprintf("%s-%s %s", s.Start.Format("2T15"), s.End.Format("2T15"), strings.TrimPrefix(s.Person.Name, "Engineer ")))
	}
	return strings.Join(words, ", ")
}

// day is nine o'clock on a day of December.
func day(n int) time.Time { return time.Date(2026, 12, n, 9, 0, 0, 0, time.UTC) }

func on(n int) api.ShiftRef { return api.ShiftRef{Start: day(n), Role: rotation.Primary} }

const before = "5T09-6T09 A, 5T09-6T09 C, 7T19-8T07 D, 12T09-13T09 B"

func named(letter string) rotation.Person { return rotation.Person{Name: "Engineer " + letter} }

func sentences(h api.Handed) string {
	var list []string
	for _, a := range h.Alterations {
		list = append(list, a.Sentence(time.UTC, day(1)))
	}
	return strings.Join(list, "; ")
}

func TestAShiftIsGivenAndTheAgentLooksAgain(t *testing.T) {
	caldavtest.OnEach(t, func(t *testing.T, server *caldavtest.Server) {
		tm := newTeam(t, server)
		g := api.GiveShift{Calendar: "team", Shift: on(5), To: named("B"), DryRun: true}
		want := "Sat 5 Dec 09:00 to Sun 6 Dec 09:00 is no longer Engineer A's; Sat 5 Dec 09:00 to Sun 6 Dec 09:00 is now Engineer B's"
		done, err := tm.Give(t.Context(), g)
		if err != nil || done.Written || sentences(done) != want || tm.shifts(t) != before || len(tm.agent.told) != 0 {
			t.Fatalf("dry: %v, %q, %s, agent %q", err, sentences(done), tm.shifts(t), tm.agent.told)
		}
		g.DryRun = false
		if done, err = tm.Give(t.Context(), g); err != nil || !done.Written || sentences(done) != want {
			t.Fatalf("%v, %q", err, sentences(done))
		}
		if got := tm.shifts(t); got != "5T09-6T09 B, 5T09-6T09 C, 7T19-8T07 D, 12T09-13T09 B" {
			t.Errorf("now: %s", got)
		}
		if !slices.Equal(tm.agent.told, []string{"ask again team"}) {
			t.Errorf("agent %q", tm.agent.told)
		}
		got, err := tm.direct.Get(t.Context(), "sat-1")
		// The address is known from another event.
		for _, line := range []string{"SUMMARY:Engineer B (primary)", "mailto:b@example.org", "X-KEPT:yes", "SEQUENCE:1", "LAST-MODIFIED:20261122T120000Z"} {
			if err != nil || !strings.Contains(string(got.Body), line) {
				t.Errorf("no %s in %v\n%s", line, err, got.Body)
			}
		}
	})
}

func TestTwoShiftsAndTwoNightsOfASeriesAreSwapped(t *testing.T) {
	caldavtest.OnEach(t, func(t *testing.T, server *caldavtest.Server) {
		tm := newTeam(t, server)
		if _, err := tm.Swap(t.Context(), api.SwapShifts{Calendar: "team", Shift: on(5), With: on(12)}); err != nil {
			t.Fatal(err)
		}
		if got := tm.shifts(t); got != "5T09-6T09 B, 5T09-6T09 C, 7T19-8T07 D, 12T09-13T09 A" {
			t.Errorf("swapped: %s", got)
		}
		night := func(n int) api.ShiftRef {
			return api.ShiftRef{UID: "nights", Start: time.Date(2026, 12, n, 0, 0, 0, 0, time.UTC), Before: time.Date(2026, 12, n+1, 0, 0, 0, 0, time.UTC)}
		}
		if _, err := tm.Give(t.Context(), api.GiveShift{Calendar: "team", Shift: night(7), To: named("A")}); err != nil {
			t.Fatal(err)
		}
		var puts atomic.Int64
		server.Before = func(_ http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodPut {
				puts.Add(1)
			}
			return false
		}
		done, err := tm.Swap(t.Context(), api.SwapShifts{Calendar: "team", Shift: night(7), With: night(14)})
		if err != nil || puts.Load() != 1 {
			t.Errorf("two nights of a series: %v, %d writes", err, puts.Load())
		}
		if got := tm.shifts(t); got != "5T09-6T09 B, 5T09-6T09 C, 7T19-8T07 D, 12T09-13T09 A" || len(done.Alterations) != 2 {
			t.Errorf("back: %s\n%s", got, sentences(done))
		}
	})
}

func TestAPartOfAShiftIsGivenAndTakenBackWhenTheRestFails(t *testing.T) {
	caldavtest.OnEach(t, func(t *testing.T, server *caldavtest.Server) {
		tm := newTeam(t, server)
		g := api.GiveShift{Calendar: "team", Shift: on(5), To: named("B"), From: day(5).Add(3 * time.Hour), Until: day(5).Add(5 * time.Hour)}
		server.Before = func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodPut && strings.Contains(r.URL.Path, "sat-1.ics") {
				http.Error(w, "no", http.StatusForbidden)
				return true
			}
			return false
		}
		if _, err := tm.Give(t.Context(), g); !errors.Is(err, caldav.ErrReadOnly) || tm.shifts(t) != before {
			t.Errorf("%v, %s", err, tm.shifts(t))
		}
		server.Before = nil
		if _, err := tm.Give(t.Context(), g); err != nil {
			t.Fatal(err)
		}
		if got := tm.shifts(t); got != "5T09-5T12 A, 5T09-6T09 C, 5T12-5T14 B, 5T14-6T09 A, 7T19-8T07 D, 12T09-13T09 B" {
			t.Errorf("now: %s", got)
		}
	})
}

func TestOfTwoWhoWriteAtOnceTheSecondIsToldAndNothingIsOverwritten(t *testing.T) {
	caldavtest.OnEach(t, func(t *testing.T, server *caldavtest.Server) {
		tm := newTeam(t, server)
		other := tm.join(t)
		// Both have read before either writes: the other's write comes in when ours
		// is on its way.
		var done atomic.Bool
		server.Before = func(_ http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodPut && !done.Swap(true) {
				if _, err := other.Give(t.Context(), api.GiveShift{Calendar: "team", Shift: on(5), To: rotation.Person{Name: "Engineer D", Email: "d@example.org"}}); err != nil {
					t.Errorf("the first: %v", err)
				}
			}
			return false
		}
		_, err := tm.Give(t.Context(), api.GiveShift{Calendar: "team", Shift: on(5), To: rotation.Person{Name: "Engineer B", Email: "b@example.org"}})
		var lost *caldav.ChangedError
		if !errors.As(err, &lost) || lost.Now.Summary() != "Engineer D (primary)" {
			t.Errorf("the second: %v", err)
		}
		// A swap loses as well, and neither half of it is written.
		done.Store(false)
		server.Before = func(_ http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodPut && !done.Swap(true) {
				if _, err := other.Give(t.Context(), api.GiveShift{Calendar: "team", Shift: on(12), To: rotation.Person{Name: "Engineer E", Email: "e@example.org"}}); err != nil {
					t.Errorf("the first: %v", err)
				}
			}
			return false
		}
		_, err = tm.Swap(t.Context(), api.SwapShifts{Calendar: "team", Shift: on(5), With: on(12)})
		if !errors.Is(err, caldav.ErrChanged) {
			t.Errorf("the swap: %v", err)
		}
		if got := tm.shifts(t); got != "5T09-6T09 D, 5T09-6T09 C, 7T19-8T07 D, 12T09-13T09 E" {
			t.Errorf("now: %s", got)
		}
		// And whoever says who has it is told when that is somebody else by now.
		server.Before = nil
		_, err = tm.Give(t.Context(), api.GiveShift{Calendar: "team", Shift: api.ShiftRef{Start: day(5), Role: rotation.Primary, Holder: named("A")}, To: named("B")})
		var which *api.CandidatesError
		if !errors.As(err, &which) || len(which.Near) != 1 || which.Near[0].Person.Name != "Engineer D" {
			t.Errorf("by holder: %v", err)
		}
	})
}

func TestAHandoverThatCannotBeIsRefused(t *testing.T) {
	server := caldavtest.Radicale(t)
	tm := newTeam(t, server)
	if err := tm.AddCalendar(t.Context(), api.NewCalendar{Name: "file", Location: "/t.ics"}); err != nil {
		t.Fatal(err)
	}
	if err := tm.AddCalendar(t.Context(), api.NewCalendar{Name: "feed", Location: "https://example.org/t.ics"}); err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct {
		g    api.GiveShift
		want error
	}{
		"a file":           {api.GiveShift{Calendar: "file", Shift: on(5), To: named("B")}, api.ErrNoWriting},
		"a feed":           {api.GiveShift{Calendar: "feed", Shift: on(5), To: named("B")}, api.ErrNoWriting},
		"nothing":          {api.GiveShift{Calendar: "none", Shift: on(5), To: named("B")}, api.ErrNotFound},
		"to nobody":        {api.GiveShift{Calendar: "team", Shift: on(5)}, api.ErrBadRequest},
		"no shift":         {api.GiveShift{Calendar: "team", To: named("B")}, api.ErrBadRequest},
		"an empty part":    {api.GiveShift{Calendar: "team", Shift: on(5), To: named("B"), From: day(5), Until: day(5)}, api.ErrBadRequest},
		"a part elsewhere": {api.GiveShift{Calendar: "team", Shift: on(5), To: named("B"), From: day(4)}, ical.ErrPart},
		"who has it":       {api.GiveShift{Calendar: "team", Shift: on(5), To: named("A")}, ical.ErrHolds},
		"no address":       {api.GiveShift{Calendar: "team", Shift: on(5), To: named("X")}, ical.ErrNoPlace},
	} {
		if _, err := tm.Give(t.Context(), row.g); !errors.Is(err, row.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var which *api.CandidatesError
	_, err := tm.Give(t.Context(), api.GiveShift{Calendar: "team", Shift: api.ShiftRef{Start: day(5)}, To: named("B")})
	if !errors.As(err, &which) || len(which.Found) != 2 || !strings.Contains(err.Error(), "Engineer C (secondary, UID sat-2)") {
		t.Errorf("two at once: %v", err)
	}
	_, err = tm.Give(t.Context(), api.GiveShift{Calendar: "team", Shift: on(6), To: named("B")})
	if !errors.As(err, &which) || len(which.Near) == 0 || !errors.Is(err, api.ErrBadRequest) {
		t.Errorf("none: %v", err)
	}
	for status, want := range map[int]error{http.StatusForbidden: caldav.ErrReadOnly, http.StatusLocked: caldav.ErrLocked, http.StatusInsufficientStorage: caldav.ErrNoRoom} {
		server.Before = func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodPut {
				http.Error(w, "no", status)
			}
			return r.Method == http.MethodPut
		}
		if _, err := tm.Give(t.Context(), api.GiveShift{Calendar: "team", Shift: on(5), To: named("B")}); !errors.Is(err, want) || strings.Contains(fmt.Sprint(err), server.Password) {
			t.Errorf("status %d: %v", status, err)
		}
	}
	server.Before = nil
	if got := tm.shifts(t); got != before {
		t.Errorf("now: %s", got)
	}
}

func TestHalfASwapAndALostAnswerAreToldAsWhatTheyAre(t *testing.T) {
	server := caldavtest.Radicale(t)
	tm := newTeam(t, server)
	var puts atomic.Int64
	server.Before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPut && puts.Add(1) > 1 {
			http.Error(w, "no", http.StatusForbidden)
			return true
		}
		return false
	}
	_, err := tm.Swap(t.Context(), api.SwapShifts{Calendar: "team", Shift: on(5), With: on(12)})
	var half *caldav.HalfDoneError
	if !errors.As(err, &half) || half.Written != "sat-1" || half.Refused != "sun" || !slices.Equal(tm.agent.told, []string{"ask again team"}) {
		t.Errorf("half of it: %v, agent %q", err, tm.agent.told)
	}
	var gone atomic.Bool
	server.Before = func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == http.MethodPut {
			gone.Store(true)
		}
		if gone.Load() {
			panic(http.ErrAbortHandler) // the connection breaks
		}
		return false
	}
	_, err = tm.Give(t.Context(), api.GiveShift{Calendar: "team", Shift: on(12), To: named("C")})
	if !errors.Is(err, ical.ErrNoPlace) { // C has no address in this calendar
		t.Errorf("no address: %v", err)
	}
	_, err = tm.Give(t.Context(), api.GiveShift{Calendar: "team", Shift: api.ShiftRef{UID: "sat-2"}, To: named("E")})
	if !errors.Is(err, caldav.ErrUnsure) {
		t.Errorf("a lost answer: %v", err)
	}
}

func TestAnAddressWithoutEncryptionIsAddedByThoseWhoKnow(t *testing.T) {
	s := newStage(t)
	feed := api.NewCalendar{Name: "feed", Location: "http://cal.example.org/secret-path.ics"}
	dav := api.NewCalendar{Name: "dav", Location: "http://192.0.2.1/", CalDAV: true, User: "a", Secret: "canary-Zx81"}
	for _, n := range []api.NewCalendar{feed, dav} {
		err := s.AddCalendar(t.Context(), n)
		if !errors.Is(err, api.ErrInsecure) || strings.Contains(fmt.Sprint(err), "secret-path") || strings.Contains(fmt.Sprint(err), "canary") {
			t.Errorf("%s: %v", n.Name, err)
		}
	}
	if len(s.config(t).Calendars) != 0 || len(s.keyring.held) != 0 {
		t.Errorf("added: %+v", s.config(t))
	}
	feed.InsecureOK = true
	if err := s.AddCalendar(t.Context(), feed); err != nil || !s.config(t).Calendars[0].InKeyring {
		t.Errorf("known: %v", err)
	}
	for _, where := range []string{"http://127.0.0.1:1/x.ics", "http://localhost:1/y.ics", "webcal://example.org/z.ics"} {
		if err := s.AddCalendar(t.Context(), api.NewCalendar{Name: "c" + where[len(where)-5:len(where)-4], Location: where}); err != nil {
			t.Errorf("%s: %v", where, err)
		}
	}
}
