package ical

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/rotation"
	"standby/rotation/ical/profile"
)

// maxSummary is how much of a summary is read, in runes.
const maxSummary = 400

// patternBudget is how many steps the user's pattern may take over one calendar;
// a step takes some 25 ns at worst. Beyond it, summaries are read without the pattern.
const patternBudget = 60_000_000

// words is how the summaries of one calendar are read.
type words struct {
	head    profile.Head
	mapping profile.Mapping
	begun   bool
	pattern *profile.Pattern
	known   map[string]wording
	left    int64 // of patternBudget

	fits     int // distinct summaries that the pattern fits
	misses   int // and those that it does not
	missed   Warning
	skipped  bool
	nameless bool // there is an event that names nobody

	open, away []rotation.Shift // that go on past their end; that are no duty
}

// wording is what a summary says.
type wording struct {
	profile.Reading
	matched bool // the user's pattern fits
	picked  bool // and names the person
	certain bool // who the person is, whatever else the event says
}

// learn prepares for a calendar that is read with opt. The error is a
// *profile.PatternError.
func (w *words) learn(opt Options) error {
	w.known, w.left = map[string]wording{}, patternBudget
	if strings.TrimSpace(opt.Pattern) == "" {
		return nil
	}
	var err error
	w.pattern, err = profile.Compile(opt.Pattern)
	return err
}

// meet is told what comes first in the file. What a later calendar in the same
// file calls itself counts only where the first has said nothing.
func (w *words) meet(cal *calendar, events []event) {
	w.head.Product = cmp.Or(w.head.Product, cal.product)
	w.head.Method = cmp.Or(w.head.Method, cal.method)
	w.head.Name = cmp.Or(w.head.Name, cal.name)
	room := profile.MaxHead - len(w.head.Events)
	for i := range events[:min(len(events), max(room, 0))] {
		w.head.Events = append(w.head.Events, profile.Event{UID: events[i].uid, Summary: events[i].summary})
	}
}

// read reads the summary of an event, each different one once. All of the file
// must have been met.
func (w *words) read(ev *event) wording {
	if r, ok := w.known[ev.summary]; ok {
		return r
	}
	if !w.begun {
		w.mapping, w.begun = profile.NewMapping(w.head), true
	}
	r := w.readAnew(ev)
	r.Person.Name, r.Person.Email = clean(r.Person.Name, maxName), clean(r.Person.Email, 254)
	r.Rota, r.Role = clean(r.Rota, maxName), rotation.Role(clean(string(r.Role), maxName))
	w.known[ev.summary] = r
	return r
}

func (w *words) readAnew(ev *event) wording {
	own := w.mapping.Read(ev.summary)
	out := wording{Reading: own, certain: own.Fits && w.mapping.Certain()}
	if w.pattern == nil || !w.spend(ev.summary) {
		return out
	}
	r, ok := w.mapping.ReadBy(w.pattern, ev.summary)
	if !ok {
		if w.misses++; w.misses == 1 {
			w.missed = Warning{ev.line, clean(ev.summary, 80)}
		}
		return out
	}
	w.fits++
	out.matched = true
	if r.Person != (rotation.Person{}) {
		out.Person, out.picked, out.certain = r.Person, true, true
	}
	out.Role, out.Rota, out.Away = r.Role, r.Rota, r.Away
	return out
}

func (w *words) spend(summary string) bool {
	w.left -= w.pattern.Cost(summary)
	w.skipped = w.skipped || w.left < 0
	return w.left >= 0
}

// profile is the product that wrote the calendar.
func (w *words) profile() profile.Profile {
	if !w.begun {
		w.mapping, w.begun = profile.NewMapping(w.head), true
	}
	return w.mapping.Profile()
}

// tell notes what the user should know about how the summaries were read.
func (w *words) tell(n *notes, mine bool) {
	if w.misses > 0 {
		n.add(w.missed.Line, fmt.Sprintf("the pattern fits %d of %d different summaries; %q, the first of the others, is read as in any %s: add a line to the pattern for it",
			w.fits, w.fits+w.misses, w.missed.Text, w.profile().Title()))
	}
	if w.skipped {
		n.add(0, "the calendar has too many long summaries for its pattern; the later ones are read without it")
	}
	if w.nameless && w.mapping.Personal() && !mine {
		n.add(0, "the calendar looks like one person's own feed and does not name them; if it is yours, set mine = true for it")
	}
}

// settle adds to the result what the profile knows; cut says that shifts from the
// horizon on were left out. The shifts must be in order.
func (rd *reader) settle(res *Result, cut bool) {
	res.Profile = rd.words.profile()
	if res.Profile.Repeats() {
		res.Shifts = once(res.Shifts)
	}
	res.OpenEnd = stillThere(rd.words.open, res.Shifts)
	rotation.SortShifts(rd.words.away)
	res.Away = distinct(rd.words.away)
	rd.bound(res, cut)
	rd.words.tell(&rd.notes, rd.opt.Mine)
}

// bound works out where the feed itself stops telling.
func (rd *reader) bound(res *Result, cut bool) {
	res.Bounded = cut
	var ends []time.Time
	for _, s := range res.OpenEnd {
		ends = append(ends, s.End)
	}
	if asOf := rd.opt.AsOf; !asOf.IsZero() {
		if reach := res.Profile.Reach(); reach > 0 {
			ends = append(ends, asOf.Add(reach).UTC())
		}
		if past := res.Profile.Past(); past > 0 {
			res.Begins = asOf.Add(-past).UTC()
		}
	}
	if len(ends) == 0 {
		return
	}
	end := slices.MinFunc(ends, time.Time.Compare)
	if !res.Bounded || end.Before(res.Horizon) {
		res.Horizon, res.Bounded = end, true
	}
}

// once drops shifts that differ by their UID alone. The shifts must be in order.
func once(shifts []rotation.Shift) []rotation.Shift {
	type key struct {
		person     rotation.Person
		role       rotation.Role
		rota       string
		start, end int64
	}
	seen := make(map[key]bool, len(shifts))
	return slices.DeleteFunc(shifts, func(s rotation.Shift) bool {
		k := key{s.Person, s.Role, s.Rota, s.Start.Unix(), s.End.Unix()}
		double := seen[k]
		seen[k] = true
		return double
	})
}

// stillThere are those of shifts that are among the picked ones, which may have
// got a ~ and a number at the end of their UID since (see distinct).
func stillThere(picked, shifts []rotation.Shift) []rotation.Shift {
	if len(picked) == 0 {
		return nil
	}
	among := make(map[rotation.Shift]bool, len(picked))
	for _, s := range picked {
		among[s] = true
	}
	var out []rotation.Shift
	for _, s := range shifts {
		before := s
		if i := strings.LastIndexByte(s.UID, '~'); i >= 0 {
			before.UID = s.UID[:i]
		}
		if among[s] || among[before] {
			out = append(out, s)
		}
	}
	return out
}
