package rotafile

import (
	"fmt"
	"slices"

	"standby/rotation"
)

// maxWork bounds what judging the swaps of a file may take, in turns looked at:
// well under a second of computing.
const maxWork = 50_000_000

// bounded refuses a rota whose schedule would be too large to compute, and
// swaps that would take too long to judge.
func (r *reader) bounded(*rotaText) error {
	var total int64
	for i, l := range r.file.Rota.Layers {
		if total += perYear(l); total > MaxTurns {
			return r.doc.Fault(at("layer", i), fmt.Sprintf("the layers have more than %d turns in a year", MaxTurns),
				"make the turns longer, the groups smaller or the layers fewer")
		}
	}
	return r.swapWork(total)
}

// perYear is how many turns a layer has in a year at most, each counted for
// every person who holds it and every window that may divide it.
func perYear(l rotation.Layer) int64 {
	const hours = 366 * 24
	hoursOf := map[rotation.Unit]int64{rotation.Hourly: 1, rotation.Daily: 24, rotation.Weekly: 7 * 24, rotation.Monthly: 28 * 24}
	var most int64
	for _, v := range l.Versions {
		turns := hours/(hoursOf[v.Rotation.Unit]*int64(v.Rotation.Every)) + 1
		var together int
		for _, g := range v.Rotation.Groups {
			together = max(together, len(g))
		}
		most = max(most, (turns+366*int64(len(v.Windows)))*int64(together))
	}
	return most
}

// swapWork adds up what Compile looks at to judge each side: the turns in its
// span, once more for each override or swap that reaches into it.
func (r *reader) swapWork(turnsPerYear int64) error {
	const year = 366 * 24 * 3600
	rota := &r.file.Rota
	edits, layers := int64(len(rota.Overrides)+2*len(rota.Swaps)), int64(len(rota.Layers))
	reach := r.reach()
	var total, most int64
	key := ""
	for i, s := range rota.Swaps {
		for j, side := range []rotation.Side{s.A, s.B} {
			where := r.followed(side)
			seconds := where.End.Unix() - where.Start.Unix()
			over := reach.into(where)
			turns := seconds/year*turnsPerYear + seconds%year*turnsPerYear/year + layers + 2*over
			work := turns*(1+over) + (1+layers)*edits/16
			if work > most {
				most, key = work, at("swap", i)+[]string{".a", ".b"}[j]
			}
			total += work
		}
	}
	if total > maxWork {
		return r.doc.Fault(key, "the swaps reach over too many turns to be judged", "name just the shifts that change hands, or take out what is long past")
	}
	return nil
}

// reach counts the overrides and swaps that touch a span, from their starts and
// ends in order.
type reach struct{ starts, ends []int64 }

func (r *reader) reach() reach {
	var x reach
	add := func(i rotation.Interval) {
		x.starts = append(x.starts, i.Start.Unix())
		if !i.End.IsZero() {
			x.ends = append(x.ends, i.End.Unix())
		}
	}
	for _, o := range r.file.Rota.Overrides {
		add(o.Interval)
	}
	for _, s := range r.file.Rota.Swaps {
		add(r.followed(s.A))
		add(r.followed(s.B))
	}
	slices.Sort(x.starts)
	slices.Sort(x.ends)
	return x
}

func (x reach) into(i rotation.Interval) int64 {
	begun, _ := slices.BinarySearch(x.starts, i.End.Unix())
	over, _ := slices.BinarySearch(x.ends, i.Start.Unix()+1)
	return int64(begun - over)
}
