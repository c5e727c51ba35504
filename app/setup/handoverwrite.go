package setup

import (
	"context"
	"errors"
	"fmt"
	"time"

	"standby/app/provider/caldav"
	"standby/rotation/ical"
)

// undoTime bounds taking back what was written before a later write failed; it
// does not end with the request, for half of it is worse than a late answer.
const undoTime = time.Minute

// writing is what a handover writes: new events for parts, then the changed ones.
// So at no moment is nobody on call.
type writing struct {
	made, changed []caldav.Change
	handed        []ical.Handed
}

// write writes all of it or nothing, as far as CalDAV, which has no transactions,
// lets it: what cannot be taken back is a *caldav.HalfDoneError.
func (w writing) write(ctx context.Context, cal *caldav.Calendar) error {
	all := append(append([]caldav.Change(nil), w.made...), w.changed...)
	if len(all) == 1 {
		_, err := cal.Put(ctx, all[0].UID, all[0].ICS, all[0].IfMatch)
		return err
	}
	last := len(all) - 2
	for i, ch := range all[:last] {
		tag, err := cal.Put(ctx, ch.UID, ch.ICS, ch.IfMatch)
		if err != nil {
			return err // there is at most one before the last two
		}
		all[i].IfMatch = tag
	}
	err := cal.Swap(ctx, all[last], all[last+1])
	if err == nil || errors.Is(err, caldav.ErrHalfDone) {
		return err
	}
	for _, ch := range all[:last] {
		if undo := takeBack(ctx, cal, ch); undo != nil {
			return fmt.Errorf("write to calendar %s: %w", cal.Name(),
				&caldav.HalfDoneError{Written: ch.UID, Refused: all[last+1].UID, Why: err, Undo: undo})
		}
	}
	return err
}

// takeBack deletes an event that was made.
func takeBack(ctx context.Context, cal *caldav.Calendar, ch caldav.Change) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), undoTime)
	defer cancel()
	if ch.IfMatch == "" {
		now, err := cal.Get(ctx, ch.UID)
		if err != nil {
			return err
		}
		ch.IfMatch = now.ETag
	}
	return cal.Delete(ctx, ch.UID, ch.IfMatch)
}
