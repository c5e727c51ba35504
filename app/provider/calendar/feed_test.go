package calendar

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"standby/app/provider"
)

const (
	canary = "canary-Zx81-secret"
	team   = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//team//EN\r\nEND:VCALENDAR\r\n"
)

func at(location string) func(context.Context) (string, error) {
	return func(context.Context) (string, error) { return location, nil }
}

func fetch(t *testing.T, c provider.Calendar, last provider.Copy) (provider.Copy, bool) {
	t.Helper()
	now, changed, err := c.Fetch(t.Context(), last)
	if err != nil {
		t.Fatal(err)
	}
	return now, changed
}

// server serves a calendar with the validators it is given, as
// http.ServeContent understands them.
type server struct {
	body, etag string
	modified   time.Time
	conditions []string
	authorized []string
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.conditions = append(s.conditions, r.Header.Get("If-None-Match")+"|"+r.Header.Get("If-Modified-Since"))
	s.authorized = append(s.authorized, r.Header.Get("Authorization"))
	if s.etag != "" {
		w.Header().Set("ETag", s.etag)
	}
	w.Header().Set("Content-Type", "text/calendar")
	http.ServeContent(w, r, "", s.modified, strings.NewReader(s.body))
}

func TestAFeedIsFetchedConditionally(t *testing.T) {
	for name, s := range map[string]*server{
		"by ETag":          {etag: `"v1"`},
		"by Last-Modified": {modified: time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)},
		"by both":          {etag: `W/"v1"`, modified: time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)},
		"by its bytes":     {},
	} {
		t.Run(name, func(t *testing.T) {
			s.body = team
			srv := httptest.NewServer(s)
			defer srv.Close()
			feed := NewURL("team", at(srv.URL+"/team.ics"), nil)
			first, changed := fetch(t, feed, provider.Copy{})
			if !changed || string(first.Body) != team || first.ETag != s.etag || first.FetchedAt.IsZero() {
				t.Fatalf("%+v, changed %v", first, changed)
			}
			second, changed := fetch(t, feed, first)
			if changed || !bytes.Equal(second.Body, first.Body) || second.ETag != first.ETag ||
				second.LastModified != first.LastModified || second.FetchedAt.Before(first.FetchedAt) {
				t.Errorf("%+v, changed %v", second, changed)
			}
			if want := first.ETag + "|" + first.LastModified; s.conditions[1] != want {
				t.Errorf("asked with %q, want %q", s.conditions[1], want)
			}
			s.body, s.modified = strings.Replace(team, "team", "crew", 1), s.modified.Add(time.Hour)
			if s.etag != "" {
				s.etag = `"v2"`
			}
			if third, changed := fetch(t, feed, second); !changed || string(third.Body) != s.body {
				t.Errorf("%+v, changed %v", third, changed)
			}
		})
	}
}

func TestValidatorsWithoutABodyAreNotSent(t *testing.T) {
	s := &server{body: team, etag: `"v1"`}
	srv := httptest.NewServer(s)
	defer srv.Close()
	got, changed := fetch(t, NewURL("team", at(srv.URL), nil), provider.Copy{ETag: `"v1"`, LastModified: "x"})
	if !changed || string(got.Body) != team || s.conditions[0] != "|" {
		t.Errorf("%+v, changed %v, asked with %q", got, changed, s.conditions[0])
	}
}

