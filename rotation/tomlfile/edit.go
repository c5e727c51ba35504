package tomlfile

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// Field is one line of a table to be written: Value is TOML, as Quote and List
// make it.
type Field struct {
	Key, Value string
}

// Quote writes text as a TOML string on one line.
func Quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(text, "\ufffd") {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// List writes texts as a TOML array on one line.
func List(texts []string) string {
	quoted := make([]string, len(texts))
	for i, t := range texts {
		quoted[i] = Quote(t)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// Append adds a [[table]] to the end of the file. All that stood there before
// stays as it was.
func Append(data []byte, table string, fields ...Field) []byte {
	return appendTable(data, "[["+table+"]]", fields)
}

// Set gives the key of a table another value, as TOML; it adds the key, and the
// table, where they are not there yet. Whatever else stands in the file stays
// as it was: comments, order, spacing. The table is a top-level one; "" means
// the keys before any table. The file must be one that Decode accepts.
func Set(file string, data []byte, table, key, value string) ([]byte, error) {
	if !bare(key) || table != "" && !bare(table) {
		return nil, fmt.Errorf("set %s.%s in %s: not a plain key", table, key, file)
	}
	text, err := checkText(file, data)
	if err != nil {
		return nil, err
	}
	doc, err := index(file, text, nil)
	if err != nil {
		return nil, err
	}
	mark := data[:len(data)-len(text)]
	out := doc.set(text, table, Field{Key: key, Value: value})
	return slices.Concat(mark, out), nil
}

func (d *Doc) set(text []byte, table string, f Field) []byte {
	path := strings.TrimPrefix(table+"."+f.Key, ".")
	if at, ok := d.places[path]; ok && at.end > at.start {
		return splice(text, at.start, at.end, f.Value)
	}
	if table == "" {
		return insertLine(text, d.section[0].end, f.line())
	}
	for _, s := range d.section[1:] {
		if s.path == table {
			return insertLine(text, s.end, f.line())
		}
	}
	at, ok := d.places[table]
	switch {
	case ok && at.kind == unstable.InlineTable:
		return insertInline(text, at, f)
	case ok && at.section == 0:
		// The table exists through dotted keys alone, me.name = "...", and TOML
		// forbids a header for it now.
		return insertLine(text, d.section[0].end, table+"."+f.line())
	}
	return appendTable(text, "["+table+"]", []Field{f})
}

func (f Field) line() string { return f.Key + " = " + f.Value }

// insertLine puts a line behind the line that position is on.
func insertLine(text []byte, position int, line string) []byte {
	eol := newline(text)
	if position == 0 {
		return splice(text, 0, 0, line+eol)
	}
	if n := bytes.IndexByte(text[position:], '\n'); n >= 0 {
		end := position + n + 1
		return splice(text, end, end, line+eol)
	}
	return splice(text, len(text), len(text), eol+line+eol)
}

func insertInline(text []byte, at span, f Field) []byte {
	entry := " " + f.line() + " "
	if rest := bytes.TrimSpace(text[at.start+1 : at.end]); !bytes.HasPrefix(rest, []byte("}")) {
		entry = " " + f.line() + ","
	}
	return splice(text, at.start+1, at.start+1, entry)
}

func appendTable(data []byte, header string, fields []Field) []byte {
	eol := newline(data)
	var b bytes.Buffer
	b.Write(data)
	if len(data) > 0 && !bytes.HasSuffix(data, []byte("\n")) {
		b.WriteString(eol)
	}
	if len(bytes.TrimSpace(data)) > 0 {
		b.WriteString(eol)
	}
	b.WriteString(header + eol)
	for _, f := range fields {
		b.WriteString(f.line() + eol)
	}
	return b.Bytes()
}

func splice(text []byte, from, to int, with string) []byte {
	return slices.Concat(text[:from], []byte(with), text[to:])
}

// newline is the line end that the file uses.
func newline(text []byte) string {
	if n := bytes.IndexByte(text, '\n'); n > 0 && text[n-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}
