package caldav

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"standby/app/provider"
)

// site answers PROPFINDs by path: with properties, or with a redirect when the
// text is an address.
type site struct {
	mu    sync.Mutex
	paths map[string]string
	sent  map[string][]string // Authorization by path
}

func (s *site) start(t *testing.T) string {
	t.Helper()
	s.sent = map[string][]string{}
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	return srv.URL
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _ = io.Copy(io.Discard, r.Body)
	s.sent[r.URL.Path] = append(s.sent[r.URL.Path], r.Header.Get("Authorization"))
	text, ok := s.paths[r.URL.Path]
	switch {
	case !ok:
		w.WriteHeader(http.StatusNotFound)
	case strings.HasPrefix(text, "<html"):
		_, _ = io.WriteString(w, text)
	case !strings.HasPrefix(text, "<"):
		http.Redirect(w, r, text, http.StatusMovedPermanently)
	case r.Header.Get("Depth") == "1":
		list := []string{found(r.URL.Path, text)}
		for path, props := range s.paths {
			if rest, ok := strings.CutPrefix(path, r.URL.Path); ok && strings.Count(rest, "/") == 1 {
				list = append(list, found(path, props))
			}
		}
		multi(w, append(list, s.paths["+"])...)
	default:
		multi(w, found(r.URL.Path, text))
	}
}

const (
	aFolder   = "<resourcetype><collection/></resourcetype>"
	aCalendar = "<resourcetype><collection/><C:calendar/></resourcetype><displayname>%</displayname>"
)

func principal(href string) string {
	return aFolder + "<current-user-principal><href>" + href + "</href></current-user-principal>"
}

func homeSet(href string) string {
	return aFolder + "<C:calendar-home-set><href>" + href + "</href></C:calendar-home-set>"
}

func named(name string) string { return strings.Replace(aCalendar, "%", name, 1) }

func TestTheWellKnownAddressLeadsToTheCalendars(t *testing.T) {
	s := &site{paths: map[string]string{
		"/":                   "<html>hello",
		"/.well-known/caldav": "/dav?x=1",
		"/dav/":               principal("/dav/me/"),
		"/dav/me/":            homeSet("/dav/cals/"),
		"/dav/cals/":          aFolder,
		"/dav/cals/rota/":     named("rota"),
		"/dav/cals/a/":        named("") + "<current-user-privilege-set><privilege><read/></privilege></current-user-privilege-set>",
		"/dav/cals/tasks/":    named("tasks") + `<C:supported-calendar-component-set><C:comp name="VTODO"/></C:supported-calendar-component-set>`,
		"/dav/cals/inbox/":    aFolder,
		"+":                   found("https://other.example.org/x/", named("elsewhere")) + "<response><href>/dav/cals/gone/</href><status>HTTP/1.1 404 Gone</status></response>",
	}}
	list := discover(t, account(t, s.start(t), fixed(provider.Bearer(canary))))
	if len(list) != 2 || list[0].Name != "a" || !list[0].ReadOnly || list[1].Name != "rota" || list[1].ReadOnly || !strings.HasSuffix(list[1].URL.String(), "/dav/cals/rota/") {
		t.Errorf("got %+v", list)
	}
	seen := s.sent["/.well-known/caldav"]
	if len(seen) != 2 || seen[1] != "" {
		t.Errorf("the redirect was asked for with %q", seen)
	}
}

func TestCredentialsDoNotFollowToAnotherHost(t *testing.T) {
	other := &site{paths: map[string]string{"/dav/": principal("/dav/")}}
	there := strings.Replace(other.start(t), "127.0.0.1", "localhost", 1)
	for name, paths := range map[string]map[string]string{
		"a redirect from the address": {"/": there + "/dav/?token=" + canary},
		"from the well-known one":     {"/.well-known/caldav": there + "/dav/"},
		"a principal":                 {"/": principal(there + "/dav/")},
		"a principal without scheme":  {"/": principal(strings.TrimPrefix(there, "http:") + "/dav/")},
		"the folder of the calendars": {"/": principal("/me/"), "/me/": homeSet(there + "/dav/")},
	} {
		t.Run(name, func(t *testing.T) {
			s := &site{paths: paths}
			_, err := account(t, s.start(t), fixed(provider.Bearer(canary))).Discover(t.Context())
			mustFail(t, err, ErrElsewhere)
			var e *ElsewhereError
			if !errors.As(err, &e) || e.At.Hostname() != "localhost" || e.At.Path != "/dav/" || e.At.RawQuery != "" || !strings.Contains(err.Error(), "localhost") {
				t.Errorf("got %v", err)
			}
			if len(other.sent) > 0 {
				t.Errorf("the other host was asked: %v", other.sent)
			}
		})
	}
}

