package ical

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxLine is the longest content line that is read, in bytes and with its folds.
const maxLine = 64 << 10

// toText removes a byte-order mark, and decodes UTF-16 that announces itself by
// one or by its zeros. A file in neither is returned as it is: see lines.latin1
// for the rest.
func toText(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		data = fromUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		data = fromUTF16(data[2:], binary.BigEndian)
	case bytes.HasPrefix(data, []byte("B\x00E\x00")):
		data = fromUTF16(data, binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\x00B\x00E")):
		data = fromUTF16(data, binary.BigEndian)
	}
	text := string(data)
	// Some servers write the line end twice, as CR CR LF.
	if strings.Contains(text, "\r\r\n") {
		text = strings.ReplaceAll(text, "\r\r\n", "\n")
	}
	return text
}

func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

// line is one content line (RFC 5545 3.1), as it stands in the file.
type line struct {
	no    int    // of its first physical line, from 1
	first string // its first physical line
	folds string // the others, with their line ends; empty for most
	utf8  bool   // it is known to be UTF-8
}

func (l line) long() bool { return len(l.first)+len(l.folds) > maxLine }

// text is the whole line. Folds are undone on bytes, because some writers fold
// inside a rune; a line that is not UTF-8 then is read as ISO 8859-1, which is
// what such lines are in practice.
func (l line) text() string {
	text := l.first
	if l.folds != "" {
		var b strings.Builder
		b.Grow(len(l.first) + len(l.folds))
		b.WriteString(l.first)
		for in := (lines{rest: l.folds, feed: -1}); in.rest != ""; {
			if more := in.physical(); more != "" {
				b.WriteString(more[1:])
			}
		}
		text = b.String()
	}
	if l.utf8 || utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for i := range len(text) {
		b.WriteRune(rune(text[i]))
	}
	return b.String()
}

// name is what stands before the first ";" or ":" of the line; empty when there
// is neither.
func (l line) name() string {
	if end := strings.IndexAny(l.first, ";:"); end >= 0 {
		return strings.TrimSpace(l.first[:end])
	}
	if l.folds == "" || l.long() {
		return ""
	}
	text := l.text()
	if end := strings.IndexAny(text, ";:"); end >= 0 {
		return strings.TrimSpace(text[:end])
	}
	return ""
}

// lines walks over the content lines of a file. CRLF, LF and CR all end a line.
type lines struct {
	rest string
	no   int
	feed int  // where the next LF stands in rest; -1 when that is not known
	utf8 bool // all of the file is
}

func linesOf(text string) lines {
	return lines{rest: text, feed: -1, utf8: utf8.ValidString(text)}
}

// next is the next line that is not blank.
func (l *lines) next() (line, bool) {
	for l.rest != "" {
		first := l.physical()
		out := line{no: l.no, first: first, utf8: l.utf8}
		if folded(l.rest) {
			folds := l.rest
			for folded(l.rest) {
				l.physical()
			}
			out.folds = folds[:len(folds)-len(l.rest)]
		}
		if out.folds == "" && strings.TrimSpace(first) == "" {
			continue
		}
		return out, true
	}
	return line{}, false
}

func folded(rest string) bool {
	return rest != "" && (rest[0] == ' ' || rest[0] == '\t')
}

// physical cuts one line off the rest.
func (l *lines) physical() string {
	l.no++
	if l.feed < 0 {
		if l.feed = strings.IndexByte(l.rest, '\n'); l.feed < 0 {
			l.feed = len(l.rest)
		}
	}
	end, next := l.feed, min(l.feed+1, len(l.rest))
	if cr := strings.IndexByte(l.rest[:l.feed], '\r'); cr >= 0 {
		end = cr
		if cr+1 < l.feed { // a CR by itself
			next = cr + 1
		}
	}
	text := l.rest[:end]
	l.rest = l.rest[next:]
	if l.feed -= next; l.feed < 0 {
		l.feed = -1
	}
	return text
}
