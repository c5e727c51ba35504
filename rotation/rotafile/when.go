package rotafile

import (
	"slices"
	"strings"
	"time"

	toml "github.com/pelletier/go-toml/v2"

	"standby/rotation"
)

const (
	remedyTime  = `write a date and a time of day such as "2026-01-05T09:00"`
	remedyDate  = `write a date such as "2026-12-25"`
	remedyClock = `write a time of day such as "09:00"`
	remedyYear  = "write a date in the years 1970 to 2099"

	layoutMinute = "2006-01-02T15:04"
	layoutSecond = "2006-01-02T15:04:05"
	layoutDate   = "2006-01-02"
)

// edge says which of two instants is meant that clocks show alike.
type edge bool

const (
	start edge = false // the first
	end   edge = true  // the last
)

// written is a date or time as text, in whichever of TOML's ways it stands.
func written(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case toml.LocalDateTime:
		return v.String()
	case toml.LocalDate:
		return v.String()
	case toml.LocalTime:
		return v.String()
	case time.Time:
		return v.Format(time.RFC3339Nano)
	}
	return ""
}

// instant is the moment of a key that must be there, in UTC. Without an offset
// it is what clocks in zone show; one that they skip is the first instant after.
func (r *reader) instant(key string, v any, zone *time.Location, e edge) (time.Time, error) {
	if err := r.need(key, remedyTime); err != nil {
		return time.Time{}, err
	}
	text := joined(written(v))
	t, ok := parseOffset(text)
	if !ok {
		l, ok := parseLocal(text)
		if !ok {
			return t, r.doc.Fault(key, "is not a date and time of day, to the second at most", remedyTime)
		}
		t = instantOf(l, zone, e)
	}
	if y := t.Year(); y < minYear || y > maxYear {
		return t, r.doc.Fault(key, "must lie in the years 1970 to 2099", remedyYear)
	}
	return t, nil
}

// instantOr is instant, or the zero time where the file does not have the key.
func (r *reader) instantOr(key string, v any, zone *time.Location, e edge) (time.Time, error) {
	if !r.doc.Has(key) {
		return time.Time{}, nil
	}
	return r.instant(key, v, zone, e)
}

// span is the interval between two keys that must be there, in the rota's zone.
func (r *reader) span(fromKey, toKey string, from, to any) (i rotation.Interval, err error) {
	if i.Start, err = r.instant(fromKey, from, r.file.Zone, start); err != nil {
		return i, err
	}
	if i.End, err = r.instant(toKey, to, r.file.Zone, end); err != nil {
		return i, err
	}
	if i.Empty() {
		return i, r.doc.Fault(toKey, "must be later than the start", remedyTime)
	}
	return i, nil
}

// local is the date and time of day of a key, without a zone.
func (r *reader) local(key string, v any) (rotation.Local, error) {
	text := joined(written(v))
	if _, ok := parseOffset(text); ok {
		return rotation.Local{}, r.doc.Fault(key, "must be a local time", "leave the offset out; zone says which clock it is")
	}
	l, ok := parseLocal(text)
	switch {
	case !ok:
		return l, r.doc.Fault(key, "is not a date and time of day, to the second at most", remedyTime)
	case l.Year < minYear || l.Year > maxYear:
		return l, r.doc.Fault(key, "must lie in the years 1970 to 2099", remedyYear)
	}
	return l, nil
}

// date is the day of a key that must be there.
func (r *reader) date(key string, v any) (rotation.Local, error) {
	if err := r.need(key, remedyDate); err != nil {
		return rotation.Local{}, err
	}
	t, err := time.Parse(layoutDate, written(v))
	switch {
	case err != nil:
		return rotation.Local{}, r.doc.Fault(key, "is not a date", remedyDate)
	case t.Year() < minYear || t.Year() > maxYear:
		return rotation.Local{}, r.doc.Fault(key, "must lie in the years 1970 to 2099", remedyYear)
	}
	return rotation.LocalOf(t, time.UTC), nil
}

// clock is the time of day of a key; only an end may be 24:00.
func (r *reader) clock(key string, v any, e edge) (rotation.Clock, error) {
	const day = 24 * 60 * 60
	text := written(v)
	if text == "24:00" || text == "24:00:00" {
		if e == end {
			return day, nil
		}
		return 0, r.doc.Fault(key, "24:00 is the end of a day", `write "00:00"`)
	}
	for _, layout := range []string{"15:04", "15:04:05"} {
		t, err := time.Parse(layout, text)
		if err == nil && len(text) == len(layout) {
			return rotation.Clock(t.Hour()*3600 + t.Minute()*60 + t.Second()), nil
		}
	}
	return 0, r.doc.Fault(key, "is not a time of day", remedyClock)
}

// joined puts a T between date and time, where RFC 3339 and TOML allow a space.
func joined(text string) string {
	if n := len(layoutDate); len(text) > n && (text[n] == ' ' || text[n] == 't') {
		return text[:n] + "T" + text[n+1:]
	}
	return text
}

func parseLocal(text string) (rotation.Local, bool) {
	for _, layout := range []string{layoutMinute, layoutSecond} {
		// The length keeps out the fraction that time.Parse takes unasked.
		if len(text) != len(layout) {
			continue
		}
		if t, err := time.Parse(layout, text); err == nil {
			return rotation.LocalOf(t, time.UTC), true
		}
	}
	return rotation.Local{}, false
}

// parseOffset reads RFC 3339, of which it also takes the form without seconds.
func parseOffset(text string) (time.Time, bool) {
	text = strings.ToUpper(text)
	for _, layout := range []string{layoutMinute + "Z07:00", layoutSecond + "Z07:00"} {
		t, err := time.Parse(layout, text)
		if err == nil && t.Nanosecond() == 0 {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// instantOf is the instant at which clocks in zone show a local time: of two
// the one at the edge, and for a time in a gap the first instant after it.
func instantOf(l rotation.Local, zone *time.Location, e edge) time.Time {
	const reach = 36 * time.Hour // more than any clock is off UTC, or was ever put
	local := time.Date(l.Year, l.Month, l.Day, l.Hour, l.Minute, l.Second, 0, time.UTC)
	list := stretches(zone, local.Add(-reach), local.Add(reach))
	if e == end {
		slices.Reverse(list)
	}
	for _, s := range list {
		t := local.Add(-s.offset)
		switch {
		case e == start && t.Before(s.to):
			return later(t, s.from)
		case e == end && !t.Before(s.from):
			return earlier(t, s.to)
		}
	}
	return local
}

// stretch is a span in which a zone's clocks are off UTC by the same amount.
type stretch struct {
	from, to time.Time
	offset   time.Duration
}

func stretches(zone *time.Location, from, to time.Time) []stretch {
	var list []stretch
	for at := from; at.Before(to); {
		_, offset := at.In(zone).Zone()
		_, next := at.In(zone).ZoneBounds()
		switch {
		case next.IsZero() || next.After(to):
			next = to
		case !next.After(at):
			// Package time reports such bounds for rules like Cairo's, which end
			// summer at 24:00; the next hour is past them.
			next = at.Add(time.Hour)
		}
		list = append(list, stretch{at, next.UTC(), time.Duration(offset) * time.Second})
		at = next.UTC()
	}
	return list
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
