package ical

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"standby/rotation"
)

// ErrEntry says that an entry or a calendar cannot be written as it is: it has
// no UID, ends before it starts, lies in a zone without a name. Nothing of the
// calendar is written then. The text names the entry, what is wrong and the
// remedy.
var ErrEntry = errors.New("cannot be written to a calendar")

// Calendar is a calendar to write: one .ics file, feed or CalDAV resource.
type Calendar struct {
	// Name is what clients show (X-WR-CALNAME and NAME, RFC 7986 5.1); none when
	// empty.
	Name string
	// Zone is the IANA zone that times are written in, with a VTIMEZONE made from
	// Go's rules for the years of the entries. Nil means UTC, which no client can
	// read otherwise; an entry that touches an hour which clocks show twice, or
	// years before 1900 or after 2150, is in UTC in any case. time.Local and zones
	// made by hand have no name that a client could know and are refused.
	Zone *time.Location
	// Refresh is how often subscribers should look again (REFRESH-INTERVAL, RFC
	// 7986 5.7), at least a minute; zero says nothing about it.
	Refresh time.Duration
	// Entries may be in any order; they are written in order of start, end, UID.
	Entries []Entry
}

// Entry is one VEVENT to write. Text may be anything: control characters are
// dropped, and no text can become a property of its own.
type Entry struct {
	// UID names the entry for ever, at most 255 printable ASCII characters without
	// spaces. Left empty, Revise chooses it.
	UID string
	// Series is what the entry is one turn of, as SeriesOf makes it. It is only
	// for Revise, and never written as it is.
	Series string
	// Scope names the export that the entry belongs to, as ScopeOf makes it, where
	// several write to one calendar; empty elsewhere. See Steps.
	Scope string
	// Start and End are instants, End after Start; fractions of a second are cut
	// off. For AllDay they are the dates that they show in their own location, and
	// End is the first day that is free again.
	Start, End time.Time
	AllDay     bool
	// Summary is the title, one line.
	Summary string
	// Description may have several lines.
	Description string
	Categories  []string
	// Busy says that the time is taken (TRANSP:OPAQUE). Being on call usually
	// leaves room for meetings, so it is not the default.
	Busy bool
	// Cancelled marks an entry that was written before and holds no longer.
	Cancelled bool
	// Attendees and Organizer are written only when given, and only persons with
	// an e-mail: clients may offer to write to them.
	Attendees []rotation.Person
	Organizer rotation.Person
	// Alarms are how long before the start to remind, each zero or more.
	Alarms []time.Duration
	// Modified is when the entry was last changed (LAST-MODIFIED and DTSTAMP), and
	// Sequence how often: Revise sets both.
	Modified time.Time
	Sequence int
}

// maxWritten is the longest value written, in bytes: readers give up on longer
// lines, ours too.
const maxWritten = 60_000

// productID is written as PRODID. It has no version in it, so that a new release
// does not change every calendar.
const productID = "-//Standby//Standby//EN"

// Write writes the calendar as RFC 5545 wants it: UTF-8, CRLF, lines folded at
// 75 octets between characters, TEXT escaped. The same calendar gives the same
// bytes. There is no METHOD in it, which CalDAV forbids and subscriptions do not
// need (RFC 4791 4.1); so DTSTAMP means LAST-MODIFIED (RFC 5545 3.8.7.2).
//
// A calendar without entries has no component, as those of other paging systems
// when nobody is on call; every client that was tried takes it.
//
// An error wraps ErrEntry and comes before the first byte, or is w's own.
//
// The lines are written here and not by go-ical's encoder, which does not fold,
// refuses a calendar without events, writes TZID=Local, and lets a line end in a
// parameter begin a property.
func Write(w io.Writer, cal Calendar) error {
	entries, err := checked(cal)
	if err != nil {
		return err
	}
	out := &contentLines{w: bufio.NewWriter(w)}
	out.line("BEGIN:VCALENDAR")
	out.line("VERSION:2.0")
	out.line("PRODID:" + productID)
	out.line("CALSCALE:GREGORIAN")
	if name := oneLine(cal.Name); name != "" {
		out.line("NAME:" + escapeText(name))
		out.line("X-WR-CALNAME:" + escapeText(name))
	}
	if cal.Refresh > 0 {
		every := exactDuration(cal.Refresh)
		out.line("REFRESH-INTERVAL;VALUE=DURATION:" + every)
		out.line("X-PUBLISHED-TTL:" + every)
	}
	clock := newWriteClock(cal.Zone, entries)
	clock.define(out)
	for i := range entries {
		out.entry(&entries[i], clock)
	}
	out.line("END:VCALENDAR")
	return out.flush()
}

// checked is the calendar's entries in order, or why they cannot be written.
func checked(cal Calendar) ([]Entry, error) {
	if err := checkContent(cal); err != nil {
		return nil, err
	}
	entries := slices.Clone(cal.Entries)
	seen := make(map[string]bool, len(entries))
	for i := range entries {
		e := &entries[i]
		if err := checkIdentity(e); err != nil {
			return nil, atEntry(cal, i, err)
		}
		if seen[e.UID] {
			return nil, atEntry(cal, i, fmt.Errorf("%w: the UID %s stands twice", ErrEntry, e.UID))
		}
		seen[e.UID] = true
	}
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End), cmp.Compare(a.UID, b.UID))
	})
	return entries, nil
}

