package workspace

import (
	"context"
	"fmt"
	"slices"

	"standby/app/api"
	"standby/app/incident"
	"standby/app/incident/drill"
	"standby/rotation"
)

// StartDrill implements api.Drills. The story is told as if it had just ended, so that
// nothing in its record lies in the future.
func (k *Keeper) StartDrill(ctx context.Context, name string) (api.DrillStep, error) {
	stories, err := drill.Stories()
	if err != nil {
		return api.DrillStep{}, err
	}
	at := slices.IndexFunc(stories, func(s drill.Story) bool { return s.Name == name })
	if at < 0 {
		return api.DrillStep{}, fmt.Errorf("%w: there is no story %.40q; there are managed and unmanaged", api.ErrBadRequest, name)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := k.load(ctx); err != nil {
		return api.DrillStep{}, err
	}
	now := k.clock()
	id, err := k.newID(ctx, now)
	if err != nil {
		return api.DrillStep{}, err
	}
	k.drills[id] = drill.Start(stories[at], id, now.Add(-stories[at].Length()))
	step, err := k.step(ctx, id)
	if err != nil {
		delete(k.drills, id)
	}
	return step, err
}

// NextStep implements api.Drills.
func (k *Keeper) NextStep(ctx context.Context, id string) (api.DrillStep, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.step(ctx, id)
}

// step plays the next step of a story and keeps what it adds. Whoever plays along has
// changed the record: then the story is at an end. The lock is held.
func (k *Keeper) step(ctx context.Context, id string) (api.DrillStep, error) {
	r, ok := k.drills[id]
	if !ok {
		return api.DrillStep{}, fmt.Errorf("%w %w: no story is being replayed in %.70q", ErrNoIncident, api.ErrNotFound, id)
	}
	var before incident.Incident
	if r.Incident.Revision > 0 {
		var err error
		if before, err = k.find(ctx, id); err != nil {
			return api.DrillStep{}, err
		}
	}
	next, at, more := r.Next()
	if !more || before.Revision != r.Incident.Revision {
		delete(k.drills, id)
		return api.DrillStep{At: before.ChangedAt, Ask: r.Story.Ask, Incident: k.view(before, rotation.Person{})}, nil
	}
	events, err := r.Play()
	if err != nil {
		return api.DrillStep{}, err
	}
	after, err := k.keep(ctx, before, r.Incident, events)
	if err != nil {
		delete(k.drills, id)
		return api.DrillStep{}, err
	}
	step := api.DrillStep{At: at, By: next.By, Kind: string(next.Do), Tell: next.Tell, Incident: k.view(after, rotation.Person{})}
	if !step.Incident.Story {
		step.Ask = r.Story.Ask
	}
	return step, nil
}
