package tomlfile

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
)

// The library accepts keys and values of any depth and length. No file of ours
// comes near these bounds; without them a hostile one could make the index as
// large as the square of its size.
const (
	maxDepth   = 16
	maxKeyPart = 128
	maxPlaces  = 200_000
	maxPaths   = 16 << 20 // bytes of all paths
)

// span is where a key and its value stand: the line of the key, byte offsets of
// the key and of the value, and the section that the key was written in.
type span struct {
	line       int
	offset     int
	start, end int
	kind       unstable.Kind
	section    int
}

// section is the text that follows one table header; the first one is the text
// before any header. end is where its last header or value ends.
type section struct {
	path string
	end  int
}

// level is a table or value that the walk is in. A nil typ takes anything.
type level struct {
	path    string
	typ     reflect.Type
	example string
	depth   int
}

type walker struct {
	doc   *Doc
	text  []byte
	root  reflect.Type
	here  level
	paths int // bytes of the paths that are recorded
}

// index walks the text once and records the place of each key. Where root is
// given, it also holds the text against that struct.
func index(file string, text []byte, root reflect.Type) (*Doc, error) {
	w := &walker{
		doc: &Doc{
			file:    file,
			lines:   newLines(text),
			places:  map[string]span{},
			arrays:  map[string]int{},
			section: []section{{}},
		},
		text: text,
		root: root,
		here: level{typ: root},
	}
	var p unstable.Parser
	p.Reset(text)
	for p.NextExpression() {
		if err := w.expression(p.Expression()); err != nil {
			return nil, err
		}
	}
	if err := p.Error(); err != nil {
		return nil, w.syntax(err)
	}
	return w.doc, nil
}

func (w *walker) expression(n *unstable.Node) error {
	if n.Kind == unstable.KeyValue {
		w.current().end = int(n.Raw.Offset + n.Raw.Length)
		return w.keyValue(w.here, n)
	}
	return w.header(n)
}

// header enters the table of a [table] or [[table]] line.
func (w *walker) header(n *unstable.Node) error {
	at := level{typ: w.root}
	keys := parts(n)
	for i, key := range keys {
		next, err := w.step(at, key)
		if err != nil {
			return err
		}
		place := w.span(key)
		if i == len(keys)-1 {
			next, err = w.enter(next, n.Kind, key)
		} else {
			next, err = w.pass(next, key)
		}
		if err != nil {
			return err
		}
		if err := w.record(next.path, place); err != nil {
			return err
		}
		at = next
	}
	last := keys[len(keys)-1]
	w.doc.section = append(w.doc.section, section{
		path: at.path, end: w.endOfHeader(int(last.Raw.Offset + last.Raw.Length)),
	})
	w.here = at
	return nil
}

// pass goes through a table on the way to a deeper one; through a list of
// tables it goes to the newest element.
func (w *walker) pass(at level, key *unstable.Node) (level, error) {
	if n := w.doc.arrays[at.path]; n > 0 {
		at.path += "[" + strconv.Itoa(n-1) + "]"
		at.typ = element(at.typ)
		return at, nil
	}
	if isTables(at.typ) {
		return at, w.fault(key, at.path, "is a list", fmt.Sprintf("begin it with [[%s]]", header(at.path)))
	}
	return at, w.mustBeTable(at, key)
}

// enter opens the table that a header names.
func (w *walker) enter(at level, kind unstable.Kind, key *unstable.Node) (level, error) {
	if kind == unstable.Table {
		if isTables(at.typ) {
			return at, w.fault(key, at.path, "there may be several of these",
				fmt.Sprintf("write [[%s]] with two brackets", header(at.path)))
		}
		if err := w.mustBeTable(at, key); err != nil {
			return at, err
		}
		place := w.span(key)
		place.kind = kind
		return at, w.define(at.path, place)
	}
	if at.typ != nil && !isTables(at.typ) {
		return at, w.fault(key, at.path, "there is only one of these",
			fmt.Sprintf("write [%s] with one bracket", header(at.path)))
	}
	n := w.doc.arrays[at.path]
	if n == 0 {
		place := w.span(key)
		place.kind = kind
		if err := w.define(at.path, place); err != nil {
			return at, err
		}
	}
	w.doc.arrays[at.path]++
	at.path += "[" + strconv.Itoa(n) + "]"
	at.typ = element(at.typ)
	return at, nil
}

func (w *walker) mustBeTable(at level, key *unstable.Node) error {
	if at.typ == nil || at.typ.Kind() == reflect.Struct {
		return nil
	}
	return w.mismatch(at, w.span(key))
}

func (w *walker) keyValue(at level, n *unstable.Node) error {
	keys := parts(n)
	place := w.span(keys[0])
	for i, key := range keys {
		next, err := w.step(at, key)
		if err != nil {
			return err
		}
		place = w.span(key)
		if i < len(keys)-1 {
			if err := w.mustBeTable(next, key); err != nil {
				return err
			}
			if err := w.record(next.path, place); err != nil {
				return err
			}
		}
		at = next
	}
	last := keys[len(keys)-1]
	place.start = w.startOfValue(int(last.Raw.Offset + last.Raw.Length))
	place.end = int(n.Raw.Offset + n.Raw.Length)
	place.kind = n.Value().Kind
	if err := w.define(at.path, place); err != nil {
		return err
	}
	return w.value(at, n.Value(), place)
}

