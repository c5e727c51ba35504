package pay

import (
	"slices"
	"strings"
)

// evidence names the item.
func (it *item) evidence() string {
	switch {
	case it.name != "":
	case it.call:
		it.name = "page " + it.uid
	default:
		it.name = "shift " + strings.TrimPrefix(it.uid, "shift ")
		if it.schedule != "" {
			it.name += " of " + it.schedule
		}
	}
	return it.name
}

// evidence names the shifts and call-outs in the span of an entry, or of those
// that it is made of, each once.
func (e *entry) evidence() []string {
	switch {
	case len(e.from) == 0 && len(e.items) == 1:
		return []string{e.items[0].evidence()}
	case len(e.from) == 1:
		return e.from[0].evidence()
	}
	return e.addEvidence(nil)
}

func (e *entry) addEvidence(out []string) []string {
	if e.reported != "" {
		out = append(out, "reported "+e.reported)
	}
	for _, it := range e.items {
		if len(e.items) == 1 || it.to >= e.span.from && (it.from < e.span.to || it.length() == 0) {
			out = addWord(out, it.evidence())
		}
	}
	for _, by := range e.from {
		out = by.addEvidence(out)
	}
	return out
}

func addWord(to []string, word string) []string {
	if slices.Contains(to, word) {
		return to
	}
	return append(to, word)
}
