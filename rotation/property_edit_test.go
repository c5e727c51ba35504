package rotation_test

import (
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"standby/rotation"
)

// drawnSwap trades parts of two shifts of one role that p really has around at.
func drawnSwap(t *rapid.T, p *rotation.Plan, at time.Time) (s rotation.Swap, ok bool) {
	all := slots(t, p, at.AddDate(0, 0, -12), at.AddDate(0, 0, 12))
	if len(all) < 2 {
		return s, false
	}
	a := rapid.SampledFrom(all).Draw(t, "a")
	others := slices.DeleteFunc(slices.Clone(all), func(o rotation.Slot) bool { return o.Role() != a.Role() || o.Who() == a.Who() })
	if len(others) == 0 {
		return s, false
	}
	b := rapid.SampledFrom(others).Draw(t, "b")
	side := func(of rotation.Slot, label string) rotation.Side {
		from := rapid.Int64Range(of.Start, of.End-1).Draw(t, label+" from")
		to := rapid.Int64Range(from+1, of.End).Draw(t, label+" to")
		return rotation.Side{Person: p.Person(of.Who()), Role: p.Role(of.Role()),
			Interval: rotation.Interval{Start: time.Unix(from, 0), End: time.Unix(to, 0)}}
	}
	return rotation.Swap{ID: "s", Seq: 10, A: side(a, "a"), B: side(b, "b")}, true
}

func TestASwapOfWhatPeopleHold(t *testing.T) {
	happened := 0
	eachStacking(t, func(t *rapid.T, stacking rotation.Stacking) {
		r, at := drawRota(t, stacking)
		r.Swaps = nil
		before := compile(t, r)
		s, ok := drawnSwap(t, before, at)
		if !ok {
			return
		}
		from, to := at.AddDate(0, 0, -16), at.AddDate(0, 0, 16)
		was := joined(slots(t, before, from, to))
		r.Swaps = []rotation.Swap{s}
		swapped := compile(t, r)
		is := joined(slots(t, swapped, from, to))
		if len(swapped.Void()) > 0 {
			if !slices.Equal(was, is) {
				t.Fatalf("a void swap changed something: %v", s)
			}
			return
		}
		happened++
		if held(was) != held(is) {
			t.Fatalf("%v made %d person-seconds of %d", s, held(is), held(was))
		}

		back := rotation.Swap{ID: "back", Seq: 11, A: s.A, B: s.B}
		back.A.Person, back.B.Person = s.B.Person, s.A.Person
		r.Swaps = []rotation.Swap{s, back}
		again := compile(t, r)
		if got := joined(slots(t, again, from, to)); len(again.Void()) > 0 || !slices.Equal(got, was) {
			t.Fatalf("%v and back, void %v\nbefore %v\nafter  %v", s, again.Void(), was, got)
		}

		r.Swaps = halves(t, s)
		halved := compile(t, r)
		if got := joined(slots(t, halved, from, to)); len(halved.Void()) > 0 || !slices.Equal(got, is) {
			t.Fatalf("%v in two, void %v\nwhole %v\nhalves %v", r.Swaps, halved.Void(), is, got)
		}
	})
	if happened < 40 {
		t.Errorf("only %d swaps happened", happened)
	}
}

// halves cuts a swap somewhere; a side too short to cut stays whole, and the
// other swap then does nothing.
func halves(t *rapid.T, s rotation.Swap) []rotation.Swap {
	first, second := s, s
	second.Seq++
	cut := func(i rotation.Interval, label string) time.Time {
		return time.Unix(rapid.Int64Range(i.Start.Unix()+1, i.End.Unix()-1).Draw(t, label), 0)
	}
	if s.A.Duration() < 2*time.Second || s.B.Duration() < 2*time.Second {
		return []rotation.Swap{s}
	}
	x, y := cut(s.A.Interval, "cut a"), cut(s.B.Interval, "cut b")
	first.A.End, second.A.Start = x, x
	first.B.End, second.B.Start = y, y
	return []rotation.Swap{first, second}
}

