package ical

import (
	"errors"
	"strings"

	goical "github.com/emersion/go-ical"
)

// maxParams bounds the name and parameters of a line that go-ical sees, in bytes:
// it takes quadratic time over them.
const maxParams = 512

// maxPeople is how many lines that name people go-ical sees of one event; rooms
// and the like, which are no attendees, are among them.
const maxPeople = 4 * maxAttendees

// fields are the properties of a VEVENT that name people, as go-ical has them.
type fields struct {
	raw   *rawEvent
	props goical.Props
}

// attend reads the persons of an event, once: only those whose events are in the
// window are of interest.
func (rd *reader) attend(ev *event) {
	if ev.attended {
		return
	}
	ev.attended = true
	if ev.raw.first(propAttendee) != nil {
		ev.attendees = rd.attendees(&fields{ev.raw, rd.people(ev.raw)})
	}
}

// people has go-ical read the lines that name people. When it cannot, it reads
// them one by one, so that a broken line costs itself.
func (rd *reader) people(raw *rawEvent) goical.Props {
	var lines []property
	for _, p := range raw.props {
		if p.name != propAttendee {
			continue
		}
		if len(lines) == maxPeople {
			break
		}
		switch colon := valueAt(p.text); {
		case colon < 0:
			rd.notes.add(int(p.line), "ATTENDEE has a quote that does not close and was skipped")
		case colon > maxParams:
			rd.notes.addf(int(p.line), "the parameters of ATTENDEE are longer than %d bytes; the line was skipped", maxParams)
		default:
			lines = append(lines, p)
		}
	}
	if props, err := decode(lines); err == nil {
		return props
	}
	all := goical.Props{}
	for _, line := range lines {
		props, err := decode([]property{line})
		if err != nil {
			rd.notes.addf(int(line.line), "ATTENDEE cannot be read (%v) and was skipped", err)
		}
		for name, values := range props {
			all[name] = append(all[name], values...)
		}
	}
	return all
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
