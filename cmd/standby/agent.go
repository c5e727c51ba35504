package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/books"
	"standby/app/config"
	"standby/app/doctor"
	"standby/app/hook"
	"standby/app/power"
	"standby/app/provider"
	"standby/app/secret"
	"standby/app/setup"
	"standby/app/store"
	"standby/app/trouble"
	"standby/app/workspace"
	"standby/notify"
	"standby/notify/desktop"
)

// lockName is the file whose lock makes a profile's agent the only one. The
// system lets go of it when the process dies, however it dies.
const lockName = "agent.lock"

// stopWithin is how long a clean stop may take before the watchdog ends it.
const stopWithin = 1900 * time.Millisecond

// runAgent starts the agent, or raises the window of the one that runs already.
func (c *cli) runAgent(ctx context.Context) error {
	places, err := c.places()
	if err != nil {
		return err
	}
	if err := places.Make(); err != nil {
		return err
	}
	lock := flock.New(filepath.Join(places.RuntimeDir, lockName))
	free, err := c.lockOrRaise(ctx, lock, filepath.Join(places.RuntimeDir, api.SocketName))
	if err != nil || !free {
		return err
	}
	defer func() { _ = lock.Unlock() }()
	r, err := c.assemble(ctx, places)
	if err != nil {
		c.tellDesktop(ctx, err)
		return err
	}
	return r.run(ctx)
}

