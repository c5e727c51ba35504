package rotation_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"standby/rotation"
	"standby/rotation/ical"
)

const (
	allowed = "a person is who can be on call (design.md, Words): whom an account forbids it is in no list; Grafana leaves them in and passes over them"
	spelled = "a person is identified by e-mail, in which case does not count (design.md, Words); Grafana's names differ by case alone"
	holders = "an override finds whoever held the span before any did, too (design.md, Words); a request of Grafana's only who holds it by then"
)

// dialectSwap is a request that somebody took, or nobody yet.
type dialectSwap struct {
	Start, End string
	From       string `json:"from_user"`
	To         string `json:"to_user"`
	Taken      bool
}

func (s dialectSwap) span(t *testing.T) named {
	t.Helper()
	return named{from: instant(t, s.Start).Unix(), to: instant(t, s.End).Unix()}
}

// dialectOverride is GoAlert's (add, remove), LinkedIn's (user) or Grafana's.
type dialectOverride struct {
	Add, Remove, User, Start, End string
	Duration                      float64    `json:"duration_s"`
	Rolling                       [][]string `json:"rolling_users"`
	Users                         []string
	RotationStart                 string `json:"rotation_start"`
	Until                         string
}

// grafanaRules say in what a translation follows Grafana where ours differs.
type grafanaRules struct {
	holders bool // lets requests find only who holds a span by then
	spelled bool // tells people apart by the case of their names
	allowed bool // leaves out whom no case of the set expects to see
}

func (g grafanaRules) name(s string) string {
	if g.spelled {
		return fmt.Sprintf("%x", s)
	}
	return s
}

func (g grafanaRules) people(names []string) []rotation.Person {
	var list []rotation.Person
	for _, n := range names {
		list = append(list, whom(g.name(n)))
	}
	return list
}

// everybody is in one of the groups or the one that there is.
func everybody(rolling [][]string, users []string) []string {
	return slices.Concat(slices.Concat(rolling...), users)
}

func (c *conformance) grafana(t *testing.T) verdict {
	switch c.Op {
	case "who_is_on_call", "final_events", "filter_events":
	case "shift_days":
		c.grafanaLetters(t)
	case "fairness_quality_report":
		return c.quality(t)
	default:
		return c.untranslated()
	}
	says := func(rules grafanaRules) func() verdict { return func() verdict { return c.grafanaSays(t, rules) } }
	return says(grafanaRules{})().
		unless(holders, says(grafanaRules{holders: true})).
		unless(spelled, says(grafanaRules{spelled: true})).
		unless(allowed, says(grafanaRules{allowed: true}))
}

func (c *conformance) grafanaSays(t *testing.T, rules grafanaRules) verdict {
	r, why := c.grafanaRota(t, rules)
	if why != "" {
		return verdict{detail: why}
	}
	if c.Op == "who_is_on_call" {
		want := []string{}
		for _, n := range expect[[]string](t, c) {
			want = append(want, rules.name(n))
		}
		slices.Sort(want)
		return compare(ourHolders(t, r, instant(t, c.T)), want)
	}
	from, to := c.window(t)
	if c.Op == "shift_days" {
		got := map[string]string{}
		for _, n := range ours(t, r, from, to+86400) {
			got[time.Unix(n.from, 0).UTC().Format(time.DateOnly)] += n.who
		}
		return compare(got, expect[map[string]string](t, c))
	}
	var want []named
	for _, e := range expect[[]struct {
		Start, End string
		Users      []string
	}](t, c) {
		for _, u := range e.Users {
			want = append(want, named{rules.name(u), instant(t, e.Start).Unix(), instant(t, e.End).Unix()})
		}
	}
	return compare(ours(t, r, from, to), tidy(want, from, to))
}

// grafanaLetters completes layers that only say how many people are in each
// group and for how many days they take turns.
func (c *conformance) grafanaLetters(t *testing.T) {
	for i := range c.Layers {
		l := &c.Layers[i]
		l.RotationStart = l.Start
		l.Until = instant(t, l.Start).AddDate(0, 0, l.UntilDays).Format(time.RFC3339)
		next := 0
		for _, n := range l.PerGroup {
			var g []string
			for range n {
				g = append(g, letter(next))
				next++
			}
			l.Rolling = append(l.Rolling, g)
		}
	}
}

// grafanaRota stacks the shifts by priority, equals beside one another, and the
// overrides on top of them; before any of that is resolved, all stand together.
func (c *conformance) grafanaRota(t *testing.T, rules grafanaRules) (rotation.Rota, string) {
	levels, why := c.grafanaLevels(t, rules)
	r := rotation.Rota{Layers: []rotation.Layer{vacant()}}
	if c.Op == "filter_events" {
		r.Stacking = rotation.Union
	}
	for _, level := range slices.Sorted(maps.Keys(levels)) {
		for i, l := range levels[level] {
			l.Beside = i > 0
			r.Layers = append(r.Layers, l)
		}
	}
	if rules.holders {
		r.Layers = append([]rotation.Layer{vacant()}, spans(c.grafanaTaken(t, r))...)
		r.Stacking = rotation.Union
	} else {
		r.Overrides = c.grafanaSwaps(t, rules)
	}
	if rules.allowed {
		r.Overrides = append(r.Overrides, c.grafanaForbidden()...)
	}
	return r, why
}

