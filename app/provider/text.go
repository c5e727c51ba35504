package provider

import (
	"strings"
	"unicode"
)

// maxMessage is how much of a server's own words an error repeats, in runes.
const maxMessage = 200

// clean makes one harmless line of a text that a stranger wrote: valid UTF-8,
// no control, format or bidi characters, white space folded, at most
// maxMessage runes.
func clean(text string) string {
	var out []rune
	gap := false
	for _, r := range text {
		if unicode.IsSpace(r) || unicode.In(r, unicode.C) || r == unicode.ReplacementChar {
			gap = len(out) > 0
			continue
		}
		if gap {
			out, gap = append(out, ' '), false
		}
		if out = append(out, r); len(out) > maxMessage {
			return strings.TrimRight(string(out[:maxMessage-1]), " ") + "…"
		}
	}
	return string(out)
}

// without replaces each secret in a text, the longest first, so that no rest of
// one stays behind.
func without(text string, secrets []string) string {
	for _, s := range secrets {
		if s != "" {
			text = strings.ReplaceAll(text, s, "***")
		}
	}
	return text
}