func TestDiscoveryThatLeadsNowhereSaysSo(t *testing.T) {
	for name, c := range map[string]struct {
		paths map[string]string
		is    error
	}{
		"nothing anywhere":           {map[string]string{}, ErrNothingThere},
		"a web site":                 {map[string]string{"/": "<html>"}, ErrNotACalendar},
		"files without principals":   {map[string]string{"/": aFolder}, ErrNotACalendar},
		"a redirect to itself":       {map[string]string{"/": "/"}, provider.ErrNotTheService},
		"a redirect in circles":      {map[string]string{"/": "/a/", "/a/": "/"}, provider.ErrNotTheService},
		"a redirect to mail":         {map[string]string{"/": "mailto:a@example.org"}, ErrNotACalendar},
		"a principal that climbs":    {map[string]string{"/": principal("/../admin/")}, ErrNotACalendar},
		"a principal that is absent": {map[string]string{"/": principal("/me/")}, ErrNothingThere},
		"who is not signed in":       {map[string]string{"/": aFolder + "<current-user-principal><unauthenticated/></current-user-principal>"}, ErrNotACalendar},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := account(t, (&site{paths: c.paths}).start(t), nil).Discover(t.Context())
			mustFail(t, err, c.is)
		})
	}
	s := &site{paths: map[string]string{"/": principal("/me/"), "/me/": homeSet("/me/")}}
	if list := discover(t, account(t, s.start(t), nil)); list == nil || len(list) != 0 {
		t.Errorf("an account without calendars: %v", list)
	}
}

func TestAddresses(t *testing.T) {
	for in, want := range map[string]string{
		"https://dav.example.org":              "https://dav.example.org/",
		" https://dav.example.org/cal?x=1#y\n": "https://dav.example.org/cal/",
		"caldavs://dav.example.org/cal/":       "https://dav.example.org/cal/",
		"http://a:b@dav.example.org/a%20b%2Fc": "http://a:b@dav.example.org/a%20b%2Fc/",
		"https://dav.example.org/a%40b/cal/":   "https://dav.example.org/a%40b/cal/",
	} {
		if u, err := ParseAddress(in); err != nil || u.String() != want {
			t.Errorf("%q: %v, %v", in, u, err)
		}
	}
	for _, bad := range []string{"", "dav.example.org", "/home/a", "file:///a", "ftp://" + canary + "@h/", "https://", "https://u:" + canary + "@[x", "https://h/%zz" + canary} {
		if _, err := NewAccount(bad, nil, nil); err == nil || strings.Contains(err.Error(), canary) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestPlainHTTPIsWarnedOf(t *testing.T) {
	for address, warned := range map[string]bool{
		"http://dav.example.org/": true, "https://dav.example.org/": false, "http://192.168.1.2/": true,
		"http://127.0.0.1:5232/": false, "http://[::1]/": false, "http://localhost/": false, "%": false,
	} {
		if got := Unencrypted(address); (got != "") != warned {
			t.Errorf("%s: %q", address, got)
		}
	}
	if got, _ := fetch(t, onlyCalendar(newFake("a").start(t)), provider.Copy{}); len(got.Warnings) > 0 {
		t.Errorf("on this machine: %q", got.Warnings)
	}
}

func FuzzResolve(f *testing.F) {
	for _, seed := range []string{"/cal/a.ics", "//evil/cal/a", "https://h:1/cal/a%2e%2e/..", "%2e%2e/x", "a:b", "http://H/cal/", "?x", "\\..\\", "/cal//../x", "/cal/%2f..%2fx"} {
		f.Add(seed)
	}
	at, err := ParseAddress("https://h/cal/")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, href string) {
		u, err := inside(at, href)
		if err != nil || u == nil {
			return
		}
		if u.Scheme != "https" || u.Host != "h" || !strings.HasPrefix(u.Path, "/cal/") || strings.Contains(u.Path+"/", "/../") {
			t.Fatalf("%q leads to %s", href, u)
		}
	})
}

func onlyCalendar(c *Calendar, _ string) *Calendar { return c }
