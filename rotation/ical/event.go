package ical

import (
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"standby/rotation"
)

// event is one VEVENT, read.
type event struct {
	raw       *rawEvent
	line      int
	uid       string // never empty
	sequence  int
	status    string
	cancelled bool
	summary   string
	attendees []rotation.Person
	attended  bool // attendees were read
	start     moment
	length    length
	rules     []rule
	also      []extra  // RDATE
	except    []moment // EXDATE
	override  bool     // it replaces an instance, or more
	replaces  moment   // RECURRENCE-ID
	future    bool     // RANGE=THISANDFUTURE
	unsure    bool     // when it takes place is a guess, in part or as a whole
	next      int32    // the next event of the same UID, -1 without
}

// extra is one value of an RDATE.
type extra struct {
	start  moment
	length length
	period bool // it has a length of its own
}

// parse reads one VEVENT into ev. What makes its time unknown is an error; the
// rest is noted and passed over.
func (rd *reader) parse(cal *calendar, raw *rawEvent, ev *event) error {
	*ev = event{raw: raw, line: raw.line, next: -1}
	var recurs bool
	for i := range raw.props {
		p := &raw.props[i]
		switch p.name {
		case propStatus:
			if ev.status == "" {
				ev.status = statusOf(p.value())
			}
		case propSummary:
			if ev.summary == "" {
				ev.summary = strings.Clone(clean(unescape(p.value()), maxSummary))
			}
		case propUID:
			if ev.uid == "" {
				ev.uid = strings.Clone(clean(unescape(p.value()), 255))
			}
		case propSequence:
			ev.sequence, _ = strconv.Atoi(strings.TrimSpace(p.value()))
		case propRule, propExtra, propExcept:
			recurs = true
		}
	}
	ev.cancelled = ev.status == "CANCELLED"
	if err := rd.times(cal, ev); err != nil {
		return err
	}
	if ev.uid == "" {
		ev.uid = madeUp(ev)
	}
	if recurs {
		rd.recurrence(cal, ev)
	}
	return nil
}

// statusOf is a STATUS as it is shown.
func statusOf(value string) string {
	switch value {
	case "CONFIRMED", "TENTATIVE", "CANCELLED":
		return value
	}
	value = strings.ToUpper(clean(value, 20))
	if value == "CANCELED" {
		return "CANCELLED"
	}
	return value
}

// madeUp is a UID for an event that has none: the same for the same event in the
// next reading.
func madeUp(ev *event) string {
	h := fnv.New64a()
	_, _ = fmt.Fprint(h, ev.summary, ev.start.wall, ev.start.zone.loc)
	return fmt.Sprintf("no-uid-%016x", h.Sum64())
}

// times reads when the event is, and which instance it replaces.
func (rd *reader) times(cal *calendar, ev *event) error {
	start, instance := ev.raw.first(propStart), ev.raw.first(propInstance)
	if start == nil {
		start = instance // as in the cancellation of an instance
	}
	if start == nil {
		return faultAt(ev.line, "the event has no DTSTART")
	}
	params, value := start.times()
	var err error
	if ev.start, err = rd.moment(cal, ev, params, value, nil); err != nil {
		return faultAt(int(start.line), "DTSTART: %w", err)
	}
	if instance != nil {
		params, value := instance.times()
		if ev.replaces, err = rd.moment(cal, ev, params, value, &ev.start); err != nil {
			return faultAt(int(instance.line), "RECURRENCE-ID: %w", err)
		}
		ev.override = true
		ev.future = strings.EqualFold(param(params, "RANGE"), "THISANDFUTURE")
	}
	rd.lengthOf(cal, ev)
	return nil
}

// lengthOf reads how long the event is. When nobody can tell, it is a day or has
// no length at all, and its time is unsure.
func (rd *reader) lengthOf(cal *calendar, ev *event) {
	start := ev.start
	if start.date {
		ev.length.nominal = daySeconds
	}
	if p := ev.raw.first(propEnd); p != nil {
		params, value := p.times()
		end, err := rd.moment(cal, ev, params, value, &ev.start)
		if err != nil {
			rd.unsure(ev, p, "DTEND: %v; the event has no end that is known", err)
			return
		}
		rd.setEnd(cal, ev, p, end)
		return
	}
	if p := ev.raw.first(propDuration); p != nil {
		rd.setLength(cal, ev, p)
	}
}

func (rd *reader) setLength(cal *calendar, ev *event, p *property) {
	text, back := strings.CutPrefix(strings.TrimSpace(p.value()), "-")
	l, err := parseLength(text)
	if err != nil {
		rd.unsure(ev, p, "DURATION: %v; the event has no end that is known", err)
		return
	}
	ev.start, ev.length = lasting(ev.start, l, cal.floating.open)
	if back && ev.length.total() > 0 {
		rd.unsure(ev, p, "%s", endsFirst)
		ev.start = ev.start.at(ev.start.zone.wallOf(ev.start.instant()-ev.length.exact) - ev.length.nominal)
	}
}

// endsFirst is what is said of an event that does not end after it starts.
const endsFirst = "the event does not end after it starts; it is read as from its end to its start"

func (rd *reader) setEnd(cal *calendar, ev *event, p *property, end moment) {
	ev.start = startFor(ev.start, end, cal.floating.open)
	l := between(ev.start, end)
	switch {
	case l.total() > 0:
		ev.length = l
	case l.total() < 0 && end.instant() < ev.start.instant():
		rd.unsure(ev, p, "%s", endsFirst)
		ev.start, ev.length = end, between(end, ev.start)
	case !ev.start.date || !end.date:
		ev.length = length{}
	case rd.listing && onlyMarks(ev.raw):
		ev.length = length{}
	}
}

