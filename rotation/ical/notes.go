package ical

import (
	"errors"
	"fmt"
	"slices"
)

// fault is an error that knows its line.
type fault struct {
	line int
	err  error
}

func (f *fault) Error() string { return f.err.Error() }
func (f *fault) Unwrap() error { return f.err }

func faultAt(line int, format string, args ...any) error {
	return &fault{line, fmt.Errorf(format, args...)}
}

// notes gathers warnings; beyond the limit it only counts, because a broken
// feed may have one for each of its lines.
type notes struct {
	list []Warning
	more int
}

func (n *notes) add(line int, text string) {
	if len(n.list) >= MaxWarnings-1 {
		n.more++
		return
	}
	n.list = append(n.list, Warning{line, clean(text, 400)})
}

// addf is add with a text to be made, which costs nothing beyond the limit.
func (n *notes) addf(line int, format string, args ...any) {
	if len(n.list) >= MaxWarnings-1 {
		n.more++
		return
	}
	n.add(line, fmt.Sprintf(format, args...))
}

// fault notes that an event is left out because of err.
func (n *notes) fault(line int, err error) {
	if f, ok := errors.AsType[*fault](err); ok && f.line > 0 {
		line = f.line
	}
	n.add(line, err.Error()+"; the event is left out")
}

func (n *notes) all() []Warning {
	list := slices.Clone(n.list)
	slices.SortStableFunc(list, func(a, b Warning) int { return a.Line - b.Line })
	if n.more > 0 {
		list = append(list, Warning{0, fmt.Sprintf("%d more warnings are not shown", n.more)})
	}
	return list
}
