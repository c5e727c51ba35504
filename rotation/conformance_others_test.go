package rotation_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"standby/rotation"
)

func (c *conformance) pagerduty(t *testing.T) verdict {
	at := instant(t, "2026-03-02T00:00:00Z")
	top := always("B", at, time.UTC)
	top.Windows = []rotation.Window{{Start: rotation.ClockAt(9, 0), End: rotation.ClockAt(17, 0)}}
	r := rotation.Rota{Layers: []rotation.Layer{{Versions: []rotation.Version{always("A", at, time.UTC)}}, {Versions: []rotation.Version{top}}}}
	h := at.Unix() + 9*3600
	return compare(ours(t, r, at.Unix(), at.Unix()+86400),
		[]named{{"A", at.Unix(), h}, {"A", h + 8*3600, at.Unix() + 86400}, {"B", h, h + 8*3600}})
}

func (c *conformance) linkedin(t *testing.T) verdict {
	switch c.Op {
	case "expand_template":
		return c.linkedinTemplate(t)
	case "override_events", "swap_events":
		return c.linkedinEvents(t)
	}
	return verdict{detail: "no translation"}
}

// linkedinTemplate makes a weekly rotation of each event of the template.
func (c *conformance) linkedinTemplate(t *testing.T) verdict {
	loc := zone(t, c.Tz)
	from, to := instant(t, c.Window.From).Unix(), instant(t, c.Window.To).Unix()
	sunday := time.Unix(from, 0).In(loc)
	sunday = time.Date(sunday.Year(), sunday.Month(), sunday.Day()-int(sunday.Weekday())-7, 0, 0, 0, 0, time.UTC)
	var r rotation.Rota
	for _, e := range c.Events {
		start := sunday.Add(time.Duration(e.Start) * time.Second)
		end := start.Add(time.Duration(e.Duration) * time.Second)
		a := rotation.LocalOf(start, time.UTC)
		v := rotation.Version{Rotation: rotation.Rotation{Unit: rotation.Weekly, Every: 1, Anchor: a, Zone: loc, Groups: inTurn("A")}}
		if e.Duration < 7*86400 {
			nights := int(end.Truncate(24*time.Hour).Sub(start.Truncate(24*time.Hour)).Hours()) / 24
			v.Windows = []rotation.Window{{Days: rotation.On(start.Weekday()), Nights: nights,
				Start: rotation.ClockAt(a.Hour, a.Minute), End: rotation.ClockAt(end.Hour(), end.Minute())}}
			v.Rotation.Anchor.Hour, v.Rotation.Anchor.Minute = 0, 0
		}
		r.Layers = append(r.Layers, rotation.Layer{Beside: len(r.Layers) > 0, Versions: []rotation.Version{v}})
	}
	var want []named
	for _, epoch := range expect[[][]dialectEvent](t, c) {
		for _, e := range epoch {
			want = append(want, named{"A", instant(t, e.Start).Unix(), instant(t, e.End).Unix()})
		}
	}
	v := compare(ours(t, r, from, to), tidy(want, from, to))
	if !v.agree && c.skipped(loc, from, to) {
		return known("a local time in the gap means the first instant after it (design.md, Time); LinkedIn's reads it with the summer offset, before the gap")
	}
	return v
}

// skipped reports an event that begins or ends at a time clocks skip.
func (c *conformance) skipped(loc *time.Location, from, to int64) bool {
	for at := time.Unix(from-8*86400, 0).In(loc); at.Unix() < to+8*86400; at = at.AddDate(0, 0, 1) {
		for _, e := range c.Events {
			for _, s := range []int{e.Start, e.Start + e.Duration} {
				s %= 86400
				l := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, s, 0, loc)
				if l.Hour() != s/3600 || l.Minute() != s%3600/60 {
					return true
				}
			}
		}
	}
	return false
}

func (c *conformance) linkedinEvents(t *testing.T) verdict {
	var r rotation.Rota
	for _, e := range c.Base {
		r.Layers = append(r.Layers, rotation.Layer{Until: instant(t, e.End), Versions: []rotation.Version{always(e.User, instant(t, e.Start), time.UTC)}})
	}
	for _, o := range c.Overrides {
		r.Overrides = append(r.Overrides, rotation.Override{Everyone: true, In: rotation.Person{Name: o.User},
			Interval: rotation.Interval{Start: instant(t, o.Start), End: instant(t, o.End)}})
	}
	if len(c.Swap) == 2 {
		r.Swaps = []rotation.Swap{{A: c.linkedinSide(t, c.Swap[0]), B: c.linkedinSide(t, c.Swap[1])}}
	}
	from, to := instant(t, c.Base[0].Start).Unix(), instant(t, c.Base[len(c.Base)-1].End).Unix()
	var want []named
	for _, e := range expect[[]dialectEvent](t, c) {
		want = append(want, named{e.User, instant(t, e.Start).Unix(), instant(t, e.End).Unix()})
	}
	return compare(ours(t, r, from, to), tidy(want, from, to))
}

