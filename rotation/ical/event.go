package ical

import (
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	goical "github.com/emersion/go-ical"

	"standby/rotation"
)

// event is one VEVENT, read.
type event struct {
	line      int
	uid       string // never empty
	sequence  int
	cancelled bool
	summary   string
	attendees []rotation.Person
	start     moment
	length    length
	rules     []rule
	also      []extra  // RDATE
	except    []moment // EXDATE
	replaces  *moment  // RECURRENCE-ID
}

// extra is one value of an RDATE.
type extra struct {
	start  moment
	length length
}

// fields is a VEVENT while it is being read.
type fields struct {
	cal   *calendar
	raw   *rawEvent
	props goical.Props
}

// first is the first property of that name, nil without.
func (f *fields) first(name string) *goical.Prop { return f.props.Get(name) }

// text is the first property of that name as shown text.
func (f *fields) text(name string, limit int) string {
	if p := f.first(name); p != nil {
		return clean(unescape(p.Value), limit)
	}
	return ""
}

// parse reads one VEVENT. What makes its time unknown is an error; the rest is
// noted and passed over.
func (rd *reader) parse(cal *calendar, raw *rawEvent) (*event, error) {
	props, err := rd.props(raw)
	if err != nil {
		return nil, err
	}
	f := &fields{cal, raw, props}
	ev := &event{
		line:      raw.line,
		cancelled: strings.EqualFold(f.text("STATUS", 20), "CANCELLED"),
		summary:   f.text("SUMMARY", maxName),
		uid:       f.text("UID", 255),
	}
	ev.sequence, _ = strconv.Atoi(f.text("SEQUENCE", 10))
	if err := rd.times(f, ev); err != nil {
		return nil, err
	}
	if ev.uid == "" {
		ev.uid = madeUp(ev)
	}
	ev.attendees = rd.attendees(f)
	rd.recurrence(f, ev)
	return ev, nil
}

// madeUp is a UID for an event that has none: the same for the same event in the
// next reading.
func madeUp(ev *event) string {
	h := fnv.New64a()
	_, _ = fmt.Fprint(h, ev.summary, ev.start.wall.Unix(), ev.start.zone)
	return fmt.Sprintf("no-uid-%016x", h.Sum64())
}

// props has go-ical read the lines of an event. When it cannot, it reads them
// one by one, so that a broken line costs itself.
func (rd *reader) props(raw *rawEvent) (goical.Props, error) {
	if props, err := decode(raw.props); err == nil {
		return props, nil
	}
	all := goical.Props{}
	for _, line := range raw.props {
		props, err := decode([]property{line})
		switch {
		case err == nil:
			for name, values := range props {
				all[name] = append(all[name], values...)
			}
		case eventProps[line.name]:
			return nil, faultAt(line.line, "%s cannot be read (%w)", line.name, err)
		default:
			rd.notes.add(line.line, fmt.Sprintf("%s cannot be read (%v) and was skipped", line.name, err))
		}
	}
	return all, nil
}

// decode runs go-ical on a calendar made of these lines alone. go-ical panics on
// some of them: a parameter at the end of a line, text after a closing quote.
func decode(lines []property) (props goical.Props, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("malformed parameter")
		}
	}()
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\nBEGIN:VEVENT\n")
	for _, l := range lines {
		b.WriteString(l.text)
		b.WriteByte('\n')
	}
	b.WriteString("END:VEVENT\nEND:VCALENDAR\n")
	cal, err := goical.NewDecoder(strings.NewReader(b.String())).Decode()
	if err != nil {
		return nil, errors.New(strings.TrimPrefix(err.Error(), "ical: "))
	}
	return cal.Children[0].Props, nil
}

// times reads when the event is, and which instance it replaces.
func (rd *reader) times(f *fields, ev *event) error {
	start := f.first("DTSTART")
	if start == nil {
		return faultAt(f.raw.line, "the event has no DTSTART")
	}
	var err error
	if ev.start, err = rd.moment(f.cal, start, start.Value, nil); err != nil {
		return faultAt(f.raw.lineOf("DTSTART"), "DTSTART: %w", err)
	}
	if p := f.first("RECURRENCE-ID"); p != nil {
		m, err := rd.moment(f.cal, p, p.Value, ev.start.zone)
		if err != nil {
			return faultAt(f.raw.lineOf("RECURRENCE-ID"), "RECURRENCE-ID: %w", err)
		}
		if strings.EqualFold(p.Params.Get("RANGE"), "THISANDFUTURE") {
			rd.notes.add(f.raw.lineOf("RECURRENCE-ID"),
				"RANGE=THISANDFUTURE is not followed; only this one instance is changed")
		}
		ev.replaces = &m
	}
	if ev.cancelled {
		return nil // it only takes away, whatever its length
	}
	ev.length, err = rd.lengthOf(f, ev.start)
	return err
}

