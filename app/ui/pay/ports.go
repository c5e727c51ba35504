package pay

import (
	"context"
	"time"

	"standby/app/api"
)

// Ledger says what a month of duty is worth, by the policy it is given.
type Ledger interface {
	Pay(ctx context.Context, year int, month time.Month) (api.Statement, error)
	SetPolicy(ctx context.Context, path string) error
}
