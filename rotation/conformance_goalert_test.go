package rotation_test

import (
	"slices"
	"testing"
	"time"

	"standby/rotation"
)

const (
	clamps = "monthly hand-offs clamp from the anchor each time (design.md, Time); GoAlert's overflow into the next month"
	record = "what GoAlert recorded as having happened is no schedule; past shifts are kept as evidence (design.md, Money)"
	hours  = "a local time in the gap means the first instant after it (design.md, Time): where clocks skip an hour, an hourly turn by the clock is empty; GoAlert gives it an hour"
	lists  = "GoAlert keeps lists of temporary schedules and edits them; here an override of higher sequence wins (design.md, Words)"
)

func (c *conformance) goalert(t *testing.T) verdict {
	switch c.Op {
	case "clock_first_of_day", "clock_last_of_day":
		return c.goalertClock(t)
	case "rotation_handoffs", "rotation_handoffs_walk":
		return c.goalertHandOffs(t)
	case "rotation_start_time", "rotation_end_time":
		return c.goalertTurn(t)
	case "restriction_is_active", "restriction_start_time", "restriction_end_time":
		return c.goalertWindow(t)
	case "final_shifts":
		return c.goalertFinal(t)
	case "override_map_users":
		return c.goalertMap(t)
	case "temporary_merge", "temporary_trim_end":
		return known(lists)
	}
	return verdict{detail: "no translation"}
}

func (c *conformance) goalertClock(t *testing.T) verdict {
	loc := zone(t, c.Tz)
	day, err := time.Parse(time.DateOnly, c.Date)
	if err != nil {
		t.Fatalf("%s: %v", c.ID, err)
	}
	want := instant(t, expect[string](t, c)).Unix()
	clock := minutes(t, c.Clock)
	v := always("A", instant(t, "2000-01-01T12:00:00Z"), loc)
	v.Windows = []rotation.Window{{Start: clock, End: 86400, Days: rotation.On(day.Weekday())}}
	if c.Op == "clock_last_of_day" {
		v.Windows[0].Start, v.Windows[0].End = 0, clock
	}
	got := ours(t, one(v), day.Add(-6*time.Hour).Unix(), day.Add(30*time.Hour).Unix())
	if c.Op == "clock_last_of_day" {
		return compare(got[len(got)-1].to, want)
	}
	return compare(got[0].from, want)
}

func (r *dialectRotation) ours(t *testing.T, groups [][]rotation.Person) rotation.Rotation {
	loc := zone(t, r.Tz)
	unit := map[string]rotation.Unit{"hourly": rotation.Hourly, "daily": rotation.Daily, "weekly": rotation.Weekly, "monthly": rotation.Monthly}[r.Unit]
	return rotation.Rotation{Unit: unit, Every: r.Length, WallClock: unit == rotation.Hourly,
		Anchor: rotation.LocalOf(instant(t, r.Start), loc), Zone: loc, Groups: groups}
}

func (r *dialectRotation) overflows(t *testing.T) bool {
	return r.Unit == "monthly" && instant(t, r.Start).In(zone(t, r.Tz)).Day() > 28
}

// differs attributes a difference to the two rules of GoAlert's that are not ours.
func (r *dialectRotation) differs(t *testing.T, v verdict) verdict {
	switch {
	case v.agree:
	case r.overflows(t):
		return known(clamps)
	case r.Unit == "hourly" && r.Length == 1 && r.Tz == "America/Chicago":
		return known(hours)
	}
	return v
}

func (c *conformance) goalertHandOffs(t *testing.T) verdict {
	var want []int64
	for _, s := range expect[[]string](t, c) {
		want = append(want, instant(t, s).Unix())
	}
	v := rotation.Version{From: time.Unix(86400, 0), Rotation: c.Rotation.ours(t, inTurn("A", "B"))}
	var got []int64
	p := compile(t, one(v))
	for _, s := range slots(t, p, time.Unix(want[0]-1, 0), time.Unix(want[len(want)-1]+1, 0))[1:] {
		got = append(got, s.Start)
	}
	return c.Rotation.differs(t, compare(got, want))
}

func (c *conformance) goalertTurn(t *testing.T) verdict {
	v := rotation.Version{From: time.Unix(86400, 0), Rotation: c.Rotation.ours(t, inTurn("A", "B"))}
	st := compile(t, one(v)).WhoAt(instant(t, c.T))
	want := instant(t, expect[string](t, c)).UTC()
	got := st[0].Shift.Start
	if c.Op == "rotation_end_time" {
		got = st[0].Shift.End
	}
	return c.Rotation.differs(t, compare(got, want))
}

func (d *dialectDays) window(t *testing.T) (w rotation.Window, any bool) {
	w.Start, w.End = minutes(t, d.Start), minutes(t, d.End)
	for i, on := range d.Days {
		if on == 1 {
			w.Days |= rotation.On(time.Weekday(i))
		}
	}
	return w, w.Days != 0
}

