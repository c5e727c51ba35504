package schedule

import (
	"context"
	"time"

	"standby/app/api"
	"standby/rotation"
)

// Rota knows who is on call when, when nobody is, and what that is made of.
type Rota interface {
	Shifts(ctx context.Context, q api.ShiftQuery) ([]rotation.Shift, error)
	Gaps(ctx context.Context, from, to time.Time) ([]api.Gap, error)
	Schedule(ctx context.Context, from, to time.Time) (api.ScheduleDetail, error)
	ScheduleFile(ctx context.Context, q api.ShiftQuery) (api.Document, error)
}

// Exchange has shifts change hands, and says before what that would mean.
type Exchange interface {
	Foresee(ctx context.Context, c api.ShiftChange) ([]api.Effect, error)
	HandOver(ctx context.Context, h api.ShiftHandover) (api.HandedOver, error)
	TakeBack(ctx context.Context, id string) error
}

// Account is the user's time in lieu, whose booked days are leave.
type Account interface {
	Lieu(ctx context.Context) (api.Lieu, error)
}

// Agent is all that the screen asks for.
type Agent interface {
	Rota
	Exchange
	Account
}
