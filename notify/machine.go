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
	// ErrTooLate: there is nothing that could still be undone.
	ErrTooLate = errors.New("it is too late to undo that")
	// ErrPast: what is to be later is in the past already.
	ErrPast = errors.New("that time has passed")
	// ErrNotWaiting: the page does not wait for an acknowledgement.
	ErrNotWaiting = errors.New("the page does not wait for anybody")
	// ErrNotMissed: there is no missed target to excuse.
	ErrNotMissed = errors.New("the page did not miss its ack target")
)

// Sighting is what a source says of one alert that is open now, cleaned.
type Sighting struct {
	Source, Key, Ref                    string
	Dedup                               []string
	Title, Body, Service, Severity, URL string
	Urgency                             Urgency
	StartedAt                           time.Time
	// Taken means that somebody has taken the alert; TakenUntil is when that
	// lapses, zero when it does not. Held means that the source itself holds it
	// back until TakenUntil and pages again then.
	Taken, Held bool
	// TakenLapses means that it is meant to lapse: nobody is to prevent that.
	TakenLapses          bool
	TakenBy, TakenHandle string
	TakenUntil           time.Time
	Drill                bool
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

// trigger makes the page wait from now on, with a clock of its own.
func (p *Page) trigger(onDuty bool, now time.Time) {
	p.wait()
	p.TriggeredAt = now.UTC()
	p.ClockFrom = time.Time{}
	if onDuty {
		p.ClockFrom = p.TriggeredAt
	}
	p.PausedAt, p.PausedUntil, p.Paused = time.Time{}, time.Time{}, 0
	p.Missed, p.MissedWhy = false, ""
}

// wait makes the page wait for an acknowledgement, and leaves its clock.
func (p *Page) wait() {
	p.State = Triggered
	p.AckedAt, p.AckedBy, p.AckedHere, p.AckHandle, p.AckUntil, p.AckLapses = time.Time{}, "", false, "", time.Time{}, false
	p.SnoozedUntil, p.SnoozedBy, p.SnoozedThere = time.Time{}, "", false
	p.ResolvedAt, p.SeenAt = time.Time{}, time.Time{}
}

func (p *Page) describe(s Sighting) {
	p.Ref, p.Title, p.Body, p.Service, p.Severity, p.URL = s.Ref, s.Title, s.Body, s.Service, s.Severity, s.URL
	p.Urgency, p.StartedAt = s.Urgency, s.StartedAt.UTC()
	if s.StartedAt.IsZero() {
		p.StartedAt = time.Time{}
	}
	if !slices.Equal(p.Dedup, s.Dedup) {
		p.Dedup = slices.Clone(s.Dedup)
	}
}

// See compares the page with what its source says now. The source's word is
// final, with one exception: while a request is being sent, the answer to the
// request decides and not a list that may be older than it. A request that fails
// does not hide that nobody has the alert any more.
func (p Page) See(s Sighting, onDuty bool, now time.Time) Change {
	c := Change{Page: p}
	c.Page.describe(s)
	switch {
	case p.State == Resolved:
		c.Page.forget()
		c.Page.trigger(onDuty, now)
		c.Page.Reopened++
		c.log(now, "reopened", p.Source, "the source reports the same alert again")
	case p.Request != NoRequest && (p.Attempts == 0 || s.Taken):
	case s.Taken:
		c.taken(s, now)
	default:
		c.untaken(s, onDuty, now)
	}
	return c
}

// taken is what follows when the source says that somebody has the alert.
func (c *Change) taken(s Sighting, now time.Time) {
	p := &c.Page
	ours := s.TakenHandle != "" && s.TakenHandle == p.AckHandle
	switch {
	case p.State == Snoozed && (ours || p.SnoozedThere && s.Held):
		if p.AckUntil = utc(s.TakenUntil); p.SnoozedThere && !p.AckUntil.IsZero() {
			p.SnoozedUntil = p.AckUntil
		}
	case p.State == Acknowledged && (ours || !s.Held):
		if ours {
			p.AckUntil = utc(s.TakenUntil)
		}
	case s.Held && !s.TakenUntil.IsZero():
		p.endStint(now)
		p.snooze(s.TakenBy, s.TakenHandle, s.TakenUntil, true)
		c.log(now, "snoozed", s.TakenBy, "at the source")
	default:
		p.endStint(now)
		p.acknowledge(s.TakenBy, Grant{Handle: s.TakenHandle, Until: s.TakenUntil, Lapses: s.TakenLapses}, now)
		p.AckedHere = false
		c.log(now, "acknowledged", s.TakenBy, "at the source")
	}
}

// untaken is what follows when the source says that nobody has it.
func (c *Change) untaken(s Sighting, onDuty bool, now time.Time) {
	p := &c.Page
	switch {
	case p.State == Acknowledged && p.AckHandle == "" && p.AckedHere:
		// The source cannot be told: it is acknowledged here alone.
	case p.State == Acknowledged:
		p.trigger(onDuty, now)
		c.log(now, "ack-lapsed", s.Source, "the acknowledgement has ended and the alert still fires")
	case p.State == Snoozed && p.AckHandle == "" && !p.SnoozedThere:
		// Put off here alone.
	case p.State == Snoozed:
		p.trigger(onDuty, now)
		c.log(now, "snooze-ended", s.Source, "")
	}
}

func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC()
}

func (p *Page) acknowledge(by string, g Grant, now time.Time) {
	p.State, p.AckedAt, p.AckedBy = Acknowledged, now.UTC(), by
	p.AckHandle, p.AckUntil, p.AckLapses = g.Handle, utc(g.Until), g.Lapses
	p.SnoozedUntil, p.SnoozedBy, p.SnoozedThere = time.Time{}, "", false
	p.settleClock(now)
}

func (p *Page) snooze(by, handle string, until time.Time, there bool) {
	p.State, p.SnoozedBy, p.SnoozedUntil, p.SnoozedThere = Snoozed, by, utc(until), there
	p.AckedAt, p.AckedBy, p.AckedHere = time.Time{}, "", false
	p.AckHandle, p.AckUntil = handle, utc(until)
}

// beginStint begins a span of work.
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
	c.Page.forget()
	c.Page.endStint(now)
	c.Page.settleClock(now)
	c.log(now, "resolved", by, "")
	return c
}

// Seen notes that the user saw the page after it was over.
func (p Page) Seen(by string, now time.Time) Change {
	c := Change{Page: p}
	if p.Unseen() {
		c.Page.SeenAt = now.UTC()
		c.log(now, "seen", by, "")
	}
	return c
}

// Noted writes a note on the page. send says that its source is to be told.
func (p Page) Noted(w Word, send bool) Change {
	c := Change{Page: p}
	if send {
		c.Page.Unsent = append(slices.Clone(p.Unsent), w)
	}
	c.log(w.At, "note", w.By, w.Text)
	return c
}

// NoteSent takes the oldest unsent note off, which the source has or will never
// take; why says why not, empty when it has it.
func (p Page) NoteSent(why string, now time.Time) Change {
	c := Change{Page: p}
	if len(p.Unsent) == 0 {
		return c
	}
	c.Page.Unsent = slices.Clone(p.Unsent[1:])
	if why != "" {
		c.log(now, "note-failed", p.Unsent[0].By, why)
	}
	return c
}

// Equal reports whether two pages are the same in every field.
func (p Page) Equal(q Page) bool { return reflect.DeepEqual(p, q) }
