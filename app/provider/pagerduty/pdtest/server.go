package pdtest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Key is the API key that the server knows.
const Key = "u+TestKey1234567890x"

// T is the part of testing.TB that the server needs.
type T interface {
	Helper()
	Errorf(format string, args ...any)
	Cleanup(func())
}

// Fault is what happens to a request instead of a good answer.
type Fault struct {
	// Match is how "METHOD /path" of the request begins.
	Match string
	// Skip is how many such requests go well first, Times how many fail then, 0
	// meaning one.
	Skip, Times int
	// Lost means that the request takes effect and its answer never arrives, Cut
	// that the connection ends before it does.
	Lost, Cut bool
	// Before is called when the request has come and before it takes effect: what
	// happens in between two requests.
	Before func()
	// Answer, when not nil, is sent in place of the server's.
	Answer http.HandlerFunc
}

// Server is the fake. Its methods may be called at any time.
type Server struct {
	// URL is where it answers.
	URL string

	t        T
	clock    func() time.Time
	contract *Contract

	mu        sync.Mutex
	incidents []*Incident
	number    int
	last      time.Time
	shifts    []Shift
	faults    []*Fault
	requests  []string
	judged    map[string]int
	reopened  []string
	pageSize  int
	// allowed is what remains of the rate limit; negative for no limit.
	allowed int
	window  int
}

// New starts a server that ends with the test. clock is its clock, nil meaning
// time.Now; contract judges what is sent, nil meaning that nobody does.
func New(t T, clock func() time.Time, contract *Contract) *Server {
	if clock == nil {
		clock = time.Now
	}
	s := &Server{t: t, clock: clock, contract: contract, judged: map[string]int{}, pageSize: 100, allowed: -1}
	srv := httptest.NewServer(s)
	t.Cleanup(srv.Close)
	s.URL = srv.URL
	return s
}

// Fail adds a fault.
func (s *Server) Fail(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.Times = max(f.Times, 1)
	s.faults = append(s.faults, &f)
}

// Heal forgets all faults.
func (s *Server) Heal() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// SetPageSize is the most that one answer lists, at most 100.
func (s *Server) SetPageSize(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pageSize = n
}

// Allow sets how many more requests are answered in this window, and how many
// seconds that lasts, as the headers tell it.
func (s *Server) Allow(requests, seconds int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.allowed, s.window = requests, seconds
}

// Requests are those that came, as "METHOD /path".
func (s *Server) Requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Count is how many requests came that begin so.
func (s *Server) Count(prefix string) int {
	n := 0
	for _, r := range s.Requests() {
		if strings.HasPrefix(r, prefix) {
			n++
		}
	}
	return n
}

// Writes is how many requests came that change something.
func (s *Server) Writes() int { return s.Count("PUT ") + s.Count("POST ") + s.Count("DELETE ") }

// Judged is how often each operation of the contract was judged, answer and all.
func (s *Server) Judged() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	judged := map[string]int{}
	for k, v := range s.judged {
		judged[k] = v
	}
	return judged
}

