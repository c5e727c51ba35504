package notify

import (
	"errors"
	"reflect"
	"slices"
	"time"
)

// What a human can ask of a page that cannot be.
var (
	// ErrResolved: the page is over; there is nothing left to ask.
	ErrResolved = errors.New("the page is resolved already")
	// ErrNotAcknowledged: there is no acknowledgement to take back.
	ErrNotAcknowledged = errors.New("the page is not acknowledged")
)

// Sighting is what a source says of one alert that is open now, cleaned.
type Sighting struct {
	Source, Key, Ref                    string
	Title, Body, Service, Severity, URL string
	Urgency                             Urgency
	StartedAt                           time.Time
	Taken                               bool
	TakenBy, TakenHandle                string
	TakenUntil                          time.Time
	Drill                               bool
}

// Change is what a transition did: the page as it now is, and the lines it
// added to the timeline. No events means that nothing happened which a human
// need know; the page may have changed in details all the same.
type Change struct {
	Page   Page
	Events []Event
}

func (c *Change) log(now time.Time, what, by, detail string) {
	c.Events = append(c.Events, Event{PageID: c.Page.ID, At: now.UTC(), What: what, By: by, Detail: detail})
}

// Trigger opens the page of an alert that was never seen before. onDuty starts
// its ack clock.
func Trigger(s Sighting, onDuty bool, now time.Time) Change {
	c := Change{Page: Page{ID: PageID(s.Source, s.Key), Source: s.Source, Key: s.Key, Drill: s.Drill}}
	c.Page.describe(s)
	c.Page.trigger(onDuty, now)
	c.log(now, "triggered", s.Source, "")
	return c
}

func (p *Page) trigger(onDuty bool, now time.Time) {
	p.State = Triggered
	p.TriggeredAt = now.UTC()
	p.ClockFrom = time.Time{}
	if onDuty {
		p.ClockFrom = p.TriggeredAt
	}
	p.AckedAt, p.AckedBy, p.AckedHere, p.AckHandle, p.AckUntil = time.Time{}, "", false, "", time.Time{}
	p.ResolvedAt, p.Missed = time.Time{}, false
}

func (p *Page) describe(s Sighting) {
	p.Ref, p.Title, p.Body, p.Service, p.Severity, p.URL = s.Ref, s.Title, s.Body, s.Service, s.Severity, s.URL
	p.Urgency, p.StartedAt = s.Urgency, s.StartedAt.UTC()
	if s.StartedAt.IsZero() {
		p.StartedAt = time.Time{}
	}
}

// See compares the page with what its source says now. The source's word is
// final, with one exception: while a request is being sent, the answer to the
// request decides and not a list that may be older than it.
func (p Page) See(s Sighting, onDuty bool, now time.Time) Change {
	c := Change{Page: p}
	c.Page.describe(s)
	switch {
	case p.State == Resolved:
		c.Page.Request, c.Page.Attempts, c.Page.Failure = NoRequest, 0, ""
		c.Page.trigger(onDuty, now)
		c.log(now, "reopened", p.Source, "the source reports the same alert again")
	case p.Request != NoRequest:
	case p.State == Triggered && s.Taken:
		c.Page.acknowledge(s.TakenBy, s.TakenHandle, s.TakenUntil, now)
		c.Page.endStint(now)
		c.log(now, "acknowledged", s.TakenBy, "at the source")
	case p.State == Acknowledged && !s.Taken:
		c.Page.trigger(onDuty, now)
		c.log(now, "ack-lapsed", p.Source, "the acknowledgement has ended and the alert still fires")
	case p.State == Acknowledged && s.TakenHandle == p.AckHandle:
		c.Page.AckUntil = s.TakenUntil.UTC()
	}
	return c
}

func (p *Page) acknowledge(by, handle string, until, now time.Time) {
	p.State, p.AckedAt, p.AckedBy, p.AckHandle = Acknowledged, now.UTC(), by, handle
	p.AckUntil = time.Time{}
	if !until.IsZero() {
		p.AckUntil = until.UTC()
	}
}

func (p *Page) beginStint(now time.Time) {
	if n := len(p.Work); n > 0 && p.Work[n-1].Until.IsZero() {
		return
	}
	p.Work = append(slices.Clone(p.Work), Stint{From: now.UTC()})
}

