package tomlfile

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"
	"unicode/utf8"

	toml "github.com/pelletier/go-toml/v2"
)

// MaxSize is the largest file that is read, in bytes.
const MaxSize = 1 << 20

// Doc remembers where each key of a file stands, so that what only its reader
// can judge is reported with its line too.
type Doc struct {
	file    string
	lines   lines
	places  map[string]span
	arrays  map[string]int
	section []section
}

// Decode reads data into the struct that into points to. The toml tags of the
// struct are the keys that the file may have, exactly as written; an example
// tag is the value that an error suggests: `toml:"rate" example:"\"4.50\""`.
// Fields may be strings, booleans, whole numbers, structs, slices of these, and
// any, which takes every value. An embedded struct lends its keys to the one
// around it. What the file does not name keeps the value it
// had in into.
//
// The file name is used in errors only. Every error is an *Error. It names the
// first thing that is wrong in the order of the file: text that is no TOML, an
// unknown key, a value of the wrong type, a key given twice. After an error the
// content of into is unspecified.
func Decode(file string, data []byte, into any) (*Doc, error) {
	target := reflect.TypeOf(into)
	if target == nil || target.Kind() != reflect.Pointer || target.Elem().Kind() != reflect.Struct {
		return nil, fmt.Errorf("read %s: decode into %T, which is no pointer to a struct", file, into)
	}
	text, err := checkText(file, data)
	if err != nil {
		return nil, err
	}
	doc, err := index(file, text, target.Elem())
	if err != nil {
		return nil, err
	}
	if err := toml.Unmarshal(text, into); err != nil {
		return nil, doc.translate(err)
	}
	return doc, nil
}

// Has reports whether the file names the key: "standby.rate", "calendar[0]".
func (d *Doc) Has(key string) bool {
	_, ok := d.places[key]
	return ok
}

// Line is the line that the key stands on, counted from 1; for a key that is
// not in the file the line of the table it should be in; else 0.
func (d *Doc) Line(key string) int {
	return d.place(key).line
}

// Fault is the error that says that the value of key will not do.
func (d *Doc) Fault(key, problem, remedy string) *Error {
	e := &Error{File: d.file, Key: key, Problem: problem, Remedy: remedy}
	if at := d.place(key); at.line > 0 {
		e.Line, e.Column = at.line, d.lines.column(at.offset)
	}
	return e
}

// Duration reads a length of time as Go writes it: "90s", "15m", "1h30m". It
// must be whole seconds, at least low and at most high; example is what the
// error suggests.
func (d *Doc) Duration(key, text string, low, high time.Duration, example string) (time.Duration, error) {
	remedy := fmt.Sprintf("write a length of time such as %q", example)
	v, err := time.ParseDuration(strings.TrimSpace(text))
	switch {
	case err != nil:
		return 0, d.Fault(key, "is not a length of time", remedy)
	case v < 0:
		return 0, d.Fault(key, "must not be negative", remedy)
	case v%time.Second != 0:
		return 0, d.Fault(key, "must be whole seconds", remedy)
	case v < low:
		return 0, d.Fault(key, "must be at least "+DurationText(low), remedy)
	case v > high:
		return 0, d.Fault(key, "must be at most "+DurationText(high), remedy)
	}
	return v, nil
}

// DurationText writes a length of time the way people write it in a file: "15m"
// where Go says "15m0s".
func DurationText(v time.Duration) string {
	s := v.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

func (d *Doc) place(key string) span {
	for key != "" {
		if at, ok := d.places[key]; ok {
			return at
		}
		key = key[:max(0, strings.LastIndexAny(key, ".["))]
	}
	return span{}
}

// translate turns what the TOML library reports into our words. The library
// names keys and single characters in its messages, never values.
func (d *Doc) translate(err error) error {
	e := &Error{File: d.file, Problem: err.Error()}
	var at *toml.DecodeError
	if errors.As(err, &at) {
		e.Line, e.Column = at.Position()
		e.Problem = strings.TrimPrefix(at.Error(), "toml: ")
		e.Key = d.keyOnLine(e.Line)
	}
	e.Problem = strings.TrimPrefix(e.Problem, "toml: ")
	e.Remedy = "correct this line"
	if strings.Contains(e.Problem, "already") {
		e.Problem = "is given twice"
		e.Remedy = "keep one of the two"
	}
	return e
}

func (d *Doc) keyOnLine(line int) string {
	found := ""
	for key, at := range d.places {
		if at.line == line && len(key) > len(found) {
			found = key
		}
	}
	return found
}

// checkText refuses what no person wrote: too large, or no UTF-8. A byte order
// mark, which Windows editors leave, is taken off.
func checkText(file string, data []byte) ([]byte, error) {
	if len(data) > MaxSize {
		return nil, &Error{File: file,
			Problem: fmt.Sprintf("is larger than %d bytes", MaxSize),
			Remedy:  "check that it is the right file"}
	}
	if utf8.Valid(data) {
		return bytes.TrimPrefix(data, []byte("\ufeff")), nil
	}
	valid := 0
	for valid < len(data) {
		r, size := utf8.DecodeRune(data[valid:])
		if r == utf8.RuneError && size <= 1 {
			break
		}
		valid += size
	}
	lines := newLines(data[:valid])
	return nil, &Error{File: file, Line: lines.at(valid).line, Column: lines.column(valid),
		Problem: "is not UTF-8 text", Remedy: "save the file as UTF-8"}
}
