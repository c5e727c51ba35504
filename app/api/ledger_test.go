package api

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"standby/rotation"
	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

// books answers for the ledger, and keeps what was asked.
type books struct {
	Ledger
	edit  HourEdit
	entry LieuEntry
	close CloseMonth
	asked ShiftChange
}

var december = ledger.Month{Year: 2026, Month: time.December}

func (b *books) Hours(_ context.Context, from, to time.Time) ([]ledger.Logged, error) {
	return []ledger.Logged{{Hour: ledger.Hour{ID: "p/1", Interval: rotation.Interval{Start: from, End: to}}}}, nil
}

func (b *books) Trail(_ context.Context, id string) ([]ledger.Step, error) {
	if id != "p/1" {
		return nil, ErrNotFound
	}
	return []ledger.Step{{By: "page", What: id}}, nil
}

func (b *books) EditHour(_ context.Context, e HourEdit) (ledger.Logged, error) {
	b.edit = e
	return ledger.Logged{Hour: ledger.Hour{ID: e.ID}}, nil
}

func (b *books) Lieu(context.Context) (Lieu, error) {
	return Lieu{Balance: 3600, Months: []LieuMonth{{Month: december, Balance: ledger.Balance{Closing: 3600}}}}, nil
}

func (b *books) EnterLieu(_ context.Context, e LieuEntry) (account.Entry, error) {
	b.entry = e
	return account.Entry{ID: "1", Kind: e.Kind, On: e.On}, nil
}

func (b *books) Months(context.Context) ([]MonthState, error) {
	return []MonthState{{Month: december, Turn: true}}, nil
}

func (b *books) Statement(_ context.Context, m ledger.Month) (Statement, error) {
	return Statement{Policy: m.String(), State: MonthState{Month: m}}, nil
}

func (b *books) Document(_ context.Context, q DocumentQuery) (Document, error) {
	if q.Format != "csv" {
		return Document{}, ErrBadRequest
	}
	return Document{Name: "a.csv", Type: "text/csv", Data: []byte(q.First.String() + " " + q.Last.String())}, nil
}

func (b *books) CloseMonth(_ context.Context, c CloseMonth) (Statement, error) {
	b.close = c
	return Statement{State: MonthState{Month: c.Month, Closed: true}}, nil
}

func (b *books) Adjust(_ context.Context, a NewAdjustment) (ledger.Adjustment, error) {
	return ledger.Adjustment{ID: "1", What: a.What}, nil
}

func (b *books) Adjustments(context.Context) ([]ledger.Adjustment, error) {
	return []ledger.Adjustment{{ID: "1"}}, nil
}

func (b *books) Foresee(_ context.Context, c ShiftChange) ([]Effect, error) {
	b.asked = c
	return []Effect{{Summary: "+1.00 EUR"}}, nil
}

func (b *books) Rest(context.Context) (Rest, error) { return Rest{Text: "rest"}, nil }

func TestTheLedgerIsAskedAndTold(t *testing.T) {
	d, _, c, _ := serve(t)
	b, ctx := &d.books, t.Context()
	from, to := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 12, 2, 0, 0, 0, 0, time.UTC)

	if list, err := c.Hours(ctx, from, to); err != nil || len(list) != 1 || !list[0].Start.Equal(from) {
		t.Errorf("hours: %+v %v", list, err)
	}
	if steps, err := c.Trail(ctx, "p/1"); err != nil || len(steps) != 1 || steps[0].What != "p/1" {
		t.Errorf("trail: %+v %v", steps, err)
	}
	if _, err := c.Trail(ctx, "q"); !errors.Is(err, ErrNotFound) {
		t.Errorf("trail of nothing: %v", err)
	}
	mode := "phone"
	if _, err := c.EditHour(ctx, HourEdit{ID: "p/1", Why: "forgot", From: &from, Mode: &mode}); err != nil || !b.edit.From.Equal(from) || *b.edit.Mode != mode || b.edit.To != nil {
		t.Errorf("edit: %+v %v", b.edit, err)
	}
	if l, err := c.Lieu(ctx); err != nil || l.Balance != 3600 || l.Months[0].Closing != 3600 {
		t.Errorf("lieu: %+v %v", l, err)
	}
	on := account.Date{Year: 2026, Month: 12, Day: 24}
	if e, err := c.EnterLieu(ctx, LieuEntry{Kind: account.Booked, On: on, Seconds: 60}); err != nil || e.On != on || b.entry.Seconds != 60 {
		t.Errorf("book: %+v %v", e, err)
	}
	if m, err := c.Months(ctx); err != nil || !slices.Equal(m, []MonthState{{Month: december, Turn: true}}) {
		t.Errorf("months: %+v %v", m, err)
	}
	if st, err := c.Pay(ctx, 2026, time.December); err != nil || st.Policy != "2026-12" {
		t.Errorf("pay: %+v %v", st, err)
	}
	if d, err := c.Document(ctx, DocumentQuery{First: december, Last: december, Format: "csv"}); err != nil || string(d.Data) != "2026-12 2026-12" || d.Type != "text/csv" {
		t.Errorf("document: %+v %v", d, err)
	}
	if _, err := c.Document(ctx, DocumentQuery{First: december, Last: december, Format: "doc"}); !errors.Is(err, ErrBadRequest) {
		t.Errorf("document of no kind: %v", err)
	}
	if st, err := c.CloseMonth(ctx, CloseMonth{Month: december}); err != nil || !st.State.Closed || b.close.Month != december {
		t.Errorf("close: %+v %v", st, err)
	}
	if a, err := c.Adjust(ctx, NewAdjustment{What: "shoes", Amount: "1"}); err != nil || a.What != "shoes" {
		t.Errorf("adjust: %+v %v", a, err)
	}
	if list, err := c.Adjustments(ctx); err != nil || len(list) != 1 {
		t.Errorf("adjustments: %+v %v", list, err)
	}
	if e, err := c.Foresee(ctx, ShiftChange{Extra: []rotation.Shift{{UID: "x"}}}); err != nil || len(e) != 1 || b.asked.Extra[0].UID != "x" {
		t.Errorf("foresee: %+v %v", e, err)
	}
	if r, err := c.Rest(ctx); err != nil || r.Text != "rest" {
		t.Errorf("rest: %+v %v", r, err)
	}
}
