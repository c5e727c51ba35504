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
	s, err := b.account(p)
	if err != nil {
		return agent.SourceSpec{}, err
	}
	return agent.SourceSpec{Source: s, Kind: "pagerduty", Every: p.Poll}, nil
}

// account is the account with the key that the keyring has for it.
func (b Builder) account(p config.PagerDuty) (*pagerduty.Source, error) {
	return b.Accounts.one(p, func() (*pagerduty.Source, error) {
		return b.newAccount(p, func(ctx context.Context) (string, error) {
			s, err := b.Keyring.Get(ctx, pagerDutySecret(p.Name))
			if err != nil {
				return "", err
			}
			return pagerduty.Token(s.Reveal()), nil
		})
	})
}

func (b Builder) newAccount(p config.PagerDuty, token provider.Credentials) (*pagerduty.Source, error) {
	base := p.URL
	if base == "" && p.Region == config.RegionEU {
		base = pagerduty.BaseEU
	}
	s, err := pagerduty.New(pagerduty.Options{Name: p.Name, BaseURL: base, Token: token, Client: b.Client, Now: b.Now})
	if err != nil {
		return nil, fmt.Errorf("set up %s: %w", p.Name, err)
	}
	return s, nil
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
	trial, err := c.build.newAccount(p, func(context.Context) (string, error) { return pagerduty.Token(n.Secret), nil })
	if err != nil {
		return fmt.Errorf("%w: %w", api.ErrBadRequest, err)
	}
	if _, err := trial.Open(ctx); errors.Is(err, provider.ErrUnauthorized) || errors.Is(err, provider.ErrNotTheService) {
		return fmt.Errorf("try %s: %w", p.Name, err)
	}
	known, err := c.knownPagerDuty(p)
	if err != nil {
		return err
	}
	given := secret.Of(strings.TrimSpace(n.Secret))
	if known {
		return c.renewKey(ctx, p.Name, given)
	}
	store := func() error { return config.AddPagerDuty(c.path, p) }
	if err := c.withSecret(ctx, pagerDutySecret(p.Name), given, store); err != nil {
		return err
	}
	return c.reload()
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

// renewKey replaces the key of an account, and has all that is read with it asked.
func (c *Commands) renewKey(ctx context.Context, account string, key secret.Secret) error {
	cfg, err := config.Load(c.path)
	if err != nil {
		return err
	}
	if err := c.renew(ctx, account, pagerDutySecret(account), key); err != nil {
		return err
	}
	for _, cal := range cfg.Calendars {
		if cal.PagerDuty == account {
			c.agent.AskAgain(cal.Name)
		}
	}
	return nil
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
