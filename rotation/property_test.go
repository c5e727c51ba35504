package rotation_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
)

// walk is a rotation done the slow way, hand-off after hand-off with nothing
// but package time. It starts below at and ends above to.
func walk(r rotation.Rotation, at, to time.Time) (handOffs []time.Time, first int) {
	n := 0
	for !walked(r, n).Before(at.Add(-time.Hour)) {
		n -= 50
	}
	for !walked(r, n+50).After(at) {
		n += 50
	}
	first = n
	for {
		h := walked(r, n)
		handOffs = append(handOffs, h)
		if h.After(to) {
			return handOffs, first
		}
		n++
	}
}

func walked(r rotation.Rotation, n int) time.Time {
	a, step := r.Anchor, n*r.Every
	switch {
	case r.Unit == rotation.Hourly && !r.WallClock:
		return firstAt(a.Year, a.Month, a.Day, a.Hour, a.Minute, a.Second, r.Zone).Add(time.Duration(step) * time.Hour)
	case r.Unit == rotation.Hourly:
		return firstAt(a.Year, a.Month, a.Day, a.Hour+step, a.Minute, a.Second, r.Zone)
	case r.Unit == rotation.Daily:
		return firstAt(a.Year, a.Month, a.Day+step, a.Hour, a.Minute, a.Second, r.Zone)
	case r.Unit == rotation.Weekly:
		return firstAt(a.Year, a.Month, a.Day+7*step, a.Hour, a.Minute, a.Second, r.Zone)
	}
	end := time.Date(a.Year, a.Month+time.Month(step)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return firstAt(a.Year, a.Month+time.Month(step), min(a.Day, end), a.Hour, a.Minute, a.Second, r.Zone)
}

// firstAt tries every offset that the zone has within two days of a local time:
// the earliest instant that shows it, else the end of the gap.
func firstAt(y int, m time.Month, d, h, mi, s int, loc *time.Location) time.Time {
	local := time.Date(y, m, d, h, mi, s, 0, time.UTC)
	at := local.Add(-48 * time.Hour).In(loc)
	for {
		_, off := at.Zone()
		start, end := at.ZoneBounds()
		hit := local.Add(-time.Duration(off) * time.Second)
		if end.IsZero() || hit.Before(end) {
			if !start.IsZero() && hit.Before(start) {
				return start
			}
			return hit
		}
		at = end
	}
}

func TestTheComputedTurnIsTheWalkedOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRotation(t)
		for i := range r.Groups {
			r.Groups[i] = []rotation.Person{engineer(i), engineer(i + 10)}
		}
		from := drawInstant(t, r.Zone, "from")
		to := from.AddDate(0, 0, 20)
		p := compile(t, rotation.Rota{Layers: []rotation.Layer{{Versions: []rotation.Version{{From: from.AddDate(-30, 0, 0), Rotation: r}}}}})
		handOffs, n := walk(r, from, to)
		for i, h := range handOffs[:len(handOffs)-1] {
			end := handOffs[i+1]
			if !h.Before(end) || h.Before(from) {
				continue
			}
			g := ((n+i)%len(r.Groups) + len(r.Groups)) % len(r.Groups)
			for _, at := range []time.Time{h, h.Add(end.Sub(h) / 2), end.Add(-time.Second)} {
				var got []string
				for _, s := range p.AppendHolders(nil, at) {
					got = append(got, p.Person(s.Who()).Name)
				}
				if want := []string{engineer(g).Name, engineer(g + 10).Name}; !slices.Equal(got, want) {
					t.Fatalf("at %v, turn %d: %v are on, want %v", at, n+i, got, want)
				}
			}
		}
	})
}

func TestTurnsTileTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRotation(t)
		from := drawInstant(t, r.Zone, "from")
		to := from.AddDate(0, rapid.IntRange(0, 5).Draw(t, "months"), 3)
		p := compile(t, rotation.Rota{Layers: []rotation.Layer{{Versions: []rotation.Version{{From: from.AddDate(-30, 0, 0), Rotation: r}}}}})
		at := from.Unix()
		for _, s := range slots(t, p, from, to) {
			if s.Start != at || s.End <= s.Start {
				t.Fatalf("%v follows %d", s, at)
			}
			at = s.End
		}
		if at != to.Unix() {
			t.Fatalf("ends at %d, want %d", at, to.Unix())
		}
	})
}

func TestHandOffsKeepTheWallClock(t *testing.T) {
	for _, name := range zoneNames {
		loc := zone(t, name)
		for _, unit := range []rotation.Unit{rotation.Daily, rotation.Weekly, rotation.Monthly} {
			for _, clock := range []rotation.Local{{Hour: 9}, {Hour: 0}, {Hour: 2, Minute: 30}, {Hour: 1, Minute: 15}, {Hour: 23, Minute: 59, Second: 59}} {
				anchor := clock
				anchor.Year, anchor.Month, anchor.Day = 2009, time.December, 31
				r := rotation.Rotation{Unit: unit, Every: 1, Anchor: anchor, Zone: loc, Groups: [][]rotation.Person{{engineer(0)}, {engineer(1)}}}
				p := compile(t, rotation.Rota{Layers: []rotation.Layer{{Versions: []rotation.Version{{Rotation: r}}}}})
				from := time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC)
				for _, s := range slots(t, p, from, from.AddDate(20, 0, 0))[1:] {
					checkClock(t, loc, time.Unix(s.Start, 0), clock)
				}
			}
		}
	}
}