func (s *Server) fault(request string) *Fault {
	for i, f := range s.faults {
		switch {
		case !strings.HasPrefix(request, f.Match):
		case f.Skip > 0:
			f.Skip--
			return nil
		default:
			if f.Times--; f.Times == 0 {
				s.faults = slices.Delete(s.faults, i, i+1)
			}
			return f
		}
	}
	return nil
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	request := r.Method + " " + r.URL.Path
	s.mu.Lock()
	s.requests = append(s.requests, request)
	f := s.fault(request)
	s.mu.Unlock()
	x := s.judge(r)
	if f != nil && f.Before != nil {
		f.Before()
	}
	if f != nil && (f.Cut || f.Answer != nil) {
		if f.Cut {
			hangUp(w)
			return
		}
		w.Header().Set("Date", s.now().Format(http.TimeFormat))
		f.Answer(w, r)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pass()
	status, answer := s.limited(r)
	body, err := json.Marshal(answer)
	if err != nil {
		s.t.Errorf("pdtest: %v", err)
	}
	if f != nil && f.Lost {
		hangUp(w)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Date", s.now().Format(http.TimeFormat))
	if s.allowed >= 0 {
		h.Set("ratelimit-limit", "960")
		h.Set("ratelimit-remaining", strconv.Itoa(s.allowed))
		h.Set("ratelimit-reset", strconv.Itoa(s.window))
	}
	if x != nil {
		if err := x.answer(status, h, body); err != nil {
			s.t.Errorf("pdtest: %v\n%.2000s", err, body)
		}
		s.judged[x.operation]++
	}
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

func (s *Server) judge(r *http.Request) *exchange {
	if s.contract == nil {
		return nil
	}
	x, err := s.contract.request(r)
	if err != nil {
		s.t.Errorf("pdtest: %v", err)
	}
	return x
}

func hangUp(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = conn.Close()
	}
}

func (s *Server) limited(r *http.Request) (int, any) {
	if s.allowed == 0 {
		return failure(http.StatusTooManyRequests, 2020, "Rate Limit Exceeded")
	}
	if s.allowed > 0 {
		s.allowed--
	}
	if r.Header.Get("Authorization") != "Token token="+Key {
		return failure(http.StatusUnauthorized, 2006, "Invalid authentication provided.")
	}
	return s.route(r)
}

func failure(status, code int, message string, details ...string) (int, any) {
	return status, map[string]any{"error": map[string]any{"code": code, "message": message, "errors": append([]string{}, details...)}}
}

func (s *Server) route(r *http.Request) (int, any) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return failure(http.StatusBadRequest, 2001, "Invalid Input Provided")
	}
	var by User
	if r.Method != http.MethodGet {
		from, known := userBy(func(u User) bool { return u.Email == r.Header.Get("From") })
		if !known {
			return failure(http.StatusBadRequest, 1008, "Requester User Not Found")
		}
		by = from
	}
	switch pattern := r.Method + " " + shape(parts); pattern {
	case "GET users/me":
		return http.StatusOK, map[string]any{"user": full(me)}
	case "GET incidents":
		return s.list(r)
	case "GET incidents/*":
		return s.with(parts[1], func(i *Incident) (int, any) { return s.show(http.StatusOK, i, r) })
	case "PUT incidents/*":
		return s.with(parts[1], func(i *Incident) (int, any) { return s.put(i, by, body, r) })
	case "POST incidents/*/snooze":
		return s.with(parts[1], func(i *Incident) (int, any) { return s.snooze(i, by, body, r) })
	case "GET incidents/*/notes":
		return s.with(parts[1], func(i *Incident) (int, any) { return s.notes(i) })
	case "POST incidents/*/notes":
		return s.with(parts[1], func(i *Incident) (int, any) { return s.note(i, by, body) })
	case "GET oncalls":
		return s.onCalls(r)
	case "GET schedules":
		return s.page(r, "schedules", []any{s.schedule(nil)})
	case "GET schedules/*":
		if parts[1] != ScheduleID {
			return failure(http.StatusNotFound, 2100, "Not Found")
		}
		return http.StatusOK, map[string]any{"schedule": s.schedule(r)}
	}
	return failure(http.StatusNotFound, 2100, "Not Found")
}

// shape has a star for what names one thing.
func shape(parts []string) string {
	parts = slices.Clone(parts)
	if len(parts) > 1 && parts[0] != "users" {
		parts[1] = "*"
	}
	return strings.Join(parts, "/")
}

func (s *Server) with(id string, do func(*Incident) (int, any)) (int, any) {
	i := s.find(id)
	if i == nil {
		return failure(http.StatusNotFound, 2100, "Not Found")
	}
	return do(i)
}

func decode(body []byte, into any) bool {
	return json.NewDecoder(bytes.NewReader(body)).Decode(into) == nil
}
