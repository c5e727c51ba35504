package now

import (
	"context"
	"time"

	"standby/app/api"
)

// Pager acts on one page, and says how long all of them are to be silent. Each
// call returns once the wish is on disk.
type Pager interface {
	Act(ctx context.Context, pageID string, c api.Command) error
	Mute(ctx context.Context, until time.Time) error
}
