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
		a.p.Failpoint("before-errand")
		w.mail.put(func(ctx context.Context) {
			a.p.Failpoint("errand-begun")
			done := errand(ctx)
			a.p.Failpoint("errand-done")
			a.send(func() {
				if w.gone {
					return // whoever took its place is asked, and knows what became of it
				}
				delete(a.inflight, p.ID)
				a.touch(p.ID)
				w.outdated(p.ID)
				done()
			})
		})
	})
}

// errand is what is to be done at the page's source now; nil when nothing is. It
// runs on the source's worker and returns what the owner then does.
func (a *Agent) errand(w *watched, p notify.Page) func(context.Context) func() {
	if p.Sendable(a.now) {
		if send := sending(w.Source, p); send != nil {
			return func(ctx context.Context) func() {
				g, err := send(ctx)
				return func() { a.answered(w, p, g, err) }
			}
		}
		return nil
	}
	if acks, ok := w.Source.(provider.Acknowledger); ok && a.lapsesSoon(p) {
		return func(ctx context.Context) func() {
			ack, err := acks.Extend(ctx, p.Ref, provider.Ack{Handle: p.AckHandle, By: p.AckedBy, Until: p.AckUntil})
			return func() { a.extended(w, p.ID, ack, err) }
		}
	}
	if notes, ok := w.Source.(provider.Noter); ok && len(p.Unsent) > 0 {
		word := p.Unsent[0]
		return func(ctx context.Context) func() {
			err := notes.Note(ctx, p.Ref, word.By, word.Text)
			return func() { a.noted(w, p.ID, word, err) }
		}
	}
	return nil
}

// sending is the call that carries the page's request; nil where the source has
// none.
func sending(s provider.Source, p notify.Page) func(context.Context) (notify.Grant, error) {
	acks, canAck := s.(provider.Acknowledger)
	switch p.Request {
	case notify.AskSnooze:
		if snoozes, ok := s.(provider.Snoozer); ok {
			return func(ctx context.Context) (notify.Grant, error) {
				ack, err := snoozes.Snooze(ctx, p.Ref, p.Requester, p.AskUntil)
				return notify.Grant{Handle: ack.Handle, Until: ack.Until, There: true}, err
			}
		}
		fallthrough // acknowledged there, and given back when it is over
	case notify.AskAcknowledge:
		if canAck {
			return func(ctx context.Context) (notify.Grant, error) {
				ack, err := acks.Acknowledge(ctx, p.Ref, p.Requester)
				return notify.Grant{Handle: ack.Handle, Until: ack.Until, Lapses: ack.Lapses}, err
			}
		}
	case notify.AskUnacknowledge:
		if canAck {
			return func(ctx context.Context) (notify.Grant, error) {
				return notify.Grant{}, acks.Unacknowledge(ctx, provider.Ack{Handle: p.AckHandle, By: p.AckedBy, Until: p.AckUntil})
			}
		}
	case notify.AskResolve:
		if ends, ok := s.(provider.Resolver); ok {
			return func(ctx context.Context) (notify.Grant, error) { return notify.Grant{}, ends.Resolve(ctx, p.Ref) }
		}
	case notify.AskEscalate:
		if passes, ok := s.(provider.Escalator); ok {
			return func(ctx context.Context) (notify.Grant, error) {
				to, err := passes.Escalate(ctx, p.Ref, p.Requester)
				return notify.Grant{To: notify.Clean(to, 60)}, err
			}
		}
	}
	return nil
}

// lapsesSoon reports whether an acknowledgement of ours is to be kept from lapsing.
func (a *Agent) lapsesSoon(p notify.Page) bool {
	ours := p.State == notify.Acknowledged && p.AckedHere || p.State == notify.Snoozed && !p.SnoozedThere && p.SnoozedUntil.After(p.AckUntil)
	if !ours || p.Request != notify.NoRequest || p.AckHandle == "" || p.AckUntil.IsZero() || p.AckLapses {
		return false
	}
	a.wake(p.AckUntil.Add(-extendWithin))
	return p.AckUntil.Sub(a.now) <= extendWithin
}

// answered takes the source's answer to the request that asked carried.
func (a *Agent) answered(w *watched, asked notify.Page, g notify.Grant, err error) {
	p, ok := a.pages[asked.ID]
	r := asked.Request
	switch {
	case err == nil && ok && p.Open() && p.Request == r:
		p = a.change(p.Granted(r, g, a.now))
		delete(a.retryAt, p.ID)
		a.p.Failpoint("yes-taken")
		a.after(func() { a.p.Failpoint("yes-committed") })
	case err == nil && (r == notify.AskAcknowledge || r == notify.AskSnooze):
		// It ended, or was asked otherwise, while we took it: leave no trace.
		a.release(w, g.Handle)
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
	if p.Waiting() && (first || final) {
		a.again(p)
	}
}

// again has a page told at once, whatever it was told as before.
func (a *Agent) again(p notify.Page) {
	delete(a.nagged, a.leadOf(p.ID))
	a.touch(p.ID)
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

// noted takes the answer to a note that was sent.
func (a *Agent) noted(w *watched, id string, word notify.Word, err error) {
	p, ok := a.pages[id]
	if !ok || len(p.Unsent) == 0 || p.Unsent[0] != word {
		return
	}
	why := ""
	if err != nil {
		a.p.Log.Warn("note not sent", "page", id, "source", w.Source.Name(), "error", err)
		if passing(err) && p.Open() {
			a.retryAt[id] = a.now.Add(tick)
			return
		}
		t := a.p.Explain(w.Source.Name(), err)
		why = t.What + ". " + t.Next
	}
	a.change(p.NoteSent(why, a.now))
}
