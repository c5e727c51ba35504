package ui

import (
	"context"

	"standby/app/api"
	"standby/app/ui/health"
	"standby/app/ui/now"
	"standby/app/ui/pages"
	"standby/app/ui/pay"
	"standby/app/ui/schedule"
	"standby/app/ui/settings"
)

// Feed is where snapshots come from.
type Feed interface {
	// Snapshot returns the agent's present snapshot.
	Snapshot(ctx context.Context) (api.Snapshot, error)
	// Stream calls each with every message until ctx ends or the agent goes away.
	Stream(ctx context.Context, as string, each func(api.Message)) error
}

// Agent is all that the window asks of the agent: each screen says in its ports.go
// what it needs. *api.Client fulfils it. All methods are called from goroutines of
// their own.
type Agent interface {
	Feed
	now.Pager
	pages.Archive
	schedule.Agent
	pay.Ledger
	health.Records
	settings.Agent
}

var _ Agent = (*api.Client)(nil)