func (rd *reader) lengthOf(f *fields, start moment) (length, error) {
	if p := f.first("DTEND"); p != nil {
		end, err := rd.moment(f.cal, p, p.Value, start.zone)
		if err != nil {
			return length{}, faultAt(f.raw.lineOf("DTEND"), "DTEND: %w", err)
		}
		l := between(start, end)
		if start.date && end.date && l.total() == 0 {
			return length{nominal: day}, nil // some calendars write one day so
		}
		if l.total() <= 0 {
			return l, faultAt(f.raw.lineOf("DTEND"), "the event does not end after it starts")
		}
		return l, nil
	}
	if p := f.first("DURATION"); p != nil {
		l, err := parseLength(p.Value)
		if err != nil {
			return l, faultAt(f.raw.lineOf("DURATION"), "DURATION: %w", err)
		}
		return l, nil
	}
	if start.date {
		return length{nominal: day}, nil
	}
	return length{}, faultAt(f.raw.line, "the event has neither DTEND nor DURATION, so it has no length")
}

// moment reads one value of a property. A value without a zone is read in near,
// the zone of the event's start, or as the calendar says when near is nil.
func (rd *reader) moment(cal *calendar, p *goical.Prop, value string, near *time.Location) (moment, error) {
	tzid := strings.Join(p.Params.Values("TZID"), ",")
	// TZID=tzone://Microsoft/Utc should be in quotes, and never is.
	if i := strings.LastIndexByte(value, ':'); i >= 0 && tzid != "" {
		tzid, value = tzid+":"+value[:i], value[i+1:]
	}
	wall, date, utc, err := parseWall(value)
	if err != nil {
		return moment{}, err
	}
	m := moment{wall: wall, zone: near, date: date}
	switch {
	case utc:
		m.zone = time.UTC
	case tzid != "":
		m.zone, err = rd.zone(cal, tzid)
	case near == nil:
		m.zone, err = rd.floatingZone(cal)
	}
	return m, err
}

// recurrence reads the rules and lists. A broken one is noted and passed over:
// the first instance stays, because a shift too many is better than none.
func (rd *reader) recurrence(f *fields, ev *event) {
	for i := range f.props["RRULE"] {
		p := &f.props["RRULE"][i]
		if strings.TrimSpace(p.Value) == "" {
			continue // some calendars write an empty one for "once"
		}
		r, err := parseRule(p.Value, ev.start)
		if err != nil {
			rd.notes.add(f.raw.lineOf("RRULE"), fmt.Sprintf(
				"the recurrence rule %q was not followed: %v; only the first instance is known", clean(p.Value, 80), err))
			continue
		}
		ev.rules = append(ev.rules, r)
	}
	rd.list(f, "EXDATE", func(p *goical.Prop, value string) error {
		m, err := rd.moment(f.cal, p, value, ev.start.zone)
		if err == nil {
			ev.except = append(ev.except, m)
		}
		return err
	})
	rd.list(f, "RDATE", func(p *goical.Prop, value string) error {
		x, err := rd.extra(f.cal, p, value, ev)
		if err == nil {
			ev.also = append(ev.also, x)
		}
		return err
	})
}

// list reads each value of each line of that name.
func (rd *reader) list(f *fields, name string, read func(*goical.Prop, string) error) {
	for i := range f.props[name] {
		p := &f.props[name][i]
		for value := range strings.SplitSeq(p.Value, ",") {
			if strings.TrimSpace(value) == "" {
				continue
			}
			if err := read(p, value); err != nil {
				rd.notes.add(f.raw.lineOf(name), fmt.Sprintf("%s: %v; this value was skipped", name, err))
			}
		}
	}
}

// extra reads a value of RDATE: a start, or a PERIOD with an end of its own.
func (rd *reader) extra(cal *calendar, p *goical.Prop, value string, ev *event) (extra, error) {
	from, to, period := strings.Cut(value, "/")
	start, err := rd.moment(cal, p, from, ev.start.zone)
	if err != nil || !period {
		return extra{start, ev.length}, err
	}
	if strings.HasPrefix(strings.ToUpper(strings.TrimSpace(to)), "P") {
		l, err := parseLength(to)
		return extra{start, l}, err
	}
	end, err := rd.moment(cal, p, to, start.zone)
	if err != nil {
		return extra{}, err
	}
	l := between(start, end)
	if l.total() <= 0 {
		return extra{}, fmt.Errorf("the period %q does not end after it starts", clean(value, 60))
	}
	return extra{start, l}, nil
}