// checkClock accepts another clock time only as the first instant after a gap
// that holds the wanted one, and only the first of two that show it.
func checkClock(t *testing.T, loc *time.Location, at time.Time, want rotation.Local) {
	t.Helper()
	got := rotation.LocalOf(at, loc)
	if got.Hour == want.Hour && got.Minute == want.Minute && got.Second == want.Second {
		for back := 30 * time.Minute; back <= 2*time.Hour; back += 30 * time.Minute {
			if rotation.LocalOf(at.Add(-back), loc) == got {
				t.Errorf("%s: %v is the second to show %v", loc, at, got)
			}
		}
		return
	}
	start, _ := at.In(loc).ZoneBounds()
	wanted := time.Duration(want.Hour)*time.Hour + time.Duration(want.Minute)*time.Minute + time.Duration(want.Second)*time.Second
	before := rotation.LocalOf(at.Add(-time.Second), loc)
	shown := time.Duration(before.Hour)*time.Hour + time.Duration(before.Minute)*time.Minute + time.Duration(before.Second)*time.Second
	if !start.Equal(at) || (shown >= wanted && before.Day == got.Day) {
		t.Errorf("%s: hand-off at %v, want clock %v", loc, at.In(loc), want)
	}
}

func eachStacking(t *testing.T, check func(*rapid.T, rotation.Stacking)) {
	t.Helper()
	for name, s := range map[string]rotation.Stacking{"top wins": rotation.TopWins, "union": rotation.Union} {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { check(t, s) })
		})
	}
}

func TestAWindowIsItsTwoHalves(t *testing.T) {
	eachStacking(t, func(t *rapid.T, stacking rotation.Stacking) {
		r, at := drawRota(t, stacking)
		p := compile(t, r)
		from, to := at.AddDate(0, 0, -12), at.AddDate(0, 0, 12)
		cut := at.Add(time.Duration(rapid.IntRange(-12*86400, 12*86400).Draw(t, "cut")) * time.Second)
		whole := joined(slots(t, p, from, to))
		parts := joined(append(slots(t, p, from, cut), slots(t, p, cut, to)...))
		if !slices.Equal(whole, parts) {
			t.Fatalf("cut at %v\nwhole %v\nparts %v", cut, whole, parts)
		}
	})
}

// joined puts slots into one order and joins those of one person that touch.
func joined(list []rotation.Slot) []rotation.Slot {
	slices.SortFunc(list, func(a, b rotation.Slot) int {
		return cmp.Or(cmp.Compare(a.Role(), b.Role()), cmp.Compare(a.Who(), b.Who()), cmp.Compare(a.Start, b.Start))
	})
	var out []rotation.Slot
	for _, s := range list {
		if n := len(out); n > 0 && out[n-1].Role() == s.Role() && out[n-1].Who() == s.Who() && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

func TestWhoIsOnIsTheShiftAroundIt(t *testing.T) {
	eachStacking(t, func(t *rapid.T, stacking rotation.Stacking) {
		r, at := drawRota(t, stacking)
		p := compile(t, r)
		all := slots(t, p, at.AddDate(0, 0, -12), at.AddDate(0, 0, 12))
		for i, s := range all {
			if i > 20 {
				break
			}
			for _, near := range []int64{s.Start - 1, s.Start, s.Start + 1, s.End - 1, s.End} {
				if near < at.AddDate(0, 0, -12).Unix() || near >= at.AddDate(0, 0, 12).Unix() {
					continue
				}
				var want []rotation.Slot
				for _, o := range all {
					if o.Start <= near && near < o.End {
						o.Start, o.End = near, near+1
						want = append(want, o)
					}
				}
				got := joined(p.AppendHolders(nil, time.Unix(near, 0)))
				if !slices.Equal(got, joined(want)) {
					t.Fatalf("at %v: %v, the schedule says %v", time.Unix(near, 0).UTC(), got, want)
				}
			}
		}
	})
}

func TestShiftsAndGapsPartitionTheWindow(t *testing.T) {
	eachStacking(t, func(t *rapid.T, stacking rotation.Stacking) {
		r, at := drawRota(t, stacking)
		r.Overrides, r.Swaps = nil, nil
		p := compile(t, r)
		w := rotation.Interval{Start: at, End: at.AddDate(0, 0, 9)}
		s, err := p.Schedule(w)
		if err != nil {
			t.Fatalf("schedule: %v", err)
		}
		for _, role := range p.Roles() {
			var spans []rotation.Interval
			for _, g := range s.Gaps {
				if g.Role == role {
					spans = append(spans, g.Interval)
				}
			}
			for _, sh := range s.Shifts {
				if sh.Role == role {
					spans = append(spans, sh.Interval)
				}
			}
			slices.SortFunc(spans, func(a, b rotation.Interval) int { return a.Start.Compare(b.Start) })
			covered := w.Start
			for _, sp := range spans {
				if sp.Start.After(covered) || (stacking == rotation.TopWins && sp.Start.Before(covered)) {
					t.Fatalf("%s: %v after %v", role, sp, covered)
				}
				covered = latest(covered, sp.End)
			}
			if !covered.Equal(w.End) {
				t.Fatalf("%s is accounted for until %v, want %v", role, covered, w.End)
			}
		}
	})
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func TestTopWinsHasOneHolderPerRole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, at := drawRota(t, rotation.TopWins)
		for i := range r.Overrides {
			if o := &r.Overrides[i]; o.Out == (rotation.Person{}) && o.In != (rotation.Person{}) {
				o.Everyone = true // one who merely joins makes two
			}
		}
		p := compile(t, r)
		var last rotation.Slot
		for _, s := range slots(t, p, at.AddDate(0, 0, -12), at.AddDate(0, 0, 12)) {
			if s.Role() == last.Role() && s.Start < last.End {
				t.Fatalf("%v and %v", last, s)
			}
			last = s
		}
	})
}

