package pagerduty

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"standby/app/provider"
	"standby/app/provider/pagerduty/pdtest"
)

func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		_, _ = w.Write([]byte(`{"error":{"code":2010,"message":"Access Denied","errors":["` + pdtest.Key + ` may not"]}}`))
	}
}

func TestEachFailureIsRecognised(t *testing.T) {
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		cut    bool
		is     error
		says   string
	}{
		"401":                  {status(401), false, provider.ErrUnauthorized, "Access Denied"},
		"403":                  {status(403), false, provider.ErrUnauthorized, "Access Denied; *** may not"},
		"404":                  {status(404), false, provider.ErrService, "404"},
		"429":                  {status(429, "ratelimit-reset", "3"), false, provider.ErrService, "try again in 3s"},
		"500":                  {status(500), false, provider.ErrService, "500"},
		"503 with Retry-After": {status(503, "Retry-After", "9"), false, provider.ErrService, "try again in 9s"},
		"a captive portal":     {page, false, provider.ErrNotTheService, "login page"},
		"a redirect to a log-in": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://login.example.org/?k=1", http.StatusFound)
		}, false, provider.ErrNotTheService, "login.example.org"},
		"200 with nonsense":         {says(`{"ok":true}`), false, provider.ErrNotTheService, "not the list"},
		"200 with nothing":          {func(http.ResponseWriter, *http.Request) {}, false, provider.ErrNotTheService, "empty"},
		"a connection that is shut": {nil, true, provider.ErrUnreachable, "closed before the answer"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.Trigger("one", nil)
			// A GET is sent again by net/http where a connection that was kept is shut.
			w.Fail(pdtest.Fault{Match: "GET /incidents", Answer: c.answer, Cut: c.cut, Times: 3})
			alerts, err := w.Source.Open(t.Context())
			if !errors.Is(err, c.is) || alerts != nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), pdtest.Key) {
				t.Fatalf("got %v, %v; want %v that says %q", alerts, err, c.is, c.says)
			}
			w.Heal()
			w.api.limit = provider.NewLimiter(perMinute) // what it asked for has passed
			if alerts, err = w.Source.Open(t.Context()); err != nil || len(alerts) != 1 {
				t.Errorf("after that: %v, %v", alerts, err)
			}
		})
	}
}

func TestAServerWithoutATrustedCertificateIsUnreachable(t *testing.T) {
	srv := httptest.NewUnstartedServer(http.NotFoundHandler())
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.StartTLS()
	defer srv.Close()
	s, err := New(Options{Name: "work", BaseURL: srv.URL, Token: key(pdtest.Key)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(t.Context()); !errors.Is(err, provider.ErrUnreachable) || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("got %v", err)
	}
}

func TestAKeyThatIsNobodysIsExplained(t *testing.T) {
	w := newWorld(t)
	w.Fail(pdtest.Fault{Match: "GET /users/me", Answer: status(400)})
	if _, err := w.Source.Open(t.Context()); !errors.Is(err, provider.ErrUnauthorized) || !errors.Is(err, ErrAccountKey) {
		t.Errorf("got %v", err)
	}
	for name, c := range map[string]struct {
		token provider.Credentials
		is    error
	}{
		"no key":                        {key(" "), provider.ErrUnauthorized},
		"a keyring that cannot be read": {func(context.Context) (string, error) { return "", context.DeadlineExceeded }, context.DeadlineExceeded},
	} {
		w.api.token = c.token
		if _, err := w.Source.Open(t.Context()); !errors.Is(err, c.is) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAfterARefusalForTheRateThePollIsHeldBackHereAndTheActIsNot(t *testing.T) {
	w := newWorld(t)
	a := w.one(t, nil)
	w.Allow(20, 40) // of 960: what is left is for acts
	if _, err := w.Source.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := len(w.Requests())
	var held *provider.StatusError
	if _, err := w.Source.Open(t.Context()); !errors.As(err, &held) || held.Status != 429 || held.RetryAfter < 30*time.Second {
		t.Errorf("got %v", err)
	}
	if n := len(w.Requests()); n != before {
		t.Errorf("%d requests were sent all the same", n-before)
	}
	if _, err := w.Source.Acknowledge(t.Context(), a.Ref, ""); err != nil || w.Incident(a.Key).Status != "acknowledged" {
		t.Errorf("the act: %v", err)
	}
}

func TestAnActThatIsRefusedForTheRateIsNotSentAgainAtOnce(t *testing.T) {
	w := newWorld(t)
	a := w.one(t, nil)
	w.Fail(pdtest.Fault{Match: "PUT ", Answer: status(429, "ratelimit-reset", "30")})
	var held *provider.StatusError
	if _, err := w.Source.Acknowledge(t.Context(), a.Ref, ""); !errors.As(err, &held) || held.RetryAfter != 30*time.Second || w.Writes() != 1 {
		t.Errorf("got %v after %d writes", err, w.Writes())
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Source.Acknowledge(ctx, a.Ref, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("who stops waiting: %v", err)
	}
}

func TestOptionsThatCannotBeAreNamed(t *testing.T) {
	for base, says := range map[string]string{
		"":                                   "",
		"  https://api.pagerduty.com/ ":      "",
		BaseEU:                               "",
		"http://127.0.0.1:8080":              "",
		"http://localhost":                   "",
		"http://api.pagerduty.com":           "https://",
		"https://team.pagerduty.com":         "web interface",
		"https://team.eu.pagerduty.com":      "web interface",
		"https://u:secret@api.pagerduty.com": "keyring",
		"https://api.pagerduty.com?token=x":  "keyring",
		"https://api.pagerduty.com/v2":       "path",
		"api.pagerduty.com":                  "http",
		"https://":                           "host",
		"https://[::secret":                  "not a URL",
	} {
		_, err := New(Options{Name: "work", BaseURL: base, Token: key("k")})
		if (err == nil) != (says == "") || err != nil && (!strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "secret")) {
			t.Errorf("%q: %v, want %q", base, err, says)
		}
	}
	for name, o := range map[string]Options{"no name": {Token: key("k")}, "no key": {Name: "work"}} {
		if _, err := New(o); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}
