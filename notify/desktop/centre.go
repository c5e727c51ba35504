package desktop

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"time"

	"standby/notify"
)

// centre is a notification centre that is part of the system, as on Windows and
// macOS: it is called, not spoken to over a bus, and does not come and go.
type centre interface {
	// open makes it ready; called again after a failure. What humans do with notes
	// goes to react, from any goroutine, also for notes of an earlier run.
	open(react func(notify.Reaction)) (Capabilities, error)
	// serve shows or withdraws. It is called after open succeeded, on the same
	// thread of the system.
	serve(r request) error
	// muted is Desktop.Muted; called from any goroutine.
	muted() (muted, known bool)
}

// central shows notes through a centre. Calls to it cannot be interrupted, so one
// at most is left hanging, and the next ones fail at once until it returns.
type central struct {
	centre  centre
	timeout time.Duration
	log     *slog.Logger
	// heard is what humans did; room for a few, so that the system's own threads
	// seldom wait.
	heard chan notify.Reaction
	// jobs are what the calling thread has to do; busy holds a token from a job's
	// start to its end.
	jobs chan func()
	busy chan struct{}

	opened bool
}

func newCentral(c centre, o Options) *central {
	return &central{
		centre: c, timeout: o.Timeout, log: o.Log,
		heard: make(chan notify.Reaction, 16), jobs: make(chan func(), 1), busy: make(chan struct{}, 1),
	}
}

func (c *central) run(ctx context.Context, q *queue, out outlet) {
	go work(c.jobs)
	defer close(c.jobs)
	if err := c.open(ctx, out); err != nil {
		c.log.Warn("notifications do not work yet", "cause", err)
	}
	for {
		select {
		case <-ctx.Done():
			q.drain(func(r request) { c.request(ctx, r, out) }, out)
			return
		case r := <-c.heard:
			out.react(r)
		case <-q.ready:
			q.drain(func(r request) { c.request(ctx, r, out) }, out)
		}
	}
}

// work does jobs on a thread of its own, because both centres tie what was opened
// to the thread or to its kind; the thread ends with it.
func work(jobs <-chan func()) {
	runtime.LockOSThread()
	for job := range jobs {
		job()
	}
}

func (c *central) open(ctx context.Context, out outlet) error {
	if c.opened {
		return nil
	}
	can, err := do(c, func() (Capabilities, error) {
		return c.centre.open(func(r notify.Reaction) {
			select {
			case c.heard <- r:
			case <-ctx.Done():
			}
		})
	})
	out.capable(can)
	c.opened = err == nil
	return err
}

func (c *central) request(ctx context.Context, r request, out outlet) {
	switch {
	case r.note == nil:
		if !c.opened {
			return
		}
		if _, err := do(c, func() (struct{}, error) { return struct{}{}, c.centre.serve(r) }); err != nil {
			c.log.Warn("withdraw a notification", "error", err)
		}
	case ctx.Err() != nil:
	default:
		if err := c.show(ctx, r, out); err != nil {
			out.failed(r.id, fmt.Errorf("show a notification: %w", err))
			return
		}
		out.react(notify.Reaction{NoteID: r.id, Kind: notify.Shown})
	}
}

func (c *central) show(ctx context.Context, r request, out outlet) error {
	if err := c.open(ctx, out); err != nil {
		return err
	}
	_, err := do(c, func() (struct{}, error) { return struct{}{}, c.centre.serve(r) })
	return err
}

// do has the calling thread make a call and waits for it until the timeout.
func do[T any](c *central, call func() (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	var none T
	select {
	case c.busy <- struct{}{}:
	default:
		return none, ErrBusy
	}
	done := make(chan result, 1)
	c.jobs <- func() {
		value, err := call()
		<-c.busy
		done <- result{value, err}
	}
	timer := time.NewTimer(c.timeout)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.value, r.err
	case <-timer.C:
		return none, fmt.Errorf("no answer within %v: %w", c.timeout, context.DeadlineExceeded)
	}
}

func (c *central) muted(ctx context.Context) (muted, known bool) {
	type state struct{ muted, known bool }
	done := make(chan state, 1)
	go func() {
		muted, known := c.centre.muted()
		done <- state{muted, known}
	}()
	select {
	case s := <-done:
		return s.muted, s.known
	case <-ctx.Done():
		return false, false
	}
}
