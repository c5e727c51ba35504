package ical

import (
	"fmt"
	"time"

	"standby/rotation"
)

// MaxRows is how many rows a preview has at most.
const MaxRows = 50

// Row is one line of a preview: a shift, and what its summary is taken to mean.
type Row struct {
	// Start and End are when, in UTC.
	Start, End time.Time
	// Summary is the event's, fit to be shown.
	Summary string
	// Matched says that the pattern fits. Where it does not, the rest is what is
	// read without one.
	Matched bool
	// Person, Role and Rota are what the shift would have.
	Person rotation.Person
	Role   rotation.Role
	Rota   string
	// Mine says that the shift would be the user's, as Options.Me tells them.
	Mine bool
	// OpenEnd says that End is only where the calendar ends; Away that it is no
	// shift but leave.
	OpenEnd, Away bool
}

// Preview says what a pattern makes of the shifts that overlap the window, the
// earliest MaxRows of them, in order of start. An empty pattern shows how they
// are read without one; opt.Pattern is not looked at.
//
// It fails as Read does; where the pattern is bad, with a *profile.PatternError.
func Preview(data []byte, pattern string, opt Options) ([]Row, error) {
	opt.Pattern = pattern
	rd, err := schedule(data, opt)
	if err != nil {
		return nil, fmt.Errorf("preview calendar: %w", err)
	}
	rd.found.trim()
	rows := []Row{}
	for _, in := range rd.found.list {
		if in.ev.cancelled || in.from == in.to {
			continue
		}
		rd.attend(in.ev)
		for _, row := range rd.rows(occurrence{ev: in.ev, from: timeAt(in.from), to: timeAt(in.to)}) {
			if len(rows) == MaxRows {
				return rows, nil
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

// rows are what everybody does in an occurrence.
func (rd *reader) rows(o occurrence) []Row {
	w := rd.words.read(o.ev)
	var rows []Row
	for _, s := range rd.shiftsIn(o) {
		rows = append(rows, Row{
			Start: s.Start, End: s.End, Summary: o.ev.summary, Matched: w.matched,
			Person: s.Person, Role: s.Role, Rota: s.Rota, Mine: rd.opt.Mine || s.Person.Same(rd.opt.Me),
			OpenEnd: w.OpenEnd, Away: w.Away || KindOf(o.ev.uid) == KindLeave,
		})
	}
	return rows
}
