package ical

import (
	"strings"

	"standby/rotation"
)

// KindOf is what an event is about that Standby wrote, by its UID or series; empty
// for those of others. Whoever reads an export as a schedule must not take a gap, a
// call-out or somebody's leave for a shift.
func KindOf(uid string) Kind {
	rest, ok := strings.CutPrefix(uid, uidPrefix)
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, "-")
	switch kind := Kind(name); kind {
	case KindShift, KindGap, KindCallOut, KindLeave:
		return kind
	}
	return ""
}

// onLeave is who takes leave in an event that Standby wrote: whom the title names
// after its colon, else Me where all events are theirs.
func (rd *reader) onLeave(ev *event) []rotation.Person {
	me := rd.opt.Me
	_, name, named := strings.Cut(ev.summary, ": ")
	switch {
	case rd.opt.Mine || named && names(name, me):
		return []rotation.Person{me}
	case named:
		return []rotation.Person{known(personOf(name), me, ev.attendees)}
	}
	return ev.attendees
}

// personOf is somebody who is written as a name or as an address.
func personOf(text string) rotation.Person {
	text = strings.TrimSpace(text)
	if strings.Contains(text, "@") && !strings.Contains(text, " ") {
		return rotation.Person{Email: clean(text, 254)}
	}
	return rotation.Person{Name: clean(text, maxName)}
}
