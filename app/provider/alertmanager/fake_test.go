package alertmanager

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// fake answers as an Alertmanager does, so that faults can be put between it and
// us. The contract test holds its answers against the published contract.
type fake struct {
	t *testing.T

	mu       sync.Mutex
	alerts   []map[string]any
	silences []*silence
	posts    int
	requests []string
	// loseAnswer makes the next POST take effect and its answer get lost.
	loseAnswer bool
	// fail answers a "METHOD /path" with a status instead.
	fail map[string]int
	// date is what the Date header says; zero leaves it to net/http.
	date time.Time
}

func newFake(t *testing.T) (*fake, *httptest.Server) {
	f := &fake{t: t, fail: map[string]int{}}
	srv := httptest.NewServer(f)
	t.Cleanup(srv.Close)
	return f, srv
}

func sourceAt(t *testing.T, url string, change ...func(*Options)) *Source {
	t.Helper()
	o := Options{Name: "prod", BaseURL: url}
	for _, c := range change {
		c(&o)
	}
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (f *fake) fire(fingerprint string, startsAt time.Time, labels map[string]string) {
	f.alerts = append(f.alerts, map[string]any{
		"fingerprint": fingerprint, "startsAt": startsAt, "updatedAt": startsAt, "endsAt": startsAt.Add(time.Hour),
		"labels": labels, "annotations": map[string]string{"summary": "Summary of " + fingerprint},
		"receivers": []any{map[string]any{"name": "team"}}, "generatorURL": "http://prometheus.example.org/graph",
	})
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	path := strings.TrimPrefix(r.URL.Path, "/api/v2")
	f.requests = append(f.requests, r.Method+" "+path)
	if !f.date.IsZero() {
		w.Header().Set("Date", f.date.UTC().Format(http.TimeFormat))
	}
	if status := f.fail[r.Method+" "+path]; status != 0 {
		f.write(w, status, "told to fail")
		return
	}
	switch id, one := strings.CutPrefix(path, "/silence/"); {
	case path == "/alerts":
		f.write(w, 200, f.list())
	case path == "/silences" && r.Method == http.MethodGet:
		f.write(w, 200, f.described(f.silences))
	case path == "/silences":
		f.post(w, r)
	case one:
		f.one(w, r, id)
	default:
		http.NotFound(w, r)
	}
}

func (f *fake) list() []map[string]any {
	list := []map[string]any{}
	for _, a := range f.alerts {
		by := []string{}
		for _, s := range f.silences {
			if s.Status.State == "active" && s.isExactly(a["labels"].(map[string]string)) {
				by = append(by, s.ID)
			}
		}
		state := "active"
		if len(by) > 0 {
			state = "suppressed"
		}
		a["status"] = map[string]any{"state": state, "silencedBy": by, "inhibitedBy": []string{}, "mutedBy": []string{}}
		list = append(list, a)
	}
	return list
}

func (f *fake) described(silences []*silence) []map[string]any {
	out := []map[string]any{}
	for _, s := range silences {
		out = append(out, map[string]any{
			"id": s.ID, "status": map[string]any{"state": s.Status.State}, "updatedAt": s.StartsAt, "annotations": map[string]string{},
			"matchers": s.Matchers, "startsAt": s.StartsAt, "endsAt": s.EndsAt, "createdBy": s.CreatedBy, "comment": s.Comment,
		})
	}
	return out
}

func (f *fake) post(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s := &silence{}
	if err := json.Unmarshal(body, s); err != nil {
		f.write(w, 400, err.Error())
		return
	}
	f.posts++
	if s.ID == "" {
		s.ID = fmt.Sprintf("00000000-0000-4000-8000-%012d", len(f.silences)+1)
	}
	s.Status.State = "active"
	f.silences = append(slices.DeleteFunc(f.silences, func(old *silence) bool { return old.ID == s.ID }), s)
	if f.loseAnswer {
		f.loseAnswer = false
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = conn.Close()
		}
		return
	}
	f.write(w, 200, map[string]string{"silenceID": s.ID})
}

func (f *fake) one(w http.ResponseWriter, r *http.Request, id string) {
	i := slices.IndexFunc(f.silences, func(s *silence) bool { return s.ID == id })
	switch {
	case i < 0:
		w.WriteHeader(http.StatusNotFound)
	case r.Method == http.MethodDelete:
		f.silences[i].Status.State = "expired"
	default:
		f.write(w, 200, f.described(f.silences[i : i+1])[0])
	}
}

func (f *fake) write(w http.ResponseWriter, status int, what any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(what); err != nil {
		f.t.Error(err)
	}
}

// count is how often a request was made.
func (f *fake) count(request string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, r := range f.requests {
		if r == request {
			n++
		}
	}
	return n
}
