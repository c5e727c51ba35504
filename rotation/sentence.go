package rotation

import "time"

// Sentence is the alteration as people say it, without a full stop, with clock
// times in zone: "Sat 5 Dec is no longer yours; Engineer B has it". A year other
// than that of now is told.
func (a Alteration) Sentence(zone *time.Location, now time.Time) string {
	w := wording{zone, now.In(zone).Year()}
	owner, whose := "yours", "Your"
	if !a.Mine {
		owner = a.Person.String() + "'s"
		whose = owner
	}
	switch {
	case !a.Leave.Empty():
		return whose + " leave is now on call" + as(a.Role) + ": " + w.span(a.Leave)
	case a.Kind == Moved:
		to := w.span(a.Is)
		if a.Is.Duration() == a.Was.Duration() {
			to = w.begin(a.Is)
		}
		return whose + " shift " + w.begin(a.Was) + as(a.Role) + " moved to " + to
	case a.Kind == Reassigned && a.Mine:
		return w.span(a.Is) + ": you are now " + string(a.Role) + " instead of " + string(a.Formerly)
	case a.Kind == Reassigned:
		return w.span(a.Is) + ": " + a.Person.String() + " is now " + string(a.Role) + " instead of " + string(a.Formerly)
	case a.Kind == Lost:
		return w.span(a.Was) + " is no longer " + owner + as(a.Role) + a.other("; ", " has it")
	}
	return w.span(a.Is) + " is now " + owner + as(a.Role) + a.other("; it was ", "'s")
}

func as(r Role) string {
	if r == Primary || r == "" {
		return ""
	}
	return " as " + string(r)
}

func (a Alteration) other(before, after string) string {
	if a.Other == (Person{}) {
		return ""
	}
	return before + a.Other.String() + after
}

// wording is how times are written.
type wording struct {
	zone *time.Location
	year int
}

func (w wording) day(t time.Time) string {
	if t.Year() != w.year {
		return t.Format("Mon 2 Jan 2006")
	}
	return t.Format("Mon 2 Jan")
}

// begin is the day of whole days, else day and time.
func (w wording) begin(i Interval) string {
	start := i.Start.In(w.zone)
	if w.wholeDays(i) {
		return w.day(start)
	}
	return w.day(start) + start.Format(" 15:04")
}

// span is "Sat 5 Dec", "Sat 5 Dec to Sun 6 Dec", "Fri 27 Nov 09:00 to 17:00" or
// "Fri 27 Nov 09:00 to Sat 28 Nov 09:00".
func (w wording) span(i Interval) string {
	start, end := i.Start.In(w.zone), i.End.In(w.zone)
	if w.wholeDays(i) {
		last := end.AddDate(0, 0, -1)
		if sameDay(start, last) {
			return w.day(start)
		}
		return w.day(start) + " to " + w.day(last)
	}
	if sameDay(start, end) {
		return w.begin(i) + " to " + end.Format("15:04")
	}
	return w.begin(i) + " to " + w.day(end) + end.Format(" 15:04")
}

func (w wording) wholeDays(i Interval) bool {
	midnight := func(t time.Time) bool { h, m, s := t.Clock(); return h+m+s == 0 }
	return midnight(i.Start.In(w.zone)) && midnight(i.End.In(w.zone)) && !i.Empty()
}

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}
