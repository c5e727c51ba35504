package rotation_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"standby/rotation"
)

const (
	sticks = "monthly hand-offs clamp from the anchor each time (design.md, Time); OneUptime's stay on the day they were clamped to"
	counts = "a rotation hands off at fixed times, and restrictions only hide its turns (design.md, Words); OneUptime counts those that they leave, which no list of people repeats once clocks move turns of elapsed hours against the restrictions"
)

type dialectRestriction struct {
	Type   string
	Day    struct{ Start, End string }
	Weekly []struct{ StartDay, EndDay, Start, End string }
}

// oneuptime stacks layers, the first one on top, in each of which the list of
// people moves on with every turn that the restrictions leave anything of.
func (c *conformance) oneuptime(t *testing.T) verdict {
	if c.Op != "layer_shifts" {
		return c.untranslated()
	}
	from, to := c.window(t)
	want := c.oneuptimeWant(t)
	if c.Options.GetNumberOfEvents > 0 && len(want) > 0 {
		to = want[len(want)-1].to // the dialect stops at so many events
	}
	want = tidy(want, from, to)
	says := func(layer func(*dialectLayer) rotation.Layer) verdict {
		r := rotation.Rota{Layers: []rotation.Layer{vacant()}}
		for i := range slices.Backward(c.Layers) {
			if len(c.Layers[i].Users) > 0 {
				r.Layers = append(r.Layers, layer(&c.Layers[i]))
			}
		}
		return compare(ours(t, r, from, to), want)
	}
	walk := func(which func(*dialectLayer) bool) func() verdict {
		return func() verdict {
			return says(func(l *dialectLayer) rotation.Layer {
				if which(l) {
					return l.oneuptimeWalk(t, to)
				}
				return l.oneuptime(t)
			})
		}
	}
	return says(func(l *dialectLayer) rotation.Layer { return l.oneuptime(t) }).
		unless(sticks, walk(func(l *dialectLayer) bool { return l.months() > 0 })).
		unless(counts, walk(func(l *dialectLayer) bool { return l.Rotation.Type == "Hour" }))
}

// oneuptimeWant are the events expected, of which each begins a second after
// the one before it and may end a moment before the next.
func (c *conformance) oneuptimeWant(t *testing.T) []named {
	var want []named
	for _, e := range expect[[]struct {
		Start, End string
		Users      []string
	}](t, c) {
		start, end := instant(t, e.Start), instant(t, e.End)
		if start.Second() == 1 {
			start = start.Add(-time.Second)
		}
		if end.Second() == 59 {
			end = end.Add(time.Second)
		}
		for _, u := range e.Users {
			want = append(want, named{u, start.Unix(), end.Unix()})
		}
	}
	return want
}

func (l *dialectLayer) zone(t *testing.T) *time.Location {
	t.Helper()
	if l.Timezone == "" {
		return time.UTC
	}
	return zone(t, l.Timezone)
}

// months is how many a turn takes, 0 when it is not counted in months.
func (l *dialectLayer) months() int {
	return map[string]int{"Month": 1, "Year": 12}[l.Rotation.Type] * l.Rotation.Count
}

// oneuptime gives the first person what lies before the first hand-off, and has
// the list of people from there on.
func (l *dialectLayer) oneuptime(t *testing.T) rotation.Layer {
	loc := l.zone(t)
	start, handOff := instant(t, l.Start), instant(t, l.HandOff)
	windows := l.oneuptimeWindows(t, loc)
	r := rotation.Rotation{Unit: rotation.Monthly, Every: l.months(), Anchor: rotation.LocalOf(handOff, loc), Zone: loc, Groups: inTurn(l.Users...)}
	if r.Every == 0 {
		r.Every = l.Rotation.Count
		r.Unit = map[string]rotation.Unit{"Hour": rotation.Hourly, "Day": rotation.Daily, "Week": rotation.Weekly}[l.Rotation.Type]
	}
	before := always(l.Users[0], start, loc)
	before.Windows = windows
	had := 0
	if handOff.After(start) && len(ours(t, one(before), start.Unix(), handOff.Unix())) > 0 {
		had = 1
	}
	r.Groups = l.oneuptimeGroups(t, r, windows, had)
	after := rotation.Version{From: start, Rotation: r, Windows: windows}
	if !handOff.After(start) {
		return rotation.Layer{Versions: []rotation.Version{after}}
	}
	after.From = handOff
	return rotation.Layer{Versions: []rotation.Version{before, after}}
}

