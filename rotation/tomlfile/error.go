package tomlfile

import (
	"strconv"
	"strings"
)

// Error is one thing that is wrong with a file. It never quotes a value of the
// file, because people paste credentials into the wrong place.
type Error struct {
	// File is the name that the caller gave the file.
	File string
	// Line and Column count from 1; 0 means that no single place is at fault.
	// Column counts characters.
	Line, Column int
	// Key is the dotted key, with indexes for lists: "calendar[1].url". It is
	// empty when the text is no TOML at all.
	Key string
	// Problem says what is wrong, Remedy what to write instead.
	Problem, Remedy string
}

// Error is one line: "policy.toml:7: standby.rate: must not be negative; write
// an amount such as "4.50"". The column is named only where there is no key.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.File)
	if e.Line > 0 {
		b.WriteString(":" + strconv.Itoa(e.Line))
		if e.Key == "" && e.Column > 0 {
			b.WriteString(":" + strconv.Itoa(e.Column))
		}
	}
	for _, part := range []string{e.Key, e.Problem} {
		if part != "" {
			b.WriteString(": " + part)
		}
	}
	if e.Remedy != "" {
		b.WriteString("; " + e.Remedy)
	}
	return b.String()
}