// onlyMarks reports whether a day that ends on itself marks the day and takes no
// time of it: it blocks nobody (TRANSP, RFC 5545 3.8.2.7), or does not even say that
// it is a day (VALUE=DATE). A list of events shows it without length, as other
// programs do, and not as the day that its author meant. A duty is always the day.
func onlyMarks(raw *rawEvent) bool {
	if p := raw.first(propTransparent); p != nil && strings.EqualFold(strings.TrimSpace(p.value()), "TRANSPARENT") {
		return true
	}
	start := raw.first(propStart)
	if start == nil {
		return false
	}
	params, _ := start.times()
	return param(params, "VALUE") == ""
}

// unsure notes that an event is not understood as a whole.
func (rd *reader) unsure(ev *event, p *property, format string, args ...any) {
	ev.unsure = true
	rd.notes.addf(int(p.line), format, args...)
}

// moment reads one value of a property. A value without a zone, or in one that is
// unknown, is read in that of near, the event's start, or as the calendar says when
// near is nil.
func (rd *reader) moment(cal *calendar, ev *event, params, value string, near *moment) (moment, error) {
	wall, date, utc, err := parseWall(value)
	if err != nil {
		return moment{}, err
	}
	m := moment{wall: wall, date: date}
	if utc {
		m.zone = rd.zones.utc
		return m, nil
	}
	if params != "" {
		if tzid := param(params, "TZID"); tzid != "" {
			if m.zone = rd.zone(cal, tzid); m.zone != nil {
				return m, nil
			}
			ev.unsure = true
			m.zone, m.floating = cal.floating.place, cal.floating.open
			if near != nil {
				m.zone, m.floating = near.zone, near.floating
			}
			rd.unknownZone(ev, tzid, m.zone)
			return m, nil
		}
	}
	if near != nil {
		m.zone, m.floating = near.zone, near.floating
		return m, nil
	}
	m.floating = cal.floating.open
	m.zone = cal.floating.place
	if !date || cal.floating.line > 0 || cal.floating.open {
		m.zone = rd.floatingZone(cal)
	}
	return m, nil
}

// unknownZone warns of a zone that nothing defines, at the event that uses it.
func (rd *reader) unknownZone(ev *event, tzid string, instead *place) {
	if rd.warned == nil {
		rd.warned = map[*rawEvent]bool{}
	}
	if rd.warned[ev.raw] {
		return
	}
	rd.warned[ev.raw] = true
	rd.notes.addf(ev.raw.lineAt(propStart), "unknown time zone %q; the time is read in %s; use an IANA name such as Europe/Berlin in the calendar",
		clean(tzid, 80), instead.loc)
}

// recurrence reads the rules and lists. A broken one is noted and passed over:
// the event itself is still known.
func (rd *reader) recurrence(cal *calendar, ev *event) {
	for i := range ev.raw.props {
		p := &ev.raw.props[i]
		switch p.name {
		case propRule:
			rd.rule(ev, p)
		case propExcept:
			rd.list(p, "EXDATE", func(params, value string) error {
				m, err := rd.moment(cal, ev, params, value, &ev.start)
				if err == nil {
					ev.except = append(ev.except, m)
				}
				return err
			})
		case propExtra:
			rd.list(p, "RDATE", func(params, value string) error {
				x, err := rd.extra(cal, ev, params, value)
				if err == nil {
					ev.also = append(ev.also, x)
				}
				return err
			})
		}
	}
}

func (rd *reader) rule(ev *event, p *property) {
	value := strings.TrimSpace(p.value())
	if value == "" {
		return
	}
	r, err := parseRule(value, ev.start)
	if err != nil {
		rd.unsure(ev, p, "the recurrence rule %q was not followed: %v; only the first instance is known", clean(value, 80), err)
		return
	}
	if len(ev.rules) == maxRules {
		rd.unsure(ev, p, "the event has more than %d recurrence rules; the others were skipped", maxRules)
		return
	}
	ev.rules = append(ev.rules, r)
}

// maxRules is how many RRULEs of one event are followed.
const maxRules = 20

// list reads each value of one line.
func (rd *reader) list(p *property, name string, read func(params, value string) error) {
	params, rest := p.times()
	for value := range strings.SplitSeq(rest, ",") {
		if strings.TrimSpace(value) == "" {
			continue
		}
		if err := read(params, value); err != nil {
			rd.notes.addf(int(p.line), "%s: %v; this value was skipped", name, err)
		}
	}
}

// extra reads a value of RDATE: a start, or a PERIOD with an end of its own.
func (rd *reader) extra(cal *calendar, ev *event, params, value string) (extra, error) {
	from, to, period := strings.Cut(value, "/")
	start, err := rd.moment(cal, ev, params, from, &ev.start)
	if err != nil || !period {
		return extra{start: start, length: ev.length}, err
	}
	if strings.HasPrefix(strings.ToUpper(strings.TrimSpace(to)), "P") {
		l, err := parseLength(to)
		start, l = lasting(start, l, cal.floating.open)
		return extra{start, l, true}, err
	}
	end, err := rd.moment(cal, ev, params, to, &start)
	if err != nil {
		return extra{}, err
	}
	start = startFor(start, end, cal.floating.open)
	l := between(start, end)
	if l.total() <= 0 {
		return extra{}, fmt.Errorf("the period %q does not end after it starts", clean(value, 60))
	}
	return extra{start, l, true}, nil
}
