package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"standby/app/incident"
	"standby/rotation"
)

// SocketName is the file name of the agent's socket in its runtime directory.
const SocketName = "api.sock"

// Setup are the commands that add what Standby listens to.
type Setup interface {
	AddCalendar(ctx context.Context, c NewCalendar) error
	AddRota(ctx context.Context, r NewRota) error
	AddAlertmanager(ctx context.Context, a NewAlertmanager) error
}

// Preferences are the commands that change what holds for all sources.
type Preferences interface {
	SetMe(ctx context.Context, me rotation.Person) error
	SetPolicy(ctx context.Context, path string) error
	Policies
}

// Records are what the agent remembers beyond the snapshot.
type Records interface {
	Shifts(ctx context.Context, q ShiftQuery) ([]rotation.Shift, error)
	Gaps(ctx context.Context, from, to time.Time) ([]Gap, error)
	History(ctx context.Context, from, to time.Time) ([]Page, error)
	// Stats counts the pages triggered in [from, to).
	Stats(ctx context.Context, from, to time.Time) (Stats, error)
	// Page is one page, with how often the same trouble came.
	Page(ctx context.Context, id string) (Page, error)
}

// Ledger is what the user's duty is worth, and how they keep it.
type Ledger interface {
	HourLog
	LieuAccount
	Statements
	Closer
	Forecasts
}

// Proof is how a user finds out whether the whole path works.
type Proof interface {
	TestPage(ctx context.Context) (pageID string, err error)
	Doctor(ctx context.Context) ([]Check, error)
}

// Handlers are what the server calls; all must be set. They are called from
// many goroutines.
type Handlers struct {
	Pages     Pages
	Setup     Setup
	Prefer    Preferences
	Reloader  Reloader
	Records   Records
	Proof     Proof
	Calendars Calendars
	// PagerDutys are set up as Setup's sources are.
	PagerDutys PagerDutys
	Mails      Mails
	Sounds     Sounds
	Publisher  Publisher
	Handover   Handover
	Trial      Trial
	Ledger     Ledger
	// Exchange may be nil: then the schedule is only told.
	Exchange Exchange
	// Incidents may be nil: then there is no incident workspace.
	Incidents Incidents
	// Raise brings the window up when none listens to the stream.
	Raise func(context.Context) error
	// Window is told when the first window comes and when the last one goes.
	Window func(open bool)
	// Explain turns an error into words.
	Explain func(error) Trouble
}

// Server serves the local API. The zero value is not usable; see NewServer.
type Server struct {
	h   Handlers
	hub *hub
	srv *http.Server
}

// NewServer prepares a server; Serve runs it.
func NewServer(h Handlers) *Server {
	s := &Server{h: h, hub: newHub(h.Window)}
	s.srv = &http.Server{Handler: s.routes(), ReadHeaderTimeout: 5 * time.Second, MaxHeaderBytes: 16 << 10}
	return s
}

// Listen opens the socket at path for its owner alone (mode 0600), removing one
// that a killed agent left. The caller must hold the profile's lock, else it
// would take the socket from a running agent.
func Listen(ctx context.Context, path string) (net.Listener, error) {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("remove the old socket %s: %w", path, err)
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "unix", path)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", path, err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("keep %s to its owner: %w", path, err), l.Close())
	}
	return l, nil
}

// Serve answers on l until ctx ends. Open streams are cut then; there is
// nothing to drain, since every command is on disk before it is answered.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	stop := context.AfterFunc(ctx, func() { _ = s.srv.Close() })
	defer stop()
	if err := s.srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the local API: %w", err)
	}
	return nil
}

// Publish makes snap the current snapshot and sends it to every stream. It never
// blocks: a reader that is slow misses snapshots, and gets the newest.
func (s *Server) Publish(snap Snapshot) { s.hub.publish(snap) }

// Current returns the current snapshot; it waits for the first one.
func (s *Server) Current(ctx context.Context) (Snapshot, error) { return s.hub.latest(ctx) }

// RaiseWindow asks an open window to come to the front, or has one started.
func (s *Server) RaiseWindow(ctx context.Context) error {
	if s.hub.raise() {
		return nil
	}
	return s.h.Raise(ctx)
}