func (c *conformance) linkedinSide(t *testing.T, which dialectEvent) rotation.Side {
	var s rotation.Side
	for _, e := range c.Base {
		if (which.Link != 0 && e.Link == which.Link) || (which.ID != 0 && e.ID == which.ID) {
			if s.Start.IsZero() {
				s.Start = instant(t, e.Start)
			}
			s.End, s.Person = instant(t, e.End), rotation.Person{Name: e.User}
		}
	}
	return s
}

func (c *conformance) oneuptime(t *testing.T) verdict {
	from, to := instant(t, c.Window.From).Unix(), instant(t, c.Window.To).Unix()
	var r rotation.Rota
	for i := len(c.Layers) - 1; i >= 0; i-- {
		if l := &c.Layers[i]; len(l.Users) > 0 {
			r.Layers = append(r.Layers, rotation.Layer{Versions: []rotation.Version{l.oneuptime(t)}})
		}
	}
	var want []named
	for _, e := range expect[[]struct {
		Start, End string
		Users      []string
	}](t, c) {
		start, end := instant(t, e.Start), instant(t, e.End)
		if start.Second() == 1 {
			start = start.Add(-time.Second) // an event begins a second after the one before it
		}
		if end.Second() == 59 {
			end = end.Add(time.Second)
		}
		want = append(want, named{e.Users[0], start.Unix(), end.Unix()})
	}
	if c.Options.GetNumberOfEvents > 0 && len(want) > 0 {
		to = want[len(want)-1].to // the dialect stops at so many events
	}
	got := ours(t, r, from, to)
	v := compare(got, tidy(want, from, to))
	switch {
	case v.agree:
	case c.oneuptimeMonthEnd(t):
		return known("monthly hand-offs clamp from the anchor each time (design.md, Time); OneUptime's stay on the day they were clamped to")
	case slices.ContainsFunc(c.Layers, func(l dialectLayer) bool { return string(l.Limits) != "" }) && compare(covered(got, from, to), covered(want, from, to)).agree:
		return known("a rotation hands off at fixed times and restrictions only hide some of its turns (design.md, Words); OneUptime counts the turns that they leave")
	}
	return v
}

func (c *conformance) oneuptimeMonthEnd(t *testing.T) bool {
	return slices.ContainsFunc(c.Layers, func(l dialectLayer) bool {
		return l.Rotation.Type == "Month" && instant(t, l.HandOff).Day() > 28
	})
}

// covered is when anybody is on, whoever it is.
func covered(list []named, from, to int64) []named {
	anybody := slices.Clone(list)
	for i := range anybody {
		anybody[i].who = ""
	}
	return tidy(anybody, from, to)
}

func (l *dialectLayer) oneuptime(t *testing.T) rotation.Version {
	loc := time.UTC
	if l.Timezone != "" {
		loc = zone(t, l.Timezone)
	}
	start, handOff := instant(t, l.Start), instant(t, l.HandOff)
	unit := map[string]rotation.Unit{"Hour": rotation.Hourly, "Day": rotation.Daily, "Week": rotation.Weekly, "Month": rotation.Monthly, "Year": rotation.Monthly}[l.Rotation.Type]
	every := l.Rotation.Count
	if l.Rotation.Type == "Year" {
		every *= 12
	}
	names := slices.Clone(l.Users)
	if handOff.After(start) { // the first person holds what lies before the first hand-off
		names = append(names[1:], names[0])
	}
	var limits dialectRestriction
	if err := json.Unmarshal(l.Limits, &limits); err != nil {
		t.Fatalf("read restriction: %v", err)
	}
	return rotation.Version{From: start, Windows: limits.windows(t, loc),
		Rotation: rotation.Rotation{Unit: unit, Every: every, Anchor: rotation.LocalOf(handOff, loc), Zone: loc, Groups: inTurn(names...)}}
}

func (r *dialectRestriction) windows(t *testing.T, loc *time.Location) []rotation.Window {
	clock := func(s string) rotation.Clock {
		l := rotation.LocalOf(instant(t, s), loc)
		return rotation.ClockAt(l.Hour, l.Minute) + rotation.Clock(l.Second)
	}
	switch r.Type {
	case "Daily":
		return []rotation.Window{{Start: clock(r.Day.Start), End: clock(r.Day.End)}}
	case "Weekly":
		var list []rotation.Window
		for _, w := range r.Weekly {
			from, to := instant(t, w.Start).In(loc).Weekday(), instant(t, w.End).In(loc).Weekday()
			nights := (int(to) - int(from) + 7) % 7
			win := rotation.Window{Days: rotation.On(from), Start: clock(w.Start), End: clock(w.End), Nights: nights}
			if nights == 0 && win.End <= win.Start {
				win.Nights = 7
			}
			list = append(list, win)
		}
		return list
	}
	return nil
}
