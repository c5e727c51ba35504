package rotafile

import (
	"cmp"
	"slices"
	"sort"

	"standby/rotation"
)

// compiles makes sure that rotation.Compile takes the rota. All that Compile is
// known to refuse has been refused before, with a better place and remedy; for
// what it may come to refuse this finds the place.
func (r *reader) compiles(*rotaText) error {
	if _, err := rotation.Compile(r.file.Rota); err == nil {
		return nil
	}
	return r.doc.Fault(badPart(r.file.Rota), "cannot be computed", "compare it with what can, and take it out if need be")
}

// badPart is the key of the layer, override or swap that Compile refuses a rota
// for; empty when it is none of them.
func badPart(rota rotation.Rota) string {
	if n := firstBad(len(rota.Layers), func(n int) rotation.Rota {
		return rotation.Rota{Stacking: rota.Stacking, Layers: rota.Layers[:n]}
	}); n < len(rota.Layers) {
		return at("layer", n)
	}
	list := edits(rota)
	n := firstBad(len(list), func(n int) rotation.Rota { return withEdits(rota, list[:n]) })
	switch {
	case n == len(list):
		return ""
	case list[n].swap:
		return at("swap", list[n].index)
	}
	return at("override", list[n].index)
}

// firstBad is the number of the first of n parts with which Compile fails, or n.
func firstBad(n int, with func(int) rotation.Rota) int {
	return sort.Search(n, func(i int) bool {
		_, err := rotation.Compile(with(i + 1))
		return err != nil
	})
}

// edits lists overrides and swaps in the order in which Compile applies them.
func edits(rota rotation.Rota) []entry {
	var list []entry
	for i := range rota.Overrides {
		list = append(list, entry{index: i})
	}
	for i := range rota.Swaps {
		list = append(list, entry{index: i, swap: true})
	}
	seq := func(e entry) int64 {
		if e.swap {
			return rota.Swaps[e.index].Seq
		}
		return rota.Overrides[e.index].Seq
	}
	slices.SortStableFunc(list, func(a, b entry) int { return cmp.Compare(seq(a), seq(b)) })
	return list
}

func withEdits(rota rotation.Rota, list []entry) rotation.Rota {
	all := rota
	rota.Overrides, rota.Swaps = nil, nil
	for _, e := range list {
		if e.swap {
			rota.Swaps = append(rota.Swaps, all.Swaps[e.index])
		} else {
			rota.Overrides = append(rota.Overrides, all.Overrides[e.index])
		}
	}
	return rota
}
