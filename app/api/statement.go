package api

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

// Statements are what the user's duty is worth, month by month.
type Statements interface {
	// Months are those of the ledger, in order, the current one last.
	Months(ctx context.Context) ([]MonthState, error)
	// Statement is that of a month, as it was closed or as it stands now.
	Statement(ctx context.Context, m ledger.Month) (Statement, error)
	// Document is a sealed document over one or more months, ready to be kept.
	Document(ctx context.Context, q DocumentQuery) (Document, error)
}

// Closer freezes months, and takes what is entered by hand.
type Closer interface {
	// CloseMonth freezes the next month; ErrBadRequest where it is another one's turn.
	CloseMonth(ctx context.Context, c CloseMonth) (Statement, error)
	// Adjust enters money or time by hand, or takes such an entry back.
	Adjust(ctx context.Context, a NewAdjustment) (ledger.Adjustment, error)
	Adjustments(ctx context.Context) ([]ledger.Adjustment, error)
}

// MonthState is a month of the ledger.
type MonthState struct {
	Month ledger.Month `json:"month"`
	// Total is its money, a decimal number in a string; Lieu the time in lieu that it
	// brings, in seconds.
	Total    string `json:"total"`
	Currency string `json:"currency"`
	Lieu     int64  `json:"time_in_lieu_seconds"`
	// The seconds of time on call, of call-outs, and the nights with time on call.
	Standby int64 `json:"standby_seconds"`
	CallOut int64 `json:"call_out_seconds"`
	Nights  int   `json:"nights"`
	// Closed says that it is frozen, Turn that it is the next to be closed, and Over
	// that it has passed.
	Closed   bool      `json:"closed"`
	ClosedAt time.Time `json:"closed_at,omitzero"`
	ClosedBy string    `json:"closed_by,omitempty"`
	Hash     string    `json:"sha256,omitempty"`
	Turn     bool      `json:"turn,omitempty"`
	Over     bool      `json:"over"`
	// Unconfirmed is how many call-outs nobody has confirmed.
	Unconfirmed int `json:"unconfirmed,omitempty"`
}

// LieuBalance is the account of time in lieu over a statement's month.
type LieuBalance struct {
	ledger.Balance
	Lapsing []account.Lapse `json:"lapsing,omitempty"`
}

// DocumentQuery asks for a document.
type DocumentQuery struct {
	// First and Last are the months that it spans, both included.
	First, Last ledger.Month
	// Format is "pdf", "xlsx", "csv" or "json".
	Format string
	// Paper is "A4" or "Letter", for PDF; empty is A4. Mark begins a CSV with a byte
	// order mark.
	Paper string
	Mark  bool
}

// Document is a file.
type Document struct {
	// Name is what to call it, Type its media type.
	Name, Type string
	Data       []byte
}

// CloseMonth is the command to freeze a month.
type CloseMonth struct {
	Month ledger.Month `json:"month"`
	// Unconfirmed closes it although call-outs are not confirmed.
	Unconfirmed bool `json:"unconfirmed,omitempty"`
}

// NewAdjustment is money or time in lieu that is entered by hand.
type NewAdjustment struct {
	// On is the day that it counts for; the zero Date is today.
	On account.Date `json:"on,omitzero"`
	// Amount is a decimal number, in the policy's currency; empty is none. Seconds is
	// time in lieu.
	Amount  string `json:"amount,omitempty"`
	Seconds int64  `json:"seconds,omitempty"`
	// What says what it is for.
	What string `json:"what"`
	// TakesBack is the ID of the adjustment to undo; Amount and Seconds stay empty then.
	TakesBack string `json:"takes_back,omitempty"`
}

