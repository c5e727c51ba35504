package pay

import (
	"fmt"
	"slices"
)

// occurrences are the spans in which the timed conditions of m hold, in order
// and disjoint, from a little before to a little after all that is computed.
// With apart, windows that touch stay apart, each a piece of its own.
func (r *run) occurrences(m *match, apart bool) ([]stretch, error) {
	key := occurKey{m, apart}
	if have, ok := r.occur[key]; ok {
		return have, nil
	}
	var out []stretch
	var err error
	switch {
	case !m.timed():
		out = []stretch{r.wide}
	case len(m.weekly) > 0:
		out = r.weekly(m)
	case len(m.holidays) > 0 && (m.eve.set || m.untilWorkday):
		out, err = r.aroundHolidays(m)
	default:
		out, err = r.daily(m)
	}
	if err != nil {
		return nil, err
	}
	out = r.dated(m, out)
	slices.SortFunc(out, byStart)
	if !apart {
		out = united(out)
	}
	r.occur[key] = out
	return out, nil
}

type occurKey struct {
	match *match
	apart bool
}

func (r *run) dates() (first, last int64) {
	return r.wall.date(r.wide.from), r.wall.date(r.wide.to)
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
	var out []stretch
	first, last := r.dates()
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
	for _, p := range r.partial {
		if part := p.clip(window.from, window.to); part.length() > 0 && (slices.Contains(m.holidays, "any") || slices.Contains(m.holidays, p.class)) {
			out = append(out, part)
		}
	}
	return out
}

func (r *run) onDay(m *match, date int64) bool {
	if !m.hasDays {
		return true
	}
	wd := weekday(date)
	weekend := wd == 0 || wd == 6
	return m.days[wd] || m.workday && !weekend && !r.isHoliday(date) || m.free && (weekend || r.isHoliday(date))
}

func (r *run) isHoliday(date int64) bool { return r.free[date] }

func (r *run) onHoliday(m *match, date int64) bool {
	classes := r.holidays[date]
	for _, want := range m.holidays {
		if want == "any" && len(classes) > 0 || want == "none" && len(classes) == 0 || slices.Contains(classes, want) {
			return true
		}
	}
	return false
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

// clock is the time of day that a policy or a fact names; of a fact that is a
// date with a time, its time.
func (r *run) clock(c clockTime) (int64, error) {
	if c.ref == "" {
		return c.sec, nil
	}
	text := r.fact(c.ref)
	if i := len(text) - 5; i > 0 {
		text = text[i:]
	}
	sec, ok := timeOfDay(text)
	if !ok {
		return 0, fmt.Errorf("%w: %s, a time of day such as 09:00", ErrFact, c.ref)
	}
	return sec, nil
}
