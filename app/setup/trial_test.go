package setup

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"standby/app/api"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/provider/caldav"
	"standby/app/provider/caldav/caldavtest"
	"standby/app/provider/calendar"
	"standby/rotation"
)

// theNight is when the trials play.
func theNight() time.Time { return time.Date(2026, 11, 25, 1, 12, 0, 0, time.UTC) }

const secretPart = "canary-Zx81"

// week is a made-up shift of a week, n weeks after the present one.
func week(n int, summary string) string {
	start := time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC).AddDate(0, 0, 7*n)
	const layout = "20060102T150405Z"
	return fmt.Sprintf("BEGIN:VEVENT\r\nUID:%d@example.org\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:%s\r\nDTEND:%s\r\nSUMMARY:%s\r\nEND:VEVENT\r\n",
		n, start.Format(layout), start.AddDate(0, 0, 7).Format(layout), summary)
}

func calendarText(head string, events ...string) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + head + strings.Join(events, "") + "END:VCALENDAR\r\n"
}

// rotaText is a calendar as PagerDuty writes it.
func rotaText() string {
	return calendarText("PRODID:-//PagerDuty//example//EN\r\nX-WR-CALNAME:On Call Schedule for Payments\r\nX-WR-TIMEZONE:Europe/Berlin\r\n",
		week(0, "On Call - Engineer A - Payments"), week(1, "On Call - Engineer B - Payments"), week(2, "On Call - Engineer A - Payments"))
}

// tryStage is a stage on which it is the night, and the user is Engineer A.
func tryStage(t *testing.T) *stage {
	t.Helper()
	s := newStage(t)
	s.build.Now, s.trial.build.Now = theNight, theNight
	if err := config.SetMe(s.path, rotation.Person{Name: "Engineer A"}); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *stage) preview(t *testing.T, q api.PreviewQuery) api.Preview {
	t.Helper()
	p, err := s.Trial().Preview(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// feed serves a calendar, and counts how often.
func feed(t *testing.T, text string) (address string, asked *atomic.Int64) {
	t.Helper()
	asked = &atomic.Int64{}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Content-Type", "text/calendar")
		_, _ = w.Write([]byte(text))
	}))
	t.Cleanup(srv.Close)
	return srv.URL + "/" + secretPart + ".ics", asked
}

func TestACalendarSaysWhatItWouldBe(t *testing.T) {
	s := tryStage(t)
	address, _ := feed(t, rotaText())
	p := s.preview(t, api.PreviewQuery{NewCalendar: api.NewCalendar{Location: address}})
	if p.Name != "On Call Schedule for Payments" || p.Profile != "PagerDuty" || p.Zone != "Europe/Berlin" || p.Past || p.Fault != nil || p.Unencrypted != "" {
		t.Errorf("%+v", p)
	}
	if p.Shifts != 3 || p.Mine != 2 || len(p.Rows) != 3 || p.More || !p.Horizon.Equal(time.Date(2026, 12, 11, 8, 0, 0, 0, time.UTC)) {
		t.Errorf("%d shifts, %d mine, until %v: %+v", p.Shifts, p.Mine, p.Horizon, p.Rows)
	}
	want := api.PreviewRow{Interval: rotation.Interval{Start: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC), End: time.Date(2026, 11, 27, 8, 0, 0, 0, time.UTC)},
		Summary: "On Call - Engineer A - Payments", Person: rotation.Person{Name: "Engineer A"}, Role: rotation.Primary, Rota: "Payments", Mine: true}
	if p.Rows[0] != want || p.Rows[1].Mine {
		t.Errorf("got  %+v\nwant %+v", p.Rows[0], want)
	}
	if told := s.agent.told; len(told) != 0 || len(s.keyring.held) != 0 || len(s.config(t).Calendars) != 0 {
		t.Errorf("a question changed something: %q", told)
	}
	text, err := json.Marshal(p)
	if err != nil || strings.Contains(string(text), secretPart) {
		t.Errorf("the address is in the answer: %s, %v", text, err)
	}
}

