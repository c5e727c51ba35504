package ical

import "time"

// place is a zone with the last stretch of it that was looked at: most times of a
// calendar lie between the same two changes of its clocks.
type place struct {
	loc *time.Location
	utc bool
	// The offset from UTC, in seconds, that holds for the instants in [lo, hi).
	offset, lo, hi int64
}

func newPlace(loc *time.Location) *place {
	return &place{loc: loc, utc: loc == time.UTC}
}

func (p *place) same(q *place) bool {
	return p == q || p.loc == q.loc || p.loc.String() == q.loc.String()
}

// inUTC is UTC.
func inUTC() *place { return &place{loc: time.UTC, utc: true} }

// margin is more than any zone is from UTC, in seconds.
const margin = 16 * 3600

// instantOf is the instant at which a clock in the place shows wall. When the
// clocks show it twice, it is the first of the two; when they skip it, it is read
// with the offset before the gap (RFC 5545 3.3.5), so that 02:30 is 03:30.
func (p *place) instantOf(wall int64) int64 {
	if p.utc {
		return bounded(wall)
	}
	// Two days inside of a stretch, no clock shows anything twice.
	if c := wall - p.offset; c-2*daySeconds >= p.lo && c+2*daySeconds < p.hi {
		return bounded(c)
	}
	early, late := p.offsetAt(wall-margin), p.offsetAt(wall+margin)
	for _, c := range [...]int64{wall - max(early, late), wall - min(early, late)} {
		if c+p.offsetAt(c) == wall {
			return bounded(c)
		}
	}
	return bounded(wall - early)
}

// wallOf is what a clock in the place shows at an instant.
func (p *place) wallOf(at int64) int64 { return at + p.offsetAt(at) }

func (p *place) offsetAt(at int64) int64 {
	if p.utc {
		return 0
	}
	if at >= p.lo && at < p.hi {
		return p.offset
	}
	t := time.Unix(at, 0).In(p.loc)
	_, offset := t.Zone()
	p.offset = int64(offset)
	p.lo, p.hi = earliest, latest
	start, end := t.ZoneBounds()
	if !start.IsZero() {
		p.lo = start.Unix()
	}
	if !end.IsZero() {
		p.hi = end.Unix()
	}
	if at < p.lo || at >= p.hi {
		p.lo, p.hi = at, at+1
	}
	return p.offset
}

// instantOf is the instant at which a clock in loc shows wall, which is dressed
// as UTC; see place.instantOf.
func instantOf(wall time.Time, loc *time.Location) time.Time {
	return timeAt(newPlace(loc).instantOf(wall.Unix()))
}

// dressed is the wall clock in loc at t, dressed as UTC.
func dressed(t time.Time, loc *time.Location) time.Time {
	return timeAt(t.Unix() + offsetAt(t.Unix(), loc))
}

// offsetAt is how far the clocks in loc are ahead of UTC, in seconds.
func offsetAt(unix int64, loc *time.Location) int64 {
	_, offset := time.Unix(unix, 0).In(loc).Zone()
	return int64(offset)
}
