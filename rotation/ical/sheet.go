package ical

import (
	"bufio"
	"slices"
	"strings"
)

// sheet is an iCalendar object as it is written: every line with its folds and
// its end, so that what is not changed stays as it is to the byte.
type sheet []sheetLine

// sheetLine is one content line.
type sheetLine struct {
	no   int    // of its first physical line, from 1, as the reader counts
	raw  string // as it stands, with folds and line end
	name string // in upper case; empty for a blank line
	text string // unfolded
}

// newSheet takes a text apart exactly as the reader does (see lines.next).
func newSheet(text string) sheet {
	var out sheet
	in := linesOf(text)
	for in.rest != "" {
		before := in.rest
		l := line{first: in.physical(), no: in.no, utf8: in.utf8}
		folds := in.rest
		for folded(in.rest) {
			in.physical()
		}
		l.folds = folds[:len(folds)-len(in.rest)]
		out = append(out, sheetLine{no: l.no, raw: before[:len(before)-len(in.rest)], name: strings.ToUpper(l.name()), text: l.text()})
	}
	return out
}

func (s sheet) String() string {
	var b strings.Builder
	for _, l := range s {
		b.WriteString(l.raw)
	}
	return b.String()
}

// written is a new line, folded as RFC 5545 3.1 wants it.
func written(text string) sheetLine {
	var b strings.Builder
	out := &contentLines{w: bufio.NewWriter(&b)}
	out.line(text)
	_ = out.flush() // a strings.Builder takes everything
	return sheetLine{raw: b.String(), name: strings.ToUpper(line{first: text}.name()), text: text}
}

// component is the name behind a BEGIN or an END.
func (l sheetLine) component() string {
	_, name, _ := strings.Cut(l.text, ":")
	return strings.ToUpper(strings.TrimSpace(name))
}

// block is where the component lies that begins on a line; to is behind its END.
// It is false where that does not close as it opened.
func (s sheet) block(no int) (from, to int, ok bool) {
	from = slices.IndexFunc(s, func(l sheetLine) bool { return l.no == no })
	if from < 0 {
		return 0, 0, false
	}
	var open []string
	for i := from; i < len(s); i++ {
		switch s[i].name {
		case "BEGIN":
			open = append(open, s[i].component())
		case "END":
			if len(open) == 0 || open[len(open)-1] != s[i].component() {
				return 0, 0, false
			}
			open = open[:len(open)-1]
		}
		if len(open) == 0 {
			return from, i + 1, i > from
		}
	}
	return 0, 0, false
}

// envelope is the object around its events: its own properties and its zones.
func (s sheet) envelope() (head, tail sheet) {
	var keep sheet
	depth, inZone := 0, false
	for _, l := range s {
		if l.name == "BEGIN" {
			depth++
			if depth == 2 {
				inZone = l.component() == "VTIMEZONE"
			}
		}
		if depth <= 1 || inZone {
			keep = append(keep, l)
		}
		if l.name == "END" {
			if depth == 2 {
				inZone = false
			}
			depth--
		}
	}
	last := len(keep)
	for i := range keep {
		if keep[i].name == "END" && keep[i].component() == "VCALENDAR" {
			last = i
			break
		}
	}
	return keep[:last], keep[last:]
}

// own are the indexes of an event's own lines of one of those names, without
// those of its alarms. The event begins with its BEGIN.
func (s sheet) own(names ...string) []int {
	var out []int
	depth := 0
	for i, l := range s {
		switch {
		case l.name == "BEGIN":
			depth++
		case l.name == "END":
			depth--
		case depth == 1 && slices.Contains(names, l.name):
			out = append(out, i)
		}
	}
	return out
}

// set replaces the event's first line of that name, or adds one in front.
func (s sheet) set(text string) sheet {
	l := written(text)
	if at := s.own(l.name); len(at) > 0 {
		s[at[0]] = l
		return s
	}
	return slices.Insert(s, 1, l)
}

// drop leaves out all of the event's own lines of those names.
func (s sheet) drop(names ...string) sheet {
	at := s.own(names...)
	out := make(sheet, 0, len(s))
	for i, l := range s {
		if _, found := slices.BinarySearch(at, i); !found {
			out = append(out, l)
		}
	}
	return out
}

// value is that of the event's first line of a name; empty without one.
func (s sheet) value(name string) string {
	if at := s.own(name); len(at) > 0 {
		return property{text: s[at[0]].text}.value()
	}
	return ""
}
