package ical

import (
	"strings"
	"unicode"
)

// unescape undoes the escapes of a TEXT value (RFC 5545 3.3.11). It is more
// tolerant than the standard, and loses nothing: commas that should have been
// escaped stay, a backslash before any other character is dropped, one at the
// very end too.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	escaped := false
	for _, r := range s {
		switch {
		case !escaped && r == '\\':
			escaped = true
			continue
		case escaped && (r == 'n' || r == 'N'):
			b.WriteByte('\n')
		default:
			b.WriteRune(r)
		}
		escaped = false
	}
	return b.String()
}

// clean makes text fit to be shown in one line anywhere: valid UTF-8, no control
// or bidi characters, runs of space made one, at most limit runes.
func clean(s string, limit int) string {
	if plain(s, limit) {
		return s
	}
	var out []rune
	space := false
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case unicode.IsSpace(r):
			space = len(out) > 0
			continue
		case unicode.IsControl(r) || bidi(r) || r == '\uFEFF':
			continue
		}
		if space {
			out = append(out, ' ')
			space = false
		}
		out = append(out, r)
		if len(out) > limit {
			return string(out[:limit-1]) + "…"
		}
	}
	return string(out)
}

// plain reports whether clean would change nothing.
func plain(s string, limit int) bool {
	if len(s) > limit || s != "" && (s[0] == ' ' || s[len(s)-1] == ' ') {
		return false
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == ' ' && s[i-1] == ' ' {
			return false
		}
	}
	return true
}

// bidi reports whether r only steers the direction of text (UAX #9), by which a
// name can be made to read as another.
func bidi(r rune) bool {
	return r == '\u061C' || r == '\u200E' || r == '\u200F' ||
		r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069'
}
