package rotation

import "time"

const forever = int64(1) << 60

// zoneTable holds the offsets of one location, so that a hand-off costs a look
// into a slice and not a search through the time zone's rules.
type zoneTable struct {
	regimes []regime
	// near is the regime in force when each block of 2^blockBits seconds since
	// 1970 begins. A block is half a year, so the regime sought is at most a few
	// further on.
	near []int32
}

const blockBits = 24

// regime is a span of instants in which clocks are ahead of UTC by the same.
type regime struct {
	span
	off int64
	// A clock time in [first.start, first.end) is shown first in this regime or
	// in the gap that begins it, one in [last.start, last.end) is shown last in
	// it or in the gap that ends it.
	first, last span
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
	n := len(z.regimes)
	if n > 0 && z.regimes[n-1].off == int64(off) {
		return
	}
	if n > 0 {
		z.regimes[n-1].end = at
	}
	z.regimes = append(z.regimes, regime{span: span{at, forever}, off: int64(off)})
}

// seal derives what clocks show. The local bounds ascend, for the searches,
// even where a zone's history changed its mind within hours.
func (z *zoneTable) seal() {
	start, end := -forever, -forever
	for i := range z.regimes {
		r := &z.regimes[i]
		r.first.start, r.last.start = end, start
		end = max(end, r.end+r.off)
		if i+1 < len(z.regimes) {
			next := &z.regimes[i+1]
			start = max(start, next.start+next.off)
		} else {
			start, end = forever, forever
		}
		r.first.end, r.last.end = end, start
	}
	i := int32(0)
	for at := int64(minInstant); at <= maxInstant; at += 1 << blockBits {
		for z.regimes[i].end <= at {
			i++
		}
		z.near = append(z.near, i)
	}
}

// regimeAt finds the regime of an instant; one before 1970 has the first.
func (z *zoneTable) regimeAt(instant int64) int {
	block := min(max(instant>>blockBits, 0), int64(len(z.near)-1))
	i := int(z.near[block])
	for z.regimes[i].end <= instant {
		i++
	}
	return i
}

// first is the first instant at which clocks show local, or the first after
// the gap that skips it. The regime it returns is a good hint for a later time.
func (z *zoneTable) first(local int64, hint int) (instant int64, regime int) {
	r := &z.regimes[hint]
	if local < r.first.start || local >= r.first.end {
		hint = z.regimeAt(local)
		for z.regimes[hint].first.end <= local {
			hint++
		}
		for z.regimes[hint].first.start > local {
			hint--
		}
		r = &z.regimes[hint]
	}
	return max(r.start, local-r.off), hint
}

// last is the last instant at which clocks show local, or the first after the
// gap that skips it.
func (z *zoneTable) last(local int64, hint int) (instant int64, regime int) {
	r := &z.regimes[hint]
	if local < r.last.start || local >= r.last.end {
		hint = z.regimeAt(local)
		for z.regimes[hint].last.end <= local {
			hint++
		}
		for z.regimes[hint].last.start > local {
			hint--
		}
		r = &z.regimes[hint]
	}
	return min(local-r.off, r.end), hint
}
