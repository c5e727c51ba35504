package setup

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/provider/pagerduty"
	"standby/app/secret"
)

// pagerDutySecret is the name of an API key in the keyring.
func pagerDutySecret(name string) string { return "pagerduty/" + name }

// PagerDuty makes the source of a PagerDuty account. Its API key is read from the
// keyring late, when it is needed.
func (b Builder) PagerDuty(p config.PagerDuty) (agent.SourceSpec, error) {
	return b.pagerDuty(p, func(ctx context.Context) (string, error) {
		s, err := b.Keyring.Get(ctx, pagerDutySecret(p.Name))
		if err != nil {
			return "", err
		}
		return pagerduty.Token(s.Reveal()), nil
	})
}

func (b Builder) pagerDuty(p config.PagerDuty, token provider.Credentials) (agent.SourceSpec, error) {
	base := p.URL
	if base == "" && p.Region == config.RegionEU {
		base = pagerduty.BaseEU
	}
	s, err := pagerduty.New(pagerduty.Options{Name: p.Name, BaseURL: base, Token: token, Client: b.Client, Now: b.Now})
	if err != nil {
		return agent.SourceSpec{}, fmt.Errorf("set up %s: %w", p.Name, err)
	}
	return agent.SourceSpec{Source: s, Kind: "pagerduty", Every: p.Poll}, nil
}

// AddPagerDuty tries the account first: what refuses the API key or is no PagerDuty
// is not added. One that cannot be reached now is, since it may be behind a proxy.
// The same one given once more is how its key is renewed.
func (c *Commands) AddPagerDuty(ctx context.Context, n api.NewPagerDuty) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if strings.TrimSpace(n.Secret) == "" {
		return fmt.Errorf("%w: the API key is missing", api.ErrBadRequest)
	}
	p, err := pagerDutyOf(n)
	if err != nil {
		return err
	}
	trial, err := c.build.pagerDuty(p, func(context.Context) (string, error) { return pagerduty.Token(n.Secret), nil })
	if err != nil {
		return fmt.Errorf("%w: %w", api.ErrBadRequest, err)
	}
	if _, err := trial.Source.Open(ctx); errors.Is(err, provider.ErrUnauthorized) || errors.Is(err, provider.ErrNotTheService) {
		return fmt.Errorf("try %s: %w", p.Name, err)
	}
	known, err := c.knownPagerDuty(p)
	if err != nil {
		return err
	}
	given := secret.Of(strings.TrimSpace(n.Secret))
	if known {
		return c.renew(ctx, p.Name, pagerDutySecret(p.Name), given)
	}
	store := func() error { return config.AddPagerDuty(c.path, p) }
	if err := c.withSecret(ctx, pagerDutySecret(p.Name), given, store); err != nil {
		return err
	}
	spec, err := c.build.PagerDuty(p)
	if err != nil {
		return err
	}
	c.agent.Watch(spec)
	return nil
}

func pagerDutyOf(n api.NewPagerDuty) (config.PagerDuty, error) {
	p := config.PagerDuty{Name: n.Name, Region: config.Region(n.Region), URL: strings.TrimRight(n.URL, "/"), Poll: config.DefaultPoll}
	switch {
	case p.URL != "" && p.Region != "":
		return p, fmt.Errorf("%w: give the region or the URL, not both", api.ErrBadRequest)
	case p.URL == "" && p.Region == "":
		p.Region = config.RegionUS
	}
	if p.Region != "" && p.Region != config.RegionUS && p.Region != config.RegionEU {
		return p, fmt.Errorf("%w: the region is us or eu", api.ErrBadRequest)
	}
	return p, nil
}

// knownPagerDuty reports whether this very account is configured already.
func (c *Commands) knownPagerDuty(p config.PagerDuty) (bool, error) {
	cfg, err := config.Load(c.path)
	if err != nil {
		return false, err
	}
	for _, o := range cfg.PagerDutys {
		if o.Name == p.Name && o.URL == p.URL && o.Region == p.Region {
			return true, nil
		}
	}
	return false, free(cfg, p.Name)
}
