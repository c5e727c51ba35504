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

// shifts is who is on call in an occurrence. It sets aside those who are not on
// call but away.
func (rd *reader) shifts(o occurrence) []rotation.Shift {
	list := rd.shiftsIn(o)
	switch w := rd.words.read(o.ev); {
	case w.Away || KindOf(o.ev.uid) == KindLeave:
		if len(rd.words.away)+len(list) <= MaxShifts {
			rd.words.away = append(rd.words.away, list...)
		}
		return nil
	case w.OpenEnd:
		rd.words.open = append(rd.words.open, list...)
	}
	return list
}

// shiftsIn is what everybody does in an occurrence, be it on call or away.
func (rd *reader) shiftsIn(o occurrence) []rotation.Shift {
	w := rd.words.read(o.ev)
	persons := rd.persons(o.ev, w)
	switch KindOf(o.ev.uid) {
	case KindGap, KindCallOut: // what happened, and no duty
		return nil
	case KindLeave:
		persons = rd.onLeave(o.ev)
	}
	out := make([]rotation.Shift, 0, len(persons))
	for _, p := range persons {
		uid := o.ev.uid
		if len(persons) > 1 {
			uid += "/" + cmp.Or(p.Email, p.Name)
		}
		out = append(out, rotation.Shift{
			UID: uid, Rota: rd.rota(w), Role: cmp.Or(w.Role, rd.opt.Role), Person: p,
			Interval: rotation.Interval{Start: o.from, End: o.to},
		})
	}
	return out
}

// rota is the name that a shift carries: what the user's pattern finds counts
// more than what the user calls the calendar, and that more than what the
// product writes.
func (rd *reader) rota(w wording) string {
	if w.matched && w.Rota != "" {
		return w.Rota
	}
	return cmp.Or(rd.opt.Rota, w.Rota, rd.name)
}

// persons is who an event means: Me when it is mine, else whom the user's pattern
// names, else its attendees, else whom the summary names.
func (rd *reader) persons(ev *event, w wording) []rotation.Person {
	me := rd.opt.Me
	nobody := w.Person == rotation.Person{}
	switch {
	case rd.opt.Mine:
		return []rotation.Person{me}
	case w.picked:
		return []rotation.Person{known(w.Person, me, ev.attendees)}
	case len(ev.attendees) > 0:
		return rd.amongAttendees(ev, w)
	case w.certain:
		rd.words.nameless = rd.words.nameless || nobody
		return []rotation.Person{known(w.Person, me, nil)}
	case names(ev.summary, me):
		return []rotation.Person{me}
	}
	return []rotation.Person{w.Person}
}

// amongAttendees is the attendees of an event, or Me alone where the summary names
// Me and they do not. Products that name the person for sure may give the address
// alone as the attendee.
func (rd *reader) amongAttendees(ev *event, w wording) []rotation.Person {
	me := rd.opt.Me
	list := slices.Clone(ev.attendees)
	if len(list) == 1 && list[0].Name == "" && w.certain {
		list[0].Name = w.Person.Name
	}
	found := false
	for i, p := range list {
		if isMe(p, me) {
			list[i], found = me, true
		}
	}
	if !found && !w.certain && names(ev.summary, me) {
		return []rotation.Person{me}
	}
	return list
}

// known is the person as they are known otherwise: Me, or an attendee of that
// name, who may have an address.
func known(p, me rotation.Person, attendees []rotation.Person) rotation.Person {
	if isMe(p, me) {
		return me
	}
	for _, a := range attendees {
		if a.Same(p) {
			return rotation.Person{Name: cmp.Or(p.Name, a.Name), Email: cmp.Or(p.Email, a.Email)}
		}
	}
	return p
}

func isMe(p, me rotation.Person) bool {
	return p.Same(me) || p.Email == "" && names(p.Name, me)
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

// cutFold cuts a prefix off, in any case.
func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}
