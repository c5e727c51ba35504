package settings

import (
	"context"

	"standby/app/api"
	"standby/rotation"
)

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
	AddMail(ctx context.Context, n api.NewMail) error
}

// Trial looks at calendars before they are added.
type Trial interface {
	Preview(ctx context.Context, q api.PreviewQuery) (api.Preview, error)
	Discover(ctx context.Context, a api.Account) ([]api.Found, error)
	// Schedules lists the schedules of a PagerDuty account that is set up.
	Schedules(ctx context.Context, account string) ([]api.PagerDutySchedule, error)
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

// Agent is all that the settings ask of the agent.
type Agent interface {
	Setup
	Listener
	Trial
	Prover
	Sounds
}
