package provider

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const canary = "canary-Zx81-secret"

func parse(t *testing.T, raw string) *url.URL {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func fixed(header string) Credentials {
	return func(context.Context) (string, error) { return header, nil }
}

// answer serves one fixed answer.
func answer(status int, header map[string]string, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for k, v := range header {
			w.Header().Set(k, v)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

var asJSON = map[string]string{"Content-Type": "application/json"}

func TestAnswersThatAreNotWhatWasAskedForAreNamed(t *testing.T) {
	for name, c := range map[string]struct {
		serve http.HandlerFunc
		want  Want
		is    error
		says  string
	}{
		"401 is unauthorized":               {answer(401, nil, "no"), JSON, ErrUnauthorized, "401 Unauthorized"},
		"403 with a page is unauthorized":   {answer(403, nil, "<html>go away"), JSON, ErrUnauthorized, "403 Forbidden"},
		"404 is the service's error":        {answer(404, nil, "404 page not found"), JSON, ErrService, "404 page not found"},
		"407 is the service's error":        {answer(407, nil, ""), JSON, ErrService, "407"},
		"500 with a JSON string is quoted":  {answer(500, asJSON, `"silence not found"`), JSON, ErrService, `"silence not found"`},
		"422 with a JSON object is quoted":  {answer(422, asJSON, `{"code":601,"message":"must be uuid"}`), JSON, ErrService, "must be uuid"},
		"429 says when to try again":        {answer(429, map[string]string{"Retry-After": "17"}, ""), JSON, ErrService, "17s"},
		"a login page with 200":             {answer(200, map[string]string{"Content-Type": "text/html"}, "<html>log in"), JSON, ErrNotTheService, "login page"},
		"a login page labelled JSON":        {answer(200, asJSON, "\n <!doctype html>"), JSON, ErrNotTheService, "login page"},
		"a login page for a DELETE":         {answer(200, map[string]string{"Content-Type": "text/html"}, "<html>"), Nothing, ErrNotTheService, "login page"},
		"a body where there should be none": {answer(200, asJSON, "{}"), Nothing, ErrNotTheService, "none was expected"},
		"plain text instead of JSON":        {answer(200, map[string]string{"Content-Type": "text/plain"}, "ok"), JSON, ErrNotTheService, "text/plain"},
		"an empty body instead of JSON":     {answer(200, asJSON, " "), JSON, ErrNotTheService, "empty"},
		"204 instead of JSON":               {answer(204, nil, ""), JSON, ErrNotTheService, "empty"},
		"304 that nobody asked for":         {answer(304, nil, ""), JSON, ErrNotTheService, "304"},
		"a redirect names only the host": {answer(302, map[string]string{"Location": "https://u:" + canary + "@login.example.org/x?t=" + canary}, ""),
			JSON, ErrNotTheService, "redirects to login.example.org"},
		"a redirect to nowhere":   {answer(302, nil, ""), JSON, ErrNotTheService, "nowhere"},
		"a redirect to a file":    {answer(302, map[string]string{"Location": "file:///etc/passwd"}, ""), JSON, ErrNotTheService, "not http"},
		"a redirect of nonsense":  {answer(302, map[string]string{"Location": "http://[::" + canary}, ""), JSON, ErrNotTheService, "nowhere"},
		"an echo of the password": {answer(500, nil, "user a, password "+canary+" is wrong"), JSON, ErrService, "password *** is wrong"},
		"an echo of the header":   {answer(400, nil, "bad header "+Basic("a", canary)), JSON, ErrService, "bad header ***"},
		"control and bidi characters": {answer(500, map[string]string{"Content-Type": "text/plain"}, "a\x00b\u202ec\x1b[31m  d\n\te\xff"), JSON, ErrService,
			`it says "a b c [31m d e"`},
	} {
		t.Run(name, func(t *testing.T) {
			srv := httptest.NewServer(c.serve)
			defer srv.Close()
			res, err := NewClient(0).Do(t.Context(), Request{
				URL:         parse(t, strings.Replace(srv.URL, "http://", "http://u:"+canary+"@", 1)+"/p?q="+canary),
				Credentials: fixed(Basic("a", canary)), Want: c.want,
			})
			if !errors.Is(err, c.is) || res != nil {
				t.Fatalf("got %v, %v, want %v", res, err, c.is)
			}
			if !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), parse(t, srv.URL).Host) {
				t.Errorf("%q does not say %q and the host", err, c.says)
			}
			for _, secret := range []string{canary, Basic("a", canary)[6:]} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("a secret in %q", err)
				}
			}
		})
	}
}

