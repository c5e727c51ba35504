package paper

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes a text that every format can carry and give back: ends of lines
// are \n, and what no page can show (broken UTF-8, control characters, marks that
// turn the direction of writing, which can make a figure read otherwise than it
// is) becomes U+FFFD, so that it is seen that something stood there.
func Clean(s string) string {
	if isPlain(s) {
		return strings.Trim(s, "\n ")
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == 0x85, r == 0x2028, r == 0x2029:
			return '\n'
		case r == '\t':
			return ' '
		case unicode.IsControl(r), turnsDirection(r), r == 0xFEFF, r&0xFFFE == 0xFFFE, r >= 0xFDD0 && r <= 0xFDEF:
			return utf8.RuneError
		}
		return r
	}, strings.ReplaceAll(s, "\r\n", "\n"))
	return strings.Trim(s, "\n ")
}

// isPlain reports whether a text has nothing but printable ASCII and ends of
// lines; nearly all have.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '\n' && (c < ' ' || c > '~') {
			return false
		}
	}
	return true
}

func turnsDirection(r rune) bool {
	return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// CleanLine is Clean for a text that has to stay on one line.
func CleanLine(s string) string {
	return strings.ReplaceAll(Clean(s), "\n", " ")
}

// Elide shortens a text to at most n characters, for places where the whole
// stands elsewhere in the document.
func Elide(s string, n int) string {
	s = strings.ReplaceAll(s, "\n", " ")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	runes := []rune(s[:min(len(s), n*utf8.UTFMax)])
	return string(runes[:n-1]) + "…"
}
