//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"standby/app/api"
)

// badInputServer is an Alertmanager, or a calendar's server, that can turn bad.
type badInputServer struct {
	*httptest.Server
	mu     sync.Mutex
	answer http.HandlerFunc
}

func newBadInputServer(t *testing.T, answer http.HandlerFunc) *badInputServer {
	t.Helper()
	s := &badInputServer{answer: answer}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		answer := s.answer
		s.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *badInputServer) turn(answer http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

// refuse makes the port refuse connections.
func (s *badInputServer) refuse() { s.Close() }

// badInputAlerts answers like an Alertmanager in which alerts of these titles
// fire.
func badInputAlerts(titles ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		list := []map[string]any{}
		for i, title := range titles {
			list = append(list, map[string]any{
				"fingerprint": fmt.Sprintf("%016x", i+1), "startsAt": "2026-01-02T03:04:05Z", "endsAt": "2099-01-01T00:00:00Z",
				"labels":      map[string]string{"alertname": "Sample", "severity": "critical", "n": fmt.Sprint(i)},
				"annotations": map[string]string{"summary": title}, "receivers": []any{},
				"status": map[string]any{"state": "active", "silencedBy": []string{}, "inhibitedBy": []string{}},
			})
		}
		w.Header().Set("Content-Type", "application/json")
		if !strings.HasSuffix(r.URL.Path, "/alerts") {
			_, _ = w.Write([]byte("[]"))
			return
		}
		_ = json.NewEncoder(w).Encode(list)
	}
}

func badInputLoginPage(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte("<!doctype html><title>Sign in</title><form method=post><input name=password></form>"))
}

// badInputStatus answers with a status, and with a body that repeats what it was
// shown, as careless servers do.
func badInputStatus(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, password, _ := r.BasicAuth()
		http.Error(w, "no entry with "+r.Header.Get("Authorization")+" and "+password+" at "+r.URL.String(), status)
	}
}

const badInputTitle = "Disk of db-1 is 95 % full"

func badInputAlertmanagerRows(t *testing.T, bin string) {
	for _, row := range []struct {
		name  string
		turn  func(*badInputServer)
		state api.SourceState
		words []string
	}{
		{"a login page with status 200", func(s *badInputServer) { s.turn(badInputLoginPage) }, api.SourceRefused, []string{"prod", "web page"}},
		{"a redirect to a login", func(s *badInputServer) {
			s.turn(http.RedirectHandler("https://login.example.org/?ticket=CANARY-ticket", http.StatusFound).ServeHTTP)
		}, api.SourceRefused, []string{"prod", "redirects to login.example.org"}},
		{"a list cut short", func(s *badInputServer) {
			s.turn(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write([]byte(`[{"fingerprint":"00`))
			})
		}, api.SourceRefused, []string{"prod", "cut short"}},
		{"null instead of a list", func(s *badInputServer) {
			s.turn(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write([]byte(`null`))
			})
		}, api.SourceRefused, []string{"prod", "not a list"}},
		{"an error of its own, not for long yet", func(s *badInputServer) { s.turn(badInputStatus(http.StatusBadGateway)) },
			api.SourceOK, []string{"prod", "502"}},
		{"a refused connection, for longer than a source may be silent", (*badInputServer).refuse,
			api.SourceSilent, []string{"prod", "connection refused"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := newBadInputProfile(t, bin)
			p.canaries = []string{"CANARY-ticket"}
			am := newBadInputServer(t, badInputAlerts(badInputTitle))
			// The user is known to be off call: what must not happen is that it is said.
			team := p.write("team.ics", badInputRota(-48*time.Hour, -24*time.Hour, 24*time.Hour, 48*time.Hour))
			p.write("standby.toml", fmt.Sprintf("[me]\nname = \"Engineer A\"\n[[alertmanager]]\nname = \"prod\"\nurl = %q\npoll = \"5s\"\n[[calendar]]\nname = \"team\"\nfile = %q\n", am.URL, team))
			p.start()
			page := p.awaitPage(badInputTitle)
			p.await("the user is off call", func(s api.Snapshot) bool { return s.Standing == api.OffCall })
			row.turn(am)
			snap := p.await("the window shows "+string(row.state), func(s api.Snapshot) bool {
				src, _ := badInputSource(s, "prod")
				return src.State == row.state && src.Trouble != nil
			})
			src, _ := badInputSource(snap, "prod")
			p.wantTrouble(*src.Trouble, row.words...)
			p.wantDoctor("source prod", row.words...)
			p.wantLog("prod", row.words[1])
			p.wantPage(page.ID)
			if row.state != api.SourceOK { // one that was heard a moment ago can be seen
				p.wantNotClear()
			}
		})
	}
}

func badInputCredentialRows(t *testing.T, bin string) {
	for _, row := range []struct {
		name   string
		status int
		auth   []string
		secret string
	}{
		{"basic, 401", http.StatusUnauthorized, []string{"--auth", "basic", "--user", "standby"}, "CANARY-password"},
		{"bearer, 403", http.StatusForbidden, []string{"--auth", "bearer"}, "CANARY-token"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := newBadInputProfile(t, bin)
			p.canaries = []string{row.secret, "c3RhbmRieTpDQU5BUlktcGFzc3dvcmQ", "CANARY"}
			am := newBadInputServer(t, badInputStatus(row.status))
			p.start()
			listen := append([]string{"listen", am.URL, "--name", "prod", "--secret-stdin"}, row.auth...)

			_, errs, code := p.run(row.secret, listen...)
			if code != exitFailed || !badInputHas(errs, []string{"prod", "refuses the credentials", "in Settings"}) {
				t.Errorf("wrong from the start: exit %d, %s", code, errs)
			}
			t.Logf("listen: %s", errs)

			am.turn(badInputAlerts(badInputTitle))
			if _, errs, code := p.run(row.secret, listen...); code != exitOK {
				t.Fatalf("right credentials: exit %d, %s", code, errs)
			}
			page := p.awaitPage(badInputTitle)
			am.turn(badInputStatus(row.status))
			// To acknowledge has the source asked at once.
			_, errs, code = p.run("", "ack", page.ID)
			if code != exitFailed || !badInputHas(errs, []string{"prod", "refuses the credentials"}) {
				t.Errorf("acknowledge: exit %d, %s", code, errs)
			}
			src := p.awaitTrouble("prod")
			words := []string{"prod", "refuses the credentials", fmt.Sprint(row.status)}
			p.wantTrouble(*src.Trouble, words...)
			p.wantDoctor("source prod", words...)
			p.wantLog("prod", "credentials refused")
			p.wantPage(page.ID)
			p.wantNotClear()
		})
	}
}
