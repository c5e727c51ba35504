package api

import (
	"context"
	"net/http"
	"time"

	"standby/rotation"
)

// Forecasts are what duty to come means for pay and rest. Nothing is kept of them.
type Forecasts interface {
	// Foresee says what a change of hands would mean for each person it concerns.
	Foresee(ctx context.Context, c ShiftChange) ([]Effect, error)
	// Rest says when the user may begin work after a call-out, and what their plan of
	// the next weeks does not keep.
	Rest(ctx context.Context) (Rest, error)
}

// ShiftChange is what is thought about: shifts that change hands, in order, and
// shifts that nobody had.
type ShiftChange struct {
	Hands []ShiftHand      `json:"hands,omitempty"`
	Extra []rotation.Shift `json:"extra,omitempty"`
}

// ShiftHand is a shift, or a part of it, that changes hands.
type ShiftHand struct {
	Shift rotation.Shift `json:"shift"`
	// Part is what changes hands; the zero Interval is all of it.
	Part rotation.Interval `json:"part,omitzero"`
	To   rotation.Person   `json:"to"`
}

// Effect is what a change means for one person.
type Effect struct {
	Person rotation.Person `json:"person"`
	// Summary is one line; Sentences say more, first what it comes to.
	Summary   string   `json:"summary"`
	Sentences []string `json:"sentences"`
	// Cash is the difference in money, a decimal number in a string; the others are
	// seconds, and nights with time on call.
	Cash     string `json:"cash"`
	Currency string `json:"currency"`
	Lieu     int64  `json:"time_in_lieu_seconds"`
	Standby  int64  `json:"standby_seconds"`
	Nights   int    `json:"nights"`
	// Breaks says that a rest rule or a limit would no longer be kept.
	Breaks bool `json:"breaks"`
	// Unknown says why money and time cannot be told; empty where they can.
	Unknown string `json:"unknown,omitempty"`
}

// Rest is what the rest rules say now.
type Rest struct {
	// Earliest is when work may begin, and Text why; both empty where rest was had.
	Earliest time.Time `json:"earliest,omitzero"`
	Text     string    `json:"text,omitempty"`
	// Warnings are what the plan of the next weeks does not keep, by time.
	Warnings []Finding `json:"warnings"`
}

func (s *Server) forecastRoutes(mux *http.ServeMux) {
	mux.HandleFunc("POST /v1/foresee", change(s, s.h.Ledger.Foresee))
	mux.HandleFunc("GET /v1/rest", func(w http.ResponseWriter, r *http.Request) {
		rest, err := s.h.Ledger.Rest(r.Context())
		s.answer(w, rest, err)
	})
}

// Foresee says what a change of hands would mean for each person it concerns.
func (c *Client) Foresee(ctx context.Context, change ShiftChange) ([]Effect, error) {
	var effects []Effect
	err := c.post(ctx, "/v1/foresee", change, &effects)
	return effects, err
}

// Rest says what the rest rules say now.
func (c *Client) Rest(ctx context.Context) (Rest, error) { return get[Rest](ctx, c, "/v1/rest") }
