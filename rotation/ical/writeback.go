package ical

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"standby/rotation"
)

// Written is what Standby wrote to a calendar before: what Revise needs to know
// of it. The zero value stands for a calendar that is not there yet.
type Written struct {
	entries []*past
	foreign int
}

// Foreign is how many events of others are in the calendar. Writing over a file
// that has any would lose them.
func (w Written) Foreign() int { return w.foreign }

// UIDs are those that Standby wrote, in the order of the calendar.
func (w Written) UIDs() []string {
	uids := make([]string, len(w.entries))
	for i, p := range w.entries {
		uids[i] = p.uid
	}
	return uids
}

// past is an entry as it was written.
type past struct {
	uid        string
	sequence   int
	modified   time.Time
	digest     string
	start, end time.Time // zero where they cannot be read
	allDay     bool
	gone       bool // it was cancelled
	summary    string
	categories []string
	scope      string // of the export that wrote it
	shown      string // what it showed then
}

// ReadWritten reads back what Write wrote, also when a CalDAV server has written
// it anew in its own way, or someone has put the resources of a collection after
// each other. Empty data is a calendar that is not there yet. The error wraps
// ErrNotACalendar or ErrTooLarge.
func ReadWritten(data []byte) (Written, error) {
	var w Written
	if len(data) > MaxBytes {
		return w, fmt.Errorf("read the calendar written before: %w: %d bytes, the limit is %d", ErrTooLarge, len(data), MaxBytes)
	}
	text := strings.TrimPrefix(string(data), "\uFEFF")
	if strings.TrimSpace(text) == "" {
		return w, nil
	}
	if !strings.HasPrefix(strings.ToUpper(strings.TrimSpace(text)), "BEGIN:VCALENDAR") {
		return w, fmt.Errorf("read the calendar written before: %w: it does not begin with BEGIN:VCALENDAR; write to another file", ErrNotACalendar)
	}
	w.scan(text)
	return w, nil
}

// scan collects the events of the calendar.
func (w *Written) scan(text string) {
	at := map[string]int{} // where in w.entries a UID stands
	inside := 0            // components within the event
	zones := tzids{}
	var p *past
	for _, l := range writtenLines(text) {
		name, zone, value := splitLine(l)
		switch {
		case p == nil:
			if name == "BEGIN" && strings.EqualFold(value, "VEVENT") {
				p, inside = &past{}, 0
			}
		case name == "BEGIN":
			inside++
		case name == "END" && inside > 0:
			inside--
		case name == "END":
			w.add(p, at)
			p = nil
		case inside == 0:
			p.property(name, value, zones.find(zone))
		}
	}
	if p != nil {
		w.foreign++ // cut off: nobody can say whose it is
	}
}

// add keeps an entry of ours; of two with one UID the later revision.
func (w *Written) add(p *past, at map[string]int) {
	if !strings.HasPrefix(p.uid, uidPrefix) || !goodUID(p.uid) || p.digest == "" {
		w.foreign++
		return
	}
	if p.modified.IsZero() {
		p.digest = "" // it is written anew
	}
	i, had := at[p.uid]
	switch {
	case !had:
		at[p.uid] = len(w.entries)
		w.entries = append(w.entries, p)
	case p.sequence >= w.entries[i].sequence:
		w.entries[i] = p
	}
}

func (p *past) property(name, value string, zone *time.Location) {
	switch name {
	case "UID":
		p.uid = value
	case "SEQUENCE":
		if n, err := strconv.Atoi(value); err == nil && n >= 0 && n <= maxSequence {
			p.sequence = n
		}
	case "LAST-MODIFIED":
		p.modified, _ = writtenTime(time.UTC, value)
	case "DTSTART":
		p.start, p.allDay = writtenTime(zone, value)
	case "DTEND":
		p.end, _ = writtenTime(zone, value)
	case "SUMMARY":
		p.summary = oneLine(unescape(value))
	case "STATUS":
		p.gone = strings.EqualFold(value, "CANCELLED")
	case "CATEGORIES":
		for _, c := range strings.Split(strings.ReplaceAll(value, `\,`, "\x00"), ",") {
			p.categories = append(p.categories, unescape(strings.ReplaceAll(c, "\x00", `\,`)))
		}
	case digestName:
		p.digest = value
	case scopeName:
		p.scope, p.shown, _ = strings.Cut(value, "-")
	}
}

// writtenLines are the content lines, unfolded.
func writtenLines(text string) []string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.NewReplacer("\n ", "", "\n\t", "").Replace(text)
	return strings.Split(text, "\n")
}

// splitLine is a content line's name in upper case, its TZID and its value.
func splitLine(line string) (name, zone, value string) {
	quoted := false
	colon := strings.IndexFunc(line, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return r == ':' && !quoted
	})
	if colon < 0 {
		return "", "", ""
	}
	name, params, _ := strings.Cut(line[:colon], ";")
	for p := range strings.SplitSeq(params, ";") {
		if v, ok := cutFold(p, "TZID="); ok {
			zone = strings.Trim(v, `"`)
		}
	}
	return strings.ToUpper(name), zone, line[colon+1:]
}

// tzids are the zones of a file, each looked up once.
type tzids map[string]*time.Location

// find is the zone of that name; nil when there is none.
func (z tzids) find(name string) *time.Location {
	zone, known := z[name]
	if !known && len(z) < maxTZIDs {
		zone = load(name)
		z[name] = zone
	}
	return zone
}

// maxTZIDs bounds how many names one file may have looked up; ours have one.
const maxTZIDs = 20

// writtenTime reads a time in one of the three forms that are written; zero when
// it is none. Times that clocks show twice or never are written in UTC.
func writtenTime(zone *time.Location, value string) (t time.Time, date bool) {
	if t, err := time.Parse("20060102", value); err == nil {
		return t, true
	}
	if t, err := time.Parse("20060102T150405Z", value); err == nil {
		return t, false
	}
	if zone == nil {
		return time.Time{}, false
	}
	t, err := time.ParseInLocation("20060102T150405", value, zone)
	if err != nil {
		return time.Time{}, false
	}
	return t.UTC(), false
}

// series is the part of a UID that stays from turn to turn.
func (p *past) series() string {
	parts := strings.SplitN(p.uid, "-", 4)
	return strings.Join(parts[:min(3, len(parts))], "-")
}

func (p *past) span() spanKey {
	return spanKey{p.series(), p.start.Unix(), p.end.Unix(), p.allDay}
}

// overlaps reports whether a new entry shares some of the old one's time.
func (p *past) overlaps(e *Entry) bool {
	start, end := e.bounds()
	return p.allDay == e.AllDay && start.Before(p.end) && p.start.Before(end)
}

// shows reports whether clients that have the old entry show what the new one
// says; somebody may have edited it.
func (p *past) shows(e *Entry) bool {
	start, end := e.bounds()
	return p.allDay == e.AllDay && p.gone == e.Cancelled && p.start.Equal(start) && p.end.Equal(end) && p.summary == oneLine(e.Summary)
}

// in reports whether some of the entry lies in a window.
func (p *past) in(window rotation.Interval) bool {
	return p.start.Before(p.end) && inYears(p.start) && p.start.Before(window.End) && p.end.After(window.Start)
}

// cancelled is the entry as it is written once it holds no longer.
func (p *past) cancelled() Entry {
	return Entry{
		UID: p.uid, Start: p.start, End: p.end, AllDay: p.allDay,
		Summary: p.summary, Categories: p.categories, Cancelled: true,
	}
}
