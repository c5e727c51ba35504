package ical

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"standby/rotation"
	"standby/rotation/ical/profile"
)

// The bounds within which a calendar is read. They are far above any rota and
// far below what would hurt a resident program.
const (
	// MaxBytes is the largest calendar that is read, in bytes.
	MaxBytes = 10_000_000
	// MaxEvents is the largest number of VEVENTs in one calendar.
	MaxEvents = 50_000
	// MaxInstances is the largest number of instances of events that one window
	// may hold.
	MaxInstances = 250_000
	// MaxShifts is the largest number of shifts that one reading returns. When
	// a window holds more, the earliest are kept and Horizon says how far.
	MaxShifts = 10_000
	// MaxWarnings is the largest number of warnings that one reading returns.
	MaxWarnings = 100
)

// ErrNotACalendar says that the data holds no VCALENDAR at all: a login page,
// an empty answer, some other file.
var ErrNotACalendar = errors.New("not a calendar")

// ErrTooLarge says that the data is beyond a limit: MaxBytes, MaxEvents,
// MaxInstances, and those of ErrTooDeep and ErrTooMuchWork, which are this error
// too. Nothing is returned then: the schedule that was read last stays good.
var ErrTooLarge = errors.New("calendar too large")

// ErrTooDeep says that components nest deeper than any calendar has them.
var ErrTooDeep = fmt.Errorf("%w: too deep", ErrTooLarge)

// ErrTooMuchWork says that the rules of the calendar, taken together, would keep
// this machine busy for seconds. The work is counted, not timed: what is refused
// here is refused everywhere.
var ErrTooMuchWork = fmt.Errorf("%w: its recurrence rules take too much work to follow", ErrTooLarge)

