package books

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"standby/app/api"
	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

// Adjustments implements api.Closer.
func (k *Keeper) Adjustments(ctx context.Context) ([]ledger.Adjustment, error) {
	list, err := k.p.Store.Adjustments(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the adjustments: %w", err)
	}
	return append([]ledger.Adjustment{}, list...), nil
}

// Adjust implements api.Closer.
func (k *Keeper) Adjust(ctx context.Context, n api.NewAdjustment) (ledger.Adjustment, error) {
	k.entering.Lock()
	defer k.entering.Unlock()
	r, err := k.begin(ctx)
	if err != nil {
		return ledger.Adjustment{}, err
	}
	if r.Adjustments, err = k.Adjustments(ctx); err != nil {
		return ledger.Adjustment{}, err
	}
	a, err := r.adjustment(n)
	if err != nil {
		return ledger.Adjustment{}, badRequest(err)
	}
	if err := ledger.CheckAdjustments(append(slices.Clone(r.Adjustments), a)); err != nil {
		return ledger.Adjustment{}, badRequest(err)
	}
	if err := k.p.Store.KeepAdjustment(ctx, a); err != nil {
		return ledger.Adjustment{}, fmt.Errorf("keep the adjustment: %w", err)
	}
	k.p.Changed()
	return a, nil
}

func (r *reading) adjustment(n api.NewAdjustment) (ledger.Adjustment, error) {
	on := n.On
	if on.IsZero() {
		on = account.DateOf(r.now, r.zone())
	}
	a := ledger.Adjustment{ID: rand.Text(), On: on, Seconds: n.Seconds, What: n.What, By: r.me.String(), At: r.now}
	if n.TakesBack != "" {
		for _, of := range r.Adjustments {
			if of.ID == n.TakesBack {
				return of.TakeBack(a.ID, on, n.What, a.By, a.At), nil
			}
		}
		return a, fmt.Errorf("there is no adjustment %.60q", n.TakesBack)
	}
	if n.Amount != "" {
		amount, err := decimal.NewFromString(n.Amount)
		if err != nil {
			return a, fmt.Errorf("the amount %.40q is not a number such as 12.50", n.Amount)
		}
		a.Amount, a.Currency = amount, r.policy.Currency
	}
	return a, nil
}
