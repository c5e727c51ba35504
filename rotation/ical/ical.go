package ical

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/rotation"
)

// The bounds within which a calendar is read. They are far above any rota and
// far below what would hurt a resident program.
const (
	// MaxBytes is the largest calendar that is read, in bytes.
	MaxBytes = 5_000_000
	// MaxEvents is the largest number of VEVENTs in one calendar.
	MaxEvents = 20_000
	// MaxShifts is the largest number of shifts that one reading returns. When
	// a window holds more, the earliest are kept and Horizon says how far.
	MaxShifts = 10_000
	// MaxWarnings is the largest number of warnings that one reading returns.
	MaxWarnings = 100
)

// ErrNotACalendar says that the data holds no VCALENDAR at all: a login page,
// an empty answer, some other file.
var ErrNotACalendar = errors.New("not a calendar")

// ErrTooLarge says that the data is beyond MaxBytes or MaxEvents. Nothing of it
// was read.
var ErrTooLarge = errors.New("calendar too large")

// Options say how to read a calendar.
type Options struct {
	// Rota is the name the shifts carry; the calendar's own name when empty.
	Rota string
	// Role is what an event that names no role means; Primary when empty.
	Role rotation.Role
	// Me is the user: an event that names Me by name or e-mail is Me's.
	Me rotation.Person
	// Mine says that every event is Me's, as in a personal feed.
	Mine bool
	// Zone is where times without a zone are read when the calendar does not
	// say (X-WR-TIMEZONE). Nil means UTC, with a warning if it mattered.
	Zone *time.Location
	// Window is what to expand; it must not be empty.
	Window rotation.Interval
}

// Result is what a calendar says.
type Result struct {
	// Shifts are all shifts of everybody that overlap the window, whole (not
	// clipped to it), in UTC, in the order of rotation.SortShifts.
	Shifts []rotation.Shift
	// Begins is the start of the earliest event in the calendar, in the window
	// or not; zero when there is none.
	Begins time.Time
	// Horizon is where the knowledge of the calendar ends: the end of its last
	// event. Past it, nobody on call means unknown. Zero when a recurrence has
	// no end, or the calendar is empty.
	Horizon time.Time
	// Doubts are spans of the window in which an event that could not be read may
	// have taken place: whoever is not known to be on call then may be. At most
	// MaxWarnings of them.
	Doubts []rotation.Interval
	// Warnings name what was left out or assumed, at most MaxWarnings of them.
	Warnings []Warning
	// Name is what the calendar calls itself (X-WR-CALNAME); often empty.
	Name string
}

// Warning is something in the calendar that the user should know about.
type Warning struct {
	// Line is where in the data, counted from 1; 0 when it is about the whole.
	Line int
	// Text says what is wrong, what came of it and, where there is one, the
	// remedy.
	Text string
}

// String is the warning as shown: "line 12: unknown time zone ...".
func (w Warning) String() string {
	if w.Line == 0 {
		return w.Text
	}
	return fmt.Sprintf("line %d: %s", w.Line, w.Text)
}

// Read reads a calendar and expands it over the window.
//
// It fails only when there is nothing to read: ErrNotACalendar, ErrTooLarge, or
// an empty window. Everything else that is wrong in the data costs the event it
// is in, and a warning. Work is bounded by counting it, whatever the data says.
func Read(data []byte, opt Options) (Result, error) {
	if opt.Window.Empty() {
		return Result{}, errors.New("read calendar: the window to expand is empty")
	}
	if len(data) > MaxBytes {
		return Result{}, fmt.Errorf("read calendar: %w: %d bytes, the limit is %d", ErrTooLarge, len(data), MaxBytes)
	}
	if opt.Role == "" {
		opt.Role = rotation.Primary
	}
	rd, err := expand(data, opt)
	if err != nil {
		return Result{}, fmt.Errorf("read calendar: %w", err)
	}
	return rd.result(), nil
}

// reader is one reading of one calendar.
type reader struct {
	opt    Options
	name   string
	zones  zones
	notes  notes
	meter  meter
	found  collector
	extent extent
	doubts []rotation.Interval
}

// expand does all of the reading but the naming of persons.
func expand(data []byte, opt Options) (*reader, error) {
	rd := &reader{
		opt:   opt,
		zones: newZones(),
		meter: meter{left: workBudget},
		found: collector{window: opt.Window},
	}
	text := toUTF8(data)
	calendars, err := split(text, &rd.notes)
	if err != nil {
		return nil, err
	}
	if len(calendars) == 0 {
		return nil, notACalendar(text)
	}
	for _, cal := range calendars {
		if rd.name == "" {
			rd.name = cal.name
		}
		rd.settleZone(cal)
		rd.expandAll(rd.parseAll(cal))
	}
	rd.found.trim()
	return rd, nil
}

func notACalendar(text []byte) error {
	head := strings.TrimSpace(string(text[:min(len(text), 512)]))
	switch {
	case head == "":
		return fmt.Errorf("%w: the data is empty", ErrNotACalendar)
	case strings.HasPrefix(head, "<"):
		return fmt.Errorf("%w: it looks like a web page; the address may be wrong or want a login", ErrNotACalendar)
	}
	return fmt.Errorf("%w: there is no BEGIN:VCALENDAR in it", ErrNotACalendar)
}

func (rd *reader) parseAll(cal *calendar) []*event {
	events := make([]*event, 0, len(cal.events))
	for i := range cal.events {
		ev, err := rd.parse(cal, &cal.events[i])
		if err != nil {
			rd.notes.fault(cal.events[i].line, err)
			if d := doubt(&cal.events[i], rd.opt.Window); !d.Empty() && len(rd.doubts) < MaxWarnings {
				rd.doubts = append(rd.doubts, d)
			}
			continue
		}
		events = append(events, ev)
	}
	return events
}

func (rd *reader) result() Result {
	res := Result{Doubts: rd.doubts, Name: rd.name, Begins: rd.extent.begins, Horizon: rd.extent.horizon()}
	cut := rd.found.cut
	for _, o := range rd.found.list {
		shifts := rd.shifts(o)
		if len(res.Shifts)+len(shifts) > MaxShifts {
			cut = o.from
			break
		}
		res.Shifts = append(res.Shifts, shifts...)
	}
	if !cut.IsZero() {
		rd.notes.add(0, fmt.Sprintf("the calendar holds more than %d shifts; those from %s on are left out",
			MaxShifts, cut.UTC().Format(time.RFC3339)))
		if res.Horizon.IsZero() || cut.Before(res.Horizon) {
			res.Horizon = cut
		}
	}
	rotation.SortShifts(res.Shifts)
	res.Shifts = distinct(res.Shifts)
	res.Warnings = rd.notes.all()
	return res
}

// distinct drops shifts that are listed twice and gives the others that share a
// UID and a start a UID of their own, as rotation.Shift promises. The shifts
// must be in order.
func distinct(shifts []rotation.Shift) []rotation.Shift {
	type key struct {
		uid   string
		start int64
	}
	seen := make(map[key][]rotation.Shift, len(shifts))
	out := shifts[:0]
	for _, s := range shifts {
		k := key{s.UID, s.Start.Unix()}
		if slices.Contains(seen[k], s) {
			continue
		}
		seen[k] = append(seen[k], s)
		if n := len(seen[k]); n > 1 {
			s.UID = fmt.Sprintf("%s~%d", s.UID, n)
		}
		out = append(out, s)
	}
	return out
}