func (s *Server) statementRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /v1/pay", func(w http.ResponseWriter, r *http.Request) {
		m, err := monthOf(r.FormValue("month"))
		if err != nil {
			s.answer(w, nil, err)
			return
		}
		st, err := s.h.Ledger.Statement(r.Context(), m)
		s.answer(w, st, err)
	})
	mux.HandleFunc("GET /v1/pay/months", func(w http.ResponseWriter, r *http.Request) {
		list, err := s.h.Ledger.Months(r.Context())
		s.answer(w, list, err)
	})
	mux.HandleFunc("GET /v1/pay/document", s.document)
	mux.HandleFunc("POST /v1/pay/close", change(s, s.h.Ledger.CloseMonth))
	mux.HandleFunc("POST /v1/pay/adjust", change(s, s.h.Ledger.Adjust))
	mux.HandleFunc("GET /v1/pay/adjustments", func(w http.ResponseWriter, r *http.Request) {
		list, err := s.h.Ledger.Adjustments(r.Context())
		s.answer(w, list, err)
	})
}

func (s *Server) document(w http.ResponseWriter, r *http.Request) {
	q := DocumentQuery{Format: r.FormValue("format"), Paper: r.FormValue("paper"), Mark: r.FormValue("mark") == "true"}
	var err error
	if q.First, err = monthOf(r.FormValue("first")); err == nil {
		q.Last, err = monthOf(r.FormValue("last"))
	}
	var d Document
	if err == nil {
		d, err = s.h.Ledger.Document(r.Context(), q)
	}
	if err != nil {
		s.answer(w, nil, err)
		return
	}
	w.Header().Set("Content-Type", d.Type)
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", d.Name))
	_, _ = w.Write(d.Data)
}

func monthOf(text string) (ledger.Month, error) {
	m, err := ledger.ParseMonth(text)
	if err != nil {
		return m, fmt.Errorf("%w: month must look like 2026-11", ErrBadRequest)
	}
	return m, nil
}

// change does what a request says, and answers with what became of it.
func change[Q, A any](s *Server, do func(context.Context, Q) (A, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q, err := body[Q](w, r)
		if err != nil {
			s.answer(w, nil, err)
			return
		}
		a, err := do(r.Context(), q)
		s.answer(w, a, err)
	}
}

// Months are those of the ledger, in order.
func (c *Client) Months(ctx context.Context) ([]MonthState, error) {
	return get[[]MonthState](ctx, c, "/v1/pay/months")
}

// Statement returns the statement of a month.
func (c *Client) Statement(ctx context.Context, m ledger.Month) (Statement, error) {
	return get[Statement](ctx, c, "/v1/pay?month="+m.String())
}

// Document returns a sealed document over one or more months.
func (c *Client) Document(ctx context.Context, q DocumentQuery) (Document, error) {
	v := url.Values{"first": {q.First.String()}, "last": {q.Last.String()}, "format": {q.Format}, "paper": {q.Paper}, "mark": {fmt.Sprint(q.Mark)}}
	resp, err := c.do(ctx, http.MethodGet, "/v1/pay/document?"+v.Encode(), nil)
	if err != nil {
		return Document{}, err
	}
	defer func() { _ = resp.Body.Close() }()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return Document{}, fmt.Errorf("read the agent's answer: %w", err)
	}
	return Document{Type: resp.Header.Get("Content-Type"), Data: data}, nil
}

// CloseMonth freezes the next month of the ledger.
func (c *Client) CloseMonth(ctx context.Context, m CloseMonth) (Statement, error) {
	var done Statement
	err := c.post(ctx, "/v1/pay/close", m, &done)
	return done, err
}

// Adjust enters money or time in lieu by hand, or takes such an entry back.
func (c *Client) Adjust(ctx context.Context, a NewAdjustment) (ledger.Adjustment, error) {
	var done ledger.Adjustment
	err := c.post(ctx, "/v1/pay/adjust", a, &done)
	return done, err
}

// Adjustments are all that were entered by hand, in that order.
func (c *Client) Adjustments(ctx context.Context) ([]ledger.Adjustment, error) {
	return get[[]ledger.Adjustment](ctx, c, "/v1/pay/adjustments")
}
