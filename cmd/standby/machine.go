package main

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"standby/app/config"
	"standby/app/doctor"
	"standby/app/hook"
	"standby/app/power"
	"standby/notify"
)

// lookWithin is how long looking at the surroundings may take.
const lookWithin = 4 * time.Second

// presence is where the user is, as far as the machine can tell.
func (r *running) presence(ctx context.Context) notify.Presence {
	p, err := r.machine.Presence(ctx)
	switch {
	case err != nil || p.State == power.Unknown:
		return notify.PresenceUnknown
	case p.AtKeyboard():
		return notify.AtKeyboard
	}
	return notify.Away
}

// followMachine tells the agent what the machine goes through, until ctx ends.
func (r *running) followMachine(ctx context.Context) {
	r.machine.Run(ctx, func(e power.Event) {
		switch e {
		case power.Woke:
			r.agent.Woke()
		case power.LinkUp:
			r.agent.LinkUp()
		}
	})
}

// surroundings looks at what besides the snapshot decides whether a page would be
// noticed now.
func (r *running) surroundings(ctx context.Context) doctor.Surroundings {
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	o := doctor.Surroundings{SoundOff: r.speaker.volume == 0, Percent: power.UnknownPercent}
	var looks sync.WaitGroup
	looks.Go(func() { o.Unheard, o.Speaker = r.speaker.look(ctx) })
	looks.Go(func() { o.Muted, o.MutedKnown = r.screen.Muted(ctx) })
	looks.Go(func() {
		if b, err := r.machine.Battery(ctx); err == nil {
			o.Battery, o.BatteryLow, o.Percent = b.Present && b.Discharging, b.Low(), b.Percent
		}
	})
	looks.Wait()
	return o
}

// ready is what would keep a page from being noticed now, one sentence each.
func (r *running) ready(ctx context.Context) []string {
	snap, err := r.server.Current(ctx)
	if err != nil {
		return nil // the agent is stopping
	}
	return doctor.Ready(snap, r.surroundings(ctx), time.Now())
}

// newHooks makes the user's own commands ready to be run.
func (r *running) newHooks() *hook.Runner {
	return hook.New(hook.Options{Commands: hookCommands(r.cfg.Hooks), Log: r.log, Now: time.Now,
		Report: func(command string, err error) { r.agent.Trouble("hook/"+command, command, err) }})
}

func hookCommands(list []config.Hook) []hook.Command {
	out := make([]hook.Command, 0, len(list))
	for i, h := range list {
		name := fmt.Sprintf("hook %d (%s)", i+1, filepath.Base(h.Run[0]))
		out = append(out, hook.Command{Name: name, On: h.On, Run: h.Run, Timeout: h.Timeout})
	}
	return out
}
