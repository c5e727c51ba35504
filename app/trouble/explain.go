package trouble

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"standby/app/agent"
	"standby/app/api"
	"standby/app/provider/caldav"
	"standby/app/provider/calendar"
	"standby/app/provider/pagerduty"
	"standby/app/store"
	"standby/notify"
	"standby/rotation/tomlfile"
)

// Explain puts err in words; subject names the thing it is about, such as the
// source's name, and may be empty where the error names it. An error that nobody
// foresaw keeps its own words. The error's details follow in What where they tell
// more: a status, a line, a host. err must not be nil.
func Explain(subject string, err error) api.Trouble {
	var known *api.Error
	if errors.As(err, &known) {
		return known.Trouble
	}
	var file *tomlfile.Error
	if errors.As(err, &file) {
		return inFile(file, errors.Is(err, agent.ErrUnreadable))
	}
	var repaired *store.RepairedError
	if errors.As(err, &repaired) {
		return afterRepair(repaired)
	}
	if t, ok := amongShifts(err); ok {
		return t
	}
	if t, ok := needsFact(err); ok {
		return t
	}
	if t, ok := inLedger(err); ok {
		return t
	}
	if t, ok := inIncident(err); ok {
		return t
	}
	name, ofCalendar := calendarOf(err)
	subject = cmp.Or(subject, name)
	for _, r := range rules() {
		if errors.Is(err, r.is) && (ofCalendar || !r.calendar) {
			return r.explain(subject, err, ofCalendar)
		}
	}
	return api.Trouble{What: sentence(err.Error()), Means: "What was asked did not happen.", Next: "Try again; standby doctor says what else may be wrong."}
}

// calendarOf is the calendar that an error is about.
func calendarOf(err error) (name string, ok bool) {
	var cal *calendar.Error
	if errors.As(err, &cal) {
		return cal.Calendar, true
	}
	var dav *caldav.Error
	if errors.As(err, &dav) {
		return dav.Calendar, true
	}
	var roster *pagerduty.CalendarError
	if errors.As(err, &roster) {
		return roster.Calendar, true
	}
	return "", false
}

func (r rule) explain(subject string, err error, ofCalendar bool) api.Trouble {
	t := api.Trouble{What: r.what, Means: r.means, Next: r.next}
	if ofCalendar && r.shifts != "" {
		t.Means = r.shifts
	}
	if strings.Contains(t.What, "%s") {
		name := r.named(subject, err)
		t.What = fmt.Sprintf(t.What, name)
		if name == r.thing { // a name is left as it is written
			t.What = sentence(t.What)
		}
	}
	if !r.plain {
		t.What += details(err, r.is)
	}
	return t
}

// named is what to call the thing: by the name given, by the path that the
// system complained of, else by its kind.
func (r rule) named(subject string, err error) string {
	var path *fs.PathError
	switch {
	case r.paths && errors.As(err, &path):
		return path.Path
	case subject != "":
		return notify.Clean(subject, 80)
	case r.thing != "":
		return r.thing
	}
	return "Standby"
}

// inFile explains a mistake in one of Standby's files: where it is, and what to
// write instead. Of a rota that is in use the last good copy is.
func inFile(e *tomlfile.Error, rota bool) api.Trouble {
	means := "The file is not used until that is corrected."
	if rota {
		means = lastCopy
	}
	where := e.File
	if e.Line > 0 {
		where = fmt.Sprintf("%s, line %d", e.File, e.Line)
	}
	what := where + ": " + e.Problem
	if e.Key != "" {
		what = fmt.Sprintf("%s: %s: %s", where, e.Key, e.Problem)
	}
	return api.Trouble{What: notify.Clean(what, 240), Means: means, Next: sentence(e.Remedy)}
}

// afterRepair says what a repair of the store cost, and where the rest lies.
func afterRepair(e *store.RepairedError) api.Trouble {
	t := api.Trouble{What: "The store was damaged, and there was no backup: it began again with nothing in it",
		Means: "Earlier pages and call-outs are missing. What still fires pages again, and calendars are read again."}
	if e.RestoredFrom != "" {
		t.What = "The store was damaged, and the backup of " + e.RestoredAt.UTC().Format("2 Jan 2006 15:04 MST") + " took its place"
		t.Means = "Pages and call-outs from after that backup are missing. What still fires pages again."
	}
	if e.Damaged == "" {
		t.What = strings.Replace(t.What, "was damaged", "was gone", 1)
		t.Next = "Nothing needs to be done, unless you did not remove it yourself: then check the disk."
		return t
	}
	t.Next = "Keep the damaged file, it may hold what is missing: " + e.Damaged + ". Check the disk if this happens again."
	return t
}

// details are the error's own words in brackets, without those that the rule has
// put better, capped for a screen.
func details(err, said error) string {
	text := err.Error()
	if i := strings.Index(text, said.Error()); i >= 0 {
		rest := strings.TrimLeft(text[i+len(said.Error()):], ":; ")
		text = strings.TrimRight(strings.TrimRight(text[:i], " ")+" "+rest, ": ")
	}
	if text = notify.Clean(text, 160); text == "" {
		return ""
	}
	return " (" + text + ")"
}

func sentence(s string) string {
	s = notify.Clean(s, 240)
	if s == "" {
		return "Something failed without saying why"
	}
	return upper(s)
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
