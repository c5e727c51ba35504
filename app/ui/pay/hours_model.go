package pay

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"standby/app/api"
	"standby/app/ui/model"
	"standby/rotation"
	"standby/rotation/pay/ledger"
)

// hourRow is a call-out of the log as it is shown.
type hourRow struct {
	id, when, long, what, mode string
	// state says in words whether it counts.
	state string
	// waits says that nobody has confirmed it, removed that it does not count,
	// differs what its page tells otherwise now.
	waits, removed bool
	differs        string
	// said are what else is known of it.
	said []model.Fact
	of   ledger.Logged
}

func hourOf(l ledger.Logged, loc *time.Location, now time.Time) hourRow {
	r := hourRow{id: l.ID, what: l.What, mode: modeWord(l.Mode), removed: l.Removed, differs: l.Differs, of: l}
	if r.what == "" {
		r.what = "Call-out"
	}
	end := l.End
	if l.Running {
		end = now
	}
	r.when = model.Between(rotation.Interval{Start: l.Start, End: end}, model.View{Loc: loc})
	r.long = whole(end.Sub(l.Start))
	if l.Running {
		r.when = l.Start.In(loc).Format("Mon 2 Jan 15:04") + " – now"
	}
	r.waits = !l.Confirmed && !l.Removed
	r.state = stateOf(l)
	if l.Travel > 0 {
		r.said = append(r.said, model.Fact{Name: "Journeys", Value: whole(l.Travel)})
	}
	if l.Edited {
		r.said = append(r.said, model.Fact{Name: "Edited", Value: model.Joined(l.At.In(loc).Format("Mon 2 Jan 15:04"), "by "+l.By, l.Why)})
	}
	if l.Differs != "" {
		r.said = append(r.said, model.Fact{Name: "Page tells", Value: l.Differs + " (UTC). It does not count until it is taken over."})
	}
	return r
}

func stateOf(l ledger.Logged) string {
	switch {
	case l.Removed:
		return "Removed, does not count"
	case l.Running:
		return "Still running"
	case l.Confirmed:
		return "Confirmed"
	}
	return "To confirm"
}

// hoursOf are the call-outs of a month by start, and those of them to confirm: what
// still runs cannot be confirmed yet.
func hoursOf(list []ledger.Logged, loc *time.Location, now time.Time) (all, waiting []hourRow) {
	for _, l := range list {
		r := hourOf(l, loc, now)
		all = append(all, r)
		if r.waits && !l.Running {
			waiting = append(waiting, r)
		}
	}
	return all, waiting
}

// modes are what a call-out can be, in the words of the log and of people.
var modes = [...]struct{ mode, word string }{{"phone", "By phone"}, {"remote", "Remote"}, {"onsite", "On site"}}

func modeWord(mode string) string {
	for _, m := range modes {
		if m.mode == mode {
			return m.word
		}
	}
	return mode
}

func modeOf(word string) string {
	for _, m := range modes {
		if m.word == word {
			return m.mode
		}
	}
	return word
}

// modeWords are what can be chosen, with a word of the policy's own where the
// call-out has one.
func modeWords(mode string) []string {
	var out []string
	for _, m := range modes {
		out = append(out, m.word)
	}
	if word := modeWord(mode); word != "" && modeOf(word) == word {
		out = append(out, word)
	}
	return out
}

// draft is a call-out as somebody fills it in.
type draft struct{ from, to, mode, travel, what, why string }

// whenFormat is how times are typed.
const whenFormat = "2006-01-02 15:04"

// draftOf is what stands in the fields before anything is typed; l is nil for a
// call-out that is to be added.
func draftOf(l *ledger.Logged, loc *time.Location) draft {
	if l == nil {
		return draft{mode: modes[1].word}
	}
	d := draft{from: l.Start.In(loc).Format(whenFormat), to: l.End.In(loc).Format(whenFormat), mode: modeWord(l.Mode), what: l.What}
	if l.Running {
		d.to = ""
	}
	if l.Travel > 0 {
		d.travel = fmt.Sprint(int(l.Travel / time.Minute))
	}
	return d
}

