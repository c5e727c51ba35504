package ical

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	goical "github.com/emersion/go-ical"

	"standby/rotation"
)

// maxName is the longest name shown, in runes.
const maxName = 120

// maxAttendees bounds how many persons one event puts on call.
const maxAttendees = 50

// attendees reads the persons of an event. Rooms and equipment are not persons.
func (rd *reader) attendees(f *fields) []rotation.Person {
	var list []rotation.Person
	for i := range f.props["ATTENDEE"] {
		p := &f.props["ATTENDEE"][i]
		person := attendee(p)
		if person == (rotation.Person{}) {
			continue
		}
		if len(list) == maxAttendees {
			rd.notes.add(f.raw.lineOf("ATTENDEE"), "the event has more attendees than a shift has people; the others were skipped")
			break
		}
		list = append(list, person)
	}
	return list
}

func attendee(p *goical.Prop) rotation.Person {
	switch strings.ToUpper(p.Params.Get("CUTYPE")) {
	case "ROOM", "RESOURCE":
		return rotation.Person{}
	}
	name := clean(unescape(strings.Join(p.Params.Values("CN"), ", ")), maxName)
	address := strings.TrimSpace(p.Value)
	if len(address) >= 7 && strings.EqualFold(address[:7], "mailto:") {
		address = address[7:]
	}
	address = clean(address, 254)
	if !strings.Contains(address, "@") { // LinkedIn writes MAILTO:None
		address = ""
	}
	if strings.EqualFold(name, "none") || strings.EqualFold(name, address) {
		name = ""
	}
	return rotation.Person{Name: name, Email: address}
}

// shifts is who is on call in an occurrence.
func (rd *reader) shifts(o occurrence) []rotation.Shift {
	named, role := whoIn(o.ev.summary, rd.name)
	role = cmp.Or(role, rd.opt.Role)
	rota := cmp.Or(rd.opt.Rota, rd.name)
	persons := rd.persons(o.ev, named)
	out := make([]rotation.Shift, 0, len(persons))
	for _, p := range persons {
		uid := o.ev.uid
		if len(persons) > 1 {
			uid += "/" + cmp.Or(p.Email, p.Name)
		}
		out = append(out, rotation.Shift{
			UID: uid, Rota: rota, Role: role, Person: p,
			Interval: rotation.Interval{Start: o.from, End: o.to},
		})
	}
	return out
}

// persons is who an event means: Me when it is mine, else its attendees, else
// the person its summary names.
func (rd *reader) persons(ev *event, named string) []rotation.Person {
	me := rd.opt.Me
	if rd.opt.Mine {
		return []rotation.Person{me}
	}
	var list []rotation.Person
	found := false
	for _, p := range ev.attendees {
		if p.Same(me) || p.Email == "" && names(p.Name, me) {
			p, found = me, true
		}
		list = append(list, p)
	}
	switch {
	case found:
		return list
	case names(ev.summary, me):
		return []rotation.Person{me}
	case len(list) > 0:
		return list
	case strings.Contains(named, "@") && !strings.ContainsRune(named, ' '):
		return []rotation.Person{{Email: named}}
	}
	return []rotation.Person{{Name: named}}
}

// names reports whether text has the name or the e-mail of me as whole words.
func names(text string, me rotation.Person) bool {
	return hasWord(text, clean(me.Name, maxName)) || hasWord(text, clean(me.Email, 254))
}

// hasWord reports whether word stands in text by itself: "Ann" is not in
// "Annabel", "Ann-Marie" or "ann@example.org". Case does not count.
func hasWord(text, word string) bool {
	t, w := []rune(strings.ToLower(text)), []rune(strings.ToLower(word))
	if len(w) == 0 {
		return false
	}
	for i := 0; i+len(w) <= len(t); i++ {
		if slices.Equal(t[i:i+len(w)], w) && !joined(t, i-1, -1) && !joined(t, i+len(w), 1) {
			return true
		}
	}
	return false
}

// joined reports whether the rune at i, and the one beyond it in the direction
// of step, make the word next to them part of a longer one.
func joined(text []rune, i, step int) bool {
	at := func(i int) rune {
		if i < 0 || i >= len(text) {
			return ' '
		}
		return text[i]
	}
	return inWord(at(i)) || strings.ContainsRune("-.@+", at(i)) && inWord(at(i+step))
}

func inWord(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}
