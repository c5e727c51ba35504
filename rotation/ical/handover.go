package ical

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"standby/rotation"
)

// Handover is one shift that goes to another person.
type Handover struct {
	// Turn is the shift, as the Roll has it.
	Turn Turn
	// To is who takes it.
	To rotation.Person
	// Part is the span that changes hands; empty for all of it. What is left
	// stays with who has it.
	Part rotation.Interval
	// Vouched says that somebody named the holder: a title in which nothing but
	// the name stands is only a guess else.
	Vouched bool
}

// Handed is what became of a shift.
type Handed struct {
	Turn Turn
	// Pieces are the shifts that stand in its place, in order of start.
	Pieces []Turn
}

// Amended is an object of a calendar with shifts handed over.
type Amended struct {
	// Object is the object as it is to be written.
	Object []byte
	// New are objects to be written besides, where a part of a shift became an
	// event of its own.
	New []NewObject
	// Handed says what became of each shift, in the order of the handovers.
	Handed []Handed
}

// NewObject is a new object with one event.
type NewObject struct {
	UID  string
	Data []byte
}

// Amend hands shifts over in one object of the calendar, a CalDAV resource, as it
// is at now.
//
// The person is replaced where the calendar names people: in the title, as its
// pattern or its profile reads it, and in ATTENDEE. SEQUENCE is raised (RFC 5545
// 3.8.7.4), DTSTAMP and LAST-MODIFIED are set; all other lines stay to the byte.
// One instance of a series becomes an override in the same object, with a
// RECURRENCE-ID (RFC 5545 3.8.4.4). Where a part changes hands, the event keeps
// the first span that stays with its holder, and the other spans become events of
// their own, with UIDs that are the same whoever makes them from the same version.
//
// What comes out is read again before it is returned: unless exactly these shifts
// have changed hands, and nothing else is different, it is refused. The errors are
// ErrNoPlace, ErrTurnGone, ErrHolds, ErrPart, or those of Read; each names the
// event.
func (r *Roll) Amend(object []byte, now time.Time, list ...Handover) (Amended, error) {
	if !utf8.Valid(object) {
		return Amended{}, fmt.Errorf("%w: it is not in UTF-8", ErrNoPlace)
	}
	out := Amended{}
	text := toText(object)
	for _, h := range list {
		h.To = rotation.Person{Name: clean(h.To.Name, maxName), Email: clean(h.To.Email, 254)}
		a := amending{roll: r, Handover: h, text: text, stamp: utcText(now)}
		if err := a.do(); err != nil {
			return Amended{}, fmt.Errorf("hand over %q of %s: %w", shortened(h.Turn.Title), h.Turn.Start.UTC().Format("2 Jan 2006 15:04 UTC"), err)
		}
		text = a.text
		out.New = append(out.New, a.made...)
		out.Handed = append(out.Handed, Handed{h.Turn, a.pieces})
	}
	out.Object = []byte(text)
	return out, nil
}

// amending is one handover while it is done.
type amending struct {
	roll *Roll
	Handover
	text, stamp string
	rd          *reader
	before      []placed
	in          instance
	made        []NewObject
	pieces      []Turn
}

func (a *amending) do() error {
	if err := a.find(); err != nil {
		return err
	}
	spans, err := a.spans()
	if err != nil {
		return err
	}
	lines := newSheet(a.text)
	from, to, ok := lines.block(a.in.ev.line)
	if !ok {
		return fmt.Errorf("%w: the event does not close as it opened; correct it in a calendar program", ErrNoPlace)
	}
	event := slices.Clone(lines[from:to])
	into := from // where the changed event goes: over the old one, or behind it
	if a.ofSeries() {
		if event, err = a.override(event); err != nil {
			return err
		}
		into = to
	}
	kept, err := a.cut(event, spans, lines)
	if err != nil {
		return err
	}
	a.text = slices.Concat(lines[:into], kept, lines[to:]).String()
	return a.verify()
}

// find looks for the turn in the object as it is now.
func (a *amending) find() (err error) {
	if a.To == (rotation.Person{}) {
		return fmt.Errorf("%w: nobody is named who takes it", ErrNoPlace)
	}
	if a.rd, a.before, err = a.roll.reread(a.text); err != nil {
		return err
	}
	i := slices.IndexFunc(a.before, func(p placed) bool { return p.Turn == a.Turn })
	if i < 0 {
		return ErrTurnGone
	}
	a.in = a.before[i].in
	for _, p := range a.before {
		if p.in.ev == a.in.ev && p.in.from == a.in.from && p.Person.Same(a.To) {
			return fmt.Errorf("%s %w", a.To, ErrHolds)
		}
	}
	return nil
}

// ofSeries reports whether other instances come from the same event.
func (a *amending) ofSeries() bool {
	ev := a.in.ev
	return ev.future || !ev.override && len(ev.rules)+len(ev.also) > 0
}