func (p *Page) endStint(now time.Time) {
	n := len(p.Work)
	if n == 0 || !p.Work[n-1].Until.IsZero() {
		return
	}
	p.Work = slices.Clone(p.Work)
	p.Work[n-1].Until = now.UTC()
	if now.Before(p.Work[n-1].From) { // the wall clock went back
		p.Work[n-1].Until = p.Work[n-1].From
	}
}

// End resolves the page: a complete list of its source no longer holds it.
func (p Page) End(by string, now time.Time) Change {
	c := Change{Page: p}
	if p.State == Resolved {
		return c
	}
	c.Page.State, c.Page.ResolvedAt = Resolved, now.UTC()
	c.Page.Request, c.Page.Attempts, c.Page.Failure = NoRequest, 0, ""
	c.Page.endStint(now)
	c.log(now, "resolved", by, "")
	return c
}

// Ask notes that a human wants something of the page. Asking for what is being
// sent already, or for what is so already, changes nothing and is no error.
func (p Page) Ask(r Request, by string, now time.Time) (Change, error) {
	c := Change{Page: p}
	switch {
	case p.State == Resolved:
		return c, ErrResolved
	case p.Request == r, r == AskAcknowledge && p.State == Acknowledged && p.Request == NoRequest:
		return c, nil
	case r == AskUnacknowledge && p.State != Acknowledged:
		return c, ErrNotAcknowledged
	}
	c.Page.Request, c.Page.Requester, c.Page.Attempts, c.Page.Failure = r, by, 0, ""
	c.log(now, string(r)+"-asked", by, "")
	return c, nil
}

// Granted notes that the provider did what was asked. handle and until describe
// the acknowledgement and are ignored for other requests.
func (p Page) Granted(r Request, handle string, until, now time.Time) Change {
	c := Change{Page: p}
	if p.State == Resolved || p.Request != r {
		return c
	}
	by := p.Requester
	c.Page.Request, c.Page.Requester, c.Page.Attempts, c.Page.Failure = NoRequest, "", 0, ""
	switch r {
	case AskAcknowledge:
		c.Page.acknowledge(by, handle, until, now)
		c.Page.AckedHere = true
		c.Page.beginStint(now)
		c.log(now, "acknowledged", by, "")
	case AskUnacknowledge:
		c.Page.endStint(now)
		c.Page.trigger(!p.ClockFrom.IsZero(), now)
		c.log(now, "unacknowledged", by, "")
	case AskResolve:
		return c.Page.End(by, now)
	}
	return c
}

// Denied notes that a try failed, and why in words for people. final ends the
// request: trying again is of no use, and the page is as it was before.
func (p Page) Denied(r Request, why string, final bool, now time.Time) Change {
	c := Change{Page: p}
	if p.Request != r {
		return c
	}
	c.Page.Attempts++
	c.Page.Failure = why
	if final {
		c.Page.Request, c.Page.Requester = NoRequest, ""
	}
	if final || p.Attempts == 0 {
		c.log(now, string(r)+"-failed", p.Requester, why)
	}
	return c
}

// Extended notes that the provider prolonged the acknowledgement.
func (p Page) Extended(handle string, until time.Time) Change {
	c := Change{Page: p}
	if p.State == Acknowledged {
		c.Page.AckHandle, c.Page.AckUntil = handle, until.UTC()
	}
	return c
}

// Watch runs or stops the ack clock as the user comes on call or goes off.
func (p Page) Watch(onDuty bool, now time.Time) Change {
	c := Change{Page: p}
	switch {
	case p.State != Triggered:
	case onDuty && p.ClockFrom.IsZero():
		c.Page.ClockFrom = now.UTC()
	case !onDuty && !p.Drill:
		c.Page.ClockFrom = time.Time{}
	}
	return c
}

// Due is when the ack target passes; zero while the clock does not run.
func (p Page) Due(target time.Duration) time.Time {
	if p.State != Triggered || p.ClockFrom.IsZero() {
		return time.Time{}
	}
	return p.ClockFrom.Add(target)
}

// Judge records, once, that the ack target has passed.
func (p Page) Judge(target time.Duration, now time.Time) Change {
	c := Change{Page: p}
	due := p.Due(target)
	if due.IsZero() || p.Missed || now.Before(due) {
		return c
	}
	c.Page.Missed = true
	c.log(now, "missed", "", "not acknowledged within "+target.String())
	return c
}

// Equal reports whether two pages are the same in every field.
func (p Page) Equal(q Page) bool { return reflect.DeepEqual(p, q) }
