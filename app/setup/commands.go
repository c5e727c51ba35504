package setup

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/config"
	"standby/app/provider"
	"standby/app/secret"
	"standby/rotation"
)

// Agent is what a changed configuration is handed to.
type Agent interface {
	Watch(agent.SourceSpec)
	ReadFrom(agent.CalendarSpec)
	IAm(rotation.Person)
	UsePolicy(name string)
	AskAgain(name string)
	// Drop ends what is configured no longer, and Use takes the rest of a changed
	// configuration; Watch and ReadFrom replace what has the name already.
	Drop(name string)
	Use(agent.Settings)
	Trouble(key, subject string, err error)
}

// Commands change the configuration; they implement api.Setup.
// One command runs at a time.
type Commands struct {
	build Builder
	path  string
	trial *Trial

	mu     sync.Mutex
	agent  Agent
	policy PolicyFile
	// inForce is the configuration as the agent was told of it, users who else is told
	// of another one.
	inForce config.Config
	users   []func(config.Config)

	undo takingBack
}

// NewCommands returns the commands for the configuration file at path.
func NewCommands(b Builder, path string, c config.Config) *Commands {
	return &Commands{build: b, path: path, trial: NewTrial(b, path, c.Zone), policy: policyFile(c), inForce: c}
}

// Tell names the agent that is told of changes; call it before the first command.
func (c *Commands) Tell(a Agent) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.agent = a
}

// Trial is how a calendar is looked at before it is added.
func (c *Commands) Trial() *Trial { return c.trial }

// AddAlertmanager tries the Alertmanager first: what refuses us or is none is not
// added. One that cannot be reached now is, since it may be behind a VPN. The same
// one given once more is how its secret is renewed.
func (c *Commands) AddAlertmanager(ctx context.Context, n api.NewAlertmanager) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n.Auth == "" {
		n.Auth = string(config.AuthNone)
	}
	a := config.Alertmanager{Name: n.Name, URL: strings.TrimRight(n.URL, "/"), Auth: config.Auth(n.Auth), User: n.User, Poll: config.DefaultPoll}
	given := secret.Of(n.Secret)
	var fixed provider.Credentials
	if a.Auth != config.AuthNone {
		fixed = func(context.Context) (string, error) { return header(a, given), nil }
	}
	trial, err := c.build.source(a, fixed)
	if err != nil {
		return fmt.Errorf("%w: %w", api.ErrBadRequest, err)
	}
	if _, err := trial.Source.Open(ctx); errors.Is(err, provider.ErrUnauthorized) || errors.Is(err, provider.ErrNotTheService) {
		return fmt.Errorf("try %s: %w", a.Name, err)
	}
	known, err := c.known(a)
	if err != nil {
		return err
	}
	if known {
		return c.renew(ctx, a.Name, sourceSecret(a.Name), given)
	}
	store := func() error { return config.AddAlertmanager(c.path, a) }
	if a.Auth == config.AuthNone {
		err = store()
	} else {
		err = c.withSecret(ctx, sourceSecret(a.Name), given, store)
	}
	if err != nil {
		return err
	}
	return c.reload()
}

// AddCalendar adds a calendar and, where the command says so, who the user is. A
// calendar that lies in the keyring, given once more, is how its URL is renewed.
func (c *Commands) AddCalendar(ctx context.Context, n api.NewCalendar) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n.PagerDuty != "" {
		return c.addPagerDutyCalendar(ctx, n)
	}
	if err := encrypted(n); err != nil {
		return err
	}
	known, err := c.knownCalendar(n)
	if err != nil {
		return err
	}
	if known {
		return c.renew(ctx, n.Name, calendarSecret(n.Name), secret.Of(n.Location))
	}
	cal := config.Calendar{Name: n.Name, Mine: n.Mine, Role: n.Role, Refresh: config.DefaultRefresh, Pattern: n.Pattern}
	if cal.Role == "" {
		cal.Role = rotation.Primary
	}
	if n.CalDAV {
		if err := c.addCalDAV(ctx, n, cal); err != nil {
			return err
		}
		return c.follow(n.Me)
	}
	store := func() error { return config.AddCalendar(c.path, cal) }
	if isURL(n.Location) {
		cal.InKeyring = true
		err = c.withSecret(ctx, calendarSecret(n.Name), secret.Of(n.Location), store)
	} else {
		cal.File = n.Location
		err = store()
	}
	if err != nil {
		return err
	}
	return c.follow(n.Me)
}

// AddRota adds a rota file, after it has been read without error, and, where the
// command says so, who the user is.
func (c *Commands) AddRota(ctx context.Context, n api.NewRota) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !filepath.IsAbs(n.File) {
		return fmt.Errorf("%w: the rota's file needs its whole path", api.ErrBadRequest)
	}
	cfg, err := config.Load(c.path)
	if err != nil {
		return err
	}
	if err := free(cfg, n.Name); err != nil {
		return err
	}
	r := config.Rota{Name: n.Name, File: n.File, Refresh: config.DefaultRotaRefresh}
	if err := c.build.tryRota(ctx, r); err != nil {
		return fmt.Errorf("add rota %s: %w", r.Name, err)
	}
	if err := config.AddRota(c.path, r); err != nil {
		return err
	}
	return c.follow(n.Me)
}