// atEntry says which entry an error is about.
func atEntry(cal Calendar, i int, err error) error {
	return fmt.Errorf("write calendar %q: entry %d, %q: %w", shortened(cal.Name), i+1, shortened(cal.Entries[i].Summary), err)
}

// checkContent finds what cannot be written, whatever Revise adds.
func checkContent(cal Calendar) error {
	if err := checkCalendar(cal); err != nil {
		return fmt.Errorf("write calendar %q: %w", shortened(cal.Name), err)
	}
	for i := range cal.Entries {
		e := &cal.Entries[i]
		if err := cmp.Or(checkTimes(e), checkPeople(e), checkTexts(e)); err != nil {
			return atEntry(cal, i, err)
		}
	}
	return nil
}

func checkCalendar(cal Calendar) error {
	switch {
	case cal.Refresh != 0 && cal.Refresh < time.Minute:
		return fmt.Errorf("%w: a refresh every %v; let it be a minute or more", ErrEntry, cal.Refresh)
	case len(escapeText(oneLine(cal.Name))) > maxWritten:
		return fmt.Errorf("%w: its name is longer than %d bytes", ErrEntry, maxWritten)
	case cal.Zone != nil && !hasName(cal.Zone):
		return fmt.Errorf("%w: the zone %q is no IANA zone; choose one such as Europe/Berlin, or UTC", ErrEntry, shortened(cal.Zone.String()))
	}
	return nil
}

// hasName reports whether others find a zone by its name.
func hasName(zone *time.Location) bool {
	if zone == time.Local { // also where TZ gives it a name: it is another one elsewhere
		return false
	}
	return zone == time.UTC || load(zone.String()) != nil
}

// checkIdentity looks at what Revise gives an entry.
func checkIdentity(e *Entry) error {
	switch {
	case !goodUID(e.UID):
		return fmt.Errorf("%w: the UID %q must be 1 to 255 printable ASCII characters; let Revise choose one", ErrEntry, shortened(e.UID))
	case !inYears(e.Modified):
		return fmt.Errorf("%w: it does not say when it was changed; let Revise do so", ErrEntry)
	case e.Sequence < 0 || e.Sequence > maxSequence:
		return fmt.Errorf("%w: the sequence number %d must be 0 to %d", ErrEntry, e.Sequence, maxSequence)
	}
	return nil
}

func checkTimes(e *Entry) error {
	if !inYears(e.Start) || !inYears(e.End) {
		return fmt.Errorf("%w: it lies outside of the years 1 to 9999", ErrEntry)
	}
	if start, end := e.bounds(); !start.Before(end) {
		return fmt.Errorf("%w: it does not end after it starts (%s to %s)", ErrEntry,
			e.Start.UTC().Format(time.RFC3339), e.End.UTC().Format(time.RFC3339))
	}
	for _, before := range e.Alarms {
		if before < 0 || before > maxAlarm {
			return fmt.Errorf("%w: an alarm %v before the start; it must be 0 to %d days", ErrEntry, before, maxAlarm/(24*time.Hour))
		}
	}
	return nil
}

func checkPeople(e *Entry) error {
	for _, p := range append(slices.Clone(e.Attendees), e.Organizer) {
		if p.Email != "" && !goodAddress(p.Email) {
			return fmt.Errorf("%w: %q is not an e-mail address; correct it or leave persons out", ErrEntry, shortened(p.Email))
		}
	}
	return nil
}

func checkTexts(e *Entry) error {
	for _, text := range []string{e.Summary, e.Description, categoryList(e.Categories)} {
		if len(escapeText(paragraphs(text))) > maxWritten {
			return fmt.Errorf("%w: its text is longer than %d bytes", ErrEntry, maxWritten)
		}
	}
	return nil
}

// maxAlarm is the longest time before the start that clients can be asked for.
const maxAlarm = 366 * 24 * time.Hour

// maxSequence is the largest INTEGER of RFC 5545 3.3.8.
const maxSequence = 1<<31 - 1

// inYears reports whether a time can be written in any zone.
func inYears(t time.Time) bool {
	return t.After(time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC)) && t.Before(time.Date(9999, 12, 30, 0, 0, 0, 0, time.UTC))
}

// bounds are an entry's ends as they are written: whole seconds, or the dates,
// dressed as UTC.
func (e *Entry) bounds() (start, end time.Time) {
	if e.AllDay {
		return dateOf(e.Start), dateOf(e.End)
	}
	return time.Unix(e.Start.Unix(), 0).UTC(), time.Unix(e.End.Unix(), 0).UTC()
}

func dateOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func goodUID(uid string) bool {
	for i := range len(uid) {
		// ;:,\" are legal in a UID, but not all clients read them back.
		if c := uid[i]; c <= ' ' || c > '~' || c == '\\' || c == ',' || c == ';' || c == ':' || c == '"' {
			return false
		}
	}
	return len(uid) > 0 && len(uid) <= 255
}
