package rotation_test

import (
	"slices"
	"testing"
	"time"

	"standby/rotation"
)

// summer is LinkedIn's reading of a local time that clocks skip.
const summer = "a local time in the gap means the first instant after it (design.md, Time); LinkedIn's reads it with the summer offset, before the gap"

// dialectSpan is an event of LinkedIn's weekly template, in seconds of clocks
// from Sunday midnight on.
type dialectSpan struct{ Start, Duration int64 }

// prose is a sentence of a manual about layers of which one is restricted. What
// it claims is that the top layer of those in force holds the duty alone, and
// the next one below resumes after it: this is looked at hour by hour.
func (c *conformance) prose(t *testing.T) verdict {
	limited := func(l dialectLayer) bool { return len(l.Limits) > 0 }
	vague := func(l dialectLayer) bool { return len(l.Users) != 1 || l.Rotation != nil }
	if c.Op != "final_shifts" || len(c.Layers) < 2 || !slices.ContainsFunc(c.Layers, limited) || slices.ContainsFunc(c.Layers, vague) || len(c.Overrides) > 0 {
		return verdict{detail: "no translation of the sentence " + string(c.Expected)}
	}
	layers := slices.Clone(c.Layers)
	slices.SortStableFunc(layers, func(a, b dialectLayer) int { return a.Priority - b.Priority })
	const hours = 8
	at := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for first := range 24 - hours {
		var r rotation.Rota
		var want []named
		for i, l := range layers {
			v := always(l.Users[0], at, time.UTC)
			s := named{l.Users[0], at.Unix(), at.Unix() + 86400}
			if limited(l) {
				hour := (first + i) % (24 - hours)
				v.Windows = []rotation.Window{{Start: rotation.ClockAt(hour, 0), End: rotation.ClockAt(hour+hours, 0)}}
				s.from, s.to = s.from+int64(hour)*3600, s.from+int64(hour+hours)*3600
			}
			r.Layers = append(r.Layers, rotation.Layer{Versions: []rotation.Version{v}})
			want = append(cut(want, s), s)
		}
		if v := compare(ours(t, r, at.Unix(), at.Unix()+86400), tidy(want, at.Unix(), at.Unix()+86400)); !v.agree {
			return v
		}
	}
	return agree()
}

// cut leaves of each span what lies outside of another.
func cut(list []named, hole named) []named {
	var out []named
	for _, s := range list {
		for _, rest := range []named{{s.who, s.from, min(s.to, hole.from)}, {s.who, max(s.from, hole.to), s.to}} {
			if rest.from < rest.to {
				out = append(out, rest)
			}
		}
	}
	return out
}

func (c *conformance) linkedin(t *testing.T) verdict {
	switch c.Op {
	case "expand_template":
		return c.linkedinTemplate(t)
	case "override_events", "swap_events":
		return c.linkedinEvents(t)
	}
	return c.untranslated()
}

// linkedinTemplate lets a person of its own hold each event of the template.
func (c *conformance) linkedinTemplate(t *testing.T) verdict {
	if len(c.Events) == 0 {
		return verdict{detail: "a template without events"}
	}
	loc := zone(t, c.Tz)
	from, to := c.window(t)
	var want []named
	for _, epoch := range expect[[][]dialectEvent](t, c) {
		for i, s := range events(t, epoch) {
			want = append(want, named{letter(i), s.from, s.to})
		}
	}
	first, weeks := c.linkedinEpoch(t, loc), c.linkedinPeriod()
	r, why := c.linkedinRota(first, weeks, loc)
	if why != "" {
		return verdict{detail: why}
	}
	return compare(ours(t, r, from, to), tidy(want, from, to)).unless(summer, func() verdict {
		var theirs []named
		for epoch := first; epoch < naive(time.Unix(to, 0).In(loc)); epoch += weeks * 7 * 86400 {
			for i, e := range c.Events {
				theirs = append(theirs, named{letter(i), summerTime(epoch+e.Start, loc), summerTime(epoch+e.Start+e.Duration, loc)})
			}
		}
		return compare(tidy(theirs, from, to), tidy(want, from, to))
	})
}

func letter(i int) string { return string(rune('A' + i)) }

