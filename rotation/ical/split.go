package ical

import (
	"fmt"
	"slices"
	"strings"
)

// maxDepth is how deep components may nest. Whatever is deeper is passed over:
// go-ical recurses, and overflows the stack on a file of BEGIN lines.
const maxDepth = 8

// maxParams bounds the name and parameters of a line, in bytes: go-ical takes
// quadratic time over them.
const maxParams = 512

// property is one content line that this package reads.
type property struct {
	name string // upper case
	line int
	text string // the whole line
}

// rawEvent is a VEVENT cut out of the file: its own properties that this package
// reads, without those of the alarms and others inside.
type rawEvent struct {
	line  int
	props []property
}

// lineOf is where the first property of that name stands, else the event.
func (r *rawEvent) lineOf(name string) int {
	for _, p := range r.props {
		if p.name == name {
			return p.line
		}
	}
	return r.line
}

// calendar is one VCALENDAR of a file.
type calendar struct {
	name     string
	zoneName string // X-WR-TIMEZONE
	zoneLine int
	places   map[string]string // TZID of a VTIMEZONE to its X-LIC-LOCATION
	floating floating
	events   []rawEvent
}

// eventProps are the properties of a VEVENT that this package reads; true for
// those without which, or with a broken one of which, the event is not known.
var eventProps = map[string]bool{
	"DTSTART": true, "DTEND": true, "DURATION": true, "RECURRENCE-ID": true,
	"RRULE": false, "RDATE": false, "EXDATE": false, "UID": false, "SUMMARY": false,
	"STATUS": false, "SEQUENCE": false, "ATTENDEE": false,
}

// splitter cuts a file into calendars and events, without recursion.
type splitter struct {
	notes     *notes
	calendars []*calendar
	stack     []string
	deep      int // BEGIN lines passed over below the deepest level
	deepSaid  bool
	event     *rawEvent
	zone      string
	events    int
}

func split(text []byte, n *notes) ([]*calendar, error) {
	s := &splitter{notes: n}
	in := lines{rest: text}
	for {
		l, ok := in.next()
		if !ok {
			break
		}
		s.line(l)
		if s.events > MaxEvents {
			return nil, fmt.Errorf("%w: more than %d events", ErrTooLarge, MaxEvents)
		}
	}
	s.finish()
	return s.calendars, nil
}

func (s *splitter) line(l line) {
	end := strings.IndexAny(l.text, ";:")
	if end <= 0 || !strings.Contains(l.text, ":") {
		if len(s.calendars) > 0 {
			s.notes.add(l.no, "this line is not \"NAME:value\" and was skipped")
		}
		return
	}
	name := strings.ToUpper(strings.TrimSpace(l.text[:end]))
	switch name {
	case "BEGIN":
		s.begin(strings.ToUpper(strings.TrimSpace(l.text[end+1:])), l.no)
	case "END":
		s.end(strings.ToUpper(strings.TrimSpace(l.text[end+1:])), l.no)
	default:
		s.property(name, l)
	}
}

func (s *splitter) begin(name string, no int) {
	switch {
	case name == "VCALENDAR":
		s.closeTo(0, no)
		s.calendars = append(s.calendars, &calendar{places: map[string]string{}})
	case len(s.stack) == 0:
		if len(s.calendars) > 0 {
			s.notes.add(no, fmt.Sprintf("%q stands outside of any calendar and was skipped", name))
		}
		return
	case name == "VEVENT" && s.event != nil:
		s.closeTo(slices.Index(s.stack, "VEVENT"), no)
	}
	if len(s.stack) >= maxDepth {
		s.tooDeep(no)
		return
	}
	if name == "VEVENT" {
		s.event = &rawEvent{line: no}
		s.events++
	}
	s.zone = ""
	s.stack = append(s.stack, name)
}