// grafanaLevels are the layers of each priority: of the overrides alone, or of
// the shifts alone, where the case filters by them.
func (c *conformance) grafanaLevels(t *testing.T, rules grafanaRules) (levels map[int][]rotation.Layer, why string) {
	const overrides = 1 << 20
	shifts, only := true, -1
	if c.Args.FilterBy != nil {
		only = *c.Args.FilterBy
		shifts = only == 0
	}
	if only > 1 {
		return nil, fmt.Sprintf("no translation of a filter by %d", only)
	}
	levels = map[int][]rotation.Layer{}
	if shifts {
		levels[0] = c.grafanaCalendar(t, rules)
		for i := range c.Layers {
			l, why := c.Layers[i].grafana(t, rules)
			if why != "" {
				return nil, why
			}
			levels[c.Layers[i].Priority] = append(levels[c.Layers[i].Priority], l...)
		}
	}
	if only != 0 {
		for i := range c.Overrides {
			levels[overrides] = append(levels[overrides], c.Overrides[i].grafana(t, rules)...)
		}
	}
	return levels, ""
}

// grafanaCalendar is what the reader of calendars makes of the case's own.
func (c *conformance) grafanaCalendar(t *testing.T, rules grafanaRules) []rotation.Layer {
	if c.ICal == "" {
		return nil
	}
	from, to := c.T, c.T
	if c.T == "" {
		from, to = c.Window.From, c.Window.To
	}
	res, err := ical.Read([]byte(c.ICal), ical.Options{Window: rotation.Interval{Start: instant(t, from).AddDate(0, 0, -1), End: instant(t, to).AddDate(0, 0, 1)}})
	if err != nil {
		t.Fatalf("%s: %v", c.ID, err)
	}
	var list []named
	for _, s := range res.Shifts {
		list = append(list, named{rules.name(s.Person.Name), s.Start.Unix(), s.End.Unix()})
	}
	return spans(list)
}

// grafana is a layer for the span of an override, which everybody in it holds.
func (o *dialectOverride) grafana(t *testing.T, rules grafanaRules) []rotation.Layer {
	start := instant(t, o.Start)
	l := rotation.Layer{Until: start.Add(time.Duration(o.Duration) * time.Second)}
	if o.Until != "" {
		l.Until = earlier(l.Until, instant(t, o.Until))
	}
	v := always("", later(start, instant(t, o.RotationStart)), time.UTC)
	v.Rotation.Groups = [][]rotation.Person{rules.people(everybody(o.Rolling, o.Users))}
	if len(v.Rotation.Groups[0]) == 0 || !v.From.Before(l.Until) {
		return nil
	}
	l.Versions = []rotation.Version{v}
	return []rotation.Layer{l}
}

// grafanaSwaps are the requests that were taken, each an override for as long as
// whoever made it had not passed the duty on in an earlier one.
func (c *conformance) grafanaSwaps(t *testing.T, rules grafanaRules) []rotation.Override {
	var taken []dialectSwap
	var list []rotation.Override
	for _, s := range c.Swaps {
		if !s.Taken {
			continue
		}
		var edges []named
		for _, o := range taken {
			edges = append(edges, o.span(t))
		}
		at := cuts(s.span(t).from, s.span(t).to, edges)
		for i := range len(at) - 1 {
			if holder(t, taken, s.From, at[i]) == s.From {
				list = append(list, rotation.Override{Seq: int64(len(list)), Out: whom(rules.name(s.From)), In: whom(rules.name(s.To)),
					Interval: named{from: at[i], to: at[i+1]}.interval()})
			}
		}
		taken = append(taken, s)
	}
	return list
}

// holder is who holds somebody's duty at an instant after those requests.
func holder(t *testing.T, taken []dialectSwap, who string, at int64) string {
	for _, s := range taken {
		if in := s.span(t); s.From == who && in.from <= at && at < in.to {
			who = s.To
		}
	}
	return who
}

// grafanaTaken is what a rota says with the requests as Grafana takes them, one
// after the other.
func (c *conformance) grafanaTaken(t *testing.T, r rotation.Rota) []named {
	var from, to int64
	if c.T != "" {
		from = instant(t, c.T).Unix()
		to = from + 1
	} else {
		from, to = c.window(t)
	}
	var taken []dialectSwap
	var edges, out []named
	for _, s := range c.Swaps {
		if s.Taken {
			taken, edges = append(taken, s), append(edges, s.span(t))
		}
	}
	for _, b := range ours(t, r, from, to) {
		at := cuts(b.from, b.to, edges)
		for i := range len(at) - 1 {
			out = append(out, named{holder(t, taken, b.who, at[i]), at[i], at[i+1]})
		}
	}
	return tidy(out, from, to)
}

// grafanaForbidden takes out those in a layer of whom the whole set of cases,
// which does not say whose account forbids it to be on call, never expects to
// see anything.
func (c *conformance) grafanaForbidden() []rotation.Override {
	var list []rotation.Override
	for _, l := range c.Layers {
		for _, name := range everybody(l.Rolling, l.Users) {
			if !c.named[name] {
				list = append(list, rotation.Override{Seq: 1 << 20, Out: whom(name),
					Interval: rotation.Interval{Start: time.Unix(0, 0), End: time.Unix(4102444800, 0)}})
			}
		}
	}
	return list
}
