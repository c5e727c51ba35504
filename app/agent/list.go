package agent

import (
	"standby/app/provider"
	"standby/notify"
)

// mostAtOnce is how many pages one message changes, and mostLookedAt how many it
// compares: what more there is of a list waits for the next one, so that ten thousand
// alerts at once keep nobody waiting who asks something in between.
const (
	mostAtOnce   = 200
	mostLookedAt = 1000
)

// sighted is an alert as its source's worker read it.
type sighted struct {
	notify.Sighting
	id    string
	muted bool
}

// sightingsOf cleans what a source says. It runs on the source's worker.
func sightingsOf(source string, alerts []provider.Alert) []sighted {
	out := make([]sighted, 0, len(alerts))
	for _, alert := range alerts {
		out = append(out, sighted{sightingOf(source, alert), notify.PageID(source, alert.Key), alert.Muted})
	}
	return out
}

// list is a complete list of a source that is gone through.
type list struct {
	rest []sighted
	seen map[string]bool
	// gone are the pages that it no longer holds, once all of rest was taken.
	gone   []string
	sorted bool
	others neighbours
	// outdated are pages of which the source has said something newer since.
	outdated map[string]bool
}

func (a *Agent) newList(w *watched, alerts []sighted) *list {
	return &list{rest: alerts, seen: make(map[string]bool, len(alerts)), others: neighbours{a: a, source: w.Source.Name()}, outdated: map[string]bool{}}
}

// outdated notes that what a list which is being gone through says of a page is no
// longer so.
func (w *watched) outdated(id string) {
	if w.list != nil {
		w.list.outdated[id] = true
	}
}

// listing reports whether a list is being gone through.
func (a *Agent) listing() bool {
	for _, w := range a.sources {
		if w.list != nil {
			return true
		}
	}
	return false
}

// now is a channel from which there is always something to be had.
var now = func() chan struct{} { c := make(chan struct{}); close(c); return c }()

// moreListed is ready while a list is being gone through.
func (a *Agent) moreListed() <-chan struct{} {
	if a.listing() {
		return now
	}
	return nil
}

// takeLists compares what the sources listed with their pages, as much of it as one
// message may.
func (a *Agent) takeLists() {
	until := a.changes + mostAtOnce
	for _, w := range a.sources {
		if w.list != nil && a.takeList(w, until) {
			w.list = nil
			delete(a.resync.waits, w.Source.Name())
		}
	}
}

// takeList goes on with a list until that many changes, and reports whether it has
// come to its end.
func (a *Agent) takeList(w *watched, until int) bool {
	l := w.list
	for looked := 0; len(l.rest) > 0; l.rest = l.rest[1:] {
		if looked++; a.changes >= until || looked > mostLookedAt {
			return false
		}
		a.sight(l, l.rest[0])
	}
	if !l.sorted {
		l.sorted = true
		for id, p := range a.pages {
			if p.Source == w.Source.Name() && p.Open() && !p.Drill && !l.seen[id] {
				l.gone = append(l.gone, id)
			}
		}
	}
	for ; len(l.gone) > 0; l.gone = l.gone[1:] {
		if a.changes >= until {
			return false
		}
		if p := a.pages[l.gone[0]]; p.Open() {
			a.ended(w, p)
		}
	}
	return true
}

// sight compares one alert of a list with its page.
func (a *Agent) sight(l *list, s sighted) {
	if a.beats(s.Sighting) {
		return
	}
	l.seen[s.id] = true
	if l.outdated[s.id] {
		return
	}
	p, here := a.pages[s.id]
	if held, open := s.muted || s.Taken, here && p.Open(); held && !open {
		// Held back, or taken before we ever saw it: nobody need be woken.
		return
	}
	if p, known := a.recall(s.id); known {
		a.change(p.See(s.Sighting, a.onDuty(), a.now))
	} else {
		a.triggered(s.Sighting, &l.others)
	}
}