func TestGoodAnswersArePassedOn(t *testing.T) {
	for name, c := range map[string]struct {
		serve http.HandlerFunc
		want  Want
		body  string
	}{
		"JSON with a charset":     {answer(200, map[string]string{"Content-Type": "application/json; charset=utf-8"}, "[]"), JSON, "[]"},
		"JSON of a vendor's kind": {answer(200, map[string]string{"Content-Type": "application/vnd.x+json"}, "{}"), JSON, "{}"},
		"nothing at all":          {answer(200, nil, ""), Nothing, ""},
		"anything":                {answer(200, map[string]string{"Content-Type": "text/html"}, "<p>"), Anything, "<p>"},
	} {
		t.Run(name, func(t *testing.T) {
			srv := httptest.NewServer(c.serve)
			defer srv.Close()
			res, err := NewClient(0).Do(t.Context(), Request{URL: parse(t, srv.URL), Want: c.want})
			if err != nil || string(res.Body) != c.body {
				t.Fatalf("got %v, %v", res, err)
			}
		})
	}
}

func TestTheRequestCarriesWhatItShould(t *testing.T) {
	var got *http.Request
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.Clone(context.Background()) }))
	defer srv.Close()
	_, err := NewClient(0).Do(t.Context(), Request{
		Method: "POST", URL: parse(t, srv.URL+"/a%2Fb?x=1#frag"), Body: []byte("{}"),
		Header: http.Header{"X-A": {"1"}}, Credentials: fixed(Bearer("t")),
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"Authorization": "Bearer t", "Content-Type": "application/json", "User-Agent": "Standby", "X-A": "1",
	} {
		if got.Header.Get(name) != want {
			t.Errorf("%s: %q, want %q", name, got.Header.Get(name), want)
		}
	}
	if got.RequestURI != "/a%2Fb?x=1" || got.Method != http.MethodPost {
		t.Errorf("%s %s", got.Method, got.RequestURI)
	}
}

func TestNobodyThereIsUnreachable(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = closed.Close()
	stall := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/stall":
			<-stall
		case "/stall-in-body":
			_, _ = io.WriteString(w, "[")
			_ = http.NewResponseController(w).Flush()
			<-stall
		case "/drip":
			for _, err := io.WriteString(w, "["); err == nil && r.Context().Err() == nil; _, err = io.WriteString(w, " ") {
				_ = http.NewResponseController(w).Flush()
			}
		case "/cut":
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, "[")
		case "/drop":
			conn, _, _ := http.NewResponseController(w).Hijack()
			_ = conn.Close()
		}
	}))
	defer srv.Close()
	defer close(stall)
	for name, c := range map[string]struct {
		url, says string
		timeout   time.Duration
	}{
		"refused":                     {"http://" + closed.Addr().String(), "connection refused", 0},
		"no answer in time":           {srv.URL + "/stall", "no complete answer within 50ms", 50 * time.Millisecond},
		"no end of the body in time":  {srv.URL + "/stall-in-body", "no complete answer within 50ms", 50 * time.Millisecond},
		"a body without an end":       {srv.URL + "/drip", "no complete answer within 50ms", 50 * time.Millisecond},
		"a body that breaks off":      {srv.URL + "/cut", "broke off", 0},
		"a connection that is closed": {srv.URL + "/drop", "closed before the answer", 0},
		"https to a plain port":       {strings.Replace(srv.URL, "http", "https", 1), "does not speak TLS", 0},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := NewClient(c.timeout).Do(t.Context(), Request{URL: parse(t, c.url+"?t="+canary)})
			if !errors.Is(err, ErrUnreachable) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), canary) {
				t.Fatalf("got %v, want ErrUnreachable that says %q", err, c.says)
			}
		})
	}
}

