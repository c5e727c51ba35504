package tomlfile

import (
	"sort"
	"unicode/utf8"
)

// lines knows where each line of a text begins.
type lines struct {
	text   []byte
	starts []int
}

func newLines(text []byte) lines {
	l := lines{text: text, starts: []int{0}}
	for i, c := range text {
		if c == '\n' {
			l.starts = append(l.starts, i+1)
		}
	}
	return l
}

func (l lines) at(offset int) span {
	offset = min(max(offset, 0), len(l.text))
	return span{line: sort.SearchInts(l.starts, offset+1), offset: offset}
}

// column counts characters from 1. It is slow on a long line, and so left to
// the one place that an error is about.
func (l lines) column(offset int) int {
	from := l.starts[l.at(offset).line-1]
	return utf8.RuneCount(l.text[from:offset]) + 1
}
