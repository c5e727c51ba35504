package firstrun

import (
	"context"
)

// Prover sends a page that goes the whole way of a real one.
type Prover interface {
	TestPage(ctx context.Context) (pageID string, err error)
}
