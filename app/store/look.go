package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"
)

// Look says what would keep Open in dir from succeeding, for when no agent runs:
// ErrNewer, ErrReadOnly, or ErrDamaged for what Open would repair. It writes
// nothing. No store at all is nil: Open makes one.
func Look(ctx context.Context, dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return explain("find the data folder", err)
	}
	o := opener{dir: dir, path: filepath.Join(dir, fileName), now: time.Now, steps: steps()}
	version, err := inspect(o.path)
	if err == nil && version > len(o.steps) {
		err = o.confirmNewer(ctx)
	}
	switch {
	case errors.Is(err, errAbsent):
		return nil
	case err != nil:
		return explain("look at the store "+o.path, err)
	}
	f, err := os.OpenFile(o.path, os.O_RDWR, 0)
	if err != nil {
		return explain("look at the store "+o.path, err)
	}
	return f.Close()
}
