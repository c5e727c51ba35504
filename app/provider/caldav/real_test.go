package caldav

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"standby/app/provider"
	"standby/app/provider/caldav/caldavtest"
)

// real is a server that runs for one test.
type real struct{ *caldavtest.Server }

// onEach runs a test against Radicale and against Xandikos.
func onEach(t *testing.T, run func(t *testing.T, s *real)) {
	t.Helper()
	caldavtest.OnEach(t, func(t *testing.T, s *caldavtest.Server) { run(t, &real{s}) })
}

// account is where the server is, as a user would type it.
func (r *real) account(t *testing.T) *Account {
	t.Helper()
	return account(t, r.URL, r.Credentials())
}

// calendar makes a calendar for the test and returns it, with its address.
func (r *real) calendar(t *testing.T, name string) (*Calendar, string) {
	t.Helper()
	made, err := r.account(t).Create(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return r.open(name, made.URL.String()), made.URL.String()
}

// open is another client of a calendar.
func (r *real) open(name, address string) *Calendar {
	// A busy machine must not decide whether a test passes.
	c := New(name, at(address), r.Credentials(), nil)
	c.patience = fetchTime
	return c
}

func TestRealServersLeadFromAnyAddressToTheCalendars(t *testing.T) {
	onEach(t, func(t *testing.T, s *real) {
		for _, name := range []string{"rota", "Bereitschaft Süd & Ost"} {
			if _, err := s.account(t).Create(t.Context(), name); err != nil {
				t.Fatal(err)
			}
		}
		all := discover(t, s.account(t))
		var rota Collection
		var names []string
		for _, c := range all {
			names = append(names, c.Name)
			if c.Name == "rota" {
				rota = c
			}
			if c.ReadOnly {
				t.Errorf("%s cannot be written to", c.Name)
			}
		}
		text := strings.Join(names, "|")
		if !strings.Contains(text, "rota") || !strings.Contains(text, "Bereitschaft Süd & Ost") || rota.URL == nil {
			t.Fatalf("found %q", names)
		}
		u := rota.URL.String()
		home := u[:strings.LastIndex(strings.TrimSuffix(u, "/"), "/")+1]
		for name, from := range map[string]string{
			"the folder of the calendars": home, "without the slash": strings.TrimSuffix(home, "/"), "an address that is not there": s.URL + "/nowhere/at/all",
		} {
			if got := discover(t, account(t, from, s.Credentials())); len(got) != len(all) {
				t.Errorf("from %s: %d of %d calendars", name, len(got), len(all))
			}
		}
		if got := discover(t, account(t, u, s.Credentials())); len(got) != 1 || got[0].Name != "rota" {
			t.Errorf("from the calendar itself: %v", got)
		}
		if _, err := s.account(t).Create(t.Context(), "rota"); err == nil {
			t.Error("the same name twice was made twice")
		}
	})
}

func TestRadicaleRefusesAWrongPassword(t *testing.T) {
	s := caldavtest.Radicale(t)
	wrong := fixed(provider.Basic(s.User, "wrong-"+canary))
	_, err := account(t, s.URL, wrong).Discover(t.Context())
	mustFail(t, err, provider.ErrUnauthorized)
	_, _, err = New("team", at(s.URL+"/"+s.User+"/rota/"), wrong, nil).Fetch(t.Context(), provider.Copy{})
	mustFail(t, err, provider.ErrUnauthorized)
}

func TestRealServersKeepEventsAndTellVersionsApart(t *testing.T) {
	onEach(t, func(t *testing.T, s *real) {
		a, address := s.calendar(t, "rota")
		b := s.open("rota", address)
		empty, changed := fetch(t, a, provider.Copy{})
		if !changed || strings.Contains(string(empty.Body), "VEVENT") {
			t.Fatalf("a new calendar holds %q", empty.Body)
		}
		for _, uid := range []string{"shift-1@example.org", "schicht/ä ü 2", "../../shift 3?x#y", strings.Repeat("long", 80)} {
			summary := "Engineer Ä is on, says 𝔄; \\ \"x\" <b>&amp;"
			tag, err := a.Put(t.Context(), uid, event(uid, summary), "")
			if err != nil {
				t.Fatalf("%s: %v", uid, err)
			}
			got, err := b.Get(t.Context(), uid)
			if err != nil || got.UID != uid || got.Summary() != summary || tag != "" && got.ETag != tag {
				t.Fatalf("%s: read back %+v, %v, want the version %s", uid, got, err, tag)
			}
			mustChange(t, create(t, b, uid), uid, false)

			tag2, err := b.Put(t.Context(), uid, event(uid, "Engineer B"), got.ETag)
			if err != nil {
				t.Fatalf("%s: %v", uid, err)
			}
			_, err = a.Put(t.Context(), uid, event(uid, "Engineer C"), got.ETag)
			lost := mustChange(t, err, uid, false)
			if lost.Now.Summary() != "Engineer B" || lost.By != "b@example.org" || lost.At.IsZero() {
				t.Errorf("%s: lost to %q by %q at %v", uid, lost.Now.Summary(), lost.By, lost.At)
			}
			mustChange(t, a.Delete(t.Context(), uid, got.ETag), uid, false)
			if err := b.Delete(t.Context(), uid, tag2); err != nil {
				t.Fatalf("%s: %v", uid, err)
			}
			mustChange(t, a.Delete(t.Context(), uid, tag2), uid, true)
			_, err = a.Put(t.Context(), uid, event(uid, "Engineer C"), tag2)
			mustChange(t, err, uid, true)
			_, err = a.Get(t.Context(), uid)
			mustFail(t, err, ErrNothingThere)
		}
	})
}

func TestRealServersRefuseTheSecondOfTwoWritesAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, s *real) {
		a, address := s.calendar(t, "rota")
		if _, err := a.Put(t.Context(), "1", event("1", "Engineer A"), ""); err != nil {
			t.Fatal(err)
		}
		got, err := a.Get(t.Context(), "1")
		if err != nil {
			t.Fatal(err)
		}
		// Both have looked and found the version they know before either writes, so
		// that it is the server's If-Match that decides.
		other := s.open("rota", address)
		done := false
		s.Before = func(_ http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodPut && !done {
				done = true
				if _, err := other.Put(t.Context(), "1", event("1", "Engineer B"), got.ETag); err != nil {
					t.Errorf("the first: %v", err)
				}
			}
			return false
		}
		_, err = a.Put(t.Context(), "1", event("1", "Engineer C"), got.ETag)
		if lost := mustChange(t, err, "1", false); lost.Now.Summary() != "Engineer B" {
			t.Errorf("lost to %q", lost.Now.Summary())
		}
		done = false
		s.Before = func(_ http.ResponseWriter, r *http.Request) bool {
			if r.Method == http.MethodPut && !done {
				done = true
				if _, err := other.Put(t.Context(), "2", event("2", "Engineer B"), ""); err != nil {
					t.Errorf("the first: %v", err)
				}
			}
			return false
		}
		mustChange(t, create(t, a, "2"), "2", false)
	})
}

