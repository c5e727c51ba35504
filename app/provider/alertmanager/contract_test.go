package alertmanager

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/oasdiff/yaml"

	"standby/app/provider"
)

// skip skips on a developer's machine; in CI a part that does not run is a
// failure.
func skip(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal("must run in CI: " + why)
	}
	t.Skip(why)
}

// shared is the path of a file of reference material next to the repository.
func shared(t *testing.T, name string) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if filepath.Dir(dir) == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
	path := filepath.Join(filepath.Dir(dir), "shared", filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		skip(t, "the reference material ../shared/"+name+" is not here")
	}
	return path
}

func contract(t *testing.T) routers.Router {
	t.Helper()
	text, err := os.ReadFile(shared(t, "contracts/alertmanager.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var v2 openapi2.T
	if _, err := yaml.Unmarshal(text, &v2, yaml.DecodeOpts{DisableTimestamps: true}); err != nil {
		t.Fatal(err)
	}
	v3, err := openapi2conv.ToV3(&v2)
	if err != nil {
		t.Fatal(err)
	}
	v3.Servers = openapi3.Servers{{URL: "/api/v2"}}
	router, err := legacy.NewRouter(v3)
	if err != nil {
		t.Fatal(err)
	}
	return router
}

// referee stands between us and a server and holds both to the contract.
type referee struct {
	t      *testing.T
	router routers.Router
	behind http.Handler
	judged map[string]int
}

func (f *referee) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	route, params, err := f.router.FindRoute(r)
	if err != nil {
		f.t.Errorf("%s %s is not in the contract: %v", r.Method, r.URL, err)
		return
	}
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route}
	if err := openapi3filter.ValidateRequest(r.Context(), in); err != nil {
		f.t.Errorf("our %s %s: %v", r.Method, r.URL, err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	rec := httptest.NewRecorder()
	f.behind.ServeHTTP(rec, r)
	f.judged[r.Method+" "+route.Path]++
	if rec.Body.Len() > 0 {
		out := &openapi3filter.ResponseValidationInput{
			RequestValidationInput: in, Status: rec.Code, Header: rec.Header(),
			Body:    io.NopCloser(bytes.NewReader(rec.Body.Bytes())),
			Options: &openapi3filter.Options{IncludeResponseStatus: true},
		}
		if err := openapi3filter.ValidateResponse(r.Context(), out); err != nil {
			f.t.Errorf("the answer to %s %s: %v", r.Method, r.URL, err)
		}
	}
	for k, v := range rec.Header() {
		w.Header()[k] = v
	}
	w.WriteHeader(rec.Code)
	_, _ = w.Write(rec.Body.Bytes())
}

func TestWhatWeSendAndWhatTheFakeAnswersKeepsTheContract(t *testing.T) {
	f := &fake{t: t, fail: map[string]int{}}
	judge := &referee{t: t, router: contract(t), behind: f, judged: map[string]int{}}
	srv := httptest.NewServer(judge)
	defer srv.Close()
	f.fire("aa", time.Now().Add(-time.Minute), map[string]string{"alertname": "A", "odd": "\"{}\nü", "empty": ""})
	s := sourceAt(t, srv.URL, func(o *Options) { o.Receiver, o.Filter = "team.*", []string{`alertname="A"`, `odd!=""`} })

	alerts, err := s.Open(t.Context())
	if err != nil || len(alerts) != 1 {
		t.Fatal(alerts, err)
	}
	ack, err := s.Acknowledge(t.Context(), alerts[0].Ref, "Engineer A")
	if err != nil {
		t.Fatal(err)
	}
	if ack, err = s.Extend(t.Context(), alerts[0].Ref, ack); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Unacknowledge(t.Context(), ack); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Extend(t.Context(), alerts[0].Ref, provider.Ack{Handle: "00000000-0000-4000-8000-999999999999"}); err != nil {
		t.Fatal(err)
	}
	for _, call := range []string{"GET /alerts", "GET /silences", "POST /silences", "GET /silence/{silenceID}", "DELETE /silence/{silenceID}"} {
		if judge.judged[call] == 0 {
			t.Errorf("%s was not judged; were: %v", call, judge.judged)
		}
	}
}
