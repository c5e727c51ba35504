package agent

import (
	"maps"
	"slices"
	"strings"
	"time"

	"standby/app/api"
	"standby/notify"
	"standby/rotation"
)

// snapshot is the state as clients see it; nothing in it is shared with the
// owner.
func (a *Agent) snapshot() api.Snapshot {
	s := a.p.Settings
	snap := api.Snapshot{
		Schema: 1, Seq: a.seq, At: a.now, Version: s.Version, Profile: s.Profile, Demo: s.Demo, Zone: s.ZoneName,
		Me: a.me, Duty: a.duty, DutyKnown: a.known, DutyReason: a.reason,
		Sources: a.listSources(), Troubles: a.listTroubles(), MutedUntil: a.muted,
		Soon: s.Soon, Ack: api.AckClock{Target: s.Targets.Usual.Within, Warn: s.Targets.Usual.Warn}, Desktop: a.desktop, PolicyName: a.policy, Ledger: a.ledger,
		Incidents: a.incidents, Unsigned: a.unsigned,
	}
	a.listPages(&snap)
	snap.Standing = snap.Headline(a.now, s.Zone).Standing
	return snap
}

// listPages are the pages of a snapshot: what waits first, and no more than a client
// can be sent many times a minute.
func (a *Agent) listPages(snap *api.Snapshot) {
	ids := a.ranked()
	if len(ids) > api.MostPages {
		for _, id := range ids[api.MostPages:] {
			e := a.entries[id]
			if e.open {
				snap.MorePages++
			}
			if e.waits {
				snap.MoreWaiting++
			}
		}
		ids = ids[:api.MostPages]
	}
	snap.Pages = make([]api.Page, 0, len(ids))
	for _, id := range ids {
		g, _ := a.group(id)
		snap.Pages = append(snap.Pages, a.groupPage(g))
	}
	sortPages(snap.Pages)
}

// groupPage is a group as clients see it: one page, with one timeline.
func (a *Agent) groupPage(g notify.Group) api.Page {
	p := g.Page()
	var timeline []notify.Event
	for _, origin := range g {
		timeline = append(timeline, a.timelines[origin.ID]...)
	}
	if len(g) > 1 {
		slices.SortStableFunc(timeline, func(e, f notify.Event) int { return e.At.Compare(f.At) })
	}
	out := a.page(p, timeline)
	for _, origin := range g {
		if len(g) > 1 {
			out.Origins = append(out.Origins, api.Origin{Source: origin.Source, Key: origin.Key, URL: origin.URL, State: origin.State, Sending: origin.Request, Failure: origin.Failure})
		}
		if out.AckLabel == "" && origin.Open() {
			out.AckLabel = a.ackLabel(origin)
		}
		if out.EscalateLabel == "" && origin.Open() {
			out.EscalateLabel = a.escalateLabel(origin)
		}
		out.CanResolve = out.CanResolve || origin.Open() && a.canResolve(origin)
	}
	if r, known := a.alike[p.ID]; known && r.String() != "" {
		out.Recurrence = &r
	}
	if told := a.nagged[p.ID]; told.Held && p.Waiting() {
		out.Held, out.HeldUntil = true, told.HeldUntil
	}
	return out
}

// sortPages puts open pages first, and the newest first among each.
func sortPages(pages []api.Page) {
	slices.SortFunc(pages, func(p, q api.Page) int {
		if p.Open() != q.Open() {
			if p.Open() {
				return -1
			}
			return 1
		}
		if c := q.TriggeredAt.Compare(p.TriggeredAt); c != 0 {
			return c
		}
		return strings.Compare(p.ID, q.ID)
	})
}

func (a *Agent) page(p notify.Page, timeline []notify.Event) api.Page {
	out := api.Page{Page: p, Due: p.Due(), Timeline: timeline, UndoUntil: p.Undoable(a.now), Unseen: p.Unseen()}
	if p.Open() {
		out.AckLabel, out.CanResolve, out.EscalateLabel = a.ackLabel(p), a.canResolve(p), a.escalateLabel(p)
	}
	return out
}

func (a *Agent) listSources() []api.Source {
	out := make([]api.Source, 0, len(a.sources)+len(a.calendars))
	for _, w := range a.sources {
		s := api.Source{Name: w.Source.Name(), Kind: w.Kind, State: w.state(a.now), LastHeard: w.heard}
		if w.err != nil || s.State == api.SourceSilent {
			t := a.sourceTrouble(w)
			s.Trouble = &t
		}
		out = append(out, s)
	}
	for _, c := range a.calendars {
		s := api.Source{Name: c.Calendar.Name(), Kind: c.Kind, State: c.state(a.now), LastHeard: c.fetched,
			ReadAt: c.readAt, Horizon: c.Horizon, Warnings: slices.Clone(c.Warnings), Profile: c.Profile, OpenEnds: openEnds(c.OpenEnd, a.now)}
		if c.err != nil {
			t := a.p.Explain(s.Name, c.err)
			s.Trouble = &t
		}
		out = append(out, s)
	}
	return out
}

// openEnds are the first shifts that go on past their end and are not over.
func openEnds(shifts []rotation.Shift, now time.Time) []rotation.Shift {
	var out []rotation.Shift
	for _, s := range shifts {
		if s.End.After(now) && len(out) < api.MaxOpenEnds {
			out = append(out, s)
		}
	}
	return out
}

func (a *Agent) listTroubles() []api.Trouble {
	out := make([]api.Trouble, 0, len(a.troubles))
	for _, key := range slices.Sorted(maps.Keys(a.troubles)) {
		out = append(out, a.troubles[key])
	}
	return out
}

// Desktop notes a change in what the desktop can do; edit runs on the owner's
// goroutine.
func (a *Agent) Desktop(edit func(*api.Desktop)) {
	a.send(func() {
		before := a.desktop
		edit(&a.desktop)
		if before != a.desktop {
			a.dirty = true
		}
	})
}

// Trouble shows an error of the named part of Standby until it is called with
// nil for the same key.
func (a *Agent) Trouble(key, subject string, err error) {
	a.send(func() { a.setTrouble(key, err, subject) })
}
