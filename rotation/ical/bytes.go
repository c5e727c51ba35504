package ical

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxLine is the longest unfolded line that is read, in bytes.
const maxLine = 64 << 10

// toUTF8 removes a byte-order mark, and decodes UTF-16 that announces itself by
// one. A file in neither is returned as it is: see latin1 for the rest.
func toUTF8(data []byte) []byte {
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		data = fromUTF16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		data = fromUTF16(data[2:], binary.BigEndian)
	}
	// Some servers write the line end twice, as CR CR LF.
	return bytes.ReplaceAll(data, []byte("\r\r\n"), []byte("\n"))
}

func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	return []byte(string(utf16.Decode(units)))
}

// latin1 reads a line that is not UTF-8 as ISO 8859-1, which is what such lines
// are in practice.
func latin1(line []byte) string {
	if utf8.Valid(line) {
		return string(line)
	}
	var b strings.Builder
	for _, c := range line {
		b.WriteRune(rune(c))
	}
	return b.String()
}

// line is one content line, unfolded (RFC 5545 3.1).
type line struct {
	no   int    // of its first physical line, from 1
	text string // without its end
	long bool   // it was beyond maxLine; text is only the beginning
}

// lines walks over the content lines of a file. CRLF, LF and CR all end a line,
// and folds are undone on bytes, because some writers fold inside a rune.
type lines struct {
	rest []byte
	no   int
}

func (l *lines) next() (line, bool) {
	for len(l.rest) > 0 {
		text := l.physical()
		out := line{no: l.no}
		whole := text
		for folded(l.rest) {
			if len(whole) == len(text) {
				whole = bytes.Clone(text)
			}
			more := l.physical()[1:]
			if room := maxLine + 1 - len(whole); room > 0 {
				whole = append(whole, more[:min(len(more), room)]...)
			}
		}
		if len(whole) > maxLine {
			whole, out.long = whole[:maxLine], true
		}
		if len(bytes.TrimSpace(whole)) == 0 {
			continue
		}
		out.text = latin1(whole)
		return out, true
	}
	return line{}, false
}

func folded(rest []byte) bool {
	return len(rest) > 0 && (rest[0] == ' ' || rest[0] == '\t')
}

// physical cuts one line off the rest.
func (l *lines) physical() []byte {
	l.no++
	i := bytes.IndexAny(l.rest, "\r\n")
	if i < 0 {
		text := l.rest
		l.rest = nil
		return text
	}
	text := l.rest[:i]
	if l.rest[i] == '\r' && i+1 < len(l.rest) && l.rest[i+1] == '\n' {
		i++
	}
	l.rest = l.rest[i+1:]
	return text
}
