package caldav

import (
	"iter"
	"net/url"
	"slices"
	"strings"
)

// Resource is one entry of a calendar: an event, with the changes to its
// instances.
type Resource struct {
	UID string
	// ETag is its version, as Put and Delete want it; empty where the server gave
	// none.
	ETag string
	// Body is the iCalendar object as the server has it.
	Body []byte

	// url is where it lies.
	url *url.URL
}

// Summary is the first event's title (RFC 5545 3.8.1.12), as written; empty
// without one.
func (r Resource) Summary() string { return unescapeText(valueIn(string(r.Body), "SUMMARY")) }

// parts is an iCalendar object taken apart. Texts are whole components with CRLF
// at the end of each line, folds as they were.
type parts struct {
	zones  []zone
	events []string
	// floating is X-WR-TIMEZONE, which says what times without a zone mean.
	floating string
	// broken means that components do not close as they opened: what is in them
	// cannot be told.
	broken bool
}

type zone struct{ id, text string }

// maxNesting bounds the components in components.
const maxNesting = 8

// splitter takes an object apart. It keeps what it cares about and never fails.
type splitter struct {
	out   parts
	stack []string
	part  strings.Builder
	tzid  string
	// seen is true once there was a VCALENDAR.
	seen bool
}

// split takes an iCalendar object apart. What is neither an event nor a zone, a
// task for example, is left out.
func split(text string) parts {
	var s splitter
	for line := range contentLines(text) {
		s.line(line)
	}
	s.out.broken = s.out.broken || len(s.stack) > 0 || !s.seen
	return s.out
}

func (s *splitter) line(line string) {
	flat := line
	if strings.Contains(line, "\r\n ") || strings.Contains(line, "\r\n\t") {
		flat = unfold(line)
	}
	name, value := property(flat)
	if len(s.stack) >= 2 || name == "BEGIN" && len(s.stack) == 1 {
		s.part.WriteString(line)
	}
	switch name {
	case "BEGIN":
		s.begin(strings.ToUpper(value))
	case "END":
		s.end(strings.ToUpper(value))
	case "TZID":
		if len(s.stack) == 2 && s.stack[1] == "VTIMEZONE" {
			s.tzid = value
		}
	case "X-WR-TIMEZONE":
		if len(s.stack) == 1 {
			s.out.floating = value
		}
	}
}

func (s *splitter) begin(name string) {
	if (len(s.stack) == 0) != (name == "VCALENDAR") || len(s.stack) >= maxNesting {
		s.out.broken = true
	}
	s.seen = s.seen || name == "VCALENDAR"
	if len(s.stack) < maxNesting {
		s.stack = append(s.stack, name)
	}
}

func (s *splitter) end(name string) {
	if len(s.stack) == 0 || s.stack[len(s.stack)-1] != name {
		s.out.broken = true
		return
	}
	s.stack = s.stack[:len(s.stack)-1]
	if len(s.stack) != 1 {
		return
	}
	switch name {
	case "VEVENT":
		s.out.events = append(s.out.events, s.part.String())
	case "VTIMEZONE":
		s.out.zones = append(s.out.zones, zone{s.tzid, s.part.String()})
	}
	s.part.Reset()
	s.tzid = ""
}

// contentLines yields the content lines (RFC 5545 3.1), each with its folds and
// CRLF behind every part, whatever ended them. Empty lines are left out.
func contentLines(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		var line strings.Builder
		for raw := range strings.Lines(strings.ReplaceAll(text, "\r\n", "\n")) {
			raw = strings.TrimRight(strings.TrimPrefix(raw, "\ufeff"), "\r\n")
			if raw == "" || line.Len() == 0 && strings.TrimSpace(raw) == "" {
				continue
			}
			if raw[0] != ' ' && raw[0] != '\t' && line.Len() > 0 {
				if !yield(line.String()) {
					return
				}
				line.Reset()
			}
			line.WriteString(raw)
			line.WriteString("\r\n")
		}
		if line.Len() > 0 {
			yield(line.String())
		}
	}
}

// withCRLF gives back the line ends that XML takes away (XML 1.0 2.11).
func withCRLF(text string) []byte {
	return []byte(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n"))
}

// unfold joins the parts of a content line (RFC 5545 3.1).
func unfold(line string) string {
	return strings.NewReplacer("\r\n ", "", "\r\n\t", "").Replace(line)
}

// property is the name of an unfolded line in capitals, and its value.
func property(line string) (name, value string) {
	end := strings.IndexAny(line, ":;")
	if end < 0 {
		return "", ""
	}
	quoted := false
	for i := end; i < len(line); i++ {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == ':' && !quoted:
			return strings.ToUpper(line[:end]), strings.TrimSpace(line[i+1:])
		}
	}
	return strings.ToUpper(line[:end]), ""
}

// valueIn is the value of the first property of that name in an event of the
// object, "" without one.
func valueIn(text, name string) string {
	for _, v := range valuesIn(text, name) {
		return v
	}
	return ""
}

// valuesIn are the values of that property, of every event in the object.
func valuesIn(text, name string) []string {
	var out, stack []string
	for line := range contentLines(text) {
		key, value := property(unfold(line))
		switch {
		case key == "BEGIN" && len(stack) < maxNesting:
			stack = append(stack, strings.ToUpper(value))
		case key == "END" && len(stack) > 0:
			stack = stack[:len(stack)-1]
		case key == name && len(stack) > 0 && stack[len(stack)-1] == "VEVENT":
			out = append(out, value)
		}
	}
	return out
}

// uidOf is the UID of the object; "" when its events have none or disagree.
func uidOf(text string) string {
	uids := valuesIn(text, "UID")
	if len(uids) == 0 || slices.ContainsFunc(uids, func(u string) bool { return u != uids[0] }) {
		return ""
	}
	return unescapeText(uids[0])
}

// unescapeText reads a TEXT value (RFC 5545 3.3.11).
func unescapeText(value string) string {
	return strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";").Replace(value)
}
