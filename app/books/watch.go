package books

import (
	"context"
	"errors"
	"time"

	"standby/app/api"
	"standby/rotation/pay/ledger"
)

// every is how often the summary is made again where nothing happens: days end,
// months end, time lapses.
const every = time.Hour

// settle is how long a summary waits for more to happen.
const settle = 2 * time.Second

// Summary is what the ledger comes to; nil where there is no policy.
func (k *Keeper) Summary(ctx context.Context) (*api.LedgerSummary, error) {
	r, err := k.read(ctx)
	if errors.Is(err, ErrNoPolicy) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	lieu := r.lieu()
	out := &api.LedgerSummary{Lieu: lieu.Balance}
	for _, m := range lieu.Months {
		out.HasLieu = out.HasLieu || m.Opening != 0 || m.Earned != 0 || m.Corrected != 0
	}
	if len(lieu.Lapsing) > 0 {
		out.Lapse = &lieu.Lapsing[0]
	}
	for _, s := range r.open {
		out.Unconfirmed += len(r.unconfirmed(s))
		if s.Over && out.Due == (ledger.Month{}) {
			out.Due = s.Month
		}
	}
	rest, err := k.rest(ctx, r)
	if err != nil {
		return out, err
	}
	out.Earliest, out.Rest = rest.Earliest, rest.Text
	return out, nil
}

// Watch tells the summary at once, after each signal and every hour, until ctx
// ends. An error goes to trouble; nil means that there is none any more.
func (k *Keeper) Watch(ctx context.Context, signal <-chan struct{}, tell func(*api.LedgerSummary), trouble func(error)) {
	again := time.NewTicker(every)
	defer again.Stop()
	for {
		s, err := k.Summary(ctx)
		if ctx.Err() != nil {
			return
		}
		tell(s)
		trouble(err)
		select {
		case <-ctx.Done():
			return
		case <-signal:
		case <-again.C:
		}
		// Much may happen at once.
		select {
		case <-ctx.Done():
			return
		case <-time.After(settle):
		}
	}
}