func TestAReasonIsInWordsAndHoldsNoAddress(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		says string
	}{
		"a name nobody knows": {&net.DNSError{Name: "am.example.org", IsNotFound: true}, "the name am.example.org is not known"},
		"no name server":      {&net.DNSError{Name: "am.example.org", IsTimeout: true}, "the name am.example.org could not be looked up"},
		"a broken proxy":      {errors.New(`invalid proxy address "http://u:` + canary + `@proxy": what`), "invalid proxy address (address) what"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := reason(&net.OpError{Op: "dial", Err: c.err}); !strings.Contains(got, c.says) || strings.Contains(got, canary) {
				t.Errorf("got %q, want %q", got, c.says)
			}
		})
	}
}

func TestTheCallersEndIsNotTheServersFault(t *testing.T) {
	arrived := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
	}))
	defer srv.Close()
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	_, err := NewClient(0).Do(ctx, Request{URL: parse(t, srv.URL)})
	if !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnreachable) {
		t.Fatalf("got %v", err)
	}
}

func TestATooLargeAnswerIsNotRead(t *testing.T) {
	for name, serve := range map[string]http.HandlerFunc{
		"announced": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "52428800")
			_, _ = w.Write(make([]byte, 1<<10))
		},
		"without a length": func(w http.ResponseWriter, _ *http.Request) {
			for range 50 {
				if _, err := w.Write(make([]byte, 1<<20)); err != nil {
					return
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			srv := httptest.NewServer(serve)
			defer srv.Close()
			_, err := NewClient(0).Do(t.Context(), Request{URL: parse(t, srv.URL)})
			if !errors.Is(err, ErrTooLarge) {
				t.Fatalf("got %v", err)
			}
		})
	}
}

func TestPollsShareOneConnection(t *testing.T) {
	var opened atomic.Int32
	srv := httptest.NewUnstartedServer(answer(200, asJSON, "[]"))
	srv.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			opened.Add(1)
		}
	}
	srv.Start()
	defer srv.Close()
	client := NewClient(0)
	defer client.Close()
	for range 20 {
		if _, err := client.Do(t.Context(), Request{URL: parse(t, srv.URL), Want: JSON}); err != nil {
			t.Fatal(err)
		}
	}
	if n := opened.Load(); n != 1 {
		t.Errorf("%d connections for 20 polls", n)
	}
}

func TestCredentialsAreAskedEveryTimeAndTheirErrorPassesThrough(t *testing.T) {
	locked := errors.New("keyring locked")
	var asked, served int
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { served++ }))
	defer srv.Close()
	r := Request{URL: parse(t, srv.URL), Credentials: func(context.Context) (string, error) {
		asked++
		if asked > 2 {
			return "", locked
		}
		return Bearer("t"), nil
	}}
	client := NewClient(0)
	for range 2 {
		if _, err := client.Do(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := client.Do(t.Context(), r); !errors.Is(err, locked) {
		t.Fatalf("got %v", err)
	}
	if served != 2 {
		t.Errorf("%d requests, want none without credentials", served)
	}
}

func TestAnAddressThatCannotBeRequestedIsRefused(t *testing.T) {
	for name, u := range map[string]*url.URL{
		"none": nil, "no host": {Scheme: "http"}, "file": {Scheme: "file", Path: "/" + canary}, "port only": {Scheme: "http", Host: ":80"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := NewClient(0).Do(t.Context(), Request{URL: u})
			if err == nil || strings.Contains(err.Error(), canary) {
				t.Fatalf("got %v", err)
			}
		})
	}
}

func TestRetryAfterIsReadInBothForms(t *testing.T) {
	for name, c := range map[string]struct {
		value, date string
		want        time.Duration
	}{
		"seconds":                    {"30", "", 30 * time.Second},
		"a date by the server's own": {"Sun, 22 Nov 2026 10:00:45 GMT", "Sun, 22 Nov 2026 10:00:00 GMT", 45 * time.Second},
		"a date in the past":         {"Sun, 22 Nov 2026 09:00:00 GMT", "Sun, 22 Nov 2026 10:00:00 GMT", 0},
		"a date and no clock":        {"Sun, 22 Nov 2026 10:00:45 GMT", "", 0},
		"a year":                     {"31536000", "", time.Hour},
		"negative":                   {"-5", "", 0},
		"nonsense":                   {"soon", "", 0},
		"absent":                     {"", "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			h := http.Header{"Retry-After": {c.value}, "Date": {c.date}}
			if got := retryAfter(h); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
