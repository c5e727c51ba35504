package ical

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// writeClock writes times in the zone of a calendar.
type writeClock struct {
	zone  *time.Location // nil for UTC
	years yearSpan       // that the definition covers
	// changes are those of the zone in those years, in order.
	changes []zoneChange
	used    bool
}

// yearSpan is from the first to the last year.
type yearSpan struct{ first, last int }

// zoneChange is an instant at which the clocks of a zone change.
type zoneChange struct {
	at       int64
	from, to int // seconds ahead of UTC
	name     string
	summer   bool
}

// newWriteClock covers the year before the first entry to the year after the
// last, so that a calendar does not change with every day that passes.
func newWriteClock(zone *time.Location, entries []Entry) *writeClock {
	c := &writeClock{}
	if zone == nil || load(zone.String()) == time.UTC {
		return c
	}
	c.zone = load(zone.String()) // and not what somebody else may have called so
	for i := range entries {
		e := &entries[i]
		if e.AllDay || !c.ruled(e.Start) || !c.ruled(e.End) {
			continue
		}
		first, last := e.Start.In(c.zone).Year(), e.End.In(c.zone).Year()
		if !c.used {
			c.years = yearSpan{first, last}
		}
		c.years = yearSpan{min(c.years.first, first), max(c.years.last, last)}
		c.used = true
	}
	c.years = yearSpan{c.years.first - 1, c.years.last + 1}
	if c.used {
		c.changes = changesOf(c.zone, yearStart(c.years.first), yearStart(c.years.last+1))
	}
	return c
}

func yearStart(year int) int64 { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Unix() }

// times are parameters and values of DTSTART and DTEND.
func (c *writeClock) times(e *Entry) (from, to string) {
	start, end := e.bounds()
	switch {
	case e.AllDay:
		layout := ";VALUE=DATE:20060102"
		return start.Format(layout), end.Format(layout)
	case c.zone == nil || !c.ruled(start) || !c.ruled(end) || c.twice(start) || c.twice(end):
		return ":" + utcText(start), ":" + utcText(end)
	}
	prefix := ";TZID=" + c.zone.String() + ":"
	layout := "20060102T150405"
	return prefix + start.In(c.zone).Format(layout), prefix + end.In(c.zone).Format(layout)
}

// ruled reports whether a time lies in the years that rules are known for. A turn
// "for ever", until the year 9999, would have a definition of as many years; it
// is written in UTC.
func (c *writeClock) ruled(t time.Time) bool {
	year := t.In(c.zone).Year()
	return firstRuled <= year && year <= lastRuled
}

const firstRuled, lastRuled = 1900, 2150

// twice reports whether the clocks of the zone show the same time at another
// instant too. RFC 5545 3.3.5 takes it for the first, but not every client does,
// so an entry that begins or ends in such an hour is written in UTC.
func (c *writeClock) twice(t time.Time) bool {
	_, offset := t.In(c.zone).Zone()
	local := t.Unix() + int64(offset)
	i, _ := slices.BinarySearchFunc(c.changes, t.Unix()-2*86400, func(ch zoneChange, at int64) int { return cmp.Compare(ch.at, at) })
	for ; i < len(c.changes) && c.changes[i].at < t.Unix()+2*86400; i++ {
		if ch := c.changes[i]; ch.at+int64(ch.to) <= local && local < ch.at+int64(ch.from) {
			return true
		}
	}
	return false
}

// define writes the VTIMEZONE (RFC 5545 3.6.5), if any time needs it.
func (c *writeClock) define(o *contentLines) {
	if c.zone == nil {
		return
	}
	o.line("X-WR-TIMEZONE:" + c.zone.String()) // for the days too
	if !c.used {
		return
	}
	o.line("BEGIN:VTIMEZONE")
	o.line("TZID:" + c.zone.String())
	o.line("X-LIC-LOCATION:" + c.zone.String())
	if rules := c.yearly(); rules != nil {
		for _, r := range rules {
			o.observance(r.zoneChange, "RRULE:"+r.rule())
		}
	} else {
		o.observance(c.initial(), "")
		for _, change := range c.changes {
			o.observance(change, "")
		}
	}
	o.line("END:VTIMEZONE")
}

func (o *contentLines) observance(c zoneChange, rule string) {
	kind := "STANDARD"
	if c.summer {
		kind = "DAYLIGHT"
	}
	o.line("BEGIN:" + kind)
	o.line("DTSTART:" + c.wall().Format("20060102T150405"))
	o.line("TZOFFSETFROM:" + offsetText(c.from))
	o.line("TZOFFSETTO:" + offsetText(c.to))
	o.line("TZNAME:" + escapeText(oneLine(c.name)))
	if rule != "" {
		o.line(rule)
	}
	o.line("END:" + kind)
}

