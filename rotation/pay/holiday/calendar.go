package holiday

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/rickar/cal/v2"

	"standby/rotation"
)

// Calendar knows the holidays of one region, company or person. It does not
// change, and may be asked from many goroutines.
type Calendar struct {
	rules     []rule
	gone      []recurrence
	goneNames []string
	arounds   []around
	weekend   [7]bool
	classes   []string
	regions   []Region
	warnings  []string
	horizons  []horizon
	years     [MaxYear - MinYear + 1]atomic.Pointer[[]entry]
}

// rule is a holiday with the days on which it is.
type rule struct {
	name     string
	key      string // the name, for comparing
	class    int    // -1: it only lends its days to spans around it
	from, to int32  // seconds of the day
	free     bool   // a whole day that is no weekday
	own      bool   // of the company: Except does not take it away
	when     recurrence
}

// nameKey is a name without what readers do not tell apart.
func nameKey(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// entry is a rule on one day.
type entry struct {
	day day
	*rule
}

// horizon is where something that is known ends.
type horizon struct {
	last day
	what string
}

// Day is a holiday as a date.
type Day struct {
	Date
	// From and To are the part of the day, by the clock from its midnight; zero and
	// 24 h for a whole one.
	From, To time.Duration
	// Class is the class of the holiday, Name what it is called.
	Class, Name string
	// Free says that it is a whole day and not customary, and so no weekday.
	Free bool
}

// Span is a holiday, or a span around one, in instants of UTC.
type Span struct {
	rotation.Interval
	Class, Name string
}

// New makes a calendar. An error is of type Mistakes; the keys of those about
// Sources are "regions[0]" and "extra[0]".
func New(cfg Config, src Sources) (*Calendar, error) {
	b := newBuilder(cfg, src)
	b.build()
	if len(b.mistakes) > 0 {
		return nil, b.mistakes
	}
	for i := range b.out.rules {
		b.out.rules[i].key = nameKey(b.out.rules[i].name)
	}
	return b.out, nil
}

// Classes lists the classes, the one that ClassAt prefers first.
func (c *Calendar) Classes() []string { return slices.Clone(c.classes) }

// Regions lists the regions whose holidays these are.
func (c *Calendar) Regions() []Region { return slices.Clone(c.regions) }

// Days lists the holidays from one date to another, both included, by date, by
// class as Classes has them, and by time; without the spans around them. There
// are none outside of the years that the package knows.
func (c *Calendar) Days(from, to Date) []Day {
	var out []Day
	c.each(from.day(), to.day()+1, func(e *entry) {
		if e.class < 0 {
			return
		}
		out = append(out, Day{e.day.date(), time.Duration(e.from) * time.Second, time.Duration(e.to) * time.Second,
			c.classes[e.class], e.name, e.free})
	})
	return out
}

// Weekday reports whether the date is an ordinary weekday: neither of the weekend
// nor a holiday that is Free.
func (c *Calendar) Weekday(d Date) bool { return c.weekday(d.day()) }

// Spans lists the holidays and the spans around them that overlap the window,
// whole and not clipped to it, by start, class and end. Within a class they do
// not overlap. Where two of a class have the same bounds they are one, with both
// names.
func (c *Calendar) Spans(window rotation.Interval, zone *time.Location) []Span {
	if window.Empty() {
		return nil
	}
	const margin = 4*maxSeek + 2 // a span and what it may be cut by
	lo := max(DateOf(window.Start, zone).day()-margin, -margin)
	hi := min(DateOf(window.End, zone).day()+margin, Date{MaxYear + 1, time.January, 1}.day()+margin)
	var all []candidate
	c.each(lo, hi, func(e *entry) {
		if e.class < 0 {
			return
		}
		end := e.day.instant(e.to, zone, true)
		if e.to == secondsPerDay {
			end = (e.day + 1).instant(0, zone, false)
		}
		all = append(all, candidate{e.class, e.day.instant(e.from, zone, false).Unix(), end.Unix(), e.name})
	})
	for i := range c.arounds {
		all = c.arounds[i].spans(all, c, lo, hi, zone)
	}
	var out []Span
	for _, s := range disjoint(all) {
		span := rotation.Interval{Start: time.Unix(s.start, 0).UTC(), End: time.Unix(s.end, 0).UTC()}
		if span.Start.Before(window.End) && window.Start.Before(span.End) {
			out = append(out, Span{span, c.classes[s.class], s.name})
		}
	}
	slices.SortStableFunc(out, func(a, b Span) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(slices.Index(c.classes, a.Class), slices.Index(c.classes, b.Class)), a.End.Compare(b.End))
	})
	return out
}

// ClassAt is the span that holds t, the one of the class that is preferred where
// several do; false when none does.
func (c *Calendar) ClassAt(t time.Time, zone *time.Location) (Span, bool) {
	best, found := Span{}, false
	for _, s := range c.Spans(rotation.Interval{Start: t, End: t.Add(1)}, zone) {
		if !found || slices.Index(c.classes, s.Class) < slices.Index(c.classes, best.Class) {
			best, found = s, true
		}
	}
	return best, found
}

