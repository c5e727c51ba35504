package pay

import (
	"slices"
	"sort"
	"time"

	"standby/rotation"
)

const (
	minute = 60
	hour   = 60 * minute
	day    = 24 * hour
	week   = 7 * day
)

// stretch is a half-open span in seconds of Unix time. Instants are cut to
// whole seconds at once, each by itself, so that spans which meet still meet.
type stretch struct{ from, to int64 }

func seconds(i rotation.Interval) stretch {
	return stretch{i.Start.Unix(), i.End.Unix()}
}

func (s stretch) length() int64 { return max(0, s.to-s.from) }

func (s stretch) clip(from, to int64) stretch {
	return stretch{max(s.from, from), min(s.to, to)}
}

func (s stretch) holds(at int64) bool { return s.from <= at && at < s.to }

func (s stretch) interval() rotation.Interval {
	return rotation.Interval{Start: time.Unix(s.from, 0).UTC(), End: time.Unix(s.to, 0).UTC()}
}

// united are the spans in order, those that overlap or touch made one.
func united(spans []stretch) []stretch {
	if !slices.IsSortedFunc(spans, byStart) {
		slices.SortFunc(spans, byStart)
	}
	out := spans[:0]
	for _, s := range spans {
		switch n := len(out); {
		case s.length() == 0:
		case n > 0 && s.from <= out[n-1].to:
			out[n-1].to = max(out[n-1].to, s.to)
		default:
			out = append(out, s)
		}
	}
	return out
}

func byStart(a, b stretch) int {
	switch {
	case a.from != b.from && a.from < b.from, a.from == b.from && a.to < b.to:
		return -1
	case a == b:
		return 0
	}
	return 1
}

// firstAfter is the index of the first of ordered, disjoint spans that ends
// after at.
func firstAfter(spans []stretch, at int64) int {
	i, n := 0, len(spans)
	for i < n {
		if h := (i + n) / 2; spans[h].to > at {
			n = h
		} else {
			i = h + 1
		}
	}
	return i
}

// inside reports whether at lies in one of ordered, disjoint spans.
func inside(spans []stretch, at int64) bool {
	i := firstAfter(spans, at)
	return i < len(spans) && spans[i].from <= at
}

// overlap is how many seconds of s lie in ordered, disjoint spans.
func overlap(spans []stretch, s stretch) (sum int64) {
	for i := firstAfter(spans, s.from); i < len(spans) && spans[i].from < s.to; i++ {
		sum += spans[i].clip(s.from, s.to).length()
	}
	return sum
}

// longestGap is the longest span in s without any of ordered, disjoint spans.
func longestGap(s stretch, spans []stretch) (longest int64) {
	for i := firstAfter(spans, s.from); i < len(spans) && spans[i].from < s.to; i++ {
		longest = max(longest, spans[i].from-s.from)
		s.from = spans[i].to
	}
	return max(longest, s.length())
}

// without adds to out s less ordered, disjoint spans.
func without(out []stretch, s stretch, spans []stretch) []stretch {
	for i := firstAfter(spans, s.from); i < len(spans) && spans[i].from < s.to; i++ {
		if spans[i].from > s.from {
			out = append(out, stretch{s.from, spans[i].from})
		}
		s.from = spans[i].to
	}
	if s.length() > 0 {
		out = append(out, s)
	}
	return out
}

// wall is the clock of a zone over a span of years: local times are seconds
// that a clock which never changed would have counted since 1970.
type wall struct {
	zone    *time.Location
	changes []change
	last    int64 // up to which they are known
}

// change says that from an instant on clocks are so many seconds ahead of UTC.
type change struct{ at, ahead int64 }

// newWall knows the zone from two years before the span to two years after it.
func newWall(zone *time.Location, span stretch) *wall {
	w := &wall{zone: zone, last: span.to + 2*366*day}
	for at := span.from - 2*366*day; ; {
		t := time.Unix(at, 0).In(zone)
		_, ahead := t.Zone()
		w.changes = append(w.changes, change{at, int64(ahead)})
		_, end := t.ZoneBounds()
		if end.IsZero() || end.Unix() > w.last {
			return w
		}
		at = max(end.Unix(), at+hour) // package time may report bounds that lie behind
	}
}

func (w *wall) ahead(at int64) int64 {
	i, n := 0, len(w.changes)
	for n-i > 1 {
		if h := (i + n) / 2; w.changes[h].at <= at {
			i = h
		} else {
			n = h
		}
	}
	return w.changes[i].ahead
}

// local is what clocks show at an instant.
func (w *wall) local(at int64) int64 { return at + w.ahead(at) }

// first is the first instant at which clocks show local; where they skip it,
// the first after the gap.
func (w *wall) first(local int64) int64 {
	before, after := w.ahead(local-day), w.ahead(local+day)
	early, late := local-before, local-after
	switch {
	case before == after || w.local(early) == local:
		return early
	case w.local(late) == local:
		return late
	}
	i := sort.Search(len(w.changes), func(i int) bool { return w.changes[i].at > min(early, late) })
	return w.changes[min(i, len(w.changes)-1)].at
}

// date is the local day that an instant lies in, counted from 1970-01-01.
func (w *wall) date(at int64) int64 { return floorDiv(w.local(at), day) }

// month counts the local calendar months from January 1970.
func (w *wall) month(at int64) int64 {
	t := time.Unix(w.local(at), 0).UTC()
	return int64(t.Year()-1970)*12 + int64(t.Month()) - 1
}

// monthStart is the first instant of a month that month counts.
func (w *wall) monthStart(month int64) int64 {
	return w.first(time.Date(1970, time.Month(1+month), 1, 0, 0, 0, 0, time.UTC).Unix())
}

// length is the seconds of a span by the clock that a rule names. By the wall
// clock, the hour that is skipped counts, and the one that comes twice counts
// once; a short span across the change may be negative.
func (w *wall) length(s stretch, byWall bool) int64 {
	if !byWall {
		return s.to - s.from
	}
	return w.local(s.to) - w.local(s.from)
}

// weekday is that of a day counted from 1970-01-01, a Thursday.
func weekday(date int64) time.Weekday {
	return time.Weekday(floorMod(date+int64(time.Thursday), 7))
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func floorMod(a, b int64) int64 { return a - floorDiv(a, b)*b }

func civil(year int, month time.Month, dayOfMonth int) int64 {
	return floorDiv(time.Date(year, month, dayOfMonth, 0, 0, 0, 0, time.UTC).Unix(), day)
}
