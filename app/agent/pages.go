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

// judgePages lets time pass for the pages that changed or are due, sees their
// requests through, and nags about those that wait. After a sleep nothing is judged
// by its age before the sources have been asked again, and of a list nothing is told
// before all of it is known. Nor is anything judged by whether the user is on call
// before the kept copies of the calendars have been recalled.
func (a *Agent) judgePages() {
	told := !a.resyncing() && !a.listing() && !a.recallingAny()
	var list telling
	for _, id := range a.toLookAt(told) {
		rest := a.wakeAt
		a.wakeAt = time.Time{}
		g := a.judgeGroup(id)
		switch {
		case len(g) == 0 || !g.Page().Open():
		case told:
			a.step(g.Page(), &list)
		default:
			a.untold[id] = true
		}
		a.enter(id, g)
		a.wakeAt = rest
	}
	clear(a.touched)
	a.survey()
	if told {
		a.tellAll(list)
	}
}

// judgeGroup judges each page of a group, and forgets what is long over: then there
// is none.
func (a *Agent) judgeGroup(id string) notify.Group {
	g, _ := a.group(id)
	if len(g) > 0 && !g.Page().Open() && a.forget(id, g) {
		return nil
	}
	for i, p := range g {
		if p.Open() {
			g[i] = a.judge(p, g) // what is told of is the page as it now is
			a.pursue(g[i])
		}
	}
	return g
}

// judge is what time alone does to a page.
func (a *Agent) judge(p notify.Page, g notify.Group) notify.Page {
	onDuty := a.onDuty() || p.Drill
	if p.Target == 0 {
		t := a.targetOf(p)
		p = a.change(p.Aim(t.Within, t.Warn))
	}
	if p.Drill || !a.recallingAny() {
		p = a.change(p.Watch(onDuty, a.now))
	}
	if !a.resyncing() && !a.recallingAny() && g.Page().Waiting() {
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

// forget drops what is long over and was seen, and reports whether it did.
func (a *Agent) forget(id string, g notify.Group) bool {
	for _, p := range g {
		if p.Unseen() {
			return false
		}
		if until := p.ResolvedAt.Add(keepResolved); !a.now.After(until) {
			a.wake(until.Add(time.Millisecond))
			return false
		}
	}
	for _, p := range g {
		a.drop(p)
		delete(a.timelines, p.ID)
	}
	delete(a.nagged, id)
	delete(a.alike, id)
	a.dirty = true
	return true
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
		if a.orphan(p) {
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
