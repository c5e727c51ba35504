package agent_test

import (
	"context"
	"regexp"
	"slices"
	"testing"
	"time"

	"standby/app/agent"
	"standby/app/agent/timetable"
	"standby/app/api"
	"standby/app/provider"
	"standby/notify"
	"standby/rotation"
)

// sluggish is a source whose acknowledgement takes until it is given up.
type sluggish struct {
	source
	begun int
}

func (s *sluggish) Acknowledge(ctx context.Context, _, _ string) (provider.Ack, error) {
	s.mu.Lock()
	s.begun++
	s.mu.Unlock()
	<-ctx.Done()
	return provider.Ack{}, ctx.Err()
}

func TestAChangedConfigurationIsPutToUse(t *testing.T) {
	usual := func(d *desk, edit func(*agent.Settings)) agent.Settings {
		s := agent.Settings{Me: rotation.Person{Name: "Engineer A"}, Zone: time.UTC, Plan: notify.DefaultPlan(), Soon: time.Hour,
			Targets: notify.Targets{Usual: notify.Target{Within: 15 * time.Minute, Warn: 10 * time.Minute}}}
		edit(&s)
		d.agent.Use(s)
		d.settle(0)
		return s
	}
	inBubble(t, "another ack target holds for the next page", func(t *testing.T, d *desk) {
		d.source.set(nil, alert("db1"))
		d.start()
		defer func() { d.stop() }()
		usual(d, func(s *agent.Settings) {
			s.Targets.Usual = notify.Target{Within: 5 * time.Minute, Warn: 3 * time.Minute}
		})
		d.source.set(nil, alert("db1"), alert("db2"))
		d.settle(time.Minute)
		for _, p := range d.snapshot().Pages {
			if want := map[string]time.Duration{"db1": 15 * time.Minute, "db2": 5 * time.Minute}[p.Key]; p.Target != want {
				t.Errorf("%s has %v, want %v", p.Key, p.Target, want)
			}
		}
		if d.snapshot().Ack.Target != 5*time.Minute {
			t.Errorf("%+v", d.snapshot().Ack)
		}
	})
	inBubble(t, "quiet hours begin at once", func(t *testing.T, d *desk) {
		d.start()
		defer func() { d.stop() }()
		usual(d, func(s *agent.Settings) { s.Plan.Quiet = notify.QuietHours{Start: 22 * time.Hour, End: 7 * time.Hour} })
		quiet := alert("db1")
		quiet.Urgency = notify.Normal
		d.source.set(nil, quiet)
		if d.settle(time.Minute); !d.page().Held || d.rings() != 0 {
			t.Errorf("rung %d times, %+v", d.rings(), d.page())
		}
	})
	inBubble(t, "a heartbeat that is no longer wanted is no trouble any more", func(t *testing.T, d *desk) {
		d.edit = func(s *agent.Settings) {
			s.Beats = []agent.Beat{{Source: "prod", Title: regexp.MustCompile("^Watchdog$"), Within: time.Minute}}
		}
		d.start()
		defer func() { d.stop() }()
		if d.settle(5 * time.Minute); len(d.snapshot().Troubles) != 1 || len(d.screen.titles()) != 1 {
			t.Fatalf("%+v", d.snapshot().Troubles)
		}
		usual(d, func(*agent.Settings) {})
		if d.settle(time.Minute); len(d.snapshot().Troubles) != 0 || len(d.screen.titles()) != 0 {
			t.Errorf("%+v, on the screen %q", d.snapshot().Troubles, d.screen.titles())
		}
	})
	inBubble(t, "a source that is replaced keeps its pages, and is asked what the one before did not answer", func(t *testing.T, d *desk) {
		slow := &sluggish{}
		slow.set(nil, alert("db1"))
		d.source.set(nil)
		d.startWith()
		defer func() { d.stop() }()
		d.agent.Watch(agent.SourceSpec{Source: slow, Kind: "test", Every: 15 * time.Second})
		d.settle(time.Minute)
		d.acknowledge()
		if p := d.page(); !p.Sending() || slow.begun != 1 {
			t.Fatalf("%+v, begun %d", p.Page, slow.begun)
		}
		d.source.set(nil, alert("db1"))
		d.agent.Watch(agent.SourceSpec{Source: d.source, Kind: "test", Every: 15 * time.Second})
		d.settle(time.Minute)
		if p := d.page(); p.State != notify.Acknowledged || len(d.source.acks) != 1 || len(d.snapshot().Sources) != 1 {
			t.Errorf("%s, told %v, %d sources", p.State, d.source.acks, len(d.snapshot().Sources))
		}
	})
	inBubble(t, "a source that is gone takes its pages along", func(t *testing.T, d *desk) {
		pd := d.withPager()
		pd.set(nil, alert("db1"))
		d.start()
		defer func() { d.stop() }()
		d.settle(time.Minute)
		d.agent.Drop("pd")
		d.settle(time.Minute)
		if p := d.page(); p.State != notify.Resolved || len(d.screen.titles()) != 0 || len(d.snapshot().Sources) != 1 {
			t.Errorf("%s, on the screen %q, %d sources", p.State, d.screen.titles(), len(d.snapshot().Sources))
		}
	})
}

