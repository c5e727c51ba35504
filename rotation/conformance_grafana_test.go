package rotation_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"standby/rotation"
)

func (c *conformance) grafana(t *testing.T) verdict {
	if c.ICal != "" {
		return known("an event that a calendar calls off is the calendar reader's concern, rotation/ical (design.md, Folders)")
	}
	switch c.Op {
	case "who_is_on_call":
		r, why := c.grafanaRota(t)
		if why != "" {
			return verdict{detail: why}
		}
		want := expect[[]string](t, c)
		slices.Sort(want)
		if strings.HasSuffix(c.Test, "_viewers_exclusion") {
			return known("a person is who can be on call (design.md, Words): whom an account forbids it is not in the list; Grafana leaves them in and passes over them")
		}
		return compare(ourHolders(t, r, instant(t, c.T)), want)
	case "final_events", "filter_events":
		return c.grafanaFinal(t)
	case "shift_days":
		return c.grafanaShiftDays(t)
	}
	return verdict{detail: "the health of a rota is not built yet"}
}

func (c *conformance) grafanaFinal(t *testing.T) verdict {
	if c.Args.FilterBy == 1 {
		c.Layers = nil // overrides alone
	}
	r, why := c.grafanaRota(t)
	if why != "" {
		return verdict{detail: why}
	}
	if c.Op == "filter_events" {
		r.Stacking = rotation.Union // what there is before it is resolved
	}
	from, to := instant(t, c.Window.From).Unix(), instant(t, c.Window.To).Unix()
	var want []named
	for _, e := range expect[[]struct {
		Start, End string
		Users      []string
		Gap        bool
	}](t, c) {
		for _, u := range e.Users {
			want = append(want, named{u, instant(t, e.Start).Unix(), instant(t, e.End).Unix()})
		}
	}
	v := compare(ours(t, r, from, to), tidy(want, from, to))
	if !v.agree && slices.ContainsFunc(want, func(n named) bool { return n.who == "TEST.TEST@TEST.TEST" }) {
		return known("a person is identified by e-mail, in which case does not count (design.md, Words)")
	}
	return v
}

// grafanaRota stacks the shifts by priority, equals beside one another.
func (c *conformance) grafanaRota(t *testing.T) (rotation.Rota, string) {
	var r rotation.Rota
	levels := map[int][]rotation.Layer{}
	for i := range c.Layers {
		l, why := c.Layers[i].grafana(t)
		if why != "" {
			return r, why
		}
		levels[c.Layers[i].Priority] = append(levels[c.Layers[i].Priority], l...)
	}
	for i := range c.Overrides {
		o := &c.Overrides[i]
		start := instant(t, o.RotationStart)
		end := start.Add(time.Duration(o.Duration) * time.Second)
		if o.Until != "" && instant(t, o.Until).Before(end) {
			end = instant(t, o.Until)
		}
		for _, g := range append(o.Rolling, o.Users) {
			for _, u := range g {
				levels[1000] = append(levels[1000], rotation.Layer{Until: end, Versions: []rotation.Version{always(u, start, time.UTC)}})
			}
		}
	}
	for _, level := range slices.Sorted(maps.Keys(levels)) {
		for i, l := range levels[level] {
			l.Beside = i > 0
			r.Layers = append(r.Layers, l)
		}
	}
	for i, s := range c.Swaps {
		if s.Taken {
			// The first of two requests keeps what it got; one that passes on what
			// came from a request comes after it.
			seq := int64(-i)
			if slices.ContainsFunc(c.Swaps[:i], func(o dialectSwap) bool { return o.To == s.From }) {
				seq = int64(i)
			}
			r.Overrides = append(r.Overrides, rotation.Override{Seq: seq, Out: rotation.Person{Name: s.From}, In: rotation.Person{Name: s.To},
				Interval: rotation.Interval{Start: instant(t, s.Start), End: instant(t, s.End)}})
		}
	}
	return r, ""
}

// grafana is the layer of a shift that recurs, all in UTC as Grafana's are; one
// layer a weekday where it names weekdays.
func (l *dialectLayer) grafana(t *testing.T) ([]rotation.Layer, string) {
	start := instant(t, l.Start)
	lasts := time.Duration(l.Duration) * time.Second
	groups := make([][]rotation.Person, 0, len(l.Rolling))
	for _, g := range l.Rolling {
		groups = append(groups, people(g...))
	}
	if len(groups) == 0 {
		groups = [][]rotation.Person{people(l.Users...)}
	}
	v := rotation.Version{From: instant(t, l.RotationStart), Rotation: rotation.Rotation{Every: max(l.Interval, 1), Lasts: lasts,
		Anchor: rotation.LocalOf(start, time.UTC), Zone: time.UTC, Groups: groups}}
	layer := rotation.Layer{}
	if l.Until != "" {
		layer.Until = instant(t, l.Until)
	}
	switch {
	case len(l.ByMonth) > 0:
		return nil, "months choose the turns"
	case len(l.ByMonthDay) > 0:
		return l.grafanaMonthDays(v, start, layer.Until), ""
	case len(l.ByDay) > 0 && l.Frequency == "daily":
		return l.grafanaDays(v, start, layer.Until), ""
	case len(l.ByDay) > 0 && l.Frequency == "monthly":
		return l.grafanaMonthWeekdays(v, start, layer.Until), ""
	case len(l.ByDay) > 0:
		return l.grafanaWeekdays(v, start, layer.Until), ""
	}
	switch l.Frequency {
	case "hourly":
		v.Rotation.Unit = rotation.Hourly
	case "daily":
		v.Rotation.Unit = rotation.Daily
	case "weekly":
		v.Rotation.Unit = rotation.Weekly
	case "monthly":
		v.Rotation.Unit = rotation.Monthly
	default:
		v.Rotation.Unit = rotation.Daily
		end := start.Add(lasts)
		if layer.Until.IsZero() || end.Before(layer.Until) {
			layer.Until = end
		}
	}
	layer.Versions = []rotation.Version{v}
	return []rotation.Layer{layer}, ""
}

