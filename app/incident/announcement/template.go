package announcement

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"text/template/parse"
	"unicode/utf8"
)

// maxTemplate is the longest template that is read, in bytes.
const maxTemplate = 32 << 10

// TemplateError says what is wrong with a team's template, and where.
type TemplateError struct {
	// File is its name, Line counts from 1; 0 where it is the file as a whole.
	File string
	Line int
	Why  string
}

// Error names the file and the line.
func (e *TemplateError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("the template %s: %s", e.File, e.Why)
	}
	return fmt.Sprintf("the template %s, line %d: %s", e.File, e.Line, e.Why)
}

// Set are the templates of all kinds. The zero value is of no use; Load makes one.
type Set struct {
	of map[Kind]*pair
}

// pair are the two parts of a kind's template.
type pair struct {
	kind          Kind
	subject, text *template.Template
}

// Load reads a team's templates out of a folder, which may be nil. A kind without a
// file has the built-in one. So has one whose template is wrong: the errors, a
// *TemplateError each, are joined, and the Set is good all the same, so that a
// misspelt template keeps nobody from being told. Each is tried out here, with all
// facts and with none.
func Load(folder fs.FS) (Set, error) {
	s := Set{of: map[Kind]*pair{}}
	var all []error
	for _, k := range Kinds() {
		// The built-in ones are tried out by the tests.
		s.of[k], _ = compile(k, BuiltIn(k))
		if folder == nil {
			continue
		}
		text, err := read(folder, k)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			var t *pair
			if t, err = compile(k, text); err == nil {
				s.of[k] = t
			}
		}
		if err != nil {
			all = append(all, err)
		}
	}
	return s, errors.Join(all...)
}

func read(folder fs.FS, k Kind) (string, error) {
	info, err := fs.Stat(folder, k.File())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", fs.ErrNotExist
	case err == nil && !info.Mode().IsRegular():
		return "", &TemplateError{File: k.File(), Why: "it is not a file"}
	case err == nil && info.Size() > maxTemplate:
		return "", &TemplateError{File: k.File(), Why: fmt.Sprintf("it has %d bytes, %d at most", info.Size(), maxTemplate)}
	}
	raw, err := fs.ReadFile(folder, k.File())
	if err != nil {
		return "", &TemplateError{File: k.File(), Why: "it cannot be read: " + err.Error()}
	}
	return string(raw), nil
}

// compile reads a template and tries it out.
func compile(k Kind, text string) (*pair, error) {
	switch {
	case len(text) > maxTemplate:
		return nil, &TemplateError{File: k.File(), Why: fmt.Sprintf("it has %d bytes, %d at most", len(text), maxTemplate)}
	case !utf8.ValidString(text):
		return nil, &TemplateError{File: k.File(), Why: "it is not UTF-8"}
	}
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	first, rest, _ := strings.Cut(text, "\n")
	subject, ok := strings.CutPrefix(first, "Subject:")
	if blank, _, _ := strings.Cut(rest, "\n"); !ok || strings.TrimSpace(blank) != "" {
		return nil, &TemplateError{File: k.File(), Line: 1, Why: `it must begin with a line "Subject: ...", a blank line, and then the text`}
	}
	p := &pair{kind: k}
	var err error
	if p.subject, err = parsed(k, subject); err != nil {
		return nil, err
	}
	// The line break keeps the count of lines.
	if p.text, err = parsed(k, "\n"+rest); err != nil {
		return nil, err
	}
	for _, f := range []Facts{{Title: "x"}, full()} {
		if _, err := p.draft(f); err != nil {
			return nil, err
		}
	}
	return p, nil
}

func parsed(k Kind, text string) (*template.Template, error) {
	// need is there so that it parses; each draft brings its own.
	t, err := template.New(k.File()).Funcs(template.FuncMap{"need": func(a, b string) string { return a + b }}).Parse(text)
	if err != nil {
		return nil, place(k, err)
	}
	if len(t.Templates()) > 1 || t.Tree == nil {
		return nil, &TemplateError{File: k.File(), Why: "it must not define other templates, and none of its parts may be empty"}
	}
	return t, allowed(k, t.Tree, t.Root)
}

// functions are those that take no longer, and say no more, than the template is long.
func functions() []string {
	return []string{"and", "or", "not", "eq", "ne", "need"}
}

// allowed refuses what could run for long or say without end: loops, and functions
// that repeat or pad.
func allowed(k Kind, tree *parse.Tree, n parse.Node) error {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return nil
		}
		return eachAllowed(k, tree, n.Nodes)
	case *parse.ActionNode:
		return allowed(k, tree, n.Pipe)
	case *parse.IfNode:
		return eachAllowed(k, tree, []parse.Node{n.Pipe, n.List, n.ElseList})
	case *parse.WithNode:
		return eachAllowed(k, tree, []parse.Node{n.Pipe, n.List, n.ElseList})
	case *parse.PipeNode:
		if n == nil {
			return nil
		}
		for _, c := range n.Cmds {
			if err := eachAllowed(k, tree, c.Args); err != nil {
				return err
			}
		}
		return nil
	case *parse.IdentifierNode:
		if slices.Contains(functions(), n.Ident) {
			return nil
		}
		return refuse(k, tree, n, "the function "+strconv.Quote(n.Ident)+" cannot be used here; there are "+strings.Join(functions(), ", "))
	case *parse.TextNode, *parse.CommentNode, *parse.FieldNode, *parse.VariableNode, *parse.DotNode, *parse.StringNode, *parse.BoolNode, *parse.NilNode:
		return nil
	}
	return refuse(k, tree, n, "only texts, {{if}}, {{with}}, facts and functions can be used here, not "+strconv.Quote(n.String()))
}

func eachAllowed(k Kind, tree *parse.Tree, nodes []parse.Node) error {
	for _, n := range nodes {
		if err := allowed(k, tree, n); err != nil {
			return err
		}
	}
	return nil
}

func refuse(k Kind, tree *parse.Tree, n parse.Node, why string) error {
	location, _ := tree.ErrorContext(n)
	e := &TemplateError{File: k.File(), Why: why}
	if parts := strings.Split(location, ":"); len(parts) > 1 {
		// No number is line 0, which stands for the whole.
		e.Line, _ = strconv.Atoi(parts[1])
	}
	return e
}

// told is how package template writes where it is: "template: NAME:3:5: why".
var told = regexp.MustCompile(`(?s)^template: [^:]*:(\d+)(?::\d+)?: (.*)$`)

// place puts an error of package template into words of ours.
func place(k Kind, err error) error {
	e := &TemplateError{File: k.File(), Why: err.Error()}
	if m := told.FindStringSubmatch(err.Error()); m != nil {
		e.Line, _ = strconv.Atoi(m[1])
		e.Why = m[2]
		if _, inner, found := strings.Cut(e.Why, ">: "); found {
			e.Why = inner
		}
	}
	return e
}