func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/snapshot", s.snapshot)
	mux.HandleFunc("GET /v1/stream", s.stream)
	mux.HandleFunc("POST /v1/pages/{id}/{do}", s.act)
	mux.HandleFunc("GET /v1/pages/{id}", s.page)
	mux.HandleFunc("POST /v1/mute", command(s, s.h.Pages.Mute))
	mux.HandleFunc("GET /v1/stats", s.stats)
	mux.HandleFunc("GET /v1/pages", inSpan(s, s.h.Records.History))
	mux.HandleFunc("GET /v1/shifts", s.shifts)
	mux.HandleFunc("GET /v1/gaps", inSpan(s, s.h.Records.Gaps))
	mux.HandleFunc("GET /v1/doctor", s.doctor)
	mux.HandleFunc("POST /v1/test-page", s.testPage)
	mux.HandleFunc("POST /v1/raise", s.raise)
	mux.HandleFunc("POST /v1/calendars", command(s, s.h.Setup.AddCalendar))
	mux.HandleFunc("GET /v1/calendars/{name}/versions", s.versions)
	mux.HandleFunc("GET /v1/calendars/{name}/diff", s.compare)
	mux.HandleFunc("POST /v1/calendars/{name}/refresh", s.refresh)
	mux.HandleFunc("POST /v1/calendars/{name}/publish", s.publish)
	mux.HandleFunc("POST /v1/calendars/{name}/give", s.give)
	mux.HandleFunc("POST /v1/calendars/{name}/swap", s.swap)
	mux.HandleFunc("POST /v1/trial/preview", inquiry(s, s.h.Trial.Preview))
	mux.HandleFunc("POST /v1/trial/discover", inquiry(s, s.h.Trial.Discover))
	mux.HandleFunc("POST /v1/rotas", command(s, s.h.Setup.AddRota))
	mux.HandleFunc("POST /v1/alertmanagers", command(s, s.h.Setup.AddAlertmanager))
	mux.HandleFunc("POST /v1/pagerdutys", command(s, s.addPagerDuty))
	mux.HandleFunc("GET /v1/pagerdutys/{name}/schedules", s.schedules)
	mux.HandleFunc("POST /v1/mails", command(s, s.addMail))
	mux.HandleFunc("POST /v1/test-sound", command(s, s.testSound))
	mux.HandleFunc("GET /v1/outputs", s.outputs)
	mux.HandleFunc("POST /v1/policy", command(s, s.h.Prefer.SetPolicy))
	mux.HandleFunc("POST /v1/policy/explain", change(s, s.h.Prefer.ExplainPolicy))
	mux.HandleFunc("POST /v1/policy/use", change(s, s.h.Prefer.UsePolicy))
	mux.HandleFunc("POST /v1/me", command(s, s.h.Prefer.SetMe))
	mux.HandleFunc("POST /v1/reload", s.reload)
	s.hourRoutes(mux)
	s.lieuRoutes(mux)
	s.statementRoutes(mux)
	s.forecastRoutes(mux)
	s.exchangeRoutes(mux)
	s.incidentRoutes(mux)
	return mux
}

func (s *Server) snapshot(w http.ResponseWriter, r *http.Request) {
	snap, err := s.hub.latest(r.Context())
	s.answer(w, snap, err)
}

// command reads what is to be done and does it.
func command[T any](s *Server, do func(context.Context, T) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, err := body[T](w, r)
		if err == nil {
			err = do(r.Context(), c)
		}
		s.answer(w, struct{}{}, err)
	}
}

// body reads one JSON value of at most 64 KB.
func body[T any](w http.ResponseWriter, r *http.Request) (v T, err error) {
	dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&v); err != nil {
		return v, fmt.Errorf("%w: %w", ErrBadRequest, err)
	}
	return v, nil
}

// inSpan answers with what there is between two instants.
func inSpan[T any](s *Server, find func(ctx context.Context, from, to time.Time) ([]T, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		from, to, err := span(r)
		if err != nil {
			s.answer(w, nil, err)
			return
		}
		found, err := find(r.Context(), from, to)
		s.answer(w, found, err)
	}
}

func (s *Server) shifts(w http.ResponseWriter, r *http.Request) {
	from, to, err := span(r)
	if err != nil {
		s.answer(w, nil, err)
		return
	}
	found, err := s.h.Records.Shifts(r.Context(), ShiftQuery{From: from, To: to, Mine: r.FormValue("mine") == "true"})
	s.answer(w, found, err)
}

func (s *Server) doctor(w http.ResponseWriter, r *http.Request) {
	checks, err := s.h.Proof.Doctor(r.Context())
	s.answer(w, checks, err)
}

func (s *Server) testPage(w http.ResponseWriter, r *http.Request) {
	id, err := s.h.Proof.TestPage(r.Context())
	s.answer(w, map[string]string{"page_id": id}, err)
}

func (s *Server) raise(w http.ResponseWriter, r *http.Request) {
	s.answer(w, struct{}{}, s.RaiseWindow(r.Context()))
}

func span(r *http.Request) (from, to time.Time, err error) {
	from, errFrom := time.Parse(time.RFC3339, r.FormValue("from"))
	to, errTo := time.Parse(time.RFC3339, r.FormValue("to"))
	if err := errors.Join(errFrom, errTo); err != nil {
		return from, to, fmt.Errorf("%w: from and to must be RFC 3339 times: %w", ErrBadRequest, err)
	}
	return from, to, nil
}

// answer writes v, or the error in words with a status that a script can use.
func (s *Server) answer(w http.ResponseWriter, v any, err error) {
	w.Header().Set("Content-Type", "application/json")
	if err != nil {
		e := &Error{Trouble: s.explained(err), Code: "failed"}
		status := http.StatusInternalServerError
		switch {
		case errors.Is(err, ErrNotFound):
			e.Code, status = "not_found", http.StatusNotFound
		case errors.Is(err, ErrBadRequest):
			e.Code, status = "bad_request", http.StatusBadRequest
		case errors.Is(err, ErrNotKept):
			e.Code, status = "not_kept", http.StatusInsufficientStorage
		case errors.Is(err, ErrReadBack):
			e.Code, status = "read_back", http.StatusConflict
		case errors.Is(err, ErrInsecure):
			e.Code, status = "insecure", http.StatusBadRequest
		case errors.Is(err, incident.ErrStale):
			e.Code, status, e.Stale = "stale", http.StatusConflict, staleOf(err)
		}
		w.WriteHeader(status)
		v = map[string]*Error{"error": e}
	}
	// A client that has gone away cannot be told so.
	_ = json.NewEncoder(w).Encode(v)
}