// edit is what the agent is asked to enter: all of a new call-out, and of one that
// is there what was changed. wrong says which field cannot be understood.
func (d draft) edit(of *ledger.Logged, loc *time.Location) (e api.HourEdit, wrong *api.Trouble) {
	e.Why = strings.TrimSpace(d.why)
	before := draftOf(of, loc)
	if of != nil {
		e.ID = of.ID
	}
	if wrong = d.times(&e, before, of == nil, loc); wrong != nil {
		return e, wrong
	}
	if d.mode != before.mode || of == nil {
		mode := modeOf(d.mode)
		e.Mode = &mode
	}
	if d.travel != before.travel {
		if e.Travel, wrong = d.journeys(); wrong != nil {
			return e, wrong
		}
	}
	if d.what != before.what {
		what := strings.TrimSpace(d.what)
		e.What = &what
	}
	if of != nil && e.Why == "" {
		return e, &api.Trouble{What: "An edit needs a reason", Means: "Nothing was changed. The reason stands in the trail, for whoever checks the statement.", Next: "Say in a few words why."}
	}
	return e, nil
}

// times enters the two ends, where they are new or were changed.
func (d draft) times(e *api.HourEdit, before draft, added bool, loc *time.Location) *api.Trouble {
	from, to := added || d.from != before.from, added || d.to != before.to
	span, wrong := d.span(loc, from || to)
	if from {
		e.From = &span.Start
	}
	if to {
		e.To = &span.End
	}
	return wrong
}

// journeys reads minutes as seconds; empty is none.
func (d draft) journeys() (*int64, *api.Trouble) {
	minutes, err := strconv.Atoi("0" + strings.TrimSpace(d.travel))
	if err != nil || minutes > 24*60 {
		return nil, unread("the journeys", d.travel, "Write minutes, such as 45, at most a day.")
	}
	seconds := int64(minutes) * 60
	return &seconds, nil
}

// span reads the two times. An end that is only a time is that after the start.
func (d draft) span(loc *time.Location, needed bool) (span rotation.Interval, wrong *api.Trouble) {
	if !needed {
		return span, nil
	}
	var err error
	from, to := strings.TrimSpace(d.from), strings.TrimSpace(d.to)
	if span.Start, err = time.ParseInLocation(whenFormat, from, loc); err != nil {
		return span, unread("the beginning", from, "Write a day and a time, such as 2026-11-07 02:10.")
	}
	if span.End, err = time.ParseInLocation(whenFormat, to, loc); err == nil {
		return span, ordered(span)
	}
	clock, err := time.Parse("15:04", to)
	if err != nil {
		return span, unread("the end", to, "Write a day and a time, such as 2026-11-07 03:40, or the time alone.")
	}
	y, m, day := span.Start.Date()
	span.End = time.Date(y, m, day, clock.Hour(), clock.Minute(), 0, 0, loc)
	if span.End.Before(span.Start) {
		span.End = time.Date(y, m, day+1, clock.Hour(), clock.Minute(), 0, 0, loc)
	}
	return span, nil
}

func ordered(span rotation.Interval) *api.Trouble {
	if span.End.Before(span.Start) {
		return &api.Trouble{What: "The end comes before the beginning", Means: "Nothing was entered.", Next: "Correct one of the two times."}
	}
	return nil
}

func unread(what, text, next string) *api.Trouble {
	return &api.Trouble{What: fmt.Sprintf("For %s, “%.40s” cannot be understood", what, text), Means: "Nothing was entered.", Next: next}
}

// stepOf is one step of a trail in a line.
func stepOf(s ledger.Step, loc *time.Location) string {
	by := "By the page"
	if !s.At.IsZero() {
		by = s.At.In(loc).Format("Mon 2 Jan 15:04") + ", " + s.By
	}
	text := by + ": " + s.What + " (UTC)"
	if s.Why != "" {
		text += " – " + s.Why
	}
	return text
}

var lengthForm = regexp.MustCompile(`^(?:(\d{1,4})\s*h)?\s*(?:(\d{1,5})\s*min)?$`)

// lengthOf reads "8", "7.5", "7:30" and "7 h 30 min" as seconds.
func lengthOf(text string) (seconds int64, ok bool) {
	text = strings.TrimSpace(text)
	if h, m, is := strings.Cut(text, ":"); is {
		text = h + " h " + m + " min"
	}
	if hours, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64); err == nil {
		minutes := hours * 60
		return int64(minutes) * 60, hours > 0 && hours < 10_000 && minutes == float64(int64(minutes))
	}
	parts := lengthForm.FindStringSubmatch(text)
	if parts == nil || text == "" {
		return 0, false
	}
	hours, _ := strconv.ParseInt("0"+parts[1], 10, 64)
	minutes, _ := strconv.ParseInt("0"+parts[2], 10, 64)
	seconds = hours*3600 + minutes*60
	return seconds, seconds > 0
}
