package alertmanager

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"standby/app/provider"
)

const canary = "canary-Zx81-secret"

func TestWhateverAnswersInsteadIsNeverAnEmptyList(t *testing.T) {
	page := map[string]string{"Content-Type": "text/html; charset=utf-8"}
	for name, c := range map[string]struct {
		status int
		header map[string]string
		body   string
		is     error
		says   string
	}{
		"wrong credentials":      {401, nil, `"unauthorized"`, provider.ErrUnauthorized, "401"},
		"no right":               {403, page, "<html>", provider.ErrUnauthorized, "403"},
		"a login page with 200":  {200, page, "<!DOCTYPE html><form>", provider.ErrNotTheService, "login page"},
		"a page labelled JSON":   {200, nil, "<html>", provider.ErrNotTheService, "login page"},
		"a redirect":             {302, map[string]string{"Location": "https://sso.example.org/?t=" + canary}, "", provider.ErrNotTheService, "sso.example.org"},
		"truncated JSON":         {200, nil, `[{"fingerprint":"a","sta`, provider.ErrNotTheService, "cut short"},
		"an object":              {200, nil, `{"status":"success","data":[]}`, provider.ErrNotTheService, "not a list"},
		"null":                   {200, nil, `null`, provider.ErrNotTheService, "not a list"},
		"a string":               {200, nil, `"ok"`, provider.ErrNotTheService, "not a list"},
		"a list of something":    {200, nil, `[{"id":1}]`, provider.ErrNotTheService, "alert 1 of 1"},
		"a list of nothing":      {200, nil, `[null]`, provider.ErrNotTheService, "fingerprint"},
		"a list and more":        {200, nil, `[] []`, provider.ErrNotTheService, "cut short"},
		"an empty body":          {200, nil, ``, provider.ErrNotTheService, "empty"},
		"204":                    {204, nil, ``, provider.ErrNotTheService, "empty"},
		"another path":           {404, map[string]string{"Content-Type": "text/plain"}, `404 page not found`, provider.ErrService, "is the URL right"},
		"too many requests":      {429, map[string]string{"Retry-After": "30"}, ``, provider.ErrService, "30s"},
		"an error that it names": {500, nil, `"store is closed"`, provider.ErrService, "store is closed"},
		"a proxy's error":        {502, page, `<html>Bad Gateway`, provider.ErrService, "502"},
		"an error with a secret": {500, nil, `"user a password ` + canary + `"`, provider.ErrService, "***"},
	} {
		t.Run(name, func(t *testing.T) {
			srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				for k, v := range c.header {
					w.Header().Set(k, v)
				}
				w.WriteHeader(c.status)
				_, _ = io.WriteString(w, c.body)
			}))
			defer srv.Close()
			s := sourceAt(t, srv.URL, withCanary)
			for what, call := range map[string]func() error{
				"open":        func() error { _, err := s.Open(t.Context()); return err },
				"acknowledge": func() error { _, err := s.Acknowledge(t.Context(), someRef, "A"); return err },
			} {
				err := call()
				if !errors.Is(err, c.is) || !strings.Contains(err.Error(), c.says) {
					t.Errorf("%s: got %v, want %v that says %q", what, err, c.is, c.says)
				}
				if err != nil && strings.Contains(err.Error(), canary) {
					t.Errorf("%s: a secret in %q", what, err)
				}
			}
			var status *provider.StatusError
			if _, err := s.Open(t.Context()); c.status == 429 && (!errors.As(err, &status) || status.RetryAfter != 30*time.Second) {
				t.Errorf("Retry-After is lost: %v", err)
			}
		})
	}
}

var someRef = ref{Fingerprint: "aa", StartsAt: ago, Labels: map[string]string{"alertname": "A"}}.String()

func withCanary(o *Options) {
	o.Credentials = func(context.Context) (string, error) { return provider.Basic("a", canary), nil }
}

func TestAnAlertmanagerThatIsNotThereIsUnreachable(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	s := sourceAt(t, "http://"+listener.Addr().String(), withCanary)
	if _, err := s.Open(t.Context()); !errors.Is(err, provider.ErrUnreachable) || strings.Contains(err.Error(), canary) {
		t.Errorf("refused: %v", err)
	}
	stall := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-stall }))
	defer srv.Close()
	defer close(stall)
	s = sourceAt(t, srv.URL, withCanary, func(o *Options) { o.Client = provider.NewClient(50 * time.Millisecond) })
	if _, err := s.Open(t.Context()); !errors.Is(err, provider.ErrUnreachable) || !strings.Contains(err.Error(), "50ms") {
		t.Errorf("slow: %v", err)
	}
}

