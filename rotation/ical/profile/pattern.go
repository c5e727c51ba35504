package profile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"standby/rotation"
)

// The bounds of a pattern.
const (
	// MaxPattern is the longest pattern, in bytes.
	MaxPattern = 1000
	// MaxRules is how many lines it may have.
	MaxRules = 10
	// maxProgram is how large one line may become once compiled, in steps.
	maxProgram = 2000
)

// The fields of a pattern, as they stand in braces or name a group.
const (
	fieldPerson = "person"
	fieldRole   = "role"
	fieldRota   = "rota"
	fieldAny    = "any"
)

// Pattern is how a user says where person, role and rota stand in the summaries
// of a calendar. Its text has one or more lines; the first that fits counts.
//
// A line is a template of the whole summary, such as
//
//	{role} shift: {person}
//	[{any}] {person} ({rota})
//
// with {person}, {role}, {rota} and, for what is to be passed over, {any}, which
// may be nothing. All else stands for itself, in any case. A field ends where the text after it
// begins. Where only a space stands between two fields, {role} is one word, and
// {person} and {rota} are as many as can be. {{ and }} are braces.
//
// A line between slashes is a regular expression (RE2, in any case, not anchored)
// with groups of those names, such as
//
//	/^(?P<person>.+?) +covers (?P<role>\w+)/
type Pattern struct {
	text  string
	rules []rule
	size  int
}

// rule is one line of a pattern.
type rule struct {
	re   *regexp.Regexp
	size int // steps of the compiled program
}

// PatternError says what is wrong with a pattern, where, and what to do.
type PatternError struct {
	// Line and At are where, both from 1, At in characters of that line. Line is
	// 0 when it is about the whole.
	Line, At int
	// Problem is what is wrong; Remedy is what to write instead.
	Problem, Remedy string
}

func (e *PatternError) Error() string {
	where := ""
	switch {
	case e.Line == 1:
		where = fmt.Sprintf(" at character %d", e.At)
	case e.Line > 1:
		where = fmt.Sprintf(" in line %d, at character %d", e.Line, e.At)
	}
	return fmt.Sprintf("pattern%s: %s; %s", where, e.Problem, e.Remedy)
}

// Compile reads a pattern; the error is a *PatternError.
func Compile(text string) (*Pattern, error) {
	if len(text) > MaxPattern {
		return nil, &PatternError{Problem: fmt.Sprintf("it is longer than %d bytes", MaxPattern), Remedy: "say less of the summary, and {any} for the rest"}
	}
	if !utf8.ValidString(text) {
		return nil, &PatternError{Problem: "it is not UTF-8", Remedy: "save the file as UTF-8"}
	}
	p := &Pattern{text: text}
	no := 0
	for line := range strings.SplitSeq(text, "\n") {
		no++
		trimmed := strings.TrimSpace(line)
		if trimmed == "" {
			continue
		}
		if len(p.rules) == MaxRules {
			return nil, &PatternError{Line: no, At: 1, Problem: fmt.Sprintf("there are more than %d lines", MaxRules), Remedy: "drop those that fit the fewest events"}
		}
		r, err := compileLine(trimmed)
		if err != nil {
			err.Line = no
			err.At += utf8.RuneCountInString(line[:max(strings.Index(line, trimmed), 0)])
			return nil, err
		}
		p.rules = append(p.rules, r)
		p.size += r.size
	}
	if len(p.rules) == 0 {
		return nil, &PatternError{Problem: "it is empty", Remedy: `write what a summary looks like, such as "{role} shift: {person}"`}
	}
	return p, nil
}

func compileLine(line string) (rule, *PatternError) {
	if len(line) > 1 && line[0] == '/' && line[len(line)-1] == '/' {
		return compileExpression(line[1 : len(line)-1])
	}
	return compileTemplate(line)
}

// String is the pattern as the user wrote it.
func (p *Pattern) String() string { return p.text }

// Cost is at most how many steps it takes to read a summary.
func (p *Pattern) Cost(summary string) int64 { return int64(p.size) * int64(len(summary)+1) }

// Read reads a summary, which must be one line; false when no line of the pattern
// fits it. What the pattern does not name is empty in the reading.
func (p *Pattern) Read(summary string) (Reading, bool) {
	for _, r := range p.rules {
		groups := r.re.FindStringSubmatch(summary)
		if groups == nil {
			continue
		}
		if reading, ok := r.reading(groups); ok {
			return reading, true
		}
	}
	return Reading{}, false
}

