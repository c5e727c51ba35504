//go:build !linux && !windows

package power

import "context"

// listen hears nothing: without cgo, macOS tells of sleep and lock to nobody. The
// agent notices both by its own clock and its own failures.
func (p *Power) listen(ctx context.Context, _ func(Event)) { <-ctx.Done() }
