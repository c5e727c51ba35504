package ical

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"standby/rotation"
)

// Kind is what an entry is about. It begins the UID.
type Kind string

// What Standby writes to calendars.
const (
	KindShift   Kind = "shift"
	KindGap     Kind = "gap"
	KindCallOut Kind = "callout"
	KindLeave   Kind = "leave"
)

// SeriesOf names what entries of a kind are turns of, for Entry.Series: the same
// parts in the same order are the same series, whatever their case. It tells
// nobody what the parts are.
func SeriesOf(kind Kind, parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		_, _ = h.Write([]byte(strings.ToLower(oneLine(p)) + "\x00"))
	}
	return uidPrefix + string(kind) + "-" + hex.EncodeToString(h.Sum(nil)[:10])
}

// personKey is what stays of a person when the display name changes.
func personKey(p rotation.Person) string { return cmp.Or(strings.TrimSpace(p.Email), p.Name) }

// ShiftStyle says how shifts are written.
type ShiftStyle struct {
	// Mine says that the reader holds all of them: the title then names the rota,
	// "On call: Platform (primary)", else the person, "Engineer A (primary)".
	Mine bool
	// Title makes other titles; nil for these.
	Title func(rotation.Shift) string
	// Busy, Alarms and Organizer are those of Entry.
	Busy      bool
	Alarms    []time.Duration
	Organizer rotation.Person
	// People writes the person as ATTENDEE where there is an e-mail.
	People bool
}

// ShiftEntries are the entries of shifts, which must be whole: a turn that a
// window cuts is another turn to those who read it. Rota, role and person make
// the series, so that the one who takes over has an entry of their own.
func ShiftEntries(shifts []rotation.Shift, style ShiftStyle) []Entry {
	title := style.Title
	if title == nil {
		title = style.title
	}
	list := make([]Entry, len(shifts))
	for i, s := range shifts {
		list[i] = Entry{
			Series: SeriesOf(KindShift, s.Rota, string(s.Role), personKey(s.Person)),
			Start:  s.Start, End: s.End,
			Summary:    title(s),
			Categories: kept("On call", string(s.Role)),
			Busy:       style.Busy, Alarms: slices.Clone(style.Alarms), Organizer: style.Organizer,
		}
		if style.People {
			list[i].Attendees = []rotation.Person{s.Person}
		}
	}
	return list
}

func (style ShiftStyle) title(s rotation.Shift) string {
	name := s.Person.String()
	if style.Mine {
		name = "On call"
		if s.Rota != "" {
			name += ": " + s.Rota
		}
	}
	if s.Role == "" {
		return name
	}
	return name + " (" + string(s.Role) + ")"
}

// GapEntries are the spans of a rota in which nobody is on call, marked as busy
// because somebody has to see to them.
func GapEntries(rota string, gaps []rotation.Gap) []Entry {
	list := make([]Entry, len(gaps))
	for i, g := range gaps {
		summary := "Nobody on call: " + rota
		if g.Role != "" {
			summary += " (" + string(g.Role) + ")"
		}
		list[i] = Entry{
			Series: SeriesOf(KindGap, rota, string(g.Role)),
			Start:  g.Start, End: g.End, Summary: summary, Busy: true,
			Categories: kept("Gap", string(g.Role)),
		}
	}
	return list
}

// CallOut is a span worked because of a page.
type CallOut struct {
	// Page is the page's ID; the page and the person make the series.
	Page   string
	What   string
	Person rotation.Person
	rotation.Interval
}

// CallOutEntries are call-outs as entries, busy. Those without any length are
// written as the one second they began in: no client shows an entry without end,
// and a call-out that was looked at must not vanish.
func CallOutEntries(list []CallOut) []Entry {
	out := make([]Entry, len(list))
	for i, c := range list {
		end := c.End
		if end.Unix() <= c.Start.Unix() {
			end = c.Start.Add(time.Second)
		}
		summary := "Call-out"
		if what := oneLine(c.What); what != "" {
			summary += ": " + what
		}
		out[i] = Entry{
			Series: SeriesOf(KindCallOut, c.Page, personKey(c.Person)),
			Start:  c.Start, End: end, Summary: shortened(summary), Busy: true,
			Categories: []string{"Call-out"},
		}
	}
	return out
}

// Leave is time in lieu that is taken.
type Leave struct {
	Person rotation.Person
	// Interval is a span of hours; with Days the dates that Start and End show in
	// their own location, End being the first day back.
	rotation.Interval
	Days bool
	// Note is added to the description; may be empty.
	Note string
}

// LeaveEntries are leave as entries, busy. Without mine, the title names the
// person.
func LeaveEntries(list []Leave, mine bool) []Entry {
	out := make([]Entry, len(list))
	for i, l := range list {
		summary := "Time in lieu"
		if !mine {
			summary += ": " + l.Person.String()
		}
		out[i] = Entry{
			Series: SeriesOf(KindLeave, personKey(l.Person)),
			Start:  l.Start, End: l.End, AllDay: l.Days, Summary: summary, Description: l.Note, Busy: true,
			Categories: []string{"Time in lieu"},
		}
	}
	return out
}

// kept are the texts that are not empty.
func kept(list ...string) []string {
	return slices.DeleteFunc(list, func(s string) bool { return s == "" })
}
