package notify

import (
	"fmt"
	"strings"
	"time"
)

// MaxPause is the longest that an ack clock may stand still at once: a page that
// somebody only meant to look at pages again.
const MaxPause = time.Hour

// Watch runs or stops the ack clock as the user comes on call or goes off, and
// ends what has run out: a pause, a snooze, an escalation that nobody answered.
func (p Page) Watch(onDuty bool, now time.Time) Change {
	c := Change{Page: p}
	switch {
	case p.State == Snoozed && !now.Before(p.WakesAt()) && p.Request == NoRequest:
		c.woken(onDuty, now)
	case p.State == Escalated && p.Target > 0 && !now.Before(p.EscalatedAt.Add(p.Target)) && p.Request == NoRequest:
		c.Page.trigger(onDuty, now)
		c.log(now, "escalation-unanswered", "", "")
	case p.State == Triggered:
		c.Page.runClock(onDuty, now)
	}
	if !p.PausedAt.IsZero() && !now.Before(p.PausedUntil) {
		c.Page.resume(p.PausedUntil)
		c.log(now, "resumed", "", "the pause is over")
	}
	return c
}

// runClock starts or stops the clock of a page that waits. One that would begin in
// the future was started before the wall clock was put back.
func (p *Page) runClock(onDuty bool, now time.Time) {
	switch {
	case !onDuty && !p.Drill:
		p.ClockFrom = time.Time{}
	case onDuty && p.ClockFrom.IsZero(), p.ClockFrom.After(now):
		p.ClockFrom, p.Paused = now.UTC(), 0
	}
}

// wakeGrace is how long a source may take to page again after a snooze that it
// holds itself.
const wakeGrace = time.Minute

// WakesAt is when a snoozed page is triggered again by Standby; zero when it is
// not snoozed. A source that holds it back itself is given a moment to do so.
func (p Page) WakesAt() time.Time {
	switch {
	case p.State != Snoozed:
		return time.Time{}
	case p.SnoozedThere:
		return p.SnoozedUntil.Add(wakeGrace)
	}
	return p.SnoozedUntil
}

// woken ends a snooze. What holds the alert back at the source is asked back, so
// that the same trouble does not sleep on there.
func (c *Change) woken(onDuty bool, now time.Time) {
	p := &c.Page
	handle, by := p.AckHandle, p.SnoozedBy
	there := p.SnoozedThere
	p.trigger(onDuty, now)
	if handle != "" && !there {
		p.AckHandle = handle
		p.Request, p.Requester, p.AskedAt = AskUnacknowledge, by, now.UTC()
	}
	c.log(now, "snooze-ended", "", "")
}

// Aim sets the target and the warning of a page that has none yet.
func (p Page) Aim(target, warn time.Duration) Change {
	c := Change{Page: p}
	if p.Target == 0 {
		c.Page.Target, c.Page.Warn = target, warn
	}
	return c
}

// Due is when the ack target passes; zero while the clock does not run.
func (p Page) Due() time.Time { return p.mark(p.Target) }

// WarnAt is when to warn of it; zero while the clock does not run.
func (p Page) WarnAt() time.Time { return p.mark(p.Warn) }

func (p Page) mark(after time.Duration) time.Time {
	if p.State != Triggered || p.ClockFrom.IsZero() || !p.PausedAt.IsZero() {
		return time.Time{}
	}
	return p.ClockFrom.Add(after + p.Paused)
}

// Judge records, once, that the ack target has passed.
func (p Page) Judge(now time.Time) Change {
	c := Change{Page: p}
	due := p.Due()
	if due.IsZero() || p.Missed || now.Before(due) {
		return c
	}
	c.Page.Missed = true
	c.log(now, "missed", "", "not acknowledged within "+spanText(p.Target))
	return c
}

// spanText is a span as the timeline says it, to the second: "15 min", "1 h 30 min",
// "1 min 30 s".
func spanText(d time.Duration) string {
	d = d.Round(time.Second)
	parts := make([]string, 0, 3)
	for _, unit := range []struct {
		name string
		of   time.Duration
	}{{"h", time.Hour}, {"min", time.Minute}, {"s", time.Second}} {
		if n := d / unit.of; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, unit.name))
		}
		d %= unit.of
	}
	if len(parts) == 0 {
		return "0 s"
	}
	return strings.Join(parts, " ")
}

// Excuse keeps the reason that the user gives for a missed target.
func (p Page) Excuse(why, by string, now time.Time) (Change, error) {
	c := Change{Page: p}
	if !p.Missed {
		return c, ErrNotMissed
	}
	c.Page.MissedWhy = why
	c.log(now, "excused", by, why)
	return c, nil
}

// Pause stops the ack clock of a waiting page until then, MaxPause from now at the
// latest, because somebody works on it. A pause that runs is replaced.
func (p Page) Pause(until time.Time, by string, now time.Time) (Change, error) {
	c := Change{Page: p}
	switch {
	case p.State != Triggered:
		return c, ErrNotWaiting
	case !until.After(now):
		return c, ErrPast
	}
	if most := now.Add(MaxPause); until.After(most) {
		until = most
	}
	c.Page.resume(now)
	c.Page.PausedAt, c.Page.PausedUntil = now.UTC(), until.UTC()
	c.log(now, "paused", by, "for "+spanText(until.Sub(now)))
	return c, nil
}

// Resume lets the clock run again.
func (p Page) Resume(by string, now time.Time) Change {
	c := Change{Page: p}
	if !p.PausedAt.IsZero() {
		c.Page.resume(now)
		c.log(now, "resumed", by, "")
	}
	return c
}

// resume ends a pause at an instant that is not before its beginning.
func (p *Page) resume(at time.Time) {
	if p.PausedAt.IsZero() {
		return
	}
	from := p.PausedAt
	if from.Before(p.ClockFrom) {
		from = p.ClockFrom
	}
	p.Paused += max(0, at.Sub(from))
	p.PausedAt, p.PausedUntil = time.Time{}, time.Time{}
}

// settleClock ends a pause of a page that no longer waits.
func (p *Page) settleClock(now time.Time) { p.resume(now) }
