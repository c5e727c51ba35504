package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"standby/app/api"
	"standby/app/books"
	"standby/app/doctor"
	"standby/app/store"
	"standby/app/trouble"
	"standby/notify/desktop"
)

// run keeps everything going until ctx ends or the user quits. The tray has the
// calling goroutine, which is the main one: some systems insist on that.
func (r *running) run(ctx context.Context) error {
	ctx, r.stop = context.WithCancel(ctx)
	defer r.stop()
	context.AfterFunc(ctx, watchdog)
	var parts sync.WaitGroup
	serving := make(chan error, 1)
	parts.Go(func() { serving <- r.server.Serve(ctx, r.listener) })
	parts.Go(func() { r.screen.follow(ctx) })
	parts.Go(func() { r.followKeyring(ctx) })
	parts.Go(func() { r.followConfiguration(ctx) })
	parts.Go(func() { r.icon.watchHost(ctx, r.hostChanged) })
	parts.Go(func() { r.followMachine(ctx) })
	parts.Go(func() { r.speaker.follow(ctx) })
	parts.Go(func() { r.ledger.follow(ctx, r.agent) })
	parts.Go(func() { r.followIncidents(ctx) })
	agentDone := make(chan struct{})
	parts.Go(func() {
		r.agent.Run(ctx, r.sources, r.calendars)
		close(agentDone)
	})
	parts.Go(func() {
		if err := <-serving; err != nil && ctx.Err() == nil {
			r.agent.Trouble("api", "the local API", err)
		}
	})
	r.icon.run(ctx)
	r.stop()
	parts.Wait()
	r.hooks.Close()
	r.speaker.player.Close()
	return r.store.Close()
}

// watchdog ends a stop that hangs: whoever logs out must not wait for us.
func watchdog() {
	time.AfterFunc(stopWithin, func() {
		_, _ = fmt.Fprintln(os.Stderr, "standby: the stop took too long; ended by the watchdog")
		os.Exit(exitFailed)
	})
}

// publish hands a snapshot to every client and to the tray.
func (r *running) publish(s api.Snapshot) {
	r.server.Publish(s)
	r.icon.show(s)
	r.ledger.see(s)
	r.incidents.See(s)
}

// raise brings the window up, from whatever goroutine.
func (r *running) raise() {
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if err := r.server.RaiseWindow(ctx); err != nil {
			r.log.Warn("the window cannot be shown", "error", err)
		}
	}()
}

// hostChanged notes whether anything shows our icon; where nothing does, the
// window takes the tray's place.
func (r *running) hostChanged(present bool) {
	r.agent.Desktop(func(d *api.Desktop) { d.TrayHost = present })
	if !present {
		r.raise()
	}
}

func (r *running) followKeyring(ctx context.Context) {
	for {
		state := string(r.keyring.State())
		r.agent.Desktop(func(d *api.Desktop) { d.Keyring = state })
		select {
		case <-ctx.Done():
			return
		case <-r.keyring.Changed():
		}
	}
}

// report tells what opening the store found.
func (r *running) report(ctx context.Context, o store.Opening) {
	if err := o.Err(); err != nil {
		go r.agent.Trouble("opening", "the store", err)
	}
	if o.CheckDue {
		go func() {
			if err := r.store.Check(ctx); err != nil && ctx.Err() == nil {
				r.agent.Trouble("opening", "the store", err)
			}
		}()
	}
}

// proof is how a user finds out whether everything works.
type proof struct{ r *running }

// TestPage pages the user.
func (p proof) TestPage(ctx context.Context) (string, error) { return p.r.agent.TestPage(ctx) }

// Doctor examines what the agent sees, and the store.
func (p proof) Doctor(ctx context.Context) ([]api.Check, error) {
	snap, err := p.r.server.Current(ctx)
	if err != nil {
		return nil, err
	}
	var found *api.Trouble
	if err := p.r.store.Check(ctx); err != nil {
		if errors.Is(err, context.Canceled) {
			return nil, err
		}
		t := trouble.Explain("the store", err)
		found = &t
	}
	checks := append(doctor.Examine(snap, found, time.Now()), p.r.surroundings(ctx).Checks()...)
	return append(checks, p.policy()), nil
}

// policy reads the pay policy again, as the next statement would.
func (p proof) policy() api.Check {
	policy, err := p.r.commands.Payroll().Policy()
	switch {
	case err == nil:
		return doctor.Policy(policy.Name, nil)
	case errors.Is(err, books.ErrNoPolicy):
		return doctor.Policy("", nil)
	}
	t := trouble.Explain("the pay policy", err)
	return doctor.Policy("", &t)
}

// describe notes what the notification service can do.
func describe(c desktop.Capabilities) func(*api.Desktop) {
	return func(d *api.Desktop) { d.Notifications, d.Buttons = c.Server, c.Buttons }
}
