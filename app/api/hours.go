package api

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"standby/rotation/pay/ledger"
)

// HourLog is the log of call-outs as the user states them: what pages tell, and
// what was added or changed by hand.
type HourLog interface {
	// Hours are those that overlap [from, to), by start; removed ones, too.
	Hours(ctx context.Context, from, to time.Time) ([]ledger.Logged, error)
	// Trail is all that was said of an hour, in order; ErrNotFound when nobody knows it.
	Trail(ctx context.Context, id string) ([]ledger.Step, error)
	// EditHour adds an hour or appends a revision to one, and returns it as it then is;
	// ErrNotFound when nobody knows it.
	EditHour(ctx context.Context, e HourEdit) (ledger.Logged, error)
}

// HourEdit says what an hour of the log is to be. What is nil stays as it is.
type HourEdit struct {
	// ID is the hour's; empty adds one, which needs From and To.
	ID string `json:"id,omitempty"`
	// Why is the reason. An edit needs one, unless it only confirms.
	Why  string     `json:"why,omitempty"`
	From *time.Time `json:"from,omitempty"`
	To   *time.Time `json:"to,omitempty"`
	// Mode is "phone", "remote", "onsite", or a word of the policy's own.
	Mode *string `json:"mode,omitempty"`
	// Travel is the time of the journeys in seconds.
	Travel *int64  `json:"travel_seconds,omitempty"`
	What   *string `json:"what,omitempty"`
	// Facts are set; an empty value takes a fact away.
	Facts     map[string]string `json:"facts,omitempty"`
	Confirmed *bool             `json:"confirmed,omitempty"`
	Removed   *bool             `json:"removed,omitempty"`
	// TakePage takes over the times that the page tells now.
	TakePage bool `json:"take_page,omitempty"`
}

func (s *Server) hourRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /v1/hours", inSpan(s, s.h.Ledger.Hours))
	mux.HandleFunc("POST /v1/hours", change(s, s.h.Ledger.EditHour))
	mux.HandleFunc("GET /v1/hours/{id}/trail", func(w http.ResponseWriter, r *http.Request) {
		steps, err := s.h.Ledger.Trail(r.Context(), r.PathValue("id"))
		s.answer(w, steps, err)
	})
}

// Hours lists the call-outs of the log that overlap [from, to).
func (c *Client) Hours(ctx context.Context, from, to time.Time) ([]ledger.Logged, error) {
	return get[[]ledger.Logged](ctx, c, "/v1/hours?"+spanValues(from, to).Encode())
}

// Trail is all that was said of an hour.
func (c *Client) Trail(ctx context.Context, id string) ([]ledger.Step, error) {
	return get[[]ledger.Step](ctx, c, "/v1/hours/"+url.PathEscape(id)+"/trail")
}

// EditHour adds an hour, or revises one.
func (c *Client) EditHour(ctx context.Context, e HourEdit) (ledger.Logged, error) {
	var done ledger.Logged
	err := c.post(ctx, "/v1/hours", e, &done)
	return done, err
}
