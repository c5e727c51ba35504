package agent

import (
	"context"
	"errors"
	"time"

	"standby/app/provider"
	"standby/notify"
)

// pursue sees to it that what was asked of a page happens: it is sent after the
// wish is on disk, again after a failure, and again after a restart. An
// acknowledgement of ours that would lapse is extended.
func (a *Agent) pursue(p notify.Page) {
	if a.inflight[p.ID] || p.Drill || a.retryAt[p.ID].After(a.now) {
		return
	}
	w := a.source(p.Source)
	if w == nil {
		return
	}
	errand := a.errand(w, p)
	if errand == nil {
		return
	}
	a.inflight[p.ID] = true
	a.after(func() {
		w.mail.put(func(ctx context.Context) {
			done := errand(ctx)
			a.send(func() {
				delete(a.inflight, p.ID)
				done()
			})
		})
	})
}

// errand is what is to be done at the page's source now; nil when nothing is. It
// runs on the source's worker and returns what the owner then does.
func (a *Agent) errand(w *watched, p notify.Page) func(context.Context) func() {
	acks, canAck := w.Source.(provider.Acknowledger)
	ends, canEnd := w.Source.(provider.Resolver)
	switch {
	case p.Request == notify.AskAcknowledge && canAck:
		return func(ctx context.Context) func() {
			ack, err := acks.Acknowledge(ctx, p.Ref, p.Requester)
			return func() { a.answered(w, p, ack, err) }
		}
	case p.Request == notify.AskUnacknowledge && canAck:
		return func(ctx context.Context) func() {
			err := acks.Unacknowledge(ctx, provider.Ack{Handle: p.AckHandle, By: p.AckedBy, Until: p.AckUntil})
			return func() { a.answered(w, p, provider.Ack{}, err) }
		}
	case p.Request == notify.AskResolve && canEnd:
		return func(ctx context.Context) func() {
			err := ends.Resolve(ctx, p.Ref)
			return func() { a.answered(w, p, provider.Ack{}, err) }
		}
	case a.lapsesSoon(p) && canAck:
		return func(ctx context.Context) func() {
			ack, err := acks.Extend(ctx, p.Ref, provider.Ack{Handle: p.AckHandle, By: p.AckedBy, Until: p.AckUntil})
			return func() { a.extended(w, p.ID, ack, err) }
		}
	}
	return nil
}

func (a *Agent) lapsesSoon(p notify.Page) bool {
	return p.State == notify.Acknowledged && p.AckedHere && p.Request == notify.NoRequest &&
		!p.AckUntil.IsZero() && p.AckUntil.Sub(a.now) < extendWithin
}

// answered takes the source's answer to the request that asked carried.
func (a *Agent) answered(w *watched, asked notify.Page, ack provider.Ack, err error) {
	p, ok := a.pages[asked.ID]
	r := asked.Request
	switch {
	case err == nil && ok && p.Open() && p.Request == r:
		a.granted(p, r, ack.Handle, ack.Until)
	case err == nil && r == notify.AskAcknowledge:
		// It ended, or was asked otherwise, while we took it: leave no trace.
		a.release(w, ack.Handle)
	case err != nil && ok:
		a.denied(w, p, r, err)
	}
}

func (a *Agent) denied(w *watched, p notify.Page, r notify.Request, err error) {
	final := !passing(err)
	t := a.p.Explain(w.Source.Name(), err)
	a.p.Log.Warn("request failed", "request", string(r), "page", p.ID, "source", w.Source.Name(), "error", err)
	first := p.Attempts == 0
	p = a.change(p.Denied(r, t.What+". "+t.Next, final, a.now))
	a.retryAt[p.ID] = a.now.Add(min(5*time.Second<<min(max(p.Attempts-1, 0), 6), retryMost))
	if p.Waiting() && p.Attempts > 0 && (first || final) {
		a.shown[p.ID] = a.now
		a.show(p)
	}
}

// passing reports whether an error may go away by itself, so that trying again
// makes sense.
func passing(err error) bool {
	for _, e := range []error{provider.ErrUnreachable, provider.ErrService, provider.ErrNotTheService, provider.ErrTooLarge, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

func (a *Agent) extended(w *watched, id string, ack provider.Ack, err error) {
	p, ok := a.pages[id]
	switch {
	case err != nil:
		a.p.Log.Warn("acknowledgement not extended", "page", id, "source", w.Source.Name(), "error", err)
		a.retryAt[id] = a.now.Add(tick)
	case ok && p.Open():
		a.change(p.Extended(ack.Handle, ack.Until))
	default:
		a.release(w, ack.Handle)
	}
}
