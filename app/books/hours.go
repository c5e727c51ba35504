package books

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"time"

	"standby/app/api"
	"standby/rotation"
	"standby/rotation/pay"
	"standby/rotation/pay/ledger"
)

// Hours implements api.HourLog.
func (k *Keeper) Hours(ctx context.Context, from, to time.Time) ([]ledger.Logged, error) {
	if !from.Before(to) {
		return nil, fmt.Errorf("%w: the span must be longer than nothing", api.ErrBadRequest)
	}
	log, err := k.log(ctx, rotation.Interval{Start: from, End: to})
	if err != nil {
		return nil, err
	}
	out := []ledger.Logged{}
	for _, h := range ledger.Merge(log.told, log.said) {
		if h.Start.Before(to) && (h.End.After(from) || h.Running || h.Start.Equal(h.End) && !h.Start.Before(from)) {
			out = append(out, h)
		}
	}
	return out, nil
}

// told is the log as it is kept.
type told struct {
	me   rotation.Person
	told []ledger.Hour
	said []ledger.Revision
}

// log reads the log around a span. A page may have been worked on long before the
// time that somebody later said, so a year more is looked at.
func (k *Keeper) log(ctx context.Context, span rotation.Interval) (told, error) {
	me, err := k.p.Me(ctx)
	if err != nil {
		return told{}, err
	}
	span = rotation.Interval{Start: span.Start.AddDate(-1, 0, 0), End: span.End.AddDate(1, 0, 0)}
	t := told{me: me}
	t.told, t.said, err = k.said(ctx, span, me, k.clock())
	return t, err
}

// Trail implements api.HourLog.
func (k *Keeper) Trail(ctx context.Context, id string) ([]ledger.Step, error) {
	log, err := k.log(ctx, rotation.Interval{Start: k.clock().AddDate(-25, 0, 0), End: k.clock()})
	if err != nil {
		return nil, err
	}
	steps := ledger.Trail(id, log.told, log.said)
	if len(steps) == 0 {
		return nil, unknownHour(id)
	}
	return steps, nil
}

func unknownHour(id string) error {
	return fmt.Errorf("%w: %w: %.60q", api.ErrNotFound, ErrUnknownHour, id)
}

// EditHour implements api.HourLog.
func (k *Keeper) EditHour(ctx context.Context, e api.HourEdit) (ledger.Logged, error) {
	k.entering.Lock()
	defer k.entering.Unlock()
	log, err := k.log(ctx, rotation.Interval{Start: k.clock().AddDate(-25, 0, 0), End: k.clock()})
	if err != nil {
		return ledger.Logged{}, err
	}
	id := e.ID
	var r ledger.Revision
	if id == "" {
		id = rand.Text()
		r, err = k.addition(log.me, id, e)
	} else {
		r, err = k.revision(log, e)
	}
	if err != nil {
		return ledger.Logged{}, err
	}
	if err := k.p.Store.KeepRevisions(ctx, r); err != nil {
		return ledger.Logged{}, fmt.Errorf("keep the call-out: %w", err)
	}
	k.p.Changed()
	for _, h := range ledger.Merge(log.told, append(log.said, r)) {
		if h.ID == id {
			return h, nil
		}
	}
	return ledger.Logged{}, unknownHour(id)
}

func (k *Keeper) addition(me rotation.Person, id string, e api.HourEdit) (ledger.Revision, error) {
	if me == (rotation.Person{}) {
		return ledger.Revision{}, fmt.Errorf("%w: nobody has said who you are; standby me says it", api.ErrBadRequest)
	}
	if e.From == nil || e.To == nil {
		return ledger.Revision{}, fmt.Errorf("%w: a call-out needs its start and its end", api.ErrBadRequest)
	}
	h := applied(e, ledger.Hour{ID: id, Person: me, Mode: pageMode, Confirmed: true})
	r, err := ledger.Add(h, me.String(), e.Why, k.clock())
	return r, badRequest(err)
}

func (k *Keeper) revision(log told, e api.HourEdit) (ledger.Revision, error) {
	for _, h := range ledger.Merge(log.told, log.said) {
		if h.ID != e.ID {
			continue
		}
		to := h.Hour
		if e.TakePage && h.Page != nil {
			to.Interval, to.Running = h.Page.Interval, h.Page.Running
		}
		r, err := h.Revise(applied(e, to), log.me.String(), e.Why, k.clock())
		return r, badRequest(err)
	}
	return ledger.Revision{}, unknownHour(e.ID)
}

// badRequest marks an error as one about what was asked for.
func badRequest(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", api.ErrBadRequest, err)
}

// applied is the hour with what the edit says.
func applied(e api.HourEdit, h ledger.Hour) ledger.Hour {
	set(&h.Start, e.From)
	if e.To != nil {
		h.End, h.Running = *e.To, false
	}
	h.Start, h.End = h.Start.UTC().Truncate(time.Second), h.End.UTC().Truncate(time.Second)
	set(&h.Mode, e.Mode)
	set(&h.What, e.What)
	set(&h.Confirmed, e.Confirmed)
	set(&h.Removed, e.Removed)
	if e.Travel != nil {
		h.Travel = time.Duration(*e.Travel) * time.Second
	}
	if len(e.Facts) > 0 {
		h.Facts = maps.Clone(h.Facts)
		if h.Facts == nil {
			h.Facts = pay.Facts{}
		}
		for name, value := range e.Facts {
			h.Facts[name] = value
			if value == "" {
				delete(h.Facts, name)
			}
		}
	}
	return h
}

func set[T any](to, value *T) {
	if value != nil {
		*to = *value
	}
}
