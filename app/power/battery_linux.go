package power

import (
	"context"
	"os"
)

func (p *Power) battery(ctx context.Context) (Battery, error) {
	// A driver may take its time to ask the hardware.
	return within(ctx, func() (Battery, error) { return fromSupplies(os.DirFS(p.o.Supplies)) })
}

// within waits for what cannot be interrupted, and leaves it behind when ctx
// ends.
func within[T any](ctx context.Context, do func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	done := make(chan result, 1)
	go func() {
		value, err := do()
		done <- result{value, err}
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		var none T
		return none, ctx.Err()
	}
}