func TestWhoComesAndGoesAgainWasNeverThere(t *testing.T) {
	eachStacking(t, func(t *rapid.T, stacking rotation.Stacking) {
		r, at := drawRota(t, stacking)
		before := compile(t, r)
		o := drawOverride(t, r.Layers, at)
		o.Seq, o.Out, o.Everyone, o.In = 20, rotation.Person{}, false, engineer(9)
		undo := o
		undo.ID, undo.Seq, undo.In, undo.Out, undo.Cover = "undo", 21, rotation.Person{}, engineer(9), false
		r.Overrides = append(r.Overrides, o, undo)
		from, to := at.AddDate(0, 0, -12), at.AddDate(0, 0, 12)
		same := func(after *rotation.Plan) {
			t.Helper()
			changes, err := rotation.Changes(before, after, rotation.Interval{Start: from, End: to})
			if err != nil || len(changes) > 0 {
				t.Fatalf("%v and undone: %v, %v", o, changes, err)
			}
		}
		if o.Layer == "" || stacking == rotation.Union { // under TopWins, it would have hidden the layers below
			same(compile(t, r))
		}
		r.Overrides = slices.DeleteFunc(r.Overrides, func(e rotation.Override) bool { return e.Seq >= 20 })
		same(compile(t, r))
	})
}

func TestTurnsAreShared(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRotation(t)
		from := drawInstant(t, r.Zone, "from")
		handOffs, n := walk(r, from, from.AddDate(0, 3, 0))
		i := rapid.IntRange(0, len(handOffs)-2).Draw(t, "first turn")
		rounds := min(rapid.IntRange(1, 3).Draw(t, "rounds")*len(r.Groups), len(handOffs)-1-i)
		p := compile(t, rotation.Rota{Layers: []rotation.Layer{{Versions: []rotation.Version{{From: from.AddDate(-30, 0, 0), Rotation: r}}}}})
		turns := make([]int, len(r.Groups))
		for k := range rounds {
			if h := handOffs[i+k]; h.Before(handOffs[i+k+1]) {
				for _, s := range p.AppendHolders(nil, h) {
					turns[s.Who()]++
				}
			} else { // clocks skip this turn; it was somebody's all the same
				turns[((n+i+k)%len(turns)+len(turns))%len(turns)]++
			}
		}
		if slices.Max(turns)-slices.Min(turns) > 1 {
			t.Fatalf("%d turns are shared as %v", rounds, turns)
		}
	})
}

func TestShiftsAndGapsPartitionTheWindowWithEdits(t *testing.T) {
	eachStacking(t, func(t *rapid.T, stacking rotation.Stacking) {
		r, at := drawRota(t, stacking)
		s, err := compile(t, r).Schedule(rotation.Interval{Start: at, End: at.AddDate(0, 0, 9)})
		if err != nil {
			t.Fatalf("schedule: %v", err)
		}
		for _, g := range s.Gaps {
			for _, sh := range s.Shifts {
				if sh.Role == g.Role && !sh.Clip(g.Interval).Empty() {
					t.Fatalf("gap %v and shift %v", g, sh)
				}
			}
		}
		for role := range slices.Values(compile(t, r).Roles()) {
			covered := s.Window.Start
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
			for _, sp := range spans {
				if sp.Start.After(covered) {
					t.Fatalf("%s: nothing from %v to %v", role, covered, sp.Start)
				}
				covered = latest(covered, sp.End)
			}
			if !covered.Equal(s.Window.End) {
				t.Fatalf("%s is accounted for until %v, want %v", role, covered, s.Window.End)
			}
		}
	})
}

func TestTheSuiteRunsInTheZoneItWasAskedTo(t *testing.T) {
	name, set := os.LookupEnv("TZ")
	if !set || name == "" {
		name = time.Local.String()
	}
	if name == "Local" {
		return // the machine's own, which has no name here
	}
	for _, month := range []time.Month{time.January, time.July} {
		at := time.Date(2026, month, 1, 12, 0, 0, 0, time.UTC)
		_, got := at.Local().Zone()
		if _, want := at.In(zone(t, name)).Zone(); got != want {
			t.Errorf("the machine's clock is %d s ahead of UTC, %s is %d s", got, name, want)
		}
	}
}
