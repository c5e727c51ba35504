package api

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"standby/rotation"
)

// Calendars are the questions and commands about one calendar or rota, by the
// name that it is configured under.
type Calendars interface {
	// Versions lists what is kept of it, newest first.
	Versions(ctx context.Context, name string) ([]Version, error)
	// Compare says what changed between two versions.
	Compare(ctx context.Context, q VersionQuery) (Comparison, error)
	// Refresh has it fetched now; what comes of it arrives with a later snapshot.
	Refresh(ctx context.Context, name string) error
}

// Version is one kept version of a calendar: what it said, and when.
type Version struct {
	// Hash names the content: its SHA-256 in hexadecimal.
	Hash string `json:"hash"`
	// Size is that of the content in bytes.
	Size int64 `json:"size"`
	// From is when it was first fetched, Until when it was last confirmed.
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

// VersionQuery names two versions of a calendar, by their hashes or beginnings of
// them. The newest is meant where After is empty, and the one kept before it
// where Before is.
type VersionQuery struct {
	Calendar, Before, After string
}

// Comparison is what lies between two versions of a calendar.
type Comparison struct {
	Before Version `json:"before"`
	After  Version `json:"after"`
	// Window is what was compared.
	Window rotation.Interval `json:"window"`
	// Alterations are what became of everybody's duty, in order of time.
	Alterations []rotation.Alteration `json:"alterations"`
}

func (s *Server) versions(w http.ResponseWriter, r *http.Request) {
	list, err := s.h.Calendars.Versions(r.Context(), r.PathValue("name"))
	s.answer(w, list, err)
}

func (s *Server) compare(w http.ResponseWriter, r *http.Request) {
	c, err := s.h.Calendars.Compare(r.Context(),
		VersionQuery{Calendar: r.PathValue("name"), Before: r.FormValue("before"), After: r.FormValue("after")})
	s.answer(w, c, err)
}

func (s *Server) refresh(w http.ResponseWriter, r *http.Request) {
	s.answer(w, struct{}{}, s.h.Calendars.Refresh(r.Context(), r.PathValue("name")))
}

// Versions lists what is kept of a calendar or rota, newest first.
func (c *Client) Versions(ctx context.Context, calendar string) ([]Version, error) {
	return get[[]Version](ctx, c, "/v1/calendars/"+url.PathEscape(calendar)+"/versions")
}

// Compare says what changed between two versions of a calendar or rota.
func (c *Client) Compare(ctx context.Context, q VersionQuery) (Comparison, error) {
	v := url.Values{"before": {q.Before}, "after": {q.After}}
	return get[Comparison](ctx, c, "/v1/calendars/"+url.PathEscape(q.Calendar)+"/diff?"+v.Encode())
}

// Refresh has a calendar or rota fetched now.
func (c *Client) Refresh(ctx context.Context, calendar string) error {
	return c.post(ctx, "/v1/calendars/"+url.PathEscape(calendar)+"/refresh", nil, nil)
}
