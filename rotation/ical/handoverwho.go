package ical

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"standby/rotation"
)

// rename puts the new person in the place of the old one, in the event's title and
// among its attendees.
func (a *amending) rename(lines sheet) (sheet, error) {
	if a.roll.opt.Mine {
		return nil, fmt.Errorf("%w: the calendar is set to hold your shifts alone (mine), whatever its events say; change it in a calendar program", ErrNoPlace)
	}
	w := a.rd.words.read(a.in.ev)
	title, err := a.retitle(lines, w)
	if err != nil {
		return nil, err
	}
	lines, err = a.reinvite(lines, w)
	if err != nil || title == nil {
		return lines, err
	}
	at := lines.own("SUMMARY")
	if len(at) == 0 {
		return nil, fmt.Errorf("%w: it has no title", ErrNoPlace)
	}
	head := lines[at[0]].text
	head = head[:len(head)-len(property{text: head}.value())]
	lines[at[0]] = written(head + escapeText(paragraphs(*title)))
	return lines, nil
}

// invited reports whether the attendees say who holds the shift, and not the title
// (see reader.persons).
func (a *amending) invited(w wording) bool { return !w.picked && len(a.in.ev.attendees) > 0 }

// retitle is the title with the new person in it; nil where it names nobody.
func (a *amending) retitle(lines sheet, w wording) (*string, error) {
	title, who := unescape(lines.value("SUMMARY")), a.Turn.Person
	named := len(wordsAt(title, who.Name)) + len(wordsAt(title, who.Email))
	switch {
	case !a.invited(w) && w.Person != (rotation.Person{}) && !w.Person.Same(who):
		return nil, fmt.Errorf("%w: its title %q has more in it than %s; give the calendar a pattern that says where people stand", ErrNoPlace, shortened(title), who)
	case !a.invited(w), w.Fits && w.Person.Same(who):
		return a.retitleRead(title, w)
	case w.Fits && w.Person != (rotation.Person{}) && named == 0 && len(a.in.ev.attendees) == 1:
		return a.retitleRead(title, w)
	}
	return a.retitleFree(title)
}

// retitleRead replaces the person where the reading of the title finds one: where
// it then finds the new one, and all else as before.
func (a *amending) retitleRead(title string, w wording) (*string, error) {
	if w.Person == (rotation.Person{}) {
		return nil, fmt.Errorf("%w: its title %q names nobody; tell the calendar's pattern, or change it in a calendar program", ErrNoPlace, shortened(title))
	}
	if !w.Fits && !w.picked && !a.vouched(w) {
		return nil, fmt.Errorf("%w: nobody knows whether %q is a person; name the one who has the shift, or give the calendar a pattern such as {person}", ErrNoPlace, shortened(title))
	}
	if several(w.Person.Name) {
		return nil, fmt.Errorf("%w: %q are several people; change it in a calendar program", ErrNoPlace, shortened(w.Person.Name))
	}
	old, to := w.Person.Name, a.To.Name
	if old == "" {
		if old, to = w.Person.Email, a.To.Email; to == "" {
			return nil, fmt.Errorf("%w: the calendar writes e-mail addresses; give that of %s", ErrNoPlace, a.To)
		}
	}
	if to == "" {
		to = a.To.Email
	}
	for _, text := range []string{title, oneLine(title)} {
		if found := a.readings(text, old, to, w); len(found) == 1 {
			return &found[0], nil
		}
	}
	return nil, fmt.Errorf("%w: %q in its title %q", ErrNoPlace, old, shortened(title))
}

// readings are the titles with old replaced by to in one place that read as they
// should.
func (a *amending) readings(title, old, to string, w wording) []string {
	var found []string
	for i := 0; i+len(old) <= len(title); i++ {
		if !strings.HasPrefix(title[i:], old) {
			continue
		}
		next := title[:i] + to + title[i+len(old):]
		r := a.rd.words.read(&event{summary: clean(next, maxSummary), line: a.in.ev.line})
		same := r.Role == w.Role && r.Rota == w.Rota && r.OpenEnd == w.OpenEnd && r.Away == w.Away &&
			r.Fits == w.Fits && r.matched == w.matched && r.picked == w.picked
		if same && r.Person.Same(a.To) && !slices.Contains(found, next) {
			found = append(found, next)
		}
	}
	return found
}

// vouched reports whether a title that is only a name is known to be one: somebody
// says so, it is the user's, or the new person is written like that elsewhere.
func (a *amending) vouched(w wording) bool {
	if a.Vouched || w.Person.Same(a.roll.opt.Me) {
		return true
	}
	return slices.ContainsFunc(a.roll.turns, func(t Turn) bool {
		return t.Title == t.Person.Name && t.Person.Same(a.To)
	})
}

// several reports whether a text lists people.
func several(name string) bool {
	return slices.ContainsFunc([]string{" & ", " and ", " + ", " / ", "; "}, func(mark string) bool { return strings.Contains(name, mark) })
}

