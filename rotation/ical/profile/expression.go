package profile

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// compileExpression compiles what stands between the slashes. Positions count
// the slash before it.
func compileExpression(text string) (rule, *PatternError) {
	if size := programSize(text); size > maxProgram {
		return rule{}, &PatternError{At: 1, Problem: "it repeats too much", Remedy: "write * or + instead of a high number in braces"}
	}
	re, err := regexp.Compile("(?i)" + text)
	if err != nil {
		return rule{}, expressionError(text, err)
	}
	known := 0
	for _, name := range re.SubexpNames() {
		switch name {
		case "":
		case fieldPerson, fieldRole, fieldRota:
			known++
		default:
			return rule{}, &PatternError{At: position(text, name), Problem: fmt.Sprintf("the group %q is not a field", name), Remedy: "the groups are person, role and rota; leave others without a name"}
		}
	}
	if known == 0 {
		return rule{}, &PatternError{At: 1, Problem: "it names nothing", Remedy: `name a group, such as (?P<person>\S+)`}
	}
	return rule{re, programSize(re.String())}, nil
}

func expressionError(text string, err error) *PatternError {
	out := &PatternError{At: 1, Problem: "it is not a regular expression", Remedy: "leave out the slashes to write a template, such as {role}: {person}"}
	if e, ok := errors.AsType[*syntax.Error](err); ok {
		out.Problem = fmt.Sprintf("%s %q", e.Code, e.Expr)
		if e.Expr == "(?i)"+text { // it is about the whole
			out.Problem = e.Code.String()
		}
		out.At = position(text, e.Expr)
	}
	return out
}

// position is the character at which part stands in an expression, the slash
// before it counted.
func position(text, part string) int {
	return utf8.RuneCountInString(text[:max(0, strings.Index(text, part))]) + 2
}

// programSize is at least how many steps an expression compiles to, found without
// compiling it: counted repetitions multiply. It is 0 for what is not one.
func programSize(text string) int {
	re, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return 0
	}
	return min(steps(re), maxProgram+1)
}

func steps(re *syntax.Regexp) int {
	n := 1 + len(re.Rune)
	if re.Op == syntax.OpCharClass {
		n = 1
	}
	for _, sub := range re.Sub {
		n = min(n+steps(sub), maxProgram+1)
	}
	if re.Op == syntax.OpRepeat {
		times := max(re.Max, re.Min+1)
		n = min(n*times, maxProgram+1)
	}
	return n
}