func TestAPatternIsTriedWithoutFetchingAgain(t *testing.T) {
	s := tryStage(t)
	address, asked := feed(t, calendarText("", week(0, "Payments / Engineer A"), week(1, "Engineer B"), week(2, "Payments / Engineer C")))
	ask := func(pattern string) api.Preview {
		return s.preview(t, api.PreviewQuery{NewCalendar: api.NewCalendar{Location: address, Pattern: pattern}})
	}
	if p := ask(""); p.Rows[0].Unmatched || p.Rows[0].Rota != "" || p.Rows[2].Person.Name != "Payments / Engineer C" || p.Profile != "" {
		t.Errorf("without a pattern: %+v", p)
	}
	p := ask("{rota} / {person}")
	if p.Mine != 1 || !p.Rows[0].Mine || p.Rows[0].Rota != "Payments" || p.Rows[0].Unmatched || !p.Rows[1].Unmatched || len(p.Warnings) != 1 {
		t.Errorf("with one: %+v", p)
	}
	p = ask("{rota} /\n{persn}")
	if p.Fault == nil || p.Fault.Line != 2 || p.Fault.At != 1 || p.Fault.Remedy == "" || len(p.Rows) != 3 || p.Rows[1].Unmatched {
		t.Errorf("with a bad one: %+v, %+v", p, p.Fault)
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("it was fetched %d times", n)
	}
	s.preview(t, api.PreviewQuery{NewCalendar: api.NewCalendar{Location: address}, Fresh: true})
	s.preview(t, api.PreviewQuery{NewCalendar: api.NewCalendar{Location: address + "?other"}})
	s.preview(t, api.PreviewQuery{NewCalendar: api.NewCalendar{Location: address}})
	if n := asked.Load(); n != 4 {
		t.Errorf("it was fetched %d times, want anew on request and from each other place", n)
	}
}

func TestWhatWasTriedIsForgotten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "team.ics")
	if err := os.WriteFile(path, []byte(rotaText()), 0o600); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t)
		ask := func() { s.preview(t, api.PreviewQuery{NewCalendar: api.NewCalendar{Location: path}}) }
		ask()
		held := func() *tried {
			s.trial.mu.Lock()
			defer s.trial.mu.Unlock()
			return s.trial.last
		}
		first := held()
		time.Sleep(triedFor - time.Second)
		synctest.Wait()
		if ask(); held() != first {
			t.Error("it was fetched again")
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if held() != nil {
			t.Error("it stays in memory")
		}
	})
}

func TestWhatHasPassedIsShownWhenNothingLiesAhead(t *testing.T) {
	s := tryStage(t)
	path := filepath.Join(t.TempDir(), "team.ics")
	if err := os.WriteFile(path, []byte(calendarText("", week(-3, "Engineer A"), week(-30, "Engineer A"))), 0o600); err != nil {
		t.Fatal(err)
	}
	p := s.preview(t, api.PreviewQuery{NewCalendar: api.NewCalendar{Location: path}})
	if !p.Past || p.Shifts != 1 || len(p.Rows) != 1 || !p.Window.End.Equal(theNight()) {
		t.Errorf("%+v", p)
	}
}

func TestAnOpenEndAndLeaveAreMarked(t *testing.T) {
	s := tryStage(t)
	path := filepath.Join(t.TempDir(), "team.ics")
	goalert := "PRODID:-//GoAlert//dev//EN\r\nMETHOD:PUBLISH\r\n"
	if err := os.WriteFile(path, []byte(calendarText(goalert, week(0, "Engineer B On-Call (GoAlert: Payments)"), week(1, "Engineer A On-Call (GoAlert: Payments) Begins*"))), 0o600); err != nil {
		t.Fatal(err)
	}
	if p := s.preview(t, api.PreviewQuery{NewCalendar: api.NewCalendar{Location: path}}); p.Profile != "GoAlert" || p.Rows[0].OpenEnd || !p.Rows[1].OpenEnd || !p.Rows[1].Mine {
		t.Errorf("%+v", p)
	}
	if err := os.WriteFile(path, []byte(calendarText("", week(0, "vacation: Engineer A"))), 0o600); err != nil {
		t.Fatal(err)
	}
	if p := s.preview(t, api.PreviewQuery{NewCalendar: api.NewCalendar{Location: path, Pattern: "{role}: {person}"}, Fresh: true}); !p.Rows[0].Away || p.Rows[0].Mine || p.Mine != 0 {
		t.Errorf("%+v", p)
	}
}

