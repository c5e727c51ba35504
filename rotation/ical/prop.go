package ical

import "strings"

// propName is a property of a VEVENT that this package reads.
type propName uint8

const (
	noProp propName = iota
	propStart
	propEnd
	propDuration
	propInstance
	propRule
	propExtra
	propExcept
	propUID
	propSummary
	propStatus
	propSequence
	propAttendee
	propTransparent
)

// propOf recognises a name in any case.
func propOf(name string) propName {
	switch name {
	case "DTSTART":
		return propStart
	case "DTEND":
		return propEnd
	case "DURATION":
		return propDuration
	case "RECURRENCE-ID":
		return propInstance
	case "RRULE":
		return propRule
	case "RDATE":
		return propExtra
	case "EXDATE":
		return propExcept
	case "UID":
		return propUID
	case "SUMMARY":
		return propSummary
	case "STATUS":
		return propStatus
	case "SEQUENCE":
		return propSequence
	case "ATTENDEE":
		return propAttendee
	case "TRANSP":
		return propTransparent
	}
	if upper := strings.ToUpper(name); upper != name {
		return propOf(upper)
	}
	return noProp
}

// property is one content line that this package reads.
type property struct {
	name propName
	line int32
	text string // the whole line
}

// value is what stands behind the name and the parameters, for text.
func (p property) value() string {
	if i := valueAt(p.text); i >= 0 {
		return p.text[i+1:]
	}
	// A quote that does not close hides no colon.
	_, value, _ := strings.Cut(p.text, ":")
	return value
}

// times is the parameters and the value of a property of times. No time has a
// colon in it, but some parameters have one that should be in quotes and is not:
// TZID=tzone://Microsoft/Utc.
func (p property) times() (params, value string) {
	i := strings.LastIndexByte(p.text, ':')
	params, value = p.text[:max(i, 0)], p.text[i+1:]
	if semi := strings.IndexByte(params, ';'); semi >= 0 {
		return params[semi:], value
	}
	return "", value
}

// param is the value of the parameter of that upper-case name, without quotes,
// and as a whole where it has commas that should be in quotes and are not. It is
// empty when there is none.
func param(params, name string) string {
	for params != "" {
		params = params[1:] // the semicolon
		end := semicolon(params)
		key, val, _ := strings.Cut(params[:end], "=")
		if len(key) >= len(name) && strings.EqualFold(strings.TrimSpace(key), name) {
			return strings.TrimSpace(strings.Trim(strings.TrimSpace(val), `"`))
		}
		params = params[end:]
	}
	return ""
}

// semicolon is the index of the first semicolon outside of quotes, or the length.
func semicolon(s string) int {
	quoted := false
	for i := range len(s) {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ';' && !quoted:
			return i
		}
	}
	return len(s)
}

// valueAt is the index of the colon that ends the name and parameters, -1 when
// there is none outside of quotes.
func valueAt(text string) int {
	quoted := false
	for i := range len(text) {
		switch text[i] {
		case '"':
			quoted = !quoted
		case ':':
			if !quoted {
				return i
			}
		}
	}
	return -1
}
