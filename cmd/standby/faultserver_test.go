//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"standby/app/api"
)

// faultServer is the part of an Alertmanager that Standby uses, in this process, so
// that hundreds of runs are affordable and a test can act between a request and its
// answer. That it answers as the real one does is what the provider's own tests are
// for.
type faultServer struct {
	*httptest.Server
	mu       sync.Mutex
	alerts   []faultAlert
	silences map[string]*faultSilence
	// gate holds every request back until it is closed; nil lets them pass.
	gate chan struct{}
	// silenced is called once a silence is there and before the answer says so.
	silenced func()
}

type faultAlert struct {
	n       int
	service string
}

type faultSilence struct {
	ID        string            `json:"id"`
	Status    map[string]string `json:"status"`
	UpdatedAt time.Time         `json:"updatedAt"`
	Matchers  []struct {
		Name    string `json:"name"`
		Value   string `json:"value"`
		IsRegex bool   `json:"isRegex"`
		IsEqual bool   `json:"isEqual"`
	} `json:"matchers"`
	StartsAt  time.Time `json:"startsAt"`
	EndsAt    time.Time `json:"endsAt"`
	CreatedBy string    `json:"createdBy"`
	Comment   string    `json:"comment"`
}

func newFaultServer(t *testing.T) *faultServer {
	t.Helper()
	s := &faultServer{silences: map[string]*faultSilence{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v2/alerts", s.list)
	mux.HandleFunc("GET /api/v2/silences", s.listSilences)
	mux.HandleFunc("GET /api/v2/silence/{id}", s.oneSilence)
	mux.HandleFunc("POST /api/v2/silences", s.silence)
	mux.HandleFunc("DELETE /api/v2/silence/{id}", s.expire)
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		gate := s.gate
		s.mu.Unlock()
		if gate != nil {
			select {
			case <-gate:
			case <-r.Context().Done():
				return
			}
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s
}

// fire makes that many alerts fire, besides those that do.
func (s *faultServer) fire(n int, services ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range n {
		at := len(s.alerts)
		service := ""
		if len(services) > 0 {
			service = services[at%len(services)]
		}
		s.alerts = append(s.alerts, faultAlert{n: at, service: service})
	}
}

func (a faultAlert) labels() map[string]string {
	l := map[string]string{"alertname": "Sample", "severity": "critical", "n": fmt.Sprint(a.n)}
	if a.service != "" {
		l["service"] = a.service
	}
	return l
}

func (a faultAlert) title() string { return fmt.Sprintf("Disk of db-%d is 95 %% full", a.n) }

// holders are the IDs of the active silences of an alert.
func (s *faultServer) holders(a faultAlert) []string {
	ids := []string{}
	for id, one := range s.silences {
		if one.Status["state"] != "active" {
			continue
		}
		l, all := a.labels(), true
		for _, m := range one.Matchers {
			all = all && l[m.Name] == m.Value
		}
		if all && len(one.Matchers) == len(l) {
			ids = append(ids, id)
		}
	}
	return ids
}

// holds reports how many silences hold the alert of that title back.
func (s *faultServer) holds(title string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.alerts {
		if a.title() == title {
			return len(s.holders(a))
		}
	}
	return 0
}

func (s *faultServer) list(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	list := make([]map[string]any, 0, len(s.alerts))
	for _, a := range s.alerts {
		ids, state := []string{}, "active"
		if len(s.silences) > 0 {
			if ids = s.holders(a); len(ids) > 0 {
				state = "suppressed"
			}
		}
		list = append(list, map[string]any{
			"fingerprint": fmt.Sprintf("%016x", a.n+1), "startsAt": "2026-01-02T03:04:05Z", "endsAt": "2099-01-01T00:00:00Z", "updatedAt": "2026-01-02T03:04:05Z",
			"labels": a.labels(), "annotations": map[string]string{"summary": a.title(), "description": "It grows by 1 % an hour."}, "receivers": []any{},
			"status": map[string]any{"state": state, "silencedBy": ids, "inhibitedBy": []string{}},
		})
	}
	s.mu.Unlock()
	faultAnswer(w, list)
}

func (s *faultServer) listSilences(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []*faultSilence{}
	for _, one := range s.silences {
		list = append(list, one)
	}
	faultAnswer(w, list)
}

func (s *faultServer) oneSilence(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.silences[r.PathValue("id")]
	if one == nil {
		http.NotFound(w, r)
		return
	}
	faultAnswer(w, one)
}

func (s *faultServer) silence(w http.ResponseWriter, r *http.Request) {
	var one faultSilence
	if err := json.NewDecoder(r.Body).Decode(&one); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	if one.ID == "" {
		one.ID = fmt.Sprintf("00000000-0000-4000-8000-%012x", len(s.silences)+1)
	}
	one.Status = map[string]string{"state": "active"}
	s.silences[one.ID] = &one
	silenced := s.silenced
	s.mu.Unlock()
	if silenced != nil {
		silenced()
	}
	faultAnswer(w, map[string]string{"silenceID": one.ID})
}

func (s *faultServer) expire(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if one := s.silences[r.PathValue("id")]; one != nil {
		one.Status["state"] = "expired"
	}
	faultAnswer(w, struct{}{})
}

func faultAnswer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

// faultBuild is the program with failpoints, built once: beside the program of these
// tests, with which it goes.
var faultBuild = sync.OnceValues(func() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find this program: %w", err)
	}
	bin := filepath.Join(filepath.Dir(self), "failing", "standby")
	c := exec.Command("go", "build", "-tags", "failpoints", "-o", bin, ".")
	c.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build standby: %w\n%s", err, out)
	}
	return bin, nil
})

func faultProgram(t *testing.T) string {
	t.Helper()
	bin, err := faultBuild()
	if err != nil {
		t.Fatal(err)
	}
	return bin
}

// faultProfile is a user who listens to the server alone, and is on call for all
// anybody knows.
func faultProfile(t *testing.T, bin, url string, more ...string) *badInputProfile {
	t.Helper()
	p := newBadInputProfile(t, bin)
	p.write("standby.toml", fmt.Sprintf("[me]\nname = \"Engineer A\"\n[[alertmanager]]\nname = \"prod\"\nurl = %q\npoll = \"5s\"\n%s", url, strings.Join(more, "\n")))
	return p
}

// follow calls each with every snapshot of an agent that may not be there yet, until
// ctx ends or the agent does.
func faultFollow(ctx context.Context, c *api.Client, each func(api.Snapshot)) {
	for ctx.Err() == nil {
		seen := false
		_ = c.Stream(ctx, "test", func(m api.Message) {
			if m.Snapshot != nil {
				seen = true
				each(*m.Snapshot)
			}
		})
		if seen {
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(2 * time.Millisecond): // its socket is not there yet
		}
	}
}