func TestWhatCannotBeReadIsToldWithoutItsAddress(t *testing.T) {
	s := tryStage(t)
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>Sign in</html>")) }))
	defer page.Close()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for name, c := range map[string]struct {
		of   api.NewCalendar
		want error
	}{
		"a login page":    {api.NewCalendar{Location: page.URL + "/" + secretPart}, calendar.ErrNotACalendar},
		"nobody answers":  {api.NewCalendar{Location: gone.URL + "/" + secretPart}, provider.ErrUnreachable},
		"no file":         {api.NewCalendar{Location: filepath.Join(t.TempDir(), "none.ics")}, os.ErrNotExist},
		"nothing":         {api.NewCalendar{}, api.ErrBadRequest},
		"not encrypted":   {api.NewCalendar{Location: "http://calendar.example.org/" + secretPart}, api.ErrInsecure},
		"no CalDAV":       {api.NewCalendar{Location: page.URL, CalDAV: true, User: "a", Secret: secretPart}, caldav.ErrNotACalendar},
		"no CalDAV there": {api.NewCalendar{Location: "dav", CalDAV: true, User: "a", Secret: secretPart}, api.ErrBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Trial().Preview(t.Context(), api.PreviewQuery{NewCalendar: c.of})
			if !errors.Is(err, c.want) || strings.Contains(fmt.Sprint(err), secretPart) {
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := s.Trial().Discover(t.Context(), api.Account{Address: "http://dav.example.org", User: "a", Secret: secretPart}); !errors.Is(err, api.ErrInsecure) {
		t.Errorf("got %v", err)
	}
}

// TestACalendarOfAnAccountIsFoundTriedAndAdded goes the whole way of the screen,
// with the real servers.
func TestACalendarOfAnAccountIsFoundTriedAndAdded(t *testing.T) {
	caldavtest.OnEach(t, func(t *testing.T, server *caldavtest.Server) {
		s := tryStage(t)
		prepare(t, server)
		found, err := s.Trial().Discover(t.Context(), api.Account{Address: server.URL, User: server.User, Secret: server.Password})
		at := slices.IndexFunc(found, func(f api.Found) bool { return f.Name == "Payments" && !f.ReadOnly })
		if err != nil || at < 0 {
			t.Fatalf("found %+v, %v", found, err)
		}
		address := found[at].Address
		n := api.NewCalendar{Name: "payments", Location: address, CalDAV: true, User: server.User, Secret: server.Password}
		p := s.preview(t, api.PreviewQuery{NewCalendar: n})
		if p.Shifts != 2 || p.Mine != 1 || len(p.Rows) != 2 || p.Unencrypted != "" {
			t.Errorf("%+v", p)
		}
		before := server.Requests.Load()
		n.Pattern = "{role} {person}"
		if p := s.preview(t, api.PreviewQuery{NewCalendar: n}); p.Fault != nil || server.Requests.Load() != before {
			t.Errorf("another pattern cost %d requests: %+v", server.Requests.Load()-before, p.Fault)
		}
		n.Pattern = ""
		if err := s.AddCalendar(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		c := s.config(t).Calendars
		if len(c) != 1 || c[0].CalDAV != address || c[0].User != server.User || s.keyring.held["caldav/payments"].Reveal() != server.Password {
			t.Fatalf("configured: %+v", c)
		}
		got, changed, err := s.build.Calendar(c[0]).Calendar.Fetch(t.Context(), provider.Copy{})
		if err != nil || !changed || strings.Count(string(got.Body), "BEGIN:VEVENT") != 2 {
			t.Errorf("fetched %d bytes, %v, %v", len(got.Body), changed, err)
		}
		if _, err := s.Trial().Discover(t.Context(), api.Account{Address: server.URL, User: server.User, Secret: secretPart + "wrong"}); server.User != "" &&
			(!errors.Is(err, provider.ErrUnauthorized) || strings.Contains(err.Error(), secretPart)) {
			t.Errorf("a wrong password: %v", err)
		}
	})
}

// prepare makes a calendar with two shifts.
func prepare(t *testing.T, server *caldavtest.Server) {
	t.Helper()
	account, err := caldav.NewAccount(server.URL, server.Credentials(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := account.Create(t.Context(), "Payments"); err != nil {
		t.Fatal(err)
	}
	server.Seed(t, "Payments", map[string][]byte{
		"0.ics": []byte(calendarText("PRODID:-//example//test//EN\r\n", week(0, "Engineer A"))),
		"1.ics": []byte(calendarText("PRODID:-//example//test//EN\r\n", week(1, "Engineer B"))),
	})
}