// lockOrRaise takes the profile's lock, or brings the window of the agent that holds
// it to the front. An agent that holds it may still be opening its socket; and one
// that was killed lets go of it only when a program that it was starting at that
// moment has begun.
func (c *cli) lockOrRaise(ctx context.Context, lock *flock.Flock, socket string) (free bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	client := api.Dial(socket)
	for {
		if free, err = lock.TryLock(); err != nil {
			return false, fmt.Errorf("lock the profile: %w", err)
		}
		if free {
			return true, nil
		}
		if err = client.Raise(ctx); err == nil {
			_, _ = fmt.Fprintln(c.out, "Standby runs already; its window is raised.")
			return false, nil
		}
		if !errors.Is(err, api.ErrNotRunning) {
			return false, err
		}
		select {
		case <-ctx.Done():
			return false, fmt.Errorf("raise the running Standby: %w", err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// running is an assembled agent with everything around it.
type running struct {
	places    config.Places
	cfg       config.Config                 // that it began with
	shown     atomic.Pointer[config.Config] // that is in use
	log       *slog.Logger
	store     *store.Store
	keyring   *secret.Keyring
	commands  *setup.Commands
	screen    *screen
	speaker   *speaker
	machine   *power.Power
	hooks     *hook.Runner
	server    *api.Server
	listener  net.Listener
	agent     *agent.Agent
	ledger    ledger
	incidents *workspace.Keeper
	window    *window
	icon      icon
	sources   []agent.SourceSpec
	calendars []agent.CalendarSpec
	stop      context.CancelFunc
}

// assemble builds every part; it starts nothing that has to be stopped but the
// store and the socket.
func (c *cli) assemble(ctx context.Context, places config.Places) (*running, error) {
	if c.demo {
		if err := setup.PrepareDemo(places, time.Now()); err != nil {
			return nil, err
		}
	}
	cfg, err := config.Load(places.ConfigFile)
	if err != nil {
		return nil, err
	}
	r := &running{places: places, cfg: cfg, log: slog.New(slog.NewTextHandler(c.errs, nil))}
	r.shown.Store(&cfg)
	r.keyring = secret.New(keyringName(places.Profile))
	build := setup.Builder{Keyring: setup.Remember(r.keyring, time.Now), Client: provider.NewClient(0), Now: time.Now, Accounts: &setup.Accounts{}, Person: cfg.Me.String(), Watch: true, Covers: setup.NewCovers(places.ConfigFile),
		Mails: filepath.Join(places.DataDir, "mail")}
	if err := r.collect(build, c.demo); err != nil {
		return nil, err
	}
	st, opening, err := store.Open(ctx, places.DataDir, time.Now)
	if err != nil {
		return nil, err
	}
	r.store = st
	r.window = &window{socket: filepath.Join(places.RuntimeDir, api.SocketName), profile: places.Profile, log: r.log}
	r.screen = newScreen(r.log)
	if r.speaker, err = newSpeaker(cfg.Sound.Volume, cfg.Sound.Device, r.log); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	r.machine, r.hooks = power.New(power.Options{Log: r.log}), r.newHooks()
	commands := setup.NewCommands(build, places.ConfigFile, cfg)
	if err := r.connect(ctx, c, commands); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	r.commands = commands
	commands.Tell(r.agent)
	commands.Using(r.use)
	r.window.trouble = func(err error) { r.agent.Trouble("window", "the window", err) }
	r.report(ctx, opening)
	return r, nil
}

// connect makes the agent and the API, which know each other, and the socket.
func (r *running) connect(ctx context.Context, c *cli, commands *setup.Commands) error {
	a, err := agent.New(ctx, agent.Params{
		Store: r.store, Notes: r.screen, Speaker: r.speaker, Hooks: r.hooks, Presence: r.presence, Ready: r.ready, Publish: r.publish, Raise: r.raise,
		Now: time.Now, Explain: trouble.Explain, Log: r.log, Failpoint: failpoint, Settings: c.settings(r, commands),
	})
	if err != nil {
		return err
	}
	r.agent, r.screen.agent = a, a
	r.speaker.desktop, r.speaker.trouble = a.Desktop, a.Trouble
	r.openLedger(a, commands)
	r.openIncidents(a)
	r.server = api.NewServer(api.Handlers{
		Pages: a, Setup: commands, Prefer: commands, Reloader: commands, Records: a, Proof: proof{r}, Calendars: setup.Calendars{Agent: a, Known: commands.KnowsCalendar},
		Trial: commands.Trial(), Publisher: commands, Handover: commands, Exchange: commands, PagerDutys: commands, Mails: commands, Ledger: r.ledger.keeper, Incidents: r.incidents, Sounds: r.speaker, Raise: r.window.open,
		Window:  func(open bool) { a.Desktop(func(d *api.Desktop) { d.WindowOpen = open }) },
		Explain: func(err error) api.Trouble { return trouble.Explain("", err) },
	})
	r.icon = newIcon(r)
	r.listener, err = api.Listen(ctx, r.window.socket)
	return err
}

func (c *cli) settings(r *running, commands *setup.Commands) agent.Settings {
	s := setup.Settings(r.cfg)
	s.Version, s.Profile, s.Demo = version, r.places.Profile, c.demo
	if policy, err := commands.Payroll().Policy(); err == nil {
		s.PolicyName = policy.Name
	} else if !errors.Is(err, books.ErrNoPolicy) {
		r.log.Warn("the pay policy is not used", "error", err)
	}
	return s
}

// collect makes the sources, calendars and rotas that the configuration names.
func (r *running) collect(build setup.Builder, demo bool) error {
	for _, a := range r.cfg.Alertmanagers {
		spec, err := build.Source(a)
		if err != nil {
			return err
		}
		r.sources = append(r.sources, spec)
	}
	for _, p := range r.cfg.PagerDutys {
		spec, err := build.PagerDuty(p)
		if err != nil {
			return err
		}
		r.sources = append(r.sources, spec)
	}
	for _, m := range r.cfg.Mails {
		spec, err := build.Mail(m)
		if err != nil {
			return err
		}
		r.sources = append(r.sources, spec)
	}
	calendars, err := build.Calendars(r.cfg)
	if err != nil {
		return err
	}
	r.calendars = calendars
	for _, rota := range r.cfg.Rotas {
		r.calendars = append(r.calendars, build.Rota(rota))
	}
	if demo {
		r.sources = append(r.sources, setup.DemoSource(time.Now))
	}
	return nil
}

// keyringName keeps the secrets of profiles apart.
func keyringName(profile string) string {
	if profile == "" {
		return "standby"
	}
	return "standby-" + profile
}

// tellDesktop shows why the agent could not start: whoever starts it with their
// session sees no terminal.
func (c *cli) tellDesktop(ctx context.Context, cause error) {
	ctx, done := context.WithTimeout(ctx, 3*time.Second)
	defer done()
	t := trouble.Explain("", cause)
	screen := desktop.New(desktop.Options{})
	screen.Show(notify.Note{ID: "start", Title: "Standby could not start", Body: t.What + ". " + t.Next, Urgency: notify.High})
	_ = screen.Run(ctx, func(notify.Reaction) { done() }) // the terminal is told in any case
}

// examineAlone is what the doctor can say when no agent answers: above all, what
// would keep one from starting.
func (c *cli) examineAlone(ctx context.Context, cause error, asJSON bool) error {
	if !errors.Is(cause, api.ErrNotRunning) {
		return cause
	}
	places, err := c.places()
	if err != nil {
		return err
	}
	_, bad := config.Load(places.ConfigFile)
	checks := []api.Check{
		found("agent", "", "", cause),
		found("configuration", "the configuration", places.ConfigFile, bad),
		found("folders", "a folder of Standby", places.DataDir, places.Make()),
		found("store", "the store", places.DataDir, store.Look(ctx, places.DataDir)),
	}
	if asJSON {
		err = writeJSON(c.out, checks)
	} else {
		err = c.printChecks(checks)
	}
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintln(c.errs, "standby: the rest is known to the agent alone")
	return errNotRunningReported
}

// found is the check of one thing: well when err is nil.
func found(name, subject, well string, err error) api.Check {
	if err == nil {
		return api.Check{Name: name, Result: doctor.OK, Finding: well}
	}
	t := trouble.Explain(subject, err)
	return api.Check{Name: name, Result: doctor.Failed, Finding: t.What + ". " + t.Means, Next: t.Next}
}

// errNotRunningReported is ErrNotRunning, told already.
var errNotRunningReported = fmt.Errorf("%w: %w", errReported, api.ErrNotRunning)

// beside is the path of a program that lies in the same folder as this one.
func beside(name string) (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find %s: %w", name, err)
	}
	return filepath.Join(filepath.Dir(self), name), nil
}
