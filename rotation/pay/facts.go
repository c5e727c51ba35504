package pay

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// epoch is a span from an instant on in which the facts of the person do not
// change.
type epoch struct {
	from  int64
	facts Facts
}

// firstFacts are those of the policy and the person, before any changes.
func (r *run) firstFacts() epoch {
	if len(r.p.given) == 0 {
		return epoch{facts: r.in.Facts}
	}
	return epoch{facts: over(r.p.given, r.in.Facts)}
}

// over are facts, and those that replace some of them.
func over(facts, by Facts) Facts {
	out := make(Facts, len(facts)+len(by))
	for k, v := range facts {
		out[k] = v
	}
	for k, v := range by {
		out[k] = v
	}
	return out
}

// laterFacts begins an epoch with each day on which facts change.
func (r *run) laterFacts() {
	if len(r.in.Later) == 0 {
		return
	}
	later := slices.Clone(r.in.Later)
	slices.SortStableFunc(later, func(a, b FactsFrom) int { return int(civil(a.Year, a.Month, a.Day) - civil(b.Year, b.Month, b.Day)) })
	for _, l := range later {
		last := r.epochs[len(r.epochs)-1]
		r.epochs = append(r.epochs, epoch{r.wall.first(civil(l.Year, l.Month, l.Day) * day), over(last.facts, l.Facts)})
	}
	for _, items := range [][]item{r.shifts, r.calls} {
		for i := range items {
			items[i].epoch = r.epochAt(items[i].from)
		}
	}
}

// epochAt is the place of the epoch that an instant lies in.
func (r *run) epochAt(at int64) int {
	n := len(r.epochs) - 1
	for n > 0 && r.epochs[n].from > at {
		n--
	}
	return n
}

// fact is one of the person that has to be the same all the time.
func (r *run) fact(name string) string {
	if len(r.epochs) == 1 {
		return r.epochs[0].facts[name]
	}
	first, last := r.epochAt(r.period.from), r.epochAt(r.period.to-1)
	text := r.epochs[first].facts[name]
	for n := first + 1; n <= last; n++ {
		if r.epochs[n].facts[name] != text {
			r.fail(fmt.Errorf("%w: %s, for the whole period; it changes on %s, so compute what is before that day and what is after it by itself",
				ErrFact, name, r.tell.day(r.epochs[n].from)))
		}
	}
	return text
}

// factOf is a fact of an item, else of the person in an epoch.
func (r *run) factOf(it *item, name string, epoch int) string {
	if it != nil && len(it.facts) > 0 {
		if v, ok := it.facts[name]; ok {
			return v
		}
	}
	return r.epochs[epoch].facts[name]
}

// instantOf reads an instant, or a date, or a date and time by a clock on the wall.
func instantOf(text string, clock func(around int64) *wall) (int64, bool) {
	if text == "" {
		return 0, false
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.Unix(), true
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return clock(t.Unix()).first(t.Unix()), true
		}
	}
	return 0, false
}

// factTime reads a fact that is an instant, a date, or a local date and time.
func (r *run) factTime(name string) (int64, bool) {
	if name == "" {
		return 0, false
	}
	return instantOf(r.fact(name), r.wallAt)
}

// wallAt is a clock that knows the zone around an instant.
func (r *run) wallAt(at int64) *wall {
	if at >= r.wide.from && at < r.wall.last-2*day {
		return r.wall
	}
	return newWall(r.wall.zone, stretch{at, at})
}

// hours is a length that a policy names, in seconds.
func (r *run) hours(l length) (int64, error) {
	if l.ref == "" {
		return l.sec, nil
	}
	n, ok := factNumber(r.fact(l.ref))
	if !ok {
		return 0, fmt.Errorf("%w: %s, a number of hours", ErrFact, l.ref)
	}
	sec, _ := n.times(whole(hour)).seconds()
	return sec, nil
}

// clock is the time of day that a policy or a fact names; of a fact that is a
// date with a time, its time.
func (r *run) clock(c clockTime) (int64, error) {
	if c.ref == "" {
		return c.sec, nil
	}
	text := r.fact(c.ref)
	if i := len(text) - len("09:00"); i > 0 {
		text = text[i:]
	}
	sec, ok := timeOfDay(text)
	if !ok {
		return 0, fmt.Errorf("%w: %s, a time of day such as 09:00", ErrFact, c.ref)
	}
	return sec, nil
}

// amountOf reads a fact that is an amount of money.
func amountOf(name, text string) (ratio, error) {
	n, ok := factNumber(text)
	if !ok {
		return ratio{}, fmt.Errorf("%w: %s, an amount such as 31.50", ErrFact, strings.TrimPrefix(name, "$"))
	}
	return n, nil
}
