package agent

import (
	"context"
	"slices"

	"standby/notify"
	"standby/rotation"
)

// Use takes new settings while the agent runs. What no configuration says, the
// version, the profile and whether this is the demo, stays. An open page keeps its ack
// target.
func (a *Agent) Use(s Settings) {
	a.send(func() {
		before := a.p.Settings
		s.Version, s.Profile, s.Demo = before.Version, before.Profile, before.Demo
		if s.ZoneName == before.ZoneName {
			s.Zone = before.Zone // a question about the same zone is the same question
		}
		a.p.Settings = s
		a.shared.Store(&s)
		a.beatsAre(s.Beats)
		if s.PolicyName != a.policy {
			a.policy = s.PolicyName
		}
		if s.Me != a.me || s.ZoneName != before.ZoneName {
			a.me = s.Me
			for _, c := range a.calendars {
				c.nudge()
			}
		}
		a.judgeAnew()
	})
}

// judgeAnew has everything looked at that follows from calendars and settings.
func (a *Agent) judgeAnew() {
	a.dutyIn, a.reminded.valid, a.dirty = rotation.Interval{}, false, true
	a.lookAtAll()
}

// beatsAre takes other beats, and goes on with those that were there before.
func (a *Agent) beatsAre(list []Beat) {
	old := a.pulse
	a.pulse = nil
	for _, b := range list {
		next := beat{Beat: b, seen: a.now}
		if at := slices.IndexFunc(old, func(o beat) bool { return o.key() == next.key() }); at >= 0 {
			next.seen = old[at].seen
			old = slices.Delete(slices.Clone(old), at, at+1)
		}
		a.pulse = append(a.pulse, next)
	}
	for i := range old {
		a.setTrouble(old[i].key(), nil, old[i].Source)
		delete(a.alarms, old[i].key())
		a.withdraw(old[i].key())
	}
}

// Drop stops listening to a source, or reading a calendar or rota, that is no longer
// configured. The pages of a source end with it: nobody could ever say how they stand.
// What a calendar said stays as evidence.
func (a *Agent) Drop(name string) {
	a.send(func() {
		if w := a.source(name); w != nil {
			a.leave(w)
			a.abandonOrphans()
		}
		a.calendars = slices.DeleteFunc(a.calendars, func(c *reading) bool {
			if c.Calendar.Name() != name {
				return false
			}
			a.leaveCalendar(c)
			return true
		})
		a.judgeAnew()
	})
}

// worker is what a source or a calendar has that runs beside the owner.
type worker struct {
	stop  context.CancelFunc
	ended chan struct{} // closed once it has come to its end
	// gone means that the owner no longer listens to it.
	gone bool
}

// employ runs a worker, after the one before it has come to its end: two of them
// would speak to one service at once.
func (a *Agent) employ(w *worker, before *worker, work func(context.Context)) {
	ctx, stop := context.WithCancel(a.ctx)
	w.stop, w.ended = stop, make(chan struct{})
	a.work.Go(func() {
		defer close(w.ended)
		if before != nil {
			<-before.ended
		}
		work(ctx)
	})
}

// leave ends the work with a source. What it was asked and has not answered is asked
// of whoever takes its place: every act may be asked twice.
func (a *Agent) leave(w *watched) {
	w.gone = true
	w.stop()
	name := w.Source.Name()
	a.sources = slices.DeleteFunc(a.sources, func(o *watched) bool { return o == w })
	delete(a.resync.waits, name)
	for id, p := range a.pages {
		if p.Source == name {
			delete(a.inflight, id)
			delete(a.retryAt, id)
		}
	}
	if a.alarms[name] {
		delete(a.alarms, name)
		a.withdraw("source/" + name)
	}
}

func (a *Agent) leaveCalendar(c *reading) {
	c.gone = true
	c.stop()
	delete(a.recalling.waits, c)
}

// reader is the calendar or rota of that name that is being read; nil when there is
// none.
func (a *Agent) reader(name string) *reading {
	for _, c := range a.calendars {
		if c.Calendar.Name() == name {
			return c
		}
	}
	return nil
}

// orphan reports whether an open page has lost its source.
func (a *Agent) orphan(p notify.Page) bool {
	return p.Open() && !p.Drill && a.source(p.Source) == nil
}
