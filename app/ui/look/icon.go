package look

import (
	"fmt"

	"fyne.io/fyne/v2"
)

// Icon is the path of a line drawing on a field of 24 units. The icons are one set,
// drawn for 20 px with a stroke of 1.5.
type Icon string

// The icons of the screens: a clock, a calendar sheet, a bell, a sheet with a
// sum, a pulse, and a pair of sliders.
const (
	IconNow      Icon = "M12 3 A9 9 0 0 1 12 21 A9 9 0 0 1 12 3 M12 7 L12 12 L15.5 14"
	IconSchedule Icon = "M4 5.5 L20 5.5 L20 20 L4 20 Z M4 10 L20 10 M8 3 L8 7 M16 3 L16 7"
	IconPages    Icon = "M5 17 L19 17 L17.5 14.5 L17.5 10 A5.5 5.5 0 0 0 6.5 10 L6.5 14.5 Z M10 20 L14 20"
	IconPay      Icon = "M6 3 L18 3 L18 21 L6 21 Z M9 8 L15 8 M9 12 L15 12 M9 16.5 L12 16.5"
	IconHealth   Icon = "M3 12 L7.5 12 L10 5 L14 19 L16.5 12 L21 12"
	IconSettings Icon = "M4 8 L12 8 M17 8 L20 8 M14.5 5.5 L14.5 10.5 M4 16 L7 16 M12 16 L20 16 M9.5 13.5 L9.5 18.5"
)

func (i Icon) drawn(tone fyne.ThemeColorName) fyne.Resource {
	return drawing(string(i), `<path fill="none" stroke="%[1]s" stroke-width="1.8" d="`+string(i)+`"/>`, tone)
}

// drawing is a vector drawing in a colour of the theme; %[1]s in inner stands for
// the colour. Fyne's own recolouring knows fills and no strokes. The name tells
// drawings apart in Fyne's cache, so it must differ by colour.
func drawing(name, inner string, tone fyne.ThemeColorName) fyne.Resource {
	r, g, b, _ := Color(tone).RGBA()
	hex := fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
	return fyne.NewStaticResource(name+hex+".svg", fmt.Appendf(nil,
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24">%s</svg>`, fmt.Sprintf(inner, hex)))
}
