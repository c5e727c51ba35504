package books

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"standby/app/api"
	"standby/rotation/pay/account"
)

// Lieu implements api.LieuAccount.
func (k *Keeper) Lieu(ctx context.Context) (api.Lieu, error) {
	r, err := k.read(ctx)
	if err != nil {
		return api.Lieu{}, err
	}
	return r.lieu(), nil
}

func (r *reading) lieu() api.Lieu {
	out := api.Lieu{
		On: account.DateOf(r.now, r.zone()), DayLength: int64(r.settings.Day / time.Second),
		Months: []api.LieuMonth{}, Lapsing: []account.Lapse{}, Bookings: r.bookings(),
	}
	for _, s := range r.months() {
		out.Months = append(out.Months, api.LieuMonth{Month: s.Month, Closed: r.closing(s.Month) != nil, Balance: s.Balance})
	}
	if len(r.open) == 0 {
		return out
	}
	last := r.open[len(r.open)-1]
	a := last.Account()
	at := a.At(out.On)
	out.Balance, out.Booked, out.Free = at.Balance, at.Booked, a.Free(out.On)
	out.Provisional = at.Balance - r.open[0].Balance.Opening
	out.Lapsing = append(out.Lapsing, last.Lapsing...)
	return out
}

// bookings are the days off that stand, by day.
func (r *reading) bookings() []account.Entry {
	gone := map[string]bool{}
	for _, e := range r.Entries {
		if e.Of != "" && (e.Kind == account.Released || e.Kind == account.Taken) {
			gone[e.Of] = true
		}
	}
	out := []account.Entry{}
	for _, e := range r.Entries {
		if (e.Kind == account.Booked || e.Kind == account.Taken) && !gone[e.ID] {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b account.Entry) int { return a.On.Compare(b.On) })
	return out
}

// EnterLieu implements api.LieuAccount.
func (k *Keeper) EnterLieu(ctx context.Context, n api.LieuEntry) (account.Entry, error) {
	k.entering.Lock()
	defer k.entering.Unlock()
	r, err := k.read(ctx)
	if err != nil {
		return account.Entry{}, err
	}
	e, err := r.entry(n)
	if err != nil {
		return account.Entry{}, badRequest(err)
	}
	if err := r.Allow(r.open, e); err != nil {
		return account.Entry{}, badRequest(err)
	}
	if err := k.p.Store.KeepEntry(ctx, e, r.me.String(), r.now); err != nil {
		return account.Entry{}, fmt.Errorf("keep the entry: %w", err)
	}
	k.p.Changed()
	return e, nil
}

// entry is the entry that the user means.
func (r *reading) entry(n api.LieuEntry) (account.Entry, error) {
	e := account.Entry{ID: rand.Text(), Kind: n.Kind, On: n.On, Seconds: n.Seconds, Of: n.Of, Note: n.Note}
	if e.On.IsZero() {
		e.On = account.DateOf(r.now, r.zone())
	}
	of, known := r.booking(n.Of)
	switch e.Kind {
	case account.Booked, account.Taken:
		if known {
			e.On = of.On
			if e.Seconds == 0 {
				e.Seconds = of.Seconds
			}
		}
		if e.Seconds == 0 {
			e.Seconds = int64(r.settings.Day / time.Second)
		}
	case account.Released:
		if !known {
			return e, fmt.Errorf("there is no day off %.60q to give back; standby lieu lists them", n.Of)
		}
		e.On, e.Seconds = of.On, 0
	case account.PaidOut:
		if e.Seconds == 0 {
			e.Seconds = r.lieu().Free
		}
	default:
		return e, fmt.Errorf("%.20q is not what can be done with time in lieu; it is booked, taken, released or paid out", n.Kind)
	}
	return e, nil
}

func (r *reading) booking(id string) (account.Entry, bool) {
	for _, e := range r.bookings() {
		if id != "" && e.ID == id {
			return e, true
		}
	}
	return account.Entry{}, false
}