// retitleFree replaces the person in a title that is free text, where the name or
// the address stands in it once; nil where nothing in it is the person's.
func (a *amending) retitleFree(title string) (*string, error) {
	who := a.Turn.Person
	for _, names := range [][2]string{{who.Email, a.To.Email}, {who.Name, a.To.Name}} {
		at := wordsAt(title, names[0])
		if len(at) == 0 {
			continue
		}
		to := names[1]
		if to == "" {
			to = a.To.String()
		}
		if len(at) > 1 {
			return nil, fmt.Errorf("%w: its title %q has %q in it several times; change it in a calendar program", ErrNoPlace, shortened(title), names[0])
		}
		next := title[:at[0][0]] + to + title[at[0][1]:]
		return &next, nil
	}
	if word := a.resembles(title); word != "" {
		return nil, fmt.Errorf("%w: %q in its title %q may be %s; change it in a calendar program", ErrNoPlace, word, shortened(title), who)
	}
	return nil, nil
}

// resembles is a word of the title that is part of the person's name or address.
func (a *amending) resembles(title string) string {
	local, _, _ := strings.Cut(a.Turn.Person.Email, "@")
	for _, word := range strings.FieldsFunc(a.Turn.Person.Name+" "+local, func(r rune) bool { return !inWord(r) }) {
		if len(word) > 2 && len(wordsAt(title, word)) > 0 {
			return word
		}
	}
	return ""
}

// wordsAt is where a word stands in a text by itself (see hasWord), as bytes from
// and to.
func wordsAt(text, word string) [][2]int {
	var runes, low []rune
	var at []int
	for i, r := range text {
		runes, low, at = append(runes, r), append(low, unicode.ToLower(r)), append(at, i)
	}
	at = append(at, len(text))
	w := []rune(strings.Map(unicode.ToLower, strings.TrimSpace(word)))
	var out [][2]int
	for i := 0; len(w) > 0 && i+len(w) <= len(low); i++ {
		if slices.Equal(low[i:i+len(w)], w) && !joined(runes, i-1, -1) && !joined(runes, i+len(w), 1) {
			out = append(out, [2]int{at[i], at[i+len(w)]})
		}
	}
	return out
}

// reinvite replaces the person among the attendees. Where the title says who holds
// the shift, they need not be among them.
func (a *amending) reinvite(lines sheet, w wording) (sheet, error) {
	var mine []int
	for _, i := range lines.own("ATTENDEE") {
		if a.isHolder(lines[i].text) {
			mine = append(mine, i)
		}
	}
	switch {
	case len(mine) == 0 && !a.invited(w):
		return lines, nil
	case len(mine) != 1:
		return nil, fmt.Errorf("%w: %s is not once among its attendees; change it in a calendar program", ErrNoPlace, a.Turn.Person)
	}
	line, err := a.invitation(lines[mine[0]].text)
	if err != nil {
		return nil, err
	}
	lines[mine[0]] = written(line)
	return lines, nil
}

// isHolder reports whether an ATTENDEE line is that of who holds the shift.
func (a *amending) isHolder(text string) bool {
	colon := valueAt(text)
	if colon < 0 || colon > maxParams {
		return false
	}
	props, err := decode([]property{{name: propAttendee, text: text}})
	if err != nil || len(props["ATTENDEE"]) != 1 {
		return false
	}
	p, me := attendee(&props["ATTENDEE"][0]), a.roll.opt.Me
	return p.Same(a.Turn.Person) || a.Turn.Person == me && isMe(p, me) ||
		p.Name == "" && p.Email != "" && len(a.in.ev.attendees) == 1 && p == a.in.ev.attendees[0]
}

// invitation is an ATTENDEE line for the new person, with what of the old one is
// about the part and not the person: ROLE, CUTYPE, RSVP (RFC 5545 3.2).
func (a *amending) invitation(text string) (string, error) {
	colon := valueAt(text)
	params, value := text[:colon], text[colon+1:]
	out := "ATTENDEE"
	if semi := strings.IndexByte(params, ';'); semi >= 0 {
		out += partOf(params[semi:])
	}
	if !strings.Contains(value, "@") {
		name := strings.ReplaceAll(oneLine(a.To.String()), `"`, "'")
		return out + `;CN="` + name + `":` + value, nil
	}
	if !goodAddress(a.To.Email) {
		return "", fmt.Errorf("%w: the event invites people by e-mail; give the address of %s", ErrNoPlace, a.To)
	}
	return out + calAddress(a.To), nil
}

// partOf are the parameters of an attendee that hold for whoever it is. An answer
// to the invitation does not.
func partOf(params string) string {
	out := ""
	for params != "" {
		params = params[1:] // the semicolon
		end := semicolon(params)
		key, _, _ := strings.Cut(params[:end], "=")
		switch strings.ToUpper(strings.TrimSpace(key)) {
		case "ROLE", "CUTYPE", "RSVP", "SCHEDULE-AGENT":
			out += ";" + params[:end]
		case "PARTSTAT":
			out += ";PARTSTAT=NEEDS-ACTION"
		}
		params = params[end:]
	}
	return out
}
