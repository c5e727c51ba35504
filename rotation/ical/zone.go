package ical

import (
	"cmp"
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
	known map[string]*place // nil for a name that is unknown
	utc   *place
}

func newZones() zones { return zones{known: map[string]*place{}, utc: inUTC()} }

// find is the zone of that name: IANA, bare or behind a path of another program
// (/mozilla.org/.../Europe/Berlin), a Windows name, or a fixed distance such as
// UTC+2.
func (z *zones) find(name string) (*place, error) {
	p := z.named(name)
	if p == nil {
		p = z.fixed(name)
	}
	if p == nil {
		return nil, fmt.Errorf("unknown time zone %q", clean(name, 80))
	}
	return p, nil
}

// named is the zone that has that name wherever it is used; nil when none has.
func (z *zones) named(name string) *place {
	name = strings.Trim(strings.TrimSpace(name), `"`)
	return z.once(name, func() *time.Location {
		if loc := load(name); loc != nil {
			return loc
		}
		if loc := windowsZone(name); loc != nil {
			return loc
		}
		return behindPath(name)
	})
}

// fixed is the zone of a name that is a distance from UTC, which some calendars
// give to a zone that they define otherwise; nil when it is none.
func (z *zones) fixed(name string) *place {
	name = strings.Trim(strings.TrimSpace(name), `"`)
	if loc := fixedZone(name); loc != nil {
		return z.once("fixed "+name, func() *time.Location { return loc })
	}
	return nil
}

func (z *zones) once(key string, lookUp func() *time.Location) *place {
	p, seen := z.known[key]
	if seen || len(z.known) >= maxZones {
		return p
	}
	if loc := lookUp(); loc == time.UTC {
		p = z.utc
	} else if loc != nil {
		p = newPlace(loc)
	}
	z.known[key] = p
	return p
}

// behindPath reads /mozilla.org/20050126_1/Europe/Berlin.
func behindPath(name string) *time.Location {
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
	for _, name := range [...]string{name, capitalised(name)} {
		if loc, err := time.LoadLocation(name); err == nil {
			return loc
		}
	}
	return nil
}

// capitalised is europe/berlin as most IANA names are written.
func capitalised(name string) string {
	if !strings.Contains(name, "/") {
		return name
	}
	out, first := []byte(strings.ToLower(name)), true
	for i, c := range out {
		if first && c >= 'a' && c <= 'z' {
			out[i] = c - 'a' + 'A'
		}
		first = c == '/' || c == '_' || c == '-'
	}
	return string(out)
}

// foreign reports whether r is in no IANA name.
func foreign(r rune) bool {
	return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/", r)
}

// fixedZone reads UTC+10, GMT-3, UTC+05:30, GMT+1000, +0200. The sign is that of the
// clock, east of Greenwich being plus; the IANA names Etc/GMT-10 have it the
// other way round and are found before.
func fixedZone(name string) *time.Location {
	rest := strings.ToUpper(strings.ReplaceAll(name, " ", ""))
	shortest := len("+02")
	if strings.HasPrefix(rest, "UTC") || strings.HasPrefix(rest, "GMT") {
		rest, shortest = rest[3:], len("+2")
	}
	if len(rest) < shortest {
		return nil
	}
	offset, ok := clockSeconds(rest[1:])
	if !ok {
		return nil
	}
	switch rest[0] {
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

// floating is where times that name no zone are read.
type floating struct {
	place *place
	// open says that nobody told: the times are shown as the calendar has them.
	open bool
	warn string
	line int
	said bool
}

// settleZone decides where the times of a calendar without a zone are read: what
// the calendar says, else what the user says, else UTC with a warning.
func (rd *reader) settleZone(cal *calendar) {
	f := &cal.floating
	f.line = cal.zoneLine
	f.place = rd.home
	f.open = rd.opt.Zone == nil
	if f.open {
		f.warn = "the calendar has times without a time zone; they are read as UTC: set a time zone for this calendar"
	}
	if cal.zoneName == "" {
		return
	}
	p := rd.named(cal, cal.zoneName)
	if p != nil {
		f.place, f.open, f.warn = p, false, ""
		rd.zoneName = cmp.Or(rd.zoneName, p.loc.String())
		return
	}
	where := "UTC; set a time zone for this calendar"
	if !f.open {
		where = f.place.loc.String() + " instead"
	}
	f.warn = fmt.Sprintf("unknown time zone %q; times without a zone are read in %s", clean(cal.zoneName, 80), where)
}

// floatingZone is where a time without a zone is read.
func (rd *reader) floatingZone(cal *calendar) *place {
	f := &cal.floating
	if f.warn != "" && !f.said {
		f.said = true
		rd.notes.add(f.line, f.warn)
	}
	return f.place
}

// zone is the zone of a TZID as this calendar uses it; nil when it is unknown.
func (rd *reader) zone(cal *calendar, tzid string) *place {
	if tzid != cal.lastTZID || cal.lastPlace == nil {
		cal.lastTZID, cal.lastPlace = tzid, rd.named(cal, tzid)
	}
	return cal.lastPlace
}

// named is what the name says everywhere, else where the calendar's own
// definition says that it lies, else what the definition says, else a distance
// from UTC. A definition comes second, because many of them know only the rules
// of the year in which they were written.
func (rd *reader) named(cal *calendar, tzid string) *place {
	if p := rd.zones.named(tzid); p != nil {
		return p
	}
	if def := cal.zones[strings.Trim(tzid, `"`)]; def != nil {
		if p := rd.defined(def); p != nil {
			return p
		}
	}
	return rd.zones.fixed(tzid)
}

func (rd *reader) defined(def *timezone) *place {
	if def.place == nil && !def.tried {
		def.tried = true
		if def.location != "" {
			def.place = rd.zones.named(def.location)
		}
		if def.place == nil {
			def.place = rd.evaluate(def)
		}
	}
	return def.place
}
