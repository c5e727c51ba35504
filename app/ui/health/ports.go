package health

import (
	"context"
	"time"

	"standby/app/api"
	"standby/rotation"
)

// Records tell what happened, and who was on call.
type Records interface {
	Stats(ctx context.Context, from, to time.Time) (api.Stats, error)
	Shifts(ctx context.Context, q api.ShiftQuery) ([]rotation.Shift, error)
}
