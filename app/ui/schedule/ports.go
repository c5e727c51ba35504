package schedule

import (
	"context"
	"time"

	"standby/app/api"
	"standby/rotation"
)

// Rota knows who is on call when, and when nobody is.
type Rota interface {
	Shifts(ctx context.Context, q api.ShiftQuery) ([]rotation.Shift, error)
	Gaps(ctx context.Context, from, to time.Time) ([]api.Gap, error)
}
