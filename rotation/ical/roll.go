package ical

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"standby/rotation"
)

// What keeps a shift from changing hands. Nothing is written then.
var (
	// ErrNoPlace says that nobody can tell for sure where an event names the person
	// who holds the shift. The text says what to do.
	ErrNoPlace = errors.New("it cannot be told where the event names the person")
	// ErrTurnGone says that the event does not hold the shift any more: it was
	// changed since it was read.
	ErrTurnGone = errors.New("the event does not say so any more")
	// ErrHolds says that the person has the shift already.
	ErrHolds = errors.New("has this shift already")
	// ErrPart says that a part of a shift does not lie in it.
	ErrPart = errors.New("the part does not lie in the shift")
)

// Roll is a calendar as it was read to hand shifts over: who holds which, and how
// the calendar writes people. It does not change once it is read.
type Roll struct {
	opt   Options
	name  string
	words words
	turns []Turn
}

// Turn is one person's shift and the event that it stands in.
type Turn struct {
	// Shift has the UID of the event as it is in the calendar; those who share an
	// event share it.
	rotation.Shift
	// Original is the start that an instance of a series has by its rule, as
	// Event.Original; zero for a single event.
	Original time.Time
	// Title is the event's, fit to be shown.
	Title string
	// OpenEnd and Away are as in Row.
	OpenEnd, Away bool
}

// ReadRoll reads a calendar to hand over shifts that overlap the window, at most
// MaxShifts of them. It fails as Read does.
func ReadRoll(data []byte, opt Options) (*Roll, error) {
	rd, err := schedule(data, opt)
	if err != nil {
		return nil, fmt.Errorf("read calendar: %w", err)
	}
	rd.found.trim()
	rd.words.profile()
	r := &Roll{opt: rd.opt, name: rd.name, words: rd.words}
	for _, p := range rd.placed() {
		r.turns = append(r.turns, p.Turn)
	}
	return r, nil
}

// Turns are the shifts, in order of start.
func (r *Roll) Turns() []Turn { return append([]Turn(nil), r.turns...) }

// Shifts are those that are no leave, in the order of rotation.SortShifts.
func (r *Roll) Shifts() []rotation.Shift { return shiftsOf(r.turns) }

// After are the shifts once a turn has become others.
func (r *Roll) After(changes ...Handed) []rotation.Shift {
	var list []Turn
	for _, t := range r.turns {
		pieces := []Turn{t}
		for _, c := range changes {
			if c.Turn == t {
				pieces = c.Pieces
			}
		}
		list = append(list, pieces...)
	}
	return shiftsOf(list)
}

func shiftsOf(turns []Turn) []rotation.Shift {
	var out []rotation.Shift
	for _, t := range turns {
		if !t.Away {
			out = append(out, t.Shift)
		}
	}
	rotation.SortShifts(out)
	return out
}

// Known is a person as the calendar knows them: with the name or the address that
// it has elsewhere, where only one is known for what was given.
func (r *Roll) Known(p rotation.Person) rotation.Person {
	known := p
	for i := -1; i < len(r.turns); i++ {
		q := r.opt.Me
		if i >= 0 {
			q = r.turns[i].Person
		}
		switch {
		case !p.Same(q):
		case known.Email != "" && q.Email != "" && !known.Same(q):
			return p // two people of one name
		default:
			known = rotation.Person{Name: cmp.Or(known.Name, q.Name), Email: cmp.Or(known.Email, q.Email)}
		}
	}
	return known
}

// placed is a turn and the instance that it was read from.
type placed struct {
	Turn
	in instance
}

// placed are the turns of what was expanded.
func (rd *reader) placed() []placed {
	var out []placed
	for _, in := range rd.found.list {
		if in.ev.cancelled || in.from == in.to {
			continue
		}
		rd.attend(in.ev)
		w := rd.words.read(in.ev)
		for _, s := range rd.shiftsIn(occurrence{ev: in.ev, from: timeAt(in.from), to: timeAt(in.to)}) {
			s.UID = in.ev.uid
			out = append(out, placed{Turn{Shift: s, Original: timeAt(in.original), Title: in.ev.summary, OpenEnd: w.OpenEnd, Away: w.Away}, in})
		}
	}
	return out
}

// reread reads one object of the calendar in the calendar's own words.
func (r *Roll) reread(text string) (*reader, []placed, error) {
	rd := newReader(r.opt)
	rd.name, rd.words = r.name, r.words
	rd.words.known, rd.words.left = map[string]wording{}, patternBudget
	if err := rd.expand([]byte(text)); err != nil {
		return nil, nil, err
	}
	return rd, rd.placed(), nil
}
