package statuspage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"standby/app/provider"
	"standby/app/provider/judge"
)

const (
	key    = "not-a-real-key-89a2"
	pageID = "gytm4qzbx9t6"
)

// fault is what happens to a request instead of a good answer.
type fault struct {
	match       string // how "METHOD /path" begins
	skip, times int
	lost        bool
	answer      http.HandlerFunc
}

// fake is a Statuspage that holds each request and each answer against the contract.
type fake struct {
	t        *testing.T
	url      string
	contract *judge.Contract

	mu         sync.Mutex
	incidents  []map[string]any
	components []map[string]any
	faults     []*fault
	requests   []string
	sent       []map[string]any
	judged     map[string]int
}

func newFake(t *testing.T) *fake {
	t.Helper()
	f := &fake{t: t, judged: map[string]int{}, components: []map[string]any{
		{"id": "api0000001", "name": "API", "status": "operational", "group": false},
		{"id": "grp0000001", "name": "All of it", "status": "operational", "group": true},
		{"id": "web0000001", "name": "Shop", "status": "operational", "group": false},
	}}
	contract, err := judge.Load("statuspage.json", amend)
	switch {
	case errors.Is(err, judge.ErrAbsent) && os.Getenv("CI") != "true":
		t.Log("not held against the contract: ", err)
	case err != nil:
		t.Fatal(err)
	}
	f.contract = contract
	srv := httptest.NewServer(f)
	t.Cleanup(srv.Close)
	f.url = srv.URL
	return f
}

// amend lets the change of an incident be refused in the ways in which its creation
// is, which the contract leaves out; and both for too many requests.
func amend(doc *openapi3.T) {
	create := doc.Paths.Value("/pages/{page_id}/incidents").Post
	change := doc.Paths.Value("/pages/{page_id}/incidents/{incident_id}").Patch
	for _, status := range []string{"400", "401", "404", "422"} {
		change.Responses.Set(status, create.Responses.Value(status))
	}
}

func (f *fake) page(t *testing.T, change func(*Options)) *Page {
	t.Helper()
	client := provider.NewClient(5 * time.Second)
	t.Cleanup(client.Close)
	o := Options{Name: "public", Page: pageID, BaseURL: f.url, Client: client, Token: func(context.Context) (string, error) { return Token(key), nil }}
	if change != nil {
		change(&o)
	}
	p, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	p.limit = provider.NewLimiter(6000)
	return p
}

func (f *fake) fail(x fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	x.times = max(x.times, 1)
	f.faults = append(f.faults, &x)
}

func (f *fake) fault(request string) *fault {
	for n, x := range f.faults {
		if !strings.HasPrefix(request, x.match) {
			continue
		}
		if x.skip > 0 {
			x.skip--
			return nil
		}
		if x.times--; x.times == 0 {
			f.faults = slices.Delete(f.faults, n, n+1)
		}
		return x
	}
	return nil
}

func (f *fake) count(prefix string) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, r := range f.requests {
		if strings.HasPrefix(r, prefix) {
			n++
		}
	}
	return n
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	request := r.Method + " " + r.URL.Path
	f.requests = append(f.requests, request)
	x := f.fault(request)
	if x != nil && x.answer != nil {
		x.answer(w, r)
		return
	}
	var exchange *judge.Exchange
	if f.contract != nil {
		var err error
		if exchange, err = f.contract.Request(r); err != nil {
			f.t.Errorf("fake: %v", err)
		}
	}
	status, answer := http.StatusUnauthorized, any(map[string]any{"error": "Could not authenticate"})
	if r.Header.Get("Authorization") == "OAuth "+key {
		status, answer = f.route(r)
	}
	if x != nil && x.lost {
		if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
			_ = conn.Close()
		}
		return
	}
	body, _ := json.Marshal(answer)
	w.Header().Set("Content-Type", "application/json")
	if exchange != nil {
		if err := exchange.Answer(status, w.Header(), body); err != nil {
			f.t.Errorf("fake: %v\n%.1500s", err, body)
		}
		f.judged[exchange.Operation]++
	}
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

func (f *fake) route(r *http.Request) (int, any) {
	path, ok := strings.CutPrefix(r.URL.Path, "/pages/"+pageID+"/")
	if !ok {
		return http.StatusNotFound, map[string]any{"error": "not found"}
	}
	id, one := strings.CutPrefix(path, "incidents/")
	switch {
	case r.Method == http.MethodGet && path == "components":
		return http.StatusOK, cut(f.components, r)
	case r.Method == http.MethodGet && path == "incidents/unresolved":
		open := []map[string]any{}
		for _, i := range slices.Backward(f.incidents) {
			if i["status"] != "resolved" {
				open = append(open, i)
			}
		}
		return http.StatusOK, cut(open, r)
	case r.Method == http.MethodPost && path == "incidents":
		i := map[string]any{"id": fmt.Sprintf("inc%07d", len(f.incidents)+1), "page_id": pageID, "shortlink": "https://stspg.io/made-up", "incident_updates": []any{}}
		f.incidents = append(f.incidents, i)
		return http.StatusCreated, f.change(i, r)
	case r.Method == http.MethodPatch && one:
		for _, i := range f.incidents {
			if i["id"] == id {
				return http.StatusOK, f.change(i, r)
			}
		}
	}
	return http.StatusNotFound, map[string]any{"error": "not found"}
}

func cut(all []map[string]any, r *http.Request) []map[string]any {
	if r.URL.Query().Get("page") != "1" {
		return []map[string]any{}
	}
	return all
}

// change does to an incident what a request says. An update is added each time.
func (f *fake) change(i map[string]any, r *http.Request) map[string]any {
	raw, _ := io.ReadAll(r.Body)
	var said struct{ Incident map[string]any }
	if err := json.Unmarshal(raw, &said); err != nil {
		f.t.Errorf("fake: %v", err)
	}
	f.sent = append(f.sent, said.Incident)
	updates, _ := i["incident_updates"].([]any)
	i["incident_updates"] = append(updates, map[string]any{"body": said.Incident["body"], "status": said.Incident["status"]})
	for _, name := range []string{"name", "status", "metadata"} {
		i[name] = said.Incident[name]
	}
	if ids, ok := said.Incident["component_ids"].([]any); ok {
		affected := []any{}
		for _, id := range ids {
			affected = append(affected, map[string]any{"id": id})
		}
		i["components"] = affected
	}
	return maps.Clone(i)
}
