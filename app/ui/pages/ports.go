package pages

import (
	"context"
	"time"

	"standby/app/api"
)

// Pager acts on one page. It returns once the wish is on disk.
type Pager interface {
	Act(ctx context.Context, pageID string, c api.Command) error
}

// Archive keeps the pages that a snapshot no longer has, and knows how often the
// trouble of one of them came.
type Archive interface {
	History(ctx context.Context, from, to time.Time) ([]api.Page, error)
	Page(ctx context.Context, id string) (api.Page, error)
}
