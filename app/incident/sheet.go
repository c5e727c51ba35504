package incident

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// sheet is a text as it is written line by line.
type sheet struct{ strings.Builder }

func (s *sheet) line(format string, args ...any) { fmt.Fprintf(&s.Builder, format+"\n", args...) }

// clock is an instant as documents tell it, in UTC.
func clock(t time.Time) string {
	if t.IsZero() {
		return "not known"
	}
	return t.UTC().Format("2006-01-02 15:04 UTC")
}

// Markdown escapes a text of several lines, so that CommonMark and GitHub's dialect
// show it as it is: a text is never markup, an image or HTML of its own. An address
// may become a link to itself.
func Markdown(s string) string {
	all := strings.Split(s, "\n")
	for n, l := range all {
		all[n] = escape(strings.TrimSpace(l))
	}
	return strings.Join(all, "\n")
}

// inline is Markdown for a text that has to stay on one line.
func inline(s string) string { return escape(strings.Join(strings.Fields(s), " ")) }

// escape puts a backslash before what Markdown takes for markup: CommonMark 0.31,
// 2.4. An underscore within a word is none.
func escape(l string) string {
	var b strings.Builder
	digits := 0
	for at, r := range l {
		switch {
		case strings.ContainsRune("\\`*[]<>|~", r), r == '&' && entity(l[at+1:]), at == 0 && strings.ContainsRune("#+-=", r), r == '!' && strings.HasPrefix(l[at+1:], "["):
			b.WriteByte('\\')
		case r == '_' && !within(l, at), (r == '.' || r == ')') && digits == at && digits > 0:
			b.WriteByte('\\')
		case r >= '0' && r <= '9' && digits == at:
			digits++
		}
		b.WriteRune(r)
	}
	return b.String()
}

// within reports whether the ASCII character at a place has a letter or a digit on
// either side.
func within(l string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(l[:at])
	after, _ := utf8.DecodeRuneInString(l[at+1:])
	return (unicode.IsLetter(before) || unicode.IsDigit(before)) && (unicode.IsLetter(after) || unicode.IsDigit(after))
}

// entity reports whether the text after an ampersand may be that of an entity.
func entity(rest string) bool {
	return rest != "" && (rest[0] == '#' || unicode.IsLetter(rune(rest[0])))
}
