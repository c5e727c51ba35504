package ical

import (
	"maps"
	"regexp"
	"strings"
	"time"

	"standby/rotation"
)

// changed is a reading that another program has and this one does not, on
// purpose: what it does to the calendar, or to the list of its events, so that
// this one would read it the other way. A case is known only when it agrees then.
type changed struct {
	reason string
	data   func(string) string
	drop   bool // events whose rule cannot be read
	zones  bool // whatever zone the question was asked in
}

// The reasons, and why this program reads otherwise.
var changes = []changed{
	// RFC 5545 3.8.5.3 leaves open whether a start that the rule does not have
	// is an instance. A shift too many is better than one too few; and
	// wild/impossible_rule and Sabre want it.
	{reason: "the start of a series counts, whether or not its rule has it", data: exceptStarts},
	// calendars.md decides so.
	{reason: "YEARLY with BYMONTHDAY and no BYMONTH is in every month", data: addMonth},
	// "Until Friday" includes Friday: Google writes so, even for a series of one,
	// whose only instance would be lost.
	{reason: "UNTIL with a date includes that day", data: untilMidnight},
	// wild/bad_rrule_keeps_event.
	{reason: "a rule that cannot be read costs the rule, not the event", drop: true},
	{reason: "days were asked for in a zone that the manifest does not name", zones: true},
}

// known is the reason for which a case differs on purpose, empty when there is
// none: the fewest of the changes with which it agrees.
func (c conformanceCase) known(data []byte) string {
	for size := range len(changes) + 1 {
		for set := range 1 << len(changes) {
			reasons, n := c.provenBy(data, set, size)
			if n == size && reasons != "" {
				return reasons
			}
		}
	}
	return ""
}

// provenBy tries one set of changes, if it has that size.
func (c conformanceCase) provenBy(data []byte, set, size int) (reasons string, n int) {
	text, drop, zones := strings.ReplaceAll(string(data), "\r\n", "\n"), false, false
	text = strings.ReplaceAll(text, "\n ", "")
	var names []string
	for i, ch := range changes {
		if set&(1<<i) == 0 {
			continue
		}
		n++
		names = append(names, ch.reason)
		drop, zones = drop || ch.drop, zones || ch.zones
		if ch.data != nil {
			text = ch.data(text)
		}
	}
	if n != size {
		return "", n
	}
	want := c.wanted()
	for _, zone := range c.askedIn(zones) {
		if maps.Equal(c.listed([]byte(text), zone, drop), want) {
			return strings.Join(names, "; "), n
		}
	}
	return "", n
}

// wanted is what the case expects.
func (c conformanceCase) wanted() map[string]int {
	want := map[string]int{}
	for _, e := range c.Expected {
		want[c.key(e.Start, e.End)+c.mark(e.Status)] += max(1, e.N)
	}
	return want
}

func (c conformanceCase) askedIn(any bool) []*time.Location {
	if !any {
		return []*time.Location{c.zoneOf()}
	}
	var zones []*time.Location
	for hour := -12; hour <= 14; hour++ {
		zones = append(zones, time.FixedZone("asked", hour*3600))
	}
	return zones
}

// listed is what the calendar holds; without events whose rule cannot be read
// when drop says so.
func (c conformanceCase) listed(data []byte, zone *time.Location, drop bool) map[string]int {
	list, err := Events(data, Options{
		Zone: zone, ByWall: c.Zone == "event-local",
		Window: rotation.Interval{Start: caseTime(c.From), End: caseTime(c.To)},
	})
	if err != nil {
		return nil
	}
	got := map[string]int{}
	for _, e := range list.Events {
		if drop && ruleUnread(data, e, list.Warnings) || c.Select == "starts_in_window" && e.Start.Before(caseTime(c.From)) {
			continue
		}
		got[c.key(e.Text(e.Start), e.Text(e.End))+c.mark(e.Status)]++
	}
	return got
}

// ruleUnread reports whether a warning says that the rule of the event was not
// followed.
func ruleUnread(data []byte, e Event, warnings []Warning) bool {
	lines := strings.Split(string(data), "\n")
	for _, w := range warnings {
		if !strings.Contains(w.Text, "recurrence rule") || w.Line < e.Line {
			continue
		}
		if !strings.Contains(strings.Join(lines[e.Line-1:w.Line], "\n"), "END:VEVENT") {
			return true
		}
	}
	return false
}

var (
	startLine  = regexp.MustCompile(`(?m)^DTSTART([^:\n]*):(\d{4})(\d\d)(\S*)$`)
	yearlyDays = regexp.MustCompile(`(?m)^RRULE:(.*FREQ=YEARLY.*BYMONTHDAY=.*)$`)
	untilDay   = regexp.MustCompile(`UNTIL=(\d{8})(;|$|\n)`)
	wholeEvent = regexp.MustCompile(`(?s)BEGIN:VEVENT.*?END:VEVENT`)
)

// exceptStarts takes the start out of each series.
func exceptStarts(text string) string {
	return wholeEvent.ReplaceAllStringFunc(text, func(event string) string {
		if !strings.Contains(event, "RRULE:") {
			return event
		}
		return startLine.ReplaceAllString(event, "$0\nEXDATE$1:$2$3$4")
	})
}

func addMonth(text string) string {
	return wholeEvent.ReplaceAllStringFunc(text, func(event string) string {
		start := startLine.FindStringSubmatch(event)
		if start == nil || strings.Contains(event, "BYMONTH=") {
			return event
		}
		return yearlyDays.ReplaceAllString(event, "RRULE:$1;BYMONTH="+start[3])
	})
}

func untilMidnight(text string) string {
	return wholeEvent.ReplaceAllStringFunc(text, func(event string) string {
		if strings.Contains(event, "DTSTART;VALUE=DATE:") {
			return event
		}
		return untilDay.ReplaceAllString(event, "UNTIL=${1}T000000$2")
	})
}
