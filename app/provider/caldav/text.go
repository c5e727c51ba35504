package caldav

import "unicode"

// harmless is r, or a space where r would move, hide or break what stands around
// it: controls, bidi marks, line separators.
func harmless(r rune) rune {
	if !unicode.IsGraphic(r) || unicode.Is(unicode.Zl, r) || unicode.Is(unicode.Zp, r) {
		return ' '
	}
	return r
}