func TestWhatIsNoCalendarIsRefusedAndNamesNothingSecret(t *testing.T) {
	page := map[string]string{"Content-Type": "text/html"}
	for name, c := range map[string]struct {
		status int
		header map[string]string
		body   string
		is     error
		says   string
	}{
		"a login page":        {200, page, "<!DOCTYPE html>", provider.ErrNotTheService, "a web page came instead"},
		"an empty body":       {200, nil, "", provider.ErrNotTheService, "empty"},
		"only white space":    {200, nil, "\ufeff \r\n", provider.ErrNotTheService, "empty"},
		"JSON":                {200, nil, "{}", provider.ErrNotTheService, "BEGIN:VCALENDAR"},
		"a card":              {200, nil, "BEGIN:VCARD", provider.ErrNotTheService, "BEGIN:VCALENDAR"},
		"gone":                {404, nil, "no such path: /private-" + canary, provider.ErrService, "404"},
		"refused":             {403, nil, "token " + canary, provider.ErrUnauthorized, "403"},
		"busy":                {503, map[string]string{"Retry-After": "60"}, "", provider.ErrService, "1m0s"},
		"unchanged, unasked":  {304, nil, "", provider.ErrNotTheService, "304"},
		"a redirect to mail":  {302, map[string]string{"Location": "mailto:a@example.org"}, "", provider.ErrNotTheService, "not http"},
		"a redirect in a row": {302, map[string]string{"Location": "/private-" + canary}, "", provider.ErrNotTheService, "more than 3 redirects"},
	} {
		t.Run(name, func(t *testing.T) {
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				for k, v := range c.header {
					w.Header().Set(k, v)
				}
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.body)
			}))
			defer srv.Close()
			location := strings.Replace(srv.URL, "//", "//u:"+canary+"@", 1) + "/private-" + canary + "/basic.ics?t=" + canary
			got, changed, err := NewURL("team", at(location), nil).Fetch(t.Context(), provider.Copy{})
			if !errors.Is(err, c.is) || changed || got.Body != nil {
				t.Fatalf("%+v, %v, %v", got, changed, err)
			}
			if !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "team") {
				t.Errorf("%q does not say %q and the calendar's name", err, c.says)
			}
			if strings.Contains(err.Error(), canary) {
				t.Errorf("a secret in %q", err)
			}
		})
	}
}

func TestACalendarOfElevenMegabytesIsRefused(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, team+strings.Repeat("X-PAD:0123456789\r\n", 11<<20/18))
	}))
	defer srv.Close()
	if _, _, err := NewURL("team", at(srv.URL), nil).Fetch(t.Context(), provider.Copy{}); !errors.Is(err, provider.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

func TestLocations(t *testing.T) {
	for in, want := range map[string]string{
		"webcal://c.example.org/a.ics":       "https://c.example.org/a.ics",
		"WEBCAL://c.example.org/a.ics":       "https://c.example.org/a.ics",
		" https://c.example.org/a.ics?k=1\n": "https://c.example.org/a.ics?k=1",
		"http://c.example.org/a.ics":         "http://c.example.org/a.ics",
	} {
		if u, err := parseLocation(in); err != nil || u.String() != want {
			t.Errorf("%q: %v, %v", in, u, err)
		}
	}
	for _, bad := range []string{"", "team.ics", "/home/a/team.ics", "file:///a.ics", "ftp://" + canary + "@h/", "https://", "https://u:" + canary + "@[x", "https://h/%zz" + canary} {
		_, _, err := NewURL("team", at(bad), nil).Fetch(t.Context(), provider.Copy{})
		if err == nil || strings.Contains(err.Error(), canary) || !strings.Contains(err.Error(), "team") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestTheKeyringsErrorPassesThrough(t *testing.T) {
	locked := errors.New("keyring locked")
	feed := NewURL("team", func(context.Context) (string, error) { return "", locked }, nil)
	if _, _, err := feed.Fetch(t.Context(), provider.Copy{}); !errors.Is(err, locked) {
		t.Errorf("got %v", err)
	}
}

func TestAPasswordInTheURLGoesToItsHostOnly(t *testing.T) {
	target := &server{body: team}
	there := httptest.NewServer(target)
	defer there.Close()
	var first string
	here := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		first = r.Header.Get("Authorization")
		http.Redirect(w, r, there.URL, http.StatusFound)
	}))
	defer here.Close()
	u, err := url.Parse(here.URL)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword("a@example.org", "p:w%")
	if _, changed := fetch(t, NewURL("team", at(u.String()), nil), provider.Copy{}); !changed {
		t.Error("nothing came")
	}
	if first != provider.Basic("a@example.org", "p:w%") || target.authorized[0] != "" {
		t.Errorf("sent %q, then %q", first, target.authorized[0])
	}
}

