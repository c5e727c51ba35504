package pay

import (
	"slices"
)

// occurrences are the spans in which the timed conditions of m hold, in order
// and disjoint, from a little before to a little after all that is computed.
// With apart, windows that touch stay apart, each a piece of its own.
func (r *run) occurrences(m *match, apart bool) ([]stretch, error) {
	place := 2 * m.index
	if apart {
		place++
	}
	if have := &r.occur[place]; have.known {
		return have.spans, nil
	}
	out, err := r.windowsOf(m)
	if err != nil {
		return nil, err
	}
	if out, err = r.spared(m, r.dated(m, out)); err != nil {
		return nil, err
	}
	if !slices.IsSortedFunc(out, byStart) {
		slices.SortFunc(out, byStart)
	}
	if !apart {
		out = united(out)
	}
	r.occur[place] = occurrence{known: true, spans: out}
	return out, nil
}

// windowsOf are the windows by day, week or holiday; all time where there are none.
func (r *run) windowsOf(m *match) ([]stretch, error) {
	switch {
	case len(m.weekly) > 0:
		return r.weekly(m), nil
	case len(m.holidays) > 0 && (m.eve.set || m.untilWorkday):
		return r.aroundHolidays(m)
	case m.spare() && !m.hasDays && !m.from.set && !m.to.set && len(m.holidays) == 0:
		first, last := r.dates()
		return []stretch{{r.wall.first(first * day), r.wall.first((last + 1) * day)}}, nil
	}
	return r.daily(m)
}

// occurrence is what occurrences found of a match.
type occurrence struct {
	known bool
	spans []stretch
	last  int // what near found last
}

// near is firstAfter among the occurrences of m, which are known. Who asks for one
// instant after the other has the answer at once.
func (r *run) near(m *match, at int64) int {
	o := &r.occur[2*m.index]
	i := o.last
	if i > 0 && o.spans[i-1].to > at || i+2 < len(o.spans) && o.spans[i+2].to <= at {
		i = firstAfter(o.spans, at)
	}
	for i < len(o.spans) && o.spans[i].to <= at {
		i++
	}
	o.last = i
	return i
}

func (r *run) weekly(m *match) []stretch {
	var out []stretch
	first, last := r.dates()
	monday := first - floorMod(int64(weekday(first))-1, 7) - 7
	for ; monday <= last; monday += 7 {
		for _, w := range m.weekly {
			out = append(out, stretch{r.wall.first(monday*day + w.from), r.wall.first(monday*day + w.to)})
		}
	}
	return r.onHolidays(m, out)
}

// onHolidays keeps of weekly windows the parts that lie on the holidays asked for.
func (r *run) onHolidays(m *match, spans []stretch) []stretch {
	if len(m.holidays) == 0 {
		return spans
	}
	var out []stretch
	for _, s := range spans {
		for date := r.wall.date(s.from); date <= r.wall.date(s.to-1); date++ {
			if r.onHoliday(m, date) {
				out = append(out, s.clip(r.wall.first(date*day), r.wall.first(date*day+day)))
			}
		}
	}
	return out
}

func (r *run) daily(m *match) ([]stretch, error) {
	from, to, err := r.window(m)
	if err != nil {
		return nil, err
	}
	first, last := r.dates()
	out := make([]stretch, 0, last-first+2)
	for date := first - 1; date <= last; date++ {
		if !r.onDay(m, date) {
			continue
		}
		window := stretch{r.wall.first(date*day + from), r.wall.first(date*day + to)}
		if len(m.holidays) == 0 || r.onHoliday(m, date) {
			out = append(out, window)
			continue
		}
		out = append(out, r.onPartial(m, window)...)
	}
	return out, nil
}

// window is the daily one of a match, in seconds from midnight; to is more than
// from.
func (r *run) window(m *match) (from, to int64, err error) {
	to = day
	if m.from.set {
		if from, err = r.clock(m.from); err != nil {
			return 0, 0, err
		}
	}
	if m.to.set {
		if to, err = r.clock(m.to); err != nil {
			return 0, 0, err
		}
	}
	if m.lasting > 0 {
		to = from + m.lasting
	}
	if to <= from {
		to += day
	}
	return from, to, nil
}

// aroundHolidays are windows that begin on the eve of a holiday, or go on to the
// first weekday after it.
func (r *run) aroundHolidays(m *match) ([]stretch, error) {
	from, _, err := r.window(m)
	if err != nil {
		return nil, err
	}
	to := int64(day)
	if m.to.set {
		if to, err = r.clock(m.to); err != nil {
			return nil, err
		}
	}
	if m.eve.set {
		eve, err := r.clock(m.eve)
		if err != nil {
			return nil, err
		}
		from = eve - day
	}
	var out []stretch
	first, last := r.dates()
	for date := first - 1; date <= last; date++ {
		if !r.onDay(m, date) || !r.onHoliday(m, date) {
			continue
		}
		end := date*day + to
		if m.untilWorkday {
			after := date + 1
			for weekday(after) == 0 || weekday(after) == 6 || r.isHoliday(after) {
				after++
			}
			end = after * day
		}
		out = append(out, stretch{r.wall.first(date*day + from), r.wall.first(end)})
	}
	return out, nil
}

// onPartial keeps of a window what lies in parts of days that are holidays.
func (r *run) onPartial(m *match, window stretch) []stretch {
	var out []stretch
	for _, p := range r.parts {
		if part := p.clip(window.from, window.to); part.length() > 0 && (slices.Contains(m.holidays, "any") || slices.Contains(m.holidays, p.class)) {
			out = append(out, part)
		}
	}
	return out
}

// spared keeps what lies in the season, in or out of the usual hours, and in weeks
// on end.
func (r *run) spared(m *match, spans []stretch) ([]stretch, error) {
	if len(m.seasons) > 0 {
		spans = r.inSeason(m.seasons, spans)
	}
	if m.weeksOnEnd > 0 {
		spans = parted(spans, r.weeksOnEnd(m))
	}
	if m.work == "" {
		return spans, nil
	}
	for _, c := range [2]clockTime{r.p.work.from, r.p.work.to} {
		if _, err := r.clock(c); err != nil {
			return nil, err
		}
	}
	if m.work == "inside" {
		return parted(spans, r.work()), nil
	}
	var out []stretch
	for _, s := range spans {
		out = without(out, s, r.work())
	}
	return out, nil
}

// weeksOnEnd are the weeks on call that have so many on call on end, themselves
// with them.
func (r *run) weeksOnEnd(m *match) []stretch {
	var out []stretch
	row := int64(0)
	for at := r.wide.from; at < r.wide.to; {
		w := r.cycle(at, week, m.weekStart+4*day)
		if row++; overlap(r.onCall, w) == 0 {
			row = 0
		}
		if row >= m.weeksOnEnd {
			out = append(out, w)
		}
		at = w.to
	}
	return out
}

// dated keeps what lies between the dates of a match.
func (r *run) dated(m *match, spans []stretch) []stretch {
	if m.since == noDate && m.before == noDate {
		return spans
	}
	bound := r.wide
	if m.since != noDate {
		bound.from = r.wall.first(m.since * day)
	}
	if m.before != noDate {
		bound.to = r.wall.first(m.before * day)
	}
	var out []stretch
	for _, s := range spans {
		if s = s.clip(bound.from, bound.to); s.length() > 0 {
			out = append(out, s)
		}
	}
	return out
}
