package ical

import (
	"fmt"
	"slices"
	"strings"
)

// maxDepth is how deep components may nest, the calendar itself being the first.
const maxDepth = 8

// rawEvent is a VEVENT cut out of the file: its own properties that this package
// reads, without those of the alarms and others inside.
type rawEvent struct {
	line  int
	props []property
}

// lineOf is where the first property of that name stands, else the event.
func (r *rawEvent) lineOf(name string) int { return r.lineAt(propOf(name)) }

func (r *rawEvent) lineAt(name propName) int {
	if p := r.first(name); p != nil {
		return int(p.line)
	}
	return r.line
}

// first is the first property of that name, nil without.
func (r *rawEvent) first(name propName) *property {
	for i := range r.props {
		if r.props[i].name == name {
			return &r.props[i]
		}
	}
	return nil
}

// calendar is one VCALENDAR of a file.
type calendar struct {
	name      string
	product   string // PRODID
	method    string // METHOD
	zoneName  string // X-WR-TIMEZONE
	zoneLine  int
	zones     map[string]*timezone // by TZID
	floating  floating
	events    []rawEvent
	lastTZID  string // the TZID that was looked up last, and where it led
	lastPlace *place
}

// splitter cuts a file into calendars and events, without recursion.
type splitter struct {
	notes     *notes
	calendars []*calendar
	stack     []string
	inEvent   bool
	event     rawEvent
	arena     []property // the properties of all events
	zone      *timezone
	events    int
}

func split(text string, n *notes) ([]*calendar, error) {
	s := &splitter{notes: n}
	in := linesOf(text)
	for {
		l, ok := in.next()
		if !ok {
			break
		}
		if err := s.line(l); err != nil {
			return nil, err
		}
	}
	s.finish()
	return s.calendars, nil
}

func (s *splitter) line(l line) error {
	name := l.name()
	colon := strings.IndexByte(l.first, ':') >= 0 || strings.IndexByte(l.folds, ':') >= 0
	switch {
	case name == "" || !colon:
		if len(s.calendars) > 0 {
			s.notes.add(l.no, "this line is not \"NAME:value\" and was skipped")
		}
	case l.long():
		if len(s.calendars) > 0 {
			s.notes.addf(l.no, "%s is longer than %d bytes, the limit for one line, and was skipped", clean(name, 40), maxLine)
		}
	case len(name) == len("BEGIN") && strings.EqualFold(name, "BEGIN"):
		return s.begin(componentOf(l), l.no)
	case len(name) == len("END") && strings.EqualFold(name, "END"):
		s.end(componentOf(l), l.no)
	default:
		s.property(name, l)
	}
	return nil
}

// componentOf is the name that a BEGIN or an END gives.
func componentOf(l line) string {
	_, name, _ := strings.Cut(l.text(), ":")
	return strings.ToUpper(strings.TrimSpace(name))
}

func (s *splitter) begin(name string, no int) error {
	switch {
	case name == "VCALENDAR":
		s.closeTo(0, no)
		s.calendars = append(s.calendars, &calendar{zones: map[string]*timezone{}})
	case len(s.stack) == 0:
		if len(s.calendars) > 0 {
			s.notes.addf(no, "%q stands outside of any calendar and was skipped", name)
		}
		return nil
	case name == "VEVENT" && s.inEvent:
		s.closeTo(slices.Index(s.stack, "VEVENT"), no)
	}
	if len(s.stack) >= maxDepth {
		return fmt.Errorf("%w: line %d: components nest more than %d deep", ErrTooDeep, no, maxDepth)
	}
	s.stack = append(s.stack, name)
	switch name {
	case "VEVENT":
		s.inEvent, s.event = true, rawEvent{line: no}
		if s.events++; s.events > MaxEvents {
			return fmt.Errorf("%w: more than %d events", ErrTooLarge, MaxEvents)
		}
	case "VTIMEZONE":
		s.zone = &timezone{line: no}
	case "STANDARD", "DAYLIGHT":
		if s.zone != nil && len(s.zone.parts) < maxObservances {
			s.zone.parts = append(s.zone.parts, observance{daylight: name == "DAYLIGHT", line: no})
		}
	}
	return nil
}