// Warnings says what in the calendar's files was left out or assumed.
func (c *Calendar) Warnings() []string { return slices.Clone(c.warnings) }

// Unknown says what is not known of a window: where it goes on past the last
// holiday of a file, or past the years of which a region has decided.
func (c *Calendar) Unknown(window rotation.Interval, zone *time.Location) []string {
	var out []string
	end := DateOf(window.End, zone).day()
	for _, h := range c.horizons {
		// A list that stops in December is whole until its year ends.
		if year := h.last.date().Year; end > (Date{year + 1, time.January, 1}).day() {
			out = append(out, fmt.Sprintf("%s up to %s alone, and later ones may be missing", h.what, h.last.date()))
		}
	}
	return out
}

// candidate is a span before those of its class were set apart.
type candidate struct {
	class      int
	start, end int64
	name       string
}

func (a *around) spans(all []candidate, c *Calendar, lo, hi day, zone *time.Location) []candidate {
	for d, names := range a.bases(c, lo, hi) {
		from := a.from.on(c, d).instant(a.from.second, zone, false)
		until := a.until.on(c, d).instant(a.until.second, zone, a.until.second%secondsPerDay != 0)
		name := a.name
		if name == "" {
			name = strings.Join(names, ", ")
		}
		if name == "" {
			name = d.date().String()
		}
		all = append(all, candidate{a.class, from.Unix(), until.Unix(), name})
	}
	return all
}

// disjoint sets the spans of each class apart: the later begins as the earlier
// ends.
func disjoint(all []candidate) []candidate {
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end), strings.Compare(a.name, b.name))
	})
	var out []candidate
	var end int64
	for i, s := range all {
		if i == 0 || s.class != all[i-1].class {
			end = s.start
		} else if p := all[i-1]; p.start == s.start && p.end == s.end {
			if n := len(out) - 1; n >= 0 && out[n].class == s.class && out[n].end == s.end && p.name != s.name {
				out[n].name += ", " + s.name
			}
			continue
		}
		s.start = max(s.start, end)
		if s.start < s.end {
			out = append(out, s)
			end = s.end
		}
	}
	return out
}

// each visits the entries from lo up to hi, in order.
func (c *Calendar) each(lo, hi day, visit func(*entry)) {
	for y := max(lo.date().Year, MinYear); y <= min((hi-1).date().Year, MaxYear); y++ {
		list := c.year(y)
		i, _ := slices.BinarySearchFunc(list, lo, func(e entry, d day) int { return cmp.Compare(e.day, d) })
		for ; i < len(list) && list[i].day < hi; i++ {
			visit(&list[i])
		}
	}
}

func (c *Calendar) weekday(d day) bool {
	work := !c.weekend[d.weekday()]
	if work {
		c.each(d, d+1, func(e *entry) { work = work && !e.free })
	}
	return work
}

func (c *Calendar) namesOn(d day) []string {
	var out []string
	c.each(d, d+1, func(e *entry) {
		if !slices.Contains(out, e.name) {
			out = append(out, e.name)
		}
	})
	return out
}

// year has the entries of a year, computed when it is first asked for. Two
// goroutines may compute it at once, and come to the same.
func (c *Calendar) year(y int) []entry {
	at := &c.years[y-MinYear]
	if known := at.Load(); known != nil {
		return *known
	}
	first, next := Date{y, time.January, 1}.day(), Date{y + 1, time.January, 1}.day()
	gone := map[day]bool{}
	list := []entry{}
	for near := y - 1; near <= y+1; near++ {
		for _, g := range c.gone {
			for _, d := range g.in(near) {
				gone[d] = true
			}
		}
		for i := range c.rules {
			for _, d := range c.rules[i].when.in(near) {
				if first <= d && d < next {
					list = append(list, entry{d, &c.rules[i]})
				}
			}
		}
	}
	list = slices.DeleteFunc(list, func(e entry) bool { return !e.own && (gone[e.day] || c.goneName(e.key)) })
	slices.SortFunc(list, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.class, b.class), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), strings.Compare(a.name, b.name))
	})
	list = slices.CompactFunc(list, func(a, b entry) bool {
		return a.day == b.day && a.class == b.class && a.from == b.from && a.to == b.to && a.name == b.name
	})
	at.Store(&list)
	return list
}

func (c *Calendar) goneName(key string) bool {
	return slices.Contains(c.goneNames, key)
}

// prefer puts some classes before the others.
func (c *Calendar) prefer(first []string) {
	old := c.classes
	c.classes = slices.Clone(first)
	for _, class := range old {
		if !slices.Contains(first, class) {
			c.classes = append(c.classes, class)
		}
	}
	place := func(i int) int {
		if i < 0 {
			return i
		}
		return slices.Index(c.classes, old[i])
	}
	for i := range c.rules {
		c.rules[i].class = place(c.rules[i].class)
	}
	for i := range c.arounds {
		a := &c.arounds[i]
		a.class = place(a.class)
		for j := range a.classes {
			a.classes[j] = place(a.classes[j])
		}
	}
}

func isCustomary(h *cal.Holiday) bool { return h.Type == cal.ObservanceOther }