func (s *splitter) tooDeep(no int) {
	s.deep++
	if !s.deepSaid {
		s.deepSaid = true
		s.notes.add(no, fmt.Sprintf("components nest more than %d deep; what is deeper was skipped", maxDepth))
	}
}

func (s *splitter) end(name string, no int) {
	i := len(s.stack) - 1
	for i >= 0 && s.stack[i] != name {
		i--
	}
	outer := name == "VEVENT" || name == "VCALENDAR"
	switch {
	case s.deep > 0 && !outer:
		s.deep--
	case i < 0:
		if len(s.calendars) > 0 {
			s.notes.add(no, fmt.Sprintf("END:%s ends nothing and was skipped", name))
		}
	default:
		if name == "VEVENT" {
			s.keepEvent()
		}
		s.closeTo(i, no)
	}
}

func (s *splitter) keepEvent() {
	cal := s.calendars[len(s.calendars)-1]
	cal.events = append(cal.events, *s.event)
	s.event = nil
}

// closeTo leaves n components open; an event that is among the others has lost
// its end, and what it said with it.
func (s *splitter) closeTo(n, no int) {
	if s.event != nil && slices.Contains(s.stack[n:], "VEVENT") {
		s.notes.add(s.event.line, fmt.Sprintf("the event has no END:VEVENT before line %d; the event is left out", no))
		s.event = nil
	}
	s.stack = s.stack[:n]
	s.deep = 0
}

func (s *splitter) finish() {
	if len(s.stack) == 0 {
		return
	}
	line := 0
	if s.event != nil {
		line = s.event.line
	}
	s.notes.add(line, "the file ends before END:VCALENDAR; it may be cut off, and shifts may be missing")
	s.event, s.stack = nil, nil
}

func (s *splitter) property(name string, l line) {
	if len(s.stack) == 0 || s.deep > 0 {
		return
	}
	switch s.stack[len(s.stack)-1] {
	case "VCALENDAR":
		s.calendarProperty(name, l)
	case "VEVENT":
		s.eventProperty(name, l)
	case "VTIMEZONE":
		s.zoneProperty(name, l)
	}
}

func (s *splitter) calendarProperty(name string, l line) {
	cal := s.calendars[len(s.calendars)-1]
	switch name {
	case "X-WR-CALNAME":
		cal.name = clean(unescape(valueOf(l.text)), 120)
	case "X-WR-TIMEZONE":
		cal.zoneName, cal.zoneLine = strings.TrimSpace(valueOf(l.text)), l.no
	}
}

func (s *splitter) zoneProperty(name string, l line) {
	switch name {
	case "TZID":
		s.zone = strings.TrimSpace(valueOf(l.text))
	case "X-LIC-LOCATION":
		if s.zone != "" {
			s.calendars[len(s.calendars)-1].places[s.zone] = strings.TrimSpace(valueOf(l.text))
		}
	}
}

func (s *splitter) eventProperty(name string, l line) {
	if _, wanted := eventProps[name]; !wanted {
		return
	}
	colon := valueAt(l.text)
	switch {
	case colon < 0:
		s.notes.add(l.no, fmt.Sprintf("%s has a quote that does not close and was skipped", name))
	case l.long:
		s.notes.add(l.no, fmt.Sprintf("%s is longer than %d bytes and was skipped", name, maxLine))
	case colon > maxParams:
		s.notes.add(l.no, fmt.Sprintf("the parameters of %s are longer than %d bytes; the line was skipped", name, maxParams))
	default:
		s.event.props = append(s.event.props, property{name, l.no, l.text})
	}
}

// valueAt is the index of the colon that ends the name and parameters, -1 when
// there is none outside of quotes.
func valueAt(text string) int {
	quoted := false
	for i := range len(text) {
		switch text[i] {
		case '"':
			quoted = !quoted
		case ':':
			if !quoted {
				return i
			}
		}
	}
	return -1
}

func valueOf(text string) string {
	if i := valueAt(text); i >= 0 {
		return text[i+1:]
	}
	return ""
}