func TestAListOf50MBIsRefused(t *testing.T) {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		chunk := []byte(strings.Repeat(" ", 1<<20))
		for range 50 {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	}))
	defer srv.Close()
	if _, err := sourceAt(t, srv.URL).Open(t.Context()); !errors.Is(err, provider.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

func TestTryingAgainAfterALostAnswerLeavesOneSilence(t *testing.T) {
	f, srv := newFake(t)
	f.fire("aa", ago, map[string]string{"alertname": "A"})
	s := sourceAt(t, srv.URL)
	f.loseAnswer = true
	if _, err := s.Acknowledge(t.Context(), someRef, "Engineer A"); !errors.Is(err, provider.ErrUnreachable) {
		t.Fatalf("got %v", err)
	}
	ack, err := s.Acknowledge(t.Context(), someRef, "Engineer A")
	if err != nil || f.posts != 1 || len(f.silences) != 1 || ack.Handle != f.silences[0].ID {
		t.Errorf("%+v, %v after %d posts", ack, err, f.posts)
	}
	if _, err := s.Acknowledge(t.Context(), someRef, "Engineer B"); err != nil || f.posts != 2 {
		t.Errorf("somebody else's acknowledgement is their own: %v after %d posts", err, f.posts)
	}
}

func TestTwoPressesAtOnceLeaveOneSilence(t *testing.T) {
	f, srv := newFake(t)
	f.fire("aa", ago, map[string]string{"alertname": "A"})
	s := sourceAt(t, srv.URL)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := s.Acknowledge(t.Context(), someRef, "Engineer A"); err != nil {
				t.Error(err)
			}
			if _, err := s.Open(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if f.posts != 1 {
		t.Errorf("%d posts", f.posts)
	}
}

func TestSilencesAreAskedForOnlyWhenNeeded(t *testing.T) {
	f, srv := newFake(t)
	now := time.Now()
	f.fire("aa", ago, map[string]string{"alertname": "A"})
	s := sourceAt(t, srv.URL, func(o *Options) { o.Now = func() time.Time { return now } })
	f.date = now
	polls := func(n int) int {
		t.Helper()
		before := f.count("GET /silences")
		for range n {
			if _, err := s.Open(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		return f.count("GET /silences") - before
	}
	if n := polls(5); n != 0 {
		t.Errorf("nothing is silenced: asked %d times", n)
	}
	if _, err := s.Acknowledge(t.Context(), someRef, "Engineer A"); err != nil {
		t.Fatal(err)
	}
	if n := polls(5); n != 1 {
		t.Errorf("one silence: asked %d times", n)
	}
	f.silences[0].EndsAt = now.Add(time.Hour)
	now = now.Add(6 * time.Minute)
	f.date = now
	if n := polls(5); n != 1 {
		t.Errorf("after six minutes: asked %d times", n)
	}
	if alerts, _ := s.Open(t.Context()); alerts[0].Ack == nil || !alerts[0].Ack.Until.After(now.Add(50*time.Minute)) {
		t.Errorf("somebody else's extension is not seen: %+v", alerts[0].Ack)
	}
}

func TestASilenceThatCannotBeReadIsStillAnAcknowledgement(t *testing.T) {
	f, srv := newFake(t)
	f.fire("aa", ago, map[string]string{"alertname": "A"})
	s := sourceAt(t, srv.URL)
	ack, err := s.Acknowledge(t.Context(), someRef, "Engineer A")
	if err != nil {
		t.Fatal(err)
	}
	f.fail["GET /silences"] = 500
	alerts, err := s.Open(t.Context())
	if err != nil || alerts[0].Ack == nil || *alerts[0].Ack != (provider.Ack{Handle: ack.Handle}) {
		t.Errorf("%+v, %v", alerts, err)
	}
	if _, err := s.Acknowledge(t.Context(), someRef, "Engineer A"); !errors.Is(err, provider.ErrService) || f.posts != 1 {
		t.Errorf("without looking first nothing may be posted: %v, %d posts", err, f.posts)
	}
}

func TestTakingBackSurvivesTheServersMoods(t *testing.T) {
	f, srv := newFake(t)
	f.fire("aa", ago, map[string]string{"alertname": "A"})
	s := sourceAt(t, srv.URL)
	ack, err := s.Acknowledge(t.Context(), someRef, "Engineer A")
	if err != nil {
		t.Fatal(err)
	}
	f.fail["DELETE /silence/"+ack.Handle] = 500
	if err := s.Unacknowledge(t.Context(), ack); !errors.Is(err, provider.ErrService) {
		t.Errorf("a failure is passed on: %v", err)
	}
	f.fail["GET /silence/"+ack.Handle] = 404
	if err := s.Unacknowledge(t.Context(), ack); err != nil {
		t.Errorf("what is gone is done: %v", err)
	}
}

func TestNothingIsPostedOnceTheCallerHasGone(t *testing.T) {
	f, srv := newFake(t)
	s := sourceAt(t, srv.URL)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Acknowledge(ctx, someRef, "A"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := s.Open(ctx); !errors.Is(err, context.Canceled) || errors.Is(err, provider.ErrUnreachable) {
		t.Errorf("got %v", err)
	}
	if f.posts != 0 {
		t.Error("posted")
	}
}

func TestARefOfSomethingElseIsRefusedBeforeAnythingIsAsked(t *testing.T) {
	f, srv := newFake(t)
	s := sourceAt(t, srv.URL)
	for _, bad := range []string{"", "{}", "null", "sample-1", `{"fingerprint":"a"}`, `{"fingerprint":"a","labels":{}}`} {
		if _, err := s.Acknowledge(t.Context(), bad, "A"); err == nil {
			t.Errorf("%q was taken", bad)
		}
		if _, err := s.Extend(t.Context(), bad, provider.Ack{}); err == nil {
			t.Errorf("%q was extended", bad)
		}
	}
	if len(f.requests) != 0 {
		t.Errorf("asked %v", f.requests)
	}
}
