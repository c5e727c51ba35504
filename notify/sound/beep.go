package sound

import (
	"context"
	"fmt"

	"github.com/gen2brain/beeep"
)

// beep is the last way: the machine's own beep, at a volume of its own.
type beep struct{}

const (
	pitch        = 880.0 // Hz
	milliseconds = 400
)

func (beep) beside() bool { return true }

// play beeps once for each second of sound, and not in the pauses.
func (beep) play(ctx context.Context, _ string, from source) error {
	if !speaker() {
		return ErrNone
	}
	for {
		pcm := stretch(from)
		switch {
		case len(pcm) == 0:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case silent(pcm):
			continue
		}
		from.warn("the machine's beep", ErrBeep)
		if err := beeep.Beep(pitch, milliseconds); err != nil {
			return fmt.Errorf("beep: %w", err)
		}
		from.taken("the machine's beep")
	}
}
