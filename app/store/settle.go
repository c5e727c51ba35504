package store

import (
	"maps"
	"slices"
	"time"

	"standby/rotation"
)

// settle says how the recorded shifts of a calendar change when it now gives
// other ones: which to remove, by seq, and which to add. KeepCalendar states the
// rules.
func settle(kept []recorded, from time.Time, given []rotation.Shift) (remove []int64, add []rotation.Shift) {
	g := sortOut(given, from)
	past := make(map[rotation.Shift]bool)
	keepPast := func(s rotation.Shift) { past[s] = true }
	for _, k := range kept {
		s := canonical(k.Shift)
		switch {
		case !s.End.After(from) && isPartOf(s, g.running) && !slices.Contains(g.history, s):
			remove = append(remove, k.seq)
		case !s.End.After(from):
			keepPast(s)
		case g.future[s] > 0:
			g.future[s]--
		default:
			remove = append(remove, k.seq)
			if rest := g.unclaimed(s, from); !rest.Empty() {
				keepPast(rest)
				add = append(add, rest)
			}
		}
	}
	add = append(add, g.missing()...)
	return remove, append(add, unrecorded(g.history, past)...)
}

// sorted is what a calendar gives, by how it lies to an instant from.
type sorted struct {
	// order holds the shifts that end after from, future how many of each are
	// not recorded, running those among them that began before from.
	order   []rotation.Shift
	future  map[rotation.Shift]int
	running []rotation.Shift
	// history holds those that had ended by from.
	history []rotation.Shift
}

func sortOut(given []rotation.Shift, from time.Time) sorted {
	g := sorted{future: make(map[rotation.Shift]int, len(given))}
	for _, s := range given {
		s = canonical(s)
		switch {
		case s.Empty():
		case !s.End.After(from):
			g.history = append(g.history, s)
		default:
			g.order = append(g.order, s)
			g.future[s]++
			if s.Start.Before(from) {
				g.running = append(g.running, s)
			}
		}
	}
	return g
}

// missing are the shifts that end after from and are not recorded yet.
func (g sorted) missing() []rotation.Shift {
	var add []rotation.Shift
	for _, s := range g.order {
		if g.future[s] > 0 {
			g.future[s]--
			add = append(add, s)
		}
	}
	return add
}

// unrecorded are the shifts of history for whose person and role nothing is
// recorded at that time.
func unrecorded(history []rotation.Shift, past map[rotation.Shift]bool) []rotation.Shift {
	known := slices.Collect(maps.Keys(past))
	var add []rotation.Shift
	for _, s := range history {
		if !past[s] && !covered(s, known) {
			past[s] = true
			add = append(add, s)
		}
	}
	return add
}

// canonical makes equal shifts equal as map keys: times as they are read back.
func canonical(s rotation.Shift) rotation.Shift {
	s.Start, s.End = decode(encode(s.Start)), decode(encode(s.End))
	return s
}

// unclaimed is the part of s before from, up to where the calendar now gives the
// same person the same role: s has vanished, what was worked of it has not.
func (g sorted) unclaimed(s rotation.Shift, from time.Time) rotation.Shift {
	s.End = from
	for _, o := range slices.Concat(g.running, g.history) {
		if alike(s, o) && overlap(s, o) {
			s.End = o.Start
		}
	}
	return canonical(s)
}

// covered reports whether one of shifts already gives the same person the same
// role at some time in s, so that adding s would count hours twice.
func covered(s rotation.Shift, shifts []rotation.Shift) bool {
	return slices.ContainsFunc(shifts, func(o rotation.Shift) bool { return alike(s, o) && overlap(s, o) })
}

func overlap(a, b rotation.Shift) bool {
	return a.Start.Before(b.End) && b.Start.Before(a.End)
}

// isPartOf reports whether part is what was kept of a shift when it vanished
// while it ran, and the calendar now gives that shift again.
func isPartOf(part rotation.Shift, given []rotation.Shift) bool {
	return slices.ContainsFunc(given, func(o rotation.Shift) bool {
		return alike(part, o) && o.UID == part.UID && o.Start.Equal(part.Start)
	})
}

func alike(a, b rotation.Shift) bool {
	return a.Rota == b.Rota && a.Role == b.Role && (a.Person == b.Person || a.Person.Same(b.Person))
}