var grafanaDay = map[string]time.Weekday{"SU": 0, "MO": 1, "TU": 2, "WE": 3, "TH": 4, "FR": 5, "SA": 6}

func (l *dialectLayer) weekdays() (w rotation.Weekdays) {
	for _, d := range l.ByDay {
		w |= rotation.On(grafanaDay[d])
	}
	return w
}

// grafanaWeekdays takes turns by the week; each weekday chosen has a layer.
func (l *dialectLayer) grafanaWeekdays(v rotation.Version, start, until time.Time) []rotation.Layer {
	monday := start.AddDate(0, 0, -((int(start.Weekday()) - int(grafanaDay[l.WeekStart]) + 7) % 7))
	v.Rotation.Unit = rotation.Weekly
	var layers []rotation.Layer
	for day := range 7 {
		at := monday.AddDate(0, 0, day)
		if l.weekdays().Has(at.Weekday()) {
			v.Rotation.Anchor = rotation.LocalOf(at, time.UTC)
			layers = append(layers, rotation.Layer{Until: until, Versions: []rotation.Version{v}})
		}
	}
	return layers
}

// grafanaMonthWeekdays takes turns by the month, of which weekdays are windows.
func (l *dialectLayer) grafanaMonthWeekdays(v rotation.Version, start, until time.Time) []rotation.Layer {
	v.Rotation.Unit, v.Rotation.Lasts = rotation.Monthly, 0
	v.Rotation.Anchor = rotation.LocalOf(start.Truncate(24*time.Hour).AddDate(0, 0, 1-start.Day()), time.UTC)
	s := rotation.LocalOf(start, time.UTC)
	from := rotation.ClockAt(s.Hour, s.Minute) + rotation.Clock(s.Second)
	v.Windows = []rotation.Window{{Days: l.weekdays(), Start: from, End: rotation.Clock((int(from) + int(l.Duration)) % 86400)}}
	return []rotation.Layer{{Until: until, Versions: []rotation.Version{v}}}
}

// grafanaDays takes turns among the days chosen, each person for as many of
// them as the interval says. Each weekday has a layer, and its own order.
func (l *dialectLayer) grafanaDays(v rotation.Version, start, until time.Time) []rotation.Layer {
	every, groups := v.Rotation.Every, v.Rotation.Groups
	v.Rotation.Unit, v.Rotation.Every = rotation.Weekly, 1
	days := len(l.ByDay)
	var layers []rotation.Layer
	for at := start; len(layers) < days; at = at.AddDate(0, 0, 1) {
		if !l.weekdays().Has(at.Weekday()) {
			continue
		}
		d := v
		d.Rotation.Anchor, d.Rotation.Groups = rotation.LocalOf(at, time.UTC), nil
		for week := range len(groups) * every {
			d.Rotation.Groups = append(d.Rotation.Groups, groups[(len(layers)+week*days)/every%len(groups)])
		}
		layers = append(layers, rotation.Layer{Until: until, Versions: []rotation.Version{d}})
	}
	return layers
}

// grafanaMonthDays takes turns month by month; each day chosen has a layer.
func (l *dialectLayer) grafanaMonthDays(v rotation.Version, start, until time.Time) []rotation.Layer {
	v.Rotation.Unit = rotation.Monthly
	var layers []rotation.Layer
	for _, day := range l.ByMonthDay {
		v.Rotation.Anchor = rotation.LocalOf(start.AddDate(0, 0, day-start.Day()), time.UTC)
		layers = append(layers, rotation.Layer{Until: until, Versions: []rotation.Version{v}})
	}
	return layers
}

// grafanaShiftDays compares who begins a shift on each day.
func (c *conformance) grafanaShiftDays(t *testing.T) verdict {
	for i := range c.Layers {
		l := &c.Layers[i]
		l.RotationStart = l.Start
		l.Until = instant(t, l.Start).AddDate(0, 0, l.UntilDays).Format(time.RFC3339)
		next := 0
		for _, n := range l.PerGroup {
			var g []string
			for range n {
				g = append(g, string(rune('A'+next)))
				next++
			}
			l.Rolling = append(l.Rolling, g)
		}
	}
	r, why := c.grafanaRota(t)
	if why != "" {
		return verdict{detail: why}
	}
	got := map[string]string{}
	for _, n := range ours(t, r, instant(t, c.Window.From).Unix(), instant(t, c.Window.To).AddDate(0, 0, 1).Unix()) {
		got[time.Unix(n.from, 0).UTC().Format(time.DateOnly)] += n.who
	}
	return compare(got, expect[map[string]string](t, c))
}
