package statement

import (
	"strings"
	"time"

	"standby/app/paper"
)

func joined(texts []string) string { return strings.Join(texts, "\n") }

// remarks writes what was found, noted and booked to the account, for all
// statements.
func (b *workbookFile) remarks(statements []Document) error {
	w, err := b.sheet(sheetRemarks)
	if err != nil {
		return err
	}
	s := newSheet(w, []float64{22, 14, 32, 17, 80, 14, 14}, 1)
	s.add(heads("Person", "Record", "Code", "When", "Text", "Time, h", "Time, s")...)
	for _, d := range statements {
		person, loc := d.Person.String(), location(d.Zone)
		findings := func(record string, list []Finding) {
			for _, f := range list {
				s.add(textCell(person), textCell(record), textCell(f.Code), momentCell(f.At, loc), textCell(f.Text))
			}
		}
		findings(recordViolation, d.Violations)
		findings(recordWarning, d.Warnings)
		for _, n := range d.Notes {
			s.add(textCell(person), textCell(recordNote), cell{}, cell{}, textCell(n))
		}
		accountCells(s, person, d.Account, loc)
	}
	return s.close("")
}

func accountCells(s *sheetWriter, person string, a *Account, loc *time.Location) {
	if a == nil {
		return
	}
	for _, e := range a.entries() {
		s.add(textCell(person), textCell(recordAccount), textCell(e.name), cell{}, cell{},
			numberCell(hours(*e.at), styleGeneral), wholeCell(*e.at))
	}
	for _, l := range a.Lapses {
		s.add(textCell(person), textCell(recordLapse), cell{}, momentCell(l.On, loc), textCell(lapse(l, loc)),
			numberCell(hours(l.Seconds), styleGeneral), wholeCell(l.Seconds))
	}
}

// lapse is "6:00 h lapse on 14 December 2026": that is the last day on which they can
// be used, as on the screen, where they are gone from the midnight that ends it.
func lapse(l Lapse, loc *time.Location) string {
	on := l.On.In(loc)
	if paper.Midnight(on) {
		return clock(l.Seconds) + " h lapse on " + on.AddDate(0, 0, -1).Format("2 January 2006")
	}
	return clock(l.Seconds) + " h lapse on " + paper.Moment(on, loc)
}
