package notify

import (
	"slices"
	"time"
)

// UndoWithin is how long an acknowledgement or a resolution can be undone. A
// resolution is not sent before, since few sources can take one back; an
// acknowledgement goes out at once and is given back.
const UndoWithin = 5 * time.Second

// Wish is what a human asks of a page.
type Wish struct {
	Request Request
	By      string
	// Until is until when to snooze.
	Until time.Time
	// Now says that it cannot wait to be undone: a resolution asked on a command
	// line is sent at once.
	Now bool
}

// Ask notes that a human wants something of the page. Asking for what is being
// sent already, or for what is so already, changes nothing and is no error.
func (p Page) Ask(w Wish, now time.Time) (Change, error) {
	c := Change{Page: p}
	switch {
	case p.State == Resolved:
		return c, ErrResolved
	case w.Request == AskUnacknowledge && p.State != Acknowledged && p.State != Snoozed:
		return c, ErrNotAcknowledged
	case w.Request == AskSnooze && !w.Until.After(now):
		return c, ErrPast
	case p.has(w):
		return c, nil
	}
	c.Page.forget()
	c.Page.Request, c.Page.Requester, c.Page.AskedAt = w.Request, w.By, now.UTC()
	switch {
	case w.Request == AskSnooze:
		c.Page.AskUntil = w.Until.UTC()
	case w.Request == AskResolve && !w.Now:
		c.Page.HoldUntil = now.UTC().Add(UndoWithin)
	}
	c.log(now, string(w.Request)+"-asked", w.By, "")
	return c, nil
}

// has reports whether what is wished is so already, or on its way.
func (p Page) has(w Wish) bool {
	switch {
	case p.Request == w.Request:
		return w.Request != AskSnooze || p.AskUntil.Equal(w.Until)
	case p.Request != NoRequest:
		return false
	case w.Request == AskSnooze:
		return p.State == Snoozed && p.SnoozedUntil.Equal(w.Until)
	}
	return w.Request == AskAcknowledge && p.State == Acknowledged
}

// forget drops the request, and what became of it.
func (p *Page) forget() {
	p.Request, p.Requester, p.Attempts, p.Failure = NoRequest, "", 0, ""
	p.AskedAt, p.AskUntil, p.HoldUntil = time.Time{}, time.Time{}, time.Time{}
}

// Sendable reports whether the request may be sent.
func (p Page) Sendable(now time.Time) bool {
	return p.Request != NoRequest && (!now.Before(p.HoldUntil) || p.clockPutBack(now))
}

// clockPutBack reports whether now lies before what was asked by more than Undoable
// lasts: a clock that was put back by hours must not hold a request for as long.
func (p Page) clockPutBack(now time.Time) bool { return now.Before(p.AskedAt.Add(-UndoWithin)) }

// Undoable is until when the last acknowledgement or resolution can be undone;
// zero when there is none.
func (p Page) Undoable(now time.Time) time.Time {
	until := time.Time{}
	switch {
	case p.Request == AskResolve:
		until = p.HoldUntil
	case p.Request == AskAcknowledge:
		until = p.AskedAt.Add(UndoWithin)
	case p.Request == NoRequest && p.State == Acknowledged && p.AckedHere && !p.AskedAt.IsZero():
		until = p.AskedAt.Add(UndoWithin)
	}
	if !now.Before(until) || p.clockPutBack(now) {
		return time.Time{}
	}
	return until
}

// Undo takes the last acknowledgement or resolution back, as if it had not been.
// What the source was told already is asked back from it.
func (p Page) Undo(by string, now time.Time) (Change, error) {
	c := Change{Page: p}
	if p.Undoable(now).IsZero() {
		return c, ErrTooLate
	}
	c.Page.forget()
	if p.Request != NoRequest {
		c.log(now, string(p.Request)+"-withdrawn", by, "")
		return c, nil
	}
	c.Page.Request, c.Page.Requester, c.Page.AskedAt = AskUnacknowledge, by, now.UTC()
	c.Page.undo()
	c.log(now, "acknowledge-undone", by, "")
	return c, nil
}

// undo makes the page wait as it did before it was acknowledged. The handle
// stays: the source is to be asked for it back.
func (p *Page) undo() {
	handle := p.AckHandle
	p.wait()
	p.AckHandle = handle
	if n := len(p.Work); n > 0 && p.Work[n-1].Until.IsZero() {
		p.Work = slices.Clone(p.Work[:n-1])
	}
}

// Grant is the provider's yes.
type Grant struct {
	// Handle and Until describe the acknowledgement or the snooze.
	Handle string
	Until  time.Time
	// Lapses means that the acknowledgement is meant to lapse then.
	Lapses bool
	// There means that the source itself holds a snoozed page back.
	There bool
	// To is who is told now, after an escalation; may be empty.
	To string
}

// Granted notes that the provider did what was asked.
func (p Page) Granted(r Request, g Grant, now time.Time) Change {
	c := Change{Page: p}
	if p.State == Resolved || p.Request != r {
		return c
	}
	by, until, asked := p.Requester, p.AskUntil, p.AskedAt
	c.Page.forget()
	switch r {
	case AskAcknowledge:
		c.Page.acknowledge(by, g, now)
		c.Page.AckedHere, c.Page.AskedAt = true, asked
		c.Page.beginStint(now)
		c.log(now, "acknowledged", by, "")
	case AskUnacknowledge:
		c.unacknowledged(by, now)
	case AskSnooze:
		c.Page.endStint(now)
		c.Page.snooze(by, g.Handle, until, g.There)
		c.log(now, "snoozed", by, "")
	case AskEscalate:
		c.Page.endStint(now)
		c.Page.wait()
		c.Page.State, c.Page.EscalatedAt, c.Page.EscalatedTo = Escalated, now.UTC(), g.To
		c.log(now, "escalated", by, g.To)
	case AskResolve:
		return c.Page.End(by, now)
	}
	return c
}

func (c *Change) unacknowledged(by string, now time.Time) {
	p := &c.Page
	if p.State == Triggered { // undone, or woken: it waits already, on its own clock
		p.AckHandle = ""
		return
	}
	p.endStint(now)
	p.trigger(!p.ClockFrom.IsZero(), now)
	c.log(now, "unacknowledged", by, "")
}

// Denied notes that a try failed, and why in words for people. final ends the
// request: trying again is of no use, and the page is as it was before.
func (p Page) Denied(r Request, why string, final bool, now time.Time) Change {
	c := Change{Page: p}
	if p.Request != r {
		return c
	}
	c.Page.Attempts++
	if final {
		c.Page.forget()
	}
	c.Page.Failure = why
	if final || p.Attempts == 0 {
		c.log(now, string(r)+"-failed", p.Requester, why)
	}
	return c
}

// Extended notes that the provider prolonged the acknowledgement.
func (p Page) Extended(handle string, until time.Time) Change {
	c := Change{Page: p}
	if p.State == Acknowledged || p.State == Snoozed {
		c.Page.AckHandle, c.Page.AckUntil = handle, utc(until)
	}
	return c
}
