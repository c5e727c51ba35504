package api

import (
	"context"
	"net/http"

	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

// LieuAccount is the user's account of time in lieu.
type LieuAccount interface {
	Lieu(ctx context.Context) (Lieu, error)
	// EnterLieu books, takes or releases time, or has it paid out.
	// *account.ShortError where there is not enough.
	EnterLieu(ctx context.Context, e LieuEntry) (account.Entry, error)
}

// Lieu is the account of time in lieu as it stands today. All lengths are seconds.
type Lieu struct {
	// On is today by the policy's clock.
	On account.Date `json:"on"`
	// Balance is what is in it, Booked what of that is set aside for days to come, and
	// Free the most that can be booked or taken today.
	Balance int64 `json:"balance_seconds"`
	Booked  int64 `json:"booked_seconds"`
	Free    int64 `json:"free_seconds"`
	// Provisional is what of Balance comes of months that are not closed.
	Provisional int64 `json:"provisional_seconds"`
	// Months are how each month changed it, in order.
	Months []LieuMonth `json:"months"`
	// Lapsing is what will go, by day.
	Lapsing []account.Lapse `json:"lapsing"`
	// Bookings are the days off that are booked or taken, by day; released ones left out.
	Bookings []account.Entry `json:"bookings"`
	// DayLength is what a day off costs unless said otherwise.
	DayLength int64 `json:"day_seconds"`
}

// LieuMonth is the account over a month.
type LieuMonth struct {
	Month  ledger.Month `json:"month"`
	Closed bool         `json:"closed"`
	ledger.Balance
}

// LieuEntry is what the user does with the account.
type LieuEntry struct {
	// Kind is account.Booked, Taken, Released or PaidOut.
	Kind account.Kind `json:"kind"`
	// On is the day that it is for; the zero Date is today.
	On account.Date `json:"on,omitzero"`
	// Seconds is how much; zero is a day, and for PaidOut all that there is.
	Seconds int64 `json:"seconds,omitempty"`
	// Of is the ID of the booking that is released or taken.
	Of   string `json:"of,omitempty"`
	Note string `json:"note,omitempty"`
}

func (s *Server) lieuRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /v1/lieu", func(w http.ResponseWriter, r *http.Request) {
		l, err := s.h.Ledger.Lieu(r.Context())
		s.answer(w, l, err)
	})
	mux.HandleFunc("POST /v1/lieu", change(s, s.h.Ledger.EnterLieu))
}

// Lieu is the account of time in lieu as it stands.
func (c *Client) Lieu(ctx context.Context) (Lieu, error) { return get[Lieu](ctx, c, "/v1/lieu") }

// EnterLieu books, takes or releases time in lieu, or has it paid out.
func (c *Client) EnterLieu(ctx context.Context, e LieuEntry) (account.Entry, error) {
	var done account.Entry
	err := c.post(ctx, "/v1/lieu", e, &done)
	return done, err
}
