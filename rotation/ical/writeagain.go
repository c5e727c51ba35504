package ical

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"standby/rotation"
)

// uidPrefix begins every UID that is chosen here.
const uidPrefix = "standby-"

// Revise prepares a calendar to be written after w: it gives every entry its
// UID, SEQUENCE and LAST-MODIFIED. The zero Written stands for nothing.
//
// Clients know an event by its UID alone. A UID is made from the series (rota,
// role and person) and the first start, so that two exports agree without
// knowing of each other; and it is kept when the turn moves, because a client
// that imported the file would else have the turn twice. So:
//
//   - an entry of the same span, the same first start, or else one that overlaps
//     in the same series keeps its UID;
//   - what has changed in it raises SEQUENCE by one and sets LAST-MODIFIED to
//     now; what has not changed stays as it is to the byte;
//   - an entry that is gone though it would lie in known is written as CANCELLED
//     until known has moved past it: dropping it would leave it standing with
//     those who imported it;
//   - an entry outside of known is dropped, for nothing is known about it.
//
// known is the window that the entries come from; it may be empty, then nothing is
// written as CANCELLED. Entries should be whole: a turn that known cuts keeps the end
// that was written before. now is cut to seconds. The error wraps ErrEntry
// when an entry cannot be written, or two were given the same UID.
func (w Written) Revise(cal Calendar, known rotation.Interval, now time.Time) (Calendar, error) {
	if err := checkContent(cal); err != nil {
		return cal, err
	}
	r := revision{known: known, taken: map[string]bool{}, adopted: map[*past]bool{}}
	given := map[string]bool{}
	for _, p := range w.entries {
		r.taken[p.uid] = true
	}
	entries := slices.Clone(cal.Entries)
	for i, e := range entries {
		if e.UID != "" && given[e.UID] {
			return cal, atEntry(cal, i, fmt.Errorf("%w: the UID %s stands twice", ErrEntry, shortened(e.UID)))
		}
		given[e.UID], r.taken[e.UID] = true, true
	}
	slices.SortStableFunc(entries, func(a, b Entry) int {
		return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End), cmp.Compare(a.Series, b.Series), cmp.Compare(a.Summary, b.Summary))
	})
	before := r.match(entries, w.entries)
	for i := range entries {
		if entries[i].UID == "" {
			entries[i].UID = r.choose(&entries[i])
		}
	}
	for _, p := range w.entries {
		if !r.adopted[p] && p.in(known) {
			entries, before = append(entries, p.cancelled()), append(before, p)
		}
	}
	cal.Entries = entries
	clock := newWriteClock(cal.Zone, entries)
	for i := range entries {
		stamp(&entries[i], before[i], clock, now.UTC().Truncate(time.Second))
	}
	return cal, nil
}

// stamp sets when an entry was changed.
func stamp(e *Entry, before *past, clock *writeClock, now time.Time) {
	switch {
	case before == nil:
		e.Sequence, e.Modified = 0, now
	case before.digest == contentDigest(contentOf(e, clock)) && before.shows(e):
		e.Sequence, e.Modified = before.sequence, before.modified
	default:
		e.Sequence, e.Modified = min(before.sequence+1, maxSequence), now
		if before.modified.After(now) { // the clock was set back
			e.Modified = before.modified
		}
	}
}

// revision matches new entries with those that were written.
type revision struct {
	known   rotation.Interval
	taken   map[string]bool // UIDs that stand for something
	adopted map[*past]bool  // whose UID a new entry has
}

// spanKey is what two entries of one turn have in common for certain.
type spanKey struct {
	series     string
	start, end int64
	allDay     bool
}

// match finds for each entry what it was before, and gives it that UID. The
// surest signs come first for all entries, so that none takes another's.
func (r *revision) match(entries []Entry, written []*past) []*past {
	before := make([]*past, len(entries))
	byUID, bySpan := map[string]*past{}, map[spanKey]*past{}
	for _, p := range written {
		byUID[p.uid] = p
		if had := bySpan[p.span()]; had == nil || had.gone && !p.gone {
			bySpan[p.span()] = p
		}
	}
	for _, find := range []func(*Entry) *past{
		func(e *Entry) *past { return byUID[e.UID] },
		func(e *Entry) *past { return bySpan[e.span()] },
		func(e *Entry) *past { return byUID[e.natural()] },
	} {
		for i := range entries {
			if before[i] != nil || entries[i].UID != "" && byUID[entries[i].UID] == nil {
				continue
			}
			if p := find(&entries[i]); p != nil && !r.adopted[p] {
				before[i] = p
				r.adopt(&entries[i], p)
			}
		}
	}
	r.matchMoved(entries, written, before)
	return before
}

// matchMoved finds the turns that have moved, by what they still share.
func (r *revision) matchMoved(entries []Entry, written []*past, before []*past) {
	left := map[string][]*past{}
	for _, p := range written {
		if !r.adopted[p] && !p.gone {
			left[p.series()] = append(left[p.series()], p)
		}
	}
	for _, list := range left {
		slices.SortStableFunc(list, func(a, b *past) int { return a.start.Compare(b.start) })
	}
	for i := range entries {
		e := &entries[i]
		if e.UID != "" {
			continue
		}
		list := left[e.series()]
		if n := slices.IndexFunc(list, func(p *past) bool { return p.overlaps(e) }); n >= 0 {
			before[i] = list[n]
			left[e.series()] = slices.Delete(list, n, n+1)
			r.adopt(e, before[i])
		}
	}
}

func (r *revision) adopt(e *Entry, p *past) {
	r.adopted[p] = true
	e.UID = p.uid
	// The window cuts what reaches out of it; the turn itself has not changed.
	if e.AllDay || p.allDay || p.start.IsZero() {
		return
	}
	if e.Start.Equal(r.known.Start) && p.start.Before(e.Start) {
		e.Start = p.start
	}
	if e.End.Equal(r.known.End) && p.end.After(e.End) {
		e.End = p.end
	}
}

// choose is a UID that nothing else has.
func (r *revision) choose(e *Entry) string {
	uid := e.natural()
	for n := 2; r.taken[uid]; n++ {
		uid = e.natural() + "-" + strconv.Itoa(n)
	}
	r.taken[uid] = true
	return uid
}

// natural is the UID of an entry that was not written before.
func (e *Entry) natural() string {
	start, _ := e.bounds()
	if e.AllDay {
		return e.series() + "-" + start.Format("20060102")
	}
	return e.series() + "-" + utcText(start)
}

func (e *Entry) series() string {
	if e.Series == "" {
		return SeriesOf("entry", e.Summary)
	}
	return e.Series
}

func (e *Entry) span() spanKey {
	start, end := e.bounds()
	return spanKey{e.series(), start.Unix(), end.Unix(), e.AllDay}
}