// reading is what the groups say; false when all of them are empty.
func (r rule) reading(groups []string) (Reading, bool) {
	out := Reading{Fits: true}
	for i, name := range r.re.SubexpNames() {
		text := strings.TrimSpace(groups[i])
		if text == "" {
			continue
		}
		switch name {
		case fieldPerson:
			out.Person = personOf(text)
		case fieldRole:
			out.Role = anyRole(text)
		case fieldRota:
			out.Rota = text
		}
	}
	out.Away = isAway(out.Role)
	return out, out.Person != rotation.Person{} || out.Role != "" || out.Rota != ""
}

// piece is a part of a template: a field, or text that stands for itself.
type piece struct {
	text  string
	field bool
	at    int // character where it begins, from 1
}

// compileTemplate turns a template into an anchored expression.
func compileTemplate(line string) (rule, *PatternError) {
	pieces, err := split(line)
	if err != nil {
		return rule{}, err
	}
	if err := checkPieces(pieces); err != nil {
		return rule{}, err
	}
	var b strings.Builder
	b.WriteString("(?is)^")
	for i, p := range pieces {
		if !p.field {
			b.WriteString(regexp.QuoteMeta(p.text))
			continue
		}
		b.WriteString(group(p.text, slices.Clip(pieces[i+1:])))
	}
	b.WriteString("$")
	re, e := regexp.Compile(b.String())
	if e != nil { // not to be reached: all of it is quoted
		return rule{}, &PatternError{At: 1, Problem: "it cannot be compiled", Remedy: "write it more simply"}
	}
	return rule{re, programSize(re.String())}, nil
}

// group is the expression for a field with those pieces after it.
func group(name string, after []piece) string {
	switch {
	case name == fieldAny && len(after) == 0:
		return `.*`
	case name == fieldAny:
		return `.*?`
	case len(after) == 0:
		return `(?P<` + name + `>.+)`
	case len(after) > 1 && strings.TrimSpace(after[0].text) == "":
		if name == fieldRole {
			return `(?P<role>\S+)`
		}
		return `(?P<` + name + `>.+)`
	}
	return `(?P<` + name + `>.+?)`
}

// split cuts a template into pieces. Runs of space become one, as they are in the
// summaries.
func split(line string) ([]piece, *PatternError) {
	var pieces []piece
	var text []rune
	begin := 1
	flush := func() {
		if len(text) > 0 {
			pieces = append(pieces, piece{text: oneSpace(string(text)), at: begin})
			text = nil
		}
	}
	runes := []rune(line)
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		if len(text) == 0 {
			begin = i + 1
		}
		if (r == '{' || r == '}') && i+1 < len(runes) && runes[i+1] == r {
			text = append(text, r)
			i++
			continue
		}
		if r != '{' {
			text = append(text, r)
			continue
		}
		end := slices.Index(runes[i:], '}')
		if end < 0 {
			return nil, &PatternError{At: i + 1, Problem: "this brace does not close", Remedy: "write } after the name of the field, or {{ for a brace"}
		}
		flush()
		name := strings.ToLower(strings.TrimSpace(string(runes[i+1 : i+end])))
		pieces = append(pieces, piece{text: name, field: true, at: i + 1})
		i += end
	}
	flush()
	return pieces, nil
}

func oneSpace(s string) string {
	out := strings.Join(strings.Fields(s), " ")
	if out == "" {
		return " "
	}
	if strings.TrimLeftFunc(s, unicode.IsSpace) != s {
		out = " " + out
	}
	if strings.TrimRightFunc(s, unicode.IsSpace) != s {
		out += " "
	}
	return out
}

const fieldsRemedy = "the fields are {person}, {role}, {rota} and {any}"

// checkPieces refuses what cannot be meant.
func checkPieces(pieces []piece) *PatternError {
	seen := map[string]bool{}
	for i, p := range pieces {
		if !p.field {
			continue
		}
		switch {
		case !slices.Contains([]string{fieldPerson, fieldRole, fieldRota, fieldAny}, p.text):
			return &PatternError{At: p.at, Problem: fmt.Sprintf("{%s} is not a field", p.text), Remedy: fieldsRemedy + "; {{ is a brace"}
		case seen[p.text] && p.text != fieldAny:
			return &PatternError{At: p.at, Problem: fmt.Sprintf("{%s} stands here a second time", p.text), Remedy: "write {any} for one of the two"}
		case i > 0 && pieces[i-1].field:
			return &PatternError{At: p.at, Problem: fmt.Sprintf("nothing tells where {%s} ends and {%s} begins", pieces[i-1].text, p.text), Remedy: "write the text between them, if only a space"}
		}
		seen[p.text] = true
	}
	if !seen[fieldPerson] && !seen[fieldRole] && !seen[fieldRota] {
		return &PatternError{At: 1, Problem: "it names nothing", Remedy: fieldsRemedy}
	}
	return nil
}