// spans are the pieces of the shift; the one that changes hands is marked by To.
func (a *amending) spans() ([]Turn, error) {
	whole, part := a.Turn, a.Part
	if part.Empty() {
		part = whole.Interval
	}
	part.Start, part.End = part.Start.UTC(), part.End.UTC()
	if part.Start.Before(whole.Start) || part.End.After(whole.End) || part.Start.Nanosecond()+part.End.Nanosecond() != 0 {
		return nil, fmt.Errorf("%w: it goes from %s to %s", ErrPart, whole.Start.UTC().Format(time.RFC3339), whole.End.UTC().Format(time.RFC3339))
	}
	var out []Turn
	add := func(from, to time.Time, who rotation.Person) {
		if from.Before(to) {
			piece := whole
			piece.Interval, piece.Person = rotation.Interval{Start: from, End: to}, who
			out = append(out, piece)
		}
	}
	add(whole.Start, part.Start, whole.Person)
	add(part.Start, part.End, a.To)
	add(part.End, whole.End, whole.Person)
	return out, nil
}

// cut makes the events of all pieces. It returns the one that stays in the object.
func (a *amending) cut(event sheet, spans []Turn, object sheet) (sheet, error) {
	given := func(t Turn) bool { return t.Person == a.To }
	keeper := max(0, slices.IndexFunc(spans, func(t Turn) bool { return !given(t) }))
	var kept sheet
	for i, span := range spans {
		lines := slices.Clone(event)
		var err error
		if lines, err = a.move(lines, span.Interval); err != nil {
			return nil, err
		}
		if given(span) {
			if lines, err = a.rename(lines); err != nil {
				return nil, err
			}
		}
		if i == keeper {
			lines = lines.set("SEQUENCE:" + strconv.Itoa(min(max(a.in.ev.sequence, 0)+1, maxSequence)))
			kept = a.stamped(lines)
		} else {
			span.UID, span.Original = a.uid(span), time.Time{}
			a.publish(lines, span.UID, object)
		}
		a.pieces = append(a.pieces, span)
	}
	return kept, nil
}

func (a *amending) stamped(lines sheet) sheet {
	return lines.set("LAST-MODIFIED:" + a.stamp).set("DTSTAMP:" + a.stamp)
}

// publish adds an object for a piece that is an event of its own.
func (a *amending) publish(lines sheet, uid string, object sheet) {
	if len(lines.own("CREATED")) > 0 {
		lines = lines.set("CREATED:" + a.stamp)
	}
	lines = lines.drop("RECURRENCE-ID", "RRULE", "RDATE", "EXRULE", "EXDATE", digestName)
	lines = a.stamped(lines.set("SEQUENCE:0").set("UID:" + escapeText(uid)))
	head, tail := object.envelope()
	a.made = append(a.made, NewObject{uid, []byte(slices.Concat(head, lines, tail).String())})
}

// uid names a piece: by what it is a piece of, in which version.
func (a *amending) uid(span Turn) string {
	h := sha256.New()
	_, _ = fmt.Fprint(h, a.Turn.UID, a.Turn.Original.Unix(), a.in.ev.sequence, span.Start.Unix(), span.End.Unix(), span.Person, a.Turn.Title)
	base := strings.TrimPrefix(a.Turn.UID, uidPrefix) // those are the export's
	if !goodUID(base) || len(base) > 200 {
		base = "shift"
	}
	return base + "-part-" + hex.EncodeToString(h.Sum(nil)[:6])
}

// errReread says that what would be written does not say what it should.
var errReread = errors.New("the changed event would say something else than was asked")

// verify reads what would be written: the pieces must be there, and nothing else
// may be different.
func (a *amending) verify() error {
	texts := []string{a.text}
	for _, m := range a.made {
		texts = append(texts, string(m.Data))
	}
	var after []placed
	for _, text := range texts {
		_, list, err := a.roll.reread(text)
		if err != nil {
			return err
		}
		after = append(after, list...)
	}
	var want []Turn
	for _, p := range a.before {
		if p.Turn != a.Turn {
			want = append(want, p.Turn)
		}
	}
	for _, piece := range a.pieces {
		if a.roll.sees(piece.Interval) {
			want = append(want, piece)
		}
	}
	return a.same(want, after)
}

// sees reports whether some of a span is in the window that is read.
func (r *Roll) sees(i rotation.Interval) bool { return !i.Clip(r.opt.Window).Empty() }

// same compares turns without their titles, and people as far as they are known.
func (a *amending) same(want []Turn, got []placed) error {
	if len(want) != len(got) {
		return fmt.Errorf("%w: %w", ErrNoPlace, errReread)
	}
	type key struct {
		uid        string
		start, end int64
		role       rotation.Role
		rota       string
		open, away bool
	}
	keyOf := func(t Turn) key {
		return key{t.UID, t.Start.Unix(), t.End.Unix(), t.Role, t.Rota, t.OpenEnd, t.Away}
	}
	left := make(map[key][]Turn, len(got))
	for _, p := range got {
		left[keyOf(p.Turn)] = append(left[keyOf(p.Turn)], p.Turn)
	}
	for _, w := range want {
		k := keyOf(w)
		i := slices.IndexFunc(left[k], func(t Turn) bool { return t.Person == w.Person || w.Person == a.To && t.Person.Same(a.To) })
		if i < 0 {
			return fmt.Errorf("%w: %w", ErrNoPlace, errReread)
		}
		left[k] = slices.Delete(left[k], i, i+1)
	}
	return nil
}
