package guard

import (
	"cmp"
	"slices"
	"time"

	"standby/rotation/pay"
)

// LineChange is a line that differs: Was is nil for a new one, Is for one that
// goes.
type LineChange struct {
	Was, Is *pay.Line
}

// RestChange is a warning that differs: Was is nil for a new one, Is for one that
// goes; both are there where it is of another extent.
type RestChange struct {
	Was, Is *Warning
}

// compareLines pairs the lines that differ: those of one rule whose time
// overlaps.
func compareLines(before, after []pay.Line) []LineChange {
	gone, fresh := unlike(before, after, equalLines)
	var out []LineChange
	for _, was := range gone {
		c := LineChange{Was: was}
		if i := slices.IndexFunc(fresh, func(is *pay.Line) bool { return sameMatter(was, is) }); i >= 0 {
			c.Is = fresh[i]
			fresh = slices.Delete(fresh, i, i+1)
		}
		out = append(out, c)
	}
	for _, is := range fresh {
		out = append(out, LineChange{Is: is})
	}
	at := func(c LineChange) time.Time { return cmp.Or(c.Was, c.Is).Span.Start }
	slices.SortStableFunc(out, func(a, b LineChange) int { return at(a).Compare(at(b)) })
	return out
}

func equalLines(a, b *pay.Line) bool {
	return a.Kind == b.Kind && a.Rule == b.Rule && a.Row == b.Row && a.What == b.What && a.Span.Start.Equal(b.Span.Start) && a.Span.End.Equal(b.Span.End) &&
		a.Seconds == b.Seconds && a.Unit == b.Unit && a.Units.Equal(b.Units) && a.Rate.Equal(b.Rate) && a.Amount.Equal(b.Amount) && a.TimeInLieu == b.TimeInLieu
}

func sameMatter(a, b *pay.Line) bool {
	return a.Kind == b.Kind && a.Rule == b.Rule && a.Row == b.Row &&
		(!a.Span.Clip(b.Span).Empty() || a.Span.Start.Equal(b.Span.Start) && a.Span.End.Equal(b.Span.End))
}

// compareRest pairs what is found of one rest, and what is found of one limit in
// order of time.
func compareRest(p *pay.Policy, before, after []Warning) []RestChange {
	limits := map[string]bool{}
	for _, l := range p.LimitRules() {
		limits[l.Code] = true
	}
	gone, fresh := unlike(before, after, equalWarnings)
	var out []RestChange
	for _, was := range gone {
		c := RestChange{Was: was}
		i := slices.IndexFunc(fresh, func(is *Warning) bool {
			return was.Code == is.Code && (was.At.Equal(is.At) || limits[was.Code])
		})
		if i >= 0 {
			c.Is = fresh[i]
			fresh = slices.Delete(fresh, i, i+1)
		}
		out = append(out, c)
	}
	for _, is := range fresh {
		out = append(out, RestChange{Is: is})
	}
	at := func(c RestChange) time.Time { return cmp.Or(c.Was, c.Is).At }
	slices.SortStableFunc(out, func(a, b RestChange) int { return at(a).Compare(at(b)) })
	return out
}

func equalWarnings(a, b *Warning) bool {
	return a.Code == b.Code && a.At.Equal(b.At) && a.Text == b.Text && a.Violation == b.Violation && a.Rest == b.Rest
}

// unlike are the elements of either list that have no equal in the other, each
// counted once.
func unlike[T any](before, after []T, equal func(a, b *T) bool) (gone, fresh []*T) {
	for i := range after {
		fresh = append(fresh, &after[i])
	}
	for i := range before {
		j := slices.IndexFunc(fresh, func(b *T) bool { return equal(&before[i], b) })
		if j < 0 {
			gone = append(gone, &before[i])
			continue
		}
		fresh = slices.Delete(fresh, j, j+1)
	}
	return gone, fresh
}
