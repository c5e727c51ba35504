package ical

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // Windows has no zones of its own that Go could read.
)

// maxZones bounds how many different zone names one file may have looked up.
const maxZones = 200

// zones resolves the names of zones, each once.
type zones struct {
	known map[string]*time.Location // nil for a name that is unknown
}

func newZones() zones { return zones{known: map[string]*time.Location{}} }

// find is the zone of that name: IANA, bare or behind a path of another program
// (/mozilla.org/.../Europe/Berlin), one of the commonest Windows names, or a
// fixed distance such as UTC+2.
func (z *zones) find(name string) (*time.Location, error) {
	name = strings.Trim(strings.TrimSpace(name), `"`)
	loc, seen := z.known[name]
	if !seen && len(z.known) < maxZones {
		loc = lookUp(name)
		z.known[name] = loc
	}
	if loc == nil {
		return nil, fmt.Errorf("unknown time zone %q; use an IANA name such as Europe/Berlin in the calendar", clean(name, 80))
	}
	return loc, nil
}

func lookUp(name string) *time.Location {
	if loc := load(name); loc != nil {
		return loc
	}
	if loc := windowsZone(name); loc != nil {
		return loc
	}
	if loc := fixedZone(name); loc != nil {
		return loc
	}
	for rest := name; ; {
		i := strings.IndexByte(rest, '/')
		if i < 0 {
			return nil
		}
		rest = rest[i+1:]
		if !strings.Contains(rest, "/") {
			return nil
		}
		if loc := load(rest); loc != nil {
			return loc
		}
	}
}

// load reads a zone by its IANA name. "Local" is not one: it would be whatever
// machine this runs on.
func load(name string) *time.Location {
	switch {
	case name == "" || len(name) > 64 || strings.EqualFold(name, "local") || strings.ContainsFunc(name, foreign):
		return nil
	case strings.EqualFold(name, "utc") || strings.EqualFold(name, "gmt") || strings.EqualFold(name, "z"):
		return time.UTC
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return loc
}

// foreign reports whether r is in no IANA name.
func foreign(r rune) bool {
	return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/", r)
}

// fixedZone reads UTC+10, GMT-3, UTC+05:30, GMT+1000. The sign is that of the
// clock, east of Greenwich being plus; the IANA names Etc/GMT-10 have it the
// other way round and are found before.
func fixedZone(name string) *time.Location {
	rest := strings.ToUpper(strings.ReplaceAll(name, " ", ""))
	if !strings.HasPrefix(rest, "UTC") && !strings.HasPrefix(rest, "GMT") || len(rest) < 5 {
		return nil
	}
	offset, ok := clockSeconds(rest[4:])
	if !ok {
		return nil
	}
	switch rest[3] {
	case '+':
		return time.FixedZone(name, offset)
	case '-':
		return time.FixedZone(name, -offset)
	}
	return nil
}

// clockSeconds reads 5, 05, 0530 and 05:30 as seconds, up to 14:59.
func clockSeconds(s string) (int, bool) {
	h, m, found := strings.Cut(s, ":")
	if !found && len(h) == 4 {
		h, m, found = h[:2], h[2:], true
	}
	if !found {
		m = "00"
	}
	hours, err1 := strconv.ParseUint(h, 10, 8)
	minutes, err2 := strconv.ParseUint(m, 10, 8)
	ok := err1 == nil && err2 == nil && len(h) <= 2 && len(m) == 2 && hours <= 14 && minutes <= 59
	return int(hours*3600 + minutes*60), ok
}

// floating is the zone of times that name none.
type floating struct {
	loc  *time.Location
	err  error // why there is none
	warn string
	line int
	said bool
}

// settleZone decides where the times of a calendar without a zone are read: what
// the calendar says, else what the user says, else UTC with a warning.
func (rd *reader) settleZone(cal *calendar) {
	f := &cal.floating
	f.line = cal.zoneLine
	switch {
	case cal.zoneName != "":
		loc, err := rd.zones.find(cal.zoneName)
		switch {
		case err == nil:
			f.loc = loc
		case rd.opt.Zone != nil:
			f.loc = rd.opt.Zone
			f.warn = fmt.Sprintf("%v; times without a zone are read in %s instead", err, f.loc)
		default:
			f.err = fmt.Errorf("%w, or set a time zone for this calendar", err)
		}
	case rd.opt.Zone != nil:
		f.loc = rd.opt.Zone
	default:
		f.loc = time.UTC
		f.warn = "the calendar has times without a time zone; they are read as UTC: set a time zone for this calendar"
	}
}

// floatingZone is where a time without a zone is read.
func (rd *reader) floatingZone(cal *calendar) (*time.Location, error) {
	f := &cal.floating
	if f.warn != "" && !f.said {
		f.said = true
		rd.notes.add(f.line, f.warn)
	}
	return f.loc, f.err
}

// zone is the zone of a TZID as this calendar uses it: what the name says, else
// where the calendar's own definition says that it lies.
func (rd *reader) zone(cal *calendar, tzid string) (*time.Location, error) {
	loc, err := rd.zones.find(tzid)
	if err != nil && cal.places[tzid] != "" {
		if place, perr := rd.zones.find(cal.places[tzid]); perr == nil {
			return place, nil
		}
	}
	return loc, err
}