func (s *splitter) end(name string, no int) {
	i := len(s.stack) - 1
	for i >= 0 && s.stack[i] != name {
		i--
	}
	if i < 0 {
		if len(s.calendars) > 0 {
			s.notes.addf(no, "END:%s ends nothing and was skipped", clean(name, 40))
		}
		return
	}
	switch name {
	case "VEVENT":
		s.keepEvent()
	case "VTIMEZONE":
		if s.zone != nil && s.zone.id != "" {
			s.calendars[len(s.calendars)-1].zones[s.zone.id] = s.zone
		}
		s.zone = nil
	}
	s.closeTo(i, no)
}

func (s *splitter) keepEvent() {
	if !s.inEvent {
		return
	}
	cal := s.calendars[len(s.calendars)-1]
	cal.events = append(cal.events, s.event)
	s.inEvent = false
}

// closeTo leaves n components open; an event that is among the others has lost
// its end, and what it said with it.
func (s *splitter) closeTo(n, no int) {
	if s.inEvent && slices.Contains(s.stack[n:], "VEVENT") {
		s.notes.addf(s.event.line, "the event has no END:VEVENT before line %d; the event is left out", no)
		s.inEvent = false
	}
	s.stack = s.stack[:n]
}

func (s *splitter) finish() {
	if len(s.stack) == 0 {
		return
	}
	no := 0
	if s.inEvent {
		no = s.event.line
	}
	s.notes.add(no, "the file ends before END:VCALENDAR; it may be cut off, and shifts may be missing")
}

func (s *splitter) property(name string, l line) {
	if len(s.stack) == 0 {
		return
	}
	switch s.stack[len(s.stack)-1] {
	case "VEVENT":
		if id := propOf(name); id != noProp && s.inEvent {
			s.eventProperty(property{id, int32(l.no), l.text()})
		}
	case "VCALENDAR":
		s.calendarProperty(strings.ToUpper(name), l)
	case "VTIMEZONE":
		s.zoneProperty(strings.ToUpper(name), l)
	case "STANDARD", "DAYLIGHT":
		if s.zone != nil && len(s.zone.parts) > 0 {
			s.zone.parts[len(s.zone.parts)-1].read(strings.ToUpper(name), l)
		}
	}
}

// eventProperty adds to the event. The properties of all events share blocks of
// memory, which are never moved: an event may hold on to its part.
func (s *splitter) eventProperty(p property) {
	ev := &s.event
	if len(s.arena) == cap(s.arena) {
		block := make([]property, 0, max(64, min(2*cap(s.arena), 8192), 2*len(ev.props)+1))
		block = append(block, ev.props...)
		s.arena = block
		ev.props = s.arena[:len(s.arena):len(s.arena)]
	}
	first := len(s.arena) - len(ev.props)
	s.arena = append(s.arena, p)
	ev.props = s.arena[first:len(s.arena):len(s.arena)]
}

func (s *splitter) calendarProperty(name string, l line) {
	cal := s.calendars[len(s.calendars)-1]
	switch name {
	case "X-WR-CALNAME":
		cal.name = clean(unescape(property{text: l.text()}.value()), 120)
	case "NAME": // RFC 7986 5.1
		if cal.name == "" {
			cal.name = clean(unescape(property{text: l.text()}.value()), 120)
		}
	case "PRODID":
		cal.product = clean(property{text: l.text()}.value(), 255)
	case "METHOD":
		cal.method = clean(property{text: l.text()}.value(), 40)
	case "X-WR-TIMEZONE":
		cal.zoneName, cal.zoneLine = strings.TrimSpace(property{text: l.text()}.value()), l.no
	}
}

func (s *splitter) zoneProperty(name string, l line) {
	if s.zone == nil {
		return
	}
	switch name {
	case "TZID":
		s.zone.id = strings.Trim(strings.TrimSpace(property{text: l.text()}.value()), `"`)
	case "X-LIC-LOCATION":
		s.zone.location = strings.TrimSpace(property{text: l.text()}.value())
	}
}
