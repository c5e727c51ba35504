package rotation

import (
	"sort"
	"time"
)

const forever = int64(1) << 60

// zoneTable holds the offsets of one location, so that a hand-off costs a look
// into a slice and not a search through the time zone's rules. Segment i lasts
// from at[i] to at[i+1] and is off[i] seconds ahead of UTC.
type zoneTable struct {
	at, off []int64
	// What clocks show when a segment starts and ends.
	starts, ends []int64
}

func newZoneTable(loc *time.Location) *zoneTable {
	z := &zoneTable{}
	t := time.Unix(minInstant, 0).In(loc)
	z.push(-forever, t)
	for {
		_, end := t.ZoneBounds()
		if end.IsZero() || end.Unix() >= maxInstant {
			break
		}
		if !end.After(t) {
			// Package time reports such bounds for rules like Cairo's, which end
			// summer at 24:00; the next hour is past them.
			end = t.Add(time.Hour)
		}
		t = end
		z.push(end.Unix(), t)
	}
	z.seal()
	return z
}

func (z *zoneTable) push(at int64, t time.Time) {
	_, off := t.Zone()
	if n := len(z.off); n > 0 && z.off[n-1] == int64(off) {
		return
	}
	z.at, z.off = append(z.at, at), append(z.off, int64(off))
}

// seal derives the local bounds. They are kept ascending, for the searches,
// where a zone's history changed its mind within hours.
func (z *zoneTable) seal() {
	start, end := -forever, -forever
	for i := range z.at {
		if i > 0 {
			start = max(start, z.at[i]+z.off[i])
		}
		end = max(end, z.endsAt(i)+z.off[i])
		z.starts, z.ends = append(z.starts, start), append(z.ends, end)
	}
	z.ends[len(z.ends)-1] = forever
}

func (z *zoneTable) endsAt(i int) int64 {
	if i+1 < len(z.at) {
		return z.at[i+1]
	}
	return forever
}

// offset is how far clocks are ahead of UTC at an instant.
func (z *zoneTable) offset(instant int64) int64 {
	return z.off[z.segment(instant)]
}

func (z *zoneTable) segment(instant int64) int {
	lo, hi := 0, len(z.at)
	for hi-lo > 1 {
		if mid := int(uint(lo+hi) >> 1); z.at[mid] <= instant {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// first is the first instant at which clocks show local, or the first after
// the gap that skips it. hint remembers the segment for a caller that walks.
func (z *zoneTable) first(local int64, hint *int) int64 {
	i := *hint
	if z.ends[i] <= local || (i > 0 && z.ends[i-1] > local) {
		if i+1 < len(z.ends) && z.ends[i] <= local && z.ends[i+1] > local {
			i++
		} else {
			i = sort.Search(len(z.ends)-1, func(i int) bool { return z.ends[i] > local })
		}
		*hint = i
	}
	return max(z.at[i], local-z.off[i])
}

// last is the last instant at which clocks show local, or the first after the
// gap that skips it.
func (z *zoneTable) last(local int64) int64 {
	i := sort.Search(len(z.starts)-1, func(i int) bool { return z.starts[i+1] > local })
	return min(local-z.off[i], z.endsAt(i))
}
