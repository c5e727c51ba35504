package agent

import (
	"slices"
	"time"

	"standby/app/api"
	"standby/notify"
)

// testSource is the name of pages that Standby sends itself.
const testSource = "Standby"

// drillStays is how long an acknowledged test page stays listed.
const drillStays = time.Minute

// onDuty is whether pages are the user's business now. Who cannot be seen to be
// off call is treated as on call.
func (a *Agent) onDuty() bool { return !a.known || a.duty.Current != nil }

// judgePages lets time pass for every open page, sees its requests through, and
// nags about those that wait. After a sleep nothing is judged by its age before the
// sources have been asked again.
func (a *Agent) judgePages() {
	groups := notify.GroupUp(a.pages)
	for id, g := range groups {
		if !g.Page().Open() {
			a.forget(id, g)
			continue
		}
		for _, p := range g {
			if p.Open() {
				a.pursue(a.judge(p, g))
			}
		}
	}
	if a.resyncing() {
		return
	}
	a.nag(groups)
}

// judge is what time alone does to a page.
func (a *Agent) judge(p notify.Page, g notify.Group) notify.Page {
	onDuty := a.onDuty() || p.Drill
	if p.Target == 0 {
		t := a.targetOf(p)
		p = a.change(p.Aim(t.Within, t.Warn))
	}
	p = a.change(p.Watch(onDuty, a.now))
	if !a.resyncing() && g.Page().Waiting() {
		missed := p.Missed
		p = a.change(p.Judge(a.now))
		if p.Missed && !missed {
			p = a.passOn(p)
		}
	}
	a.wake(p.Due())
	a.wake(p.WakesAt())
	a.wake(p.PausedUntil)
	a.wake(p.Undoable(a.now))
	a.wake(a.retryAt[p.ID])
	if p.State == notify.Escalated {
		a.wake(p.EscalatedAt.Add(p.Target))
	}
	if p.Waiting() && !p.ClockFrom.IsZero() && a.now.Second() < int(tick/time.Second) {
		a.dirty = true // minutes left are told
	}
	return p
}

func (a *Agent) targetOf(p notify.Page) notify.Target {
	return a.p.Settings.Targets.Of(p.Source, p.Urgency)
}

// passOn hands a page on whose target has passed, where the user wants that and
// the source can.
func (a *Agent) passOn(p notify.Page) notify.Page {
	if !a.p.Settings.PassOn || p.Drill || a.able(p, notify.AskEscalate) != nil {
		return p
	}
	c, err := p.Ask(notify.Wish{Request: notify.AskEscalate, By: testSource}, a.now)
	if err != nil {
		return p
	}
	return a.change(c)
}

// forget drops what is long over and was seen.
func (a *Agent) forget(id string, g notify.Group) {
	for _, p := range g {
		if p.Unseen() || a.now.Sub(p.ResolvedAt) <= keepResolved {
			return
		}
	}
	for _, p := range g {
		delete(a.pages, p.ID)
		delete(a.timelines, p.ID)
	}
	delete(a.nagged, id)
	delete(a.alike, id)
	a.dirty = true
}

// group is the page with that ID and those that are one with it; ok is false when
// there is none.
func (a *Agent) group(id string) (g notify.Group, ok bool) {
	p, ok := a.pages[id]
	if !ok {
		return nil, false
	}
	lead := id
	if _, here := a.pages[p.With]; here {
		lead = p.With
	}
	g = notify.Group{a.pages[lead]}
	for _, other := range a.pages {
		if other.With == lead {
			g = append(g, other)
		}
	}
	return g, true
}

func (a *Agent) endDrills() {
	for _, p := range a.pages {
		if p.Drill && p.State == notify.Acknowledged && a.now.Sub(p.AckedAt) >= drillStays {
			a.change(p.End(testSource, a.now))
		}
	}
}

// abandonOrphans ends the pages of sources that are no longer configured:
// nobody could ever say how they stand.
func (a *Agent) abandonOrphans() {
	for _, p := range a.pages {
		if p.Open() && !p.Drill && a.source(p.Source) == nil {
			c := p.End(testSource, a.now)
			c.Events[0].Detail = "its source is no longer configured"
			a.change(c)
		}
	}
}

// recurrenceOf is how often the same trouble as a page came lately, given its own
// timeline, which may not be on disk yet.
func (a *Agent) recurrenceOf(p notify.Page, timeline []notify.Event) api.Recurrence {
	if r, known := a.alike[p.ID]; known || p.Drill {
		return r
	}
	_, events, err := a.p.Store.Alike(a.ctx, notify.Likeness(p.Title, p.Service), a.now.Add(-api.RecurrenceSpan), mostAlike)
	if err != nil {
		a.p.Log.Warn("how often a page came cannot be looked up", "page", p.ID, "error", err)
		return api.Recurrence{}
	}
	others := slices.DeleteFunc(events, func(e notify.Event) bool { return e.PageID == p.ID })
	r := recurrence(append(others, timeline...))
	a.alike[p.ID] = r
	return r
}

// mostAlike bounds how many pages of the same trouble are looked at.
const mostAlike = 100

func recurrence(events []notify.Event) api.Recurrence {
	var r api.Recurrence
	for _, e := range events {
		switch e.What {
		case "triggered", "reopened":
			r.Times++
		case "note":
			if !e.At.Before(r.NotedAt) {
				r.Note, r.NotedBy, r.NotedAt = e.Detail, e.By, e.At
			}
		}
	}
	return r
}
