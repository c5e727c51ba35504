package icons

import (
	"image/color"
	"strings"
)

// theme is one kind of panel and the colours that are drawn on it.
type theme struct {
	name   string
	panel  color.NRGBA
	states map[string]color.NRGBA
}

// themes are the panels that a tray icon may stand on. Every colour has a
// contrast of at least 4.5:1 with its panel.
func themes() []theme {
	return []theme{
		{name: "light", panel: rgb(0xF4F5F7), states: map[string]color.NRGBA{
			"off": rgb(0x5B6570), "soon": rgb(0x0B63A5), "primary": rgb(0x0A7A55), "secondary": rgb(0x0A7A55),
			"page": rgb(0xB3261E), "acknowledged": rgb(0x8A5A00), "blind": rgb(0x6B3FA0),
		}},
		{name: "dark", panel: rgb(0x1F242A), states: map[string]color.NRGBA{
			"off": rgb(0x9AA4AF), "soon": rgb(0x6CB6F5), "primary": rgb(0x4CC795), "secondary": rgb(0x4CC795),
			"page": rgb(0xFF8A80), "acknowledged": rgb(0xF2B84B), "blind": rgb(0xC3A5F5),
		}},
	}
}

// colour is that of an icon's state, which is its name without the count;
// false when there is no such state.
func (t theme) colour(icon string) (color.NRGBA, bool) {
	state, _, _ := strings.Cut(icon, "-")
	c, ok := t.states[state]
	return c, ok
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xFF}
}
