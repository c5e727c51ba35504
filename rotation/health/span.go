package health

import (
	"cmp"
	"slices"
	"sort"
	"time"

	"standby/rotation"
)

// span is a half-open interval of instants, in seconds since 1970.
type span struct{ start, end int64 }

func (s span) length() int64 { return s.end - s.start }

func (s span) interval() rotation.Interval {
	return rotation.Interval{Start: time.Unix(s.start, 0).UTC(), End: time.Unix(s.end, 0).UTC()}
}

func (s span) public() Span { return Span{Interval: s.interval(), Seconds: s.length()} }

// join puts spans in order and makes one of those that touch or overlap. It
// reuses their slice.
func join(spans []span) []span {
	byStart := func(a, b span) int { return cmp.Compare(a.start, b.start) }
	if !slices.IsSortedFunc(spans, byStart) {
		slices.SortFunc(spans, byStart)
	}
	n := 0
	for _, s := range spans {
		if n > 0 && s.start <= spans[n-1].end {
			spans[n-1].end = max(spans[n-1].end, s.end)
			continue
		}
		spans[n] = s
		n++
	}
	return spans[:n]
}

func total(spans []span) int64 {
	var sum int64
	for _, s := range spans {
		sum += s.length()
	}
	return sum
}

// calendar is spans in order and apart, ready to be asked how much of them lies
// in another span.
type calendar struct {
	spans []span
	// before[i] is the length of all spans before i.
	before []int64
}

// newCalendar keeps the spans, which join has made.
func newCalendar(spans []span) calendar {
	c := calendar{spans: spans}
	c.refill()
	return c
}

func (c *calendar) refill() {
	c.before = slices.Grow(c.before[:0], len(c.spans)+1)
	sum := int64(0)
	for _, s := range c.spans {
		c.before = append(c.before, sum)
		sum += s.length()
	}
	c.before = append(c.before, sum)
}

// from is the first span that ends after an instant.
func (c *calendar) from(at int64) int {
	return sort.Search(len(c.spans), func(i int) bool { return c.spans[i].end > at })
}

// until is how much of the calendar lies before an instant.
func (c *calendar) until(at int64) int64 {
	i := c.from(at)
	sum := c.before[i]
	if i < len(c.spans) && c.spans[i].start < at {
		sum += at - c.spans[i].start
	}
	return sum
}

// in is how much of the calendar lies in a span.
func (c *calendar) in(s span) int64 { return c.until(s.end) - c.until(s.start) }

// shared is how much of the calendar lies in spans that are in order and apart,
// and how many of its own spans they touch.
func (c *calendar) shared(spans []span) (seconds int64, touched int) {
	next := 0
	for _, s := range spans {
		seconds += c.in(s)
		first := max(next, c.from(s.start))
		next = max(next, sort.Search(len(c.spans), func(i int) bool { return c.spans[i].start >= s.end }))
		touched += max(0, next-first)
	}
	return seconds, touched
}
