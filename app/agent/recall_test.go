package agent_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"standby/app/agent"
	"standby/app/agent/timetable"
	"standby/app/api"
	"standby/app/provider"
	"standby/notify"
	"standby/rotation"
)

// slow is a calendar whose source takes its time, and of which the store may have a
// copy.
type slow struct {
	calendar
	after time.Duration
}

func (c slow) Fetch(ctx context.Context, last provider.Copy) (provider.Copy, bool, error) {
	select {
	case <-ctx.Done():
		return provider.Copy{}, false, ctx.Err()
	case <-time.After(c.after):
	}
	return c.calendar.Fetch(ctx, last)
}

func (c slow) spec() agent.CalendarSpec {
	return agent.CalendarSpec{Calendar: c, Kind: api.KindCalendar, Read: timetable.ICalendar(timetable.CalendarOptions{Role: rotation.Primary}), Every: 15 * time.Minute}
}

// rings is how often a page was heard.
func (d *desk) rings() int { return strings.Count(d.sounds.said(), "page-") }

func TestAStartKnowsTheDutyThatTheStoreKnows(t *testing.T) {
	other := rota(event("Engineer A", -30, -20), event("Engineer B", -2, 20), event("Engineer A", 30, 40))
	mine := rota(event("Engineer A", -2, 20))
	restart := func(d *desk, c calendar) {
		d.start(c)
		d.settle(time.Minute)
		d.stop()
		d.source.set(nil, alert("db1"))
		d.startWith(slow{c, time.Hour}.spec())
	}
	inBubble(t, "off call, nothing is told as if on call before the calendar was fetched", func(t *testing.T, d *desk) {
		restart(d, other)
		defer func() { d.stop() }()
		d.settle(5 * time.Second)
		s := d.snapshot()
		if !s.DutyKnown || s.Duty.Current != nil {
			t.Errorf("duty: known %v, %+v, %s", s.DutyKnown, s.Duty.Current, s.DutyReason)
		}
		if p := d.page(); !p.ClockFrom.IsZero() || p.Missed {
			t.Errorf("its clock runs: %+v", p.Page)
		}
		if d.rings() != 0 || d.raised.Load() != 0 {
			t.Errorf("rung %d times, raised %d times", d.rings(), d.raised.Load())
		}
		for _, n := range d.screen.notes {
			if n.Urgency == notify.High {
				t.Errorf("shown as urgent: %+v", n)
			}
		}
	})
	inBubble(t, "off call, a page that waited is not told as if on call either", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.start(other)
		d.settle(time.Minute)
		d.stop()
		d.startWith(slow{other, time.Hour}.spec())
		defer func() { d.stop() }()
		d.settle(20 * time.Minute)
		if got := d.rings(); got != 0 || d.page().Missed {
			t.Errorf("rung %d times, %+v", got, d.page().Page)
		}
	})
	inBubble(t, "on call, it is told at once", func(t *testing.T, d *desk) {
		restart(d, mine)
		defer func() { d.stop() }()
		d.settle(time.Second)
		if d.rings() != 1 || d.page().ClockFrom.IsZero() {
			t.Errorf("rung %d times, %+v", d.rings(), d.page().Page)
		}
	})
	inBubble(t, "with nothing in the store it is told as if on call", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.startWith(slow{other, time.Hour}.spec())
		defer func() { d.stop() }()
		d.settle(4 * time.Second)
		if d.rings() != 1 || d.snapshot().DutyKnown {
			t.Errorf("rung %d times, duty known: %v", d.rings(), d.snapshot().DutyKnown)
		}
	})
	inBubble(t, "with nothing in the store a calendar that answers soon is heard first", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.startWith(slow{other, 2 * time.Second}.spec())
		defer func() { d.stop() }()
		d.settle(time.Minute)
		if d.rings() != 0 || !d.snapshot().DutyKnown {
			t.Errorf("rung %d times, duty known: %v", d.rings(), d.snapshot().DutyKnown)
		}
	})
	inBubble(t, "a store that hangs holds a page up for three seconds and no longer", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.slowRead.Store(int64(time.Hour))
		d.startWith(slow{mine, time.Hour}.spec())
		defer func() { d.stop() }()
		if d.settle(2 * time.Second); d.screen.shows() != 0 || len(d.snapshot().Pages) != 1 {
			t.Errorf("shown %q, listed %d", d.screen.titles(), len(d.snapshot().Pages))
		}
		if d.settle(2 * time.Second); d.screen.shows() == 0 {
			t.Error("after three seconds it is not told")
		}
	})
}
