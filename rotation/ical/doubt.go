package ical

import (
	"strings"
	"time"

	"standby/rotation"
)

// widestZone is the most that a zone's clock differs from UTC: 14 h east (Line
// Islands); none lies farther west.
const widestZone = 14 * time.Hour

// longestDoubt is how long an event without a readable end is taken to be.
const longestDoubt = 24 * time.Hour

// doubt adds when an event that is not understood may have taken place.
func (rd *reader) doubt(raw *rawEvent) {
	d := doubt(raw, rd.opt.Window)
	if !d.Empty() && len(rd.doubts) < MaxWarnings && !rd.listing {
		rd.doubts = append(rd.doubts, d)
	}
}

// doubt is when an event that could not be read may have taken place, in whatever
// zone it meant: nobody can say who is on call then. It is the whole window where
// not even its day can be read, or where it recurs.
func doubt(raw *rawEvent, window rotation.Interval) rotation.Interval {
	var start, end time.Time
	for _, p := range raw.props {
		switch p.name {
		case propStart:
			start = roughly(p.text)
		case propEnd:
			end = roughly(p.text)
		case propRule, propExtra:
			return window
		}
	}
	if start.IsZero() {
		return window
	}
	if !end.After(start) {
		end = start.Add(longestDoubt)
	}
	return rotation.Interval{Start: start.Add(-widestZone), End: end.Add(widestZone)}.Clip(window)
}

// roughly reads the local date or date-time (RFC 5545 3.3.4, 3.3.5) that a line
// ends in as if it were in UTC; zero when it is none.
func roughly(line string) time.Time {
	value := strings.TrimSuffix(strings.TrimSpace(line[strings.LastIndexByte(line, ':')+1:]), "Z")
	for _, layout := range []string{"20060102T150405", "20060102"} {
		if t, err := time.Parse(layout, value); err == nil {
			return t
		}
	}
	return time.Time{}
}