// value checks one value against the type it is read into, and records what is
// inside it.
func (w *walker) value(at level, n *unstable.Node, place span) error {
	if !fits(at.typ, n.Kind) {
		return w.mismatch(at, place)
	}
	if at.depth > maxDepth {
		return w.faultAt(place, at.path, "is nested too deeply", "leave the inner part out")
	}
	switch n.Kind {
	case unstable.Array:
		return w.elements(at, n, place)
	case unstable.InlineTable:
		for it := n.Children(); it.Next(); {
			if err := w.keyValue(at, it.Node()); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *walker) elements(at level, n *unstable.Node, place span) error {
	inner := level{typ: element(at.typ), example: at.example, depth: at.depth + 1}
	for i, it := 0, n.Children(); it.Next(); i++ {
		inner.path = at.path + "[" + strconv.Itoa(i) + "]"
		where := place
		if raw := it.Node().Raw; raw.Length > 0 {
			where = w.doc.lines.at(int(raw.Offset))
		}
		if err := w.record(inner.path, where); err != nil {
			return err
		}
		if err := w.value(inner, it.Node(), where); err != nil {
			return err
		}
	}
	return nil
}

// step goes from a table to one of its keys.
func (w *walker) step(at level, key *unstable.Node) (level, error) {
	name := string(key.Data)
	next := level{path: join(at.path, name), depth: at.depth + 1}
	switch {
	case len(name) > maxKeyPart:
		return next, w.fault(key, join(at.path, name[:16]), "is too long for a key", "shorten it")
	case next.depth > maxDepth:
		return next, w.fault(key, at.path, "is nested too deeply", "leave the inner part out")
	case at.typ == nil:
		return next, nil
	}
	field, ok := lookup(at.typ, name)
	if !ok {
		return next, w.fault(key, next.path, "is not a key that Standby knows", suggest(name, known(at.typ)))
	}
	next.typ = plain(field.Type)
	next.example = field.Tag.Get("example")
	return next, nil
}

func (w *walker) mismatch(at level, place span) error {
	want, example := wanted(at)
	name := at.path[strings.LastIndexByte(at.path, '.')+1:]
	if strings.HasSuffix(name, "]") {
		return w.faultAt(place, at.path, "must be "+want, "write "+example)
	}
	if plain(at.typ).Kind() == reflect.Struct {
		return w.faultAt(place, at.path, "must be "+want, fmt.Sprintf("write [%s] on a line of its own", header(at.path)))
	}
	return w.faultAt(place, at.path, "must be "+want, fmt.Sprintf("write %s = %s", name, example))
}

func (w *walker) record(path string, at span) error {
	if _, ok := w.doc.places[path]; !ok {
		w.doc.places[path] = at
		w.paths += len(path)
	}
	switch {
	case len(w.doc.places) > maxPlaces:
		return &Error{File: w.doc.file,
			Problem: fmt.Sprintf("has more than %d entries", maxPlaces),
			Remedy:  "check that it is the right file"}
	case w.paths > maxPaths:
		return &Error{File: w.doc.file,
			Problem: fmt.Sprintf("has keys of more than %d bytes in all", maxPaths),
			Remedy:  "shorten them, or check that it is the right file"}
	}
	return nil
}

// define records a table or value that may stand in the file but once.
func (w *walker) define(path string, at span) error {
	if w.doc.places[path].kind != unstable.Invalid {
		return w.faultAt(at, path, "is given twice", "keep one of the two")
	}
	delete(w.doc.places, path)
	return w.record(path, at)
}

func (w *walker) current() *section { return &w.doc.section[len(w.doc.section)-1] }

func (w *walker) span(key *unstable.Node) span {
	at := w.doc.lines.at(int(key.Raw.Offset))
	at.section = len(w.doc.section) - 1
	return at
}

func (w *walker) fault(key *unstable.Node, path, problem, remedy string) error {
	return w.faultAt(w.span(key), path, problem, remedy)
}

func (w *walker) faultAt(at span, path, problem, remedy string) error {
	return &Error{File: w.doc.file, Line: at.line, Column: w.doc.lines.column(at.offset),
		Key: path, Problem: problem, Remedy: remedy}
}

func (w *walker) syntax(err error) error {
	e := &Error{File: w.doc.file, Problem: err.Error(),
		Remedy: `correct this line; a setting is written as key = "text"`}
	var at *unstable.ParserError
	if errors.As(err, &at) {
		where := w.doc.lines.at(cap(w.text) - cap(at.Highlight))
		e.Line, e.Column = where.line, w.doc.lines.column(where.offset)
	}
	return e
}

func (w *walker) startOfValue(i int) int {
	for i < len(w.text) && strings.IndexByte(" \t=", w.text[i]) >= 0 {
		i++
	}
	return i
}

func (w *walker) endOfHeader(i int) int {
	for i < len(w.text) && w.text[i] != '\n' && w.text[i] != '#' {
		i++
	}
	return i
}

func parts(n *unstable.Node) []*unstable.Node {
	var out []*unstable.Node
	for it := n.Key(); it.Next(); {
		out = append(out, it.Node())
	}
	return out
}

var position = regexp.MustCompile(`\[[0-9]+\]`)

// header is a path as a table's header has it, without positions in lists.
func header(path string) string { return position.ReplaceAllString(path, "") }

// join writes a dotted key; a part that is no bare key is quoted.
func join(path, part string) string {
	if !bare(part) {
		part = strconv.Quote(part)
	}
	if path == "" {
		return part
	}
	return path + "." + part
}

func bare(s string) bool {
	for i := range len(s) {
		if !bareByte(s[i]) {
			return false
		}
	}
	return s != ""
}

func bareByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-'
}
