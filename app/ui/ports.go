package ui

import (
	"context"
	"time"

	"standby/app/api"
	"standby/rotation"
)

// Feed is where snapshots come from.
type Feed interface {
	// Snapshot returns the agent's present snapshot.
	Snapshot(ctx context.Context) (api.Snapshot, error)
	// Stream calls each with every message until ctx ends or the agent goes away.
	Stream(ctx context.Context, as string, each func(api.Message)) error
}

// Pager acts on one page, and says how long all of them are to be silent. Each
// call returns once the wish is on disk.
type Pager interface {
	Act(ctx context.Context, pageID string, c api.Command) error
	Mute(ctx context.Context, until time.Time) error
}

// Rota knows who is on call when, and when nobody is.
type Rota interface {
	Shifts(ctx context.Context, q api.ShiftQuery) ([]rotation.Shift, error)
	Gaps(ctx context.Context, from, to time.Time) ([]api.Gap, error)
}

// Archive keeps the pages that a snapshot no longer has, and knows how often the
// trouble of one of them came.
type Archive interface {
	History(ctx context.Context, from, to time.Time) ([]api.Page, error)
	Page(ctx context.Context, id string) (api.Page, error)
}

// Ledger says what a month of duty is worth, by the policy it is given.
type Ledger interface {
	Pay(ctx context.Context, year int, month time.Month) (api.Statement, error)
	SetPolicy(ctx context.Context, path string) error
}

// Setup connects sources of shifts, and says who the user is in them.
type Setup interface {
	AddCalendar(ctx context.Context, n api.NewCalendar) error
	AddRota(ctx context.Context, n api.NewRota) error
	SetMe(ctx context.Context, me rotation.Person) error
}

// Listener connects sources of pages.
type Listener interface {
	AddAlertmanager(ctx context.Context, n api.NewAlertmanager) error
	AddPagerDuty(ctx context.Context, n api.NewPagerDuty) error
}

// Trial looks at calendars before they are added.
type Trial interface {
	Preview(ctx context.Context, q api.PreviewQuery) (api.Preview, error)
	Discover(ctx context.Context, a api.Account) ([]api.Found, error)
}

// Prover shows whether the whole path works.
type Prover interface {
	TestPage(ctx context.Context) (pageID string, err error)
	Doctor(ctx context.Context) ([]api.Check, error)
}

// Sounds prove that pages can be heard.
type Sounds interface {
	// TestSound returns once the sound was played; the error says why it was not.
	TestSound(ctx context.Context, t api.SoundTest) error
	// Outputs lists where sound can go, the system's default first.
	Outputs(ctx context.Context) ([]api.Output, error)
}

// Agent is all that the window asks of the agent; *api.Client fulfils it. All
// methods are called from goroutines of their own.
type Agent interface {
	Feed
	Pager
	Rota
	Archive
	Ledger
	Setup
	Listener
	Trial
	Prover
	Sounds
}

var _ Agent = (*api.Client)(nil)
