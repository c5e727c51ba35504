package rotation

import (
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// pairedByHand looks at all pairs for each move.
func pairedByHand(lost, gained []span) (list []Change) {
	for {
		best, at := [3]int64{forever}, [2]int{-1}
		for i, l := range lost {
			for j, g := range gained {
				found := [3]int64{max(l.start-g.start, g.start-l.start), min(l.start, g.start)}
				if l.end-l.start == g.end-g.start && slices.Compare(found[:], best[:]) < 0 {
					best, at = found, [2]int{i, j}
				}
			}
		}
		if at[0] < 0 {
			break
		}
		list = append(list, Change{Was: lost[at[0]].interval(), Is: gained[at[1]].interval()})
		lost, gained = slices.Delete(lost, at[0], at[0]+1), slices.Delete(gained, at[1], at[1]+1)
	}
	for _, l := range lost {
		list = append(list, Change{Was: l.interval()})
	}
	for _, g := range gained {
		list = append(list, Change{Is: g.interval()})
	}
	return list
}

func TestChangesPairTheNearestFirst(t *testing.T) {
	inOrder := func(list []Change) []Change {
		slices.SortFunc(list, func(a, b Change) int { return cmp.Compare(a.first(), b.first()) })
		return list
	}
	rapid.Check(t, func(t *rapid.T) {
		var sides [2][]span
		at := int64(0)
		for range rapid.IntRange(0, 30).Draw(t, "spans") {
			s := span{start: at + rapid.Int64Range(1, 9).Draw(t, "after")}
			s.end = s.start + rapid.Int64Range(1, 3).Draw(t, "length")
			side := rapid.IntRange(0, 1).Draw(t, "side")
			sides[side] = append(sides[side], s)
			at = s.end
		}
		got := inOrder(pair(sides[0], sides[1]))
		want := inOrder(pairedByHand(slices.Clone(sides[0]), slices.Clone(sides[1])))
		if !slices.Equal(got, want) {
			t.Fatalf("lost %v, gained %v: %v\nwant %v", sides[0], sides[1], got, want)
		}
	})
}