// wall is what clocks show at the change before they change, dressed as UTC.
func (c zoneChange) wall() time.Time { return time.Unix(c.at+int64(c.from), 0).UTC() }

// initial is the state before the first change, written as if it began then.
func (c *writeClock) initial() zoneChange {
	at := time.Unix(yearStart(c.years.first), 0).In(c.zone)
	name, offset := at.Zone()
	return zoneChange{at: at.Unix(), from: offset, to: offset, name: name, summer: at.IsDST()}
}

// offsetText writes an offset (RFC 5545 3.3.14); seconds only where there are any.
func offsetText(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	text := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if s := seconds % 60; s != 0 {
		text += fmt.Sprintf("%02d", s)
	}
	return text
}

// yearlyRule is a change that comes back every year on the same weekday.
type yearlyRule struct {
	zoneChange
	nth int // of the month; -1 for the last
}

func (r yearlyRule) rule() string {
	wall := r.wall()
	return fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", wall.Month(), r.nth, strings.ToUpper(wall.Weekday().String()[:2]))
}

// steadyYears is how many years past the entries a rule must hold to be written
// as one without an end.
const steadyYears = 10

// yearly are the two changes of every year, if that is what the zone has in all
// of the years that are written and some more; else nil. Clients that keep only
// one rule for a zone read these right.
func (c *writeClock) yearly() []yearlyRule {
	last := c.years.last + steadyYears
	changes := changesOf(c.zone, yearStart(c.years.first), yearStart(last+1))
	if len(changes) != 2*(last-c.years.first+1) {
		return nil
	}
	var rules []yearlyRule
	for i := range 2 {
		first := changes[i]
		nths := map[int]int{}
		for n := i; n < len(changes); n += 2 {
			if !first.likewise(changes[n], c.years.first+n/2) {
				return nil
			}
			wall := changes[n].wall()
			nths[(wall.Day()-1)/7+1]++
			if wall.AddDate(0, 0, 7).Month() != wall.Month() {
				nths[-1]++
			}
		}
		nth := commonNth(nths, len(changes)/2)
		if nth == 0 {
			return nil
		}
		rules = append(rules, yearlyRule{first, nth})
	}
	return rules
}

// likewise reports whether d is the same change in that year.
func (c zoneChange) likewise(d zoneChange, year int) bool {
	a, b := c.wall(), d.wall()
	return b.Year() == year && a.Month() == b.Month() && a.Weekday() == b.Weekday() &&
		a.Hour()*3600+a.Minute()*60+a.Second() == b.Hour()*3600+b.Minute()*60+b.Second() &&
		c.from == d.from && c.to == d.to && c.name == d.name
}

// commonNth is the weekday of the month that holds in all of the years; 0 for
// none.
func commonNth(nths map[int]int, years int) int {
	for _, nth := range []int{-1, 1, 2, 3, 4} {
		if nths[nth] == years {
			return nth
		}
	}
	return 0
}

// changesOf are the changes of a zone in [from, to).
func changesOf(zone *time.Location, from, to int64) []zoneChange {
	var list []zoneChange
	for at := from - 1; at < to; {
		next := nextLook(zone, at, to)
		if a, b := secondsAhead(at, zone), secondsAhead(next, zone); a != b {
			change := changeIn(zone, at, next)
			if change.at < to {
				list = append(list, change)
			}
			next = change.at
		}
		at = next
	}
	return list
}

// nextLook is an instant after at up to which the zone changes at most once. The
// bounds that package time reports are wrong for rules like Cairo's, which end
// summer at 24:00; there it is an hour.
func nextLook(zone *time.Location, at, to int64) int64 {
	_, end := time.Unix(at, 0).In(zone).ZoneBounds()
	switch {
	case end.IsZero():
		return to
	case end.Unix() <= at || secondsAhead(end.Unix()-1, zone) != secondsAhead(at, zone):
		return at + 3600
	}
	return end.Unix()
}

// changeIn finds the one change in (at, next].
func changeIn(zone *time.Location, at, next int64) zoneChange {
	before := secondsAhead(at, zone)
	for next-at > 1 {
		if mid := at + (next-at)/2; secondsAhead(mid, zone) == before {
			at = mid
		} else {
			next = mid
		}
	}
	was, is := time.Unix(at, 0).In(zone), time.Unix(next, 0).In(zone)
	name, offset := is.Zone()
	change := zoneChange{at: next, from: int(before), to: offset, name: name, summer: is.IsDST()}
	if was.IsDST() != is.IsDST() {
		// Ireland and Morocco call winter their daylight saving time; clients take
		// the observance that is ahead for summer.
		change.summer = change.to > change.from
	}
	return change
}

// secondsAhead is how far the clocks of a zone are ahead of UTC.
func secondsAhead(at int64, zone *time.Location) int64 {
	_, offset := time.Unix(at, 0).In(zone).Zone()
	return int64(offset)
}