func TestACalendarIsKnownByItsBeginning(t *testing.T) {
	wide := func(bom, text string, low int) string {
		out := []byte(bom)
		for _, c := range []byte(text) {
			pair := [2]byte{}
			pair[low] = c
			out = append(out, pair[:]...)
		}
		return string(out)
	}
	for name, c := range map[string]struct {
		body string
		good bool
	}{
		"plain":                 {team, true},
		"small letters":         {"begin:vcalendar\nend:vcalendar", true},
		"a byte order mark":     {"\xef\xbb\xbf" + team, true},
		"white space in front":  {"\r\n \t" + team, true},
		"a mark, then space":    {"\xef\xbb\xbf\n\n" + team, true},
		"UTF-16, little endian": {wide("\xff\xfe", "\r\n"+team, 0), true},
		"UTF-16, big endian":    {wide("\xfe\xff", team, 1), true},
		"a page in UTF-16":      {wide("\xff\xfe", "<html>", 0), false},
		"half a character":      {"\xff\xfeB", false},
		"cut in the first word": {"BEGIN:VCAL", false},
		"cut off":               {strings.TrimSuffix(team, "END:VCALENDAR\r\n"), false},
		"cut off, UTF-16":       {wide("\xff\xfe", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", 0), false},
		"the second is cut off": {team + "\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", false},
		"a blank line behind":   {team + "\r\n\r\n", true},
		"something in front":    {"x" + team, false},
	} {
		t.Run(name, func(t *testing.T) {
			if err := checkBody([]byte(c.body)); (err == nil) != c.good {
				t.Errorf("got %v", err)
			}
		})
	}
}

func FuzzCheckBody(f *testing.F) {
	f.Add([]byte(team))
	f.Add([]byte("\xff\xfeB\x00"))
	f.Fuzz(func(t *testing.T, body []byte) {
		err := checkBody(body)
		if err != nil && !errors.Is(err, provider.ErrNotTheService) {
			t.Fatal(err)
		}
		if flat := bytes.ReplaceAll(body, []byte{0}, nil); err == nil && !bytes.Contains(bytes.ToUpper(flat), []byte("BEGIN:VCALENDAR")) {
			t.Fatalf("%q was taken", body)
		}
	})
}

func FuzzParseLocation(f *testing.F) {
	f.Add("webcal://u:p@c.example.org/a.ics?k=1")
	f.Add("https://[::1%25" + canary)
	f.Fuzz(func(t *testing.T, raw string) {
		u, err := parseLocation(raw)
		if err == nil && (u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "") {
			t.Fatalf("%q was taken as %v", raw, u)
		}
		if err != nil && strings.Contains(err.Error(), canary) {
			t.Fatal(err)
		}
	})
}

func TestAFeedWithoutEncryptionCarriesAWarning(t *testing.T) {
	for location, warned := range map[string]bool{
		"http://cal.example.org/" + canary: true, "http://10.0.0.5/a.ics": true, "HTTP://u:" + canary + "@cal.example.org/": true,
		"https://cal.example.org/a.ics": false, "webcal://cal.example.org/a.ics": false, "http://127.0.0.1:8080/a.ics": false,
		"http://localhost/a.ics": false, "http://[::1]/a.ics": false, "http://localhost.example.org/": true, "": false, "/home/a.ics": false,
	} {
		got := Unencrypted(location)
		if (got != "") != warned || strings.Contains(got, canary) {
			t.Errorf("%s: %q", location, got)
		}
	}
}

func TestAFeedThatMovesInsideIsRefusedByName(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://169.254.169.254/latest/"+canary, http.StatusFound)
	}))
	defer srv.Close()
	_, _, err := NewURL("team", at(srv.URL), nil).Fetch(t.Context(), provider.Copy{})
	if !errors.Is(err, provider.ErrInside) || strings.Contains(err.Error(), canary) || !strings.Contains(err.Error(), "169.254.169.254") {
		t.Errorf("got %v", err)
	}
}

func TestNewStampsAloneAreNoChange(t *testing.T) {
	s := &server{body: strings.Replace(team, "END:", "DTSTAMP:1\r\nEND:", 1)}
	srv := httptest.NewServer(s)
	defer srv.Close()
	feed := NewURL("team", at(srv.URL), nil)
	first, _ := fetch(t, feed, provider.Copy{})
	s.body, s.etag = strings.Replace(s.body, "DTSTAMP:1", "DTSTAMP:2", 1), `"v2"`
	second, changed := fetch(t, feed, first)
	if changed || !bytes.Equal(second.Body, first.Body) || second.ETag != `"v2"` {
		t.Errorf("%+v, changed %v", second, changed)
	}
}

func TestOfItsAddressAFeedTellsTheHostAlone(t *testing.T) {
	srv := httptest.NewServer(&server{body: team, etag: `"v1"`})
	defer srv.Close()
	feed := NewURL("team", at(strings.Replace(srv.URL, "//", "//u:"+canary+"@", 1)+"/"+canary+".ics?t="+canary), nil)
	first, _ := fetch(t, feed, provider.Copy{})
	second, changed := fetch(t, feed, first)
	if first.Host != "127.0.0.1" || second.Host != "127.0.0.1" || changed {
		t.Errorf("%q, then %q", first.Host, second.Host)
	}
}