func TestACalendarThatIsChangedIsReadAsItIsNow(t *testing.T) {
	spec := func(c provider.Calendar, pattern string) agent.CalendarSpec {
		return agent.CalendarSpec{Calendar: c, Kind: api.KindCalendar, Read: timetable.ICalendar(timetable.CalendarOptions{Role: rotation.Primary, Pattern: pattern}), Every: 15 * time.Minute}
	}
	inBubble(t, "by another pattern, at once, and nobody is told that shifts changed", func(t *testing.T, d *desk) {
		d.startWith(spec(rota(event("Engineer A / Payments", -2, 20), event("Engineer B / Payments", 20, 40)), "{rota} / {person}"))
		defer func() { d.stop() }()
		if d.settle(time.Minute); d.snapshot().Duty.Current != nil {
			t.Fatalf("%+v", d.snapshot().Duty.Current)
		}
		d.agent.ReadFrom(spec(slow{rota(event("Engineer A / Payments", -2, 20), event("Engineer B / Payments", 20, 40)), time.Minute}, "{person} / {rota}"))
		d.settle(time.Second)
		s := d.snapshot()
		if s.Duty.Current == nil || s.Duty.Current.Person.Name != "Engineer A" || len(s.Sources) != 2 {
			t.Errorf("before it was fetched again: %+v, %d sources", s.Duty.Current, len(s.Sources))
		}
		d.settle(5 * time.Minute)
		if on := d.screen.titles(); slices.ContainsFunc(on, func(s string) bool { return s != "You are on call" }) || !d.snapshot().DutyKnown {
			t.Errorf("on the screen %q", on)
		}
	})
	inBubble(t, "its shifts hold until the new one was read", func(t *testing.T, d *desk) {
		d.startWith(spec(rota(event("Engineer A", -2, 20)), ""))
		defer func() { d.stop() }()
		d.settle(time.Minute)
		d.slowRead.Store(int64(time.Hour))
		d.agent.ReadFrom(spec(slow{rota(event("Engineer A", -2, 20)), time.Hour}, ""))
		d.settle(time.Minute)
		if s := d.snapshot(); !s.DutyKnown || s.Duty.Current == nil {
			t.Errorf("known %v, %+v", s.DutyKnown, s.Duty.Current)
		}
		d.agent.Drop("payments")
		d.settle(time.Minute)
		if s := d.snapshot(); s.DutyKnown || s.Duty.Current != nil || len(s.Sources) != 1 {
			t.Errorf("without it: known %v, %+v", s.DutyKnown, s.Duty.Current)
		}
	})
}