// linkedinEpoch is the Sunday midnight, as clocks show it, from which the
// template counts: that of the window's first event.
func (c *conformance) linkedinEpoch(t *testing.T, loc *time.Location) int64 {
	from, _ := c.window(t)
	first := slices.MinFunc(c.Events, func(a, b dialectSpan) int { return int(a.Start - b.Start) })
	// Half a day early or late, clocks that changed in between do no harm.
	local := naive(time.Unix(from, 0).In(loc)) - first.Start + 43200
	days := local / 86400
	return (days - (days+4)%7) * 86400
}

// linkedinPeriod is how many weeks the template takes, at least one.
func (c *conformance) linkedinPeriod() int64 {
	first, last := c.Events[0].Start, int64(0)
	for _, e := range c.Events {
		first, last = min(first, e.Start), max(last, e.Start+e.Duration)
	}
	return (last - first + 7*86400 - 1) / (7 * 86400)
}

// summerTime is an instant as LinkedIn reads a local time: by the summer offset
// where there is a choice, or none fits.
func summerTime(local int64, loc *time.Location) int64 {
	if skipped(local, loc) {
		before, after := offsets(local, loc)
		return local - max(before, after)
	}
	return firstShown(local, loc)
}

// linkedinRota writes the template out in turns as long as the longest that all
// events begin and end with, so that they begin and end at hand-offs. Where
// there is no event the turn is nobody's.
func (c *conformance) linkedinRota(epoch, weeks int64, loc *time.Location) (rotation.Rota, string) {
	first := c.Events[0].Start
	slot := weeks * 7 * 86400
	for _, e := range c.Events {
		first = min(first, e.Start)
		slot = gcd(gcd(slot, e.Start-c.Events[0].Start), e.Duration)
	}
	if slot%3600 != 0 {
		return rotation.Rota{}, "the events of the template are not whole hours long or apart, and no rotation of ours counts less"
	}
	groups := make([][]rotation.Person, weeks*7*86400/slot)
	for i, e := range c.Events {
		for at := e.Start; at < e.Start+e.Duration; at += slot {
			n := (at - first) / slot % int64(len(groups))
			groups[n] = append(groups[n], whom(letter(i)))
		}
	}
	for i := range groups {
		if len(groups[i]) == 0 {
			groups[i] = people("nobody")
		}
	}
	start := time.Unix(epoch+first, 0).UTC()
	r := one(rotation.Version{Rotation: rotation.Rotation{Unit: rotation.Hourly, WallClock: true, Every: int(slot / 3600),
		Anchor: rotation.LocalOf(start, time.UTC), Zone: loc, Groups: groups}})
	r.Overrides = []rotation.Override{{Out: whom("nobody"), Interval: rotation.Interval{Start: start.AddDate(-1, 0, 0), End: start.AddDate(10, 0, 0)}}}
	return r, ""
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, -a)
}

func (c *conformance) linkedinEvents(t *testing.T) verdict {
	r := rotation.Rota{Stacking: rotation.Union, Layers: spans(events(t, c.Base))}
	for _, o := range c.Overrides {
		r.Overrides = append(r.Overrides, rotation.Override{Everyone: true, In: whom(o.User), Interval: o.span(t).interval()})
	}
	switch len(c.Swap) {
	case 0:
	case 2:
		r.Swaps = []rotation.Swap{{A: c.linkedinSide(t, c.Swap[0]), B: c.linkedinSide(t, c.Swap[1])}}
	default:
		return verdict{detail: "a swap has two sides"}
	}
	at := cuts(0, 4102444800, events(t, c.Base))
	from, to := at[1], at[len(at)-2]
	return compare(ours(t, r, from, to), tidy(events(t, expect[[]dialectEvent](t, c)), from, to))
}

// linkedinSide is the event of that number, or all those linked by it.
func (c *conformance) linkedinSide(t *testing.T, which dialectEvent) rotation.Side {
	var s rotation.Side
	for _, e := range c.Base {
		if (which.Link == 0 || e.Link != which.Link) && (which.ID == 0 || e.ID != which.ID) {
			continue
		}
		in := e.named(t).interval()
		if s.Start.IsZero() {
			s.Interval = in
		}
		s.Person, s.Start, s.End = whom(e.User), earlier(s.Start, in.Start), later(s.End, in.End)
	}
	return s
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