// oneuptimeGroups writes the list of people out turn by turn, beginning with
// that index, until turns and restrictions repeat together. A turn of which
// restrictions leave nothing is anybody's; months have none of these.
func (l *dialectLayer) oneuptimeGroups(t *testing.T, r rotation.Rotation, windows []rotation.Window, index int) [][]rotation.Person {
	const week = 7 * 24
	hours := map[rotation.Unit]int{rotation.Hourly: 1, rotation.Daily: 24, rotation.Weekly: week, rotation.Monthly: week}[r.Unit] * r.Every
	turns := week / int(gcd(week, int64(hours)))
	anchor := time.Date(r.Anchor.Year, r.Anchor.Month, r.Anchor.Day, r.Anchor.Hour, r.Anchor.Minute, r.Anchor.Second, 0, time.UTC)
	v := always("anybody", anchor, time.UTC)
	v.Windows = windows
	open := ours(t, one(v), anchor.Unix(), anchor.Unix()+int64(turns*hours)*3600)
	var groups [][]rotation.Person
	for n := range turns * len(l.Users) {
		start := anchor.Unix() + int64(n%turns*hours)*3600
		groups = append(groups, people(l.Users[index%len(l.Users)]))
		if slices.ContainsFunc(open, func(s named) bool { return s.from < start+int64(hours)*3600 && start < s.to }) {
			index++
		}
	}
	return groups
}

// oneuptimeWalk goes from hand-off to hand-off, by elapsed hours or by months to
// the same day as the one before, and moves on in the list with every turn that
// the restrictions leave anything of.
func (l *dialectLayer) oneuptimeWalk(t *testing.T, to int64) rotation.Layer {
	loc := l.zone(t)
	v := always("anybody", instant(t, l.Start), loc)
	v.Windows = l.oneuptimeWindows(t, loc)
	at, next, n := instant(t, l.Start).In(loc), instant(t, l.HandOff).In(loc), 0
	open := ours(t, one(v), at.Unix(), max(to, at.Unix()))
	var turns []named
	for at.Unix() < to {
		if s := (named{l.Users[n%len(l.Users)], at.Unix(), next.Unix()}); s.from < s.to {
			turns = append(turns, s)
			if slices.ContainsFunc(open, func(o named) bool { return o.from < s.to && s.from < o.to }) {
				n++
			}
		}
		at, next = next, l.oneuptimeNext(next)
	}
	return written(turns, loc, v.Windows)
}

func (l *dialectLayer) oneuptimeNext(at time.Time) time.Time {
	if l.months() == 0 {
		return at.Add(time.Duration(l.Rotation.Count) * time.Hour)
	}
	first := time.Date(at.Year(), at.Month()+time.Month(l.months()), 1, at.Hour(), at.Minute(), at.Second(), 0, at.Location())
	return first.AddDate(0, 0, min(at.Day(), first.AddDate(0, 1, -1).Day())-1)
}

func (l *dialectLayer) oneuptimeWindows(t *testing.T, loc *time.Location) []rotation.Window {
	t.Helper()
	var r dialectRestriction
	if err := json.Unmarshal(l.Limits, &r); err != nil {
		t.Fatalf("read restriction: %v", err)
	}
	switch r.Type {
	case "None":
		return nil
	case "Daily":
		if r.Day.Start == "" || r.Day.End == "" {
			return nil // OneUptime's word for no restriction
		}
		return []rotation.Window{{Start: clockOf(t, r.Day.Start, loc), End: clockOf(t, r.Day.End, loc)}}
	case "Weekly":
		var list []rotation.Window
		for _, w := range r.Weekly {
			// The dates count, and not the names of the days beside them.
			from, to := instant(t, w.Start).In(loc).Weekday(), instant(t, w.End).In(loc).Weekday()
			win := rotation.Window{Days: rotation.On(from), Start: clockOf(t, w.Start, loc), End: clockOf(t, w.End, loc), Nights: (int(to) - int(from) + 7) % 7}
			if win.Nights == 0 && win.End <= win.Start {
				win.Nights = 7
			}
			list = append(list, win)
		}
		return list
	}
	t.Fatalf("no restriction %q in OneUptime's dialect", r.Type)
	return nil
}

func clockOf(t *testing.T, s string, loc *time.Location) rotation.Clock {
	t.Helper()
	l := rotation.LocalOf(instant(t, s), loc)
	return rotation.ClockAt(l.Hour, l.Minute) + rotation.Clock(l.Second)
}
