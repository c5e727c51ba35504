package rotation_test

import (
	"slices"
	"testing"
	"time"

	"standby/rotation"
)

// goalertRules say in what a translation follows GoAlert where ours differs.
type goalertRules struct {
	walks bool // counts turns as GoAlert does
	maps  bool // applies overrides as GoAlert does
}

func (c *conformance) goalertFinal(t *testing.T) verdict {
	from, to := c.window(t)
	want := tidy(events(t, expect[[]dialectEvent](t, c)), from, to)
	says := func(rules goalertRules) func() verdict {
		return func() verdict { return compare(ours(t, c.goalertRota(t, rules), from, to), want) }
	}
	v := says(goalertRules{})()
	for _, l := range c.Layers {
		if l.Rotation != nil {
			v = v.unless(l.Rotation.differs(), says(goalertRules{walks: true}))
		}
	}
	return v.unless(chains, says(goalertRules{maps: true})).unless(chains, says(goalertRules{walks: true, maps: true}))
}

// goalertRota is what was recorded up to now, and from then on the rules, what
// is overridden in them, and above these the temporary schedules.
func (c *conformance) goalertRota(t *testing.T, rules goalertRules) rotation.Rota {
	from, to := c.window(t)
	begins := time.Unix(from, 0).UTC().AddDate(-1, 0, 0)
	var past []rotation.Layer
	if c.Now != "" {
		// Records count for the minute of now and those before it.
		begins = instant(t, c.Now).Truncate(time.Minute).Add(time.Minute)
		past = c.goalertPast(t, begins)
	}
	r := rotation.Rota{Stacking: rotation.Union, Layers: append(c.goalertLayers(t, begins, rules), vacant())}
	switch {
	case rules.maps:
		r.Layers = append(spans(goalertMapped(t, ours(t, r, from, to), c.Overrides, from, to)), vacant())
	default:
		c.goalertOverride(t, &r)
	}
	r.Overrides = append(r.Overrides, goalertTemporaries(t, c.Temporary)...)
	for i := range r.Overrides {
		r.Overrides[i].Start = later(r.Overrides[i].Start, begins)
	}
	r.Overrides = slices.DeleteFunc(r.Overrides, func(o rotation.Override) bool { return o.Empty() })
	r.Layers = append(r.Layers, past...)
	return r
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// spans is a layer for each of the spans.
func spans(list []named) []rotation.Layer {
	var layers []rotation.Layer
	for _, s := range list {
		layers = append(layers, written([]named{s}, time.UTC, nil))
	}
	return layers
}

// goalertPast has what was recorded, by the minute; a record without an end
// holds until the rules take over.
func (c *conformance) goalertPast(t *testing.T, until time.Time) []rotation.Layer {
	var list []named
	for _, h := range c.History {
		s := named{h.User, instant(t, h.Start).Truncate(time.Minute).Unix(), until.Unix()}
		if h.End != "" {
			s.to = min(s.to, instant(t, h.End).Truncate(time.Minute).Unix())
		}
		if s.from < s.to {
			list = append(list, s)
		}
	}
	return spans(list)
}

func (c *conformance) goalertLayers(t *testing.T, begins time.Time, rules goalertRules) []rotation.Layer {
	loc := zone(t, c.Tz)
	var layers []rotation.Layer
	for i := range c.Layers {
		l := &c.Layers[i]
		w, opens := l.window(t)
		if !opens {
			continue
		}
		v := always(l.User, begins, loc)
		v.Windows = []rotation.Window{w}
		layer := rotation.Layer{Versions: []rotation.Version{v}}
		switch {
		case l.Rotation == nil:
		case rules.walks:
			layer = written(c.goalertWalk(t, l.Rotation, begins), loc, v.Windows)
		case l.Rotation.Tz != c.Tz:
			// Ours reads windows in the zone of the rotation.
			_, to := c.window(t)
			layer = written(ours(t, l.Rotation.resolved(t), begins.Unix(), to+86400), loc, v.Windows)
		default:
			layer = l.Rotation.resolved(t).Layers[0]
			layer.Versions[0].From, layer.Versions[0].Windows = begins, v.Windows
		}
		layers = append(layers, layer)
	}
	return layers
}

// resolved begins the list of people where the case says that it stands.
func (r *dialectRotation) resolved(t *testing.T) rotation.Rota {
	t.Helper()
	now := instant(t, r.CurrentStart)
	names := r.Users
	for range names {
		rota := r.turns(t, inTurn(names...))
		if ourHolders(t, rota, now)[0] == r.Users[r.CurrentIndex] {
			return rota
		}
		names = append(slices.Clone(names[1:]), names[0])
	}
	t.Fatalf("nobody of index %d in a rotation of %d", r.CurrentIndex, len(r.Users))
	return rotation.Rota{}
}

// goalertWalk are the turns that GoAlert counts from the current one.
func (c *conformance) goalertWalk(t *testing.T, r *dialectRotation, begins time.Time) []named {
	_, to := c.window(t)
	now := instant(t, r.CurrentStart).Unix()
	list := r.handOffs(t, min(begins.Unix(), now), max(to, now))
	current := slices.IndexFunc(list, func(at int64) bool { return at > now }) - 1
	var turns []named
	for i := range len(list) - 1 {
		n := len(r.Users)
		who := r.Users[((i-current+r.CurrentIndex)%n+n)%n]
		if s := (named{who, max(list[i], begins.Unix()), list[i+1]}); s.from < s.to {
			turns = append(turns, s)
		}
	}
	return turns
}

// goalertOverride adds overrides in an order in which none finds what another
// left, as each of GoAlert's looks at the rules alone: whoever is put in by one
// is taken out before. Two people who trade places are a swap.
func (c *conformance) goalertOverride(t *testing.T, r *rotation.Rota) {
	list := slices.DeleteFunc(slices.Clone(c.Overrides), func(o dialectOverride) bool { return o.span(t).from >= o.span(t).to })
	for i := 0; i < len(list); i++ {
		o := list[i]
		j := slices.IndexFunc(list, func(p dialectOverride) bool {
			return o.Add != "" && p.Add == o.Remove && p.Remove == o.Add && p.span(t) == o.span(t)
		})
		if j > i {
			r.Swaps = append(r.Swaps, rotation.Swap{Seq: -1, A: given(t, *r, o.Remove, o.span(t)), B: given(t, *r, o.Add, o.span(t))})
			list = slices.Delete(slices.Delete(list, j, j+1), i, i+1)
			i--
		}
	}
	for len(list) > 0 {
		i := max(0, slices.IndexFunc(list, func(o dialectOverride) bool { return !o.feeds(t, list) }))
		o := list[i]
		r.Overrides = append(r.Overrides, rotation.Override{Out: whom(o.Remove), In: whom(o.Add), Cover: o.Remove == "", Interval: o.span(t).interval()})
		list = slices.Delete(list, i, i+1)
	}
}

// given is what somebody holds of a span, from the first of it to the last.
func given(t *testing.T, r rotation.Rota, who string, in named) rotation.Side {
	t.Helper()
	side := rotation.Side{Person: whom(who), Interval: in.interval()}
	list := slices.DeleteFunc(ours(t, r, in.from, in.to), func(s named) bool { return s.who != who })
	if n := len(list); n > 0 {
		side.Interval = named{from: list[0].from, to: list[n-1].to}.interval()
	}
	return side
}

// feeds reports that it puts in somebody whom another of the list takes out.
func (o dialectOverride) feeds(t *testing.T, list []dialectOverride) bool {
	return o.Add != "" && o.Add != o.Remove && slices.ContainsFunc(list, func(p dialectOverride) bool {
		a, b := o.span(t), p.span(t)
		return p.Remove == o.Add && a.from < b.to && b.from < a.to
	})
}

func (o dialectOverride) span(t *testing.T) named {
	t.Helper()
	return named{from: instant(t, o.Start).Unix(), to: instant(t, o.End).Unix()}
}

// goalertMapped applies overrides as GoAlert does: a table of who stands for
// whom, looked up once, and whoever is added.
func goalertMapped(t *testing.T, base []named, list []dialectOverride, from, to int64) []named {
	var edges, out []named
	for _, o := range list {
		edges = append(edges, o.span(t))
	}
	at := cuts(from, to, append(edges, base...))
	for i := range len(at) - 1 {
		instead, added := goalertTable(t, list, at[i])
		for _, who := range added {
			out = append(out, named{who, at[i], at[i+1]})
		}
		for _, b := range base {
			if b.from > at[i] || at[i] >= b.to {
				continue
			}
			who, ok := instead[b.who]
			if !ok {
				who = b.who
			}
			if who != "" {
				out = append(out, named{who, at[i], at[i+1]})
			}
		}
	}
	return tidy(out, from, to)
}

// goalertTable is who stands for whom at an instant, nobody for those removed,
// and who is added. A replacement beats a removal.
func goalertTable(t *testing.T, list []dialectOverride, at int64) (instead map[string]string, added []string) {
	instead = map[string]string{}
	for _, o := range list {
		_, replaced := instead[o.Remove]
		switch s := o.span(t); {
		case s.from > at || at >= s.to:
		case o.Remove == "":
			added = append(added, o.Add)
		case o.Add != "" || !replaced:
			instead[o.Remove] = o.Add
		}
	}
	return instead, added
}

func (c *conformance) goalertMap(t *testing.T) verdict {
	at := instant(t, c.T)
	want := expect[[]string](t, c)
	slices.Sort(want)
	var base []named
	for _, u := range c.Users {
		base = append(base, named{u, at.Unix() - 86400, at.Unix() + 86400})
	}
	r := rotation.Rota{Stacking: rotation.Union, Layers: append(spans(base), vacant())}
	c.goalertOverride(t, &r)
	return compare(ourHolders(t, r, at), want).unless(chains, func() verdict {
		got := []string{}
		for _, s := range goalertMapped(t, base, c.Overrides, at.Unix(), at.Unix()+1) {
			got = append(got, s.who)
		}
		return compare(got, want)
	})
}

// goalertTemporaries take out everyone for the span of each schedule and put in
// those of the shifts, as far as any schedule reaches.
func goalertTemporaries(t *testing.T, list []dialectTemporary) []rotation.Override {
	var out []rotation.Override
	for _, tmp := range list {
		in := rotation.Interval{Start: instant(t, tmp.Start), End: instant(t, tmp.End)}
		out = append(out, rotation.Override{Seq: 1, Everyone: true, Interval: in})
		for _, other := range list {
			for _, s := range other.Shifts {
				out = append(out, rotation.Override{Seq: 2, In: whom(s.User), Cover: true, Interval: s.named(t).interval().Clip(in)})
			}
		}
	}
	return slices.DeleteFunc(out, func(o rotation.Override) bool { return o.Empty() })
}

// goalertTemporary edits a list of schedules that stands above the rules. To
// merge them is what sequence does; to trim one is to clip its overrides.
func (c *conformance) goalertTemporary(t *testing.T) verdict {
	var edges []named
	for _, tmp := range c.Temporary {
		edges = append(edges, named{from: instant(t, tmp.Start).Unix(), to: instant(t, tmp.End).Unix()})
	}
	at := cuts(0, 4102444800, edges)[1:]
	from, to := at[0]-86400, at[len(at)-2]+86400
	r := one(always("rules", time.Unix(from, 0), time.UTC))
	keep := rotation.Interval{Start: time.Unix(from, 0), End: time.Unix(to, 0)}
	switch c.Op {
	case "temporary_trim_end":
		keep.End = instant(t, c.T)
	case "temporary_trim_start":
		keep.Start = instant(t, c.T)
	}
	for _, o := range goalertTemporaries(t, c.Temporary) {
		if o.Interval = o.Clip(keep); !o.Empty() {
			r.Overrides = append(r.Overrides, o)
		}
	}
	rules := []named{{"rules", from, to}}
	var want []named
	for _, tmp := range expect[[]dialectTemporary](t, c) {
		if instant(t, tmp.Start).Unix() <= 0 {
			continue // GoAlert's word for none
		}
		last := len(rules) - 1
		rules = append(rules, named{"rules", instant(t, tmp.End).Unix(), to})
		rules[last].to = instant(t, tmp.Start).Unix()
		want = append(want, events(t, tmp.Shifts)...)
	}
	return compare(ours(t, r, from, to), tidy(append(want, rules...), from, to))
}
