package notify

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// How much of a text Standby shows, in runes and lines. Callers that clean a
// text without a reason to differ use these.
const (
	MaxTitle     = 120
	MaxBody      = 500
	MaxBodyLines = 8
)

const ellipsis = '…'

// Clean makes one harmless line of a text that somebody else wrote. The result
//
//   - is valid UTF-8: each run of invalid bytes becomes one U+FFFD;
//   - holds no control character, no bidirectional control, no zero-width or
//     other invisible format character (Unicode Cc, Cf, default-ignorable code
//     points and noncharacters), so it cannot reorder, hide or end what follows;
//   - has every run of white space, line breaks among it, folded to one space,
//     and none at either end;
//   - has at most maxRunes runes, the last of them an ellipsis when something
//     was left out. With maxRunes below one it is empty.
//
// It takes time linear in the text and cleans to the same again.
func Clean(s string, maxRunes int) string { return clean(s, maxRunes, 1) }

// CleanBody is Clean for a text of several lines: it keeps single line breaks,
// one blank line between paragraphs, and a tab inside a line, and at most
// maxLines lines, blank ones counted. An ellipsis stands for what was left out,
// whichever bound it passed.
func CleanBody(s string, maxRunes, maxLines int) string {
	return clean(s, maxRunes, max(maxLines, 1))
}

func clean(s string, maxRunes, maxLines int) string {
	if maxRunes < 1 {
		return ""
	}
	l := liner{maxRunes: maxRunes, maxLines: maxLines}
	l.out.Grow(min(len(s), maxRunes))
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			i += invalidRun(s[i:])
		} else {
			i += size
		}
		if !l.take(r) {
			break
		}
	}
	return l.out.String()
}

func invalidRun(s string) int {
	n := 0
	for n < len(s) {
		if r, size := utf8.DecodeRuneInString(s[n:]); r != utf8.RuneError || size != 1 {
			break
		}
		n++
	}
	return n
}

// liner writes visible runes and holds white space back until something visible
// follows it, so that nothing needs to be trimmed afterwards.
type liner struct {
	out                strings.Builder
	maxRunes, maxLines int
	runes, lines       int
	// What has been held back since the last visible rune.
	space, tab bool
	breaks     int
	// cr is set after a carriage return, so that CR LF is one break.
	cr bool
}

// take consumes a rune and reports whether there is room for more.
func (l *liner) take(r rune) bool {
	wasCR := l.cr
	l.cr = r == '\r'
	switch {
	case r == '\n' && wasCR:
	case isBreak(r):
		l.breaks++
	case r == '\t':
		l.tab = true
	case unicode.IsSpace(r):
		l.space = true
	case invisible(r):
	default:
		return l.write(r)
	}
	return true
}

func (l *liner) write(r rune) bool {
	gap := l.gap()
	if strings.HasPrefix(gap, "\n") {
		l.lines += len(gap)
	}
	if l.lines >= l.maxLines || l.runes+len(gap)+1 > l.maxRunes {
		l.cut()
		return false
	}
	l.out.WriteString(gap)
	l.out.WriteRune(r)
	l.runes += len(gap) + 1
	l.space, l.tab, l.breaks = false, false, 0
	return true
}

// gap is the white space to write before the next visible rune, one byte per
// rune.
func (l *liner) gap() string {
	switch {
	case l.runes == 0:
		return ""
	case l.maxLines == 1 && (l.breaks > 0 || l.tab || l.space):
		return " "
	case l.breaks > 1:
		return "\n\n"
	case l.breaks == 1:
		return "\n"
	case l.tab:
		return "\t"
	case l.space:
		return " "
	}
	return ""
}

// cut puts the ellipsis at the end, in place of the last rune when there is no
// room, and of the white space that would stand before it.
func (l *liner) cut() {
	s := l.out.String()
	if l.runes >= l.maxRunes {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	l.out.Reset()
	l.out.WriteString(s)
	l.out.WriteRune(ellipsis)
}

func isBreak(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// invisible reports whether a rune draws nothing, or changes how its neighbours
// are drawn: controls, format characters (the bidirectional controls and
// zero-width joiners are among them), default-ignorable code points such as the
// Hangul fillers, and noncharacters, which some D-Bus servers refuse.
func invisible(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point) ||
		r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF
}
