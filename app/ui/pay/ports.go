package pay

import (
	"context"
	"time"

	"standby/app/api"
	"standby/rotation"
	"standby/rotation/pay/account"
	"standby/rotation/pay/ledger"
)

// Ledger is all that the screen asks of the agent.
type Ledger interface {
	Statements
	Closer
	HourLog
	LieuAccount
	Policies
}

// Statements say what the months of duty are worth.
type Statements interface {
	Months(ctx context.Context) ([]api.MonthState, error)
	Statement(ctx context.Context, m ledger.Month) (api.Statement, error)
	Document(ctx context.Context, q api.DocumentQuery) (api.Document, error)
}

// Closer freezes a month, and tells the user's shifts that it was made of.
type Closer interface {
	CloseMonth(ctx context.Context, c api.CloseMonth) (api.Statement, error)
	Shifts(ctx context.Context, q api.ShiftQuery) ([]rotation.Shift, error)
}

// HourLog is the log of call-outs.
type HourLog interface {
	Hours(ctx context.Context, from, to time.Time) ([]ledger.Logged, error)
	Trail(ctx context.Context, id string) ([]ledger.Step, error)
	EditHour(ctx context.Context, e api.HourEdit) (ledger.Logged, error)
}

// LieuAccount is the account of time in lieu.
type LieuAccount interface {
	Lieu(ctx context.Context) (api.Lieu, error)
	EnterLieu(ctx context.Context, e api.LieuEntry) (account.Entry, error)
}

// Policies are those that may be taken.
type Policies interface {
	ExplainPolicy(ctx context.Context, c api.PolicyChoice) (api.PolicyWords, error)
	UsePolicy(ctx context.Context, c api.PolicyChoice) (api.PolicyWords, error)
}
