package agent

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"standby/notify"
)

// agenda is which pages are to be looked at and when, so that ten thousand that wait
// cost no more than one that changes.
type agenda struct {
	entries   map[string]entry    // by the ID of the page that leads
	followers map[string][]string // the pages that have that one as their With
	touched   map[string]bool     // pages that are to be looked at now
	untold    map[string]bool     // leads that were looked at and not told of yet
	all       bool                // everything is to be looked at
	changes   int                 // how many there were in this run
	nags      bool                // something is nagged about
}

// entry is what is known of a page, with those that are one with it, without looking
// at it.
type entry struct {
	due   time.Time // when time alone changes something; zero for never
	since time.Time // when it was triggered
	place int
	// open, waits and nags are as in notify.Page; counts means that its clock runs.
	open, waits, nags, counts bool
}

func newAgenda() agenda {
	return agenda{entries: map[string]entry{}, followers: map[string][]string{}, touched: map[string]bool{}, untold: map[string]bool{}, all: true}
}

// touch has a page looked at with this message.
func (a *Agent) touch(id string) { a.touched[id] = true }

// lookAtAll has every page looked at with this message: what all of them are judged
// by has changed.
func (a *Agent) lookAtAll() { a.all = true }

// keep puts a page where it belongs.
func (a *Agent) keep(p notify.Page) {
	if old := a.pages[p.ID].With; old != p.With {
		a.unfollow(p.ID, old)
		if p.With != "" {
			a.followers[p.With] = append(a.followers[p.With], p.ID)
		}
	}
	a.pages[p.ID] = p
	a.touch(p.ID)
}

func (a *Agent) drop(p notify.Page) {
	a.unfollow(p.ID, p.With)
	delete(a.pages, p.ID)
	delete(a.untold, p.ID)
}

func (a *Agent) unfollow(id, lead string) {
	if lead == "" {
		return
	}
	rest := slices.DeleteFunc(a.followers[lead], func(other string) bool { return other == id })
	if a.followers[lead] = rest; len(rest) == 0 {
		delete(a.followers, lead)
	}
}

// leadOf is the ID of the page that leads the one with that ID, which may be itself.
// A page whose leader is not here leads.
func (a *Agent) leadOf(id string) string {
	for range len(a.pages) {
		with := a.pages[id].With
		if _, here := a.pages[with]; !here || with == id {
			break
		}
		id = with
	}
	return id
}

// group is the page with that ID and those that are one with it; ok is false when
// there is none.
func (a *Agent) group(id string) (g notify.Group, ok bool) {
	if _, ok := a.pages[id]; !ok {
		return nil, false
	}
	lead := a.leadOf(id)
	g = notify.Group{a.pages[lead]}
	for next := []string{lead}; len(next) > 0; next = next[1:] {
		for _, other := range a.followers[next[0]] {
			g = append(g, a.pages[other])
			next = append(next, other)
		}
	}
	slices.SortFunc(g[1:], func(p, q notify.Page) int { return strings.Compare(p.ID, q.ID) })
	return g, true
}

// toLookAt are the leads of what changed, fell due, or was not told of yet and may
// be told now.
func (a *Agent) toLookAt(mayTell bool) []string {
	leads := map[string]bool{}
	for id := range a.touched {
		leads[a.leadOf(id)] = true
	}
	if a.all {
		a.all = false
		for id := range a.pages {
			leads[a.leadOf(id)] = true
		}
	}
	for id, e := range a.entries {
		if !e.due.IsZero() && !e.due.After(a.now) {
			leads[id] = true
		}
	}
	if mayTell {
		for id := range a.untold {
			leads[a.leadOf(id)] = true
		}
		clear(a.untold)
	}
	list := make([]string, 0, len(leads))
	for id := range leads {
		list = append(list, id)
	}
	return list
}

// enter keeps what is to be known of a group that was looked at: what falls due for it
// has been asked of wake. An empty one is no longer there.
func (a *Agent) enter(id string, g notify.Group) {
	if len(g) == 0 {
		delete(a.entries, id)
		return
	}
	whole := g.Page()
	e := entry{due: a.wakeAt, since: whole.TriggeredAt, place: place(whole), open: whole.Open(), waits: whole.Waiting(), nags: whole.Nags()}
	for i := range g {
		e.counts = e.counts || g[i].Waiting() && !g[i].ClockFrom.IsZero()
		if i > 0 {
			delete(a.entries, g[i].ID)
		}
	}
	a.entries[id] = e
}

// survey is what all pages together mean for the owner.
func (a *Agent) survey() {
	waits, counts := false, false
	a.nags = false
	for _, e := range a.entries {
		a.wake(e.due)
		waits, counts, a.nags = waits || e.waits, counts || e.counts, a.nags || e.nags
	}
	a.presence.wanted = waits
	if counts && a.now.Second() < int(tick/time.Second) {
		a.dirty = true // minutes left are told
	}
}

// ranked are the leads of all pages, what is cut off last first.
func (a *Agent) ranked() []string {
	type ranked struct {
		id string
		entry
	}
	list := make([]ranked, 0, len(a.entries))
	for id, e := range a.entries {
		list = append(list, ranked{id, e})
	}
	slices.SortFunc(list, func(p, q ranked) int {
		return cmp.Or(cmp.Compare(p.place, q.place), q.since.Compare(p.since), strings.Compare(p.id, q.id))
	})
	ids := make([]string, 0, len(list))
	for i := range list {
		ids = append(ids, list[i].id)
	}
	return ids
}

// place is what is cut off last when there are too many pages.
func place(p notify.Page) int {
	switch {
	case p.Waiting():
		return 0
	case p.Open():
		return 1
	case p.Unseen():
		return 2
	}
	return 3
}
