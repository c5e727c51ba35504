package ical

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"time"
)

// The bounds of a VTIMEZONE (RFC 5545 3.6.5) that is evaluated.
const (
	maxObservances = 500
	maxChanges     = 4000 // of its clocks
	firstChange    = 1900 // the years between which rules are followed
	lastChange     = 2150
)

// timezone is a VTIMEZONE as the file has it.
type timezone struct {
	id       string
	location string // X-LIC-LOCATION
	line     int
	parts    []observance
	tried    bool
	place    *place // what it means, once it was evaluated
}

// observance is a STANDARD or a DAYLIGHT of it.
type observance struct {
	daylight bool
	line     int
	start    int64 // wall clock
	begins   bool  // start was read
	from, to int64 // offsets, in seconds
	offsets  int   // how many of the two were read
	rules    []string
	dates    []int64
}

// read takes one line of the observance. What it cannot read it passes over; an
// observance that lacks something is of no use and is left out by changes.
func (o *observance) read(name string, l line) {
	value := strings.TrimSpace(property{text: l.text()}.value())
	switch name {
	case "DTSTART":
		wall, _, _, err := parseWall(value)
		o.start, o.begins = wall, err == nil
	case "TZOFFSETFROM":
		o.offset(&o.from, value)
	case "TZOFFSETTO":
		o.offset(&o.to, value)
	case "RRULE":
		o.rules = append(o.rules, value)
	case "RDATE":
		for v := range strings.SplitSeq(value, ",") {
			if wall, _, _, err := parseWall(v); err == nil && len(o.dates) < maxChanges {
				o.dates = append(o.dates, wall)
			}
		}
	}
}

func (o *observance) offset(into *int64, value string) {
	if seconds, ok := utcOffset(value); ok {
		*into = seconds
		o.offsets++
	}
}

// utcOffset reads a UTC-OFFSET (RFC 5545 3.3.14): +0100, -074158.
func utcOffset(s string) (int64, bool) {
	sign := int64(1)
	switch {
	case strings.HasPrefix(s, "-"):
		sign, s = -1, s[1:]
	case strings.HasPrefix(s, "+"):
		s = s[1:]
	}
	s = strings.ReplaceAll(s, ":", "")
	if len(s) != 4 && len(s) != 6 {
		return 0, false
	}
	hours, ok1 := number(s[:2], 23)
	minutes, ok2 := number(s[2:4], 59)
	seconds, ok3 := 0, true
	if len(s) == 6 {
		seconds, ok3 = number(s[4:], 59)
	}
	return sign * int64(hours*3600+minutes*60+seconds), ok1 && ok2 && ok3
}

// change is when the clocks of a zone go to another offset.
type change struct {
	at, before, offset int64
	daylight           bool
}

// evaluate makes a zone of a definition; nil when it defines nothing.
func (rd *reader) evaluate(def *timezone) *place {
	var all []change
	for i := range def.parts {
		if o := &def.parts[i]; o.begins && o.offsets >= 2 {
			all = rd.changes(o, all)
		}
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b change) int { return cmp.Compare(a.at, b.at) })
	loc, err := time.LoadLocationFromTZData(def.id, tzif(all))
	if err != nil {
		rd.notes.addf(def.line, "the time zone %q cannot be followed: %v", clean(def.id, 80), err)
		return nil
	}
	return newPlace(loc)
}

func (rd *reader) changes(o *observance, all []change) []change {
	add := func(wall int64) bool {
		if len(all) >= maxChanges {
			return false
		}
		all = append(all, change{wall - o.from, o.from, o.to, o.daylight})
		return true
	}
	add(o.start)
	for _, wall := range o.dates {
		add(wall)
	}
	span := walls{from: dayOf(firstChange, 1, 1) * daySeconds, to: dayOf(lastChange, 1, 1) * daySeconds}
	start := moment{wall: o.start, zone: rd.zones.utc}
	for _, text := range o.rules {
		r, err := parseRule(text, start)
		if err == nil {
			if r.utcUntil { // RFC 5545 3.6.5: UNTIL is in UTC there
				r.until += o.from
			}
			_, err = r.walk(span, start, &rd.meter, func(wall, _ int64) bool { return add(wall) })
		}
		if err != nil {
			rd.notes.addf(o.line, "the rule %q of a time zone was not followed: %v", clean(text, 80), err)
		}
	}
	return all
}

// tzif writes changes as Go reads zones (RFC 8536, version 2). Before the first
// change, the clocks show what they showed just before it.
func tzif(all []change) []byte {
	type kind struct {
		offset   int64
		daylight bool
	}
	kinds := []kind{{all[0].before, false}}
	index := make([]byte, len(all))
	for i, c := range all {
		k := slices.Index(kinds, kind{c.offset, c.daylight})
		if k < 0 && len(kinds) < 250 {
			k = len(kinds)
			kinds = append(kinds, kind{c.offset, c.daylight})
		}
		index[i] = byte(max(k, 0))
	}
	header := func(out []byte, times, kinds, chars int) []byte {
		out = append(out, "TZif2"...)
		out = append(out, make([]byte, 15)...)
		for _, n := range [...]int{0, 0, 0, times, kinds, chars} {
			out = binary.BigEndian.AppendUint32(out, uint32(n))
		}
		return out
	}
	// The first version's part is empty but for what it must have.
	out := append(header(nil, 0, 1, 1), 0, 0, 0, 0, 0, 0, 0)
	out = header(out, len(all), len(kinds), 4)
	for _, c := range all {
		out = binary.BigEndian.AppendUint64(out, uint64(c.at))
	}
	out = append(out, index...)
	for _, k := range kinds {
		out = binary.BigEndian.AppendUint32(out, uint32(int32(k.offset)))
		daylight := byte(0)
		if k.daylight {
			daylight = 1
		}
		out = append(out, daylight, 0)
	}
	return append(out, "LCL\x00\n\n"...)
}
