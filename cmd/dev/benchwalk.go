package main

import (
	"slices"
	"time"

	"standby/rotation"
)

// walked is a shift as a program without an engine would find it.
type walked struct {
	start, end time.Time
	who        int
}

func (l teamLayer) handOff(n int) time.Time {
	if l.months {
		return l.anchor.AddDate(0, n, 0)
	}
	return l.anchor.AddDate(0, 0, 7*n)
}

// walk goes from hand-off to hand-off, and through each turn day by day where
// the layer has a window.
func (l teamLayer) walk(dst []walked, window rotation.Interval) []walked {
	for n := 0; ; n++ {
		turn := walked{l.handOff(n), l.handOff(n + 1), n % l.people}
		if !turn.start.Before(window.End) {
			return dst
		}
		if l.hours == 0 {
			dst = turn.clip(dst, window.Start, window.End)
			continue
		}
		for day := turn.start.AddDate(0, 0, -2); day.Before(turn.end); day = day.AddDate(0, 0, 1) {
			if day.Weekday() == l.day {
				open := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, day.Location())
				shut := open.AddDate(0, 0, l.hours/24)
				for _, w := range turn.clip(nil, open, shut) {
					dst = w.clip(dst, window.Start, window.End)
				}
			}
		}
	}
}

// clip adds what of a shift lies in a span.
func (w walked) clip(dst []walked, from, to time.Time) []walked {
	if w.start.Before(from) {
		w.start = from
	}
	if w.end.After(to) {
		w.end = to
	}
	if w.start.Before(w.end) {
		dst = append(dst, w)
	}
	return dst
}

// without adds what of a shift lies outside of a span.
func (w walked) without(dst []walked, from, to time.Time) []walked {
	return w.clip(w.clip(dst, w.start, from), to, w.end)
}

// schedule stacks the layers and applies the overrides, one after the other.
func (t team) schedule(window rotation.Interval) []walked {
	var list []walked
	for _, l := range t.layers {
		top := l.walk(nil, window)
		for _, s := range top {
			var rest []walked
			for _, below := range list {
				if below.start.Before(s.end) && s.start.Before(below.end) {
					rest = below.without(rest, s.start, s.end)
				} else {
					rest = append(rest, below)
				}
			}
			list = rest
		}
		list = append(list, top...)
	}
	for _, o := range t.spans {
		var next []walked
		for _, s := range list {
			if s.who != o.out || !s.start.Before(o.end) || !o.start.Before(s.end) {
				next = append(next, s)
				continue
			}
			next = s.without(next, o.start, o.end)
			s.who = o.in
			next = s.clip(next, o.start, o.end)
		}
		list = next
	}
	slices.SortFunc(list, func(a, b walked) int { return a.start.Compare(b.start) })
	return list
}

func (b *rotationBench) walkWeekly() int {
	return len(b.fifty.layers[0].walk(nil, tenYears))
}

func (b *rotationBench) walkFinal(teams []team) func() int {
	return func() (n int) {
		for _, t := range teams[:10] {
			n += len(t.schedule(benchYear))
		}
		return n
	}
}

// walkWho asks as often as a test of a minute allows: it walks the whole way for
// each answer.
func (b *rotationBench) walkWho() (n int) {
	for at := benchYear.Start; at.Before(benchYear.End); at = at.AddDate(0, 0, 30) {
		for _, s := range b.layeredTeams[0].schedule(rotation.Interval{Start: at, End: at.Add(time.Second)}) {
			if !at.Before(s.start) && at.Before(s.end) {
				n++
			}
		}
	}
	return n
}
