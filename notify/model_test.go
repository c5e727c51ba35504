package notify

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// model is what a human would say of a page who reads its timeline and nothing
// else.
type model struct {
	state  State
	missed bool
}

func (m *model) read(e Event) {
	switch e.What {
	case "triggered", "reopened", "ack-lapsed", "snooze-ended", "escalation-unanswered", "unacknowledged":
		m.state, m.missed = Triggered, false
	case "acknowledged":
		m.state = Acknowledged
	case "snoozed":
		m.state = Snoozed
	case "escalated":
		m.state = Escalated
	case "resolved":
		m.state = Resolved
	case "acknowledge-undone":
		m.state = Triggered // on the clock that it had: missed is missed
	case "missed":
		m.missed = true
	}
}

// walker takes a page through whatever can happen to it.
type walker struct {
	t      *rapid.T
	now    time.Time
	page   Page
	model  model
	onDuty bool
}

func (w *walker) take(c Change, err error) {
	if err != nil {
		return
	}
	w.page = c.Page
	for _, e := range c.Events {
		w.model.read(e)
	}
}

func (w *walker) step() {
	p, now := w.page, w.now
	switch rapid.IntRange(0, 15).Draw(w.t, "step") {
	case 0, 1:
		w.take(p.See(sighting(), w.onDuty, now), nil)
	case 2:
		w.take(p.See(taken(rapid.SampledFrom([]string{"Engineer A", "Engineer B"}).Draw(w.t, "by")), w.onDuty, now), nil)
	case 3:
		s := taken("Engineer B")
		s.Held, s.TakenUntil, s.TakenHandle = true, now.Add(20*time.Minute), rapid.SampledFrom([]string{"", "silence-1", "other"}).Draw(w.t, "handle")
		w.take(p.See(s, w.onDuty, now), nil)
	case 4:
		w.take(p.End("prod", now), nil)
	case 5, 6, 7:
		r := rapid.SampledFrom([]Request{AskAcknowledge, AskUnacknowledge, AskResolve, AskSnooze, AskEscalate}).Draw(w.t, "request")
		w.take(p.Ask(Wish{Request: r, By: "Engineer A", Until: now.Add(time.Duration(rapid.IntRange(-5, 60).Draw(w.t, "until")) * time.Minute)}, now))
	case 8, 9, 10:
		g := Grant{Handle: rapid.SampledFrom([]string{"", "silence-1"}).Draw(w.t, "handle"), Until: now.Add(15 * time.Minute), There: rapid.Bool().Draw(w.t, "there")}
		w.take(p.Granted(p.Request, g, now), nil)
	case 11:
		w.take(p.Denied(p.Request, "no", rapid.Bool().Draw(w.t, "final"), now), nil)
	case 12:
		w.take(p.Undo("Engineer A", now))
	case 13:
		w.take(p.Pause(now.Add(time.Duration(rapid.IntRange(-1, 90).Draw(w.t, "minutes"))*time.Minute), "Engineer A", now))
	case 14:
		w.take(p.Resume("Engineer A", now), nil)
	case 15:
		w.onDuty = !w.onDuty
	}
	w.take(w.page.Watch(w.onDuty, now), nil)
	w.take(w.page.Judge(now), nil)
}

func (w *walker) check() {
	p := w.page
	if p.State != w.model.state || p.Missed != w.model.missed {
		w.t.Fatalf("the page is %s (missed %v), its timeline says %+v", p.State, p.Missed, w.model)
	}
	for i, s := range p.Work {
		running := s.Until.IsZero()
		if running && (i != len(p.Work)-1 || p.State == Resolved || p.State == Snoozed || p.State == Escalated) {
			w.t.Fatalf("a stint runs that cannot: %+v", p)
		}
		if !running && s.Until.Before(s.From) || i > 0 && s.From.Before(p.Work[i-1].Until) {
			w.t.Fatalf("stints out of order: %+v", p.Work)
		}
	}
	if p.State == Acknowledged && p.AckedHere && (len(p.Work) == 0 || !p.Work[len(p.Work)-1].Until.IsZero()) {
		w.t.Fatalf("acknowledged here and nobody works: %+v", p)
	}
	if p.State == Resolved && (p.Request != NoRequest || !p.PausedAt.IsZero()) {
		w.t.Fatalf("over, and still something is done: %+v", p)
	}
	if p.Request != NoRequest && p.AskedAt.IsZero() {
		w.t.Fatalf("asked, and nobody knows when: %+v", p)
	}
	if p.Paused < 0 || !p.Due().IsZero() && p.Due().Before(p.ClockFrom.Add(p.Target)) {
		w.t.Fatalf("the clock went back: %+v", p)
	}
}

// waits reports whether the page is told, or wakes by itself, whatever the source
// does: no state but acknowledged and resolved may be for ever.
func (w *walker) waits() {
	p, c := w.page, Circumstance{OnDuty: true, Zone: time.UTC}
	for p.Request != NoRequest { // every request has an answer, at worst a final no
		p = p.Denied(p.Request, "no", true, w.now).Page
	}
	far := w.now.Add(48 * time.Hour)
	p = p.Watch(true, far).Page
	for p.Request != NoRequest {
		p = p.Denied(p.Request, "no", true, far).Page
	}
	step, _ := p.Nag(DefaultPlan(), c, Told{}, far)
	if told := step != nil; told != (p.State == Triggered) || p.State != Triggered && p.State != Acknowledged && p.State != Resolved {
		w.t.Fatalf("in two days it is %s, told %v: %+v", p.State, told, p)
	}
}

// Whatever happens in whatever order: the page is what its timeline says, the time
// worked on it is exact, and it is never forgotten.
func TestAPageIsWhatItsTimelineSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := &walker{t: t, now: start, onDuty: rapid.Bool().Draw(t, "on duty")}
		w.take(Trigger(sighting(), w.onDuty, start), nil)
		w.page = w.page.Aim(15*time.Minute, 10*time.Minute).Page
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			w.now = w.now.Add(time.Duration(rapid.IntRange(0, 600).Draw(t, "seconds")) * time.Second)
			w.step()
			w.check()
		}
		w.waits()
	})
}