func TestRealServersTellWhetherAnythingHasChanged(t *testing.T) {
	onEach(t, func(t *testing.T, s *real) {
		a, address := s.calendar(t, "rota")
		many := 500
		if strings.HasSuffix(t.Name(), "Xandikos") {
			many = 120 // it takes a second for every fifty
		}
		files := map[string][]byte{}
		for i := range many {
			uid := fmt.Sprintf("shift-%03d", i)
			files[uid+".ics"] = event(uid, fmt.Sprintf("Engineer %d", i))
		}
		s.Seed(t, "rota", files)
		first, changed := fetch(t, a, provider.Copy{})
		if n := strings.Count(string(first.Body), "BEGIN:VEVENT"); !changed || n != many {
			t.Fatalf("%d events, changed %v", n, changed)
		}
		count := func(c *Calendar, last provider.Copy) (provider.Copy, bool, int64) {
			before := s.Requests.Load()
			now, changed := fetch(t, c, last)
			return now, changed, s.Requests.Load() - before
		}
		if now, changed, n := count(a, first); changed || n != 1 || now.ETag != first.ETag || &now.Body[0] != &first.Body[0] {
			t.Errorf("unchanged: changed %v, %d requests", changed, n)
		}
		// A restart knows the copy and nothing else.
		if _, changed, n := count(s.open("rota", address), first); changed || n != 1 {
			t.Errorf("unchanged after a restart: changed %v, %d requests", changed, n)
		}
		other := s.open("rota", address)
		old, err := other.Get(t.Context(), "shift-007")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := other.Put(t.Context(), "shift-007", event("shift-007", "Engineer New"), old.ETag); err != nil {
			t.Fatal(err)
		}
		old, err = other.Get(t.Context(), "shift-008")
		if err != nil {
			t.Fatal(err)
		}
		if err := other.Delete(t.Context(), "shift-008", old.ETag); err != nil {
			t.Fatal(err)
		}
		second, changed, n := count(a, first)
		text := string(second.Body)
		if !changed || n > 4 || strings.Count(text, "BEGIN:VEVENT") != many-1 || !strings.Contains(text, "Engineer New") || strings.Contains(text, "UID:shift-008") {
			t.Errorf("one changed, one deleted: changed %v, %d requests, %d events", changed, n, strings.Count(text, "BEGIN:VEVENT"))
		}
		whole, _ := fetch(t, s.open("rota", address), provider.Copy{})
		if !bytes.Equal(whole.Body, second.Body) || whole.ETag != second.ETag {
			t.Error("read in steps and read at once, the calendar differs")
		}
	})
}
