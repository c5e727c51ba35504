package caldav

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"
)

// swapTime is how long the two writes may take, and once more putting the first
// back, even when the caller has given up: half a swap is worse than a late answer.
const swapTime = time.Minute

// Swap writes two events or none. CalDAV has no transactions, so both are checked
// first, then written one after the other on the condition that nobody changed
// them; when the second is refused, the first is put back on the condition that
// nobody changed it since. Where that fails too, the error is a *HalfDoneError
// that says what stands.
//
// Once the first write has begun, the end of ctx no longer stops it; it is bounded
// by a minute, and one more to put the first back.
//
// Each change may create, change or delete its event. The two must have different
// UIDs; two instances of one event are one Put.
func (c *Calendar) Swap(ctx context.Context, first, second Change) error {
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	if err := c.swap(ctx, first, second); err != nil {
		return c.writing(err)
	}
	return nil
}

func (c *Calendar) swap(ctx context.Context, first, second Change) error {
	if first.UID == second.UID {
		return errors.New("both sides of the swap are the same event; write it once")
	}
	before, err := c.both(ctx, first, second)
	if err != nil {
		return err
	}
	whole := context.WithoutCancel(ctx)
	ctx, cancel := context.WithTimeout(whole, swapTime)
	defer cancel()
	etag, err := c.apply(ctx, first)
	if err != nil {
		return err
	}
	_, why := c.apply(ctx, second)
	if why == nil {
		return nil
	}
	ctx, cancel = context.WithTimeout(whole, swapTime)
	defer cancel()
	if errors.Is(why, ErrUnsure) {
		// It may still arrive; to put the first back now could be the wrong half.
		if done, err := c.became(ctx, second); !done {
			return &HalfDoneError{Written: first.UID, Refused: second.UID, Why: why, Undo: cmp.Or(err, ErrUnsure)}
		}
		return nil
	}
	if err := c.undo(ctx, first, before, etag); err != nil {
		return &HalfDoneError{Written: first.UID, Refused: second.UID, Why: why, Undo: err}
	}
	return fmt.Errorf("nothing was changed: %w", why)
}

// both returns the first event as it is, nil when there is none, once both are as
// the caller believes.
func (c *Calendar) both(ctx context.Context, first, second Change) (*Resource, error) {
	s, at, err := c.open(ctx)
	if err != nil {
		return nil, err
	}
	var before *Resource
	for i, ch := range []Change{first, second} {
		if err := ch.check(); err != nil {
			return nil, err
		}
		now, err := c.find(ctx, s, at, ch.UID)
		if err != nil {
			return nil, err
		}
		if !ch.fits(now) {
			return nil, changed(ch.UID, now)
		}
		if i == 0 {
			before = now
		}
	}
	return before, nil
}

// became reports whether a write of unknown outcome was done; an error means that
// this cannot be told.
func (c *Calendar) became(ctx context.Context, ch Change) (bool, error) {
	s, at, err := c.open(ctx)
	if err != nil {
		return false, err
	}
	now, err := c.find(ctx, s, at, ch.UID)
	if err != nil {
		return false, err
	}
	return ch.done(now), nil
}

// undo puts the first event back as it was, if it still is what we made of it.
func (c *Calendar) undo(ctx context.Context, first Change, before *Resource, etag string) error {
	back := Change{UID: first.UID, IfMatch: etag}
	if before != nil {
		back.ICS, back.url = before.Body, before.url
	}
	if first.ICS != nil && etag == "" {
		return fmt.Errorf("%w after the write", ErrUnsafe)
	}
	s, at, err := c.open(ctx)
	if err != nil {
		return err
	}
	now, err := c.find(ctx, s, at, first.UID)
	if err != nil {
		return err
	}
	if !back.fits(now) {
		return changed(first.UID, now)
	}
	_, err = c.send(ctx, s, at, back, now)
	return err
}
