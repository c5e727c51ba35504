package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"time"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/books"
	"standby/app/config"
	"standby/app/setup"
)

// ledger is the part of the running agent that knows what duty is worth.
type ledger struct {
	keeper *books.Keeper
	// stir has the summary made again.
	stir chan struct{}
	// seen is what the last snapshot had that the ledger depends on.
	seen uint64
}

func (r *running) openLedger(a *agent.Agent, commands *setup.Commands) {
	r.ledger.stir = make(chan struct{}, 1)
	roll := commands.Payroll()
	r.ledger.keeper = books.New(books.Params{
		Store: r.store, Policies: roll, Me: a.WhoAmI, Settings: roll.Settings, Now: time.Now, Changed: r.ledger.again, Log: r.log,
	})
	commands.Using(func(config.Config) { r.ledger.again() })
}

// again has the summary made again soon; it never blocks.
func (l *ledger) again() {
	select {
	case l.stir <- struct{}{}:
	default:
	}
}

// see notices when a snapshot has something new that the ledger depends on. It is
// called from one goroutine.
func (l *ledger) see(s api.Snapshot) {
	h := fnv.New64a()
	_, _ = fmt.Fprint(h, s.PolicyName, s.Me, s.Duty.Current != nil)
	for _, p := range s.Pages {
		_, _ = fmt.Fprint(h, p.ID, p.State)
	}
	if sum := h.Sum64(); sum != l.seen {
		l.seen = sum
		l.again()
	}
}

// follow keeps the summary in the agent's snapshot.
func (l *ledger) follow(ctx context.Context, a *agent.Agent) {
	l.keeper.Watch(ctx, l.stir, a.Ledger, func(err error) { a.Trouble("ledger", "the ledger", err) })
}
