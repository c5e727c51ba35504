package ical

import (
	"fmt"
	"slices"
	"time"

	"standby/rotation"
)

// override makes the event of a series that of the one instance.
func (a *amending) override(event sheet) (sheet, error) {
	master := a.in.ev
	if master.future {
		if a.in.original == original(master) {
			return nil, fmt.Errorf("%w: the event changes this shift and all later ones; change it in a calendar program", ErrNoPlace)
		}
		if master = a.master(); master == nil {
			return nil, fmt.Errorf("%w: the series that the event belongs to is missing", ErrNoPlace)
		}
	}
	event = event.drop("RRULE", "RDATE", "EXRULE", "EXDATE", "RECURRENCE-ID", digestName)
	start := written("DTSTART" + a.startText(a.in))
	id := written("RECURRENCE-ID" + originalText(master, a.in.original))
	at := event.own("DTSTART")
	if len(at) == 0 {
		return nil, fmt.Errorf("%w: the event has no DTSTART", ErrNoPlace)
	}
	event = slices.Insert(event, at[0]+1, id)
	event[at[0]] = start
	if len(event.own("DTEND")) > 0 || len(event.own("DURATION")) > 0 && a.in.ev.length.end(a.in.start) != a.in.to {
		event = a.setEnd(event, a.in.to, a.in.start.date && a.wholeDays(a.in.from, a.in.to))
	}
	return event, nil
}

// original is the start that an override replaces, as instance.original counts.
func original(ov *event) int64 {
	if ov.start.date || ov.start.floating {
		return ov.replaces.wall
	}
	return ov.replaces.instant()
}

// master is the event with the rules of the series, which need not have a turn of
// its own; nil without one.
func (a *amending) master() *event {
	calendars, err := split(a.text, &notes{})
	if err != nil {
		return nil
	}
	for _, cal := range calendars {
		a.rd.settleZone(cal)
		events := a.rd.parseAll(cal)
		for i := range events {
			if ev := &events[i]; ev.uid == a.in.ev.uid && !ev.override {
				return ev
			}
		}
	}
	return nil
}

// startText is the DTSTART of one instance, in the form of its event.
func (a *amending) startText(in instance) string {
	if in.start.date {
		return timeText(in.ev.raw.first(propStart), in.start, in.start.wall, never)
	}
	return timeText(in.ev.raw.first(propStart), in.start, in.start.zone.wallOf(in.from), in.from)
}

// originalText is a RECURRENCE-ID in the form of the DTSTART of its series, whose
// type it must have (RFC 5545 3.8.4.4).
func originalText(master *event, original int64) string {
	if master.start.date || master.start.floating {
		return timeText(master.raw.first(propStart), master.start, original, never)
	}
	return timeText(master.raw.first(propStart), master.start, master.start.zone.wallOf(original), original)
}

// timeText is parameters and value of a time in the form of another property
// like, whose time is m; at is the instant that it must mean, never where the wall
// clock alone counts. What that form cannot say is said in UTC.
func timeText(like *property, m moment, wall, at int64) string {
	params, value := "", ""
	if like != nil {
		params, value = like.times()
		if params != "" && params[0] != ';' {
			params = ""
		}
	}
	clock := timeAt(wall)
	switch {
	case m.date:
		return params + ":" + clock.Format("20060102")
	case at != never && (m.zone.utc && utcValue(value) || m.zone.instantOf(wall) != at):
		return ":" + utcText(timeAt(at))
	}
	return params + ":" + clock.Format("20060102T150405")
}

func utcValue(value string) bool {
	_, _, utc, err := parseWall(value)
	return err == nil && utc
}

// move gives an event the times of a span, as far as they differ from those it
// has.
func (a *amending) move(lines sheet, span rotation.Interval) (sheet, error) {
	from, to := span.Start.Unix(), span.End.Unix()
	if from == a.in.from && to == a.in.to {
		return lines, nil
	}
	at := lines.own("DTSTART")
	if len(at) != 1 {
		return nil, fmt.Errorf("%w: the event has no DTSTART of its own", ErrNoPlace)
	}
	days := a.in.start.date && a.wholeDays(from, to)
	if from != a.in.from || a.in.start.date && !days {
		start := utcLine(from)
		if days || !a.in.start.date {
			in := a.in
			in.from, in.start.wall = from, a.in.start.zone.wallOf(from)
			start = a.startText(in)
		}
		lines[at[0]] = written("DTSTART" + start)
	}
	return a.setEnd(lines, to, days), nil
}

func utcLine(at int64) string { return ":" + utcText(time.Unix(at, 0)) }

// wholeDays reports whether a span of an all-day event begins and ends with days.
func (a *amending) wholeDays(from, to int64) bool {
	zone := a.in.start.zone
	day := func(at int64) bool {
		wall := zone.wallOf(at)
		return floorMod64(wall, daySeconds) == 0 && zone.instantOf(wall) == at
	}
	return day(from) && day(to)
}

// setEnd writes when the event ends, over the DTEND or DURATION that it has.
func (a *amending) setEnd(lines sheet, to int64, days bool) sheet {
	m, like := a.in.start, a.in.ev.raw.first(propStart)
	if p := a.in.ev.raw.first(propEnd); p != nil {
		if end, ok := a.endForm(p); ok && end.date == m.date {
			m, like = end, p
		}
	}
	text := utcLine(to)
	switch {
	case m.date && days:
		text = timeText(like, m, a.in.start.zone.wallOf(to), never)
	case !m.date:
		text = timeText(like, m, m.zone.wallOf(to), to)
	}
	end := written("DTEND" + text)
	if at := lines.own("DTEND", "DURATION"); len(at) > 0 {
		lines[at[0]] = end
		for _, i := range slices.Backward(at[1:]) {
			lines = slices.Delete(lines, i, i+1)
		}
		return lines
	}
	return slices.Insert(lines, lines.own("DTSTART")[0]+1, end)
}

// endForm is the zone and kind that the event's DTEND is written in.
func (a *amending) endForm(p *property) (moment, bool) {
	params, value := p.times()
	wall, date, utc, err := parseWall(value)
	m := moment{wall: wall, date: date, zone: a.in.start.zone, floating: a.in.start.floating}
	if tzid := param(params, "TZID"); tzid != "" && !utc && !date {
		m.zone = a.zoneNamed(tzid)
	}
	if utc {
		m.zone = a.rd.zones.utc
	}
	return m, err == nil && m.zone != nil
}

// zoneNamed is the zone of a TZID of the object; nil where it is not known for
// sure, and the end is written as the start is.
func (a *amending) zoneNamed(tzid string) *place {
	params, _ := a.in.ev.raw.first(propStart).times()
	if param(params, "TZID") == tzid {
		return a.in.start.zone
	}
	return a.rd.zones.named(tzid)
}