func TestAnOverrideChangesNothingOutsideItsSpan(t *testing.T) {
	eachStacking(t, func(t *rapid.T, stacking rotation.Stacking) {
		r, at := drawRota(t, stacking)
		r.Swaps = nil // a swap may turn on an override that came before it
		before := compile(t, r)
		o := drawOverride(t, r.Layers, at)
		r.Overrides = append(r.Overrides, o)
		after := compile(t, r)
		changes, err := rotation.Changes(before, after, rotation.Interval{Start: at.AddDate(0, 0, -12), End: at.AddDate(0, 0, 12)})
		if err != nil {
			t.Fatalf("changes: %v", err)
		}
		for _, c := range changes {
			for _, i := range []rotation.Interval{c.Was, c.Is} {
				if !i.Empty() && i.Clip(o.Interval) != i {
					t.Fatalf("override of %v changed %v", o.Interval, c)
				}
			}
		}
	})
}

func TestSwappingBackRestoresEveryShift(t *testing.T) {
	happened := 0
	eachStacking(t, func(t *rapid.T, stacking rotation.Stacking) {
		r, at := drawRota(t, stacking)
		r.Swaps = nil
		before := compile(t, r)
		s := drawSwap(t, r.Layers, at)
		s.Seq = 10
		back := rotation.Swap{ID: "back", Seq: 11, A: s.A, B: s.B}
		back.A.Person, back.B.Person = s.B.Person, s.A.Person
		from, to := at.AddDate(0, 0, -16), at.AddDate(0, 0, 16)
		r.Swaps = []rotation.Swap{s}
		swapped := compile(t, r)
		if got, want := held(slots(t, swapped, from, to)), held(slots(t, before, from, to)); got != want && s.A.Layer == "" && s.B.Layer == "" {
			t.Fatalf("%d person-seconds, %d before", got, want)
		}
		if len(swapped.Void()) > 0 {
			return
		}
		happened++
		r.Swaps = []rotation.Swap{s, back}
		again := compile(t, r)
		if s.A.Layer == "" || s.B.Layer == "" {
			return // all that somebody holds may be more after the swap than before it
		}
		if v := again.Void(); len(v) > 0 {
			t.Fatalf("the way back is void: %v", v)
		}
		if got, want := joined(slots(t, again, from, to)), joined(slots(t, before, from, to)); !slices.Equal(got, want) {
			t.Fatalf("%v and back %v\nbefore %v\nafter  %v", s, back, want, got)
		}
	})
	t.Logf("%d swaps happened", happened)
}

func held(list []rotation.Slot) (seconds int64) {
	for _, s := range list {
		seconds += s.End - s.Start
	}
	return seconds
}

func TestEverybodysShiftsAreTheSchedule(t *testing.T) {
	eachStacking(t, func(t *rapid.T, stacking rotation.Stacking) {
		r, at := drawRota(t, stacking)
		p := compile(t, r)
		w := rotation.Interval{Start: at, End: at.AddDate(0, 0, 12)}
		s, err := p.Schedule(w)
		if err != nil {
			t.Fatalf("schedule: %v", err)
		}
		var all []rotation.Shift
		for i := range 12 {
			mine, err := p.ShiftsOf(engineer(i), w)
			if err != nil {
				t.Fatalf("shifts of %d: %v", i, err)
			}
			all = append(all, mine...)
		}
		rotation.SortShifts(all)
		if !slices.Equal(all, s.Shifts) {
			t.Fatalf("%v\n%v", all, s.Shifts)
		}
	})
}