// Options say how to read a calendar.
type Options struct {
	// Rota is the name the shifts carry, unless Pattern finds one in the event;
	// when empty, what the event calls it, else the calendar's own name.
	Rota string
	// Role is what an event that names no role means; Primary when empty.
	Role rotation.Role
	// Me is the user: an event that names Me by name or e-mail is Me's.
	Me rotation.Person
	// Mine says that every event is Me's, as in a personal feed.
	Mine bool
	// Pattern says where person, role and rota stand in the summaries, in the
	// language of profile.Pattern. Empty means that the calendar's profile knows.
	Pattern string
	// Host is the host that the calendar was fetched from, by which a profile may
	// be recognised; empty when there is none.
	Host string
	// AsOf is when the calendar was last known to say this; zero when that is not
	// known. Some feeds tell a certain time from then on.
	AsOf time.Time
	// Zone is where times without a zone are read when the calendar does not
	// say (X-WR-TIMEZONE). Nil means UTC, with a warning if it mattered.
	Zone *time.Location
	// Window is what to expand; it must not be empty.
	Window rotation.Interval
	// ByWall says that the window is of wall clocks, written as if they were UTC,
	// and is to be read in the zone of each event. Only Events heeds it.
	ByWall bool
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
	// Bounded says that Horizon is where the feed itself stops telling: past it,
	// nothing is known even of a calendar that lists its owner's shifts alone.
	Bounded bool
	// OpenEnd are those of Shifts that go on past their end, which is only where
	// the feed stops telling.
	OpenEnd []rotation.Shift
	// Away are spans like Shifts in which somebody is not on call but on leave, or
	// unavailable, as the role says. At most MaxShifts of them.
	Away []rotation.Shift
	// Profile is the product that wrote the calendar.
	Profile profile.Profile
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
// It fails only when there is nothing to read or too much: ErrNotACalendar,
// ErrTooLarge, or an empty window. Everything else that is wrong in the data costs
// the event it is in, and a warning. Work is bounded by counting it, whatever the
// data says.
func Read(data []byte, opt Options) (Result, error) {
	if opt.Window.Empty() {
		return Result{}, errors.New("read calendar: the window to expand is empty")
	}
	if opt.Role == "" {
		opt.Role = rotation.Primary
	}
	rd, err := schedule(data, opt)
	if err != nil {
		return Result{}, fmt.Errorf("read calendar: %w", err)
	}
	return rd.result(), nil
}

// schedule reads and expands, for Read and Preview.
func schedule(data []byte, opt Options) (*reader, error) {
	if opt.Window.Empty() {
		return nil, errors.New("the window to expand is empty")
	}
	if opt.Role == "" {
		opt.Role = rotation.Primary
	}
	rd := newReader(opt)
	rd.found.trims = true
	if err := rd.words.learn(opt); err != nil {
		return nil, err
	}
	return rd, rd.expand(data)
}

// reader is one reading of one calendar.
type reader struct {
	opt     Options
	name    string
	product string
	// zoneName is what the calendar gives as its zone, as it is understood.
	zoneName string
	listing  bool // events are wanted, not shifts
	home     *place
	zones    zones
	notes    notes
	meter    meter
	span     walls // what rules are followed over
	found    collector
	extent   extent
	doubts   []rotation.Interval
	warned   map[*rawEvent]bool // of an unknown zone
	words    words              // what the summaries say
}

func newReader(opt Options) *reader {
	from, to := opt.Window.Start.Unix(), opt.Window.End.Unix()
	rd := &reader{
		opt:    opt,
		zones:  newZones(),
		meter:  meter{left: workBudget},
		span:   walls{from - 2*daySeconds, to + daySeconds},
		found:  collector{from: from, to: to, cut: never},
		extent: extent{begins: never, ends: never},
		words:  words{head: profile.Head{Host: opt.Host}},
	}
	rd.home = rd.zones.utc
	if opt.Zone != nil && opt.Zone != time.UTC {
		rd.home = newPlace(opt.Zone)
	}
	return rd
}

// expand does all of the reading but the naming of persons.
func (rd *reader) expand(data []byte) error {
	if len(data) > MaxBytes {
		return fmt.Errorf("%w: %d bytes, the limit is %d", ErrTooLarge, len(data), MaxBytes)
	}
	text := toText(data)
	calendars, err := split(text, &rd.notes)
	if err != nil {
		return err
	}
	if len(calendars) == 0 {
		return notACalendar(text)
	}
	for _, cal := range calendars {
		if rd.name == "" {
			rd.name = cal.name
		}
		rd.product = cmp.Or(rd.product, cal.product)
		rd.settleZone(cal)
		events := rd.parseAll(cal)
		rd.words.meet(cal, events)
		rd.expandAll(events)
		for i := range events {
			if ev := &events[i]; ev.unsure && !ev.cancelled {
				rd.doubt(ev.raw)
			}
		}
		switch {
		case rd.meter.left < 0:
			return ErrTooMuchWork
		case rd.found.full:
			return fmt.Errorf("%w: more than %d instances of events in the window", ErrTooLarge, MaxInstances)
		}
	}
	return nil
}

func notACalendar(text string) error {
	head := strings.TrimSpace(text[:min(len(text), 512)])
	switch {
	case head == "":
		return fmt.Errorf("%w: the data is empty", ErrNotACalendar)
	case strings.HasPrefix(head, "<"):
		return fmt.Errorf("%w: it looks like a web page; the address may be wrong or want a login", ErrNotACalendar)
	}
	return fmt.Errorf("%w: there is no BEGIN:VCALENDAR in it", ErrNotACalendar)
}

func (rd *reader) parseAll(cal *calendar) []event {
	events := make([]event, len(cal.events))
	n := 0
	for i := range cal.events {
		if err := rd.parse(cal, &cal.events[i], &events[n]); err != nil {
			rd.notes.fault(cal.events[i].line, err)
			rd.doubt(&cal.events[i])
			continue
		}
		n++
	}
	return events[:n]
}

func (rd *reader) result() Result {
	rd.found.trim()
	res := Result{Name: rd.name, Begins: timeAt(rd.extent.begins), Horizon: timeAt(rd.extent.horizon())}
	cut := timeAt(rd.found.cut)
	for _, o := range rd.found.list {
		if o.ev.cancelled {
			continue
		}
		if o.from == o.to {
			rd.noLength(o.ev)
			continue
		}
		rd.attend(o.ev)
		shifts := rd.shifts(occurrence{ev: o.ev, from: timeAt(o.from), to: timeAt(o.to)})
		if len(res.Shifts)+len(shifts) > MaxShifts {
			cut = timeAt(o.from)
			break
		}
		res.Shifts = append(res.Shifts, shifts...)
	}
	if !cut.IsZero() {
		rd.notes.addf(0, "the calendar holds more than %d shifts; those from %s on are left out", MaxShifts, cut.Format(time.RFC3339))
		if res.Horizon.IsZero() || cut.Before(res.Horizon) {
			res.Horizon = cut
		}
	}
	rotation.SortShifts(res.Shifts)
	res.Shifts = distinct(res.Shifts)
	rd.settle(&res, !cut.IsZero())
	res.Doubts, res.Warnings = rd.doubts, rd.notes.all()
	return res
}

// occurrence is one time that somebody is on call.
type occurrence struct {
	ev       *event
	from, to time.Time
}

// noLength notes, once, that an event is no shift because it does not last.
func (rd *reader) noLength(ev *event) {
	if ev.unsure {
		return
	}
	ev.unsure = true
	rd.notes.add(ev.line, "the event has no length, so it is no shift: give it a DTEND or a DURATION")
	rd.doubt(ev.raw)
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
