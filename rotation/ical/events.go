package ical

import (
	"fmt"
	"time"

	"standby/rotation/ical/profile"
)

// Event is one time that an event of a calendar takes place: a single event, or
// one instance of a series.
type Event struct {
	// UID is that of the calendar, or one made up where it has none; all
	// instances of a series share it.
	UID string
	// Start and End are instants in UTC. For AllDay they are the midnights that
	// begin its first day and the day after its last, and for Floating they are
	// the wall clock, both written as if it were UTC. End may be Start.
	Start, End time.Time
	// Original is the start that an instance of a series has by its rule, in the
	// same kind; with UID it names the instance. Zero for a single event.
	Original time.Time
	// AllDay says that the event has dates and no times of day.
	AllDay bool
	// Floating says that neither the calendar nor the options say in which zone
	// the times are.
	Floating bool
	// Summary is what is shown, in one line.
	Summary string
	// Status is CONFIRMED, TENTATIVE, CANCELLED, another word that the calendar
	// has there, or empty.
	Status string
	// Line is where the event begins in the data.
	Line int
}

// Text writes a time of the event: "2026-01-05T09:00:00Z" for an instant,
// "2026-01-05" for a date, "2026-01-05T09:00:00" for a floating time; empty for
// the zero time.
func (e Event) Text(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case e.AllDay:
		return t.Format(time.DateOnly)
	case e.Floating:
		return t.Format("2006-01-02T15:04:05")
	}
	return t.Format("2006-01-02T15:04:05Z")
}

// Listing is what a calendar holds in a window.
type Listing struct {
	// Name is what the calendar calls itself, often empty.
	Name string
	// Zone is the zone that the calendar gives for times without one, as it is
	// understood; empty when it gives none.
	Zone string
	// Product is the program that wrote the calendar (PRODID), often empty.
	Product string
	// Profile is the product that wrote the calendar.
	Profile profile.Profile
	// Events are those that overlap the window, by start; cancelled ones too.
	Events []Event
	// Warnings name what was left out or assumed, at most MaxWarnings of them.
	Warnings []Warning
}

// Events lists the events of a calendar that overlap the window. Of the options it
// heeds Zone, Host, Window and ByWall. An event overlaps [from, to) when it starts before
// to and ends after from, or has no length and starts in it; its days are those of
// Zone. A window that ends as it begins is the second that begins there.
//
// A day whose DTEND is the day itself, which RFC 5545 3.8.2.2 does not allow, is
// that day; where it blocks nobody or is not marked as a date, it is listed as it is
// written, without length. Read makes a day of either.
//
// It fails as Read does: ErrNotACalendar, ErrTooLarge.
func Events(data []byte, opt Options) (Listing, error) {
	if !opt.Window.End.After(opt.Window.Start) {
		opt.Window.End = opt.Window.Start.Add(time.Second)
	}
	rd := newReader(opt)
	rd.listing, rd.found.byWall, rd.found.home = true, opt.ByWall, rd.home
	if err := rd.expand(data); err != nil {
		return Listing{}, fmt.Errorf("read calendar: %w", err)
	}
	out := Listing{Name: rd.name, Zone: rd.zoneName, Product: rd.product, Profile: rd.words.profile(), Warnings: rd.notes.all()}
	out.Events = make([]Event, len(rd.found.list))
	for i, k := range rd.found.order() {
		out.Events[i] = rd.found.list[k.at].event()
	}
	return out, nil
}

// event is the instance as it is handed out.
func (o *instance) event() Event {
	e := Event{
		UID: o.ev.uid, Summary: o.ev.summary, Status: o.ev.status, Line: o.ev.line,
		AllDay: o.start.date, Floating: o.start.floating && !o.start.date,
		Start: timeAt(o.from), End: timeAt(o.to), Original: timeAt(o.original),
	}
	if e.AllDay || e.Floating {
		e.Start, e.End = timeAt(o.start.wall), timeAt(bounded(o.start.zone.wallOf(o.to)))
	}
	if e.AllDay { // where the clocks skip midnight, the day ends after it
		e.End = e.End.Round(day)
	}
	return e
}