func (c *conformance) goalertWindow(t *testing.T) verdict {
	at := instant(t, c.T)
	v := always("A", at.AddDate(0, 0, -60), zone(t, c.Restriction.Tz))
	w, any := c.Restriction.window(t)
	if !any {
		return verdict{detail: "a restriction to no day at all"}
	}
	v.Windows = []rotation.Window{w}
	spans := ours(t, one(v), at.AddDate(0, 0, -30).Unix(), at.AddDate(0, 0, 30).Unix())
	i := slices.IndexFunc(spans, func(s named) bool { return s.to > at.Unix() })
	switch c.Op {
	case "restriction_is_active":
		return compare(spans[i].from <= at.Unix(), expect[bool](t, c))
	case "restriction_start_time":
		want := instant(t, expect[string](t, c)).Unix()
		if len(spans) == 1 && want <= at.Unix() {
			return agree() // open all week long: it began before any window does
		}
		return compare(spans[i].from, want)
	}
	return compare(spans[i].to, instant(t, expect[string](t, c)).Unix())
}

func (c *conformance) goalertRota(t *testing.T) rotation.Rota {
	r := rotation.Rota{Stacking: rotation.Union}
	early := instant(t, c.Window.From).AddDate(-1, 0, 0)
	loc := zone(t, c.Tz)
	for _, l := range c.Layers {
		w, any := l.window(t)
		if !any {
			continue
		}
		v := always(l.User, early, loc)
		if l.Rotation != nil {
			v.Rotation = l.goalertTurns(t)
		}
		if w.Start != 0 || w.End != 0 || w.Days != 127 {
			v.Windows = []rotation.Window{w}
		}
		r.Layers = append(r.Layers, rotation.Layer{Versions: []rotation.Version{v}})
	}
	return r
}

// goalertTurns begins the list of people where the case says that it stands.
func (l *dialectLayer) goalertTurns(t *testing.T) rotation.Rotation {
	at := instant(t, l.Rotation.CurrentStart)
	names := l.Rotation.Users
	for range names {
		r := l.Rotation.ours(t, inTurn(names...))
		if now := ourHolders(t, one(rotation.Version{From: time.Unix(86400, 0), Rotation: r}), at); now[0] == l.Rotation.Users[l.Rotation.CurrentIndex] {
			return r
		}
		names = append(slices.Clone(names[1:]), names[0])
	}
	t.Fatalf("nobody of that index")
	return rotation.Rotation{}
}

func (c *conformance) goalertFinal(t *testing.T) verdict {
	if len(c.History) > 0 {
		return known(record)
	}
	r := c.goalertRota(t)
	for _, o := range c.Overrides {
		if ours := o.goalert(t); !ours.Empty() { // Compile refuses what GoAlert ignores
			r.Overrides = append(r.Overrides, ours)
		}
	}
	for _, tmp := range c.Temporary {
		r.Overrides = append(r.Overrides, rotation.Override{Seq: 1, Everyone: true, Interval: rotation.Interval{Start: instant(t, tmp.Start), End: instant(t, tmp.End)}})
		for _, s := range tmp.Shifts {
			r.Overrides = append(r.Overrides, rotation.Override{Seq: 2, In: rotation.Person{Name: s.User}, Cover: true,
				Interval: rotation.Interval{Start: instant(t, s.Start), End: instant(t, s.End)}})
		}
	}
	from, to := instant(t, c.Window.From).Unix(), instant(t, c.Window.To).Unix()
	var want []named
	for _, e := range expect[[]dialectEvent](t, c) {
		want = append(want, named{e.User, instant(t, e.Start).Unix(), instant(t, e.End).Unix()})
	}
	v := compare(ours(t, r, from, to), tidy(want, from, to))
	if !v.agree && c.chains() {
		return known("of overrides of one span the later in sequence wins, and one may replace a replacement (design.md, Words); GoAlert applies each to the rules alone")
	}
	return v
}

// chains reports overrides of which one takes out whom another deals with.
func (c *conformance) chains() bool {
	for i, a := range c.Overrides {
		for j, b := range c.Overrides {
			if i != j && b.Remove != "" && (b.Remove == a.Add || b.Remove == a.Remove) && a.Start < b.End && b.Start < a.End {
				return true
			}
		}
	}
	return false
}

func (o *dialectOverride) goalert(t *testing.T) rotation.Override {
	return rotation.Override{Out: rotation.Person{Name: o.Remove}, In: rotation.Person{Name: o.Add}, Cover: o.Remove == "",
		Interval: rotation.Interval{Start: instant(t, o.Start), End: instant(t, o.End)}}
}

func (c *conformance) goalertMap(t *testing.T) verdict {
	at := instant(t, c.T)
	v := always("", at.AddDate(0, 0, -1), zone(t, c.Tz))
	v.Rotation.Groups = [][]rotation.Person{people(c.Users...)}
	r := one(v)
	for _, o := range c.Overrides {
		r.Overrides = append(r.Overrides, o.goalert(t))
	}
	return compare(ourHolders(t, r, at), expect[[]string](t, c))
}