// follow has the agent read what was added, as the user who is in it.
func (c *Commands) follow(me rotation.Person) error {
	if me != (rotation.Person{}) {
		if err := config.SetMe(c.path, me); err != nil {
			return err
		}
	}
	return c.reload()
}

// KnowsCalendar reports whether a calendar or rota of that name is configured.
func (c *Commands) KnowsCalendar(name string) (bool, error) {
	cfg, err := config.Load(c.path)
	return slices.ContainsFunc(cfg.Calendars, func(o config.Calendar) bool { return o.Name == name }) ||
		slices.ContainsFunc(cfg.Rotas, func(o config.Rota) bool { return o.Name == name }), err
}

// SetMe says who the user is in the calendars.
func (c *Commands) SetMe(_ context.Context, me rotation.Person) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if me == (rotation.Person{}) {
		return fmt.Errorf("%w: a name or an e-mail address is needed", api.ErrBadRequest)
	}
	return c.follow(me)
}

// errTaken says that another source has the name: its secret lies under it.
func errTaken(name string) error {
	return fmt.Errorf("%w: a source is called %q already; choose another name", api.ErrBadRequest, name)
}

// known reports whether this very Alertmanager is configured already, with a
// secret that can be renewed.
func (c *Commands) known(a config.Alertmanager) (bool, error) {
	cfg, err := config.Load(c.path)
	if err != nil {
		return false, err
	}
	for _, o := range cfg.Alertmanagers {
		if o.Name == a.Name && o.URL == a.URL && o.Auth == a.Auth && o.User == a.User && a.Auth != config.AuthNone {
			return true, nil
		}
	}
	return false, free(cfg, a.Name)
}

func (c *Commands) knownCalendar(n api.NewCalendar) (bool, error) {
	cfg, err := config.Load(c.path)
	if err != nil {
		return false, err
	}
	for _, o := range cfg.Calendars {
		if o.Name == n.Name && o.InKeyring && isURL(n.Location) {
			return true, nil
		}
	}
	return false, free(cfg, n.Name)
}

func free(cfg config.Config, name string) error {
	taken := func(other string) bool { return strings.EqualFold(other, name) }
	if slices.ContainsFunc(cfg.Calendars, func(o config.Calendar) bool { return taken(o.Name) }) ||
		slices.ContainsFunc(cfg.Rotas, func(o config.Rota) bool { return taken(o.Name) }) ||
		slices.ContainsFunc(cfg.Alertmanagers, func(o config.Alertmanager) bool { return taken(o.Name) }) ||
		slices.ContainsFunc(cfg.PagerDutys, func(o config.PagerDuty) bool { return taken(o.Name) }) ||
		slices.ContainsFunc(cfg.Mails, func(o config.Mail) bool { return taken(o.Name) }) {
		return errTaken(name)
	}
	return nil
}

// renew replaces the secret of a source and has it asked at once.
func (c *Commands) renew(ctx context.Context, name, under string, s secret.Secret) error {
	kept, err := c.build.Keyring.Set(ctx, under, s)
	if err != nil {
		return fmt.Errorf("keep the secret of %s: %w", name, err)
	}
	c.tellKept(under, kept)
	c.agent.AskAgain(name)
	return nil
}

// tellKept tells the user of a secret that no keyring took.
func (c *Commands) tellKept(under string, kept secret.Kept) {
	var err error
	if kept == secret.ThisRunOnly {
		err = secret.ErrUnavailable
	}
	c.agent.Trouble("secret/"+under, under, err)
}

func isURL(location string) bool {
	scheme, _, ok := strings.Cut(strings.ToLower(location), "://")
	return ok && (scheme == "http" || scheme == "https" || scheme == "webcal")
}

// withSecret keeps a secret and then runs store; a store that fails leaves no
// secret behind. The name must be known to be free, else it is somebody's. A secret that no keyring takes lives for this run only, and the
// user is told.
func (c *Commands) withSecret(ctx context.Context, name string, s secret.Secret, store func() error) error {
	kept, err := c.build.Keyring.Set(ctx, name, s)
	if err != nil {
		return fmt.Errorf("keep the secret of %s: %w", name, err)
	}
	if err := store(); err != nil {
		return errors.Join(err, c.build.Keyring.Delete(ctx, name))
	}
	c.tellKept(name, kept)
	return nil
}

// SetPolicy makes a file the pay policy, after it has been read without error.
func (c *Commands) SetPolicy(_ context.Context, path string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	next := PolicyFile{Path: path}
	if _, err := next.Read(); err != nil {
		return err
	}
	if err := config.SetPolicy(c.path, path); err != nil {
		return err
	}
	return c.reload()
}
