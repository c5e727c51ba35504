package setup

import (
	"context"
	"errors"
	"fmt"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/provider"
)

// Reader is the part of the agent that answers about calendars.
type Reader interface {
	Versions(ctx context.Context, calendar string) ([]provider.Version, error)
	Compare(ctx context.Context, calendar, before, after string) (agent.Comparison, error)
	AskAgain(name string)
}

// Calendars answers about configured calendars and rotas; it implements
// api.Calendars.
type Calendars struct {
	Agent Reader
	// Known reports whether a calendar or rota of that name is configured.
	Known func(name string) (bool, error)
}

// Versions implements api.Calendars.
func (c Calendars) Versions(ctx context.Context, name string) ([]api.Version, error) {
	list, err := c.Agent.Versions(ctx, name)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		if err := c.known(name); err != nil {
			return nil, err
		}
	}
	out := make([]api.Version, 0, len(list))
	for _, v := range list {
		out = append(out, version(v))
	}
	return out, nil
}

// Compare implements api.Calendars.
func (c Calendars) Compare(ctx context.Context, q api.VersionQuery) (api.Comparison, error) {
	found, err := c.Agent.Compare(ctx, q.Calendar, q.Before, q.After)
	if errors.Is(err, agent.ErrNoCalendar) || errors.Is(err, agent.ErrOneVersion) {
		err = fmt.Errorf("%w: %w", api.ErrNotFound, err)
	}
	if err != nil {
		return api.Comparison{}, err
	}
	return api.Comparison{Before: version(found.Before), After: version(found.After), Window: found.Window, Alterations: found.Alterations}, nil
}

// Refresh implements api.Calendars.
func (c Calendars) Refresh(_ context.Context, name string) error {
	if err := c.known(name); err != nil {
		return err
	}
	c.Agent.AskAgain(name)
	return nil
}

func (c Calendars) known(name string) error {
	known, err := c.Known(name)
	if err == nil && !known {
		err = fmt.Errorf("calendar %q: %w: %w", name, api.ErrNotFound, agent.ErrNoCalendar)
	}
	return err
}

func version(v provider.Version) api.Version {
	return api.Version{Hash: v.Hash, Size: v.Size, From: v.From, Until: v.Until}
}
