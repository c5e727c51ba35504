// Package ical reads iCalendar data (RFC 5545) as it is found in the wild and
// turns it into events and shifts, writes shifts as calendars, and hands shifts
// over in calendars that others wrote (handover.go).
//
// It owns what a calendar means: which bytes are accepted, in which zone a time
// is read, which instances a recurrence has, and who is on call in an event. A
// broken event costs itself and a warning, never the calendar; a limit that is
// passed is an error that names it, never a crash or a wait.
//
// Reading goes from bytes to lines (bytes.go), to events (split.go, event.go), to
// instances (series.go, recur.go), to what is asked for: Events, or the shifts of
// Read. Content lines and common rules are read here, on counted work; go-ical
// reads the lines that name people (people.go), and rrule-go follows the rules
// that pick days out of a whole year (years.go), each behind a guard, because both
// can be made to crash or hang. Zones are those of the IANA database, found by the
// names that calendars use (zone.go, windows.go), else made of the definition in
// the file (timezone.go).
//
// Times follow RFC 5545 3.3.5: a clock time that is skipped is read with the
// offset before the gap, one that comes twice is the first. Shifts end by the wall
// clock, HOURLY and finer rules go by exact hours.
//
// It is pure: bytes in, values out. There is no file, no network and no clock in
// here; the window to expand is an argument. It must not import notify, anything
// under app, or a toolkit.
package ical
